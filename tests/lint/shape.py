"""Shape: functions of at most 40 lines and 5 parameters, files of at most 500 lines,
nesting of at most 4, no marks of unfinished work, no typedef."""
import re

import house

LENGTH, SIZE, PARAMETERS, NESTING = 40, 500, 5, 4
UNFINISHED = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X|HA" + r"CK)\b")
# Where a list goes, how much fits, how much came: one thing in C's clothes.  A struct
# would have to be made for every kind of item, and be filled and read at every call.
OUTPUT = re.compile(r"\*\s*\w+,\s*size_t \w+,\s*size_t \*\w+")
excepted = {rule: house.exceptions(rule) for rule in ("length", "size", "parameters", "nesting", "typedef")}


def is_excepted(rule, path, name="*"):
    names = excepted[rule].get(path, [])
    return "*" in names or name in names


def blank(text):
    """Without comments, strings and characters, lines kept."""
    def hide(match):
        return re.sub(r"[^\n]", " ", match.group(0))
    return re.sub(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', hide, text, flags=re.S)


def functions(lines):
    """(name, first line, last line, parameters, depth) of every function body."""
    start = None
    for number, line in enumerate(lines):
        if line.startswith("{"):
            start = number
            depth = deepest = 0
        if start is not None:
            depth += line.count("{") - line.count("}")
            deepest = max(deepest, depth)
        if line.startswith("}") and start is not None:
            head = ""
            at = start - 1
            while at >= 0 and lines[at].strip() and not lines[at].rstrip().endswith((";", "}")) \
                    and not lines[at].startswith("#"):
                head = lines[at] + " " + head
                at -= 1
            match = re.search(r"(\w+)\s*\((.*)\)\s*$", head.strip(), re.S)
            if match:
                inside, level, commas = OUTPUT.sub("*list", match.group(2)), 0, 0
                for letter in inside:
                    level += (letter == "(") - (letter == ")")
                    commas += letter == "," and level == 0
                yield match.group(1), start, number, commas + 1 if inside.strip() not in ("", "void") else 0, deepest
            start = None


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
house.finish(clean, findings)
