"""A header per .c: a file that exports something has a header of its own name beside it
that declares it, or stands in exceptions with the family header it shares
(`header SOURCE HEADER  # why`), which must be there.

`headers * N  # why` in exceptions is how many files may be without: a number that has
fallen below it is a finding as well, so that it never rises again."""
import os
import re
import sys

import house
import objects


def lacking(things, shared):
    """(source, one name it exports) of every source without a header of its own."""
    for path, thing in sorted(things.items()):
        names = sorted(thing.exported() - {"main"})
        if not names or not path.endswith(".c"):
            continue
        own = [path[:-1] + "h"]
        own += [os.path.join(os.path.dirname(path), h) for h in shared.get(path, []) if h != "*"]
        texts = [open(h, encoding="utf-8").read() for h in own if os.path.isfile(h)]
        if not any(re.search(r"\b%s\b" % n, text) for text in texts for n in names):
            yield path, names[0]


if __name__ == "__main__":
    things = objects.read(sys.argv[1])
    found = list(lacking(things, house.exceptions("header")))
    most = house.floor_of("headers")
    where = "tests/lint/exceptions:%d: " % house.line_of("tests/lint/exceptions", "headers *")
    print("\n".join("%s: exports %s and has no header of its own: write %sh" % (house.place_of(p, n), n, p[:-1])
                    for p, n in found))
    print("note: %d files export something without a header of their own, at most %g" % (len(found), most))
    findings = []
    if len(found) > most:
        findings = [where + "more files than before have no header of their own (above)"]
    elif len(found) < most:
        findings = [where + "lower `headers *` to %d" % len(found)]
    house.finish(1 - len(findings), findings)
