"""sides - times, side by side: hearbackd, the Node app and Kannel, in turns, on the same machine
in the same run.  Ratios are taken inside a round.  CPU is what all threads of a side ran.
"""
import os
import statistics
import time

from peers import WARM, Node, has_kannel, kannel
from rig import (CONNECTIONS, FAMILIES, Load, Ours, Provider, check, cpu_seconds, disk_bytes, free_port, goal, heading,
                 make_ledger, memory_mb, results, row, spread, wait_for)


def in_turns(rounds, sides):
    """{name: [what each round told]}; every round begins with another side."""
    told = {name: [] for name in sides}
    for i in range(rounds):
        names = list(sides)
        for name in names[i % len(names):] + names[:i % len(names)]:
            told[name].append(sides[name](i))
        print(f"  round {i + 1}: " + ", ".join(f"{name} {told[name][i]['rate']:.0f}/s" for name in sides)
              + f"   (load average {os.getloadavg()[0]:.1f})", flush=True)
    return told


def compare(told, peer, figures, prefix):
    """A row a figure: the median of ours, of the peer, and of the ratios; a ratio reads "times better"."""
    print(f"  {'median':<24}{'hearbackd':>12}{peer:>14}{'ratio':>10}", flush=True)
    for key, name, form, bound, is_least in figures:
        mine, theirs = [r[key] for r in told["hearbackd"]], [r[key] for r in told[peer]]
        ratios = [a / b if is_least else b / a for a, b in zip(mine, theirs)]
        ratio = statistics.median(ratios)
        print(f"  {name:<24}{form.format(statistics.median(mine)):>12}{form.format(statistics.median(theirs)):>14}"
              f"{ratio:>8.1f} x  {spread(ratios)} {'more' if is_least else 'less'}  {goal(ratio, bound) if bound else ''}",
              flush=True)
        side = peer.split()[0].rstrip(",").lower()
        results[f"{prefix}{key}"] = round(statistics.median(mine), 2)
        results[f"{prefix}{side}_{key}"] = round(statistics.median(theirs), 2)
        results[f"{prefix}ratio_{side}_{key}"] = [round(v, 2) for v in (ratio, min(ratios), max(ratios))]


# --- inbound ---------------------------------------------------------------------------------

def measure(load, pid, url, heard, seconds, seed):
    began = cpu_seconds(pid), disk_bytes(pid), heard()
    told = load.texts(url, seconds, int(seconds * 20000), seed=seed)
    count = told["answered"]
    check("every answered text is in the ledger", heard() - began[2] == count, f"{heard() - began[2]} of {count}")
    return dict(rate=count / told["seconds"], p50=told["p50_us"] / 1000, p99=told["p99_us"] / 1000,
                cpu=(cpu_seconds(pid) - began[0]) * 1e6 / count,
                kb=(disk_bytes(pid) - began[1]) / count / 1024, mb=memory_mb(pid))


def inbound(out, folder, rounds, seconds):
    heading(f"inbound: signed text → on disk → answered; {CONNECTIONS} connections, {rounds} rounds of {seconds:g} s")
    load = Load(out)
    ledger = make_ledger(out, f"{folder}/inbound.db", ("contacts", FAMILIES))
    node = Node(folder)

    def ours_round(i):
        town = Ours(out, ledger)
        try:
            town.start_carrier()
            town.start()
            town.take_in_only()
            load.texts(town.url, 600, 500, seed=500 + i)
            return measure(load, town.daemon.pid, town.url, town.heard, seconds, 100 + i)
        finally:
            town.close()
    sides = {"hearbackd": ours_round,
             "Node": lambda i: measure(load, node.process.pid, node.url, node.heard, seconds, 100 + i)}
    if has_kannel():
        for store in ("spool", "none"):
            sides[f"Kannel, {store}"] = lambda i, store=store: kannel(out, f"{folder}/kannel", "in", int(seconds * 1000), store)
    else:
        print("  skipped: Kannel is not installed, or no network namespace can be made", flush=True)
    try:
        load.texts(node.url, 3600, WARM, seed=99)
        told = in_turns(rounds, sides)
    finally:
        node.close()
    compare(told, "Node", [
        ("rate", "texts a second", "{:.0f}", 12, True), ("cpu", "CPU a text, µs", "{:.0f}", 12, False),
        ("p50", "p50, ms", "{:.1f}", None, False), ("p99", "p99, ms", "{:.1f}", 20, False),
        ("kb", "written a text, KB", "{:.1f}", None, False), ("mb", "memory, MB", "{:.0f}", None, False)], "in_")
    if "Kannel, spool" in told:
        # its p50 and p99 end when the text is accepted, not when the reply is at the provider
        compare(told, "Kannel, spool", [("rate", "texts a second", "{:.0f}", 8, True),
                                        ("cpu", "CPU a text, µs", "{:.0f}", None, False)], "in_")
        row("Kannel without a store", f"{statistics.median(r['rate'] for r in told['Kannel, none']):.0f}/s",
            f"CPU a text {statistics.median(r['cpu'] for r in told['Kannel, none']):.0f} µs")


# --- outbound --------------------------------------------------------------------------------

def sent_since(provider, warm, texts, pid, processes):
    """Waits until so many were taken; dict(rate, cpu so far) from the warm ones on."""
    wait_for("the warm-up at the provider", lambda: provider.told()["taken"] >= warm, 120, processes)
    first, began = provider.told(), cpu_seconds(pid)
    wait_for("every text at the provider", lambda: provider.told()["taken"] >= warm + texts, 120, processes)
    last = provider.told()
    count = last["taken"] - first["taken"]
    return dict(rate=count * 1e6 / (last["last_us"] - first["now_us"]), count=count, began=began,
                provider_cpu=(last["cpu_us"] - first["cpu_us"]) / count)


def drain_ours(out, load, ledger, warm, texts):
    """What waits goes out, then its receipts come in."""
    town = Ours(out, ledger)
    try:
        town.start_carrier()
        town.start(is_ready=False)
        pid = town.daemon.pid
        told = sent_since(town.provider, warm, texts, pid, [town.carrier])
        wait_for("every text is written as sent", lambda: town.in_state("sent") == warm + texts, 120)
        told["cpu"] = (cpu_seconds(pid) - told["began"]) * 1e6 / told["count"]
        listed = town.provider.listed()
        check("every queued text was accepted once", len({text for *_, text in listed}) == len(listed) == warm + texts,
              len(listed))
        began = cpu_seconds(pid)
        receipts = load.receipts(town.url, town.provider.list, 2 * (warm + texts))
        check("every receipt is in the ledger", town.in_state("delivered") == warm + texts)
        told["receipts"] = receipts["answered"] / receipts["seconds"]
        told["receipts_p99"] = receipts["p99_us"] / 1000
        told["receipt_cpu"] = (cpu_seconds(pid) - began) * 1e6 / receipts["answered"]
        return told
    finally:
        town.close()


def drain_node(out, folder, warm, texts):
    provider = Provider(out, folder, free_port())
    node = Node(folder, f"http://127.0.0.1:{provider.port}", warm + texts)
    try:
        told = sent_since(provider, warm, texts, node.process.pid, [provider.process, node.process])
        check("the Node app drained its queue", node.process.stdout.readline().strip() == "drained")
        told["cpu"] = (cpu_seconds(node.process.pid) - told["began"]) * 1e6 / told["count"]
        return told
    finally:
        node.close()
        provider.close()


def drain_practice(out, ledger, texts):
    """Into the practice carrier, which sends two receipts a text and keeps a log: as an operator tries it."""
    town = Ours(out, ledger, is_lean=False)
    try:
        town.start_carrier()
        began = time.monotonic()
        town.start(is_ready=False)
        wait_for("every receipt", lambda: town.in_state("delivered") == texts, 120)
        took = time.monotonic() - began
        accepted = [event["sid"] for event in town.carrier_events("accepted")]
        check("every queued text was accepted once", len(accepted) == len(set(accepted)) == texts, len(accepted))
        return dict(rate=texts / took, cpu=cpu_seconds(town.daemon.pid) * 1e6 / texts,
                    carrier_cpu=cpu_seconds(town.carrier.pid) * 1e6 / texts)
    finally:
        town.close()


def outbound(out, folder, rounds, texts):
    warm = WARM
    heading(f"outbound: {texts} queued texts → a provider that answers at once, after {warm} to warm up; {rounds} rounds")
    load = Load(out)
    ledger = make_ledger(out, f"{folder}/outbound.db", ("contacts", FAMILIES), ("queued", warm + texts))
    sides = {"hearbackd": lambda i: drain_ours(out, load, ledger, warm, texts),
             "Node": lambda i: drain_node(out, folder, warm, min(texts, 2000))}
    if has_kannel():
        sides["Kannel, spool"] = lambda i: kannel(out, f"{folder}/kannel", "out", texts)
    told = in_turns(rounds, sides)
    figures = [("rate", "handed over a second", "{:.0f}", 10, True), ("cpu", "CPU a text, µs", "{:.0f}", 10, False)]
    compare(told, "Node", figures, "out_")
    if "Kannel, spool" in told:
        compare(told, "Kannel, spool", [figure[:3] + (None,) + figure[4:] for figure in figures], "out_")
    for key, name, form in [("receipts", "receipts a second, apart (two a text)", "{:.0f}"),
                            ("receipt_cpu", "CPU a receipt", "{:.0f} µs"), ("receipts_p99", "p99 of a receipt", "{:.1f} ms"),
                            ("provider_cpu", "CPU of the bench's provider a text", "{:.0f} µs")]:
        value = statistics.median(r[key] for r in told["hearbackd"])
        row(name, form.format(value), goal(value, 60, False) if key == "provider_cpu" else "")
        results[f"out_{key}"] = round(value, 1)
    practice = drain_practice(out, ledger, warm + texts)
    row("into the practice carrier, with all receipts", f"{practice['rate']:.0f}/s",
        f"CPU a text {practice['cpu']:.0f} µs, of the carrier {practice['carrier_cpu']:.0f} µs")
    results["practice_rate"] = round(practice["rate"])
