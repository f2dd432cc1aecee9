"""One centre process beside the least that its store has to do, with many stations, and flooded."""

import atexit
import contextlib
import pathlib
import resource
import subprocess
import time

from installation import Country, Failed, wait_until
from sync_parts.cluster import Cluster
from sync_parts.measuring import (asked, at_most, cpu_seconds, memory_kib, percentile, row)
from sync_parts.post import LoggedCentre

# In windows of 1,000; none of those that are not durable before they acknowledge would do.
BROKERS = ("RabbitMQ quorum queue 8731/s, durable; not durable: NATS JetStream with message ids 40432/s,"
           " mosquitto QoS 2 11525/s")
INTAKE_RATIO_MAX = 2.5
INTAKE_STATIONS = 200
INTAKE_BATCHES = 4
IN_A_BATCH = 250
INTAKE_ROUNDS = 3
FLOOD_SECONDS = 10
HEARTBEATS_SECONDS = 65  # each station sends one a minute
CONNECTIONS_MAX = 4096   # SyncServerOptions::connections_max


class Fleet:
    """A centre and stations without disks that are enrolled with it."""

    def __init__(self, folder, binaries, stations, *of_init):
        self.binaries = pathlib.Path(binaries)
        self.folder = folder
        self.country = Country(folder / "country", binaries)
        atexit.register(self.country.kill_all)
        self.centre = LoggedCentre(self.country.centre.data, self.country.environment, binaries)
        self.country.centre = self.centre
        self.centre.run("init", "--country", "ZEN", "--exercise", *of_init)
        self.file = folder / "fleet"
        self.run("enrol", *self.whose(), "--stations", stations)

    def whose(self):
        return ["--centre", self.centre.data, "--fleet", self.file]

    def command(self, *arguments):
        return [str(self.binaries / "fleet_bench"), *map(str, arguments)]

    def run(self, *arguments):
        done = subprocess.run(self.command(*arguments), capture_output=True, text=True)
        if done.returncode != 0:
            raise Failed(done.stderr.strip() or f"fleet_bench ended with {done.returncode}")
        return [float(word) for word in done.stdout.split()]

    def begin(self, *arguments):
        return subprocess.Popen(self.command(*arguments), stdin=subprocess.PIPE,
                                stdout=subprocess.PIPE, text=True)

    def start(self, *arguments):
        """`arguments`: of `serve`, beside the ports."""
        centre = self.centre
        centre.serve("--sync-port", centre.sync_port, "--console-port", centre.console_port, *arguments)
        wait_until(lambda: "stations on port" in centre.log.read_text(), "the centre takes stations")

    def port(self):
        return ["--port", self.centre.sync_port]

    def cpu(self):
        return cpu_seconds(self.centre.process.pid)

    def close(self):
        self.country.kill_all()


def delivered(folder, binaries, role, cluster=None):
    """Microseconds of CPU a record of the centre, and of the database's server if there is one; records a
    second; bytes of a stored record."""
    where = [] if cluster is None else ["--database", cluster.fresh_address("centre")]
    fleet = Fleet(folder, binaries, INTAKE_STATIONS, *where)
    try:
        fleet.start("--role", role)
        client = fleet.begin("deliver", *fleet.whose(), *fleet.port(), "--stations", INTAKE_STATIONS,
                             "--batches", INTAKE_BATCHES, "--batch", IN_A_BATCH)
        if client.stdout.readline().strip() != "ready":
            raise Failed("fleet_bench did not get ready")
        before = fleet.cpu(), at_server(cluster)
        client.stdin.write("go\n")
        client.stdin.flush()
        records, seconds = map(float, client.stdout.readline().split())
        used = fleet.cpu() - before[0], at_server(cluster) - before[1]
        client.wait()
        size = stored_bytes(fleet, cluster)
    finally:
        fleet.close()
    return *(one * 1e6 / records for one in used), records / seconds, size


def stored_bytes(fleet, cluster):
    question = ("SELECT avg(length(ciphertext) + length(salt) + length(salt_hash) + length(hash) "
                "+ length(epoch_key_hash) + 32) FROM entries")
    if cluster is None:
        return int(asked(fleet.centre.data / "centre.sqlite", question)[0][0])
    return int(float(cluster.asked("centre", question)))


def at_server(cluster):
    return 0 if cluster is None else cluster.cpu()


def inserted(folder, binaries, size, cluster=None):
    """As many plain rows: microseconds of CPU a row of this client and of the server, rows a second."""
    where = ["--folder", folder] if cluster is None else ["--database", cluster.fresh_address("plain")]
    rows = INTAKE_STATIONS * INTAKE_BATCHES * IN_A_BATCH
    before = at_server(cluster)
    done = subprocess.run([str(binaries / "fleet_bench"), "inserts", *map(str, where), "--rows", str(rows),
                           "--bytes", str(size), "--stations", str(INTAKE_STATIONS)],
                          capture_output=True, text=True)
    if done.returncode != 0:
        raise Failed(done.stderr.strip())
    used, rate = map(float, done.stdout.split())
    return used, (at_server(cluster) - before) * 1e6 / rows, rate


def medians(rounds):
    return [percentile(column, 50) for column in zip(*rounds)]


def intake_into(store, folder, binaries, cluster_of):
    """Ours and plain inserts in turn, since the machine is not the same a minute later."""
    ours, plain = [], []
    for number in range(INTAKE_ROUNDS):
        place = folder / str(number)
        place.mkdir(parents=True)
        with cluster_of(place) as cluster:
            *figures, size = delivered(place, binaries, "ingest", cluster)
            ours.append((sum(figures[:2]), *figures))
            figures = inserted(place, binaries, size, cluster)
            plain.append((sum(figures[:2]), *figures))
    cpu, of_centre, of_server, rate = medians(ours)
    plain_cpu, of_client, plain_server, plain_rate = medians(plain)
    at = "" if of_server == 0 else f" (centre {of_centre:.1f}, server {of_server:.1f})"
    plain_at = "" if of_server == 0 else f" (client {of_client:.1f}, server {plain_server:.1f})"
    beside = f"{store}, ON CONFLICT DO NOTHING, 1000 of {size} bytes"
    row(f"intake into {store} over mutual TLS, durable before the receipt: CPU",
        f"{cpu:.1f} us a record{at}", f"{beside}: {plain_cpu:.1f} us{plain_at}",
        at_most(cpu / plain_cpu, INTAKE_RATIO_MAX))
    row(f"intake into {store} over mutual TLS, durable before the receipt", f"{rate:.0f} records/s",
        f"{beside}: {plain_rate:.0f}/s", f"{rate / plain_rate:.2f}")
    used, server, rate, _ = ours_with_all(folder, binaries, cluster_of)
    row(f"intake into {store} with the projection and the console beside it: CPU",
        f"{used + server:.1f} us a record", "-", f"{rate:.0f} records/s")


def ours_with_all(folder, binaries, cluster_of):
    place = folder / "all"
    place.mkdir()
    with cluster_of(place) as cluster:
        return delivered(place, binaries, "all", cluster)


def intake(folder, binaries, _options):
    row("brokers, of 600-byte messages over mutual TLS, as measured on a machine of this kind", "-",
        BROKERS, "not in this run")
    intake_into("SQLite", folder / "sqlite", binaries, lambda _: contextlib.nullcontext())
    # A server that does not run as root has to get to its own folder.
    folder.chmod(0o711)
    intake_into("PostgreSQL", folder / "postgres", binaries, Cluster)


def open_line(client):
    word, seconds = client.stdout.readline().split()
    if word != "open":
        raise Failed(f"fleet_bench said {word}")
    return float(seconds)


def stations(folder, binaries, options):
    """Two thousand at once, all with heartbeats; then the centre is killed and comes back."""
    wanted = max(options.stations + 1024, 4096)
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(wanted, hard), hard))
    fleet = Fleet(folder, binaries, options.stations)
    try:
        fleet.start()
        time.sleep(2)
        alone = memory_kib(fleet.centre.process.pid, "RssAnon")
        before = fleet.cpu()
        client = fleet.begin("stay", *fleet.whose(), *fleet.port(), "--stations", options.stations)
        took = open_line(client)
        joining = fleet.cpu() - before
        time.sleep(HEARTBEATS_SECONDS)
        together = memory_kib(fleet.centre.process.pid, "RssAnon")
        before, began = fleet.cpu(), time.monotonic()
        time.sleep(20)
        idle = (fleet.cpu() - before) / (time.monotonic() - began)
        heartbeats = asked(fleet.centre.data / "centre.sqlite", "SELECT count(DISTINCT station) FROM claims")
        fleet.centre.kill()
        time.sleep(5)
        fleet.start()
        client.stdin.write("again\n")
        client.stdin.flush()
        before = fleet.cpu()
        again = open_line(client)
        rejoining = fleet.cpu() - before
        client.kill()
    finally:
        fleet.close()
    what = f"{options.stations} stations at once"
    row(f"{what}: have sent heartbeats", f"{heartbeats[0][0]}", "-")
    row(f"{what}: memory a station at the centre", f"{(together - alone) / options.stations:.1f} KiB",
        f"without any: {alone / 1024:.0f} MiB", "-")
    row(f"{what}: CPU of the centre while nothing but heartbeats comes", f"{idle * 100:.1f} % of a core", "-")
    row(f"{what}: all connected for the first time", f"{took:.1f} s", "-",
        f"{joining * 1e3 / options.stations:.2f} ms CPU each")
    row(f"{what}: all back after a restart of the centre", f"{again:.1f} s", "their own waits: up to 10 s",
        f"{rejoining * 1e3 / options.stations:.2f} ms CPU each")


def receipts(fleet, seconds):
    """count, unanswered, let in after ms, p50, p95, p99, longest"""
    return fleet.begin("receipts", *fleet.whose(), *fleet.port(), "--stations", 1, "--seconds", seconds)


def flood(folder, binaries, _options):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    fleet = Fleet(folder, binaries, 1)
    try:
        fleet.start("--role", "ingest")
        calm = [float(word) for word in receipts(fleet, FLOOD_SECONDS).communicate()[0].split()]
        row("a station's receipts without a flood, p95", f"{calm[4]:.1f} ms", "-")
        for kind, words, at_once in (("nobody", "without a certificate", 16),
                                     ("forger", "with a wrong certificate", 16),
                                     ("silent", "that say nothing", CONNECTIONS_MAX + 500)):
            before = fleet.cpu()
            strangers = fleet.begin("flood", "--centre", fleet.centre.data, *fleet.port(), "--kind", kind,
                                    "--at-once", at_once, "--seconds", FLOOD_SECONDS + 4)
            time.sleep(2)
            said = receipts(fleet, FLOOD_SECONDS).communicate()[0]
            count, seconds = map(float, strangers.communicate()[0].split())
            used = fleet.cpu() - before
            number, unanswered, let_in, _, p95, _, longest = [float(word) for word in said.split()]
            if kind != "silent":
                row(f"strangers {words}: CPU of the centre for each", f"{used * 1e3 / max(count, 1):.2f} ms",
                    f"{count / seconds:.0f} a second came")
            row(f"a station comes while strangers {words} come", f"{let_in:.0f} ms" if let_in >= 0 else
                "never let in", f"without them: {calm[2]:.0f} ms")
            row(f"its receipts meanwhile, p95 (longest), {number:.0f} given, {unanswered:.0f} not",
                f"{p95:.1f} ms ({longest:.0f})", f"without them: {calm[4]:.1f} ms",
                f"{p95 / calm[4]:.2f}" if number else "MISSED: none")
    finally:
        fleet.close()
