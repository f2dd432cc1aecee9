"""What the end-to-end tests share: a small exercise country of two land posts in a folder of its
own, driven through the real programs."""

import datetime
import json
import os
import pathlib
import shutil
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "deploy" / "demo"))

from installation import Country, wait_until  # noqa: E402

BINARIES = pathlib.Path(os.environ.get("GARITA_BIN_DIR", ROOT / "build/release/bin"))
NORTH = "PASO-NORTE"
SOUTH = "PASO-SUR"
ZONE = "America/Guatemala"
POLICIES = ROOT / "deploy/demo/country/policies.toml"
ALERTS = ROOT / "deploy/demo/country/alerts.csv"
OFFICER = "agarcia"
PASSWORD = "una frase de práctica"
DAY_ONE = datetime.datetime(2026, 3, 2, 14, 0, tzinfo=datetime.timezone.utc)


def moment(day, hour=14, minute=0):
    """Exercise day 1, 2, ... at a time UTC."""
    return DAY_ONE + datetime.timedelta(days=day - 1, hours=hour - 14, minutes=minute)


def passport(number, surname, given="ANA", birth="1990-05-17"):
    return {"document_code": "P", "issuing_state": "UTO", "document_number": number,
            "surname": surname, "given_names": given, "nationality": "UTO", "birth_date": birth,
            "sex": "F", "expiry_date": "2031-01-31"}


def decision(direction, document, at=None, **more):
    made = {"direction": direction, "document": document, "decision": "admit", **more}
    if direction == "entry":
        made.setdefault("purpose", "holiday")
        made.setdefault("transport", "own_vehicle")
    if at is not None:
        made["at"] = at.strftime("%Y-%m-%dT%H:%M:%SZ")
    return made


class EndToEnd(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="garita-e2e-"))
        self.country = Country(self.folder, BINARIES)
        self.addCleanup(self.clean)

    def clean(self):
        self.country.kill_all()
        result = self._outcome.result if self._outcome else None
        failed = result is not None and any(test is self for test, _ in result.failures + result.errors)
        if failed:
            print(f"the country is kept in {self.folder}")
        else:
            shutil.rmtree(self.folder)

    def make_country(self):
        """Founded, published, two posts enrolled, everything serving, on exercise day 1."""
        country = self.country
        country.clock.set(moment(1, hour=12))
        country.found("ZEN")
        country.publish("policies", POLICIES)
        country.publish("alerts", ALERTS)
        country.centre.run("officer", "add", OFFICER, "--name", "Ana García", "--roles", "officer",
                           stdin=PASSWORD + "\n")
        for post in (NORTH, SOUTH):
            country.add_post(post, ZONE)
            country.link(post)
        country.centre.start()
        for post in (NORTH, SOUTH):
            country.join(post)
            country.stations[post].start()
        return country

    def until_served(self, post):
        """The post's station has a link and everything that was published."""
        station = self.country.stations[post]
        self.until(lambda: station.status()[0]["link"]["state"] == "up" and
                   {"alerts", "officers", "policies"} <= {b["channel"] for b in station.status()[0]["bulletins"]},
                   f"{post} has a link and the bulletins")
        return station

    def go_to(self, when):
        self.country.clock.set(when)

    def recorded(self, post, *decisions):
        """The ids of the records, each durable at the post."""
        done = self.country.stations[post].record(*decisions)
        return [line for line in done.stdout.split("\n") if line]

    def flags(self, **wanted):
        """The centre's flags, those that agree with `wanted`."""
        rows = self.country.centre.overstays("--states", "open,due,pending_data,probable,confirmed,cleared")
        return [row for row in rows if all(row.get(key) == value for key, value in wanted.items())]

    def decide(self, **what):
        """A status decision of the directorate's; the id of its record."""
        file = self.folder / "decision.json"
        file.write_text(json.dumps({"authority": "Directorate", **what}), encoding="utf-8")
        return self.country.centre.run("decide", str(file)).stdout.strip()

    def until(self, condition, what, seconds=60):
        return wait_until(condition, what, seconds)
