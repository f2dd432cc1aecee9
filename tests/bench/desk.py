"""The first-line desk with the lists of a large country: from a picture to all answers on the screen of a real
browser, from a decision's key to the next traveller, memory, start, ten desks at once.

    tests/bench/desk.py [--persons N] [--documents N] [--stays N] [--travellers N] [--minutes M] [--folder ON_THE_DISK]

README.md says what each figure is. Prints a line a figure: figure, ours, limit or peer, ratio or "MISSED"; tabs
between.
"""

import argparse
import os
import pathlib
import shutil
import signal
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--persons", type=int, default=3_000_000, help="on the alert list, each with a document")
    parser.add_argument("--documents", type=int, default=10_000_000, help="on it in all")
    parser.add_argument("--stays", type=int, default=2_000_000, help="open ones that are listed")
    parser.add_argument("--travellers", type=int, default=100, help="at the browser's desk")
    parser.add_argument("--minutes", type=float, default=6, help="that ten desks work")
    parser.add_argument("--an-hour", type=int, default=2000, help="travellers that come to the ten")
    parser.add_argument("--binaries", type=pathlib.Path, default=ROOT / "build/release/bin")
    parser.add_argument("--folder", type=pathlib.Path, help="on the disk to be measured; else a temporary one")
    return parser.parse_args()


def main():
    chosen = arguments()
    binaries = chosen.binaries.resolve()
    os.environ["GARITA_BIN_DIR"] = str(binaries)
    sys.path[:0] = [str(ROOT / folder) for folder in ("deploy/demo", "tests/bench", "tests/end-to-end")]
    from desk_parts.day import measure
    from installation import Failed

    # Whatever was started ends with this, also when it is told to end.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    folder = pathlib.Path(tempfile.mkdtemp(prefix="garita-bench-desk-", dir=chosen.folder))
    try:
        measure(folder, binaries, chosen)
    except Failed as failed:
        print(f"desk: {failed}; what it left is in {folder}", file=sys.stderr)
        return 1
    shutil.rmtree(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
