"""No code compares English sentences: what decides is a word of a table, and the sentence
is made where it is shown.

A call of strcmp, str_is and their kin (SQL's `=`, `<>`, IN and LIKE within a string of ours
too) is a finding if what is compared, or the #define, the constant or the table that names it, has two
words with a blank between; or if a member that holds a text for people (person_reason,
reason, waits_for, why, cause) is compared with anything but "".
exceptions: `sentence file word  # why`, where the word is the one in brackets in the
finding: the constant's name, the member's, or a literal's first word."""
import re

import ctext
import house

COMPARES = r"\b(?:strn?cmp|strn?casecmp|memcmp|strstr|str_(?:is|equals|equals_nocase|starts|ends|compare|find))\s*\("
TEXTS = re.compile(r"(?:\.|->)(\w*reason|waits_for|why|cause)\b")
LITERAL = re.compile(r'"((?:\\.|[^"\\])*)"')
WORDS = re.compile(r"[A-Za-z]{2,},? [A-Za-z]+")
IN_SQL = re.compile(r"(?:=|<>|!=|\bLIKE|\bGLOB|\bIN \()\s*'([^'\"]*[A-Za-z]{2,},? [A-Za-z][^'\"]*)'")


def constants(texts):
    """name -> literal of every #define and constant array that is one string."""
    found = {}
    for text in texts:
        joined = text.replace("\\\n", " ")
        for match in re.finditer(r'^[ \t]*#[ \t]*define[ \t]+(\w+)[ \t]+\(?[ \t]*((?:"(?:\\.|[^"\\\n])*"[ \t]*)+)\)?[ \t]*$|'
                                 r'\bconst\s+char\s*(?:\*\s*(?:const\s+)?)?(\w+)\s*(?:\[[^\]]*\])?\s*=\s*((?:"(?:\\.|[^"\\\n])*"\s*)+);',
                                 joined, re.M):
            name = match.group(1) or match.group(3)
            found[name] = "".join(LITERAL.findall(match.group(2) or match.group(4)))
        for match in re.finditer(r"\bconst\s+char\s*\*\s*const\s+(\w+)\s*\[[^\]]*\]\s*=\s*\{([^{};]*)\}", text):
            sentences = [l for l in LITERAL.findall(match.group(2)) if WORDS.search(l)]
            if sentences:
                found[match.group(1)] = sentences[0]
    return found


def arguments(text, at):
    """What stands between this bracket, just opened, and its fellow."""
    level, start = 1, at
    while level and at < len(text):
        match = re.compile(r'"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'').match(text, at)
        if match:
            at = match.end()
            continue
        level += (text[at] == "(") - (text[at] == ")")
        at += 1
    return text[start:at - 1]


def compared(text, named):
    """(offset, what it is told by, literal) of every sentence or reason that is compared."""
    for match in re.finditer(COMPARES, text):
        inside = arguments(text, match.end())
        literals = [(None, l) for l in LITERAL.findall(inside)]
        literals += [(w, named[w]) for w in re.findall(r"\b[A-Za-z_]\w*\b", LITERAL.sub("", inside)) if w in named]
        for name, literal in literals:
            if WORDS.search(literal):
                yield match.start(), name or literal.split()[0], literal
                break
        else:
            member = TEXTS.search(LITERAL.sub("", inside))
            others = LITERAL.sub("", TEXTS.sub("", inside, count=1))
            if member and (any(l for _, l in literals) or len(TEXTS.findall(inside)) > 1 or
                           (not literals and re.search(r"\w", others.split(",", 1)[-1]))):
                yield match.start(), member.group(1), re.sub(r"\s+", " ", inside)
    for match in re.finditer(r'(?:"(?:\\.|[^"\\\n])*"\s*)+', text):
        for hit in IN_SQL.finditer("".join(LITERAL.findall(match.group(0)))):
            yield match.start(), hit.group(1).split()[0], hit.group(1)


texts = {p: ctext.bare(open(p, encoding="utf-8").read()) for p in house.sources("c", "h", "cc")}
shared = constants(t for p, t in texts.items() if p.endswith(".h"))
allowed = house.Allowances("sentence")
findings = []
clean = 0
for path, text in texts.items():
    bad = ["%s:%d: compares a text, %s (%s): compare a word of a table, and say the sentence where it is shown"
           % (path, text.count("\n", 0, at) + 1, literal, told)
           for at, told, literal in compared(text, {**shared, **constants([text])}) if not allowed.allow(path, told)]
    findings += bad
    clean += not bad
house.finish(clean, findings + allowed.stale())
