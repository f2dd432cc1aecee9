#!/usr/bin/env python3
"""Names: an index of 3 million that do not exist, the matcher's verdicts, and what else could do it.

    tests/bench/names.py [--names N] [--questions N] [--peer-names N] [--peer-questions N]

Prints a line a figure: figure, ours, limit or peer, ratio; tabs between. README.md says what each is.
"""

import argparse
import csv
import os
import pathlib
import subprocess
import sys
import tempfile
import unicodedata

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAIRS = ROOT / "../shared/data/rules/names-dev.tsv"
BINARIES = ROOT / "build/release/bin"
CLUSTER = ROOT / "tests/support/postgres_cluster/postgres-cluster"
CANDIDATES = 100
PLAIN = "-"


def row(figure, ours, peer, ratio=PLAIN):
    print(f"{figure}\t{ours}\t{peer}\t{ratio}", flush=True)


def bench(*options):
    run = subprocess.run([BINARIES / "names_bench", *map(str, options)], check=True, capture_output=True, text=True)
    return [line.split("\t") for line in run.stdout.splitlines()]


# ---- verdicts

def rates(labels, verdicts):
    hits = sum(1 for label, verdict in zip(labels, verdicts) if label and verdict)
    precision = hits / max(1, sum(verdicts))
    recall = hits / max(1, sum(labels))
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def jaro(a, b):
    if a == b:
        return 1.0
    window = max(len(a), len(b)) // 2 - 1
    taken = [False] * len(b)
    common = []
    for i, letter in enumerate(a):
        for j in range(max(0, i - window), min(len(b), i + window + 1)):
            if not taken[j] and b[j] == letter:
                taken[j] = True
                common.append(letter)
                break
    other = [letter for letter, used in zip(b, taken) if used]
    if not common:
        return 0.0
    swapped = sum(1 for x, y in zip(common, other) if x != y) / 2
    return (len(common) / len(a) + len(common) / len(b) + (len(common) - swapped) / len(common)) / 3


def jaro_winkler(a, b):
    likeness = jaro(a, b)
    prefix = 0
    while prefix < min(4, len(a), len(b)) and a[prefix] == b[prefix]:
        prefix += 1
    return likeness + prefix * 0.1 * (1 - likeness)


def sorted_words(name):
    """Without accents, what is no letter parts words."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.lower()) if not unicodedata.combining(c))
    return " ".join(sorted("".join(c if c.isalpha() else " " for c in plain).split()))


def verdicts():
    if not PAIRS.exists():
        row("verdicts on collected pairs", "SKIPPED", "names-dev.tsv is not here")
        return
    rows = [each for each in csv.DictReader(open(PAIRS), delimiter="\t", quoting=csv.QUOTE_NONE)]
    run = subprocess.run([BINARIES / "garita-central", "names", "score", PAIRS], capture_output=True, text=True)
    said = {line.split("\t")[0]: line.endswith("\tmatch") for line in run.stdout.splitlines()[1:]}
    rows = [each for each in rows if each["category"] != "nb_llm"]
    labels = [each["expected"] == "match" for each in rows]
    precision, recall, f1 = rates(labels, [said.get(each["id"], False) for each in rows])
    scores = [jaro_winkler(sorted_words(each["name_a"]), sorted_words(each["name_b"])) for each in rows]
    best = max(rates(labels, [score >= cut / 100 for score in scores])[2] for cut in range(50, 100))
    row(f"{len(rows)} collected pairs: F1", f"{f1:.3f}", f"at least 0.93; Jaro-Winkler at its best {best:.3f}", f"{f1 / best:.2f}")
    row(" recall, precision", f"{recall:.3f}, {precision:.3f}", "recall at least 0.92", f"{recall / 0.92:.2f}")


# ---- pg_trgm

PREPARE = """
CREATE EXTENSION pg_trgm;
CREATE TABLE listed (id integer, name text, birth text);
CREATE TABLE asked (id integer, name text, birth text);
\\copy listed FROM '{folder}/list.tsv'
\\copy asked FROM '{folder}/questions.tsv'
SET maintenance_work_mem = '512MB';
CREATE INDEX ON listed USING gin (name gin_trgm_ops);
ANALYZE listed;
"""
ASK = """
SET max_parallel_workers_per_gather = 0;
SET work_mem = '256MB';
SELECT pg_backend_pid() AS pid \\gset
\\setenv BACKEND :pid
\\! cat /proc/$BACKEND/stat
{questions}
\\! cat /proc/$BACKEND/stat
"""
QUESTION = ("SELECT coalesce(bool_or(found.id = {who}), false) FROM (SELECT id FROM listed WHERE name % '{name}'"
            f" ORDER BY similarity(name, '{{name}}') DESC LIMIT {CANDIDATES}) AS found;\n")


def cpu_seconds(stat):
    fields = stat.rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def psql(address, script):
    run = subprocess.run(["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", address], input=script,
                         capture_output=True, text=True)
    if run.returncode != 0:
        raise RuntimeError(run.stderr.strip()[:300])
    return run.stdout.splitlines()


def ask_trigrams(folder):
    """CPU milliseconds a question, and the share that was among the candidates."""
    with subprocess.Popen([CLUSTER, "shared_buffers=1GB"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                          text=True) as cluster:
        address = cluster.stdout.readline().strip()
        try:
            psql(address, PREPARE.format(folder=folder))
            asked = [line.split("\t") for line in (folder / "questions.tsv").read_text().splitlines()]
            questions = "".join(QUESTION.format(who=who, name=name.replace("'", "''")) for who, name, _ in asked)
            lines = psql(address, ASK.format(questions=questions))
        finally:
            cluster.stdin.close()
    spent = cpu_seconds(lines[-1]) - cpu_seconds(lines[0])
    return spent * 1e3 / len(asked), sum(1 for line in lines[1:-1] if line == "t") / len(asked)


def peer(names, questions):
    if not list(pathlib.Path("/usr/share/postgresql").glob("*/extension/pg_trgm.control")):
        row("pg_trgm", "SKIPPED", "postgresql-contrib is not here")
        return
    ours = {line[0]: line[1] for line in bench("--names", names, "--questions", questions)}
    mean = float(ours["look-up, CPU mean"].split()[0])
    found = ours["found among the candidates"]
    with tempfile.TemporaryDirectory(prefix="garita-bench-") as folder:
        os.chmod(folder, 0o755)
        bench("--names", names, "--questions", questions, "--dump", folder)
        theirs, recall = ask_trigrams(pathlib.Path(folder))
    row(f"look-up in {names / 1e6:.1f} million, CPU mean", f"{mean:.2f} ms", f"pg_trgm (GIN): {theirs:.0f} ms",
        f"{mean / theirs:.3f}")
    row(f" among the first {CANDIDATES} candidates", found, f"pg_trgm: {100 * recall:.1f} %")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--names", type=int, default=3_000_000)
    parser.add_argument("--questions", type=int, default=3000)
    parser.add_argument("--peer-names", type=int, default=1_000_000)
    parser.add_argument("--peer-questions", type=int, default=200)
    chosen = parser.parse_args()
    verdicts()
    for line in bench("--names", chosen.names, "--questions", chosen.questions):
        print("\t".join(line), flush=True)
    peer(chosen.peer_names, chosen.peer_questions)
    return 0


if __name__ == "__main__":
    sys.exit(main())
