"""The house in figures: rooms, calls, functions, names, tests.  Judges nothing.

figures.py [build folder] [--moves FILE]; HOUSE_ROOT=… measures another tree.  FILE says
`old moves to new` a line: then the rooms of calls are counted as they will be."""
import os
import re
import statistics
import sys

import ctext
import cyclomatic
import exports
import house
import objects

# With --moves: the order that the house's plan gives to its rooms, lowest first.
PLANNED = ("base i18n/text i18n/files i18n/language i18n/time i18n/intent i18n wire domain domain/inbound domain/rules "
           "domain/reports adapters adapters/twilio carrier store/db store/log store/jobs store/people "
           "store/messaging store/promises store work/txn work/followup work/outbound work/inbound work/rulesets "
           "work/commands work api/http api/json api/handlers api/webhooks api/import api/ops api "
           "settings cli daemon").split()


def at(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def lines(paths):
    return sum(open(p, encoding="utf-8", errors="replace").read().count("\n") for p in paths)


def say(what, *figures):
    print("%-28s %s" % (what, " ".join(str(f) for f in figures)))


def moved(path, moves):
    """The room that the plan gives to this file."""
    to = moves.get(path)
    if not to:
        return house.room_of(path)
    folder = os.path.dirname(to)
    return folder[len("gateway/"):] if folder.startswith("gateway/") else folder


def files():
    count = {}
    for path in house.sources("c", "cc", "h"):
        room = count.setdefault(house.room_of(path), [0, 0, 0])
        room[0 if path.endswith(("c", "cc")) else 1] += 1
    for path in house.sources("c", "cc", "h"):
        count[house.room_of(path)][2] += lines([path])
    say("rooms", len(count), "of them within rooms:", sum("/" in r for r in count))
    say("files a room", "mean %.1f," % statistics.mean(c + h for c, h, _ in count.values()),
        "most %d" % max(c + h for c, h, _ in count.values()))
    for room, (c, h, n) in sorted(count.items()):
        say("  " + room, "%d .c, %d .h, %d lines" % (c, h, n))


def calls(things, moves):
    graph = objects.edges(things)
    found = objects.circles(graph)
    say("circles of calls", len(found), "of", sum(map(len, found)), "files")
    for circle in found:
        say("", len(circle), " ".join(os.path.basename(p) for p in circle))
    order = PLANNED if moves else list(house.floors())
    rooms = {p: moved(p, moves) for p in things}
    upward = [(a, b, name) for a, others in graph.items() for b, name in others.items()
              if rooms[a] != rooms[b] and order.index(rooms[a]) < order.index(rooms[b])]
    say("upward edges between rooms", len(upward), "(as the plan's rooms)" if moves else "")
    for a, b, name in sorted(upward):
        say("", "%s -> %s: %s calls %s of %s" % (rooms[a], rooms[b], os.path.basename(a), name, os.path.basename(b)))


def functions():
    ways, lengths = [], []
    for path in house.sources("c"):
        ways += [n for _, _, n in cyclomatic.numbers(path)]
        text = ctext.blank(open(path, encoding="utf-8").read()).splitlines()
        lengths += [end - start - 1 for _, start, end, _, _ in ctext.functions(text)]
    say("functions", len(ways))
    say("cyclomatic number", "mean %.2f, p90 %d, max %d, over 15: %d"
        % (statistics.mean(ways), at(ways, .9), max(ways), sum(w > 15 for w in ways)))
    say("function lines", "mean %.1f, p90 %d, max %d" % (statistics.mean(lengths), at(lengths, .9), max(lengths)))


def names(things):
    good, every, _, rooms = exports.share(things)
    say("exports after their file", "%d of %d, %.1f %%" % (good, every, 100 * good / every))
    for room, (own, all_of_it) in sorted(rooms.items()):
        say("  " + room, "%d of %d, %.1f %%" % (own, all_of_it, 100 * own / max(all_of_it, 1)))


def asserts():
    paths = house.sources("c", "h")
    count = sum(len(re.findall(r"\bassert\s*\(", ctext.blank(open(p, encoding="utf-8").read()))) for p in paths)
    say("asserts", "%d in %d lines, %.2f a thousand" % (count, lines(paths), 1000 * count / lines(paths)))


def scripts():
    """What tests besides C: scripts, stories, the browser's; no data."""
    found = []
    for base, folders, names_ in os.walk("tests"):
        folders[:] = [f for f in folders if f != "node_modules"]
        for name in names_:
            path = os.path.join(base, name)
            if name.endswith((".py", ".sh", ".js", ".mjs", ".story")) or \
                    ("." not in name and open(path, "rb").read(2) == b"#!"):
                found.append(path)
    return found


def tests():
    code = {}
    for path in house.sources("c", "h", "cc"):
        top = house.room_of(path).split("/")[0]
        code.setdefault("shell" if top in house.SHELL else top, []).append(path)
    unit = {}
    for path in house.tests("c", "h"):
        if path.startswith("tests/unit/"):
            top = path.split("/")[2]
            unit.setdefault("shell" if top in house.SHELL else top, []).append(path)
    say("tests : code")
    for room, paths in sorted(code.items()):
        mine = lines(unit.get(room, []))
        say("  " + room, "%d : %d = %.2f" % (mine, lines(paths), mine / lines(paths)))
    every = lines([p for paths in code.values() for p in paths])
    in_c, in_scripts = lines(house.tests("c", "h")), lines(scripts())
    for what, n in (("C", in_c), ("scripts", in_scripts), ("together", in_c + in_scripts)):
        say("  all, in " + what if what != "together" else "  all, together",
            "%d : %d = %.2f" % (n, every, n / every))


def main():
    words = sys.argv[1:]
    moves = {}
    if "--moves" in words:
        where = words.index("--moves")
        for line in open(words[where + 1], encoding="utf-8"):
            match = re.search(r"(\S+) moves to (\S+)", line)
            if match:
                moves[match.group(1)] = match.group(2)
        del words[where:where + 2]
    things = objects.read(words[0] if words else "build")
    files()
    calls(things, moves)
    functions()
    names(things)
    asserts()
    tests()


main()
