"""patience - how long a test waits, without a wall clock.

Time counts only while everybody who is waited for sleeps.  A process that computes, or that is
ready and gets no processor, is not late: the kernel tells both, per thread, in
/proc/PID/task/*/schedstat.  So a machine under eight burners waits as long as it has to, and an
idle one gives up after the seconds that are said.  CAP is the end of everything, for the case
that somebody computes for ever.  Standard library only.
"""
import os
import selectors
import signal
import subprocess
import sys
import time

CAP = float(os.environ.get("CAP", "2400"))  # seconds
TICK = 0.2    # between two looks at the threads
BUSY = 1.0    # CPU seconds that count as a sign of life
PAGE = 65536


def threads_of(pid):
    """{thread: ns that it ran or was ready to}; {} when the process is gone."""
    spent = {}
    try:
        for task in os.listdir(f"/proc/{pid}/task"):
            with open(f"/proc/{pid}/task/{task}/schedstat", encoding="ascii") as file:
                ran, ready, _ = file.read().split()
            spent[task] = int(ran) + int(ready)
    except (OSError, ValueError):
        pass
    return spent


def family_of(pids):
    """These processes and all below them."""
    parents, found = {}, list(pids)
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{name}/stat", encoding="ascii", errors="replace") as file:
                parents[int(name)] = int(file.read().rsplit(")", 1)[1].split()[1])
        except (OSError, ValueError, IndexError):
            pass
    for pid in found:
        found += [child for child, parent in parents.items() if parent == pid and child not in found]
    return found


def disk_stall():
    """Seconds in which somebody on this machine waited for a disk; 0 where nobody counts them."""
    try:
        with open("/proc/pressure/io", encoding="ascii") as file:
            return int(file.readline().rsplit("total=", 1)[1]) / 1e6
    except (OSError, ValueError, IndexError):
        return 0.0


class Idle:
    """Seconds in which every thread of some processes slept, as far as they were looked at."""

    def __init__(self, tick=TICK):
        self.seconds, self.at, self.tick = 0.0, time.monotonic(), tick
        self.threads, self.stall = {}, disk_stall()

    def look(self, pids):
        now = time.monotonic()
        if now - self.at < self.tick:
            return self.seconds
        stall, busy, threads = disk_stall(), 0.0, {}
        for pid in pids():
            for task, spent in threads_of(pid).items():
                threads[task] = spent
                busy = max(busy, (spent - self.threads.get(task, spent)) / 1e9)
        self.seconds += max(0.0, now - self.at - max(busy, stall - self.stall))
        self.threads, self.stall, self.at = threads, stall, now
        return self.seconds

    def forgive(self):
        """Something happened: the count begins anew."""
        self.seconds, self.at = 0.0, time.monotonic()


def wait_until(what, probe, seconds, pids, mark=None):
    """The first true value of probe().  TimeoutError when all of pids() and this process have
    slept for `seconds` since mark() last changed, or past CAP."""
    idle, began, last = Idle(), time.monotonic(), mark() if mark else None
    while True:
        value = probe()
        if value:
            return value
        fresh = mark() if mark else None
        if fresh != last:
            last = fresh
            idle.forgive()
        if idle.look(lambda: [os.getpid(), *pids()]) > seconds:
            raise TimeoutError(f"nothing moves, after {time.monotonic() - began:.1f} s, towards: {what}")
        if time.monotonic() - began > CAP:
            raise TimeoutError(f"busy for {CAP:.0f} s, but never: {what}")
        time.sleep(0.01)


# --- a whole program, watched -------------------------------------------------------------
def cpu_of(pid):
    """CPU seconds of a process and of its children that have ended."""
    with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


def is_alive(pid):
    """Not one that has ended and waits to be asked how."""
    with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as file:
        return file.read().rsplit(")", 1)[1].split()[0] not in "ZX"


def session_of(leader):
    """The living processes of a session."""
    found = []
    for name in os.listdir("/proc"):
        try:
            if name.isdigit() and os.getsid(int(name)) == leader and is_alive(name):
                found.append(int(name))
        except OSError:
            pass
    return found


def end_session(leader):
    for sign in (signal.SIGTERM, signal.SIGKILL):
        for pid in session_of(leader):
            try:
                os.kill(pid, sign)
            except OSError:
                pass
        until = time.monotonic() + 5
        while time.monotonic() < until and session_of(leader):
            time.sleep(0.05)


def run_watched(command, quiet, say):
    """Runs it in a session of its own; say(bytes) gets what it says.  The exit code; 124 when it
    was ended, because for `quiet` idle seconds it said nothing and computed less than BUSY."""
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                             stdin=subprocess.DEVNULL, start_new_session=True)
    idle, began, used, reason = Idle(), time.monotonic(), 0.0, ""
    watch = selectors.DefaultSelector()
    watch.register(child.stdout, selectors.EVENT_READ)
    try:
        while not reason:
            if watch.select(timeout=1.0):
                said = os.read(child.stdout.fileno(), PAGE)
                if said:
                    say(said)
                    idle.forgive()
                    continue
                watch.unregister(child.stdout)
            if child.poll() is not None:
                break
            alive = session_of(child.pid)
            burnt = sum(cpu_or_none(pid) for pid in alive)
            if abs(burnt - used) > BUSY:
                used = burnt
                idle.forgive()
            if idle.look(lambda: alive) > quiet:
                reason = f"it said and did nothing for {quiet:.0f} s"
            elif time.monotonic() - began > CAP:
                reason = f"it had {CAP:.0f} s"
            elif not watch.get_map():
                time.sleep(0.05)  # it has closed its mouth, and lives
    finally:
        end_session(child.pid)  # whoever is left of it
    if reason:
        say(f"given up: {' '.join(command)}: {reason}\n".encode())
        return 124
    return child.wait()


def cpu_or_none(pid):
    try:
        return cpu_of(pid)
    except (OSError, ValueError):
        return 0.0


def write_through(said):
    sys.stdout.buffer.write(said)
    sys.stdout.buffer.flush()
