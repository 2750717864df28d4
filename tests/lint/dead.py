"""Nothing is carried that nobody uses.

A function or constant that a file exports is used by another file of the programs: one that only its own file uses is `static`, one that nobody uses goes.  A test
is no user, unless the comment over the declaration says that it is "for the tests".
A member of a struct in a header of ours is read somewhere: writing it is not reading it.
Members are told by their name alone, so that a false alarm cannot be; a name that two
structs share hides a dead one.  exceptions: `dead file name  # why`."""
import os
import re
import sys

import ctext
import house
import objects

FOR_TESTS = re.compile(r"for (the )?tests\b", re.I)
# a member stands in these as a bare word
BARE = re.compile(r"\b(?:offsetof|container_of|[A-Z][A-Z0-9_]{2,})\s*\(")


def meant_for_tests(texts, name):
    """Whether a header's comment just over the declaration says so."""
    for text in texts.values():
        match = re.search(r"(/\*(?:(?!\*/).)*\*/)\s*(?:[\w ]*\n)?[^;{}/]*\b%s\s*[\(\[;]" % re.escape(name), text, re.S)
        if match and FOR_TESTS.search(re.sub(r"[\s*]+", " ", match.group(1))):
            return True
    return False


def functions(things, allowed, headers):
    used = {}
    for path, thing in things.items():
        for name in thing.calls | thing.takes:
            used.setdefault(name, set()).add(path)
    found = []
    count = 0
    for path, thing in sorted(things.items()):
        text = ctext.blank(open(path, encoding="utf-8").read())
        for symbol in sorted(thing.symbols):
            if symbol.scope != "g" or symbol.kind not in "FO" or symbol.name.startswith("_") or symbol.name == "main":
                continue
            count += 1
            if not re.search(r"\b%s\b" % symbol.name, text):
                continue  # made by a macro, which makes it for all its users alike
            if used.get(symbol.name, set()) - {path} or meant_for_tests(headers, symbol.name) \
                    or allowed.allow(path, symbol.name):
                continue
            own = len(re.findall(r"\b%s\b" % symbol.name, text)) > 1
            found.append("%s: %s %s" % (house.place_of(path, symbol.name), symbol.name,
                                        "is used by its own file only: make it static" if own else
                                        "is used by no other file of the programs: take it out"))
    return count, found


def members(path, text):
    """(name, line) of every member of a struct or union declared in this header."""
    lines = ctext.blank(text)
    for match in re.finditer(r"\b(?:struct|union)\s*\w*\s*\{", lines):
        at, level = match.end(), 1
        while level and at < len(lines):
            level += (lines[at] == "{") - (lines[at] == "}")
            at += 1
        body = lines[match.end():at - 1]
        # what nests has its own match; here only its name counts
        while re.search(r"\{[^{}]*\}", body):
            body = re.sub(r"\{[^{}]*\}", lambda m: ctext.hide(m.group(0)), body)
        start = 0
        for end in [m.start() for m in re.finditer(";", body)]:
            one = body[start:end]
            first = match.end() + start
            start = end + 1
            if re.match(r"\s*(#|enum\s*\w*\s*$)", one):
                one = re.sub(r"^\s*#.*$", "", one, flags=re.M)
            pointer = re.search(r"\(\s*\*\s*(?:const\s+)?(\w+)\s*(?:\[[^]]*\])?\)\s*\(", one)
            names = [pointer] if pointer else \
                [n for n in re.finditer(r"(\w+)\s*(?:\[[^\]]*\]\s*)*(?::\s*\w+\s*)?(?=,|$)", one)]
            for name in names:
                if not re.search(r"[A-Z]{3,}\s*\(", one):
                    yield name.group(1), lines.count("\n", 0, first + name.start(1)) + 1


def reads(text):
    """Names that are read as a member, in any of the ways there are."""
    text = ctext.blank(text)
    found = set()
    for match in re.finditer(r"(?:\.|->)\s*(\w+)\b(?!\s*(?:=[^=]))", text):
        found.add(match.group(1))
    for match in BARE.finditer(text):
        at, level = match.end(), 1
        while level and at < len(text):
            level += (text[at] == "(") - (text[at] == ")")
            at += 1
        found |= set(re.findall(r"\w+", text[match.end():at]))
    return found


def main():
    things = objects.read(sys.argv[1])
    allowed = house.Allowances("dead")
    texts = {p: open(p, encoding="utf-8").read() for p in house.sources("c", "cc", "h")}
    headers = {p: t for p, t in texts.items() if p.endswith(".h")}
    count, findings = functions(things, allowed, headers)
    read = set()
    for text in texts.values():
        read |= reads(text)
    for path, text in sorted(headers.items()):
        for name, line in members(path, text):
            count += 1
            if name not in read and not allowed.allow(path, name):
                findings.append("%s:%d: member %s is read nowhere: take it out" % (path, line, name))
    findings += allowed.stale()
    house.finish(count - len(findings), findings)


main()
