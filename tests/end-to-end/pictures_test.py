"""Pictures as evidence: through the desk and through `record` they travel sealed, in parts, after everything else, and
the centre hands them out, as they were, to whoever says why."""

import unittest

from desk_client import Desk
from fixture import NORTH, OFFICER, PASSWORD, EndToEnd, decision
from specimens import Traveller, draw

AT_THE_DESK = Traveller("UT3310286", "CHIMALTENANGO", "EULALIA")
FACE = Traveller("UT4410283", "ZACAPA", "IRENE")  # what is photographed is all the same here
BY_RECORD = Traveller("UT7720031", "ALTAGRACIA", "BENITO")


class Pictures(EndToEnd):
    def pictures_of(self, record, why="review of a referral"):
        folder = self.folder / "handed out"
        done = self.country.centre.run("pictures", record, "--to", folder, "--why", why, check=False)
        return done, [(folder / line.rsplit("/", 1)[1]) for line in done.stdout.split("\n") if line]

    def audit_notes(self):
        [line] = [line for line in self.country.centre.run("verify").stdout.splitlines() if " CENTRE-" in line and ":audit " in line]
        return int(line.split()[2])

    def test_they_arrive_as_they_were_and_are_handed_out_for_a_reason(self):
        draw(self.folder, [AT_THE_DESK, FACE, BY_RECORD])
        self.make_country()
        station = self.until_served(NORTH)
        desk = Desk(station).log_in(OFFICER, PASSWORD)
        inspection = desk.read(AT_THE_DESK.picture.read_bytes()).json
        taken = desk.take_photo(inspection, FACE.picture.read_bytes())
        self.assertEqual(taken.status, 200, taken.body)
        admitted = desk.admit(inspection)
        self.assertEqual(admitted.status, 201, admitted.body)
        self.assertNotIn("pictures_left_out", admitted.json)
        made = {**decision("entry", None, granted_days=9), "picture": str(BY_RECORD.picture)}
        del made["document"]
        by_record = station.record(made).stdout.split()[0]
        self.until(lambda: station.status()[0]["unsent"] == 0, "the centre has all of it")
        lanes = {journal["lane"]: journal for journal in station.status()[0]["journals"]}
        parts = sum(-(-traveller.picture.stat().st_size // 4096) for traveller in (AT_THE_DESK, FACE, BY_RECORD))
        self.assertEqual(lanes["evidence"]["last"], parts)
        noted = self.audit_notes()
        for record, shown in ((admitted.json["record"], {"1-document": AT_THE_DESK, "2-traveller": FACE}),
                              (by_record, {"1-document": BY_RECORD})):
            with self.subTest(record):
                given, files = self.pictures_of(record)
                self.assertEqual((given.returncode, len(files)), (0, len(shown)), given.stderr)
                for file, (name, traveller) in zip(files, shown.items(), strict=True):
                    self.assertEqual(file.read_bytes(), traveller.picture.read_bytes())
                    self.assertEqual(file.stat().st_mode & 0o777, 0o600)
                    self.assertTrue(file.name.endswith(f"-{name}.jpg"), file.name)
        refused = self.country.centre.run("pictures", f"{NORTH}-01:1:movement:99", "--to", self.folder, "--why", "x",
                                          check=False)
        self.assertEqual((refused.returncode, refused.stdout), (1, ""))
        self.assertIn("is no crossing", refused.stderr)
        self.assertEqual(self.audit_notes(), noted + 2, "each is noted, what was refused is not")


if __name__ == "__main__":
    unittest.main()
