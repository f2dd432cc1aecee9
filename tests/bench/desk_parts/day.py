"""What deploy/bench desk measures, from the founding of a country to the last of ten desks."""

import json
import os
import pathlib
import subprocess
import time

from desk_client import Desk
from installation import Failed, wait_until
from specimens import Traveller, draw
from desk_parts.ten_desks import DESKS, TenDesks
from sync_parts.lists import measured
from sync_parts.measuring import at_most, cpu_seconds, memory_kib, percentile, row
from sync_parts.post import CODE, Post

SCREEN_MS_MAX, LOOK_UP_MS_MAX, DECISION_MS_MAX = 1200, 15, 100
MEMORY_MIB_MAX, START_SECONDS_MAX = 900, 10
NAMES_SECONDS_MAX = 900
PASSWORD = "una frase de práctica"
OFFICERS = [f"oficial{number}" for number in range(DESKS)]


def with_children(pid):
    """A child belongs to the thread that began it."""
    threads = pathlib.Path(f"/proc/{pid}/task").iterdir()
    children = [child for thread in threads for child in (thread / "children").read_text().split()]
    return [pid, *(one for child in children for one in with_children(int(child)))]


def disk_bytes(pid):
    """What the process had to wait for the disk for."""
    lines = pathlib.Path(f"/proc/{pid}/io").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("read_bytes:"))


def out_of_memory(folder):
    """What the machine has of these files in memory is forgotten, as after a start of the machine."""
    for file in (file for file in folder.rglob("*") if file.is_file()):
        descriptor = os.open(file, os.O_RDONLY)
        os.fsync(descriptor)
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
        os.close(descriptor)


class LargeCountry:
    """A post whose station holds the lists; nothing else runs."""

    def __init__(self, folder, binaries, options):
        self.folder, self.binaries, self.options = folder, binaries, options
        self.post = Post(folder / "country", binaries)
        self.station = self.post.station
        self.at_ten = max(DESKS, int(options.an_hour * options.minutes / 60))
        # One more is the first traveller of a morning.
        self.count = 1 + options.travellers + self.at_ten
        self.appoint()
        self.station.stop()
        self.post.centre.stop()

    def appoint(self):
        for officer in OFFICERS:
            self.post.centre.run("officer", "add", officer, "--name", officer.title(), "--roles", "officer",
                                 stdin=PASSWORD + "\n")
        wait_until(lambda: self.officers_held() == DESKS, "the officers are at the post")

    def officers_held(self):
        held = {one["channel"]: one.get("entries") for one in self.station.status()[0]["bulletins"]}
        return held.get("officers")

    def bench(self, *arguments):
        done = subprocess.run([self.binaries / "desk_bench", *map(str, arguments), "--travellers", str(self.count),
                               "--data", self.station.data], capture_output=True, text=True)
        if done.returncode != 0:
            raise Failed(f"desk_bench {arguments[0]}: {done.stderr.strip()}")
        return [line.split("\t") for line in done.stdout.splitlines()]

    def invent(self):
        options = self.options
        self.bench("invent", "--out", self.folder, "--persons", options.persons, "--documents", options.documents,
                   "--stays", options.stays)
        people = [line.split("\t") for line in (self.folder / "travellers.tsv").read_text().splitlines()]
        return draw(self.folder / "pictures", [Traveller(*person) for person in people])

    def publish(self):
        """At the centre; the lists lie on a stick then."""
        country, options = self.post.country, self.options
        alerts = self.folder / "alerts.csv"
        seconds, cpu, memory = measured([self.binaries / "garita-central", "bulletin", "publish", "alerts", alerts,
                                         "--data", self.post.centre.data])
        row(f"{options.documents:,} documents, {options.persons:,} persons: published", f"{seconds:.0f} s",
            f"{alerts.stat().st_size / 1e6:.0f} MB; {cpu:.0f} s of CPU, {memory:.0f} MiB")
        country.publish("open-stays", self.folder / "stays.csv")
        country.add_post("PASO-SUR", "America/Guatemala")
        files = sorted(country.data.glob("PASO-SUR*-lists-*.garita"))
        if not files:
            raise Failed("lists this short go into the enrolment file itself: ask for longer ones")
        return files

    def take(self, files):
        seconds, cpu, memory = measured([self.binaries / "garita-station", "import", "--data", self.station.data,
                                         *files])
        size = (self.station.data / "station.db").stat().st_size
        row(f" with {self.options.stays:,} open stays taken by the station", f"{seconds:.0f} s",
            f"{sum(file.stat().st_size for file in files) / 1e6:.0f} MB on a stick, {size / 1e9:.1f} GB in station.db; "
            f"{cpu:.0f} s of CPU, {memory:.0f} MiB")

    def make_names(self):
        """The station serves, and makes the list's names ready meanwhile."""
        kept = self.station.data / "alerts.names"
        before = kept.stat().st_mtime_ns if kept.exists() else 0
        began = time.monotonic()
        self.station.start()
        wait_until(lambda: kept.exists() and kept.stat().st_mtime_ns != before, "the names are kept",
                   NAMES_SECONDS_MAX)
        took, pid = time.monotonic() - began, self.station.process.pid
        memory = memory_kib(pid) / 1024
        row(" names of the list made ready beside the desk", f"{took:.0f} s",
            f"{cpu_seconds(pid):.0f} s of CPU; {kept.stat().st_size / 2**20:.0f} MiB are kept")
        row("  most memory of the station meanwhile", f"{memory:.0f} MiB", "-", at_most(memory, MEMORY_MIB_MAX, 0))
        self.station.stop()

    def first_traveller(self, picture):
        """From the start of the program until the answers to a picture are there, log-in included."""
        out_of_memory(self.station.data)
        began = time.monotonic()
        self.station.start()
        served = time.monotonic() - began
        read = Desk(self.station).log_in(OFFICERS[0], PASSWORD).read(picture.read_bytes())
        took = time.monotonic() - began
        if read.status != 201:
            raise Failed(f"the first picture was answered with {read.problem}")
        pid = self.station.process.pid
        row("start to first traveller", f"{took:.2f} s", f"nothing in the page cache; the desk answers after {served:.2f} s",
            at_most(took, START_SECONDS_MAX))
        row(" CPU, read from the disk meanwhile", f"{sum(map(cpu_seconds, with_children(pid))):.1f} s",
            f"{disk_bytes(pid) / 2**20:.0f} MiB")


def at_the_screen(country, travellers):
    scene = country.folder / "scene.json"
    scene.write_text(json.dumps({
        "url": f"https://127.0.0.1:{country.station.desk_port}", "officer": OFFICERS[0], "password": PASSWORD,
        "pictures": [{"file": str(one.picture), "number": one.number} for one in travellers]}))
    done = subprocess.run(["node", pathlib.Path(__file__).with_name("screen.mjs"), scene], capture_output=True,
                          text=True)
    if done.returncode != 0:
        raise Failed(f"the browser: {done.stderr.strip()}")
    return [json.loads(line) for line in done.stdout.splitlines()]


def read_alone(country, travellers):
    """Milliseconds that the reader itself took of these pictures, as it says them."""
    desk, took = Desk(country.station).log_in(OFFICERS[1], PASSWORD), []
    for one in travellers:
        inspection = desk.read(one.picture.read_bytes()).json
        took.append(inspection["reading"]["elapsed_ms"])
        desk.ask("DELETE", f"/api/inspections/{inspection['id']}", {"reason": "only read"})
    return took


def screen(country, travellers):
    alone = read_alone(country, travellers[:20])
    seen = at_the_screen(country, travellers)
    shown = [one["screen"] for one in seen]
    decided = [one["decision"] for one in seen if "decision" in one]
    stopped, unread = sum(one["stopped"] for one in seen), sum(not one["read"] for one in seen)
    row("picture handed over to all answers on screen, p50", f"{percentile(shown, 50):.0f} ms",
        f"of which the reader, p50: {percentile(alone, 50):.0f} ms")
    row(" the same, p95", f"{percentile(shown, 95):.0f} ms", f"{len(seen)} travellers, {stopped} stopped, {unread} not read",
        at_most(percentile(shown, 95), SCREEN_MS_MAX, 0))
    if not decided:
        raise Failed("nobody was admitted at the browser's desk")
    row("key to durable and next traveller, p50", f"{percentile(decided, 50):.0f} ms", "-")
    row(" the same, p95", f"{percentile(decided, 95):.0f} ms", f"{len(decided)} decisions with their pictures",
        at_most(percentile(decided, 95), DECISION_MS_MAX, 0))


def ten_desks(country, travellers):
    ten = TenDesks(country.station, OFFICERS, PASSWORD)
    pid, began = country.station.process.pid, time.monotonic()
    before = sum(map(cpu_seconds, with_children(pid)))
    ten.work([one.picture for one in travellers], country.options.an_hour)
    cpu = (sum(map(cpu_seconds, with_children(pid))) - before) / (time.monotonic() - began)
    answered, decided = ([one * 1e3 for one in times] for times in (ten.answered, ten.decided))
    load = f"{len(travellers)} travellers, {country.options.an_hour:,} an hour"
    row(f"{DESKS} desks at once, picture to answers, p50, p99",
        f"{percentile(answered, 50):.0f}, {percentile(answered, 99):.0f} ms", f"{load}; {cpu * 100:.0f} % of a core")
    if not decided:
        raise Failed("nobody was admitted at the ten desks")
    row(" decision to durable, p50, p99", f"{percentile(decided, 50):.0f}, {percentile(decided, 99):.0f} ms",
        f"{len(decided)} decisions")


def memory(country):
    pids = with_children(country.station.process.pid)
    parts = [memory_kib(pid) / 1024 for pid in pids]
    row("most memory of the serving station", f"{sum(parts):.0f} MiB",
        f"the station {parts[0]:.0f}, its reader {sum(parts[1:]):.0f}", at_most(sum(parts), MEMORY_MIB_MAX, 0))


def look_ups(country):
    figures = {name: values for name, *values in country.bench("ask")}
    for name, words in (("exact alerts", " exact alerts"), ("open stay", " an open stay")):
        p50, p95, _, cpu = map(float, figures[name])
        row(f"{words}, p50, p95", f"{p50:.1f}, {p95:.1f} ms", f"CPU {cpu:.1f} ms")
    p50, p95, p99, cpu = map(float, figures["all"])
    hits, by_name = figures["hits"]
    row("look-ups of a traveller, p50, p99", f"{p50:.1f}, {p99:.1f} ms",
        f"CPU {cpu:.1f} ms; {hits} of {country.count} are stopped, {by_name} for a name alike")
    row(" the same, p95", f"{p95:.1f} ms", f"{int(figures['names'][0]):,} names", at_most(p95, LOOK_UP_MS_MAX))


def beside_the_disk(country):
    size, ours50, ours99, _, disk50, disk99 = country.post.bench("decision")
    row("a decision in the ledger alone, p50, p99", f"{ours50 / 1e3:.1f}, {ours99 / 1e3:.1f} ms",
        f"append+fdatasync of the same {size:.0f} bytes: {disk50 / 1e3:.1f}, {disk99 / 1e3:.1f} ms",
        f"{ours50 / disk50:.2f}")


def load_words():
    return " ".join(f"{one:.1f}" for one in os.getloadavg())


def measure(folder, binaries, options):
    row("load of the machine before", load_words(), f"{os.cpu_count()} cores")
    country = LargeCountry(folder, binaries, options)
    try:
        travellers = country.invent()
        country.take(country.publish())
        country.make_names()
        country.first_traveller(travellers[0].picture)
        at_screen, at_ten = travellers[1:1 + options.travellers], travellers[1 + options.travellers:]
        screen(country, at_screen)
        ten_desks(country, at_ten)
        memory(country)
        country.station.stop()
        look_ups(country)
        beside_the_disk(country)
    finally:
        country.post.close()
    row("load of the machine after", load_words(), "-")
