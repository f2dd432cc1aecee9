"""The journal and the link, part by part: ours, beside the limit or the peers, in the same run.

    tests/bench/sync.py [PART...] [--binaries build/release/bin] [--folder ON_THE_DISK_TO_BE_MEASURED]

README.md says what each part measures. Prints a line a figure: figure, ours, limit or peer, ratio or
"MISSED"; tabs between.
"""

import argparse
import pathlib
import shutil
import signal
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "deploy" / "demo"), str(ROOT / "tests" / "bench")]

from installation import Failed  # noqa: E402
from sync_parts import backlog, bad_link, lists, local, many  # noqa: E402
from sync_parts.measuring import Skipped, row  # noqa: E402

PARTS = {
    "decision": local.decision,
    "wire": local.wire,
    "link": bad_link.link,
    "intake": many.intake,
    "backlog": backlog.backlog,
    "lists": lists.lists,
    "stations": many.stations,
    "flood": many.flood,
}


def run(part, chosen):
    folder = pathlib.Path(tempfile.mkdtemp(prefix=f"garita-bench-{part}-", dir=chosen.folder))
    try:
        PARTS[part](folder, chosen.binaries.resolve(), chosen)
    except Skipped as skipped:
        row(part, "SKIPPED", str(skipped))
    except Failed as failed:
        print(f"sync {part}: {failed}; what it left is in {folder}", file=sys.stderr)
        return False
    shutil.rmtree(folder)
    return True


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--binaries", type=pathlib.Path, default=ROOT / "build/release/bin")
    parser.add_argument("--folder", type=pathlib.Path, help="on the disk to be measured; else a temporary one")
    parser.add_argument("--crossings", type=int, default=150_000, help="kept offline")
    parser.add_argument("--stations", type=int, default=2000, help="at once")
    parser.add_argument("--pictures", type=int, default=10_000, help="of 20 KiB, that an alert hit overtakes")
    parser.add_argument("--listed", type=int, default=3_000_000, help="alerts of a long list")
    chosen = parser.parse_args()
    unknown = [part for part in chosen.parts if part not in PARTS]
    if unknown:
        parser.error(f"there is no part '{unknown[0]}'; there are {', '.join(PARTS)}")
    # Whatever was started ends with this, also when it is told to end.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    return 0 if all([run(part, chosen) for part in chosen.parts or PARTS]) else 1


if __name__ == "__main__":
    sys.exit(main())
