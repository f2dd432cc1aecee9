"""A regional office decides about status beside the posts: what it decided and has not sent yet keeps a flag from being
raised, by a stick or a link it arrives, and nothing is ever taken back."""

import json
import unittest

from fixture import NORTH, ZONE, EndToEnd, decision, moment, passport

OFFICE = "OFICINA"


class Office(EndToEnd):
    def decide_at_office(self, check=True, **what):
        file = self.folder / "extension.json"
        file.write_text(json.dumps({"authority": "Regional office", "officer": "rsolis", **what}), encoding="utf-8")
        return self.country.stations[OFFICE].run("decide", file, check=check)

    def flag_of(self, number):
        [flag] = [row for row in self.flags() if row["document"].endswith(number)] or [{"state": None}]
        return flag

    def test_its_decisions_are_waited_for_and_arrive_by_stick_or_link(self):
        country = self.make_country()
        country.centre.run("enrol", OFFICE, "--border", "office", "--zone", ZONE, "--out", country.enrolment_file(OFFICE))
        country.link(OFFICE)
        country.join(OFFICE)
        country.stations[OFFICE].start()
        self.until_served(OFFICE)

        self.go_to(moment(1))
        [extended] = self.recorded(NORTH, decision("entry", passport("C01XA0001", "SANTOSLUZ"), granted_days=10))
        [forgotten] = self.recorded(NORTH, decision("entry", passport("C01XA0002", "BARRIOSSOL"), granted_days=10))
        refused = country.stations[OFFICE].record(decision("entry", passport("C01XA0003", "MONTESPAZ")), check=False)
        self.assertEqual(refused.returncode, 1, "nobody crosses at an office")

        self.go_to(moment(5))
        country.relays[OFFICE].cut()
        self.decide_at_office(kind="extend_until", entry=extended, until="2026-03-30", reason="ill")
        self.go_to(moment(13))
        for number in ("C01XA0001", "C01XA0002"):
            self.until(lambda: self.flag_of(number)["state"] == "pending_data"
                       and self.flag_of(number)["blocking_posts"] == [OFFICE], f"{number} waits for the office alone")

        stick = self.folder / "stick"
        stick.mkdir()
        country.stations[OFFICE].run("export", "--to", stick)
        country.centre.run("import", *sorted(stick.glob("*.garita")))
        self.until(lambda: self.flag_of("C01XA0002")["state"] == "probable", "who was not extended is on the list")
        self.assertEqual(self.flag_of("C01XA0001")["state"], "open", "and the other is not")
        history = country.centre.json("explain", "--json", extended)[0]["history"]
        self.assertFalse({"probable", "confirmed"} & {event["state"] for event in history}, "nor ever was")

        country.relays[OFFICE].restore()
        self.decide_at_office(kind="regularise", entry=forgotten, days=30)
        self.until(lambda: self.flag_of("C01XA0002")["state"] in (None, "open", "cleared"), "over the link as well")
        posts = {row["post"]: row for row in country.centre.json("status", "--json")[0]["posts"]}
        self.assertEqual((posts[OFFICE]["border"], posts[OFFICE]["directions"]), ("office", []))
        at_post = country.stations[NORTH].run("decide", self.folder / "extension.json", check=False)
        self.assertEqual(at_post.returncode, 3, "a border post decides nothing of the kind")
        quarantine = country.centre.json("quarantine", "--json")
        self.assertEqual(quarantine, [])


if __name__ == "__main__":
    unittest.main()
