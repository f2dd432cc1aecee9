"""How often the reader is right and what a picture costs it: builds reader_bench and runs it.

    tests/bench/reader.py [--pictures N] [--model FOLDER]

Prints a line a figure (figure, ours, peer, ratio; tabs between); see reader_bench.cpp.
"""

import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]


def main():
    subprocess.run([ROOT / "deploy/build", "release", "reader_bench", "garita-reader"], check=True, stdout=sys.stderr)
    return subprocess.run([ROOT / "build/release/bin/reader_bench", *sys.argv[1:]]).returncode


if __name__ == "__main__":
    sys.exit(main())
