"""What is decided during a stay: who is flagged for it, who is not, and who is not any more.

Ana's stay is revoked while a post is silent, Luz asks for asylum, Eva's extension was decided in time and
is sent in late, and of Paz somebody only says that she left."""

import json
import unittest

from fixture import NORTH, SOUTH, EndToEnd, decision, moment, passport

RAISED = ("probable", "confirmed")
ANA, LUZ, EVA, PAZ = "C01XB0001", "C01XB0002", "C01XB0003", "C01XB0004"
EVERYONE = {ANA: "RIOSANA", LUZ: "SANTOSLUZ", EVA: "CAMPOSEVA", PAZ: "MONTESPAZ"}


class Status(EndToEnd):
    def states_of(self, number):
        return {row["flag"]: row["state"] for row in self.flags() if row["document"].endswith(number)}

    def raised_of(self, number):
        return {flag for flag, state in self.states_of(number).items() if state in RAISED}

    def test_decisions_change_what_is_said_and_never_of_what_somebody_is_protected(self):
        self.make_country()
        self.go_to(moment(1))
        entries = {number: self.recorded(NORTH, decision("entry", passport(number, name), granted_days=10))[0]
                   for number, name in EVERYONE.items()}
        self.until(lambda: len(self.flags()) >= len(EVERYONE), "the entries are at the centre")

        self.go_to(moment(5))
        self.recorded(SOUTH, decision("exit", passport(PAZ, EVERYONE[PAZ]), evidence="statement"))
        self.until(lambda: "probably_left" in self.flag_line(entries[PAZ]), "what Paz's sister said is known")
        self.country.relays[SOUTH].cut()
        self.go_to(moment(6))
        self.decide(kind="revoke", entry=entries[ANA], until="2026-03-09")
        self.decide(kind="asylum", entry=entries[LUZ])
        held = [row for row in self.flags(flag="REVOKED_IN_COUNTRY", state="pending_data")]
        self.assertEqual([row["document"].split("|")[1] for row in held], [ANA])
        self.assertIn(SOUTH, held[0]["blocking_posts"])
        self.country.relays[SOUTH].restore()
        self.until(lambda: "REVOKED_IN_COUNTRY" in self.raised_of(ANA), "nobody can have seen her leave before")

        self.go_to(moment(13))
        self.until(lambda: "OVERSTAY_OPEN" in self.raised_of(EVA), "Eva's term is over")
        self.assertEqual(self.raised_of(ANA), {"REVOKED_IN_COUNTRY", "OVERSTAY_OPEN"})
        self.assertEqual(self.raised_of(LUZ), set())
        self.assertEqual(self.states_of(PAZ)["OVERSTAY_OPEN"], "pending_data", "nobody saw her leave")
        self.assertNotIn("sylum", self.country.centre.run("explain", entries[LUZ]).stdout)

        late = self.decide(kind="extend_until", entry=entries[EVA], until="2026-04-30",
                           at=moment(4).strftime("%Y-%m-%dT%H:%M:%SZ"))
        self.assertEqual(self.raised_of(EVA), set())
        history = self.country.centre.json("explain", "--json", entries[EVA])[0]["history"]
        self.assertEqual((history[-1]["cause"], history[-1]["reason"]), (late, "extended"))
        self.assertEqual(self.country.centre.json("status", "--json")[0]["decisions_dated_back"], 1)

    def flag_line(self, record):
        flags = self.country.centre.json("explain", "--json", record)[0]["flags"]
        return flags[0] if flags else {}


if __name__ == "__main__":
    unittest.main()
