"""deploy/bench desk at small sizes: every figure is there, and those that do not hang on how busy the machine is keep
their limits."""

import os
import pathlib
import subprocess
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BINARIES = os.environ.get("GARITA_BIN_DIR", ROOT / "build/release/bin")
# Above what goes with an enrolment file itself.
SMALL = ["--persons", "20000", "--documents", "110000", "--stays", "110000", "--travellers", "4", "--minutes", "0.3"]
# Travellers: the first of the day, those at the browser's desk and ten.
EXPECTED = """most memory of the serving station
start to first traveller
picture handed over to all answers on screen, p50
key to durable and next traveller, p50
10 desks at once, picture to answers, p50, p99
look-ups of a traveller, p50, p99
a decision in the ledger alone, p50, p99""".splitlines()
NOT_HELD_UP = ["most memory of the station meanwhile", "most memory of the serving station"]


class DeskAtSmallSizes(unittest.TestCase):
    def test_every_figure_is_measured(self):
        subprocess.run([ROOT / "schema/api/web/install"], check=True)
        done = subprocess.run([sys.executable, ROOT / "tests/bench/desk.py", "--binaries", BINARIES, *SMALL],
                              capture_output=True, text=True)
        print(done.stdout, end="")
        self.assertEqual(done.returncode, 0, done.stderr)
        rows = [line.split("\t") for line in done.stdout.splitlines()]
        self.assertEqual({len(row) for row in rows}, {4}, "figure, ours, limit or peer, ratio")
        figures = {name.strip(): (beside, held) for name, _, beside, held in rows}
        self.assertEqual([name for name in EXPECTED if name not in figures], [])
        for name in NOT_HELD_UP:
            self.assertNotIn("MISSED", figures[name][1], name)
        shown = [beside for name, _, beside, _ in rows if name.strip() == "the same, p95"]
        self.assertIn("4 travellers, 1 stopped, 0 not read", shown[0] if shown else "", "which travellers come")


if __name__ == "__main__":
    unittest.main()
