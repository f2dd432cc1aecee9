#!/usr/bin/env python3
"""An index of invented names, as long as an alert list: time to build, memory, look-ups.

    tests/bench/names.py [--names N] [--questions N] [--binaries build/release/bin]

README.md says what it measures. Prints a line a figure, tabs between.
"""

import argparse
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--names", type=int, default=3_000_000)
    parser.add_argument("--questions", type=int, default=6000)
    parser.add_argument("--binaries", type=pathlib.Path, default=ROOT / "build/release/bin")
    chosen = parser.parse_args()
    return subprocess.run([str(chosen.binaries / "names_bench"), "--names", str(chosen.names),
                           "--questions", str(chosen.questions)], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
