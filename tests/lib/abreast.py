"""abreast - the steps of a check, side by side, in two lanes.

One lane computes (builds, unit programs, fuzzing): one step at a time, as wide as the machine, and
niced, so that it takes what the others leave.  The other one waits (suites with daemons of their own):
several at once, the longest first.  A step that measures times is alone: after all others, and nothing
runs beside it.  What a step says is shown when it ends, whole.  Standard library only.
"""
import os
import re
import signal
import subprocess
import sys
import tempfile
import time

COUNT = re.compile(r"^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$", re.M)
EACH_MB = 400    # what a suite takes at most: its daemons, its carrier, Python (ASan's largest)
UNKNOWN = 30.0   # seconds of a step of which nothing is written down


class Step:
    """name; command; after: the names of steps that must have ended; lane: compute, wait or alone."""

    def __init__(self, name, command, lane="wait", after=(), **environment):
        self.name, self.command, self.lane, self.after = name, command, lane, set(after)
        self.environment = environment
        self.seconds = UNKNOWN
        self.began = self.took = self.cpu = 0.0
        self.passed = self.failed = self.skipped = 0
        self.figures, self.said, self.process, self.file = [], "", None, None

    def start(self, environment):
        self.began, self.file = time.monotonic(), tempfile.TemporaryFile()
        nice = ["nice", "-n", "5"] if self.lane == "compute" else []
        self.process = subprocess.Popen([*nice, *self.command], stdout=self.file, stderr=subprocess.STDOUT,
                                        stdin=subprocess.DEVNULL, env=dict(environment, **self.environment))

    def end(self, code, usage):
        """It counts by its last line, or as one test by its exit code."""
        self.process.returncode = code
        self.took, self.cpu = time.monotonic() - self.began, usage.ru_utime + usage.ru_stime
        self.hear()
        counts = COUNT.findall(self.said)
        if counts:
            self.passed, self.failed, self.skipped = (int(n or 0) for n in counts[-1])
        else:
            self.passed, self.failed = int(code == 0), int(code != 0)
        if code and not self.failed:
            self.failed = 1
        self.figures = re.findall(r"^figure (.+)$", self.said, re.M)

    def hear(self):
        self.file.seek(0)
        self.said = self.file.read().decode(errors="replace")
        self.file.close()

    def counts(self):
        return f"{self.passed} passed, {self.failed} failed" + (f", {self.skipped} skipped" if self.skipped else "")

    def show(self):
        """The lines of figures go to the table at the end."""
        said = "".join(line for line in self.said.splitlines(True) if not line.startswith("figure "))
        if said and not said.endswith("\n"):
            said += "\n"
        print(f"=== {self.name}\n{said}=== {self.name}: {self.counts()} in {self.took:.0f} s, {self.cpu:.0f} s of CPU", flush=True)


def slots():
    """How many suites at once: most of them wait most of the time."""
    if os.environ.get("SLOTS"):
        return max(1, int(os.environ["SLOTS"]))
    with open("/proc/meminfo", encoding="ascii") as file:
        free = int(re.search(r"^MemAvailable: *(\d+)", file.read(), re.M)[1]) >> 10
    return max(1, min(2 * (os.cpu_count() or 1), free // 2 // EACH_MB))


class Crew:
    def __init__(self, steps, remember, judge=None):
        """remember: {name: seconds} of an earlier run; judge(step) looks at a step that has ended."""
        self.steps, self.judge, self.running, self.ended = steps, judge, {}, set()
        for step in steps:
            step.seconds = remember.get(step.name, UNKNOWN)
        names = {step.name for step in steps}
        for step in steps:
            step.after &= names
        self.waiting = sorted(steps, key=lambda step: -step.seconds)
        self.most = slots()

    def may_start(self, step):
        lanes = [other.lane for other in self.running.values()]
        if not step.after <= self.ended or "alone" in lanes:
            return False
        if step.lane == "alone":
            return not lanes and all(other.lane == "alone" for other in self.waiting)
        if step.lane == "compute":  # these in the order in which they are given
            return "compute" not in lanes and step is next(s for s in self.steps if s in self.waiting and s.lane == "compute")
        return lanes.count("wait") < self.most

    def run(self, environment):
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
        try:
            while self.waiting or self.running:
                for step in list(self.waiting):
                    if self.may_start(step):
                        self.waiting.remove(step)
                        step.start(environment)
                        self.running[step.process.pid] = step
                pid, status, usage = os.wait4(-1, 0)
                step = self.running.pop(pid, None)
                if step:
                    step.end(os.waitstatus_to_exitcode(status), usage)
                    self.ended.add(step.name)
                    if self.judge:
                        self.judge(step)
                    step.show()
        except (KeyboardInterrupt, SystemExit):
            self.stop()
            raise

    def stop(self):
        """Asked to end: each takes its own along; what it had said is shown."""
        for step in self.running.values():
            step.process.terminate()
        for step in self.running.values():
            step.process.wait()
            step.hear()
            print(f"=== {step.name}\n{step.said}\n=== {step.name}: interrupted", flush=True)


# --- what earlier runs took ---------------------------------------------------------------------
def read_times(path):
    """{name: seconds}; a step that is not there, or a file that is not there, costs a better order and nothing else."""
    found = {}
    try:
        with open(path, encoding="utf-8") as file:
            for line in file:
                match = re.match(r"(\d+) +(\S.*)$", line)
                if match:
                    found[match[2]] = float(match[1])
    except OSError:
        pass
    return found


def write_times(path, steps):
    with open(path, "w", encoding="utf-8") as file:
        file.write("# Seconds that each step of make check took once: the longest begin first.  May be stale.\n"
                   "# A run leaves its own in build/check.times.\n")
        for step in sorted(steps, key=lambda step: -step.took):
            file.write(f"{step.took:.0f} {step.name}\n")


# --- the table at the end --------------------------------------------------------------------------
def commit():
    """The commit, and whether the tree is as it says."""
    def git(*words):
        try:
            return subprocess.run(["git", *words], capture_output=True, text=True, check=False).stdout.strip()
        except OSError:
            return ""
    return (git("rev-parse", "--short=12", "HEAD") or "no commit") + ("+" if git("status", "--porcelain", "-uno") else "")


def table(title, rows, heads=("program", "claims", "figures", "CPU s", "seconds")):
    """rows: as many words each as heads."""
    rows = [tuple(map(str, row)) for row in rows]
    wide = [max(len(row[i]) for row in [heads, *rows]) for i in range(len(heads))]
    print(f"\n{title}, commit {commit()}")
    for row in [heads, *rows]:
        words = [word.ljust(width) if i < len(row) - 2 else word.rjust(width) for i, (word, width) in enumerate(zip(row, wide))]
        print("  ".join(words).rstrip())
    print(flush=True)


def step_rows(step):
    """A line, and one more for each further line of figures."""
    first, *more = step.figures or [""]
    yield step.name, step.counts().replace(" passed, 0 failed", ""), first, f"{step.cpu:.0f}", f"{step.took:.0f}"
    for figures in more:
        yield "", "", figures, "", ""
