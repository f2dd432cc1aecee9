"""The promise, told as it happens: an overstay is raised only when no exit can still be on its way.

Post SUR falls silent, a deadline passes; the centre holds the flag back and names SUR. Then SUR's records come by stick,
and say three things: the exit was in time, it was late, there was none."""

import unittest

from fixture import NORTH, SOUTH, EndToEnd, decision, moment, passport

RAISED = ("probable", "confirmed")
HELD = ("due", "pending_data")
IN_TIME, LATE, NEVER = "C01XA0001", "C01XA0002", "C01XA0003"
EVERYONE = {IN_TIME: "SANTOSLUZ", LATE: "BARRIOSSOL", NEVER: "MONTESPAZ"}


class Promise(EndToEnd):
    def all_opened(self, post):
        """The centre has read everything that the post recorded."""
        return all(journal["opened"] == journal["last"]
                   for row in self.country.stations[post].status() for journal in row["journals"])

    def flag_of(self, number):
        flags = [row for row in self.flags() if row["flag"].startswith("OVERSTAY")
                 and row["document"].endswith(number)]
        return flags[0] if flags else {"state": None}

    def held_by(self, number, posts):
        flag = self.flag_of(number)
        return flag["state"] in HELD and flag["blocking_posts"] == posts

    def history_of(self, record):
        return [event["state"] for event in self.country.centre.json("explain", "--json", record)[0]["history"]]

    def tell(self, what):
        print(f"  {what}", flush=True)

    def carry_stick(self, post):
        """What the post has not sent yet goes to the centre, and the centre's answer comes back."""
        stick = self.folder / "stick"
        stick.mkdir()
        self.country.stations[post].run("export", "--to", str(stick))
        bundles = sorted(str(file) for file in stick.glob("*.garita"))
        self.assertTrue(bundles, "the stick is not empty")
        before = set(stick.iterdir())
        self.country.centre.run("import", *bundles)
        answers = [str(file) for file in sorted(set(stick.iterdir()) - before)]
        self.assertTrue(answers, "the centre writes an answer to take back")
        self.country.stations[post].run("import", *answers)

    def test_a_flag_waits_for_the_silent_post_and_late_data_takes_nothing_back(self):
        self.make_country()
        self.go_to(moment(1))
        entries = {number: self.recorded(NORTH, decision("entry", passport(number, name), granted_days=10))[0]
                   for number, name in EVERYONE.items()}
        self.until(lambda: self.all_opened(NORTH), "the entries are at the centre")
        self.tell("Day 1: three travellers enter at NORTE, each for ten days; the centre knows.")

        self.go_to(moment(8))
        self.country.relays[SOUTH].cut()
        self.recorded(SOUTH, decision("exit", passport(IN_TIME, EVERYONE[IN_TIME])))
        self.tell("Day 8: the first leaves at SUR, whose link is cut. Nobody else knows.")

        # Day 10 was the last legal day. North goes on reporting, south is silent.
        self.go_to(moment(13))
        self.recorded(SOUTH, decision("exit", passport(LATE, EVERYONE[LATE])))
        for number in EVERYONE:
            self.until(lambda: self.held_by(number, [SOUTH]), f"{number} is held, and south is named")
        self.assertEqual(self.country.centre.overstays(), [], "nothing is on the list that leaves the unit")
        self.tell("Day 13: the second leaves at SUR, three days late. The centre sees three who should be gone, raises "
                  "nobody, and says that SUR holds it up.")

        self.carry_stick(SOUTH)
        self.until(lambda: self.flag_of(NEVER)["state"] in RAISED, "the true overstay is raised")
        self.until(lambda: self.flag_of(LATE)["state"] in RAISED, "the late exit is raised")
        self.assertEqual(self.flag_of(LATE)["flag"], "OVERSTAY")
        self.assertEqual(self.flag_of(NEVER)["flag"], "OVERSTAY_OPEN")
        self.assertEqual([row["document"].split("|")[1] for row in self.country.centre.overstays()
                          if row["document"].endswith(IN_TIME)], [])
        self.tell("SUR's stick arrives: one is raised for leaving late, one for being there, and nobody else.")
        history = self.history_of(entries[IN_TIME])
        self.assertFalse([state for state in history if state in RAISED], history)
        self.assertTrue(self.all_opened(SOUTH), "the answer brought SUR its receipts")
        self.tell("Who left in time was never raised, not for a moment.")
        self.assertIn("pending_data", history, "it was there, and held")


if __name__ == "__main__":
    unittest.main()
