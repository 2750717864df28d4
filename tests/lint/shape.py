"""Shape: functions of at most 40 lines and 5 parameters, files of at most 500 lines,
nesting of at most 4, no marks of unfinished work, no typedef."""
import re

import house
from ctext import blank, functions

LENGTH, SIZE, PARAMETERS, NESTING = 40, 500, 5, 4
UNFINISHED = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X|HA" + r"CK)\b")
RULES = {rule: house.Allowances(rule) for rule in ("length", "size", "parameters", "nesting", "typedef")}


def is_excepted(rule, path, name="*"):
    return RULES[rule].allow(path, name)


def check(path):
    text = open(path, encoding="utf-8").read()
    lines = blank(text).splitlines()
    found = []
    if len(lines) > SIZE and not is_excepted("size", path):
        found.append("%s:%d: the file is over %d lines" % (path, len(lines), SIZE))
    for number, line in enumerate(text.splitlines(), 1):
        if UNFINISHED.search(line):
            found.append("%s:%d: a mark of unfinished work" % (path, number))
    for number, line in enumerate(lines, 1):
        if re.match(r"\s*typedef\b", line) and not is_excepted("typedef", path):
            found.append("%s:%d: a typedef" % (path, number))
    for name, start, end, parameters, depth in functions(lines):
        where = "%s:%d: %s " % (path, start + 1, name)
        if end - start - 1 > LENGTH and not is_excepted("length", path, name):
            found.append(where + "has %d lines, over %d" % (end - start - 1, LENGTH))
        if parameters > PARAMETERS and not is_excepted("parameters", path, name):
            found.append(where + "has %d parameters, over %d" % (parameters, PARAMETERS))
        if depth - 1 > NESTING and not is_excepted("nesting", path, name):
            found.append(where + "nests %d deep, over %d" % (depth - 1, NESTING))
    return found


clean = 0
findings = []
for name in house.sources("c", "h", "cc") + house.tests("c", "h"):
    if name.startswith("tests/"):
        bad = [f for f in check(name) if "unfinished" in f or "typedef" in f]
    else:
        bad = check(name)
    findings += bad
    clean += not bad
house.finish(clean, findings + [s for rule in RULES.values() for s in rule.stale()])
