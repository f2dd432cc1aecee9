"""How often barcodes are read on a cluttered page and what that costs: builds barcodes_bench and runs it.

    tests/bench/barcodes.py [--every N]

Prints a line a figure (figure, ours, peer, ratio; tabs between); see barcodes_bench.cpp.
"""

import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]


def main():
    subprocess.run([ROOT / "deploy/build", "release", "barcodes_bench"], check=True, stdout=sys.stderr)
    return subprocess.run([ROOT / "build/release/bin/barcodes_bench", *sys.argv[1:]]).returncode


if __name__ == "__main__":
    sys.exit(main())
