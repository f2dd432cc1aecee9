"""Reading time a picture, beside what decoding the file costs anyhow and, where they are there,
Tesseract with a model for machine readable zones.

    deploy/bench reader

Pictures are drawn specimens photographed at 1920 pixels. CPU time, one core, one process.
"""

import json
import pathlib
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "end-to-end"))

from fixture import BINARIES, ROOT  # noqa: E402

TRAVELLERS = ROOT / "deploy/demo/country/travellers.tsv"
PEER_MODEL = ROOT.parent / "shared/peers/reader"


def children_cpu():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def tesseract_ms(pictures):
    """CPU milliseconds a picture, or nothing where the peer is not installed."""
    if not shutil.which("tesseract") or not (PEER_MODEL / "mrz.traineddata").exists():
        return None
    before = children_cpu()
    for picture in pictures:
        subprocess.run(["tesseract", picture, "-", "-l", "mrz", "--psm", "3", "--tessdata-dir", PEER_MODEL],
                       capture_output=True, env={"OMP_THREAD_LIMIT": "1", "PATH": "/usr/bin:/bin"})
    return (children_cpu() - before) * 1000 / len(pictures)


def main():
    folder = pathlib.Path(tempfile.mkdtemp(prefix="garita-bench-"))
    try:
        subprocess.run([BINARIES / "garita-specimen", "--batch", TRAVELLERS, "--out", folder], check=True,
                       capture_output=True)
        pictures = sorted(path for path in folder.glob("T*.jpg") if "-" not in path.stem)
        before = children_cpu()
        began = time.monotonic()
        done = subprocess.run([BINARIES / "garita-reader", "read", "--json", *pictures], capture_output=True, text=True)
        wall = (time.monotonic() - began) * 1000 / len(pictures)
        whole = (children_cpu() - before) * 1000 / len(pictures)
        readings = [json.loads(line) for line in done.stdout.splitlines()]
        cpu = sorted(reading["cpu_ms"] for reading in readings)
        right = sum(1 for reading in readings
                    if any(document.get("mrz", {}).get("valid") for document in reading["documents"]))
        decoding = whole - statistics.mean(cpu)
        print(f"reading a 1920 px photograph, CPU median (p95)\t{statistics.median(cpu):.0f} ms "
              f"({cpu[int(len(cpu) * 0.95)]:.0f} ms)\tdecoding the file: {decoding:.0f} ms\t"
              f"{statistics.median(cpu) / decoding:.1f}")
        print(f"the same with decoding, wall\t{wall:.0f} ms\t{right} of {len(readings)} zones valid\t-")
        peer = tesseract_ms(pictures)
        print(f"peer: Tesseract, model for zones, whole page, CPU\t{f'{peer:.0f} ms' if peer else 'not here'}\t"
              f"\t{f'{statistics.mean(cpu) / peer:.2f}' if peer else '-'}")
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
