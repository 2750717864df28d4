"""No function of ours has the name of one in a library that we link: the linker would
take ours for theirs without a word."""
import glob
import os
import re
import subprocess
import sys

import house

out = sys.argv[1]


def symbols(*command):
    ran = subprocess.run(command, capture_output=True, text=True)
    return {line.split()[-1].split("@")[0] for line in ran.stdout.splitlines()
            if re.search(r" [TtWDBRVi] ", line) and not re.search(r" t ", line)}


theirs = {}
for program in sorted(glob.glob(os.path.join(out, "bin", "*"))):
    linked = subprocess.run(["ldd", program], capture_output=True, text=True).stdout
    for library in re.findall(r"=> (/\S+)", linked):
        if library not in theirs:
            theirs[library] = symbols("nm", "-D", "--defined-only", library)
findings = []
clean = 0
for archive in sorted(glob.glob(os.path.join(out, "lib", "**", "*.a"), recursive=True)):
    ours = {name for name in symbols("nm", "--defined-only", "--extern-only", archive) if not name.startswith("_Z")}
    for library, names in theirs.items():
        findings += ["%s: %s() is also in %s" % (archive, name, os.path.basename(library))
                     for name in sorted(ours & names)]
    clean += 1
if not theirs:
    findings.append(out + "/bin: no programs")
house.finish(clean, findings)
