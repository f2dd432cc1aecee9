"""A PostgreSQL of the bench's own, on the disk that is measured, and what all its processes cost."""

import os
import pathlib
import subprocess

from installation import Failed
from sync_parts.measuring import Skipped, cpu_seconds, cpu_seconds_of_ended_children

SCRIPT = pathlib.Path(__file__).resolve().parents[2] / "support/postgres_cluster/postgres-cluster"
# As deploy/OPERATING.md has them for whoever serves the centre: a quarter of the memory, as the server's manual
# asks, and no checkpoint for lack of log while very much is written.
MEMORY_MB = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") >> 20
SETTINGS = (f"shared_buffers={MEMORY_MB // 4}MB", "max_wal_size=16GB")


class Cluster:
    """While it is open."""

    def __init__(self, folder):
        self.process = subprocess.Popen([SCRIPT, "--in", folder, *SETTINGS], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True)
        self.address = self.process.stdout.readline().strip()
        if not self.address.startswith("postgresql://"):
            raise Skipped("no PostgreSQL server could be started")
        options = dict(part.split("=", 1) for part in self.address.split("?", 1)[1].split("&"))
        self.postmaster = int((pathlib.Path(options["host"]) / "data/postmaster.pid").read_text().split()[0])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()

    def run(self, sql, address=None):
        done = subprocess.run(["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", address or
                               self.address, "-c", sql], capture_output=True, text=True)
        if done.returncode != 0:
            raise Failed(done.stderr.strip())
        return done.stdout.strip()

    def of_schema(self, name):
        return f"{self.address}&options=-csearch_path%3D{name}"

    def fresh_address(self, name):
        """Of a schema by that name, which is made."""
        self.run(f"CREATE SCHEMA {name}")
        return self.of_schema(name)

    def asked(self, name, question):
        """The one value that it gives in that schema."""
        return self.run(question, self.of_schema(name))

    def cpu(self):
        """Of every process that this server ever had. One that ends takes its own figures with it, and
        the postmaster, which waits for all of them, has them from then on: so it is looked at before and
        after those that live, until none ended in between."""
        while True:
            ended = cpu_seconds_of_ended_children(self.postmaster)
            children = pathlib.Path(f"/proc/{self.postmaster}/task/{self.postmaster}/children").read_text().split()
            try:
                living = sum(cpu_seconds(pid) for pid in [self.postmaster, *children])
            except FileNotFoundError:
                continue
            if cpu_seconds_of_ended_children(self.postmaster) == ended:
                return ended + living
