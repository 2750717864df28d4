"""growth - what more families and more open promises make dearer: a text, a list, a scrape, a due
step, the start.  Rates of several sizes are taken in turns, in one run.
"""
import json
import os
import shutil
import signal
import statistics
import subprocess
import time

from rig import (Load, Ours, check, cpu_seconds, goal, heading, make_ledger, memory_mb, results, row, spread, wait_for)
from sides import measure
from written import Written, traced, tracing

PROMISES = ["", "state=waiting", "state=open", "state=kept", "state=waiting&owner=7", "language=so", "for_person=1",
            "due_before=2026-03-03T00:00:00Z"]
LISTS = ["/healthz", "/metrics", *(f"/api/v1/promises?{words}&limit=50".replace("?&", "?") for words in PROMISES),
         "/api/v1/contacts?limit=50", "/api/v1/contacts?q=Guti&limit=50", "/api/v1/lines", "/api/v1/users", "/api/v1/notices",
         "/api/v1/audit?limit=50"]
DUE = 6400       # steps that wait when start_up begins
NOW = 1772571600000  # ledger.c's


def settled(town):
    """Nothing computes any more: what the start began is done."""
    still = town.rest(1.0)
    wait_for("the start has settled", lambda: still(1), 600)


def ledger_of(out, folder, rows, due=0):
    """So many families, and as many open promises."""
    return make_ledger(out, f"{folder}/rows.db", ("contacts", rows), ("promises", rows, rows, due))


# --- a text ----------------------------------------------------------------------------------

def texts_by_size(out, folder, sizes, rounds, seconds):
    heading(f"a text over so many families and open promises, in turns; {rounds} rounds of {seconds:g} s")
    load, towns, told = Load(out), {}, {rows: [] for rows in sizes}
    try:
        for rows in sizes:
            town = towns[rows] = Ours(out, ledger_of(out, folder, rows))
            town.start_carrier()
            town.start_under(*tracing(f"{town.dir}/strace"))
            town.take_in_only()
            settled(town)
            load.texts(town.url, 3600, 500, seed=1, families=rows)
            at = traced(f"{town.dir}/strace")
            load.texts(town.url, 3600, 2000, seed=2, families=rows)
            town.kb = Written(f"{town.dir}/strace", at).total() / 2000 / 1024
            check("it ends as it is told to", town.stop() == 0)
            town.start()
            settled(town)
        for i in range(rounds):
            order = list(sizes[i % len(sizes):]) + list(sizes[:i % len(sizes)])
            for rows in order:
                town = towns[rows]
                told[rows].append(measure(ByFamilies(load, rows), town.daemon.pid, town.url, town.heard, seconds, 100 + i))
        for rows in sizes:
            row(f"{rows} families: texts a second", f"{statistics.median(r['rate'] for r in told[rows]):.0f}",
                f"CPU {statistics.median(r['cpu'] for r in told[rows]):.0f} µs, pwrite {towns[rows].kb:.1f} KB, "
                f"p99 {statistics.median(r['p99'] for r in told[rows]):.0f} ms, {memory_mb(towns[rows].daemon.pid):.0f} MB")
            results[f"growth_{rows}"] = [round(statistics.median(r[key] for r in told[rows])) for key in ("rate", "cpu")] + \
                                        [round(towns[rows].kb, 1)]
        ratios = [last["rate"] / first["rate"] for first, last in zip(told[sizes[0]], told[sizes[-1]])]
        row("rate at the last ÷ at the first", f"{statistics.median(ratios):.2f}",
            f"{spread(ratios, '{:.2f}')}  {goal(statistics.median(ratios), 0.8)}")
        results["growth_ratio"] = round(statistics.median(ratios), 2)
    finally:
        for town in towns.values():
            town.close()


class ByFamilies:
    """The load generator, with texts from so many families."""

    def __init__(self, load, families):
        self.load, self.families = load, families

    def texts(self, url, seconds, most, **more):
        return self.load.texts(url, seconds, most, families=self.families, **more)


# --- lists, scrapes, a reload ------------------------------------------------------------------

def loop_seconds(pid):
    with open(f"/proc/{pid}/task/{pid}/schedstat", encoding="ascii") as file:
        return int(file.read().split()[0]) / 1e9


def ask(town, path):
    """(status, wall ms, CPU ms of all threads)"""
    began, at = cpu_seconds(town.daemon.pid), time.monotonic()
    status = town.over_socket(path)[0]
    return status, (time.monotonic() - at) * 1000, (cpu_seconds(town.daemon.pid) - began) * 1000


def lists(out, folder, rows):
    heading(f"lists and scrapes over {rows} open promises of as many families (the goal: ≤ 10 ms CPU each)")
    town = Ours(out, ledger_of(out, folder, rows))
    try:
        town.start_carrier()
        town.start()
        town.hire()
        settled(town)
        told = {}
        for path in LISTS:
            tries = [ask(town, path) for _ in range(3)]
            worst = max(status for status, _, _ in tries)
            check("every list is answered, or given up with 503", worst in (200, 503), f"{path}: {worst}")
            wall, cpu = min(wall for _, wall, _ in tries), min(cpu for _, _, cpu in tries)
            told[path] = [worst, round(wall, 1), round(cpu, 1)]
            row(path.removeprefix("/api/v1").replace("&limit=50", "").replace("?limit=50", ""), f"{worst}",
                f"{cpu:.1f} ms CPU, {wall:.0f} ms  {goal(cpu, 10, False) if worst == 200 else 'NOT ANSWERED'}")
        results["lists"] = told
        began = loop_seconds(town.daemon.pid)
        town.daemon.send_signal(signal.SIGHUP)
        settled(town)
        ms = (loop_seconds(town.daemon.pid) - began) * 1000
        row("SIGHUP: CPU on the loop thread", f"{ms:.1f} ms", goal(ms, 5, False))
        results["sighup_ms"] = round(ms, 1)
    finally:
        town.close()


# --- due steps, the start ------------------------------------------------------------------------

def take_steps(out, folder, rows, lie):
    """Deadlines among so many open promises, those that are due together or spread."""
    folder = f"{folder}/steps"
    os.makedirs(folder)
    try:
        return json.loads(subprocess.run([f"{out}/tests/bench/steps", folder, str(rows), lie],
                                         capture_output=True, text=True, check=True).stdout)
    finally:
        shutil.rmtree(folder)


def due_steps(out, folder, sizes):
    heading("due steps (deadlines: late, somebody else's, the family told), by the number of open promises")
    for lie in ("together", "spread"):
        told = [take_steps(out, folder, rows, lie) for rows in sizes]
        # processor time: a busy machine changes it little
        costs = [t["cpu_us_per_step"] for t in told]
        for t in told:
            row(f"{t['open_promises']} promises, due {lie}: CPU a step", f"{t['cpu_us_per_step']:.0f} µs",
                f"{t['steps_per_second']} steps/s; opening the ledger {t['start_ms']:.0f} ms")
        by = costs[-1] / costs[0]
        row("last ÷ first", f"{by:.2f}", goal(by, 1.5, False))
        results[f"step_us_{lie}"], results[f"step_growth_{lie}"] = round(costs[-1]), round(by, 2)


def start_up(out, folder, rows):
    heading(f"start-up over {rows} open promises, {DUE} of them due, and {rows // 4} queued texts")
    ledger = make_ledger(out, f"{folder}/start.db", ("contacts", 20000), ("promises", rows, 20000, DUE), ("queued", rows // 4))
    town = Ours(out, ledger)
    try:
        town.start_carrier()
        began = time.monotonic()
        town.start()
        ready, cpu = time.monotonic() - began, cpu_seconds(town.daemon.pid)
        wait_for("the first text at the provider", lambda: town.provider.told()["taken"], 60)
        first = time.monotonic() - began
        memory = memory_mb(town.daemon.pid)
        row("until it is ready", f"{ready:.2f} s", f"{goal(ready, 1, False)}; CPU {cpu:.2f} s; first text {first:.2f} s")
        row("memory then", f"{memory:.0f} MB", goal(memory, 64, False))
        results.update(start_s=round(ready, 2), start_cpu_s=round(cpu, 2), start_mb=round(memory))
    finally:
        town.kill()
        town.close()
    written_by_steps(out, folder)


def written_by_steps(out, folder):
    """What the due steps of one start write, nothing else going on."""
    town = Ours(out, make_ledger(out, f"{folder}/start.db", ("contacts", 20000), ("promises", 20000, 20000, DUE)))
    trace = f"{town.dir}/strace"
    try:
        town.start_carrier()
        town.start_under(*tracing(trace))
        wait_for("every due step is taken", lambda: town.one(
            f"SELECT count(*) FROM promise WHERE wake_at > 0 AND wake_at <= {NOW}") == 0, 600)
        kb = Written(trace).total() / DUE / 1024
        row("written a due step, by pwrite", f"{kb:.1f} KB", goal(kb, 4, False))
        results["step_kb"] = round(kb, 1)
    finally:
        town.close()
