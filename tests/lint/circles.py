"""No circle of calls between files, within a room or across: one can be read, tested and
moved without the other.  Read from the objects: a call or a jump in code counts, an
address that is handed on (a callback, a row of a table) does not.  And no call or address
goes from a room to one that FLOORS does not let it see, whatever its #includes say.

exceptions: `circle NAME FILE FILE …  # why` allows the circle of just these files, as
long as each of them is still in a circle; `reach FILE ROOM  # why` a call over a wall."""
import os
import re
import sys

import ctext
import house
import objects

things = objects.read(sys.argv[1])
graph = objects.edges(things)
at = objects.definers(things)
reaches = house.Allowances("reach")
sets = {name: set(files) for name, files in house.exceptions("circle").items()}


def place(path, name):
    """file:line of the call."""
    lines = ctext.blank(open(path, encoding="utf-8").read()).splitlines()
    found = [(not line[:1].isspace(), number) for number, line in enumerate(lines, 1)
             if re.search(r"\b%s\b" % re.escape(name), line) and not line.startswith("#")]
    return "%s:%d" % (path, min(found, default=(0, 1))[1])


def told(circle):
    way = objects.round_trip(graph, circle)
    steps = ["%s: calls %s of %s" % (place(a, graph[a][b]), graph[a][b], os.path.basename(b))
             for a, b in zip(way, way[1:])]
    return "; ".join(steps)


findings = []
circling = set()
for circle in objects.circles(graph):
    circling |= set(circle)
    if any(set(circle) <= files for files in sets.values()):
        continue
    findings.append("%s\n\ta circle of %d files (%s): move what both need below both, or hand the call in"
                    % (told(circle), len(circle), " ".join(circle)))
for name, files in sorted(sets.items()):
    for path in sorted(files - circling):
        findings.append("tests/lint/exceptions:%d: `circle %s` allows %s, which is in no circle: take it out"
                        % (house.line_of("tests/lint/exceptions", "circle " + name), name, path))
clean = len(things) - len(circling)
for path, thing in sorted(things.items()):
    room = house.room_of(path)
    for name in sorted(thing.calls | thing.takes):
        other = house.room_of(at[name]) if name in at else room
        if not house.may_see(room, other) and not reaches.allow(path, other):
            findings.append("%s: %s uses %s of %s, which it may not see (gateway/FLOORS)"
                            % (place(path, name), room, name, other))
house.finish(clean, findings + reaches.stale())
