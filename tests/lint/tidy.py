"""clang-tidy over every C file; what was clean stays clean until it, or a header that it
includes, changes (build/lint/tidy).  tidy.py [file.c…] asks only these."""
import hashlib
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import house

FLAGS = house.flags() + ["-std=c17"]
KEPT = "build/lint/tidy"
os.makedirs(KEPT, exist_ok=True)


def fingerprint(path):
    depends = subprocess.run(["clang"] + FLAGS + ["-MM", path], capture_output=True, text=True, check=True).stdout
    digest = hashlib.sha256(open(".clang-tidy", "rb").read())
    for name in sorted(set(re.sub(r"\\\n|^[^:]*:", " ", depends).split())):
        digest.update(open(name, "rb").read())
    return digest.hexdigest()


def tidy(path):
    try:
        stamp = os.path.join(KEPT, fingerprint(path))
    except subprocess.CalledProcessError as error:
        return path + ": " + error.stderr[:300]
    if os.path.exists(stamp):
        return None
    ran = subprocess.run(["clang-tidy", "--quiet", path, "--"] + FLAGS, capture_output=True, text=True)
    bad = [line.replace(house.ROOT + "/", "")
           for line in re.findall(r"^.*(?:warning|error): .*$", ran.stdout, re.M)]
    if bad or (ran.returncode and not ran.stdout):
        return "\n".join(bad) or path + ": " + ran.stderr[:300]
    open(stamp, "w").close()
    return None


files = [f for f in sys.argv[1:] if f.endswith(".c")] or house.sources("c")
with ThreadPoolExecutor(2) as pool:
    results = list(pool.map(tidy, files))
house.finish(results.count(None), [line for r in results if r for line in r.splitlines()])
