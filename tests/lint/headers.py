"""Every header compiles alone, by gcc and by clang.  headers.py [header…] asks only these."""
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import house

FLAGS = house.flags() + house.WARN + ["-std=c17", "-fsyntax-only", "-x", "c"]


def compile_alone(job):
    compiler, path = job
    text = '#include "%s"\n' % path
    ran = subprocess.run([compiler] + FLAGS + ["-"], input=text, capture_output=True, text=True)
    return None if ran.returncode == 0 else "%s does not compile alone by %s:\n%s" % (path, compiler, ran.stderr[:600])


headers = [h for h in sys.argv[1:] if h.endswith(".h")] or house.sources("h")
with ThreadPoolExecutor(2) as pool:
    results = list(pool.map(compile_alone, [(c, p) for p in headers for c in ("gcc", "clang")]))
house.finish(results.count(None), [r for r in results if r])
