"""Crossings a second, durable: from a decision at a post to the centre's receipt, beside plain SQLite.

    tests/bench/records.py [--records 2000] [--binaries build/release/bin]

Real programs over loopback TLS 1.3: `garita-station record` takes decisions as JSON, `garita-station
serve` sends them, `garita-central serve` commits and answers with signed receipts. Three figures:

    at the post     decisions recorded a second: sealed, chained, committed (synchronous=FULL), one by one
    end to end      the same while the link is up, until the last record's receipt is back at the post
    backlog         records a second of what was kept while nothing could be sent, from the start of `serve`
                    until all receipts are back

The limit beside them is the same number of inserts of the same size into one plain SQLite table with
synchronous=FULL and a write-ahead log on the same disk in the same minute: one a transaction as the post has to (each
traveller is durable before the next), and twenty and a hundred a transaction.
Prints a line a figure: figure, ours, limit, ratio; tabs between.
"""

import argparse
import datetime
import json
import os
import pathlib
import shutil
import sqlite3
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "deploy" / "demo"))

from installation import Country, Failed, wait_until  # noqa: E402

POST = "PASO-NORTE"
POLICIES = ROOT / "deploy/demo/country/policies.toml"
ALERTS = ROOT / "deploy/demo/country/alerts.csv"


def letters(number):
    """A name for a number: digits are no part of a name, so they would make everyone one person."""
    text = ""
    for _ in range(5):
        number, rest = divmod(number, 20)
        text += "BCDFGHJKLMNPQRSTVWXZ"[rest] + "A"
    return text


def decisions(first, count):
    """JSON lines: each an entry of somebody else."""
    rows = []
    for number in range(first, first + count):
        birth = datetime.date(1950, 1, 1) + datetime.timedelta(days=number % 18000)
        rows.append(json.dumps({
            "direction": "entry", "decision": "admit", "purpose": "holiday", "transport": "bus",
            "granted_days": 30,
            "document": {"document_code": "P", "issuing_state": "UTO", "document_number": f"BN{number:07d}",
                         "surname": letters(number), "given_names": "ANA", "nationality": "UTO",
                         "birth_date": birth.isoformat(), "sex": "F", "expiry_date": "2031-01-31"}}))
    return "\n".join(rows) + "\n"


class Measured:
    """A country of one post, from its founding to its end."""

    def __init__(self, folder, binaries):
        self.country = Country(folder, binaries)
        country = self.country
        country.clock.set(datetime.datetime.now(datetime.timezone.utc))
        country.found("ZEN")
        country.publish("policies", POLICIES)
        country.publish("alerts", ALERTS)
        country.add_post(POST, "America/Guatemala")
        self.station = country.link(POST)
        country.centre.start()
        country.join(POST)
        self.station.start()
        self.recorded = 0

    def movement(self):
        """The movement journal's row of the post's status."""
        journals = self.station.status()[0]["journals"]
        return next(journal for journal in journals if journal["lane"] == "movement")

    def caught_up(self):
        row = self.movement()
        return row["held"] == row["last"] and row["last"] >= self.recorded

    def record(self, count):
        """Seconds until the last decision is durable at the post."""
        lines = decisions(self.recorded, count)
        began = time.monotonic()
        done = self.station.run("record", "--json", "-", stdin=lines)
        took = time.monotonic() - began
        made = done.stdout.count("\n")
        if made != count:
            raise Failed(f"{made} of {count} were recorded: {done.stderr[:300]}")
        self.recorded += count
        return took

    def wait(self, seconds=300):
        wait_until(self.caught_up, "every record has its receipt", seconds)

    def record_unsent(self, count):
        """As record(), while nothing is sent."""
        self.station.stop()
        return self.record(count)

    def entry_bytes(self):
        """What a record's row in the post's journal weighs, on average."""
        with sqlite3.connect(f"file:{self.ledger_file()}?mode=ro", uri=True) as database:
            return int(database.execute(
                "SELECT avg(length(ciphertext) + length(salt) + length(hash) + length(previous)"
                " + length(salt_hash) + length(epoch_key_hash) + 24) FROM entry WHERE salt IS NOT NULL"
            ).fetchone()[0])

    def ledger_file(self):
        for file in self.station.data.rglob("*"):
            if file.is_file() and file.open("rb").read(15) == b"SQLite format 3":
                return file
        raise Failed("the post has no ledger")


def plain_inserts(folder, count, size, batch):
    """Rows a second into one SQLite table, `batch` of them a transaction, synchronous=FULL."""
    database = sqlite3.connect(pathlib.Path(folder) / f"plain-{time.monotonic_ns()}.db", isolation_level=None)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA synchronous=FULL")
    database.execute("CREATE TABLE entry (sequence INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT")
    rows = [(number, os.urandom(size)) for number in range(count)]
    began = time.monotonic()
    for start in range(0, count, batch):
        database.execute("BEGIN IMMEDIATE")
        database.executemany("INSERT INTO entry VALUES (?, ?)", rows[start:start + batch])
        database.execute("COMMIT")
    took = time.monotonic() - began
    database.close()
    return count / took


def measure(folder, binaries, count):
    measured = Measured(folder / "country", binaries)
    try:
        measured.record(50)  # the first ones pay for opening files and agreeing on keys
        measured.wait()
        began = time.monotonic()
        measured.record(count)
        measured.wait()
        end_to_end = count / (time.monotonic() - began)
        at_post = count / measured.record_unsent(count)
        began = time.monotonic()
        measured.station.start()
        measured.wait()
        backlog = count / (time.monotonic() - began)
        size = measured.entry_bytes()
        measured.country.stop()
    finally:
        measured.country.kill_all()
    return at_post, end_to_end, backlog, size


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--records", type=int, default=2000, help="decisions a figure")
    parser.add_argument("--binaries", type=pathlib.Path, default=ROOT / "build/release/bin")
    parser.add_argument("--folder", type=pathlib.Path, help="on the disk to be measured; else a temporary one")
    chosen = parser.parse_args()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="garita-bench-", dir=chosen.folder))
    try:
        at_post, end_to_end, backlog, size = measure(folder, chosen.binaries.resolve(), chosen.records)
        plain = {batch: plain_inserts(folder, chosen.records, size, batch) for batch in (1, 20, 100)}
    except Failed as failed:
        print(f"records: {failed}; the country is kept in {folder}", file=sys.stderr)
        return 1
    shutil.rmtree(folder)
    rows = [("durable at the post, a traveller a transaction", at_post, 1),
            ("durable end to end, receipt back at the post", end_to_end, 1),
            ("backlog sent, receipts back at the post", backlog, 20),
            ("backlog sent, receipts back at the post", backlog, 100)]
    for what, ours, batch in rows:
        print(f"{what}\t{ours:.0f} records/s\tplain SQLite, {batch} a transaction: {plain[batch]:.0f} rows/s"
              f"\t{ours / plain[batch]:.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
