"""What the parts of deploy/bench sync have in common: rows of the table, CPU and memory of a process."""

import os
import pathlib
import sqlite3

CLOCK_TICKS = os.sysconf("SC_CLK_TCK")
LANE_URGENT, LANE_MOVEMENT, LANE_EVIDENCE = 1, 2, 3


class Skipped(Exception):
    """This machine cannot measure it; the message says what lacks."""


def row(figure, ours, beside, ratio="-"):
    print(f"{figure}\t{ours}\t{beside}\t{ratio}", flush=True)


def at_most(value, limit, digits=2):
    """The last column of a figure that has to stay below its limit."""
    said = f"{value:.{digits}f} of at most {limit:g}"
    return said if value <= limit else f"MISSED: {said}"


def at_least(value, limit, digits=1):
    said = f"{value:.{digits}f} of at least {limit:g}"
    return said if value >= limit else f"MISSED: {said}"


def percentile(values, of_hundred):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, len(ordered) * of_hundred // 100)]


def _ticks(pid):
    """User and system time of a process and its threads so far; the same of its children that ended and
    were waited for. In clock ticks."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return list(map(int, fields[11:15]))


def cpu_seconds(pid):
    """User and system time of a process and its threads so far."""
    return sum(_ticks(pid)[:2]) / CLOCK_TICKS


def cpu_seconds_of_ended_children(pid):
    """Of those that it has waited for."""
    return sum(_ticks(pid)[2:]) / CLOCK_TICKS


def memory_kib(pid, name="VmHWM"):
    """VmHWM: the most that it ever had in memory; VmRSS: now; RssAnon: now, without mapped files."""
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(name + ":"):
            return int(line.split()[1])
    raise KeyError(name)


def asked(file, question, values=()):
    """The rows that a database in use gives, without holding anybody up."""
    database = sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=10)
    try:
        return database.execute(question, values).fetchall()
    finally:
        database.close()


def centre_head(centre, station, lane):
    """The last sequence that the centre holds of a station's journals of a lane."""
    rows = asked(centre.data / "centre.sqlite",
                 "SELECT coalesce(max(head_sequence), 0) FROM journals WHERE station = ? AND lane = ?",
                 (station, lane))
    return rows[0][0]


def station_heads(station, lane):
    """(last written, last with a receipt) of a station's newest journal of a lane."""
    rows = asked(station.data / "station.db",
                 "SELECT last_sequence, held FROM journal WHERE lane = ? ORDER BY incarnation DESC LIMIT 1",
                 (lane,))
    return rows[0] if rows else (0, 0)
