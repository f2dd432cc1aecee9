"""A post that never saw a traveller, and has no link, says at the exit until when they were allowed.

Ana enters in the north and overstays, Eva's stay is extended by an office, Luz asks for asylum. The list of open stays
reaches the south; then its link is cut and the three leave there."""

import unittest

from desk_client import Desk
from fixture import NORTH, OFFICER, PASSWORD, SOUTH, EndToEnd, decision, moment, passport
from specimens import zone_of

ANA, EVA, LUZ, NOBODY = "C01XC0001", "C01XC0002", "C01XC0003", "C01XC0004"
EVERYONE = {ANA: "RIOSANA", EVA: "CAMPOSEVA", LUZ: "SANTOSLUZ"}


class OpenStays(EndToEnd):
    def version_held(self, post):
        return {one["channel"]: one.get("version") for one in
                self.country.stations[post].status()[0]["bulletins"]}.get("open-stays")

    def leaving(self, number):
        """What the desk in the south shows of somebody who leaves."""
        zone = zone_of(passport(number, EVERYONE.get(number, "NADIE")))
        read = self.desk.read_zone(zone, direction="exit")
        self.assertEqual(read.status, 201, read.body)
        return read.json

    def test_they_are_known_where_nobody_saw_the_entry(self):
        self.make_country()
        self.until_served(SOUTH)
        self.go_to(moment(1))
        entries = {number: self.recorded(NORTH, decision("entry", passport(number, name), granted_days=10))[0]
                   for number, name in EVERYONE.items()}
        self.until(lambda: len(self.flags()) == len(EVERYONE), "the entries are at the centre")
        self.decide(kind="extend_until", entry=entries[EVA], until="2026-04-30")
        self.decide(kind="asylum", entry=entries[LUZ])
        listed = self.country.centre.run("bulletin", "publish", "open-stays").stdout.split()[-1]
        self.until(lambda: self.version_held(SOUTH) == int(listed), "the list is in the south")
        self.country.relays[SOUTH].cut()

        self.go_to(moment(20))
        self.desk = Desk(self.country.stations[SOUTH]).log_in(OFFICER, PASSWORD)
        ana = self.leaving(ANA)
        self.assertEqual({**ana["stay"], "derivation": []},
                         {**ana["stay"], "derivation": [], "state": "over", "basis": "open_stays",
                          "entered": "2026-03-02", "last_legal_day": "2026-03-11", "days_over": 10})
        self.assertTrue(ana["stay"]["basis_at"].startswith("2026-03-02T"), "of which hour that is")
        self.assertEqual([alert["kind"] for alert in ana["alerts"]], ["overstay_now"])
        left = self.desk.admit(ana)
        self.assertEqual(left.status, 201, "an overstay refuses no exit")
        eva = self.leaving(EVA)
        self.assertEqual((eva["stay"]["state"], eva["stay"]["last_legal_day"]), ("within", "2026-04-30"))
        self.desk.admit(eva)
        luz = self.leaving(LUZ)
        self.assertEqual(luz["stay"]["state"], "unlimited")
        self.assertNotIn("asylum", str(luz["stay"]), "what the post is told is an effect")
        self.desk.admit(luz)
        self.assertNotIn("stay", self.leaving(NOBODY))


if __name__ == "__main__":
    unittest.main()
