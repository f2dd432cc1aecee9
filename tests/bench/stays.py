#!/usr/bin/env python3
"""Stays: a projection made anew from journals, lists of overstays and one late exit, beside plain SQL.

    tests/bench/stays.py [--crossings N[,N...]] [--databases sqlite,postgres] [--folder ON_THE_DISK]

Prints a line a figure: figure, ours, limit or peer, ratio or "MISSED"; tabs between. README.md says what each is.
"""

import argparse
import pathlib
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "deploy" / "demo"), str(ROOT / "tests" / "bench")]

from installation import Failed  # noqa: E402
from stays_parts import naive  # noqa: E402
from sync_parts.cluster import Cluster  # noqa: E402
from sync_parts.measuring import Skipped, at_least, at_most, row  # noqa: E402

REBUILT_MIN = {"sqlite": 8000, "postgres": 12000}
PAGE_MS_MAX, COUNT_MS_MAX, LATE_CPU_MS_MAX, LATE_MS_MAX = 20, 200, 2, 20
NAMES = {"sqlite": "SQLite", "postgres": "PostgreSQL"}


def called(command):
    """What it wrote, its wall and CPU seconds."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    done = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, text=True)
    wall, after = time.monotonic() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode != 0:
        raise Failed(f"{command[0]} {command[1]} ended with {done.returncode}")
    return done.stdout, wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


class Country:
    """A centre whose journals hold that many invented crossings, and of which nothing is projected."""

    def __init__(self, binaries, data, crossings, cluster):
        self.binaries, self.data, self.cluster = binaries, data, cluster
        self.schema = f"centre_{crossings}"
        where = [] if cluster is None else ["--database", cluster.fresh_address(self.schema)]
        self.central("init", "--country", "ZEN", "--exercise", *where)
        written, *_ = self.bench("fill", "--crossings", crossings)
        self.crossings = int(written)

    def central(self, what, *options):
        return called([self.binaries / "garita-central", what, *options, "--data", self.data])

    def bench(self, what, *options):
        return called([self.binaries / "stays_bench", what, *options, "--data", self.data])

    def server_cpu(self):
        return 0 if self.cluster is None else self.cluster.cpu()


def rebuilt(country, database):
    before = country.server_cpu()
    said, wall, cpu = country.central("rebuild")
    server = country.server_cpu() - before
    records = int(re.match(r"\d+", said).group())
    rate = records / wall
    row(f"{NAMES[database]}, {country.crossings:,} crossings: rebuilt", f"{rate:,.0f}/s",
        f"{wall:.0f} s for {records:,} records and claims", at_least(rate, REBUILT_MIN[database], 0))
    row(" CPU of the program, of the server", f"{cpu / records * 1e6:.0f}, {server / records * 1e6:.0f} us a record",
        f"at this CPU alone {records / max(cpu, server):,.0f}/s with a core each")


def asked(country, database):
    # Before some of the listed leave.
    peers = naive.timed(country, database)
    best = min(peers, key=lambda each: each[1])
    said, *_ = country.bench("ask")
    figures = dict(line.split("\t") for line in said.splitlines())
    label = f"{NAMES[database]}, {country.crossings:,}"
    beside = f"{best[0]}: {best[1] * 1e3:,.0f} ms CPU"
    page, count = float(figures["page ms"]), float(figures["count ms"])
    row(f"{label}: first page of overstays", f"{page:.2f} ms", beside, at_most(page, PAGE_MS_MAX))
    row(f" all {int(figures['flags']):,} counted, {int(figures['overstays']):,} open overstays", f"{count:.1f} ms", beside, at_most(count, COUNT_MS_MAX))
    for name, cpu, found in peers:
        row(f"  {name}", f"{cpu * 1e3:,.0f} ms", f"CPU; it finds {found:,}")
    cpu, wall = float(figures["late exit cpu ms"]), float(figures["late exit ms"])
    row(" a late exit corrects its person's flags, CPU", f"{cpu:.2f} ms", "of the program, mean",
        at_most(cpu, LATE_CPU_MS_MAX))
    row(" the same, durable", f"{wall:.1f} ms", "p50", at_most(wall, LATE_MS_MAX))


def measure(folder, binaries, crossings, database):
    cluster = Cluster(folder) if database == "postgres" else None
    try:
        country = Country(binaries, folder / "centre", crossings, cluster)
        rebuilt(country, database)
        asked(country, database)
    finally:
        if cluster is not None:
            cluster.__exit__()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--crossings", default="100000,1000000", help="one country each")
    parser.add_argument("--databases", default="sqlite,postgres")
    parser.add_argument("--binaries", type=pathlib.Path, default=ROOT / "build/release/bin")
    parser.add_argument("--folder", type=pathlib.Path, help="on the disk to be measured; else a temporary one")
    chosen = parser.parse_args()
    well = True
    for crossings in map(int, chosen.crossings.split(",")):
        for database in chosen.databases.split(","):
            folder = pathlib.Path(tempfile.mkdtemp(prefix="garita-bench-stays-", dir=chosen.folder))
            folder.chmod(0o755)
            try:
                measure(folder, chosen.binaries.resolve(), crossings, database)
            except Skipped as skipped:
                row(database, "SKIPPED", str(skipped))
            except Failed as failed:
                print(f"stays, {database}: {failed}", file=sys.stderr)
                well = False
            finally:
                shutil.rmtree(folder)
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())
