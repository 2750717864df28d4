"""Walls: every #include of ours, in quotes or in brackets, goes to a room that FLOORS lets
the file see; a library's header only where LIBRARIES says; C++ only in i18n's shims; no
umbrella headers.  exceptions: `wall file room  # why`."""
import os
import re

import house
from ctext import bare

INCLUDE = re.compile(r'^\s*#\s*(?:include|include_next|import)\s*(.*)$')
SHIM = r"gateway/i18n/(.*/)?shim[^/]*\.cc"
# A library's header -> the files that may know it.  A header of a library that is not here
# is a library that nobody has decided to have.
LIBRARIES = (
    (r"sqlite3\.h|libpq-fe\.h|libpq/.*", r"gateway/store/(.*/)?db_[^/]*"),
    (r"curl/.*", r"gateway/wire/.*|gateway/(cli/)?ctl_ask\.c"),
    (r"event2/.*", r"gateway/wire/.*"),
    (r"unicode/.*", r"gateway/i18n/.*"),
    (r"phonenumbers/.*|cld2/.*|cctz/.*", SHIM),
    (r"libical/.*|gettext-po\.h|cyaml/.*", r"gateway/i18n/.*"),
    (r"yaml\.h", r"gateway/i18n/.*|gateway/domain/(.*/)?rule_tree\.h|gateway/(settings/)?config_tree\.c"),
    (r"jansson\.h", r"gateway/base/json\.h"),
    (r"openssl/.*|sodium\.h", r"gateway/(base|store|api)/.*|adapters/.*"),
    (r"libxml/.*", r"adapters/carrier/.*"),
    (r"csv\.h", r"gateway/api/.*"),
    (r"systemd/.*", r"gateway/(daemon/)?daemon_watch\.c"),
    (r"pthread\.h", r"gateway/(store|wire)/.*|gateway/i18n/time/zone_database\.c"),
    (r"sanitizer/.*", r"gateway/i18n/(.*/)?po\.c"),
    (r"malloc\.h", r"gateway/base/memory\.c"),
)
# the C library and the kernel's: anybody
C = re.compile(r"(assert|ctype|dirent|errno|fcntl|getopt|libgen|limits|locale|pwd|search|setjmp|signal|stdalign|"
               r"stdarg|stdatomic|stdbool|stddef|stdint|stdio|stdlib|string|strings|time|unistd|wchar|math|"
               r"inttypes|stdnoreturn|poll|(sys|netinet|arpa|linux)/\w+)\.h")
CPP = re.compile(r"[a-z_]+")


def target(path, name, is_quoted):
    """The room that an include leads to, or None if no file of ours is meant.  Brackets do not
    look beside the file: libyaml's <yaml.h> is meant there, whatever we call ours."""
    beside = [os.path.join(os.path.dirname(path), name)] if is_quoted else []
    for place in (*beside, name, os.path.join("gateway", name)):
        if os.path.isfile(place):
            return house.room_of(os.path.normpath(place))
    return None


def of_library(path, name):
    """What is wrong with a header that is not ours, or None."""
    for header, users in LIBRARIES:
        if re.fullmatch(header, name):
            if re.fullmatch(users, path) or (path.startswith("tests/") and "sqlite3" not in header):
                return None
            return "<%s> is known to %s only: ask that room for what you need" % (name, users)
    if C.fullmatch(name) or path.startswith("tests/") or (path.endswith(".cc") and CPP.fullmatch(name)):
        return None
    return "<%s> is no header that tests/lint/walls.py knows: say there which files may include it" % name


def one(path, words):
    """What is wrong with one #include, or None."""
    match = re.match(r'(["<])([^">]+)[">]', words)
    if not match:
        return "an #include of a macro: no wall can be held against it; write the file's name"
    name = match.group(2)
    leads = target(path, name, match.group(1) == '"')
    room = house.room_of(path)
    if leads is None:
        return "%s is nowhere" % name if match.group(1) == '"' else of_library(path, name)
    if match.group(1) == "<":
        return "<%s> is ours: our headers stand in quotes" % name
    if leads and not house.may_see(room, leads) and not allowed.allow(path, leads):
        return "%s may not see %s (gateway/FLOORS): %s" % (room, leads, name)
    return None


def check(path):
    findings = []
    if house.room_of(path) is None:
        return [path + ":1: stands in no room: its folder needs a line in gateway/FLOORS"]
    for number, line in enumerate(bare(open(path, encoding="utf-8").read()).splitlines(), 1):
        match = INCLUDE.match(line)
        bad = match and one(path, match.group(1))
        if bad:
            findings.append("%s:%d: %s" % (path, number, bad))
    if path.endswith(".cc") and not re.fullmatch(SHIM, path):
        findings.append(path + ":1: C++ belongs to i18n's shim*.cc only")
    return findings


def umbrella(path):
    """A header that is nothing but includes."""
    lines = [l for l in bare(open(path, encoding="utf-8").read()).splitlines() if l.strip()]
    rest = [l for l in lines if not l.lstrip().startswith("#")]
    includes = sum(bool(INCLUDE.match(l)) for l in lines)
    return [] if rest or includes < 2 else [path + ":1: an umbrella header: include what is used"]


def floors():
    """What FLOORS says of rooms that it does not name."""
    return ["gateway/FLOORS:%d: %s sees %s, which has no line: a room needs one"
            % (house.line_of("gateway/FLOORS", room + ":"), room, name)
            for room, names in house.floors().items() for name in names or []
            if name != "*" and not house.inner(name)]


allowed = house.Allowances("wall")
found = floors()
clean = not found
for name in house.sources("c", "h", "cc") + house.tests("c", "h"):
    bad = check(name)
    if name.endswith(".h") and not name.startswith("tests/"):
        bad += umbrella(name)
    found += bad
    clean += not bad
house.finish(clean, found + allowed.stale())
