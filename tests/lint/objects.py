"""What the objects say of themselves (objdump): symbols, and references to others.

A source's object is OUT/obj/<source without its ending>.o, whatever archive it goes to.
What was read is remembered in OUT/lint-objects until the object changes.
"""
import collections
import os
import pickle
import re
import subprocess

import house

# x86-64's and arm64's relocations of a call or a jump; an address that is only taken
# (a callback, a row of a table) has another kind.
CALLS = {"R_X86_64_PLT32", "R_AARCH64_CALL26", "R_AARCH64_JUMP26"}
SILENT = (".debug", ".eh_frame", ".note", ".rela", ".gcc_except")
Symbol = collections.namedtuple("Symbol", "name scope section kind")


class Thing:
    """One object: what it defines, whom it calls, what else it refers to."""

    def __init__(self, path):
        self.path = path
        self.symbols = []
        self.calls = set()
        self.takes = set()
        self.writable = set()

    def exported(self):
        """Names of functions and variables that other objects may use; C++'s and the
        compiler's own ones aside."""
        return {s.name for s in self.symbols if s.scope == "g" and s.section != "*UND*"
                and not s.name.startswith(("_Z", "__", "DW.ref"))}


def built(path, out):
    return os.path.join(out, "obj", path.rsplit(".", 1)[0] + ".o")


def parse(text, names):
    things, thing, section = {}, None, ""
    for line in text.splitlines():
        match = re.match(r"(\S+):\s+file format", line)
        if match:
            thing = things[match.group(1)] = Thing(names[match.group(1)])
            continue
        match = re.match(r"RELOCATION RECORDS FOR \[(.*)\]:", line)
        if match:
            section = match.group(1)
            continue
        match = re.match(r"\s+\d+ (\S+)\s+[0-9a-f]{8,} ", line)
        if match:
            section = match.group(1)
            continue
        if re.match(r"\s+CONTENTS|\s+ALLOC", line) and "ALLOC" in line and "READONLY" not in line:
            thing.writable.add(section)
            continue
        # 0000000000000004 g     O .bss	0000000000000004 .hidden name
        match = re.match(r"[0-9a-f]{16} (.)(.{5})(.) (\S+)\t[0-9a-f]+ +(?:\.hidden )?(\S+)$", line)
        if match:
            scope, weak, kind, where, name = match.groups()
            scope = "w" if weak[0] == "w" else "g" if scope in "gu" else "l"
            if kind not in "df":
                thing.symbols.append(Symbol(name, scope, where, kind))
            continue
        match = re.match(r"[0-9a-f]{16} (R_\S+)\s+([A-Za-z_][\w.$]*)", line)
        if match and not section.startswith(SILENT):
            code = section.startswith(".text") and match.group(1) in CALLS
            (thing.calls if code else thing.takes).add(match.group(2))
    return things


def read(out, paths=None):
    """source -> Thing of every source of the product; a source that is not built is an
    error, for a check of half a house says nothing."""
    paths = house.sources("c", "cc") if paths is None else paths
    names = {built(p, out): p for p in paths}
    missing = [p for thing, p in names.items() if not os.path.exists(thing)]
    if missing:
        house.finish(0, ["%s: not built: make %s first" % (p, "OUT=" + out) for p in missing])
    kept = remembered(out)
    stamps = {thing: stamp(thing) for thing in names}
    fresh = {thing: p for thing, p in names.items() if stamps[thing] not in kept}
    if fresh:
        ran = subprocess.run(["objdump", "-h", "-t", "-r"] + list(fresh), capture_output=True, text=True, check=True)
        for thing, said in parse(ran.stdout, fresh).items():
            kept[stamps[thing]] = said
        remember(out, kept)
    return {p: kept[stamps[thing]] for thing, p in names.items()}


def stamp(thing):
    """An object as it is now, and how it was read."""
    about = os.stat(thing)
    return os.path.realpath(thing), about.st_mtime_ns, about.st_size, os.stat(__file__).st_mtime_ns


def remembered(out):
    try:
        with open(os.path.join(out, "lint-objects"), "rb") as file:
            return pickle.load(file)
    except (OSError, pickle.PickleError, EOFError, AttributeError):
        return {}


def remember(out, kept):
    now = os.path.join(out, "lint-objects.%d" % os.getpid())
    with open(now, "wb") as file:
        pickle.dump({k: v for k, v in kept.items() if os.path.exists(k[0]) and stamp(k[0]) == k}, file)
    os.replace(now, os.path.join(out, "lint-objects"))


def definers(things):
    """exported name -> the source that defines it."""
    return {name: path for path, thing in things.items() for name in thing.exported()}


def edges(things, also_taken=False):
    """source -> {source it calls: a name}; functions only by their call, not by address."""
    at = definers(things)
    found = {path: {} for path in things}
    for path, thing in things.items():
        for name in sorted(thing.calls | (thing.takes if also_taken else set())):
            if at.get(name, path) != path:
                found[path].setdefault(at[name], name)
    return found


def circles(graph):
    """The strongly connected sets of more than one node, each sorted (Tarjan)."""
    order, low, stack, found = {}, {}, [], []

    def visit(node):
        order[node] = low[node] = len(order)
        stack.append(node)
        for other in graph[node]:
            if other not in order:
                visit(other)
            if other in stack:
                low[node] = min(low[node], low[other])
        if low[node] == order[node]:
            at = stack.index(node)
            if len(stack) - at > 1:
                found.append(sorted(stack[at:]))
            del stack[at:]

    for node in sorted(graph):
        if node not in order:
            visit(node)
    return sorted(found)


def round_trip(graph, circle):
    """A shortest way round within a circle, as its nodes: [a, b, …, a]."""
    best = None
    for start in circle:
        ways = collections.deque([[start]])
        seen = set()
        while ways and (best is None or len(ways[0]) < len(best)):
            way = ways.popleft()
            for other in sorted(graph[way[-1]]):
                if other == start:
                    best = way + [start] if best is None or len(way) + 1 < len(best) else best
                elif other in circle and other not in seen:
                    seen.add(other)
                    ways.append(way + [other])
    return best
