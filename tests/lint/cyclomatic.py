"""No function has more than 15 ways through it (cyclomatic number: one, and one for each
if, for, while, case, &&, ||, ?: and loop macro).  exceptions: `cyclomatic file name  # why`."""
import house
from ctext import blank, cyclomatic, functions

MOST = 15


def numbers(path):
    """(name, line, cyclomatic number) of every function."""
    lines = blank(open(path, encoding="utf-8").read()).splitlines()
    for name, start, end, _, _ in functions(lines):
        yield name, start + 1, cyclomatic(lines, start, end)


if __name__ == "__main__":
    allowed = house.Allowances("cyclomatic")
    clean = 0
    findings = []
    for path in house.sources("c", "h", "cc"):
        for name, line, number in numbers(path):
            if number > MOST and not allowed.allow(path, name):
                findings.append("%s:%d: %s has %d ways through it, over %d: give a part of it a name of its own"
                                % (path, line, name, number, MOST))
            else:
                clean += 1
    house.finish(clean, findings + allowed.stale())
