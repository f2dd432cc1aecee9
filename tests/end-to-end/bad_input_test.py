"""Bad input at a post, through the desk and through `record`: an unreadable picture, a zone with wrong
check digits, a crossing in the future, a full disk. Each gets a clear message, and nothing is lost."""

import contextlib
import datetime
import os
import sqlite3
import subprocess
import unittest

from desk_client import Desk
from fixture import NORTH, OFFICER, PASSWORD, EndToEnd, decision, moment, passport
from specimens import Traveller, draw

WRONG_DIGIT = Traveller("UT5834264", "MOMOSTENANGO", "ANIBAL", flaw="wrong_digit")
BLURRED = Traveller("UT7810012", "WOODLEY", "MARCIA", flaw="blurred")
CLEAN = Traveller("UT3310286", "CHIMALTENANGO", "EULALIA")
WRONG_ZONE = ["P<UTOMUSTER<<MAX<<<<<<<<<<<<<<<<<<<<<<<<<<<<",
              "X1234567<8UTO7001017M3012316<<<<<<<<<<<<<<06"]


class AtAPost(EndToEnd):
    def make_post(self):
        self.make_country()
        self.station = self.until_served(NORTH)
        self.desk = Desk(self.station).log_in(OFFICER, PASSWORD)

    def record(self, *decisions):
        """Exit status, ids and complaints of one `record`."""
        done = self.station.record(*decisions, check=False)
        return done.returncode, done.stdout.split(), done.stderr.splitlines()

    def last(self):
        """The last sequence of the journal of movements."""
        return sum(journal["last"] for journal in self.station.status()[0]["journals"] if journal["lane"] == "movement")


class BadInput(AtAPost):
    def of_picture(self, file, **more):
        made = decision("entry", None, granted_days=9, **more)
        del made["document"]
        return {**made, "picture": str(file)}

    def pointers(self, answer):
        return [error["pointer"] for error in answer.json.get("errors", [])]

    def test_an_unreadable_picture_is_named_and_costs_itself_alone(self):
        draw(self.folder, [BLURRED, CLEAN])
        self.make_post()
        whole = CLEAN.picture.read_bytes()
        cases = {"text": b"This is no picture.\n", "half a JPEG": whole[:300], "empty": b"",
                 "huge PNG": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + (100_000).to_bytes(4, "big") * 2 + b"\x08\x02\0\0\0"}
        for name, content in cases.items():
            with self.subTest(name):
                self.assertEqual(self.desk.read(content).problem, "422 not-a-picture")
                file = self.folder / "bad.jpg"
                file.write_bytes(content)
                status, ids, complaints = self.record(self.of_picture(file), self.of_picture(CLEAN.picture))
                self.assertEqual((status, len(ids)), (1, 1), complaints)
                self.assertRegex(complaints[0], "^line 1: picture: the picture cannot be read: ")
        self.assertEqual(self.desk.read(b"x" * (21 * 1024 * 1024)).problem, "413 picture-too-large")
        self.assertRegex(self.record(self.of_picture(self.folder / "none.jpg"))[2][0],
                         "^line 1: picture: cannot read .*none.jpg: No such file")
        # Nothing can be made out: the officer types, and the picture stays with the inspection.
        blurred = self.desk.read(BLURRED.picture.read_bytes())
        self.assertEqual((blurred.status, "document" in blurred.json), (201, False))
        self.assertIn("no_mrz", [finding["code"] for finding in blurred.json["findings"]])
        self.assertEqual(self.pointers(self.desk.admit(blurred.json)), ["/document"])
        self.assertEqual(self.record(self.of_picture(BLURRED.picture)),
                         (1, [], ["line 1: picture: no machine readable zone can be read"]))
        path = f"/api/inspections/{blurred.json['id']}/document"
        typed = self.desk.ask("PUT", path, {"document": passport("UT7810012", "WOODLEY", "MARCIA")})
        self.assertEqual(self.desk.admit(typed.json).status, 201)

    def test_a_wrong_check_digit_is_shown_and_overridden_only_with_a_reason(self):
        draw(self.folder, [WRONG_DIGIT])
        self.make_post()
        for inspection in (self.desk.read(WRONG_DIGIT.picture.read_bytes()).json, self.desk.read_zone(WRONG_ZONE).json):
            wrong = [check["code"] for check in inspection["checks"] if check.get("reason") == "wrong_digit"]
            self.assertNotEqual(wrong, [])
            refused = self.desk.admit(inspection)
            self.assertEqual(refused.problem, "422 incomplete")
            self.assertEqual(self.pointers(refused), [f"#question/override-{check}" for check in wrong])
            answers = [{"question": f"override-{check}", "answer": "read_by_eye"} for check in wrong]
            self.assertEqual(self.desk.admit(inspection, answers=answers).status, 201)
        status, ids, complaints = self.record(self.of_picture(WRONG_DIGIT.picture))
        self.assertEqual((status, ids), (1, []))
        self.assertRegex(complaints[0], r"^line 1: #question/override-check_digit_\w+ missing: ")
        asked = [part.split()[0].split("/")[1] for part in complaints[0].removeprefix("line 1: ").split("; ")]
        answered = self.of_picture(WRONG_DIGIT.picture,
                                   answers=[{"question": one, "answer": "read_by_eye"} for one in asked])
        self.assertEqual(self.record(answered)[0], 0)

    def test_a_crossing_in_the_future_is_refused_and_the_next_is_taken(self):
        self.make_post()
        ahead = decision("entry", passport("FU0000001", "FUTURE"), at=moment(9), granted_days=5)
        status, ids, complaints = self.record(ahead, decision("entry", passport("FU0000002", "NOW"), granted_days=5))
        self.assertEqual((status, len(ids)), (1, 1))
        self.assertRegex(complaints[0], "^line 1: /at in_the_future: a crossing cannot lie in the future")
        # A desk says when a decision was taken by itself, whatever a browser sends.
        typed = self.desk.ask("POST", "/api/inspections?direction=entry",
                              {"document": passport("FU0000003", "SENT")}).json
        decided = self.desk.admit(typed, at="2199-01-01T00:00:00Z")
        self.assertEqual(decided.status, 201)
        self.assertLess(datetime.datetime.fromisoformat(decided.json["at"]), moment(2))


class FullDisk(AtAPost):
    """The station's data lie on a small file system of their own."""

    def small_disk(self):
        place = self.folder / NORTH
        place.mkdir()
        if os.geteuid() != 0:
            self.skipTest("a small file system can be mounted by root alone")
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", place],
                                 capture_output=True, text=True)
        if mounted.returncode != 0:
            self.skipTest(f"no file system can be mounted here: {mounted.stderr.strip()}")
        self.addCleanup(subprocess.run, ["umount", "--lazy", place], check=True)
        return place

    def fill(self):
        """Takes what is free, down to the last page."""
        with open(self.place / "filler", "ab", buffering=0) as filler:
            try:
                while True:
                    filler.write(b"x" * 512)
            except OSError:
                pass

    def typed(self, number):
        return self.desk.ask("POST", "/api/inspections?direction=entry", {"document": passport(number, "FULLDISK")}).json

    def admit_until_full(self):
        """Decisions at the desk until one is refused; the last inspection and its refusal."""
        for i in range(2000):
            inspection = self.typed(f"FD{i:07d}")
            answer = self.desk.admit(inspection)
            if answer.status != 201:
                return inspection, answer
            self.acknowledged.append(answer.json["record"])
        self.fail("the disk did not fill")

    def test_a_full_disk_is_said_and_what_was_acknowledged_is_kept(self):
        self.place = self.small_disk()
        self.make_post()
        self.acknowledged = []
        for i in range(3):
            self.acknowledged.append(self.desk.admit(self.typed(f"BE{i:07d}")).json["record"])
        danger = "MiB free: NEARLY FULL, crossings are in danger"
        self.until(lambda: danger in self.station.log.read_text(), "the log says that little is left")
        self.fill()
        inspection, refused = self.admit_until_full()
        self.assertEqual(refused.problem, "507 disk-full", refused.body)
        self.assertEqual(refused.json["title"], "The disk is full: nothing was recorded")
        self.assertEqual(self.desk.strip()["disk"]["state"], "full")
        full = "disk 0 MiB free: FULL, no crossing can be recorded: make room now"
        self.assertIn(full, self.station.run("status").stdout)
        self.until(lambda: full in self.station.log.read_text(), "the log says so")
        status, ids, complaints = self.record(decision("entry", passport("RE0000001", "FULLDISK"), granted_days=5))
        self.assertEqual((status, ids, complaints), (1, [], ["line 1: station.db: the disk is full"]))
        self.assertEqual(self.last(), len(self.acknowledged), "nothing is half written")
        stick = self.station.run("export", "--to", self.place / "stick", check=False)
        self.assertEqual((stick.returncode, stick.stdout), (1, ""))
        self.assertIn("No space left on device", stick.stderr)
        self.assertEqual(list(self.place.glob("stick/*")), [], "no torn bundle")
        # Started on a full disk it cannot serve, and says why.
        self.station.stop()
        self.fill()
        started = self.station.run("serve", "--desk-port", self.station.desk_port, check=False)
        self.assertEqual((started.returncode, started.stderr), (1, "station.db: the disk is full\n"))

        (self.place / "filler").unlink()
        self.station.start()
        self.desk.log_in(OFFICER, PASSWORD)
        again = self.desk.admit(self.typed(inspection["document"]["document_number"]))
        self.assertEqual(again.status, 201, again.body)
        self.assertEqual(again.json["record"], f"{NORTH}-01:1:movement:{len(self.acknowledged) + 1}", "and no gap")
        self.acknowledged.append(again.json["record"])
        self.assertEqual(self.desk.strip()["disk"]["state"], "danger")
        self.until(lambda: self.station.status()[0]["unsent"] == 0, "the centre has all of it")
        self.assertEqual(sorted(row["record"] for row in self.country.centre.json("crossings", "--json")),
                         sorted(self.acknowledged), "each exactly once")


class BusyLedger(AtAPost):
    def test_a_receipt_that_comes_while_another_process_writes_is_kept_afterwards(self):
        self.make_post()
        relay = self.country.relays[NORTH]
        self.until(lambda: self.station.status()[0]["unsent"] == 0, "nothing is under way")
        relay.hold()
        self.recorded(NORTH, decision("entry", passport("BU0000001", "BUSY"), granted_days=5))
        # The station waits ten seconds for the lock when the receipt arrives, then says so.
        with contextlib.closing(sqlite3.connect(self.station.data / "station.db", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            relay.flow()
            self.until(lambda: "another process is writing" in self.station.log.read_text(), "it says so", 40)
            self.assertEqual(self.station.status()[0]["unsent"], 1)
            other.execute("ROLLBACK")
        self.until(lambda: self.station.status()[0]["unsent"] == 0, "the receipt is kept now", 5)
        self.assertEqual(self.station.log.read_text().count("link up"), 1, "on the same connection")


if __name__ == "__main__":
    unittest.main()
