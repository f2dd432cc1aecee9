"""Both consoles in a real Chromium, over the real programs: a small exercise country is made and
served, specimens are drawn, then consoles.mjs opens the pages. Screenshots of every page and state
are left in GARITA_SCREENSHOTS."""

import datetime
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "deploy" / "demo"))

from installation import Country, wait_until  # noqa: E402

BINARIES = pathlib.Path(os.environ.get("GARITA_BIN_DIR", ROOT / "build/release/bin"))
SCREENSHOTS = pathlib.Path(os.environ.get("GARITA_SCREENSHOTS", ROOT / "build/screenshots"))
NORTH, SOUTH, OFFICE = "PASO-NORTE", "PASO-SUR", "OFICINA"
ZONE = "America/Guatemala"
PASSWORD = "una frase de práctica"
TODAY = datetime.datetime(2026, 4, 20, 15, 0, tzinfo=datetime.timezone.utc)
WAIT_SECONDS_MAX = 90  # a heartbeat a minute tells the centre that a post is complete

POLICIES = """
name = "Zenda: visitors"
version = "2026-1"
country = "ZEN"

[[rule]]
id = "visitor"
kind = "granted_days"
cap = 30
effective_from = 2020-01-01
citation = "Aliens Act of Zenda, section 5"

[appeal]
es = "Puede apelar ante el Tribunal de Migración de Zenda."
en = "You may appeal to the Migration Court of Zenda."
fr = "Vous pouvez faire appel devant le Tribunal des migrations de Zenda."
"""

# Of a pool with the State across the northern border: where travellers come from and go to matters.
POOL = """
name = "Zenda: visitors of a shared area"
version = "2026-2"
country = "ZEN"

[[rule]]
id = "visitor"
kind = "shared_pool"
cap = 30
states = ["ZEN", "QMA"]
effective_from = 2020-01-01
citation = "Agreement of Zenda and Marisol, section 2"
"""

# Where stays in a window count, also those that this country does not know of.
WINDOW = """
name = "Zenda: visitors within a window"
version = "2026-5"
country = "ZEN"

[[rule]]
id = "visitor"
kind = "rolling_days"
days = 90
window_days = 180
effective_from = 2020-01-01
citation = "Aliens Act of Zenda, section 6"
"""

COLUMNS = ("id format document_code issuing_state document_number surname given_names nationality birth_date "
           "sex issue_date expiry_date birth_place optional_data photograph turn flaw").split()

# What lies on the desk in the test: one row a picture. All invented.
SPECIMENS = {
    "clean": ("UT4410283", "GARCÍA MÉNDEZ", "ANA LUCÍA", "none"),
    "second": ("UT7093316", "BENNETT ARANA", "JOSEPH", "none"),
    "third": ("UT2289014", "DURÁN ESPINO", "CATALINA", "none"),
    "refused": ("UT3380561", "TZUL MORENO", "IGNACIO", "none"),
    "confided": ("UT8016693", "CHOC PINEDA", "MARTA", "none"),
    "kept": ("UT6150937", "IXTAMER POZÓN", "CANDELARIA", "none"),
    "alert": ("UT7741903", "KEHLER THAMES", "WALTER", "none"),
    "namesake": ("UT1180457", "KELER TAMES", "WALTER", "none"),
    "quiet": ("UT5150262", "ESCOBAR LUNA", "TOMÁS", "none"),
    "wrong_digit": ("UT5834264", "QUIXTÁN LÓPEZ", "PEDRO ANÍBAL", "wrong_digit"),
    "fresh": ("UT9904417", "ZALDÍVAR OCHOA", "RENATA", "none"),
    "empty": ("UT7810012", "WOODLEY", "MARCIA ANNETTE", "blurred"),
}
# What a camera sees in turn, seconds each: pages as they are drawn, so that all have one size.
FILM = {
    "film_one": ("UT6120447", "ARGUETA SOLÍS", "ELENA", "none", 4),
    "film_two": ("UT6120985", "PINEDA COTO", "RAÚL", "none", 4),
}
FILM_FRAMES_A_SECOND = 30  # that Chromium plays of a file without a head
FILM_WIDTH_PX = 1280
PROFILE_SETTLES_MS = 4000  # that Chromium waits before it writes what it keeps of a page

ALERTS = """reference,instruction,action,issuer,number,surname,given_names,birth_date,nationality,picture
ZEN-2026-0107,"Retener el pasaporte: denunciado como robado. Derivar a segunda línea.",refer,UTO,UT7741903,,,,,face.pnm
ZEN-2026-0119,"Avisar a la unidad, sin que se note.",inform,UTO,UT5150262,,,,,face.pnm
ZEN-2026-0112,"Citada como testigo. No retener.",,,,KELER TAMES,WALTER JOSÉ,1987-04-12,UTO,
"""


def invented_face(width_px=480, height_px=640):
    """A head and shoulders as PNM, which needs no encoder."""
    def colour(x, y):
        head = ((x - 240) / 110) ** 2 + ((y - 250) / 150) ** 2 < 1
        shoulders = ((x - 240) / 220) ** 2 + ((y - 640) / 220) ** 2 < 1
        eye = min((x - 200) ** 2, (x - 280) ** 2) + (y - 230) ** 2 < 120
        if head:
            return (40, 30, 30) if eye else (198, 150, 120)
        return (60, 80, 110) if shoulders else (225, 228, 232)

    rows = bytes(value for y in range(height_px) for x in range(width_px) for value in colour(x, y))
    return f"P6\n{width_px} {height_px}\n255\n".encode() + rows


def traveller(number, surname, given, birth):
    return {"document_code": "P", "issuing_state": "UTO", "document_number": number, "surname": surname,
            "given_names": given, "nationality": "UTO", "birth_date": birth, "sex": "X",
            "expiry_date": "2031-01-31"}


OVERSTAYER = traveller("UT4471023", "MORALES PEREIRA", "JULIO CESAR", "1988-02-11")
LEFT_LATE = traveller("UT0882113", "OKONKWO", "CHIDI", "1979-11-02")
# Who left under a name that may be hers, or another's: somebody has to decide.
CAME = traveller("UT3300917", "GARCIA LOPEZ", "ANA MARIA", "1980-03-09")
WENT = traveller("UT9120046", "GARCIA LOPEZ", "ANA MARIA", "1980-XX-XX")
# Two people, one document.
OWNER = traveller("UT5512080", "KOWALSKA", "ZOFIA", "1969-12-24")
BORROWER = traveller("UT5512080", "TSHABALALA", "SIPHO", "1995-06-17")
# Of the post that is silent.
TO_COME = "PASO-SUR-01:1:movement:77"
HELD = traveller("UT7734410", "VAN DER MEER", "SASKIA", "1991-07-30")


class Consoles(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="garita-browser-"))
        self.country = Country(self.folder, BINARIES)
        shutil.rmtree(SCREENSHOTS, ignore_errors=True)
        SCREENSHOTS.mkdir(parents=True)
        self.addCleanup(self.clean)

    def clean(self):
        self.country.kill_all()
        shutil.rmtree(self.folder)

    def go_to(self, days_ago):
        self.country.clock.set(TODAY - datetime.timedelta(days=days_ago))

    def make_country(self):
        country = self.country
        self.go_to(days_ago=50)
        country.found("ZEN")
        (self.folder / "policies").write_text(POLICIES)
        country.publish("policies", self.folder / "policies")
        (self.folder / "face.pnm").write_bytes(invented_face())
        (self.folder / "listed.csv").write_text(ALERTS)
        alerts, pictures = self.folder / "alerts", self.folder / "alert-pictures"
        alerts.write_text(country.centre.run("alerts", "convert", self.folder / "listed.csv", "--pictures", pictures).stdout)
        country.publish("alert-pictures", pictures)
        country.publish("alerts", alerts)
        country.appoint_protection_unit()
        for officer, name, roles in (("agarcia", "Ana García", "officer"),
                                     ("blopez", "Benita López", "officer"),
                                     ("dramos", "Diego Ramos", "examiner"),
                                     ("jcoc", "Josefa Coc", "supervisor"),
                                     ("cmejia", "Clara Mejía", "officer"),
                                     ("ichoc", "Ixmucané Choc", "reviewer,administrator")):
            country.centre.run("officer", "add", officer, "--name", name, "--roles", roles,
                               stdin=PASSWORD + "\n")
        self.telephone = country.centre.run("officer", "totp", "cmejia").stdout.strip()
        for post in (NORTH, SOUTH):
            country.add_post(post, ZONE)
            country.link(post)
        country.centre.start()
        self.drop = self.folder / "drop"
        self.drop.mkdir()
        for post in (NORTH, SOUTH):
            country.join(post)
            country.stations[post].start(*(("--drop", self.drop, "--neighbour", "QMA") if post == NORTH else ()))

    def record(self, days_ago, direction, document, **more):
        self.go_to(days_ago)
        admission = {"purpose": "holiday", "transport": "own_vehicle", "granted_days": 30}
        decision = {"direction": direction, "document": document, "decision": "admit"}
        if direction == "entry":
            decision.update(admission)
        self.country.stations[NORTH].record({**decision, **more})

    def state_of(self, document):
        rows = self.country.centre.overstays("--states", "open,due,pending_data,probable,confirmed,cleared")
        key = f"UTO|{document['document_number']}"
        return next((row["state"] for row in rows if row.get("document") == key), None)

    def tell(self):
        """One true overstay, one who left late, and one whom a silent post holds back."""
        self.record(50, "entry", OVERSTAYER)
        self.record(49, "entry", LEFT_LATE)
        self.record(40, "entry", CAME)
        self.record(38, "entry", HELD)
        self.record(37, "entry", OWNER)
        self.record(36, "exit", BORROWER)
        self.record(15, "exit", LEFT_LATE)
        self.record(15, "exit", WENT)
        self.until(lambda: self.state_of(OVERSTAYER) == "probable", "the true overstay is raised")
        self.country.relays[SOUTH].cut()
        self.go_to(days_ago=0)
        # A new connection, so that the station has the centre's time of the day it jumped to.
        self.country.relays[NORTH].cut()
        self.country.relays[NORTH].restore()
        self.until(lambda: self.state_of(HELD) == "pending_data", "the other one waits for the south")

    def decide_at_an_office(self):
        """About an entry at the post that is silent."""
        country = self.country
        country.centre.run("enrol", OFFICE, "--border", "office", "--zone", ZONE, "--out", country.enrolment_file(OFFICE))
        country.link(OFFICE)
        country.join(OFFICE)
        decision = self.folder / "decision.json"
        decision.write_text(json.dumps({
            "kind": "extend_until", "entry": TO_COME, "until": "2026-06-30", "authority": "Dirección de Migración",
            "officer": "rsolis", "reason": "en el hospital"}))
        country.stations[OFFICE].run("decide", decision)
        country.stations[OFFICE].start()
        self.until(lambda: TO_COME in country.centre.run("quarantine", "--waiting-days", "0").stdout,
                   "the centre has the office's decision")

    def until(self, condition, what):
        return wait_until(condition, what, WAIT_SECONDS_MAX)

    def draw_table(self, name, specimens, photograph, *more):
        """A picture of each of the specimens: where it lies and the number that stands on it."""
        table = self.folder / f"{name}.tsv"
        rows = ["\t".join(COLUMNS)]
        for specimen, (number, surname, given, flaw, *_) in specimens.items():
            rows.append("\t".join([specimen, "TD3", "P", "UTO", number, surname, given or "-", "UTO", "1987-04-12",
                                   "F", "2022-02-20", "2032-02-20", "PUERTO ALBA", "-", photograph, "0", flaw]))
        table.write_text("\n".join(rows) + "\n")
        subprocess.run([BINARIES / "garita-specimen", "--batch", table, "--out", self.folder / name, *more],
                       check=True)
        return {specimen: {"file": str(self.folder / name / f"{specimen}.jpg"), "number": row[0]}
                for specimen, row in specimens.items()}

    def make_film(self):
        """Pictures one after the other are a film in Motion JPEG."""
        pictures = self.draw_table("film", FILM, "none", "--width", str(FILM_WIDTH_PX))
        film = self.folder / "film.mjpeg"
        with film.open("wb") as out:
            for name, (*_, seconds) in FILM.items():
                out.write(pathlib.Path(pictures[name]["file"]).read_bytes() * (seconds * FILM_FRAMES_A_SECOND))
        return str(film), pictures

    def draw(self):
        pictures = self.draw_table("pictures", SPECIMENS, "decent")
        zone = "P<UTOMUSTER<<MAX<<<<<<<<<<<<<<<<<<<<<<<<<<<<\nX1234567<7UTO7001017M3012316<<<<<<<<<<<<<<06"
        for name, more in (("licence", []), ("stuck_on", ["--beside", zone])):
            licence = {"file": str(self.folder / f"{name}.pgm"), "number": "900000017", "surname": "QUETZAL"}
            subprocess.run([BINARIES / "garita-licence", "--out", licence["file"], "--number", licence["number"],
                            "--surname", licence["surname"], *more], check=True)
            pictures[name] = licence
        text = self.folder / "not-a-picture.jpg"
        text.write_text("This is no picture.\n")
        pictures["not_a_picture"] = {"file": str(text)}
        return pictures

    def in_the_browser(self, phase, scene):
        """A phase may ask for something to happen elsewhere under its hands: a line each."""
        file = self.folder / "scene.json"
        file.write_text(json.dumps(scene))
        relay = self.country.relays[NORTH]
        asked = {"link: cut\n": relay.cut, "link: restored\n": relay.restore,
                 "paper: close at the centre\n": self.close_paper_at_the_centre}
        said = self.folder / "said"
        with said.open("w") as errors, subprocess.Popen(
                ["node", ROOT / "tests/browser/consoles.mjs", phase, file],
                stdout=subprocess.PIPE, stderr=errors, text=True) as browser:
            for line in browser.stdout:
                if line in asked:
                    asked[line]()
                else:
                    print(line, end="")
        self.assertEqual(browser.returncode, 0, said.read_text())

    def close_paper_at_the_centre(self):
        centre, station = self.country.centre, self.country.stations[NORTH]
        self.until(lambda: not station.status()[0]["unsent"], "all is sent")
        self.until(lambda: "paper period" in centre.run("status").stdout, "the centre knows that the post is on paper")
        centre.run("paper", "close", NORTH)

    def found_in(self, profile, *words):
        """Where the browser's profile has one of the words in clear, encoded or compressed."""
        listed = self.folder / "words"
        listed.write_text("\n".join(words) + "\n")
        done = subprocess.run([BINARIES / "garita-clear-text", "--words", listed, profile], capture_output=True, text=True)
        self.assertIn(done.returncode, (0, 1), done.stderr)
        return done.stdout.splitlines()[:-1]

    def look_through_the_profile(self, scene):
        profile = self.folder / "profile"
        told = "Mira siempre a Cuilapeñas"
        typed = {"document_number": "TYP390412", "surname": "IXCHELMUTUL", "given_names": "BALAM",
                 "issuing_state": "UTO", "nationality": "UTO", "birth_date": "1974-08-12", "expiry_date": "2032-04-15"}
        self.in_the_browser("profile", {**scene, "profile": {
            "folder": str(profile), "document": typed, "note": told, "settles_ms": PROFILE_SETTLES_MS}})
        port = scene["desk"]["url"].rsplit(":", 1)[1]
        self.assertNotEqual(self.found_in(profile, f"127.0.0.1:{port}"), [], "the scan sees what the browser keeps")
        number, surname, given, _ = SPECIMENS["kept"]
        words = [number, *surname.split(), given, "POZON", *(typed[key] for key in (
            "document_number", "surname", "given_names", "birth_date")), told, PASSWORD]
        self.assertEqual(self.found_in(profile, *words), [])

    def put_in_force(self, policies):
        """At the north, where the browser is."""
        def version():
            held = self.country.stations[NORTH].status()[0]["bulletins"]
            return next(row["version"] for row in held if row["channel"] == "policies")

        before = version()
        file = self.folder / "policies"
        file.write_text(policies)
        # A fixture rewrites the past, which is said.
        self.country.publish("policies", file, "--shortens")
        self.until(lambda: version() > before, "the policies are at the post")

    def test_what_officers_and_reviewers_do(self):
        subprocess.run([ROOT / "schema/api/web/install"], check=True)
        self.make_country()
        self.tell()
        north = self.country.stations[NORTH]
        film, film_pictures = self.make_film()
        pictures = self.draw()
        scene = {
            "desk": {"url": f"https://127.0.0.1:{north.desk_port}", "officer": "agarcia", "password": PASSWORD},
            "directorate": {"url": f"https://127.0.0.1:{self.country.centre.console_port}", "officer": "ichoc",
                            "password": PASSWORD},
            "other_officer": "blopez",
            "second_factor": {"officer": "cmejia", "uri": self.telephone},
            "pictures": {**pictures, **film_pictures},
            "quiet": {**pictures["quiet"], "instruction": "Avisar a la unidad, sin que se note."},
            "examiner": "dramos",
            "supervisor": "jcoc",
            "drop": str(self.drop),
            "film": film,
            "names": {"overstayer": OVERSTAYER["surname"], "held": HELD["surname"], "held_number": HELD["document_number"], "blocking_post": SOUTH,
                      "to_come": TO_COME, "came": CAME["document_number"], "went": WENT["document_number"], "namesake": "UT1180457"},
            "screenshots": str(SCREENSHOTS),
        }
        self.in_the_browser("desk", scene)
        self.in_the_browser("capture", scene)
        self.in_the_browser("code", scene)
        self.in_the_browser("haste", scene)
        self.put_in_force(POOL)
        self.in_the_browser("keys", scene)
        self.put_in_force("exits_by_scan = true\n" + POOL.replace("2026-2", "2026-3"))
        self.in_the_browser("exits", scene)
        self.put_in_force(WINDOW)
        self.in_the_browser("slip", scene)
        self.put_in_force(POLICIES.replace("2026-1", "2026-7"))
        self.look_through_the_profile(scene)
        self.put_in_force("photo_at_entry = true\n" + POLICIES.replace("2026-1", "2026-4"))
        self.in_the_browser("photo", scene)
        self.put_in_force('approval = ["void"]\n' + POLICIES.replace("2026-1", "2026-9"))
        self.in_the_browser("approval", scene)
        self.put_in_force(POLICIES)
        self.in_the_browser("paper", scene)
        self.in_the_browser("locking", scene)
        self.in_the_browser("second_line", scene)
        self.in_the_browser("cut", scene)
        self.in_the_browser("directorate", scene)
        self.decide_at_an_office()
        self.in_the_browser("reviews", scene)
        self.country.relays[NORTH].cut()
        self.in_the_browser("offline", scene)


if __name__ == "__main__":
    unittest.main()
