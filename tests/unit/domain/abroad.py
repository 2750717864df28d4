#!/usr/bin/env python3
"""The other calculator of tests/unit/domain/test_abroad.c: Python's zoneinfo, which reads the system's
tz database by itself.  Reads cases with our answers from standard input, works them out anew, and
says where it comes to something else.  Exit code 1 then."""
import datetime
import functools
import os
import sys
import zoneinfo

MINUTE, DAY, NEVER = 60, 86400, 2 ** 63 - 1
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
zoneinfo.reset_tzpath([os.environ.get("TZDIR", "/usr/share/zoneinfo")])


@functools.lru_cache(None)
def zone_of(name):
    return zoneinfo.ZoneInfo(name)


def local(zone, second):
    return (EPOCH + datetime.timedelta(seconds=second)).astimezone(zone)


def second_of(moment):
    return round((moment - EPOCH).total_seconds())


def minute_of(zone, second):
    moment = local(zone, second)
    return moment.hour * 60 + moment.minute


def offset_at(zone, second):
    return local(zone, second).utcoffset().total_seconds()


def change_in(zone, low, high):
    """The instant in (low, high] at which the clock is set, or None."""
    before = offset_at(zone, low)
    if offset_at(zone, high) == before:
        return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if offset_at(zone, middle) == before else (low, middle)
    return high


def wall(zone, date, minute):
    """The first instant that shows this, or the first behind the gap."""
    moment = datetime.datetime(date.year, date.month, date.day, tzinfo=zone)
    moment += datetime.timedelta(minutes=minute)  # on the wall
    found = second_of(moment)
    if local(zone, found).replace(tzinfo=None) == moment.replace(tzinfo=None):
        return found
    return change_in(zone, found - DAY, found + DAY)


# --- when a text may leave ---------------------------------------------------------------

def within(window, minute):
    start, end = window
    return start == end or (start <= minute < end if start < end else minute >= start or minute < end)


def edges(zone, windows, begin, days):
    """Every instant of some days at which a window may open or close."""
    first = local(zone, begin).date() - datetime.timedelta(days=1)
    found = set()
    for day in range(days + 2):
        date = first + datetime.timedelta(days=day)
        for minute in {m for window in windows for m in window}:
            moment = datetime.datetime(date.year, date.month, date.day, tzinfo=zone) + datetime.timedelta(minutes=minute)
            found |= {second_of(moment), second_of(moment.replace(fold=1))}
    for day in range(days):
        change = change_in(zone, begin + day * DAY, begin + (day + 1) * DAY)
        found |= {change} if change else set()
    return sorted(second for second in found if second > begin)


def first_that(zone, windows, second, wanted):
    def is_open(at):
        return all(within(window, minute_of(zone, at)) for window in windows)
    if is_open(second) == wanted:
        return second
    for days in (1, 4):
        for at in edges(zone, windows, second, days):
            if at <= second + days * DAY and is_open(at) == wanted:
                return at
    return None


def hours(zone, second, numbers):
    windows = [numbers[0:2], numbers[2:4], numbers[4:6]]
    start = first_that(zone, windows, second, True)
    end = None if start is None else first_that(zone, windows, start, False)
    return [int(start == second), NEVER if start is None else start, NEVER if end is None else end]


# --- when so much school time has passed ---------------------------------------------------

def school(zone, second, numbers):
    start, end, days, left = numbers
    date = local(zone, second).date()
    while True:
        if days >> (date.isoweekday() % 7) & 1:
            low, high = max(wall(zone, date, start), second), wall(zone, date, end)
            if high - low >= left:
                return [low + left]
            left -= max(0, high - low)
        date += datetime.timedelta(days=1)


RULES = {"hours": (hours, 6), "school": (school, 4)}
different = count = 0
for line in sys.stdin:
    rule, name, second, *numbers = line.split()
    calculate, asked = RULES[rule]
    numbers = [int(n) for n in numbers]
    expected = calculate(zone_of(name), int(second), numbers[:asked])
    count += 1
    if expected != numbers[asked:]:
        different += 1
        if different <= 10:
            print(f"{line.strip()}: expected {expected}", flush=True)
print(f"{count} cases, {different} differences", flush=True)
sys.exit(count == 0 or different > 0)
