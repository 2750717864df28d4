"""No mutable variable outside a function's frame, but in main.c and what exceptions names:
read from the objects' sections that may be written, where no initialiser can hide and no
_Thread_local either."""
import os
import re
import sys

import house
import objects


def plain(name):
    """As the source says it: without gcc's number, clang's or C++'s function before it."""
    local = re.match(r"_Z.*[EL]\d+([A-Za-z_]\w*)$", name)
    return local.group(1) if local else re.sub(r"^.*\.(?=[A-Za-z_])|\.\d+$", "", name)


def mutable(thing):
    """Names of what may be written when the program runs: .data.rel.ro is const once the
    loader is done."""
    return [s.name for s in thing.symbols
            if (s.section == "*COM*" or s.section in thing.writable or re.match(r"\.t(data|bss)", s.section))
            and not s.section.startswith((".data.rel.ro", ".init_array", ".fini_array"))
            and s.name not in (s.section, "_GLOBAL_OFFSET_TABLE_")
            and not s.name.startswith(("__", "DW.ref", "_ZGV", ".L"))]


allowed = house.Allowances("state")
findings = []
clean = 0
for path, thing in sorted(objects.read(sys.argv[1]).items()):
    if os.path.basename(path) == "main.c":
        continue
    bad = [n for n in map(plain, mutable(thing)) if not allowed.allow(path, n)]
    findings += ["%s:%d: %s may change and outlives its function: hand it in, or name it in exceptions with why"
                 % (path, house.line_of(path, n), n) for n in bad]
    clean += not bad
house.finish(clean, findings + allowed.stale())
