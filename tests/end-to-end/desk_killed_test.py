"""A station that is killed while an officer decides: whether the answer came or not, asking again tells
what became of the decision, and every traveller crossed once."""

import contextlib
import http.client
import random
import threading
import time
import unittest

from desk_client import Desk
from fixture import NORTH, OFFICER, PASSWORD, EndToEnd, passport

TRAVELLERS = 12
# A decision takes a few milliseconds: before it, in the middle of it, and when it is long durable.
KILL_AFTER_SECONDS_MAX = 0.03


class DeskKilled(EndToEnd):
    def kill_soon(self):
        time.sleep(self.random.random() * KILL_AFTER_SECONDS_MAX)
        self.station.kill()

    def opened(self, number):
        answer = self.desk.ask("POST", "/api/inspections?direction=entry", {"document": passport(number, "KILLEDDESK")})
        self.assertEqual(answer.status, 201, answer.body)
        return answer.json

    def decide_while_it_dies(self, inspection):
        """The answer, if it came."""
        killer = threading.Thread(target=self.kill_soon)
        killer.start()
        answer = None
        with contextlib.suppress(OSError, http.client.HTTPException):
            answer = self.desk.admit(inspection)
        killer.join()
        return answer

    def test_every_traveller_crosses_once(self):
        seed = random.SystemRandom().randrange(10**9)
        print(f"seed {seed}")
        self.random = random.Random(seed)
        self.make_country()
        self.station = self.until_served(NORTH)
        self.desk = Desk(self.station).log_in(OFFICER, PASSWORD)
        records, recorded_before, not_recorded = [], 0, 0
        for i in range(TRAVELLERS):
            inspection = self.opened(f"KD{i:07d}")
            answer = self.decide_while_it_dies(inspection)
            self.station.start()
            self.desk.log_in(OFFICER, PASSWORD)
            again = self.desk.admit(inspection)
            if again.status == 404:
                self.assertIsNone(answer, "what was acknowledged is known")
                not_recorded += 1
                again = self.desk.admit(self.opened(f"KD{i:07d}"))
                self.assertEqual(again.status, 201, again.body)
            else:
                self.assertEqual(again.status, 200, again.body)
                recorded_before += 1
            if answer is not None:
                self.assertEqual((answer.status, answer.json["record"]), (201, again.json["record"]))
            records.append(again.json["record"])
        print(f"{recorded_before} were recorded when the station was killed, {not_recorded} were not")
        self.until(lambda: self.station.status()[0]["unsent"] == 0, "the centre has all of it")
        self.assertEqual(sorted(row["record"] for row in self.country.centre.json("crossings", "--json")), sorted(records))
        self.assertEqual(len(set(records)), TRAVELLERS)


if __name__ == "__main__":
    unittest.main()
