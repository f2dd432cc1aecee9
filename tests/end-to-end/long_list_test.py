"""A list of 60,000 alerts, in sections: by stick beside the enrolment, and over a link that is cut in the middle; what
changes comes into force at every post, and costs what changed."""

import sqlite3
import unittest

from fixture import NORTH, POLICIES, SOUTH, ZONE, EndToEnd, decision, moment, passport

LISTED = 60_000
HEADER = "reference,instruction,issuer,number,surname,given_names,birth_date\n"
SOUGHT = passport("XS0041717", "QUEZADA")
LATER_SOUGHT = passport("XS9941717", "ZAMBRANO")


def row(reference, number, surname):
    return f"{reference},To the second line and call the duty officer,UTO,{number},{surname},ANA,1990-05-17\n"


class LongList(EndToEnd):
    def setUp(self):
        super().setUp()
        self.list = self.folder / "alerts.csv"
        rows = [row(f"A-{number}", f"XS{number:07d}", "QUEZADA") for number in range(LISTED)]
        self.list.write_text(HEADER + "".join(rows))
        country = self.country
        country.clock.set(moment(1, hour=12))
        country.found("ZEN")
        country.publish("policies", POLICIES)
        country.publish("alerts", self.list)
        for post in (NORTH, SOUTH):
            country.add_post(post, ZONE)
            country.link(post)
        country.centre.start()
        for post in (NORTH, SOUTH):
            country.join(post)

    def asked(self, post, question):
        database = sqlite3.connect(f"file:{self.country.stations[post].data / 'station.db'}?mode=ro", uri=True)
        try:
            return database.execute(question).fetchall()
        finally:
            database.close()

    def sections(self, post):
        return dict(self.asked(post, "SELECT channel, received_at FROM bulletin_section"))

    def alerts(self, post):
        held = {one["channel"]: one for one in self.country.stations[post].status()[0]["bulletins"]}
        return (held["alerts"]["version"], held["alerts"]["entries"]) if "version" in held.get("alerts", {}) else None

    def is_stopped(self, post, document):
        """Whether somebody with this document cannot simply be admitted."""
        done = self.country.stations[post].record(decision("entry", document, granted_days=9), check=False)
        if done.returncode != 0:
            self.assertIn("alert", done.stderr)
        return done.returncode != 0

    def test_it_is_in_force_whole_or_not_at_all_by_whatever_way_it_comes(self):
        files = sorted(self.country.data.glob(f"{NORTH}-lists-*.garita"))
        self.assertTrue(files, "the list lies beside the enrolment file")
        north, south = self.country.stations[NORTH], self.country.stations[SOUTH]
        self.assertFalse(self.is_stopped(NORTH, SOUGHT), "no list yet")
        north.run("import", *files)
        self.assertEqual(self.alerts(NORTH), (1, LISTED))
        self.assertTrue(self.is_stopped(NORTH, SOUGHT))

        self.country.relays[SOUTH].cut()
        south.start()
        self.country.relays[SOUTH].restore()
        self.until(lambda: 20 < len(self.sections(SOUTH)) < 256, "the post has a part of the list")
        self.country.relays[SOUTH].cut()
        before = self.sections(SOUTH)
        self.assertLess(len(before), 256)
        self.assertIsNone(self.alerts(SOUTH))
        self.assertFalse(self.is_stopped(SOUTH, SOUGHT), "half a list is none")
        self.country.relays[SOUTH].restore()
        self.until(lambda: self.alerts(SOUTH) == (1, LISTED), "the rest came")
        after = self.sections(SOUTH)
        self.assertEqual({name: after[name] for name in before}, before, "nothing came twice")
        self.assertTrue(self.is_stopped(SOUTH, SOUGHT))

        north.start()
        with self.list.open("a") as out:
            out.write(row("B-1", LATER_SOUGHT["document_number"], LATER_SOUGHT["surname"]))
        self.country.publish("alerts", self.list)
        for post, before in ((NORTH, self.sections(NORTH)), (SOUTH, after)):
            with self.subTest(post):
                self.until(lambda post=post: self.alerts(post) == (2, LISTED + 1), "the newer list is in force")
                now = self.sections(post)
                self.assertEqual(sum(now[name] != before[name] for name in now), 1, "one section came")
                self.assertTrue(self.is_stopped(post, LATER_SOUGHT))
                self.until(lambda post=post: not self.asked(post, "SELECT 1 FROM list_part WHERE state = 2"),
                           "what is no longer in force was dropped")


if __name__ == "__main__":
    unittest.main()
