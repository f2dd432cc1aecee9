"""A station behind 64 kbit/s with a round trip of 600 ms, with and without loss."""

import json
import time

from installation import Failed
from sync_parts.backlog import fill
from sync_parts.link import DELAY_MS, KBIT, Link
from sync_parts.measuring import (LANE_EVIDENCE, LANE_MOVEMENT, LANE_URGENT, asked, at_least, at_most, row,
                                  station_heads)
from sync_parts.post import SOUGHT, Post

BACKLOG = 600
RATE_MIN = {0: 24, 5: 21}
PEER_RATE = {0: 11.8, 5: 11.1}  # ../shared/peers/sync.md, section 3: 600-byte messages, best window
SEEDS = {0: (1,), 5: (1, 2, 3)}
HIT_SECONDS_MAX = 3
HITS = 5
PICTURE_BYTES = 20 * 1024
CUT_SECONDS = 60
CUTS = 3
# So that the link does not come back at the same moment of the station's waits each time.
CUT_STEP_SECONDS = 1.7
FLOWING_AGAIN_SECONDS_MAX = 6
IP_UDP_BYTES = 28


class PostBehind(Post):
    """The programs stand at the two ends of a link once it is given."""

    def start_behind(self, link):
        self.centre.prefix, self.station.prefix = link.centre, link.post
        self.centre.start()
        self.station.start(centre=f"{link.address}:{self.centre.sync_port}")

    def end(self):
        self.station.stop()
        self.centre.stop()

    def last_contact(self):
        rows = asked(self.centre.data / "centre.sqlite", "SELECT max(last_contact) FROM contacts", ())
        return rows[0][0] or 0


def until(condition, seconds):
    """The moment at which it became so, looked at every 10 ms."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise Failed(f"waited {seconds} s in vain")
        time.sleep(0.01)
    return time.monotonic()


def prepared(folder, binaries):
    post = PostBehind(folder, binaries)
    post.record(20)
    post.wait()
    post.end()
    return post


def check_link(binaries):
    """What the emulator does is measured before anything is believed of it."""
    with Link(binaries) as link:
        for size in (56, 1000):
            wanted = 2 * DELAY_MS + 2 * (size + IP_UDP_BYTES) * 8 / KBIT
            got = link.round_trip_ms(size)
            row(f"link emulator: round trip of {size} bytes in a datagram", f"{got:.0f} ms",
                f"as asked: {wanted:.0f} ms", f"{got / wanted:.2f}")
            if not wanted - 1 <= got <= wanted * 1.1:
                raise Failed(f"the link emulator delays {got:.0f} ms where {wanted:.0f} were asked")


def drained(post, link, count):
    """Crossings a second, from the station's greeting until the last receipt is kept at the post; and
    seconds from the start of the station's program to the greeting."""
    post.record(count)
    before = post.last_contact()
    began = time.monotonic()
    post.start_behind(link)
    greeted = until(lambda: post.last_contact() > before, 60)
    ended = until(post.is_caught_up, 600)
    post.end()
    return count / (ended - greeted), greeted - began


def throughput(post, binaries, loss):
    rates, limits = [], []
    _, framed, _ = post.bench("wire", "--batch", 20)
    for seed in SEEDS[loss]:
        with Link(binaries, loss, seed) as link:
            rates.append(drained(post, link, BACKLOG)[0])
            payload = int(framed * BACKLOG)
            limits.append(BACKLOG / link.upload_seconds(payload))
    rate, limit = sum(rates) / len(rates), sum(limits) / len(limits)
    each = "" if len(rates) == 1 else " (" + ", ".join(f"{one:.1f}" for one in rates) + ")"
    row(f"crossings a second at 64 kbit/s, 600 ms, {loss} % loss", f"{rate:.1f}{each}",
        f"the same bytes in one plain upload: {limit:.1f}; peers {PEER_RATE[loss]}",
        at_least(rate, RATE_MIN[loss]))


def hit_seconds(post):
    """From a hit's commit at the post to the centre's commit of it."""
    line = json.dumps({"direction": "entry", "decision": "refer", "purpose": "holiday",
                       "transport": "bus", "grounds": ["alert_hit"], "document": SOUGHT})
    before = post.held(LANE_URGENT)
    post.station.run("record", "--json", "-", stdin=line + "\n")
    durable = time.monotonic()
    wanted = station_heads(post.station, LANE_URGENT)[0]
    if wanted <= before:
        raise Failed("nothing went into lane urgent")
    return until(lambda: post.held(LANE_URGENT) >= wanted, 60) - durable


def waiting(post, lane):
    last, held = station_heads(post.station, lane)
    return last - held


def first_hits(post, binaries, options):
    """Hits while everything else waits: recorded one by one, some seconds apart."""
    post.record(BACKLOG * 5)
    # Each with a crossing that waits too.
    if options.pictures > 0:
        fill(post, options.pictures, "--days", 0, "--picture-bytes", PICTURE_BYTES)
    backlog = waiting(post, LANE_MOVEMENT)
    with Link(binaries, 0, seed=4) as link:
        post.start_behind(link)
        until(lambda: post.held() > 0 and waiting(post, LANE_MOVEMENT) < backlog, 60)
        took = []
        for _ in range(HITS):
            time.sleep(3)
            took.append(hit_seconds(post))
        queue = f"{waiting(post, LANE_MOVEMENT)} crossings and {waiting(post, LANE_EVIDENCE)} parts of " \
                f"{options.pictures} pictures"
        post.end()
    row(f"an alert hit is at the centre, the slowest of {HITS}", f"{max(took):.1f} s",
        f"one way on an empty link {DELAY_MS / 1000} s; behind it waited {queue}",
        at_most(max(took), HIT_SECONDS_MAX, 1))


def after_a_cut(post, binaries):
    """Receipts stop with the link; when does the first new one come after it is back?"""
    took = []
    for number in range(CUTS):
        with Link(binaries, 0, seed=10 + number) as link:
            post.start_behind(link)
            begun = post.receipted()
            until(lambda: post.receipted() > begun, 120)
            link.say("down")
            time.sleep(CUT_SECONDS + CUT_STEP_SECONDS * number)
            held = post.receipted()
            link.say("up")
            back = time.monotonic()
            took.append(until(lambda: post.receipted() > held, 120) - back)
            post.end()
    each = ", ".join(f"{one:.1f}" for one in took)
    row(f"after a cut of a minute, to the first new receipt, the slowest of {CUTS}",
        f"{max(took):.1f} s ({each})", "peers with their best settings: 3.2 to 4.9 s",
        at_most(max(took), FLOWING_AGAIN_SECONDS_MAX, 1))


def link(folder, binaries, options):
    check_link(binaries)
    post = prepared(folder, binaries)
    try:
        for loss in RATE_MIN:
            throughput(post, binaries, loss)
        first_hits(post, binaries, options)
        after_a_cut(post, binaries)
    finally:
        post.close()
