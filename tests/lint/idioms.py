"""One way to ask for memory, one way to end, two ways to carry a fault (base/fault.h).

Memory: base/memory.c alone calls malloc and its kin, base/halt.c alone calls abort().
Faults: a function leaves at once (`if (fault) return fault;`) or goes on down a ladder
(`if (!fault) fault = …`).  Findings are the other ways there were: a fault that is set
within a condition or another expression, `return fault ? fault : next()` in any dress, and a
function that writes a note for its caller but returns a pointer, a bool or an int.
What is freed by itself (AUTO) is made before anything returns.
To tell one fault from another (`fault == FAULT_MISSING ? FAULT_NONE : fault`) is none.
exceptions: `idiom file name  # why`, where the name is the one in brackets."""
import re

import ctext
import house

MEMORY = re.compile(r"(?<![\w.>])(malloc|calloc|realloc|reallocarray|strdup|strndup|asprintf|vasprintf|aligned_alloc)\s*\(")
ENDS = re.compile(r"(?<![\w.>])(abort|exit|_exit|quick_exit)\s*\(")
HOMES = {"gateway/base/memory.c": MEMORY, "gateway/base/halt.c": ENDS}
NOTED = re.compile(r"^((?:static |inline |const )*[\w ]*?(\*|\bbool |\bint ))\s*(\w+)\(((?:[^(){};]|\([^()]*\))*)\)\s*"
                   r"(?:MUST_CHECK\s*)?[{;]", re.M)


def calls(path, text, allowed):
    """What only one file may call."""
    for home, pattern in (("gateway/base/memory.c", MEMORY), ("gateway/base/halt.c", ENDS)):
        for match in pattern.finditer(text) if path != home else ():
            if not allowed.allow(path, match.group(1)):
                yield match.start(), "%s() is %s's: (%s)" % (match.group(1), home[len("gateway/"):], match.group(1))


def noted(path, text, allowed):
    for match in NOTED.finditer(text):
        if re.search(r"(?<!const )\bstruct note \*", match.group(4)) and not allowed.allow(path, match.group(3)):
            yield match.start(1), "(%s) writes a note and returns no fault: let it return enum fault" % match.group(3)


def carried(path, text, allowed):
    """Faults that are carried in an expression."""
    lines = text.split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    for name, first, last, _, _ in ctext.functions(lines):
        head = first
        while head > 0 and lines[head - 1].strip() and not lines[head - 1].endswith((";", "}")):
            head -= 1
        body = text[starts[head]:starts[last + 1]]
        for fault in sorted(set(re.findall(r"\benum fault (\w+)(?=\s*[=;,)])", body))):
            inside = re.compile(r"(?<!\bfor )\(\s*%(f)s = |[^=;{}!<>]=\s*%(f)s = |(?<=,) %(f)s = (?=[^{}]*\))" % {"f": fault})
            chosen = re.compile(r"(?:\breturn\b|\b%(f)s =)(?:[^;{}?]*[\s!(&|])??%(f)s(?=\s*(?:\?|&&|\|\|))[^;{}?]*\?[^;]*:|"
                                r"(?:\breturn\b|\b%(f)s =)[^;{}?]*(?:&&|\|\|)\s*!?%(f)s\s*\?" % {"f": fault})
            for pattern, what in ((inside, "is set within an expression"), (chosen, "is carried by ?:")):
                for match in pattern.finditer(body):
                    if not allowed.allow(path, name):
                        yield starts[head] + match.start(), "%s %s: `if (fault) return fault;` or " \
                            "`if (!fault) fault = …` (%s)" % (fault, what, name)


def unready(path, text, allowed):
    """A return between AUTO(noun) and what makes it frees what never was."""
    for match in re.finditer(r"\bAUTO\(\w+\) (\w+);", text):
        body = text[match.end():max(text.find("\n}\n", match.end()), match.end())]
        first, leaves = re.search(r"\b%s\b" % match.group(1), body), re.search(r"\breturn\b", body)
        if leaves and not (first and first.start() < leaves.start()) and not allowed.allow(path, match.group(1)):
            yield match.start(), "a return comes before (%s) is made, and would free what is not there" % match.group(1)


clean = 0
findings = []
allowances = house.Allowances("idiom")
for path in house.sources("c", "h", "cc"):
    text = ctext.blank(open(path, encoding="utf-8").read())
    found = {}
    for check in (calls, noted, carried, unready):
        for offset, what in check(path, text, allowances):
            found.setdefault((text.count("\n", 0, offset) + 1, what), None)
    findings += ["%s:%d: %s" % (path, line, what) for line, what in sorted(found)]
    clean += not found
house.finish(clean, findings + allowances.stale())
