#!/usr/bin/env python3
"""The lint keeps its word: a copy of the tree passes every check, and each way of breaking
it is caught where it was done, while what only looks like it is let through.

test_lint.py [build folder]: only objects are taken from there.  Each claim is a sentence;
last line: N passed, N failed."""
import os
import re
import shutil
import subprocess
import sys
import tempfile

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
OUT = os.path.join(TOP, sys.argv[1] if len(sys.argv) > 1 else "build")
HERE = os.path.join(TOP, "tests", "lint")
passed = failed = 0


def claim(sentence, is_true, detail=""):
    global passed, failed
    passed, failed = passed + bool(is_true), failed + (not is_true)
    if not is_true:
        print("FAILED: %s\n%s" % (sentence, detail), flush=True)


class House:
    """A copy of the tree's files and, where a check reads objects, links to them."""

    def __init__(self, with_objects=False):
        self.root = tempfile.mkdtemp(prefix="lint-")
        self.out = self.root + "/build"
        self.before = {}
        listed = subprocess.run(["git", "-C", TOP, "ls-files", "-co", "--exclude-standard"],
                                capture_output=True, text=True, check=True).stdout
        for name in listed.split("\n"):
            if os.path.isfile(os.path.join(TOP, name)):
                os.makedirs(os.path.dirname(os.path.join(self.root, name)), exist_ok=True)
                shutil.copy2(os.path.join(TOP, name), os.path.join(self.root, name))
        if with_objects and os.path.exists(OUT + "/lint-objects"):
            os.makedirs(self.out)
            shutil.copy2(OUT + "/lint-objects", self.out)
        for folder in ("obj/gateway", "obj/adapters", "obj/gen") if with_objects else ():
            for base, _, files in os.walk(os.path.join(OUT, folder)):
                into = self.out + base[len(OUT):]
                os.makedirs(into, exist_ok=True)
                for file in files:
                    if file.endswith(".o"):
                        os.symlink(os.path.join(base, file), os.path.join(into, file))

    def path(self, name):
        return os.path.join(self.root, name)

    def keep(self, name):
        """Remembers how it was before the first change."""
        if name not in self.before:
            there = os.path.lexists(self.path(name))
            self.before[name] = None
            if there:
                self.before[name] = self.path(name) + ".before"
                os.rename(self.path(name), self.before[name])
                if not name.endswith(".o"):
                    shutil.copy2(self.before[name], self.path(name))

    def mend(self):
        """As it was before the first change."""
        for name, before in self.before.items():
            if os.path.lexists(self.path(name)):
                os.remove(self.path(name))
            if before:
                os.rename(before, self.path(name))
        self.before = {}

    def write(self, name, text):
        self.keep(name)
        os.makedirs(os.path.dirname(self.path(name)), exist_ok=True)
        with open(self.path(name), "w", encoding="utf-8") as file:
            file.write(text)

    def add(self, name, text):
        self.keep(name)
        with open(self.path(name), "a", encoding="utf-8") as file:
            file.write(text)

    def compile(self, name):
        """Plain gcc, as make would; without its warnings, for a probe is no C of ours."""
        into = os.path.join(self.out, "obj", name[:-1] + "o")
        os.makedirs(os.path.dirname(into), exist_ok=True)
        self.keep(os.path.relpath(into, self.root))
        subprocess.run(["gcc", "-std=c17", "-O1", "-fPIE", "-w", "-I.", "-Igateway", "-D_GNU_SOURCE",
                        "-c", name, "-o", into], cwd=self.root, check=True)

    def run(self, check, *more):
        words = [sys.executable, os.path.join(HERE, check + ".py")]
        words += [self.out] if os.path.isdir(self.out) and not more else []
        ran = subprocess.run(words + list(more), cwd=self.root, capture_output=True, text=True,
                             env=dict(os.environ, HOUSE_ROOT=self.root, PYTHONDONTWRITEBYTECODE="1"))
        return ran.returncode, ran.stdout + ran.stderr

    def header(self, *rooms):
        """A header that stands in this room's own folder, as an #include says it."""
        for room in rooms:
            folder = self.path("gateway/" + room)
            for base, _, files in sorted(os.walk(folder)):
                for file in sorted(files):
                    if file.endswith(".h"):
                        return os.path.relpath(os.path.join(base, file), self.path("gateway"))
        raise AssertionError("no header in " + str(rooms))

    def remove(self):
        shutil.rmtree(self.root)


houses = {}


def a_house(with_objects):
    """One copy for all that read texts, one for all that read objects; who breaks it mends it."""
    if with_objects not in houses:
        houses[with_objects] = House(with_objects)
    return houses[with_objects]


def caught(check, cases, harmless=(), objects=False, others=(), copy_passes=True):
    """The copy passes; broken in all of these ways it fails, and says each of them.
    cases: (sentence, path, text, what the finding says); harmless: (sentence, path, text);
    others: (path, text) of what these need."""
    house = a_house(objects)
    try:
        if copy_passes:
            code, said = house.run(check)
            claim("%s: an unbroken copy passes" % check, code == 0, said)
        written = set()
        for path, text in list(others) + [c[1:3] for c in list(cases) + list(harmless)]:
            if (path, text) not in written:
                written.add((path, text))
                put(house, path, text)
        if objects:
            for path in sorted({p for p, _ in written if p.endswith(".c")}):
                house.compile(path)
        code, said = house.run(check)
        claim("%s: a broken copy fails" % check, code == 1, said)
        for sentence, path, _, finding in cases:
            where = [l for l in said.splitlines() if path in l and re.search(finding, l)]
            claim("%s: %s" % (check, sentence), where and
                  any(re.search(r"^[\w./-]+:\d+: ", l) for l in where), said)
        for sentence, path, _ in harmless:
            claim("%s: %s" % (check, sentence), path not in said, said)
    finally:
        house.mend()


def put(house, path, text):
    """Writes a file; a text that begins with + is added to the one that is there."""
    if text.startswith("+"):
        house.add(path, text[1:])
    else:
        house.write(path, text)


# ---- the rooms -------------------------------------------------------------------------
FLOORS = """+
domain/zleft: base
domain/zright: base domain/zleft
domain/zinner: base domain
zouter: base domain
"""


ROOMS = [("gateway/FLOORS", FLOORS), ("gateway/domain/zown.h", "struct zown { int n; };\n")] + [
    ("gateway/domain/%s/%s.h" % (room, room), "struct %s { int n; };\n" % room) for room in ("zleft", "zright", "zinner")]


def include(name):
    return '#include "%s"\nint z;\n' % name


def walls():
    api, store = a_house(False).header("api"), a_house(False).header("store")
    no = r"may not see"
    caught("walls", [
        ("an upward include is caught", "gateway/base/z_up.c", include(api), no),
        ("an upward include in brackets is caught", "gateway/base/z_angle.c", "#include <%s>\n" % api,
         "ours: our headers stand in quotes"),
        ("a database's header is store/db_*'s only", "gateway/work/z_sql.c", "#include <sqlite3.h>\n", "known to"),
        ("nor is it a unit test's", "tests/unit/work/z_sql.c", "#include <sqlite3.h>\n", "known to"),
        ("event2 is wire's only", "gateway/work/z_event.c", "#include <event2/event.h>\n", "known to"),
        ("curl is wire's only", "gateway/domain/z_curl.c", "#include <curl/curl.h>\n", "known to"),
        ("ICU is i18n's only", "gateway/domain/z_icu.c", "#include <unicode/uchar.h>\n", "known to"),
        ("a library that nobody decided to have is caught", "gateway/base/z_zlib.c", "#include <zlib.h>\n",
         "no header that"),
        ("a header's name behind a macro is caught", "gateway/base/z_macro.c", "#include Z_HEADER\n", "a macro"),
        ("a header that is nowhere is caught", "gateway/base/z_none.c", include("base/nowhere.h"), "is nowhere"),
        ("an umbrella header is caught", "gateway/base/z_umbrella.h", '#include "base/str.h"\n#include "base/buf.h"\n',
         "umbrella"),
        ("C++ outside of the shims is caught", "gateway/domain/z_plus.cc", "int z;\n", "C\\+\\+ belongs"),
        ("a wall that is crossed in a folder of any depth is caught", "gateway/base/z/deep/down/up.c", include(api), no),
        ("a sub-room does not see its neighbour", "gateway/domain/zleft/zbeside.c",
         include("domain/zright/zright.h"), no),
        ("a sub-room does not see its parent's own files by birth", "gateway/domain/zleft/zup.c",
         include("domain/zown.h"), no),
        ("a sub-room that names its parent sees no neighbour by that", "gateway/domain/zinner/zbeside.c",
         include("domain/zleft/zleft.h"), no),
        ("a room does not see its sub-rooms by birth", "gateway/domain/zdown.c", include("domain/zleft/zleft.h"), no),
        ("a sub-room's unit test does not see the neighbour", "tests/unit/domain/zleft/test_z.c",
         include("domain/zright/zright.h"), no),
        ("a room's unit test does not see the rooms above", "tests/unit/domain/test_zabove.c", include(store), no),
        ("the practice carrier does not see the adapters around it", "adapters/carrier/z.c",
         include("adapters/adapter.h"), no),
        ("nor what only they see", "adapters/carrier/z_domain.c", include(a_house(False).header("domain")), no),
        ("a folder that is no room is caught", "gateway/zlost/z.c", "int z;\n", "stands in no room"),
        ("an allowance that is no longer needed is caught", "tests/lint/exceptions",
         "+wall gateway/base/str.c work  # because\n", "no longer needed"),
        ("the cli sees no room but base and the settings", "gateway/cli/z.c", include(store), no),
        ("the settings see no room but base and i18n", "gateway/settings/z.c", include(store), no),
    ], [
        ("a comment's #include is none", "gateway/base/z_comment.c", '/*\n#include "%s"\n*/\nint z;\n' % api),
        ("a sub-room sees what its line names", "gateway/domain/zright/zfine.c", include("domain/zleft/zleft.h")),
        ("a sub-room that names its parent sees the parent's own files", "gateway/domain/zinner/zfine.c",
         include("domain/zown.h")),
        ("a room that names a room sees its sub-rooms", "gateway/zouter/zfine.c", include("domain/zleft/zleft.h")),
        ("a room's unit test sees all of its sub-rooms", "tests/unit/domain/test_zfine.c",
         include("domain/zright/zright.h")),
        ("a sub-room's unit test sees what the sub-room sees", "tests/unit/domain/zright/test_zfine.c",
         include("domain/zleft/zleft.h")),
        ("the daemon sees every room", "gateway/daemon/zfine.c", include(api) + include(store)),
    ], others=ROOMS)
    caught("walls", [("FLOORS cannot name a room that has no line", "gateway/FLOORS",
                      "+\nzroom: base znowhere\n", "sees znowhere")])


# ---- what a text shows -----------------------------------------------------------------
def function(body, parameters="int a"):
    return "int z(%s)\n{\n%s\treturn a;\n}\n" % (parameters, body)


def shape():
    caught("shape", [
        ("a function of 41 lines is caught, in a folder of any depth", "gateway/base/zdeep/er/long.c",
         function("\ta++;\n" * 40), "has 41 lines"),
        ("six parameters are caught", "gateway/base/z_six.c", function("", "int a, int b, int c, int d, int e, int f"),
         "6 parameters"),
        ("nesting of five is caught", "gateway/base/z_nest.c",
         function("\tif (a) {\n" * 5 + "\t}\n" * 5), "nests 5 deep"),
        ("a file of 501 lines is caught", "gateway/base/z_size.c", "int z;\n" * 501, "over 500 lines"),
        ("a typedef is caught", "gateway/base/z_type.c", "typedef int z;\n", "typedef"),
        ("a mark of unfinished work is caught", "gateway/base/z_mark.c", "/* TO" + "DO */\n", "unfinished"),
        ("an allowance that is no longer needed is caught", "tests/lint/exceptions",
         "+length gateway/base/str.c str_nothing  # because\n", "no longer needed"),
    ], [("a function of 40 lines passes", "gateway/base/z_forty.c", function("\ta++;\n" * 39))])


def ways():
    seven = "\tif (a && a > 1 || a)\n\t\ta++;\n\tfor (;;)\n\t\twhile (a ? 1 : 0)\n\t\t\tcase_of(a);\n"
    caught("cyclomatic", [
        ("sixteen ways through a function are caught", "gateway/base/z_ways.c", function("\tif (a)\n\t\ta++;\n" * 15),
         "z has 16 ways"),
        ("and, or, loops and ?: count", "gateway/base/z_kinds.c", function(seven * 3), "z has 19 ways"),
        ("cases count", "gateway/base/z_case.c", function("\tswitch (a) {\n" + "\tcase 1:\n" * 15 + "\t}\n"),
         "16 ways"),
        ("a loop's macro counts", "gateway/base/z_macro.c",
         function("\tTAILQ_FOREACH(a, b, c)\n\tjson_array_foreach(a, b, c)\n" * 8), "17 ways"),
        ("an allowance that is no longer needed is caught", "tests/lint/exceptions",
         "+cyclomatic gateway/base/str.c str_of  # because\n", "no longer needed"),
    ], [
        ("fifteen ways pass", "gateway/base/z_fifteen.c", function("\tif (a)\n\t\ta++;\n" * 14)),
        ("comments, strings and macros' own lines do not count", "gateway/base/z_quiet.c",
         function("\t/* if for while && || ? */\n\tsay(\"if && ?\");\n" * 15)),
    ])


def sentences():
    caught("sentences", [
        ("a sentence in a literal is caught", "gateway/base/z_literal.c",
         'int z(const char *a)\n{\n\treturn strcmp(a, "nobody is there");\n}\n', "nobody is there"),
        ("a sentence behind a #define of a header is caught", "gateway/base/z_define.c",
         'int z(struct str a)\n{\n\treturn str_is(a, Z_WHY);\n}\n', "nobody is left"),
        ("a sentence in a constant is caught", "gateway/base/z_constant.c",
         'static const char whom[] = "ask the office";\nint z(struct str a)\n{\n\treturn str_equals(a, STR(whom));\n}\n',
         "ask the office"),
        ("a table of sentences is caught", "gateway/base/z_table.c",
         'static const char *const said[] = {\n\t"one",\n\t"it is night there",\n};\n'
         'int z(struct str a)\n{\n\treturn str_is(a, said[1]);\n}\n', "said"),
        ("a text for people is not compared with one word either", "gateway/base/z_member.c",
         'int z(struct row *a)\n{\n\treturn str_starts(str_of(a->person_reason),\n\t\t\tSTR("visit"));\n}\n',
         "person_reason"),
        ("two texts for people are not compared", "gateway/base/z_two.c",
         'int z(struct row *a)\n{\n\treturn strcmp(a->waits_for, a->b.why) == 0;\n}\n', "waits_for"),
        ("a sentence that SQL compares is caught", "gateway/store/z_sql.c",
         'const char *z = "SELECT 1 FROM promise WHERE"\n\t" person_reason = \'nobody covers it\'";\n', "nobody covers"),
        ("an allowance that is no longer needed is caught", "tests/lint/exceptions",
         "+sentence gateway/base/str.c nobody  # because\n", "no longer needed"),
    ], [
        ("a word that is compared passes", "gateway/base/z_word.c",
         'int z(struct str a)\n{\n\treturn str_is(a, "kept") && strcmp("text/html; q=1", "HTTP/1.1 200") == 0;\n}\n'),
        ("whether there is a reason may be asked", "gateway/base/z_empty.c",
         'int z(struct row *a)\n{\n\treturn strcmp(a->person_reason, "") == 0;\n}\n'),
        ("a comment that tells of it passes", "gateway/base/z_told.c", '/* strcmp(a, "nobody is there") */\nint z;\n'),
        ("a sentence that is only said passes", "gateway/base/z_said.c",
         'int z(struct row *a)\n{\n\tstr_put(a->why, 9, STR("nobody is there"));\n\treturn 0;\n}\n'),
    ], others=[("gateway/base/z_why.h", '#define Z_WHY "nobody is left"\n')])


def idioms():
    def f(body, head="enum fault z(int a)"):
        return "%s\n{\n\tenum fault fault = y(a);\n\n%s}\n" % (head, body)

    set_in, carried, noted = r"set within an expression.*\(z\)", r"carried by \?:.*\(z\)", r"\(z\) writes a note"
    caught("idioms", [
        ("malloc is memory.c's only", "gateway/base/z_malloc.c", "void *z(void)\n{\n\treturn malloc(3);\n}\n", "malloc"),
        ("strdup, too", "adapters/z_copy.c", "char *z(const char *a)\n{\n\treturn strdup(a);\n}\n", "strdup"),
        ("abort is halt.c's only", "gateway/work/z_abort.c", "void z(void)\n{\n\tabort();\n}\n", "abort"),
        ("exit, too", "gateway/work/z_exit.c", "void z(void)\n{\n\texit(1);\n}\n", "exit"),
        ("a fault set in a condition is caught", "gateway/base/z_set.c",
         f("\tif (fault || (fault = x(a)))\n\t\treturn fault;\n\treturn w(a);\n"), set_in),
        ("one set in a loop's condition, too", "gateway/base/z_loop.c",
         f("\twhile (!fault && !(fault = x(a)))\n\t\ta++;\n\treturn fault;\n"), set_in),
        ("one set on the way to another, too", "gateway/base/z_chain.c",
         f("\tenum fault first = fault = x(a);\n\n\treturn first;\n"), set_in),
        ("fault ? fault : next is caught", "gateway/base/z_tail.c", f("\treturn fault ? fault : x(a);\n"), carried),
        ("under another name, too", "gateway/base/z_named.c",
         "enum fault z(int a)\n{\n\tenum fault missing = y(a);\n\n\treturn missing ? missing : x(a);\n}\n", carried),
        ("over two lines and with a condition more, too", "gateway/base/z_more.c",
         f("\treturn fault || a > 3 ? fault :\n\t\tx(a);\n"), carried),
        ("the other way round, too", "gateway/base/z_round.c",
         f("\treturn a > 3 && !fault ? x(a) : fault;\n"), carried),
        ("on the way to itself, too", "gateway/base/z_self.c",
         f("\tfault = fault ? fault : x(a);\n\treturn fault;\n"), carried),
        ("with another fault for all, too", "gateway/base/z_blame.c",
         f("\treturn fault ? FAULT_CONFIG : FAULT_NONE;\n"), carried),
        ("a note beside NULL is caught", "gateway/base/z_null.c",
         "struct z *z(int a, struct note *note)\n{\n\treturn 0;\n}\n", noted),
        ("a note beside a bool is caught", "gateway/base/z_bool.c",
         "static bool z(int a,\n\t      struct note *note)\n{\n\treturn 0;\n}\n", noted),
        ("a note beside -1 is caught in a header", "gateway/base/z_minus.h", "int z(struct note *note) MUST_CHECK;\n", noted),
        ("a return before what is freed by itself is made is caught", "gateway/base/z_unready.c",
         "int z(int a)\n{\n\tAUTO(buf) key;\n\n\tif (a)\n\t\treturn 0;\n\tbuf_init(&key, 3);\n\treturn 1;\n}\n", r"\(key\) is made"),
        ("an allowance that is no longer needed is caught", "tests/lint/exceptions",
         "+idiom gateway/base/str.c str_of  # because\n", "no longer needed"),
    ], [
        ("an early return passes", "gateway/base/z_early.c", f("\tif (fault)\n\t\treturn fault;\n\treturn x(a);\n")),
        ("a ladder passes, in a loop too", "gateway/base/z_ladder.c",
         f("\tif (!fault)\n\t\tfault = x(a);\n\tfor (fault = y(a); !fault && a; a--)\n\t\tfault = w(a);\n"
           "\treturn fault;\n")),
        ("to tell one fault from another passes", "gateway/base/z_told.c",
         f("\treturn fault == FAULT_MISSING || fault == FAULT_INVALID ? FAULT_NONE : fault;\n")),
        ("what is no fault may depend on one", "gateway/base/z_value.c",
         f("\ta = fault ? 3 : 4;\n\tsay(a, fault ? \"no\" : \"yes\");\n\treturn fault;\n")),
        ("a note that is only read passes, and a fault's own", "gateway/base/z_read.c",
         "bool z(const struct note *note);\nenum fault y(int a, struct note *note);\nvoid x(struct note *note);\n"),
        ("comments, strings and members of those names pass", "gateway/base/z_quiet.c",
         "/* malloc(3), abort() */\nint z(struct row *a)\n{\n\treturn a->exit(\"abort()\");\n}\n"),
    ])


def paths():
    caught("paths", [
        ("a source that a comment names must be there", "gateway/base/z_gone.c", "/* see base/z_nowhere.c */\n",
         "z_nowhere.c"),
        ("a bare name must be there", "gateway/base/z_bare.h", "/*\n * As z_lost.h says.\n */\n", "z_lost.h"),
        ("a module without its ending must be there", "gateway/base/z_half.c", "/* `work/z_module` does it */\n",
         "work/z_module"),
        ("a pattern must match something", "gateway/base/z_pattern.c", "/* work/z_gone*.c */\n", "z_gone"),
        ("each of {a,b} must be there", "gateway/base/z_braces.c", "/* base/{str,z_none}.c */\n", "base/z_none.c"),
        ("a README's name must be there", "gateway/base/README.md", "# base\n\nSee `z_text.md` and `locales/z.yaml`.\n",
         "z_text.md"),
        ("a README's other name, too", "gateway/base/README.md", "# base\n\nSee `z_text.md` and `locales/z.yaml`.\n",
         "locales/z.yaml"),
        ("a room's table lists what is there", "gateway/base/README.md",
         "+\n| file | what |\n|---|---|\n| `str` `z_listed` | words |\n", "z_listed"),
        ("a script's comment is read", "tests/lib/z_script", "#!/bin/sh\n# like tests/lib/z_other.py\n", "z_other.py"),
        ("a Python docstring is read", "tests/lib/z_python.py", '"""As config/z.yaml has it."""\n', "config/z.yaml"),
        ("the Makefile's comments are read", "Makefile", "+\n# tests/z_make.sh does it\n", "z_make.sh"),
        ("an allowance that is no longer needed is caught", "tests/lint/exceptions",
         "+paths gateway/base/str.c z.c  # because\n", "no longer needed"),
    ], [
        ("what is there passes, told from any place", "gateway/base/z_fine.c",
         "/* str.c, base/str.h, gateway/base/str.c, ./str.h, base/str, config/*.yaml, base/{str,buf}.h */\n"),
        ("a room's table may leave the ending out, and list what is below", "gateway/i18n/README.md",
         "+\n| file | what |\n|---|---|\n| `detect` `detect.c` `text/phone` `shim_*` | words |\n"),
        ("URLs, system headers and the hand-out pass", "gateway/base/z_away.c",
         "/* https://example.org/z.html <z.h> sys/queue.h design/z.md reference/z.md guarantees.md etc. e.g. */\n"),
        ("code is not read, only its comments", "gateway/base/z_code.c", 'const char *z = "z_gone.c";\n'),
        ("prose with a slash passes", "gateway/base/z_prose.c", "/* and/or, on/off, 1/2, text/html, base/ */\n"),
    ])


# ---- what the objects show -------------------------------------------------------------
def state():
    caught("state", [
        ("a static that may change is caught", "gateway/base/z_static.c",
         "static int hidden;\nint z(void) { return ++hidden; }\n", "hidden may change"),
        ("a function's own static is caught", "gateway/base/z_inner.c",
         "int z(void)\n{\n\tstatic int inside = 3;\n\treturn ++inside;\n}\n", "inside may change"),
        ("_Thread_local is caught", "gateway/base/z_thread.c",
         "static _Thread_local int mine;\nint z(void) { return ++mine; }\n", "mine may change"),
        ("_Thread_local with a value is caught", "gateway/base/z_value.c",
         "_Thread_local int yours = 5;\nint z(void) { return ++yours; }\n", "yours may change"),
        ("a table of pointers that may be turned is caught", "gateway/base/z_table.c",
         'const char *turned[] = { "a", "b" };\nvoid z(void) { turned[0] = turned[1]; }\n', "turned may change"),
        ("a variable in a section of its own is caught", "gateway/base/z_section.c",
         '__attribute__((section(".mine"))) int kept = 3;\n', "kept may change"),
        ("an allowance that is no longer needed is caught", "tests/lint/exceptions",
         "+state gateway/base/str.c nothing  # because\n", "no longer needed"),
    ], [
        ("constants and tables of constants pass", "gateway/base/z_const.c",
         'static const char *const words[] = { "a", "b" };\nconst int three = 3;\n'
         "const char *z(int n) { return words[n + three]; }\n"),
    ], objects=True)


def zones():
    caught("zones", [
        ("a second way to the C library's zone is caught", "gateway/domain/z_local.c",
         "#include <time.h>\nint z(time_t at) { struct tm t; localtime_r(&at, &t); return t.tm_hour; }\n", "localtime_r"),
        ("a calendar of ICU's is caught", "gateway/i18n/time/z_ucal.c",
         "#include <unicode/ucal.h>\ndouble z(void) { UErrorCode s = 0; return ucal_getMillis(0, &s); }\n", "ucal_getMillis"),
        ("a zone of libical's is caught", "gateway/i18n/time/z_ical.c",
         "#include <libical/ical.h>\nvoid *z(void) { return icaltimezone_get_utc_timezone(); }\n", "icaltimezone"),
    ], [
        ("UTC is nobody's zone", "gateway/base/z_utc.c",
         "#include <time.h>\nint z(time_t at) { struct tm t; gmtime_r(&at, &t); return t.tm_hour; }\n"),
    ], objects=True)


def circles():
    caught("circles", [
        ("two files that call each other are caught, call by call", "gateway/base/z_one.c",
         "int z_two(int);\nint z_one(int a)\n{\n\treturn z_two(a) + 1;\n}\n",
         r"z_one\.c:4: calls z_two of z_two\.c; gateway/base/z_two\.c:4: calls z_one of z_one\.c"),
        ("a ring of three is caught", "gateway/base/z_ring_a.c",
         "int z_ring_b(int);\nint z_ring_a(int a) { return z_ring_b(a) + 1; }\n",
         "z_ring_b of z_ring_b.c; .* z_ring_c of z_ring_c.c; .* z_ring_a of z_ring_a.c"),
        ("a call over a wall without an #include is caught", "gateway/base/z_reach.c",
         "int z_high(int);\nint z_reach(int a)\n{\n\treturn z_high(a) + 1;\n}\n",
         "z_reach.c:4: base uses z_high of work"),
        ("an allowance for a call that is not made is caught", "tests/lint/exceptions",
         "+reach gateway/base/str.c work  # because\n", "reach gateway/base/str.c work` is no longer needed"),
        ("an allowance for what is in no circle is caught", "tests/lint/exceptions",
         "+circle zfree gateway/base/str.c  # because\n", "allows gateway/base/str.c, which is in no circle"),
    ], [
        ("a row of a table is no call", "gateway/base/z_row.c",
         "int z_tabled(int);\nint (*const z_rows[])(int) = { z_tabled };\nint z_use(int a) { return a; }\n"),
        ("a callback that is handed on is no call", "gateway/base/z_hand.c",
         "int z_called(int);\nint z_with(int (*)(int));\nint z_hand(int a) { return z_with(z_called) + a; }\n"),
    ], objects=True, others=[
        ("gateway/base/z_two.c", "int z_one(int);\nint z_two(int a)\n{\n\treturn z_one(a) + 1;\n}\n"),
        ("gateway/base/z_ring_b.c", "int z_ring_c(int);\nint z_ring_b(int a) { return z_ring_c(a) + 1; }\n"),
        ("gateway/base/z_ring_c.c", "int z_ring_a(int);\nint z_ring_c(int a) { return z_ring_a(a) + 1; }\n"),
        ("gateway/work/z_high.c", "int z_high(int a) { return a; }\n"),
        ("gateway/base/z_tabled.c", "int z_use(int);\nint z_tabled(int a) { return z_use(a) + 1; }\n"),
        ("gateway/base/z_called.c", "int z_hand(int);\nint z_called(int a) { return z_hand(a) + 1; }\n"),
    ])


def exports():
    caught("exports", [
        ("names that begin with another file's are told, with their place", "gateway/base/z_stem.c",
         "".join("int other_%d(void)\n{\n\treturn 0;\n}\n" % n for n in range(150)), "z_stem.c:5: other_1: begin it"),
        ("the outer name of a family is not its part's", "gateway/base/z_part_check.c", "int z_part(void) { return 0; }\n",
         "z_part: begin it"),
        ("a share that falls is caught", "tests/lint/exceptions", "+\n", "fewer exported names"),
    ], [
        ("the file's own name, with a part or without, passes", "gateway/base/z_mine.c",
         "int z_mine(void) { return 0; }\nint z_mine_too(void) { return 0; }\n"),
        ("a plural file's singular passes", "gateway/base/z_families.c", "int z_family_add(void) { return 0; }\n"),
        ("what is static is not asked", "gateway/base/z_quiet.c", "static int other(void) { return 0; }\n"),
    ], objects=True)
    caught("exports", [("a share that has risen over its floor is caught", "tests/lint/exceptions",
                        "exports * 1  # why\n", "raise `exports")], objects=True, copy_passes=False)


def dead():
    caught("dead", [
        ("a function that nobody uses is caught", "gateway/base/z_dead.c", "int z_dead(void)\n{\n\treturn 0;\n}\n",
         "z_dead.c:1: z_dead is used by no other file"),
        ("one that only its own file uses is caught", "gateway/base/z_own.c",
         "int z_own(int a)\n{\n\treturn a;\n}\nstatic int call(void)\n{\n\treturn z_own(1);\n}\n"
         "int (*const z_keep)(void) = call;\n", "z_own is used by its own file only"),
        ("one that only a test uses is caught", "gateway/base/z_tested.c", "int z_tested(void) { return 0; }\n",
         "z_tested is used by no other"),
        ("a constant that nobody uses is caught", "gateway/base/z_three.c", "const int z_three = 3;\n",
         "z_three is used by no other"),
        ("a member that nobody reads is caught", "gateway/base/z_member.h",
         "struct z_member {\n\tint z_seen;\n\tint z_unseen;\n};\n", "z_member.h:3: member z_unseen is read nowhere"),
        ("a member that is only written is caught", "gateway/base/z_written.h",
         "struct z_written {\n\tint z_width[3], z_put;\n\tint (*z_done)(int a);\n};\n", "member z_put is read"),
        ("a function pointer that nobody calls is caught", "gateway/base/z_written.h",
         "struct z_written {\n\tint z_width[3], z_put;\n\tint (*z_done)(int a);\n};\n", "member z_done is read"),
        ("an allowance that is no longer needed is caught", "tests/lint/exceptions",
         "+dead gateway/base/str.c str_of  # because\n", "no longer needed"),
    ], [
        ("one for the tests, by its header's word, passes", "gateway/base/z_for.c", "int z_for(void) { return 0; }\n"),
        ("what is read, by name or by offsetof or a macro, passes", "gateway/base/z_read.h",
         "struct z_read {\n\tint z_named, z_off;\n\tTAILQ_ENTRY(z_read) z_next;\n\tunsigned z_bits : 3;\n};\n"),
    ], objects=True, others=[
        ("tests/unit/base/test_z.c", "int z_tested(void);\nint main(void) { return z_tested(); }\n"),
        ("gateway/base/z_for.h", "/* What is kept; for the tests. */\nint z_for(void);\n"),
        ("gateway/base/z_reader.c", '#include <stddef.h>\n#define TAILQ_ENTRY(a) void *\n#include "base/z_read.h"\n'
         '#include "base/z_member.h"\n#include "base/z_written.h"\n'
         "static int z(struct z_read *a, struct z_member *b, struct z_written *c)\n{\n\tc->z_put = 1;\n\tc->z_width[0]++;\n"
         "\t*b = (struct z_member){ .z_unseen = 1 };\n"
         "\treturn a->z_named + (int)offsetof(struct z_read, z_off) + b->z_seen + a->z_bits + (a->z_next != 0);\n}\n"
         "int (*const z_kept)(struct z_read *, struct z_member *, struct z_written *) = z;\n"),
    ])


def own_headers():
    caught("own_headers", [
        ("a file that exports and has no header of its own is told", "gateway/base/z_bald.c",
         "int z_bald(void)\n{\n\treturn 0;\n}\n", "z_bald.c:1: exports z_bald and has no header"),
        ("a header that declares none of it is none", "gateway/base/z_false.c",
         "int z_false(void)\n{\n\treturn 0;\n}\n", "z_false.c:1: exports z_false"),
        ("a number that rises is caught", "tests/lint/exceptions", "+\n", "more files than before"),
    ], [
        ("a file with its header passes", "gateway/base/z_fine.c", "int z_fine(void) { return 0; }\n"),
        ("a file of a family that exceptions names passes", "gateway/base/z_kin.c", "int z_kin(void) { return 0; }\n"),
        ("a file that exports nothing needs none", "gateway/base/z_quiet.c", "static int other(void) { return 0; }\n"),
    ], objects=True, others=[
        ("gateway/base/z_false.h", "int z_other(void);\n"),
        ("gateway/base/z_fine.h", "int z_fine(void);\n"),
        ("gateway/base/z_private.h", "int z_kin(void);\n"),
        ("tests/lint/exceptions", "+header gateway/base/z_kin.c z_private.h  # a family\n"),
    ])
    caught("own_headers", [("a number that has fallen is caught", "tests/lint/exceptions",
                            "headers * 999  # why\n", "lower `headers")], objects=True, copy_passes=False)


def unbuilt():
    """Half a house says nothing."""
    house = a_house(True)
    house.keep("build/obj/gateway/base/str.o")
    for check in ("state", "zones", "circles", "exports", "dead", "own_headers"):
        code, said = house.run(check)
        claim("%s: a source that is not built is caught" % check, code == 1 and "base/str.c: not built" in said, said)
    house.mend()


def prune():
    house = a_house(True)
    before = open(house.path("tests/lint/exceptions")).read()
    house.add("tests/lint/exceptions", "state gateway/base/str.c nothing  # because\n"
              "circle zfree gateway/base/str.c gateway/base/buf.c  # because\nreach gateway/base/str.c work  # because\n")
    said = house.run("prune")[1]
    after = open(house.path("tests/lint/exceptions")).read()
    claim("prune: what is no longer needed is taken out, and nothing else", after == before, said + after)
    house.mend()


# ---- what the tools show -----------------------------------------------------------------
def tools():
    house = a_house(True)
    house.write("gateway/base/z_lone.h", "struct z_lone {\n\tstruct str text;\n};\n")
    code, said = house.run("headers", "gateway/base/z_lone.h", "gateway/base/str.h")
    claim("headers: a header that does not compile alone is caught, by both compilers",
          code == 1 and said.count("z_lone.h does not compile alone by") == 2 and "1:" in said, said)
    claim("headers: one that does passes", "base/str.h does not" not in said, said)
    house.write("gateway/base/z_slip.c", "#include <string.h>\nint z_slip(char *a);\nint z_slip(char *a)\n{\n"
                "\tchar *b = a;\n\tmemset(b, sizeof(int), 0);\n\treturn 0;\n}\n")
    house.write("gateway/base/z_sound.c", "int z_sound(int a);\nint z_sound(int a)\n{\n\treturn a;\n}\n")
    code, said = house.run("tidy", "gateway/base/z_slip.c", "gateway/base/z_sound.c")
    claim("tidy: a slip that clang-tidy knows is caught", code == 1 and re.search(r"z_slip\.c:6:", said), said)
    claim("tidy: what is sound passes", "z_sound" not in said, said)
    house.write("gateway/base/z_theirs.c", "int event_add(void) { return 0; }\n")
    house.compile("gateway/base/z_theirs.c")
    os.makedirs(house.out + "/lib/deep")
    os.makedirs(house.out + "/bin")
    os.symlink(OUT + "/bin/hearbackd", house.out + "/bin/hearbackd")
    code, said = house.run("names")
    claim("names: without a clash it passes", code == 0, said)
    subprocess.run(["ar", "rcs", house.out + "/lib/deep/base.a", house.out + "/obj/gateway/base/z_theirs.o"], check=True)
    code, said = house.run("names")
    claim("names: a function named as a library's is caught, in an archive of any depth",
          code == 1 and "event_add() is also in libevent" in said, said)
    house.mend()


def main():
    try:
        for part in (walls, shape, ways, sentences, idioms, paths, state, zones, circles, exports, dead, own_headers, unbuilt, prune, tools):
            part()
    finally:
        for house in houses.values():
            house.remove()
    print("%d passed, %d failed" % (passed, failed))
    return failed != 0


sys.exit(main())
