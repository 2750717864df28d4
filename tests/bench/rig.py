"""rig - what every part of the bench stands on: hearbackd over a ledger with families, the
bench's own provider, the load generator, the figures of a process, and how a figure is told.
Used by run, run-instructions and the parts beside them.
"""
import json
import os
import re
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "lib"))
from town import LIVE, TOKEN, Connection, Town, UnixConnection, free_port, wait_for  # noqa: E402

FAMILIES, LINES, CONNECTIONS = 20000, 8, 64
NUMBERS = [f"+1312{5550100 + i}" for i in range(LINES)]
lost = []        # sentences: what was answered or queued and is not where it should be
results = {}     # what one line of results.jsonl keeps


# --- how a figure is told ----------------------------------------------------------------

def heading(text):
    print(f"\n{text}   (load average {os.getloadavg()[0]:.1f})", flush=True)


def row(name, value, note=""):
    print(f"  {name:<48}{value:>14}  {note}", flush=True)


def goal(value, bound, is_least=True):
    good = value >= bound if is_least else value <= bound
    word = "reached" if good else f"not reached: {value / bound:.2f} x"
    return f"goal {'≥' if is_least else '≤'} {bound:g}: {word}"


def spread(values, form="{:.1f}"):
    return f"({form.format(min(values))}–{form.format(max(values))})"


def check(sentence, is_true, detail=""):
    if not is_true:
        lost.append(sentence)
        print(f"  LOST: {sentence} {detail}", flush=True)


# --- reading processes -------------------------------------------------------------------

def cpu_seconds(*pids):
    """What all their threads ran, to the nanosecond."""
    spent = 0
    for pid in pids:
        for task in os.listdir(f"/proc/{pid}/task"):
            with open(f"/proc/{pid}/task/{task}/schedstat", encoding="ascii") as file:
                spent += int(file.read().split()[0])
    return spent / 1e9


def disk_bytes(pid):
    """What the kernel was given to write: whole pages, by the file system's count."""
    with open(f"/proc/{pid}/io", encoding="ascii") as file:
        return int(re.search(r"^write_bytes: (\d+)", file.read(), re.M)[1])


def memory_mb(pid):
    with open(f"/proc/{pid}/status", encoding="ascii") as file:
        return int(re.search(r"VmRSS:\s+(\d+)", file.read())[1]) / 1024


# --- processes ------------------------------------------------------------------------------

class Load:
    """The load generator of a build folder."""

    def __init__(self, out):
        self.program = f"{out}/bench/load"

    def _run(self, kind, url, seconds, most, connections, seed, *more):
        ran = subprocess.run([self.program, kind, url, TOKEN, *map(str, (seconds, most, connections, seed, *more))],
                             capture_output=True, text=True, check=False)
        if ran.returncode:
            sys.exit("the load generator: " + ran.stderr)
        return json.loads(ran.stdout)

    def texts(self, url, seconds, most, connections=CONNECTIONS, seed=1, families=FAMILIES):
        return self._run("texts", url, seconds, most, connections, seed, families, LINES)

    def receipts(self, url, path, most, connections=CONNECTIONS):
        return self._run("receipts", url, 3600, most, connections, 1, path)

    def kannel(self, way, url, most, connections=CONNECTIONS, seed=1):
        return self._run(f"kannel-{way}", url, 3600, most, connections, seed, FAMILIES)


class Provider:
    """The bench's own: takes whatever is sent, and costs next to nothing."""

    def __init__(self, out, folder, port):
        self.port, self.list = port, f"{folder}/provider.list"
        self.process = subprocess.Popen([f"{out}/bench/provider", str(port), self.list],
                                        stdout=subprocess.PIPE, text=True)
        if "listening" not in self.process.stdout.readline():
            sys.exit("the bench's provider did not start")

    def ask(self, path):
        return Town._ask(Connection("127.0.0.1", self.port), "GET", path)[1]

    def told(self):
        return json.loads(self.ask("/told"))

    def forget(self):
        self.ask("/forget")

    def listed(self):
        """[(sid, from, to, callback, text)]"""
        self.ask("/list")
        with open(self.list, encoding="utf-8") as file:
            return [tuple(line.rstrip("\n").split("\t")) for line in file]

    def close(self):
        self.process.terminate()
        self.process.wait()


class Ours(Town):
    """hearbackd over a ledger of families and 8 lines; its carrier is the bench's provider,
    or the practice carrier with everything that one can do."""

    def __init__(self, out, ledger, is_lean=True, **settings):
        super().__init__(out, seed=1, carrier_options=["--delay-ms", "0", "--receipt-delay-ms", "0"],
                         **{**dict(inbound_poll="1h", settle="60s", request="20s", per_second=1000, poll_scale=1000), **settings})
        with open(self.config, encoding="utf-8") as file:
            text = file.read().replace("clock: practice", "clock: practice\nclock_from: 2026-03-03T21:00:00Z")
        text = re.sub(r"^  connect: .*", "  connect: 5s", text, flags=re.M)
        for number in NUMBERS[1:]:
            text += f'      - number: "{number}"\n        channels: [sms]\n        per_second: 1000\n'
        with open(self.config, "w", encoding="utf-8") as file:
            file.write(text)
        self.url = f"http://127.0.0.1:{self.port}/hooks/main/message"
        self.carrier_options += [word for number in NUMBERS[1:] for word in ("--number", f"{number}={self.url}")]
        shutil.copyfile(ledger, f"{self.dir}/hearback.db")
        self.is_lean, self.provider = is_lean, None

    def start_carrier(self):
        if not self.is_lean:
            super().start_carrier()
            return
        LIVE.add(self)
        self.provider = Provider(self.out, self.dir, self.carrier_port)
        self.carrier = self.provider.process

    def start_under(self, *tool, **env):
        with open(self.log_path, "a", encoding="utf-8") as log:
            self.daemon = subprocess.Popen([*tool, f"{self.out}/bin/hearbackd", "-c", self.config], cwd=self.dir,
                                           stdout=log, stderr=subprocess.STDOUT, env=dict(os.environ, **env))
        wait_for("hearbackd is ready under " + tool[0], self._is_ready, 600)

    def _is_ready(self):
        if self.daemon.poll() is not None:
            raise RuntimeError(f"hearbackd ended with {self.daemon.returncode}:\n" + self.log_tail())
        try:
            return self.get("/readyz")[0] == 200
        except OSError:
            return False

    def metric(self, name):
        return int(re.search(rf"^hearback_{name} (\d+)", self.over_socket("/metrics")[1].decode(), re.M)[1])

    def over_socket(self, path):
        return self._ask(UnixConnection(f"{self.dir}/control.sock"), "GET", path)

    def heard(self):
        return self.one("SELECT count(*) FROM message WHERE direction = 'in'")

    def pause(self):
        self.ctl("pause", "main", "bench")

    def resume(self):
        self.ctl("resume", "main")

    def take_in_only(self):
        """Somebody to owe the answers, and no text leaves: what is measured is intake."""
        self.hire()
        self.pause()

    def in_state(self, *states):
        marks = ", ".join("?" * len(states))
        return self.one(f"SELECT count(*) FROM delivery WHERE state IN ({marks})", *states)


def make_ledger(out, path, *fill):
    """A new ledger: (("contacts", 20000), …), what bench/ledger takes."""
    for end in ("", "-wal", "-shm", ".lock"):
        if os.path.exists(path + end):
            os.unlink(path + end)
    for words in fill:
        subprocess.run([f"{out}/bench/ledger", path, *map(str, words)], check=True)
    return path


__all__ = ["CONNECTIONS", "FAMILIES", "HERE", "LINES", "Load", "Ours", "Provider", "check", "cpu_seconds", "disk_bytes",
           "free_port", "goal", "heading", "lost", "make_ledger", "memory_mb", "results", "row", "spread", "wait_for"]
