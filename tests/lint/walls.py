"""Walls: every #include of ours goes to a room that FLOORS lets the file see; a database
header only in store/db_*, C++ only in i18n/shim*.cc, no umbrella headers."""
import os
import re

import house

SEES = house.floors()
DATABASES = re.compile(r"<(sqlite3|libpq-fe|libpq/.*)\.h>")
INCLUDE = re.compile(r'^\s*#\s*include\s+(["<])([^">]+)[">]')


def target(path, name):
    """The room a quoted include leads to."""
    folder = os.path.dirname(path)
    for place in (os.path.join(folder, name), name, os.path.join("gateway", name)):
        if os.path.isfile(place):
            return house.room_of(os.path.normpath(place))
    return None


def allowed(room):
    if room == "main" or room == "test:*":
        return None
    if room == "config":
        return {"config", "base", "i18n"}
    if room == "ctl":
        return {"ctl", "config", "base"}
    if room == "test:shell":
        return {"test:shell", "test:*", "config", "ctl", "base", "i18n"}
    if room.startswith("test:"):
        own = room[5:]
        return {room, "test:*", own} | set(SEES.get(own, []))
    return {room} | set(SEES[room])


def check(path):
    room = house.room_of(path)
    may = allowed(room)
    findings = []
    for number, line in enumerate(open(path, encoding="utf-8"), 1):
        match = INCLUDE.match(line)
        if not match:
            continue
        where = "%s:%d:" % (path, number)
        if DATABASES.search(line) and not re.match(r"gateway/store/db_[^/]*$", path):
            findings.append(where + " a database header belongs to store/db_* only")
        if match.group(1) == "<":
            continue
        leads = target(path, match.group(2))
        if leads is None:
            findings.append("%s %s is nowhere" % (where, match.group(2)))
        elif may is not None and leads not in may:
            findings.append("%s %s may not see %s (gateway/FLOORS)" % (where, room, leads))
    if path.endswith(".cc") and not re.match(r"gateway/i18n/shim[^/]*\.cc$", path):
        findings.append(path + ": C++ belongs to i18n/shim*.cc only")
    return findings


def umbrella(path):
    """A header that is nothing but includes."""
    text = re.sub(r"/\*.*?\*/", "", open(path, encoding="utf-8").read(), flags=re.S)
    rest = [l for l in text.splitlines() if l.strip() and not l.strip().startswith("#")]
    return [] if rest or text.count("#include") < 2 else [path + ": an umbrella header"]


files = house.sources("c", "h", "cc") + [f for f in house.tests("c", "h")]
found = []
clean = 0
for name in files:
    bad = check(name)
    if name.endswith(".h") and not name.startswith("tests/"):
        bad += umbrella(name)
    found += bad
    clean += not bad
house.finish(clean, found)
