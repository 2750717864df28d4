#!/usr/bin/env python3
"""Draws chart.svg from results.jsonl: the newest run that has a figure, and how instructions went.

Each panel says its date and commit.  A panel without figures is left out.
"""
import html
import json
import os

HERE = os.path.dirname(os.path.abspath(__file__))
WIDE, HIGH, EDGE = 380, 210, 16
INK, SOFT, OURS, THEIRS = "#1f2933", "#6b7785", "#0b7285", "#b8c4ce"


def runs():
    with open(f"{HERE}/results.jsonl", encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def text(x, y, words, size=12, colour=INK, anchor="start", weight="normal"):
    return (f'<text x="{x:.0f}" y="{y:.0f}" font-size="{size}" fill="{colour}" text-anchor="{anchor}" '
            f'font-weight="{weight}">{html.escape(words)}</text>')


def of_run(run):
    note = f", Node {run['node_was']}" if "node_was" in run else ""
    return f"{run['at'][:10]}, commit {run['commit']}, load {run.get('load', 0):.0f}{note}"


def title(heading, note):
    return [text(EDGE, 22, heading, 14, weight="bold"), text(EDGE, 40, note, 11, SOFT)]


def bars(heading, run, rows, unit):
    """rows: (name, value); the first is ours."""
    most = max(value for _, value in rows)
    room = WIDE - 2 * EDGE - 180
    drawn = title(heading, of_run(run))
    for i, (name, value) in enumerate(rows):
        y = 60 + i * 34
        drawn.append(text(EDGE, y + 15, name))
        drawn.append(f'<rect x="{EDGE + 110}" y="{y}" width="{max(1, room * value / most):.0f}" height="22" '
                     f'fill="{OURS if i == 0 else THEIRS}"/>')
        drawn.append(text(EDGE + 116 + room * value / most, y + 15, f"{value:,.0f}{unit}"))
    return drawn


def trend(heading, points, goal):
    """points: (run, value) in order."""
    most = max(value for _, value in points) * 1.15
    left, right, top, bottom = EDGE + 40, WIDE - EDGE - 20, 60, HIGH - 34

    def at(i, value):
        x = left + (right - left) * (i / (len(points) - 1) if len(points) > 1 else 0.5)
        return x, bottom - (bottom - top) * value / most
    drawn = title(heading, f"{points[0][0]['at'][:10]} to {of_run(points[-1][0])}")
    y = at(0, goal)[1]
    drawn.append(f'<line x1="{left}" y1="{y:.0f}" x2="{right}" y2="{y:.0f}" stroke="{SOFT}" stroke-dasharray="4 4"/>')
    drawn.append(text(right, y - 5, f"goal {goal} k", 11, SOFT, "end"))
    drawn.append(f'<line x1="{left}" y1="{bottom}" x2="{right}" y2="{bottom}" stroke="{SOFT}"/>')
    places = [at(i, value) for i, (_, value) in enumerate(points)]
    drawn.append(f'<polyline fill="none" stroke="{OURS}" stroke-width="2" points="'
                 + " ".join(f"{x:.0f},{y:.0f}" for x, y in places) + '"/>')
    for (x, y), (run, value) in zip(places, points):
        drawn.append(f'<circle cx="{x:.0f}" cy="{y:.0f}" r="3.5" fill="{OURS}"/>')
        drawn.append(text(x, y - 9, f"{value:,.0f}", 11, anchor="middle"))
        drawn.append(text(x, bottom + 16, run["commit"][:7], 10, SOFT, "middle"))
    return drawn


def newest(all_runs, *keys):
    return next((run for run in reversed(all_runs) if all(key in run for key in keys)), None)


def panels(all_runs):
    def side_by_side(prefix, key, heading, unit):
        run = newest(all_runs, f"{prefix}{key}", f"{prefix}node_{key}")
        if run:
            names = [("hearbackd", ""), ("Node app", "node_"), ("Kannel, spool", "kannel_")]
            yield bars(heading, run, [(name, run[f"{prefix}{side}{key}"]) for name, side in names
                                      if f"{prefix}{side}{key}" in run], unit)
    yield from side_by_side("in_", "rate", "Texts in, a second, 64 connections", "/s")
    yield from side_by_side("in_", "cpu", "CPU a text that came in", " µs")
    yield from side_by_side("out_", "rate", "Texts out, a second", "/s")
    yield from side_by_side("out_", "cpu", "CPU a text that went out", " µs")
    points = [(run, run["kinstr_text"]) for run in all_runs if "kinstr_text" in run]
    if points:
        yield trend("Thousand instructions a text, in", points[-8:], 350)
    sizes = sorted((int(key.removeprefix("growth_")), key) for key in (newest(all_runs, "growth_ratio") or {})
                   if key.removeprefix("growth_").isdigit())
    if sizes:
        run = newest(all_runs, "growth_ratio")
        yield bars("Texts in, a second, by families", run, [(f"{rows:,}", run[key][0]) for rows, key in sizes], "/s")


def main():
    drawn = list(panels(runs()))
    across = 2
    down = (len(drawn) + across - 1) // across
    with open(f"{HERE}/chart.svg", "w", encoding="utf-8") as file:
        file.write(f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDE * across}" height="{HIGH * down}" '
                   f'viewBox="0 0 {WIDE * across} {HIGH * down}" font-family="sans-serif" role="img">\n'
                   f'<title>What a text costs</title>\n<rect width="100%" height="100%" fill="#ffffff"/>\n')
        for i, panel in enumerate(drawn):
            file.write(f'<g transform="translate({i % across * WIDE},{i // across * HIGH})">\n' + "\n".join(panel) + "\n</g>\n")
        file.write("</svg>\n")


main()
