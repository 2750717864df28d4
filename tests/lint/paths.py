"""A file that a comment or a README names exists.

A word counts as a file's name if it ends like one (`.c`, `.md`, `.yaml` …; `*` and `{a,b}`
stand for what they match) or is a path of our folders.  It may be told from the file's own
folder, from the top, from gateway/, tests/ or adapters/, or by its bare end if one file
ends like it.  Not looked at: URLs, system headers, what stands outside of this tree (the
hand-out: design/, reference/; a machine's own paths), what is made at a build, CHANGELOG.md
and fenced blocks of shell, which tell of other times and other machines.

In the README of a room the table that is headed `file` has in its first column what stands in
that folder or below it, bare or with its ending.
exceptions: `paths file word  # why`."""
import fnmatch
import glob
import io
import itertools
import os
import re
import subprocess
import tokenize

import ctext
import house

ENDINGS = "c h cc py sh md sql yaml yml json po html css js mjs story rules tsv csv scd service socket cmake txt ltl pml rng"
WORD = re.compile(r"(?<![\w/.$~<>:%@=-])((?:\.{1,2}/)*[A-Za-z_*{][\w.*{},+-]*(?:/[\w.*{},+-]+)*/?)(?![\w])")
END = re.compile(r"\.(?:%s)$" % "|".join(ENDINGS.split()))
OUTSIDE = ("design/", "reference/", "shared/", "build/", "../shared/", "usr/", "etc/", "var/", "run/", "tmp/",
           "house-plan.md", "guarantees.md", "product.md", "architecture.md", "contract.md", "scale.md",
           "outreach.md", "voice.md", "style-examples.md", "field-notes.md", "house-moves.txt", "hot-path.md",
           "performance.md", "roster-wire.md", "twilio-wire.md", "voice-wire.md", "telnyx-wire.md", "brief.md")


def names():
    """Every file and folder of the tree that git knows or would add."""
    out = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], capture_output=True, text=True)
    files = [f for f in out.stdout.split("\n") if f]
    if not files:
        files = [os.path.join(d, f)[2:] for d, _, fs in os.walk(".") for f in fs]
    folders = {"/".join(f.split("/")[:n]) for f in files for n in range(1, f.count("/") + 1)}
    return set(files), folders


FILES, FOLDERS = names()
ENDS = {}
for file in FILES | FOLDERS:
    parts = file.split("/")
    for n in range(len(parts)):
        ENDS.setdefault("/".join(parts[n:]), set()).add(file)
TOPS = {f.split("/")[0] for f in FOLDERS} | {f.split("/")[1] for f in FOLDERS if f.startswith("gateway/")}


def spellings(word):
    """What {a,b} stands for."""
    parts = re.split(r"\{([^{}]*)\}", word)
    choices = [p.split(",") if n % 2 else [p] for n, p in enumerate(parts)]
    return ["".join(c) for c in itertools.product(*choices)]


def exists(path, word):
    word = word.rstrip("/")
    if not END.search(word) and "*" not in word and exists(path, word + ".*"):
        return True  # a file's two halves, .c and .h
    if "*" in word:
        pattern = os.path.normpath(word)
        return any(fnmatch.fnmatchcase(end, pattern) for end in ENDS)
    beside = os.path.normpath(os.path.join(os.path.dirname(path), word))
    return os.path.normpath(word) in ENDS or beside in FILES or beside in FOLDERS


def is_name(word):
    """Whether this word can only be meant as a file or folder of ours."""
    if re.search(r"^\.+$|\.\.\.|^\*+$", word) or word.startswith(OUTSIDE):
        return False
    if os.path.basename(word)[:1].isupper() and not word.endswith(".md"):
        return False
    if END.search(word):
        if word.endswith(".h") and (glob.glob("/usr/include/" + word) or glob.glob("/usr/include/*-linux-*/" + word)):
            return False
        return not re.match(r"^\*?\.\w+$", word)
    return "/" in word and word.split("/")[0] in TOPS and not word.split("/")[0] == "debian" \
        and re.fullmatch(r"[\w*{}.,/-]+", word) is not None and "/" in word.rstrip("/")


def prose(path):
    """(line, text) of what a file says to its readers."""
    text = open(path, encoding="utf-8", errors="replace").read()
    if path.endswith(".md"):
        text = re.sub(r"^```.*?^```", lambda m: ctext.hide(m.group(0)), text, flags=re.S | re.M)
        yield from enumerate(text.splitlines(), 1)
    elif path.endswith((".c", ".h", ".cc")):
        for line, comment in ctext.comments(text):
            yield from enumerate(comment.splitlines(), line)
    elif path.endswith(".py") or "python3" in text.split("\n", 1)[0]:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type == tokenize.COMMENT or (token.type == tokenize.STRING and re.match(r'\s*"""', token.line)
                                                  and token.line.lstrip().startswith(token.string[:3])):
                yield from enumerate(token.string.splitlines(), token.start[0])
    else:
        for number, line in enumerate(text.splitlines(), 1):
            match = re.search(r"(?:^|\s)#(?!!)\s?(.*)", line)
            if match:
                yield number, match.group(1)


def is_read(path):
    base = os.path.basename(path)
    if base == "CHANGELOG.md" or not os.path.isfile(path) or "/node_modules/" in path:
        return False
    if base == "Makefile" or path.endswith((".c", ".h", ".cc", ".py", ".sh", ".md")) or base == "FLOORS":
        return True
    return "." not in base and path.startswith(("tests/", "gateway/", "debian/", ".ci/", "systemd/")) and \
        open(path, "rb").read(2) == b"#!"


def rows(path):
    """(line, word) of what a room's README lists as its files."""
    inside = False
    for number, line in enumerate(open(path, encoding="utf-8"), 1):
        cell = line.split("|")[1].strip() if line.startswith("|") else None
        inside = cell is not None and (inside or cell == "file")
        if inside:
            yield from ((number, word) for word in re.findall(r"`([^`]+)`", cell) if "…" not in word)


def stands_below(folder, word):
    return any(fnmatch.fnmatchcase(end, pattern) and any(f.startswith(folder + "/") for f in where)
               for end, where in ENDS.items() for pattern in (word, word + ".*"))


def check_rows(path, allowed):
    return ["%s:%d: the table lists %s, and no file of the room is called so" % (path, number, word)
            for number, word in rows(path)
            if not stands_below(os.path.dirname(path), word.rstrip("/")) and not allowed.allow(path, word)]


def check(path, allowed):
    found = check_rows(path, allowed) if re.match(r"(gateway|adapters)/.*/?README\.md$", path) else []
    for number, line in prose(path):
        line = re.sub(r"\w+://\S+|<[^>\s]*>|\]\(|\S+@\S+", lambda m: " " * len(m.group(0)), line)
        for match in WORD.finditer(line):
            word = match.group(1).rstrip(".,-")
            if not is_name(word):
                continue
            missing = [w for w in spellings(word) if not exists(path, w)]
            if missing and not allowed.allow(path, word):
                found.append("%s:%d: %s is no file of this tree: name the one that is meant"
                             % (path, number, ", ".join(missing)))
    return found


if __name__ == "__main__":
    allowed = house.Allowances("paths")
    findings = []
    clean = 0
    for path in sorted(FILES):
        if is_read(path):
            bad = check(path, allowed)
            findings += bad
            clean += not bad
    house.finish(clean, findings + allowed.stale())
