"""Records a second, end to end, beside plain SQLite inserts in the same run and on the same disk.

    deploy/bench records

Decisions go through `garita-station record` (inspection, sealing, chain, durable before its id is
printed) while `garita-station serve` carries them to `garita-central serve` over mutual TLS. The limit
is SQLite alone: one row of the same size a transaction, WAL, synchronous=FULL.
"""

import json
import os
import pathlib
import shutil
import sqlite3
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "end-to-end"))

from fixture import BINARIES, NORTH, POLICIES, ZONE, Country, decision, moment, passport  # noqa: E402
from installation import wait_until  # noqa: E402

RECORDS = 1000


def plain_inserts(folder, size):
    """Inserts a second, each its own durable transaction."""
    database = sqlite3.connect(folder / "plain.db", isolation_level=None)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA synchronous=FULL")
    database.execute("CREATE TABLE records (id INTEGER PRIMARY KEY, station TEXT, sequence INTEGER, "
                     "content BLOB, UNIQUE (station, sequence)) STRICT")
    content = os.urandom(size)
    began = time.monotonic()
    for i in range(RECORDS):
        database.execute("INSERT INTO records (station, sequence, content) VALUES (?, ?, ?)", (NORTH, i, content))
    return RECORDS / (time.monotonic() - began)


def at_centre(station):
    return all(journal["opened"] == journal["last"] for row in station.status() for journal in row["journals"])


def main():
    folder = pathlib.Path(tempfile.mkdtemp(prefix="garita-bench-", dir=BINARIES.parent))
    country = Country(folder, BINARIES)
    try:
        country.clock.set(moment(1))
        country.found("ZEN")
        country.publish("policies", POLICIES)
        country.add_post(NORTH, ZONE)
        station = country.link(NORTH)
        country.centre.start()
        country.join(NORTH)
        station.start()
        lines = "".join(json.dumps(decision("entry", passport(f"B{i:07d}", "BENCH", f"T{i}"), granted_days=10)) + "\n"
                        for i in range(RECORDS))
        limit_before = plain_inserts(folder, 600)
        began = time.monotonic()
        station.run("record", "-", stdin=lines)
        durable = time.monotonic() - began
        wait_until(lambda: at_centre(station), "the centre has read every record", 120)
        opened = time.monotonic() - began
        (folder / "plain.db").unlink()
        limit = (limit_before + plain_inserts(folder, 600)) / 2
        for what, seconds in (("durable at the post", durable), ("held, read and receipted by the centre", opened)):
            rate = RECORDS / seconds
            print(f"records a second, {what}\t{rate:.0f}/s\tplain SQLite inserts, one a transaction: "
                  f"{limit:.0f}/s\t{rate / limit:.2f}")
        country.stop()
    finally:
        country.kill_all()
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
