"""What every lint asks: which files are there, which room is theirs, how to tell.

A room is a line of gateway/FLOORS; a sub-room is a line whose name has a slash.
A file's room is the longest name there whose folder holds the file.  On the right of the
colon a name means that room with all its sub-rooms, but for a sub-room that names a room
around itself: that is the outer room's own files, not its neighbours.  (`store` may be
such a name without having a line or files of its own.)  A sub-room sees
what its line says, nothing by birth; an outer room sees its sub-rooms if its line says so.
"""
import functools
import glob
import os
import re
import subprocess
import sys

ROOT = os.environ.get("HOUSE_ROOT") or \
    os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
os.chdir(ROOT)

# The shell around the rooms, where FLOORS does not name it: None sees all.
SHELL = {"settings": ["base", "i18n"], "cli": ["base", "settings"], "daemon": None}
# its files while they stand in gateway/ itself
SHELL_FILES = (("config", "settings"), ("version", "settings"), ("ctl", "cli"), ("", "daemon"))


@functools.lru_cache(None)
def floors():
    """room -> the names on the right of its line in gateway/FLOORS, then the shell's."""
    seen = {}
    for line in open("gateway/FLOORS", encoding="utf-8"):
        line = line.split("#")[0].strip()
        if line:
            room, _, rest = line.partition(":")
            seen[room.strip()] = rest.split()
    for room, rest in SHELL.items():
        seen.setdefault(room, rest)
    return seen


def folder_of(room):
    if room == "carrier":
        return "adapters/carrier"
    return room if room.split("/")[0] == "adapters" else "gateway/" + room


def inner(room):
    """A room with all its sub-rooms."""
    return {name for name in floors() if name == room or name.startswith(room + "/")}


@functools.lru_cache(None)
def sees(room):
    """The rooms whose headers this one may include; None: all of them."""
    names = floors()[room]
    if names is None or "*" in names:
        return None
    seen = {room}
    for name in names:
        seen |= {name} if room.startswith(name + "/") else inner(name)
    return frozenset(seen)


@functools.lru_cache(None)
def longest(folder):
    """The room whose folder is the longest that holds this one, or None."""
    fitting = [r for r in floors() if (folder + "/").startswith(folder_of(r) + "/")]
    return max(fitting, key=lambda room: len(folder_of(room))) if fitting else None


def room_of(path):
    """The room that a file of ours stands in; a test's is 'test:' and the room it tests."""
    folder, name = os.path.split(path)
    if folder == "gateway":
        return next(room for start, room in SHELL_FILES if name.startswith(start))
    if folder.startswith("tests/unit/"):
        tested = folder[len("tests/unit/"):]
        return "test:" + (longest(folder_of(tested)) or tested)
    return longest(folder) or ("test:*" if folder.startswith("tests/") else None)


def test_sees(room):
    """What a unit test's program is linked with: its room, the sub-rooms, all they see."""
    if room == "test:*":
        return None
    tested = room[len("test:"):]
    own = {"settings", "cli"} if tested == "shell" else inner(tested)
    seen = {"test:*"} | {name for name in own}
    for name in own:
        if sees(name) is None:
            return None
        seen |= sees(name)
    return seen


def may_see(room, other):
    """Whether a file of this room may include a header of that one."""
    if room.startswith("test:"):
        if other.startswith("test:"):
            return other == "test:*" or other.split("/")[0] == room.split("/")[0]
        seen = test_sees(room)
    else:
        seen = sees(room)
    return seen is None or other in seen


def sources(*kinds):
    """Files of the product (not of the tests) with one of these endings, at any depth."""
    found = []
    for folder in ("gateway", "adapters"):
        found += [f for f in glob.glob(folder + "/**/*", recursive=True)
                  if f.rsplit(".", 1)[-1] in kinds and os.path.isfile(f)]
    return sorted(found)


def tests(*kinds):
    return sorted(f for f in glob.glob("tests/**/*", recursive=True)
                  if f.rsplit(".", 1)[-1] in kinds and "/node_modules/" not in f)


def flags():
    packages = [l for l in open("Makefile", encoding="utf-8") if l.startswith("PKGS ")][0].split(":=")[1].split()
    out = subprocess.run(["pkg-config", "--cflags"] + packages, capture_output=True, text=True, check=True).stdout
    return ["-I.", "-Igateway", "-D_GNU_SOURCE"] + out.replace("-I/", "-isystem/").split()


WARN = ["-Wall", "-Wextra", "-Wshadow", "-Wconversion", "-Werror"]


def exceptions(rule):
    """Files that may break a rule, each with its reason in tests/lint/exceptions."""
    found = {}
    for line in open("tests/lint/exceptions", encoding="utf-8"):
        words = line.split("#")[0].split()
        if len(words) >= 2 and words[0] == rule:
            assert "#" in line, "an exception needs its reason: " + line
            found.setdefault(words[1], []).extend(words[2:] or ["*"])
    return found


class Allowances:
    """The exceptions of one rule, each of which must still be needed: what was allowed
    and no longer happens is a finding too, so that the list only shrinks."""

    def __init__(self, rule):
        self.rule = rule
        self.left = {(f, n) for f, names in exceptions(rule).items() for n in names}
        self.given = set(self.left)

    def allow(self, path, name):
        for key in ((path, name), (path, "*")):
            if key in self.given:
                self.left.discard(key)
                return True
        return False

    def stale(self):
        return ["tests/lint/exceptions:%d: `%s %s %s` is no longer needed: take it out"
                % (line_of("tests/lint/exceptions", self.rule + " " + path) or 1, self.rule, path, name)
                for path, name in sorted(self.left)]


def line_of(path, word):
    """The first line that holds the word, or 0."""
    for number, line in enumerate(open(path, encoding="utf-8"), 1):
        if word in line:
            return number
    return 0


def floor_of(rule):
    """The least share or the most cases that a rule is content with: `rule * N  # why`."""
    return float(exceptions(rule)["*"][0])


def place_of(path, name):
    """file:line of a function's or a variable's definition in a source."""
    pattern = re.compile(r"^(?!\s)[^;#]*\b" + re.escape(name) + r"\b(?!.*;\s*$)|^(?!\s|extern)[^;#(]*\b"
                         + re.escape(name) + r"\b\s*(\[[^\]]*\])*\s*(=|;)")
    for number, line in enumerate(open(path, encoding="utf-8"), 1):
        if pattern.match(line.rstrip("\n")):
            return "%s:%d" % (path, number)
    return "%s:%d" % (path, line_of(path, name) or 1)


def finish(passed, findings):
    for finding in findings:
        print(finding)
    print("%d passed, %d failed" % (passed, len(findings)))
    sys.exit(1 if findings else 0)
