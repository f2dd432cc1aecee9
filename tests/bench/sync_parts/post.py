"""A country of one post, of the real programs, that is measured with and without a bad link."""

import atexit
import pathlib
import subprocess
import sys

from records import ALERTS, POLICIES, decisions
from installation import Centre, Country, Failed, Station, wait_until
from sync_parts.measuring import LANE_MOVEMENT, LANE_URGENT, centre_head, station_heads

CODE = "PASO-NORTE"
# On the alert list of the demo country.
SOUGHT = {"document_code": "P", "issuing_state": "UTO", "document_number": "UT7741903",
          "surname": "DOMINGO", "given_names": "OSCAR", "nationality": "UTO",
          "birth_date": "1980-05-17", "sex": "M", "expiry_date": "2027-12-31"}


class LoggedCentre(Centre):
    """Is asked for nothing over the network, which it may not share with this process."""

    def serve(self, *arguments):
        self.log.unlink(missing_ok=True)
        super().serve(*arguments)

    def start(self):
        self.serve("--sync-port", self.sync_port, "--console-port", self.console_port, "--address", "0.0.0.0")
        wait_until(lambda: self._answers() or self._must_live(), "the centre takes stations")

    def _answers(self):
        return "console on port" in self.log.read_text(errors="replace")


class LoggedStation(Station):
    def serve(self, *arguments):
        self.log.unlink(missing_ok=True)
        super().serve(*arguments)

    def _answers(self):
        return "desk on port" in self.log.read_text(errors="replace")


class Post:
    """Not one for exercises: there heartbeats come sixty times as often."""

    def __init__(self, folder, binaries):
        self.binaries = pathlib.Path(binaries)
        self.country = Country(folder, binaries)
        country = self.country
        atexit.register(country.kill_all)
        country.centre = self.centre = LoggedCentre(country.centre.data, country.environment, binaries)
        self.centre.run("init", "--country", "ZEN", "--exercise")
        country.publish("policies", POLICIES)
        country.publish("alerts", ALERTS)
        country.add_post(CODE, "America/Guatemala")
        country.link(CODE)
        self.station = LoggedStation(country.data / CODE, country.environment, binaries,
                                     country.relays[CODE].port)
        country.stations[CODE] = self.station
        self.centre.start()
        country.join(CODE)
        self.recorded = 0
        # The bulletins have to be there before anything is recorded.
        self.station.start()
        wait_until(lambda: len(self.station.status()[0]["bulletins"]) == 2, "the post has its bulletins")
        self.name = self.station.status()[0]["station"]

    def record(self, count):
        """Crossings that wait at the post for a link."""
        done = self.station.run("record", "--json", "-", stdin=decisions(self.recorded, count))
        if done.stdout.count("\n") != count:
            raise Failed(f"not all of {count} crossings were recorded: {done.stderr[:300]}")
        self.recorded += count

    def held(self, lane=LANE_MOVEMENT):
        return centre_head(self.centre, self.name, lane)

    def receipted(self):
        return station_heads(self.station, LANE_MOVEMENT)[1]

    def is_caught_up(self):
        heads = [station_heads(self.station, lane) for lane in (LANE_URGENT, LANE_MOVEMENT)]
        return all(last == held for last, held in heads)

    def wait(self, seconds=600):
        wait_until(self.is_caught_up, "every record has its receipt", seconds)

    def bench(self, *arguments):
        """What `station_bench` prints, as numbers."""
        done = subprocess.run([str(self.binaries / "station_bench"), *map(str, arguments),
                               "--data", str(self.station.data)], capture_output=True, text=True)
        if done.returncode != 0:
            raise Failed(done.stderr.strip())
        return [float(word) for word in done.stdout.split()]

    def close(self):
        self.country.kill_all()
