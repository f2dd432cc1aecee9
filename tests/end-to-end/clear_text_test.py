"""No name, number or picture of a traveller stands in clear in any file of a station: not in its data
directory (the database's -wal and -shm included), not in temporary files or shared memory, not in what
its processes hold open, not in its logs, not on the stick. Looked for while the station works, beside
`record`, and after it ended; as text, UTF-16, hexadecimal, base64, and inside compressed streams."""

import base64
import contextlib
import os
import pathlib
import subprocess
import threading
import time
import unittest
import zlib

from desk_client import Desk
from fixture import BINARIES, NORTH, OFFICER, PASSWORD, EndToEnd, decision, passport
from specimens import Traveller, draw

ROUNDS_MIN = 3
NOTE = "Preguntó por Zacapulas"
TOLD = {"concerns": ["papers_kept"], "protection_note": "Tiembla ante Cuilapeñas"}
TYPED = passport("TYP390412", "IXCHELMUTUL", "BALAM")
RECORDED = passport("REC771023", "QUETZALTEPEC", "XOCHITL")
PICTURED = Traveller("UT5519027", "TLALOCAN RIVAS", "NAHUAL")
LISTED = "ZORRILLATECUN"
ALERT_LIST = ("reference,instruction,issuer,number,surname,given_names,birth_date\n"
              f"ZEN-7,Retener el pasaporte,UTO,UT6620934,{LISTED},ITZAMNA,1979-03-04\n")
ADMITTED = Traveller("UT3310286", "CHIMALTENANGO", "EULALIA")
WRONG_DIGIT = Traveller("UT5834264", "MOMOSTENANGO", "ANIBAL", flaw="wrong_digit")
ON_THE_LIST = Traveller("UT6620934", LISTED, "ITZAMNA", birth="1979-03-04")
BLURRED = Traveller("UT7810012", "WOODLEYMARSH", "MARCIA", flaw="blurred")
# Stands before the desk's camera: what the photo shows is all the same here.
FACE = Traveller("UT4410283", "ZACAPULTEPEC", "IRENE")
PHOTOGRAPHED = [ADMITTED, WRONG_DIGIT, ON_THE_LIST, BLURRED, PICTURED, FACE]


class Watch:
    """Looks again and again, in a thread of its own, until it is stopped."""

    def __init__(self, look):
        self.look = look
        self.found = []
        self.rounds = 0
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self._run)
        self.thread.start()

    def _run(self):
        while not self.ended.is_set():
            self.found += self.look()
            self.rounds += 1

    def stop(self):
        # On a busy machine a look takes longer than all that is done meanwhile.
        while self.rounds < ROUNDS_MIN and self.thread.is_alive():
            time.sleep(0.1)
        self.ended.set()
        self.thread.join()
        return self.found


class ClearText(EndToEnd):
    def setUp(self):
        super().setUp()
        self.temporary = self.folder / "tmp"
        self.temporary.mkdir()
        self.words = self.folder / "words"
        travellers = [word for traveller in PHOTOGRAPHED for word in traveller.words()]
        documents = [document[key] for document in (TYPED, RECORDED)
                     for key in ("document_number", "surname", "given_names", "birth_date")]
        self.words.write_text("\n".join([*travellers, *documents, NOTE, "Retener el pasaporte",
                                         *TOLD["concerns"], TOLD["protection_note"]]) + "\n")

    def scan(self, *places):
        """Lines of what is found in clear in `places`, and the line that says how much was looked at."""
        pictures = [option for traveller in PHOTOGRAPHED for option in ("--content", traveller.picture)]
        done = subprocess.run([BINARIES / "garita-clear-text", "--words", self.words, *pictures, *places],
                              capture_output=True, text=True)
        self.assertIn(done.returncode, (0, 1), done.stderr)
        *found, extent = done.stdout.splitlines()
        self.assertEqual(bool(found), done.returncode == 1, done.stdout)
        return found, extent

    @staticmethod
    def processes(root):
        """A process and the children of its threads: the worker that decodes pictures is one."""
        found = [root]
        for children in pathlib.Path(f"/proc/{root}/task").glob("*/children"):
            with contextlib.suppress(OSError):
                found += map(int, children.read_text().split())
        return found

    def held_open(self, root):
        """Files that the station's processes hold open or mapped, by a path that works when their name is gone."""
        held = []
        programs = (str(BINARIES.resolve()), "/usr/", "/lib", "/dev/", "/proc/", "/sys/")
        for process in self.processes(root):
            for folder in (f"/proc/{process}/fd", f"/proc/{process}/map_files"):
                try:
                    names = os.listdir(folder)
                except OSError:
                    continue
                for name in names:
                    try:
                        target = os.readlink(f"{folder}/{name}")
                    except OSError:
                        continue
                    shared = target.startswith("/dev/shm/") or target.startswith("/memfd:")
                    if shared or (target.startswith("/") and not target.startswith(programs)):
                        held.append(f"{folder}/{name}")
        return held

    def places(self, station):
        """Everything that the station may have left something in."""
        held = self.held_open(station.process.pid) if station.alive() else []
        # A cluster there is a centre's, of a test that runs beside this one, and so is a desk's browser.
        shared = [place for place in pathlib.Path("/dev/shm").iterdir()
                  if not place.name.startswith(("garita-postgres-", "garita-desk-"))]
        return [station.data, station.log, self.temporary, *shared, *held]

    def look(self, station):
        return self.scan(*self.places(station))[0]

    def control(self):
        """The scan finds what is there: each form, in each kind of place."""
        surname, picture = ADMITTED.surname.encode(), ADMITTED.picture.read_bytes()
        middle = picture[len(picture) // 3: len(picture) // 3 + 9000]
        for name, content in {
            "plain": b"..." + surname + b"...", "wide": surname.decode().encode("utf-16-le"),
            "hex": surname.hex().encode(), "base64": base64.b64encode(b"<<" + surname + b"<<"),
            "deflate": zlib.compress(b"x" * 100 + surname), "picture": middle,
            "picture in text": base64.b64encode(middle), "zone": b"UTO870412",
        }.items():
            planted = self.temporary / name
            planted.write_bytes(content)
            self.assertNotEqual(self.look(self.station), [], f"what leaks as {name} is found")
            planted.unlink()
        # A file that has no name any more, held open by a process of one's own.
        gone = self.temporary / "gone"
        gone.write_bytes(surname)
        with open(gone):
            gone.unlink()
            # What other threads of the test hold may be closed meanwhile.
            mine = [place for place in self.held_open(os.getpid())
                    if os.path.islink(place) and os.path.realpath(place).endswith("gone (deleted)")]
            self.assertNotEqual(self.scan(*mine)[0], [], "what a process holds open is found")

    def make_country_with_a_list(self):
        self.country.environment["TMPDIR"] = str(self.temporary)
        self.make_country()
        self.country.appoint_protection_unit()
        listed = self.folder / "alerts.csv"
        listed.write_text(ALERT_LIST)
        self.country.publish("alerts", listed, "--shrinks")
        self.station = self.until_served(NORTH)
        self.until(lambda: {("alerts", 2), ("protection", 1)} <= {
            (row["channel"], row["version"]) for row in self.station.status()[0]["bulletins"]}, "the lists are at the post")

    def read(self, traveller, direction="entry"):
        answer = self.desk.read(traveller.picture.read_bytes(), direction)
        self.assertEqual(answer.status, 201, answer.body)
        return answer.json

    def answered(self, inspection, question, answer):
        wanted = [one["id"] for one in inspection["questions"] if one["code"] == question]
        self.assertNotEqual(wanted, [], question)
        return {"answers": [{"question": one, "answer": answer, "note": NOTE} for one in wanted]}

    def work(self):
        """Everything that an officer does with a traveller; each decision is durable."""
        desk = self.desk
        admitted = self.read(ADMITTED)
        self.assertEqual(desk.ask("GET", f"/api/inspections/{admitted['id']}/picture").body,
                         ADMITTED.picture.read_bytes())
        self.assertEqual(desk.take_photo(admitted, FACE.picture.read_bytes()).status, 200)
        self.assertEqual(desk.ask("GET", f"/api/inspections/{admitted['id']}/photo").body, FACE.picture.read_bytes())
        self.done(desk.admit(admitted))
        wrong = self.read(WRONG_DIGIT)
        self.done(desk.admit(wrong, **self.answered(wrong, "check_override", "read_by_eye")))
        listed = self.read(ON_THE_LIST)
        self.assertIn("alert_list", [alert["kind"] for alert in listed["alerts"]])
        self.done(desk.decide(listed, "refer", grounds=["alert_hit"],
                              **self.answered(listed, "alert", "supervisor_decided")))
        blurred = self.read(BLURRED)
        typed = desk.ask("PUT", f"/api/inspections/{blurred['id']}/document", {"document": TYPED}).json
        self.done(desk.decide(typed, "refuse", grounds=["no_valid_visa"],
                              answers=[{"question": "asylum", "answer": "no_claim"}]))
        self.assertEqual(desk.read(b"GIF89a " + PICTURED.picture.read_bytes()[:4000]).problem, "422 not-a-picture")
        self.done(desk.decide(self.read(PICTURED), "refer", grounds=["second_interview"], **TOLD))
        put_aside = self.read(PICTURED)
        self.assertEqual(desk.ask("DELETE", f"/api/inspections/{put_aside['id']}").status, 204)
        stopped = f"/api/inspections/{self.read(ON_THE_LIST)['id']}"
        self.assertEqual(desk.ask("DELETE", stopped).problem, "422 incomplete")
        self.assertEqual(desk.ask("DELETE", stopped, {"reason": NOTE}).status, 204)
        self.recorded(NORTH, decision("entry", RECORDED, granted_days=9))
        by_picture = decision("entry", None, granted_days=9,
                              answers=[{"question": "stopped", "answer": "interview_ended"}])
        del by_picture["document"]
        self.recorded(NORTH, {**by_picture, "picture": str(PICTURED.picture)})
        self.done(desk.admit(self.read(ADMITTED, "exit")))
        self.read(ON_THE_LIST)  # what is kept of it for a kill is sealed

    def done(self, answer):
        self.assertEqual(answer.status, 201, answer.body)

    def test_none_stands_in_any_file_of_a_station(self):
        draw(self.folder / "pictures", PHOTOGRAPHED)
        self.make_country_with_a_list()
        self.control()
        self.desk = Desk(self.station).log_in(OFFICER, PASSWORD)
        watch = Watch(lambda: self.look(self.station))
        try:
            self.work()
            self.country.relays[NORTH].cut()
            self.work()
            stick = self.folder / "stick"
            self.station.run("export", "--to", stick)
        finally:
            found = watch.stop()
        self.assertEqual(found, [], "while it runs")
        self.assertGreaterEqual(watch.rounds, ROUNDS_MIN)
        self.assertGreaterEqual(len(self.processes(self.station.process.pid)), 2, "the worker was looked at too")
        self.assertEqual(self.scan(stick)[0], [], "on the stick")
        limits = pathlib.Path(f"/proc/{self.station.process.pid}/limits").read_text()
        self.assertRegex(limits, r"Max core file size +0 +0", "no core dump is left when it breaks")
        # Not asked to end: what it would have tidied up stays behind.
        self.station.kill()
        self.assertEqual(self.look(self.station), [], "after it was killed")
        self.station.start()
        self.station.stop()
        found, extent = self.scan(*self.places(self.station))
        self.assertEqual(found, [], "after it ended")
        files, size = int(extent.split()[0]), int(extent.split()[2])
        self.assertGreater(files, 8, extent)
        self.assertGreater(size, 50_000, extent)


if __name__ == "__main__":
    unittest.main()
