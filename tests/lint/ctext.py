"""C as text: without comments and strings, its functions, its comments."""
import re

# Where a list goes, how much fits, how much came: one thing in C's clothes.  A struct
# would have to be made for every kind of item, and be filled and read at every call.
OUTPUT = re.compile(r"\*\s*\w+,\s*size_t \w+,\s*size_t \*\w+")
TOKEN = re.compile(r'(/\*.*?\*/|//[^\n]*)|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)


def hide(text):
    return re.sub(r"[^\n]", " ", text)


def blank(text):
    """Without comments, strings and characters, lines kept."""
    return TOKEN.sub(lambda m: hide(m.group(0)), text)


def bare(text):
    """Without comments, strings kept, lines kept."""
    return TOKEN.sub(lambda m: hide(m.group(0)) if m.group(1) else m.group(0), text)


def comments(text):
    """(line, text) of every comment."""
    for match in TOKEN.finditer(text):
        if match.group(1):
            yield text.count("\n", 0, match.start()) + 1, match.group(1)


def functions(lines):
    """(name, first line, last line, parameters, depth) of every function body; the lines
    are those of blank()."""
    start = None
    for number, line in enumerate(lines):
        if line.startswith("{"):
            start = number
            depth = deepest = 0
        if start is not None:
            depth += line.count("{") - line.count("}")
            deepest = max(deepest, depth)
        if line.startswith("}") and start is not None:
            head = ""
            at = start - 1
            while at >= 0 and lines[at].strip() and not lines[at].rstrip().endswith((";", "}")) \
                    and not lines[at].startswith("#"):
                head = lines[at] + " " + head
                at -= 1
            match = re.search(r"(\w+)\s*\((.*)\)\s*$", head.strip(), re.S)
            if match:
                inside, level, commas = OUTPUT.sub("*list", match.group(2)), 0, 0
                for letter in inside:
                    level += (letter == "(") - (letter == ")")
                    commas += letter == "," and level == 0
                yield match.group(1), start, number, commas + 1 if inside.strip() not in ("", "void") else 0, deepest
            start = None


BRANCH = re.compile(r"\b(?:if|for|while|case)\b|&&|\|\||\?|\b\w*(?:foreach|FOREACH)\w*(?=\s*\()")


def cyclomatic(lines, start, end):
    """One, and one for every branch: if, for, while, case, &&, ||, ?: and a loop's macro."""
    body = "\n".join(l for l in lines[start:end + 1] if not l.lstrip().startswith("#"))
    return 1 + len(BRANCH.findall(body))
