"""A station whose clock is ten days behind the centre's says so, in `status`, on the strip and in its log, and
that it is good again once it was set."""

import datetime
import unittest

from desk_client import Desk
from fixture import NORTH, OFFICER, PASSWORD, EndToEnd, moment
from installation import ExerciseClock

TEN_DAYS = datetime.timedelta(days=10)


class WrongClock(EndToEnd):
    def serve_at(self, when):
        self.station.stop()
        self.clock.set(when)
        self.station.start()

    def test_is_said_in_both_directions_and_once(self):
        self.make_country()
        self.station = self.until_served(NORTH)
        self.clock = ExerciseClock(self.folder / "own-clock")
        self.station.environment = dict(self.country.environment, GARITA_EXERCISE_CLOCK=str(self.clock.path))
        for offset, words in ((-TEN_DAYS, "behind"), (TEN_DAYS, "ahead of")):
            with self.subTest(words):
                self.station.log.unlink()
                self.serve_at(moment(1, hour=12) + offset)
                clock = self.until(lambda: (clock := self.station.status()[0]["clock"])["state"] == "doubtful" and
                                   f"days {words}" in clock["words"] and clock, "the clock is doubted")
                self.assertLess(abs(abs(clock["offset_ms"]) - 864_000_000), 120_000)
                self.assertGreaterEqual(clock["trusted_age_seconds"], 0)
                text = self.station.run("status").stdout
                self.assertRegex(text, rf"DOUBTFUL: (9|10) days {words} the centre's clock, compared \d+ s ago")
                self.assertNotRegex(text, r"-\d+ (s|min|h|days)")
                self.until(lambda: "clock is doubtful" in self.station.log.read_text(), "the log says so")
                strip = Desk(self.station).log_in(OFFICER, PASSWORD).strip()
                self.assertEqual(strip["clock"]["state"], "doubtful")
                self.assertEqual(self.station.log.read_text().count("clock is doubtful"), 1)
        # Set while it serves: known with the next word about the time, which a new conversation begins with.
        self.clock.set(moment(1, hour=12))
        self.country.relays[NORTH].cut()
        self.country.relays[NORTH].restore()
        self.until(lambda: self.station.status()[0]["clock"]["state"] == "good", "the clock is good again")
        self.until(lambda: "clock is good again" in self.station.log.read_text(), "the log says so, too")


if __name__ == "__main__":
    unittest.main()
