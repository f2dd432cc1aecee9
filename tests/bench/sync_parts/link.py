"""The project's own link emulator, and programs at its two ends."""

import json
import subprocess
import sys

from sync_parts.measuring import Skipped

EXIT_SKIPPED = 77
DELAY_MS, KBIT = 300, 64

ECHO = """
import socket, sys
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as here:
    here.bind((sys.argv[1], 7))
    print("ready", flush=True)
    while True:
        datagram, sender = here.recvfrom(2048)
        here.sendto(datagram, sender)
"""
ASK = """
import socket, sys, time
size = int(sys.argv[2])
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as here:
    here.settimeout(10)
    for _ in range(3):
        began = time.monotonic()
        here.sendto(bytes(size), (sys.argv[1], 7))
        here.recv(2048)
        print((time.monotonic() - began) * 1000)
"""
TAKE = """
import socket, sys
with socket.create_server((sys.argv[1], 9)) as here:
    print("ready", flush=True)
    there, _ = here.accept()
    with there:
        left = int(sys.argv[2])
        while left > 0:
            got = len(there.recv(65536))
            if got == 0:
                sys.exit("it ended early")
            left -= got
        there.sendall(b"!")
"""
GIVE = """
import socket, sys, time
with socket.create_connection((sys.argv[1], 9), timeout=300) as there:
    began = time.monotonic()
    there.sendall(bytes(int(sys.argv[2])))
    there.recv(1)
    print(time.monotonic() - began)
"""


class Link:
    """While it is open: `post` and `centre` are commands that run a program at that end."""

    def __init__(self, binaries, loss_percent=0, seed=1):
        command = [str(binaries / "link_emulator"), "--delay-ms", str(DELAY_MS), "--kbit", str(KBIT),
                   "--loss-percent", str(loss_percent), "--seed", str(seed)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, text=True)
        first = self.process.stdout.readline()
        if not first:
            why = self.process.stderr.read().strip()
            if self.process.wait() == EXIT_SKIPPED:
                raise Skipped(f"no link can be emulated here: {why}")
            raise RuntimeError(f"link_emulator: {why}")
        ends = json.loads(first)
        self.address = ends["centre"]["address"]
        self.post = ["nsenter", f"--net={ends['post']['network']}"]
        self.centre = ["nsenter", f"--net={ends['centre']['network']}"]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()

    def say(self, command):
        self.process.stdin.write(command + "\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().strip()

    def counts(self):
        return json.loads(self.say("counts"))

    def _both(self, at_centre, at_post, *arguments):
        """What a program at the post prints, while another runs at the centre."""
        server = subprocess.Popen([*self.centre, sys.executable, "-c", at_centre, self.address,
                                   *arguments], stdout=subprocess.PIPE, text=True)
        try:
            server.stdout.readline()
            done = subprocess.run([*self.post, sys.executable, "-c", at_post, self.address, *arguments],
                                  capture_output=True, text=True, check=True, timeout=400)
        finally:
            server.kill()
            server.wait()
        return [float(line) for line in done.stdout.split()]

    def round_trip_ms(self, payload_bytes):
        """The shortest of three round trips of a datagram."""
        return min(self._both(ECHO, ASK, str(payload_bytes)))

    def upload_seconds(self, count):
        """One plain TCP connection carries `count` bytes up, until the last one is known to be there."""
        return self._both(TAKE, GIVE, str(count))[0]
