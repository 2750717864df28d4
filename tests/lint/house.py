"""What every lint asks: which files are there, which room is theirs, how to tell."""
import glob
import os
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
os.chdir(ROOT)


def floors():
    """room -> the rooms it may see (gateway/FLOORS)."""
    seen = {}
    for line in open("gateway/FLOORS", encoding="utf-8"):
        line = line.split("#")[0].strip()
        if line:
            room, _, rest = line.partition(":")
            seen[room.strip()] = rest.split()
    return seen


def room_of(path):
    """The room a file of ours stands in; 'main' sees all, 'config' and 'ctl' are the shell."""
    folder = os.path.dirname(path)
    if folder == "adapters/carrier":
        return "carrier"
    if folder == "adapters":
        return "adapters"
    if folder == "gateway":
        name = os.path.basename(path)
        return "config" if name.startswith(("config", "version")) else "ctl" if name.startswith("ctl") else "main"
    if folder.startswith("gateway/"):
        return folder.split("/")[1]
    if folder.startswith("tests/unit/"):
        return "test:" + folder.split("/")[2]
    return "test:*"


def sources(*kinds):
    """Files of the product (not of the tests) with one of these endings."""
    found = []
    for pattern in ("gateway/*", "gateway/*/*", "adapters/*", "adapters/carrier/*"):
        found += [f for f in glob.glob(pattern) if f.rsplit(".", 1)[-1] in kinds]
    return sorted(found)


def tests(*kinds):
    return sorted(f for f in glob.glob("tests/**/*", recursive=True)
                  if f.rsplit(".", 1)[-1] in kinds and "/node_modules/" not in f)


def flags():
    packages = [l for l in open("Makefile", encoding="utf-8") if l.startswith("PKGS ")][0].split(":=")[1].split()
    out = subprocess.run(["pkg-config", "--cflags"] + packages, capture_output=True, text=True, check=True).stdout
    return ["-I.", "-Igateway", "-D_GNU_SOURCE"] + out.replace("-I/", "-isystem/").split()


WARN = ["-Wall", "-Wextra", "-Wshadow", "-Wconversion", "-Werror"]


def exceptions(rule):
    """Files that may break a rule, each with its reason in tests/lint/exceptions."""
    found = {}
    for line in open("tests/lint/exceptions", encoding="utf-8"):
        words = line.split("#")[0].split()
        if len(words) >= 2 and words[0] == rule:
            assert "#" in line, "an exception needs its reason: " + line
            found.setdefault(words[1], []).extend(words[2:] or ["*"])
    return found


def finish(passed, findings):
    for finding in findings:
        print(finding)
    print("%d passed, %d failed" % (passed, len(findings)))
    sys.exit(1 if findings else 0)
