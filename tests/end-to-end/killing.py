"""Kills Garita's processes with SIGKILL at random moments of a day and looks whether every record
is at the centre exactly once.

    tests/end-to-end/killing.py [--times 25] [--seed N]

The day is the demo's: travellers enter and leave at two posts, recorded with `garita-station
record`. The seed is printed; the same seed kills at the same points of the sequence of decisions
(how far a process had come by then is up to the machine, and that is the point).
"""

import argparse
import collections
import json
import random
import shutil
import sys
import tempfile
import threading
import time
import unittest

from fixture import BINARIES, NORTH, SOUTH, Country, EndToEnd, decision, moment, passport

TRAVELLERS_A_DAY = 40
KILLS_A_DAY_MAX = 13


class Day(EndToEnd):
    """One day of a country with `kills` kills; runTest() fails unless all ends well."""

    def __init__(self, kills, seed):
        super().__init__()
        self.kills = kills
        self.random = random.Random(seed)
        self.acknowledged = collections.Counter()

    def plan(self):
        """(post, decision) in order of time: everyone enters in the morning, most leave later."""
        crossings = []
        for i in range(TRAVELLERS_A_DAY):
            document = passport(f"K{i:07d}", "KILLTEST" + "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[i % 26], f"T{chr(65 + i // 26)}")
            crossings.append((self.random.choice((NORTH, SOUTH)), decision("entry", document, granted_days=10)))
        for i in range(TRAVELLERS_A_DAY - 5):
            document = crossings[i][1]["document"]
            crossings.append((self.random.choice((NORTH, SOUTH)), decision("exit", document)))
        return crossings

    def kill_one_soon(self, victim, recorder):
        """Kills after a random part of a second; `record` while it runs, the others any time."""
        time.sleep(self.random.random() * 0.15)
        if victim == "record":
            if recorder.poll() is None:
                recorder.kill()
        else:
            program = self.country.centre if victim == "centre" else self.country.stations[victim]
            program.kill()

    def record(self, post, crossing, victim):
        """Records one decision, repeating it under the same reference until it is acknowledged."""
        station = self.country.stations[post]
        line = json.dumps(crossing) + "\n"
        while True:
            recorder = station.start_record()
            killer = None
            if victim is not None:
                killer = threading.Thread(target=self.kill_one_soon, args=(victim, recorder))
                killer.start()
            out, errors = recorder.communicate(line)
            if killer is not None:
                killer.join()
            if recorder.returncode == 0:
                self.acknowledged[out.strip()] += 1
                return
            self.assertEqual((recorder.returncode, victim), (-9, "record"), errors)
            victim = None

    def restart_what_is_down(self):
        if not self.country.centre.alive():
            self.country.centre.start()
        for station in self.country.stations.values():
            if not station.alive():
                station.start()

    def runTest(self):
        self.make_country()
        plan = self.plan()
        killed_at = set(self.random.sample(range(len(plan)), self.kills))
        for i, (post, crossing) in enumerate(plan):
            self.go_to(moment(1 + i // 20, hour=13, minute=i % 20))
            victim = self.random.choice(("centre", NORTH, SOUTH, "record")) if i in killed_at else None
            self.record(post, {**crossing, "reference": f"line-{i}"}, victim)
            if i % 3 == 2:
                self.restart_what_is_down()
        self.restart_what_is_down()
        self.check(plan)

    def check(self, plan):
        country = self.country
        self.until(lambda: all(journal["opened"] == journal["last"] for station in country.stations.values()
                               for row in station.status() for journal in row["journals"]),
                   "the centre has read every record")
        self.assertEqual(len(self.acknowledged), len(plan), "each decision was acknowledged under one id")
        verified = country.centre.run("verify")
        self.assertEqual(verified.returncode, 0, verified.stdout)
        recorded = sorted(record for record in self.centre_crossings())
        self.assertEqual(recorded, sorted(self.acknowledged), "the centre has exactly these crossings")

    def centre_crossings(self):
        """The ids of all crossings at the centre, as often as they are there."""
        return [row["record"] for row in self.country.centre.json("crossings", "--json")]


def run(times, seed):
    """Days until `times` kills are done. True when all of them ended well."""
    print(f"seed {seed}: {times} kills", flush=True)
    done = 0
    day = 0
    while done < times:
        kills = min(KILLS_A_DAY_MAX, times - done)
        result = unittest.TextTestRunner(stream=sys.stderr, verbosity=0).run(Day(kills, f"{seed}/{day}"))
        if not result.wasSuccessful():
            print(f"failed on day {day} of seed {seed}", flush=True)
            return False
        done += kills
        day += 1
        print(f"{done} kills, every record exactly once", flush=True)
    return True


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--times", type=int, default=25)
    parser.add_argument("--seed", default=str(random.SystemRandom().randrange(10**9)))
    chosen = parser.parse_args()
    sys.exit(0 if run(chosen.times, chosen.seed) else 1)
