"""How many lines of machine readable zones a second of CPU parses: builds mrz_bench and runs it.

    tests/bench/mrz.py [--peer FOLDER]

Prints a line a figure (figure, ours, peer, ratio; tabs between); see mrz_bench.cpp. The peer is npm's
`mrz`, the parser most in use, on the same zones in the same run, when node is here and FOLDER (or
$GARITA_NPM_MRZ) has node_modules/mrz; else the figure that was measured for it before.
"""

import argparse
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
STATED = 25_500
PEER = """
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
const { parse } = createRequire(process.argv[2] + '/')('mrz');
const zones = readFileSync(process.argv[3], 'utf8').trim().split('\\n\\n').map((zone) => zone.split('\\n'));
const all = (times) => { for (let i = 0; i < times; ++i) for (const zone of zones) parse(zone); };
all(20);
const began = process.cpuUsage();
all(100);
const took = process.cpuUsage(began);
console.log((100 * zones.flat().length) / ((took.user + took.system) / 1e6));
"""


def peer_rate(folder, zones, scratch):
    """Lines a CPU second of npm mrz, or None where it is not here."""
    if not folder or not shutil.which("node") or not (pathlib.Path(folder) / "node_modules/mrz").is_dir():
        return None
    script = scratch / "peer.mjs"
    script.write_text(PEER)
    run = subprocess.run(["node", script, pathlib.Path(folder).resolve(), zones],
                         check=True, capture_output=True, text=True)
    return float(run.stdout)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--peer", default=os.environ.get("GARITA_NPM_MRZ"), metavar="FOLDER")
    arguments = parser.parse_args()
    subprocess.run([ROOT / "deploy/build", "release", "mrz_bench"], check=True, stdout=sys.stderr)
    with tempfile.TemporaryDirectory() as folder:
        scratch = pathlib.Path(folder)
        zones = scratch / "zones.txt"
        run = subprocess.run([ROOT / "build/release/bin/mrz_bench", "--zones", zones],
                             check=True, stdout=subprocess.PIPE, text=True)
        measured = peer_rate(arguments.peer, zones, scratch)
    rate = measured or STATED
    peer = f"npm mrz {rate:,.0f}" + ("" if measured else " (measured before)")
    for line in run.stdout.splitlines():
        name, ours = line.split("\t")
        print(f"MRZ text: lines a CPU second, {name}\t{float(ours):,.0f}\t{peer}\t{float(ours) / rate:.0f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
