"""counted - what a text, its reply and their receipts cost in instructions, on the real hearbackd.

callgrind counts instructions: no load of the machine moves them.  The way is the real one: signed
webhook → one commit → 200; the composed reply claimed → POST to a provider → judged → committed;
its "sent" and "delivered" → committed.  After a warm-up each stage runs twice, over N texts and
over 2 N, and the figure is the difference by N: what happens once a stage (connections, commands,
timers) is in neither, nor is the start.

What would differ between machines is taken away: the C library and OpenSSL use the plainest code
they have (valgrind shows the program this machine's AVX or none), and threads take turns fairly.
"""
import glob
import os
import subprocess

from callgrind import read_dump
from rig import FAMILIES, Load, Ours, make_ledger, wait_for

# Names of features are glibc's; those that this machine has not are no fault.
PLAIN = {"GLIBC_TUNABLES": "glibc.cpu.hwcaps=-AVX,-AVX2,-AVX512F,-AVX512VL,-AVX512BW,-BMI1,-BMI2,-LZCNT,-MOVBE,-ERMS,-FSRM,"
                           "-RTM,-SSSE3,-SSE4_1,-SSE4_2,-AVX_Fast_Unaligned_Load,-Fast_Unaligned_Copy,-Prefer_ERMS,-Prefer_FSRM:"
                           "glibc.cpu.x86_non_temporal_threshold=0xc0000:glibc.malloc.arena_max=4",
         "OPENSSL_ia32cap": "~0x1000000000000000:0"}
# How many share a commit is up to the threads' turns: a steady figure has so many commits a text.
STAGES = {"text": 1 / 8, "reply": 1 / 12, "receipts": 1 / 4}
CONNECTIONS = 32


class Counter:
    """One hearbackd under callgrind, stage by stage."""

    def __init__(self, out, folder, env):
        self.load = Load(out)
        ledger = make_ledger(out, f"{folder}/counted.db", ("contacts", FAMILIES))
        self.town = Ours(out, ledger)
        self.dumps = 0
        self.env = env
        self.seed = 0

    def __enter__(self):
        try:
            self.town.start_carrier()
            self.town.start_under("valgrind", "--tool=callgrind", "--separate-threads=yes", "--fair-sched=yes",
                                  f"--callgrind-out-file={self.town.dir}/callgrind.out.%p", "-q", **self.env)
            self.town.take_in_only()
        except BaseException:
            print(self.town.log_tail())
            self.town.close()
            raise
        return self

    def __exit__(self, *_):
        self.town.close()

    def _control(self, word):
        subprocess.run(["callgrind_control", word, str(self.town.daemon.pid)], check=True, capture_output=True)

    def _dump(self):
        """[loop thread, the others] since the last dump or zero."""
        self._control("-d")
        self.dumps += 1
        return wait_for("callgrind's dump", lambda: read_dump(self.town.dir, self.dumps), 600)

    def _text(self, count):
        self.seed += 1
        self.load.texts(self.town.url, 36000, count, CONNECTIONS, seed=self.seed)

    def _reply(self):
        """Everything that waits goes out; how many that were."""
        town = self.town
        town.provider.forget()
        queued = town.in_state("queued")
        town.resume()
        wait_for("every reply is sent", lambda: town.in_state("queued", "sending") == 0, 600)
        town.pause()
        taken = town.provider.told()["taken"]
        if taken != queued or town.in_state("unknown", "failed"):
            raise RuntimeError(f"{queued} replies were queued, {taken} came to the provider")
        return taken

    def _receipts(self, count):
        self.town.provider.listed()
        self.load.receipts(self.town.url, self.town.provider.list, 2 * count, CONNECTIONS)

    def stage(self, count):
        """{stage: ([loop thread, the others], texts)} of so many texts."""
        told = {}
        self._control("-z")
        self._text(count)
        told["text"] = self._dump(), count
        sent = self._reply()
        told["reply"] = self._dump(), sent
        self._receipts(sent)
        told["receipts"] = self._dump(), sent
        return told


def difference(once, twice, commits):
    """[the loop thread, all others] by text."""
    (few, count_few), (many, count_many) = once, twice
    sides = [b.minus(a, count_many - count_few) for a, b in zip(few, many)]
    for side, a, b in zip(sides, few, many):
        spent, times = (x + y for x, y in zip(a.of("db_commit"), b.of("db_commit")))
        side.steady = side.total - side.of("db_commit")[0] + (spent / times * commits if times else 0)
    return sides


def count(out, folder, texts, warm, keep=None, env=None):
    """{stage: [Profile of the loop thread, of all others]}, by text."""
    with Counter(out, folder, PLAIN if env is None else env) as counter:
        counter.stage(warm)
        once, twice = counter.stage(texts), counter.stage(2 * texts)
        if keep:
            os.makedirs(keep, exist_ok=True)
            for path in glob.glob(f"{counter.town.dir}/callgrind.out.*"):
                os.replace(path, os.path.join(keep, os.path.basename(path)))
    return {stage: difference(once[stage], twice[stage], commits) for stage, commits in STAGES.items()}
