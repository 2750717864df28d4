"""An exported name begins with its file's name, so that who reads a call knows the file.

The rule: the name is the file's name without its ending, or begins with it and `_`.  The
singular counts too (contacts.c: contact_add).  rule_check.c
exports rule_check and rule_check_*, not rule_*: that is rule.c's.  main and C++ stand aside.
`exports * SHARE  # why` in exceptions is the least share of all exports, in per cent: a
share that has risen over it is a finding as well, so that it never falls again; from
ENOUGH on it may stay as it is."""
import collections
import os
import re
import sys

import house
import objects

ENOUGH = 95


def singular(stem):
    for plural, one in ((r"ies$", "y"), (r"(x|ss|sh|ch)es$", r"\1"), (r"(?<!s)s$", "")):
        if re.search(plural, stem):
            return re.sub(plural, one, stem)
    return stem


def is_named(path, name):
    stem = os.path.basename(path).rsplit(".", 1)[0]
    return any(name == s or name.startswith(s + "_") for s in (stem, singular(stem)))


def share(things):
    """(named after their file, all, the others as (source, name)), and the same by room."""
    good, rooms, others = 0, collections.defaultdict(lambda: [0, 0]), []
    for path, thing in sorted(things.items()):
        for name in sorted(thing.exported() - {"main"}):
            rooms[house.room_of(path)][1] += 1
            if is_named(path, name):
                rooms[house.room_of(path)][0] += 1
            else:
                others.append((path, name))
    good = sum(r[0] for r in rooms.values())
    return good, good + len(others), others, rooms


if __name__ == "__main__":
    good, every, others, rooms = share(objects.read(sys.argv[1]))
    floor = house.floor_of("exports")
    reached = round(100 * good / max(every, 1), 1)
    lines = ["%s: %s: begin it with the file's name, or move it to the file it names"
             % (house.place_of(path, name), name) for path, name in others]
    summary = ["by room: " + ", ".join("%s %d of %d" % (r, n[0], n[1]) for r, n in sorted(rooms.items())),
               "note: %d of %d exported names begin with their file's name: %.1f %%, at least %g"
               % (good, every, reached, floor)]
    where = "tests/lint/exceptions:%d: " % house.line_of("tests/lint/exceptions", "exports *")
    findings = []
    if reached < floor:
        findings = [where + "fewer exported names begin with their file's name than before (above)"]
    elif floor < ENOUGH and reached >= floor + 1:
        findings = [where + "raise `exports *` to %g" % min(reached, ENOUGH)]
    print("\n".join(lines + summary))
    house.finish(1 - len(findings), findings)
