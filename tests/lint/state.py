"""No mutable variable outside a function's frame, but in daemon/main.c and log.c: read from the
objects' .data and .bss, where no initialiser can hide."""
import os
import re
import subprocess
import sys

import house



def plain(name):
    """As the source says it: without gcc's number, without C++'s function before it."""
    local = re.match(r"_Z.*[EL]\d+([A-Za-z_]\w*)$", name)
    return local.group(1) if local else re.sub(r"\.\d+$", "", name)


out = sys.argv[1]
excepted = house.exceptions("state")
findings = []
clean = 0
for path in house.sources("c", "cc"):
    if os.path.basename(path) == "daemon/main.c":
        continue
    thing = os.path.join(out, "obj", path.rsplit(".", 1)[0] + ".o")
    if not os.path.exists(thing):
        findings.append(path + ": not built")
        continue
    table = subprocess.run(["objdump", "-t", thing], capture_output=True, text=True, check=True).stdout
    names = re.findall(r"^\S+ .{6}O \.(?:data|bss|tdata|tbss)\s+\S+\s+(?:\.hidden )?(\S+)$", table, re.M)
    allowed = excepted.get(path, [])
    bad = [n for n in names if "*" not in allowed and plain(n) not in allowed
           and not n.startswith(("__", "DW.ref", "_ZGV"))]
    findings += ["%s: %s may change and outlives its function" % (path, n) for n in bad]
    clean += not bad
house.finish(clean, findings)
