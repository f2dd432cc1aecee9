"""One country on this machine: a centre, its posts, the links between them and their clock.

The demo day, the end-to-end tests and the kill test all drive the real programs through this.
Every process is one of build/release/bin; nothing is replaced.
"""

import json
import os
import pathlib
import signal
import socket
import subprocess
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
WAIT_SECONDS_MAX = 60


class Failed(Exception):
    """Something did not do what it should; the message says what."""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until(condition, what, seconds=WAIT_SECONDS_MAX):
    """The first true answer of `condition`, asked several times a second."""
    deadline = time.monotonic() + seconds
    while True:
        answer = condition()
        if answer:
            return answer
        if time.monotonic() > deadline:
            raise Failed(f"waited {seconds} s in vain: {what}")
        time.sleep(0.1)


class ExerciseClock:
    """The offset file that all programs of an exercise country read (GARITA_EXERCISE_CLOCK)."""

    def __init__(self, path):
        self.path = pathlib.Path(path)
        if not self.path.exists():
            self._write(0)

    def _write(self, milliseconds):
        fresh = self.path.with_suffix(".new")
        fresh.write_text(f"{milliseconds}\n")
        fresh.replace(self.path)

    def set(self, moment):
        """Makes it `moment` (an aware datetime) for every program, from now on ticking."""
        self._write(int((moment.timestamp() - time.time()) * 1000))

    def now_seconds(self):
        return time.time() + int(self.path.read_text()) / 1000


class Relay:
    """The network between one post and the centre: a TCP relay that can be cut."""

    def __init__(self, target_port, port=None):
        self.target_port = target_port
        self.listener = socket.create_server(("127.0.0.1", port or 0))
        self.port = self.listener.getsockname()[1]
        self.up = True
        self.flowing = threading.Event()
        self.flowing.set()
        self.pairs = []
        self.lock = threading.Lock()
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            if not self.up:
                client.close()
                continue
            try:
                server = socket.create_connection(("127.0.0.1", self.target_port), timeout=5)
                server.settimeout(None)
            except OSError:
                client.close()
                continue
            with self.lock:
                self.pairs.append((client, server))
            threading.Thread(target=self._carry, args=(client, server), daemon=True).start()

    def _carry(self, client, server):
        """Both directions until either ends; then both sockets go."""
        back = threading.Thread(target=self._pump, args=(server, client), daemon=True)
        back.start()
        self._pump(client, server)
        back.join()
        with self.lock:
            self.pairs.remove((client, server))
        client.close()
        server.close()

    def _pump(self, source, sink):
        try:
            while data := source.recv(65536):
                self.flowing.wait()
                sink.sendall(data)
        except OSError:
            pass
        Relay._shut(source)
        Relay._shut(sink)

    @staticmethod
    def _shut(end):
        try:
            end.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass

    def cut(self):
        """No connection lives on and none is let through until restore()."""
        self.up = False
        with self.lock:
            for pair in self.pairs:
                for end in pair:
                    self._shut(end)

    def restore(self):
        self.up = True

    def hold(self):
        """What is under way waits until flow(): the connections live on."""
        self.flowing.clear()

    def flow(self):
        self.flowing.set()

    def close(self):
        self.cut()
        self.flow()
        self._shut(self.listener)
        self.listener.close()


class Program:
    """One of Garita's programs with its data directory: commands, and one `serve` process."""

    def __init__(self, name, data, environment, binaries):
        self.name = name
        self.data = pathlib.Path(data)
        self.environment = environment
        self.binary = pathlib.Path(binaries) / name
        self.process = None
        self.prefix = []  # a command that serves it somewhere else, as in another network
        self.log = self.data.parent / f"{self.data.name}.log"

    def run(self, *arguments, stdin=None, check=True):
        command = [str(self.binary), *map(str, arguments), "--data", str(self.data)]
        done = subprocess.run(command, input=stdin, capture_output=True, text=True,
                              env=self.environment)
        if check and done.returncode != 0:
            raise Failed(f"{' '.join(command)} ended with {done.returncode}: {done.stderr.strip()}")
        return done

    def json(self, *arguments, **options):
        return [json.loads(line) for line in self.run(*arguments, **options).stdout.splitlines() if line]

    def serve(self, *arguments):
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                [*self.prefix, str(self.binary), "serve", *map(str, arguments), "--data", str(self.data)],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=self.environment)
        self.served_with = arguments

    def alive(self):
        return self.process is not None and self.process.poll() is None

    def kill(self):
        """As a power cut would: no warning."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def stop(self):
        if self.alive():
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                self.kill()
                raise Failed(f"{self.name} did not end within 20 s of being asked")
        self.process = None


class Centre(Program):
    def __init__(self, data, environment, binaries, sync_port=None, console_port=None):
        super().__init__("garita-central", data, environment, binaries)
        self.sync_port = sync_port or free_port()
        self.console_port = console_port or free_port()

    def start(self):
        self.serve("--sync-port", self.sync_port, "--console-port", self.console_port)
        wait_until(lambda: self._answers() or self._must_live(), "the centre takes stations")

    def _must_live(self):
        if not self.alive():
            raise Failed(f"garita-central ended; its log is {self.log}")

    def _answers(self):
        try:
            socket.create_connection(("127.0.0.1", self.sync_port), timeout=1).close()
            socket.create_connection(("127.0.0.1", self.console_port), timeout=1).close()
            return True
        except OSError:
            return False

    def overstays(self, *arguments):
        return self.json("overstays", "--format", "json", *arguments)

    def status(self):
        return self.json("status", "--json")


class Station(Program):
    def __init__(self, data, environment, binaries, centre_port, desk_port=None):
        super().__init__("garita-station", data, environment, binaries)
        self.centre_port = centre_port
        self.desk_port = desk_port or free_port()

    def start(self, *more, centre=None):
        """`more`: further options of `serve`; `centre`: HOST:PORT in place of the post's relay."""
        self.serve("--desk-port", self.desk_port, "--centre", centre or f"127.0.0.1:{self.centre_port}", *more)
        wait_until(lambda: self._answers() or self._must_live(), "the desk answers")

    def _must_live(self):
        if not self.alive():
            raise Failed(f"garita-station ended; its log is {self.log}")

    def _answers(self):
        try:
            socket.create_connection(("127.0.0.1", self.desk_port), timeout=1).close()
            return True
        except OSError:
            return False

    def start_record(self):
        """A `record` process that waits for decisions on its standard input."""
        return subprocess.Popen([str(self.binary), "record", "-", "--data", str(self.data)],
                                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                text=True, env=self.environment)

    def record(self, *decisions, check=True):
        """The ids of the decisions' records, each durable."""
        lines = "".join(json.dumps(decision) + "\n" for decision in decisions)
        done = self.run("record", "-", stdin=lines, check=check)
        return done

    def status(self):
        return self.json("status", "--json")


class Country:
    """A centre and its posts, enrolled, with policies, alerts and officers: ready to serve.

    `data` is a folder of its own. With an exercise clock the country is one for exercises. Each
    post reaches the centre through a Relay, so that a test or the demo can cut its link.
    """

    def __init__(self, data, binaries, ports=None):
        self.data = pathlib.Path(data)
        self.binaries = pathlib.Path(binaries)
        self.ports = ports or {}
        self.data.mkdir(parents=True, exist_ok=True)
        self.clock = ExerciseClock(self.data / "clock")
        self.environment = dict(os.environ, GARITA_EXERCISE_CLOCK=str(self.clock.path))
        self.centre = Centre(self.data / "centre", self.environment, binaries,
                             self.ports.get("sync"), self.ports.get("directorate"))
        self.stations = {}
        self.relays = {}

    def exists(self):
        return (self.data / "made").exists()

    def made(self):
        (self.data / "made").write_text("this country is complete; delete the folder to start over\n")

    def found(self, code):
        self.centre.run("init", "--country", code, "--exercise")

    def publish(self, channel, file, *options):
        self.centre.run("bulletin", "publish", channel, file, *options)

    def appoint_protection_unit(self):
        """The unit's folder: its key lies there, as at the unit itself, and never at the centre."""
        unit = self.data / "unit"
        self.centre.run("protection", "key", "--to", unit)
        self.centre.run("protection", "appoint", unit / "protection.csr", "--out", unit / "protection.pem")
        return unit

    def add_post(self, code, zone, border="land", directions="entry,exit"):
        """Makes the enrolment file; the station itself comes with join()."""
        self.centre.run("enrol", code, "--directions", directions, "--border", border, "--zone", zone,
                        "--out", self.enrolment_file(code))

    def enrolment_file(self, code):
        return self.data / f"{code}.enrolment"

    def link(self, code):
        """The post's relay to the centre and its station (not started)."""
        relay = Relay(self.centre.sync_port, self.ports.get(f"relay-{code}"))
        self.relays[code] = relay
        self.stations[code] = Station(self.data / code, self.environment, self.binaries, relay.port,
                                      self.ports.get(code))
        return self.stations[code]

    def join(self, code):
        """Enrols the post's station over its link; the centre must be serving."""
        station = self.stations[code]
        station.run("enrol", self.enrolment_file(code), "--centre", f"127.0.0.1:{station.centre_port}")

    def start(self):
        self.centre.start()
        for station in self.stations.values():
            station.start()

    def stop(self):
        for station in self.stations.values():
            station.stop()
        self.centre.stop()
        for relay in self.relays.values():
            relay.close()

    def kill_all(self):
        """Whatever still runs ends now; for the way out after a failure."""
        for program in [*self.stations.values(), self.centre]:
            program.kill()
        for relay in self.relays.values():
            relay.close()
