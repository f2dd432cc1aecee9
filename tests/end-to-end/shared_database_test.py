"""Two `garita-central serve` on one PostgreSQL: a post syncs with one, which is killed in the middle
of it, and goes on at the other, again and again. Every record is there once, and projected once."""

import pathlib
import subprocess
import time
import unittest

from fixture import (ALERTS, BINARIES, NORTH, OFFICER, PASSWORD, POLICIES, ZONE, EndToEnd, decision, moment,
                     passport)
from installation import Centre, Relay

CLUSTER = pathlib.Path(__file__).resolve().parents[1] / "support/postgres_cluster/postgres-cluster"
TRAVELLERS = 400
KILLS = 4
# With the handshake; the records are some hundred bytes each.
BYTES_UNTIL_A_KILL = 15_000


class SlowRelay(Relay):
    """A link that may be slow, so that a sync has a middle, and counts what it carries."""

    pause_seconds = 0
    carried_bytes = 0

    def _pump(self, source, sink):
        try:
            while data := source.recv(512):
                sink.sendall(data)
                self.carried_bytes += len(data)
                time.sleep(self.pause_seconds)
        except OSError:
            pass
        Relay._shut(source)
        Relay._shut(sink)


class SharedDatabase(EndToEnd):
    def setUp(self):
        super().setUp()
        self.cluster = subprocess.Popen([CLUSTER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.addCleanup(self.stop_cluster)
        self.address = self.cluster.stdout.readline().strip()
        self.assertTrue(self.address.startswith("postgresql://"))

    def stop_cluster(self):
        self.cluster.stdin.close()
        self.cluster.wait()
        self.cluster.stdout.close()

    def make_country(self):
        """One post, and two centres that share a database."""
        country = self.country
        country.clock.set(moment(1, hour=12))
        country.centre.run("init", "--country", "ZEN", "--exercise", "--database", self.address)
        country.publish("policies", POLICIES)
        country.publish("alerts", ALERTS)
        country.centre.run("officer", "add", OFFICER, "--name", "Ana García", "--roles", "officer",
                           stdin=PASSWORD + "\n")
        country.add_post(NORTH, ZONE)
        country.link(NORTH)
        country.relays[NORTH].close()
        country.relays[NORTH] = SlowRelay(country.centre.sync_port, country.relays[NORTH].port)
        second = Centre(country.centre.data, country.environment, BINARIES)
        second.log = country.data / "second.log"
        self.addCleanup(second.kill)
        self.centres = [country.centre, second]
        for centre in self.centres:
            centre.start()
        country.join(NORTH)
        country.stations[NORTH].start()

    def held(self):
        """How many crossings of the post are durable at the centre."""
        posts = self.centres[0].status()[0]["posts"]
        return sum(journal["held"] for post in posts if post["post"] == NORTH
                   for station in post["stations"] for journal in station["journals"]
                   if journal["lane"] == "movement")

    def change_over(self, serving):
        """Kills the one that serves; the post finds the other once the killed one has started again. A busy
        machine takes its time for that, and the sync would be over before the next kill."""
        other = 1 - serving
        relay = self.country.relays[NORTH]
        self.centres[serving].kill()
        relay.cut()
        self.centres[serving].start()
        relay.target_port = self.centres[other].sync_port
        relay.restore()
        return other

    def test_a_post_goes_on_at_the_other_centre_in_the_middle_of_its_sync(self):
        self.make_country()
        self.until_served(NORTH)
        relay = self.country.relays[NORTH]
        relay.cut()
        self.go_to(moment(2))
        ids = self.recorded(NORTH, *[
            decision("entry", passport(f"S{i:07d}", "SHARED" + chr(65 + i % 26) + chr(65 + i // 26)), granted_days=10)
            for i in range(TRAVELLERS)])
        self.assertEqual(len(set(ids)), TRAVELLERS)
        relay.pause_seconds = 0.02
        relay.restore()
        serving = 0
        middles = []
        for _ in range(KILLS):
            carried = relay.carried_bytes + BYTES_UNTIL_A_KILL
            self.until(lambda: relay.carried_bytes >= carried, "the sync is under way")
            serving = self.change_over(serving)
            middles.append(self.held())
        self.assertTrue(0 < middles[1] < TRAVELLERS, f"killed in the middle: {middles}")
        relay.pause_seconds = 0
        self.until(lambda: self.held() == TRAVELLERS, "every record is durable")
        self.until(lambda: all(journal["opened"] == journal["last"]
                               for row in self.country.stations[NORTH].status() for journal in row["journals"]),
                   "every record is read")
        for centre in self.centres:
            found = [row["record"] for row in centre.json("crossings", "--json")]
            self.assertEqual(sorted(found), sorted(ids), "each record once")
        self.assertEqual(self.centres[0].run("verify").returncode, 0)
        before = self.flags()
        self.assertEqual(len(before), TRAVELLERS, "each stay once")
        for centre in self.centres:
            centre.stop()
        self.centres[0].run("rebuild")
        self.assertEqual(self.flags(), before, "as if it had been projected by one")


if __name__ == "__main__":
    unittest.main()
