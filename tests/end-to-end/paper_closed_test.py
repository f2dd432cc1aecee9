"""Hours on paper that the centre closes before the desk does: the desk hears of it over its link, says that what is typed
in after that is late, and ends them too. What is announced anew is open."""

import unittest

from desk_client import Desk
from fixture import NORTH, PASSWORD, EndToEnd

ZONE = ["P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F3204153ZE184226B<<<<<16"]


class PaperClosed(EndToEnd):
    def types_in(self, desk, at):
        read = desk.ask("POST", f"/api/readings?direction=entry&typed=yes&paper_at={at}", "\n".join(ZONE).encode(), "text/plain")
        self.assertEqual(read.status, 201, read.body)
        self.assertEqual(desk.admit(read.json).status, 201)

    def test_a_desk_hears_that_the_centre_closed_its_hours(self):
        self.make_country()
        centre, station = self.country.centre, self.until_served(NORTH)
        centre.run("officer", "add", "jefa", "--roles", "supervisor,officer", stdin=PASSWORD + "\n")
        self.until(lambda: any(row["channel"] == "officers" and row["version"] == 2
                               for row in station.status()[0]["bulletins"]), "the supervisor may log in")
        desk = Desk(station).log_in("jefa", PASSWORD)
        from_when = "2026-03-02T08:00:00Z"
        self.assertEqual(desk.ask("POST", "/api/paper", {"from": from_when, "reason": "no current"}).status, 204)
        self.types_in(desk, "2026-03-02T08:30:00Z")
        self.until(lambda: "paper period" in centre.run("status").stdout, "the centre knows that the post is on paper")
        self.assertNotIn("closed_at_centre", desk.strip()["paper"])

        self.until(lambda: not station.status()[0]["unsent"], "all is sent")
        closed = centre.run("paper", "close", NORTH)
        self.assertIn("announced hours at its desk", closed.stderr)
        self.until(lambda: "closed_at_centre" in desk.strip()["paper"], "the desk has heard of it")
        self.assertIn("the centre closed these hours", station.run("status").stdout)
        self.assertEqual(desk.ask("POST", "/api/paper/close", {"entered": 1}).status, 204)
        self.assertNotIn("paper", desk.strip())
        self.assertEqual(desk.ask("POST", "/api/paper", {"from": from_when, "reason": "again"}).status, 204)
        self.assertNotIn("closed_at_centre", desk.strip()["paper"], "what is announced anew is open")


if __name__ == "__main__":
    unittest.main()
