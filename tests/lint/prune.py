#!/usr/bin/env python3
"""Takes out of tests/lint/exceptions what is no longer needed, and lowers or raises its two
figures, as the checks say.  It never adds or widens anything.  prune.py [build folder]"""
import os
import re
import subprocess
import sys

import house

HERE = os.path.dirname(os.path.abspath(__file__))
OUT = sys.argv[1] if len(sys.argv) > 1 else "build"
CHECKS = ("walls", "shape", "cyclomatic", "sentences", "idioms", "paths", "state", "circles", "exports", "own_headers", "dead")


def told():
    """Everything that the checks say of exceptions."""
    for check in CHECKS:
        ran = subprocess.run([sys.executable, os.path.join(HERE, check + ".py"), OUT],
                             capture_output=True, text=True)
        yield from (l for l in ran.stdout.splitlines() if l.startswith("tests/lint/exceptions:"))


def without(line, key, name):
    """The line of a rule and its first word without one of its names, or None."""
    words, _, why = line.partition("#")
    parts = words.split()
    if parts[:2] != list(key) or name not in (parts[2:] or ["*"]):
        return line
    left = [p for p in parts[2:] if p != name]
    return "%s  #%s" % (" ".join(parts[:2] + left), why) if left else None


lines = open("tests/lint/exceptions", encoding="utf-8").read().splitlines()
count = 0
for finding in list(told()):
    stale = re.search(r"`(\w+) (\S+) (\S+)` is no longer needed", finding)
    free = re.search(r"`(circle) (\S+)` allows (\S+), which", finding)
    figure = re.search(r"(?:lower|raise) `(\w+) \*` to ([\d.]+)", finding)
    if stale or free:
        rule, path, name = (stale or free).groups()
        lines = [l for l in (without(l, (rule, path), name) for l in lines) if l is not None]
    elif figure:
        lines = [re.sub(r"\* \S+", "* " + figure.group(2), l) if l.startswith(figure.group(1) + " *") else l
                 for l in lines]
    count += bool(stale or free or figure)
open("tests/lint/exceptions", "w", encoding="utf-8").write("\n".join(lines) + "\n")
print("%d allowances taken out or tightened" % count)
