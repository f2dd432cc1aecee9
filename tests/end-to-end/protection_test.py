"""Who may need protection is told to the protection unit alone: at the desk a second interview remains, the centre
carries what it cannot read, and the unit reads it with a key that never was at either."""

import json
import subprocess
import unittest

from desk_client import Desk
from fixture import BINARIES, NORTH, OFFICER, PASSWORD, EndToEnd

ZONE = ["P<UTOMUSTER<<MAX<<<<<<<<<<<<<<<<<<<<<<<<<<<<", "X1234567<7UTO7001017M3012316<<<<<<<<<<<<<<06"]
NOTE = "Contesta siempre la tía Ruperta"
CONCERN = "child_ill_at_ease"
SECOND_INTERVIEW = {"grounds": ["second_interview"]}


class Protection(EndToEnd):
    def in_clear(self, *places):
        words = self.folder / "words"
        words.write_text(f"{NOTE}\n{CONCERN}\n")
        done = subprocess.run([BINARIES / "garita-clear-text", "--words", words, *places], capture_output=True, text=True)
        self.assertIn(done.returncode, (0, 1), done.stderr)
        return done.stdout.splitlines()[:-1]

    def refer(self, desk, **more):
        inspection = desk.read_zone(ZONE).json
        referred = desk.decide(inspection, "refer", **SECOND_INTERVIEW, **more)
        self.assertEqual(referred.status, 201, referred.body)
        return referred.json

    def open_at_unit(self, unit, file):
        done = subprocess.run([BINARIES / "garita-central", "protection", "open", file, "--key", unit / "protection.key",
                               "--certificate", unit / "protection.pem"], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        return [json.loads(line) for line in done.stdout.splitlines()]

    def test_it_is_read_by_the_unit_and_by_nobody_on_the_way(self):
        self.make_country()
        unit = self.country.appoint_protection_unit()
        station = self.until_served(NORTH)
        self.until(lambda: "protection" in {row["channel"] for row in station.status()[0]["bulletins"]}, "the unit is known")
        desk = Desk(station).log_in(OFFICER, PASSWORD)
        self.assertIn(CONCERN, desk.read_zone(ZONE).json["concerns"])
        self.refer(desk)
        told = self.refer(desk, concerns=[CONCERN], protection_note=NOTE)
        self.assertNotIn("concerns", told)
        for path in ("/api/decisions", "/api/shift", "/api/strip"):
            self.assertNotIn(CONCERN, str(desk.ask("GET", path).json))
        self.until(lambda: station.status()[0]["unsent"] == 0, "the centre has all of it")
        centre = self.country.centre
        sealed = self.folder / "sealed.ndjson"
        self.assertEqual(centre.run("protection", "export", "--out", sealed, "--why", "weekly").stdout, "2\n",
                         "a referral without a concern looks the same")
        said = [centre.run(*command).stdout for command in (
            ("status", "--json"), ("quarantine", "--json"), ("crossings", "--json"), ("verify",),
            ("explain", told["record"], "--json"))]
        self.assertEqual([text for text in said if CONCERN in text or NOTE in text], [])
        self.assertEqual(self.in_clear(station.data, station.log, centre.data, centre.log, sealed), [])
        [read] = self.open_at_unit(unit, sealed)
        self.assertEqual((read["crossing"], read["concerns"], read["note"]), (told["record"], [CONCERN], NOTE))
        self.assertEqual((read["traveller"]["surname"], read["post"], read["officer"]), ("MUSTER", NORTH, OFFICER))


if __name__ == "__main__":
    unittest.main()
