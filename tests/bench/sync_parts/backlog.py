"""Thirty days without a link, then everything at once: time, CPU and memory of both ends."""

import os
import pathlib
import shutil
import tempfile
import time

from installation import wait_until
from sync_parts.measuring import LANE_MOVEMENT, at_most, cpu_seconds, memory_kib, row, station_heads
from sync_parts.post import Post

STATION_MIB_MAX = 150
# The larger backlog is ten times the smaller; its memory may not be a quarter more.
GROWTH_MAX = 1.25


def fill(post, count, *more):
    """In memory, where nothing waits for a disk; then it is put where a station keeps it. `more`:
    further options of `station_bench fill`."""
    station = post.station
    shared = pathlib.Path("/dev/shm")
    place = shared if shared.is_dir() else None
    fast = pathlib.Path(tempfile.mkdtemp(prefix="garita-bench-", dir=place))
    kept = station.data
    try:
        shutil.copytree(kept, fast / "station")
        station.data = fast / "station"
        post.bench("fill", "--count", count, *more)
        shutil.rmtree(kept)
        shutil.copytree(fast / "station", kept)
        os.sync()
    finally:
        station.data = kept
        shutil.rmtree(fast)


def drained(folder, binaries, count):
    """Seconds, CPU seconds of station and centre, and their greatest memory in MiB."""
    post = Post(folder, binaries)
    try:
        post.record(20)
        post.wait()
        post.station.stop()
        post.centre.stop()
        fill(post, count)
        post.centre.start()
        began = time.monotonic()
        post.station.start()
        wait_until(post.is_caught_up, "everything has its receipt", 1800)
        seconds = time.monotonic() - began
        processes = (post.station.process.pid, post.centre.process.pid)
        cpu = [cpu_seconds(pid) for pid in processes]
        memory = [memory_kib(pid) / 1024 for pid in processes]
        assert station_heads(post.station, LANE_MOVEMENT)[1] == post.held() == count + 20
    finally:
        post.close()
    return seconds, cpu, memory


def backlog(folder, binaries, options):
    small = options.crossings // 10
    _, _, small_memory = drained(folder / "small", binaries, small)
    seconds, cpu, memory = drained(folder / "large", binaries, options.crossings)
    what = f"{options.crossings} crossings kept offline"
    row(f"{what}: until all have receipts", f"{seconds:.0f} s", "-", f"{options.crossings / seconds:.0f}/s")
    for name, used in zip(("station", "centre, projecting too"), cpu):
        row(f"{what}: CPU of the {name}", f"{used:.1f} s", "-",
            f"{used * 1e6 / options.crossings:.0f} us a record")
    row(f"{what}: most memory of the station", f"{memory[0]:.0f} MiB",
        f"{small} crossings: {small_memory[0]:.0f} MiB", at_most(memory[0], STATION_MIB_MAX, 0))
    row(f"{what}: growth of the station's memory", f"{memory[0] / small_memory[0]:.2f}",
        f"with ten times {small} crossings", at_most(memory[0] / small_memory[0], GROWTH_MAX))
    row(f"{what}: most memory of the centre", f"{memory[1]:.0f} MiB",
        f"{small} crossings: {small_memory[1]:.0f} MiB", f"{memory[1] / small_memory[1]:.2f}")
