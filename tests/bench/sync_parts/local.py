"""A decision at the desk beside the disk; what a crossing costs on the wire."""

from sync_parts.measuring import at_most, row
from sync_parts.post import Post

P50_RATIO_MAX, P99_RATIO_MAX = 1.5, 3
WIRE_BYTES_MAX = 260
IN_A_BATCH = 20


def prepared(folder, binaries):
    post = Post(folder, binaries)
    post.record(IN_A_BATCH * 20)
    post.wait()
    post.station.stop()
    post.centre.stop()
    return post


def decision(folder, binaries, _options):
    post = prepared(folder, binaries)
    try:
        size, ours50, ours99, cpu, disk50, disk99 = post.bench("decision")
    finally:
        post.close()
    beside = f"append+fdatasync of the same {size:.0f} bytes"
    row("a decision is durable, p50", f"{ours50:.0f} us", f"{beside}: {disk50:.0f} us",
        at_most(ours50 / disk50, P50_RATIO_MAX))
    row("a decision is durable, p99", f"{ours99:.0f} us", f"{beside}: {disk99:.0f} us",
        at_most(ours99 / disk99, P99_RATIO_MAX))
    row("a decision is durable, CPU", f"{cpu:.0f} us", "-")


def wire(folder, binaries, _options):
    post = prepared(folder, binaries)
    try:
        _, framed, sealed = post.bench("wire", "--batch", IN_A_BATCH)
    finally:
        post.close()
    row(f"a crossing on the wire, {IN_A_BATCH} to a batch", f"{framed:.0f} bytes",
        f"its sealed record alone: {sealed:.0f} bytes", at_most(framed, WIRE_BYTES_MAX, 0))
