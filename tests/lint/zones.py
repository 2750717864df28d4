"""Who asks a library for a clock's offset: one file each.  A second way to the same question is
a second answer, the day a country changes its law.

Read from the objects, so that no include and no macro hides it.  ICU's zones and calendars are
those of the day it was built; the C library's are the process's environment; libical's and
cctz's have their own traps, decided once."""
import re
import sys

import house
import objects

ASKS = (
    # what is asked -> who may, and why
    (r"_ZN?K?6icu_\d+\w*(TimeZone|Calendar)\w*|ucal_\w+|udat_\w+",
     r"gateway/i18n/text/shim_icu\.cc",
     "ICU spells what i18n/time/zone.h has read, and is asked for no offset"),
    (r"localtime(_r)?|mktime|tzset|timezone|tzname|daylight|ctime(_r)?",
     r"gateway/cli/ctl_print\.c",
     "the C library's zone is the environment's: only a command that a person types may have it"),
    (r"icaltimezone_\w+|icaltime_\w*(zone|timet|local)\w*|icalcomponent_get_timezone",
     r"gateway/i18n/time/ical_parts\.c",
     "libical reads a file's own zones in i18n/time/ical_parts.c only"),
    (r"_ZNK?4cctz\w*", r"gateway/i18n/text/shim_zone\.cc",
     "cctz is asked through i18n/time/zone.h"),
)

things = objects.read(sys.argv[1])
findings = []
clean = 0
used = set()
for path, thing in sorted(things.items()):
    foreign = {s.name for s in thing.symbols if s.section == "*UND*"}
    bad = []
    for what, who, why in ASKS:
        asked = sorted(n for n in foreign if re.fullmatch(what, n))
        if asked and re.fullmatch(who, path):
            used.add(who)
        elif asked:
            bad.append("%s:1: %s: %s" % (path, asked[0], why))
    findings += bad
    clean += not bad
findings += ["tests/lint/zones.py:1: nobody asks through %s any more: take it out here" % who
             for _, who, _ in ASKS if who not in used and not findings]
house.finish(clean, findings)
