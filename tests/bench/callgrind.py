"""callgrind - reads what callgrind wrote: who spent how many instructions.

A dump has one file a thread.  Of each function: what it spent itself, and what it and all that
it called spent.  Of each group: itself only, so that groups add up to the whole.  A group is a
room of ours (by the source file, so that an inlined function counts where it is written) or a
library (by the object).
"""
import collections
import os
import re

OURS = "hearbackd"
LIBRARIES = [("sqlite", "libsqlite3"), ("ICU", "libicu"), ("libc", "libc.so|ld-linux|libm.so|libstdc"),
             ("OpenSSL", "libcrypto|libssl"), ("libevent", "libevent"), ("curl", "libcurl|libnghttp2"),
             ("jansson", "libjansson"), ("phonenumber", "libphonenumber|libprotobuf|libabsl")]
ROOM = re.compile(r"(?:^|/)(?:gateway|adapters)/(?:.*/)?[^/]+$")


def group_of(source, thing):
    """The room of a source file of ours, or the library of an object."""
    if os.path.basename(thing) == OURS or not thing:
        found = re.search(r"(?:^|/)((?:gateway|adapters)/.*)/[^/]+$", source)
        return found[1].removeprefix("gateway/") if found else "other of ours"
    for name, pattern in LIBRARIES:
        if re.match(pattern, os.path.basename(thing)):
            return name
    return "other libraries"


class Profile:
    """Sums of one or more dump files."""

    def __init__(self):
        self.total = 0
        self.groups = collections.Counter()
        self.own = collections.Counter()         # (function, object): itself
        self.whole = collections.Counter()       # (function, object): with what it called
        self.calls = collections.Counter()
        self.objects = set()
        self.steady = 0                          # the total at a fixed number of commits: counted.py

    def add(self, path):
        names = {"fn": {}, "file": {}, "ob": {}}
        thing = source = function = called = called_thing = ""
        is_call = False

        def name(kind, text):
            found = re.match(r"\((\d+)\)(?: (.*))?$", text)
            if not found:
                return text
            if found[2] is not None:
                names[kind][found[1]] = found[2]
            return names[kind].get(found[1], "")
        with open(path, encoding="utf-8", errors="replace") as file:
            for line in file:
                if line[0].isdigit() or line[0] in "+-*":
                    cost = int(line.split()[1]) if " " in line.rstrip("\n") else 0
                    if is_call:
                        is_call = False
                        if (called, called_thing or thing) != (function, thing):
                            self.whole[function, thing] += cost
                        called_thing = ""
                        continue
                    self.total += cost
                    self.own[function, thing] += cost
                    self.whole[function, thing] += cost
                    self.groups[group_of(source, thing)] += cost
                    continue
                key, _, value = line.rstrip("\n").partition("=")
                if key == "ob":
                    thing = name("ob", value)
                    self.objects.add(thing)
                elif key == "fn":
                    function = name("fn", value)
                elif key in ("fl", "fi", "fe"):
                    source = name("file", value)
                elif key == "cfn":
                    called = name("fn", value)
                elif key == "cob":
                    called_thing = name("ob", value)
                elif key in ("cfi", "cfl"):
                    name("file", value)
                elif key == "calls":
                    is_call = True
                    self.calls[called, called_thing or thing] += int(value.split()[0])

    def minus(self, other, by):
        """(this − other) ÷ by, each figure."""
        result = Profile()
        result.total = (self.total - other.total) / by
        result.objects = self.objects | other.objects
        for mine, theirs, into in [(self.groups, other.groups, result.groups), (self.own, other.own, result.own),
                                   (self.whole, other.whole, result.whole), (self.calls, other.calls, result.calls)]:
            for key in mine.keys() | theirs.keys():
                into[key] = (mine[key] - theirs[key]) / by
        return result

    def of(self, name):
        """(what our function of that name spent with all it called, how often it was called)"""
        mine = [key for key in self.whole if key[0] == name and os.path.basename(key[1]) == OURS]
        return sum(self.whole[key] for key in mine), sum(self.calls[key] for key in mine)

    def ours(self):
        """What our own code spent, without any library."""
        libraries = {name for name, _ in LIBRARIES} | {"other libraries"}
        return sum(cost for group, cost in self.groups.items() if group not in libraries)


def read_dump(folder, number):
    """[the loop thread, all others together] of callgrind's dump of that number; None before it is there."""
    sides, found = [Profile(), Profile()], False
    for name in os.listdir(folder):
        match = re.match(rf"callgrind\.out\.\d+\.{number}-(\d+)$", name)
        if match:
            found = True
            sides[0 if int(match[1]) == 1 else 1].add(os.path.join(folder, name))
    return sides if found else None
