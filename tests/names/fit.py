#!/usr/bin/env python3
"""Learns the weights of schema/matching/score.cpp from labelled pairs, and says how well they hold.

    tests/names/fit.py PAIRS.tsv [--evidence build/release/bin/names_evidence] [--without CATEGORY]

PAIRS.tsv has the columns id, name_a, dob_a, nat_a, name_b, dob_b, nat_b, expected (match or no_match) and
category. Logistic regression with a small ridge, by Newton's method. Beside the pairs it learns from pairs that
nobody is taken for another in: each first name with a second of another pair, every eighth with the same birth
date, so that a birth date alone never makes a match. Prints what came out for pairs that were kept aside (ten
parts by a hash of the id), then the weights.
"""

import argparse
import collections
import csv
import hashlib
import math
import pathlib
import random
import subprocess
import sys
import tempfile

COLUMNS = ["id", "name_a", "dob_a", "nat_a", "name_b", "dob_b", "nat_b"]
PARTS = 10
RIDGE = 0.0005
STRANGERS_A_PAIR = 2
WEIGHT_OF_STRANGERS = 0.5
NEAREST_A_PAIR = 2
WEIGHT_OF_NEAREST = 0.1
# Weights whose sign is beyond doubt; where the pairs would have it otherwise they are too few.
SIGNS = {"paired": 1, "covered_less": 1, "covered_more": 1, "both_alone": -1, "lost": -1, "worst_pair": -1,
         "guessed_forms": -1, "surname_alone": -1, "birth_within_few_years": 1, "birth_within_a_year": 1,
         "birth_within_a_slip": 1, "birth_far": -1, "birth_very_far": -1, "nationality_other": -1}
# People have second nationalities, so another one never decides, whatever the pairs say.
NATIONALITY_WEIGHT_MIN = -1.0


def write(rows):
    with tempfile.NamedTemporaryFile("w", suffix=".tsv", delete=False) as file:
        file.write("\t".join(COLUMNS) + "\n")
        for row in rows:
            file.write("\t".join(row[column] for column in COLUMNS) + "\n")
    return file.name


def pair_of(number, a, b):
    return {"id": f"stranger-{number}", "name_a": a["name_a"], "nat_a": a["nat_a"], "dob_a": a["dob_a"],
            "name_b": b["name_b"], "nat_b": b["nat_b"], "dob_b": b["dob_b"], "expected": "no_match",
            "of": a["id"]}


def strangers(rows, seed):
    """A first name with a second of another pair; every eighth with the same birth date."""
    rng = random.Random(seed)
    made = []
    for number in range(len(rows) * STRANGERS_A_PAIR):
        a, b = rng.sample(rows, 2)
        if a["name_b"] == b["name_b"] or a["name_a"] == b["name_a"]:
            continue
        row = pair_of(number, a, b)
        if number % 8 == 0:
            row["dob_a"] = row["dob_b"] if b["dob_b"] != "-" else "1970-03-05"
            row["dob_b"] = row["dob_a"]
        made.append(row)
    return made


def nearest_strangers(rows, program):
    """Those that a search in a list would bring up, half of them without birth dates."""
    file = write(rows)
    out = subprocess.run([program, file, str(NEAREST_A_PAIR)], check=True, capture_output=True, text=True).stdout
    pathlib.Path(file).unlink()
    by_id = {row["id"]: row for row in rows}
    made = []
    for number, line in enumerate(out.splitlines()):
        a, b = (by_id[name] for name in line.split("\t"))
        row = pair_of(f"near-{number}", a, b)
        if number % 2 == 0:
            row["dob_a"] = "-"
        made.append(row)
    return made


def evidence(rows, program):
    file = write(rows)
    out = subprocess.run([program, file], check=True, capture_output=True, text=True).stdout
    pathlib.Path(file).unlink()
    lines = [line.split("\t") for line in out.splitlines()]
    return lines[0][1:-1], [[float(value) for value in line[1:-1]] for line in lines[1:]]


def solve(matrix, vector):
    size = len(vector)
    rows = [row[:] + [value] for row, value in zip(matrix, vector)]
    for i in range(size):
        pivot = max(range(i, size), key=lambda r: abs(rows[r][i]))
        rows[i], rows[pivot] = rows[pivot], rows[i]
        for r in range(i + 1, size):
            factor = rows[r][i] / rows[i][i]
            for c in range(i, size + 1):
                rows[r][c] -= factor * rows[i][c]
    solution = [0.0] * size
    for i in reversed(range(size)):
        solution[i] = (rows[i][size] - sum(rows[i][c] * solution[c] for c in range(i + 1, size))) / rows[i][i]
    return solution


def sigmoid(z):
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, z))))


def newton(samples, free, weights):
    """samples: (evidence, label, weight). Weights that are not free stay what they are."""
    weights = weights[:]
    every = range(len(weights))
    for _ in range(25):
        gradient = [RIDGE * len(samples) * 0.1 * weights[i] if i else 0.0 for i in free]
        hessian = [[RIDGE * len(samples) * 0.1 if i == j and i else 0.0 for j in free] for i in free]
        for x, label, weight in samples:
            p = sigmoid(sum(weights[i] * x[i] for i in every))
            for row, i in enumerate(free):
                if x[i] == 0:
                    continue
                gradient[row] += weight * (p - label) * x[i]
                for column, j in enumerate(free):
                    hessian[row][column] += weight * p * (1 - p) * x[i] * x[j]
        for row in range(len(free)):
            hessian[row][row] += 1e-9
        step = solve(hessian, gradient)
        for row, i in enumerate(free):
            weights[i] -= step[row]
        if max(abs(value) for value in step) < 1e-6:
            break
    return weights


def fit(samples, names):
    free = list(range(len(names)))
    fixed = [0.0] * len(names)
    while True:
        weights = newton(samples, free, fixed)
        wrong = [i for i in free if weights[i] * SIGNS.get(names[i], 0) < 0]
        nationality = names.index("nationality_other")
        if nationality in free and weights[nationality] < NATIONALITY_WEIGHT_MIN:
            fixed[nationality] = NATIONALITY_WEIGHT_MIN
            wrong.append(nationality)
        if not wrong:
            return weights
        free = [i for i in free if i not in wrong]


def rates(labels, verdicts):
    hits = sum(1 for label, verdict in zip(labels, verdicts) if label and verdict)
    precision = hits / max(1, sum(verdicts))
    recall = hits / max(1, sum(labels))
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def is_perfect(names, x):
    """Where score_value() says 1 without asking the weights."""
    at = dict(zip(names, x))
    return at["lost"] == 0 and at["covered_less"] > 0.9999 and at["birth_far"] == 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pairs")
    parser.add_argument("--evidence", default="build/release/bin/names_evidence")
    parser.add_argument("--without", default="nb_llm")
    parser.add_argument("--wrong", action="store_true", help="print the pairs that were kept aside and judged wrong")
    chosen = parser.parse_args()
    rows = [row for row in csv.DictReader(open(chosen.pairs), delimiter="\t", quoting=csv.QUOTE_NONE)
            if row["category"] != chosen.without]
    names, x = evidence(rows, chosen.evidence)
    labels = [1 if row["expected"] == "match" else 0 for row in rows]
    part = [int(hashlib.sha256(row["id"].encode()).hexdigest(), 16) % PARTS for row in rows]
    apart = strangers(rows, 20261126)
    _, apart_x = evidence(apart, chosen.evidence)
    near = nearest_strangers(rows, chosen.evidence)
    _, near_x = evidence(near, chosen.evidence)
    noise = [(values, 0, WEIGHT_OF_STRANGERS) for values in apart_x]
    noise += [(values, 0, WEIGHT_OF_NEAREST) for values in near_x]
    kept = [0.0] * len(rows)
    for number in range(PARTS):
        weights = fit([(x[i], labels[i], 1) for i in range(len(rows)) if part[i] != number] + noise, names)
        for i in range(len(rows)):
            if part[i] == number:
                kept[i] = 1.0 if is_perfect(names, x[i]) else sigmoid(sum(w * v for w, v in zip(weights, x[i])))
    for threshold in (0.35, 0.4, 0.45, 0.5, 0.55, 0.6):
        print("kept aside, threshold %.2f: precision %.4f recall %.4f F1 %.4f"
              % (threshold, *rates(labels, [value >= threshold for value in kept])))
    weights = fit([(values, label, 1) for values, label in zip(x, labels)] + noise, names)
    learnt = [1.0 if is_perfect(names, values) else sigmoid(sum(w * v for w, v in zip(weights, values))) for values in x]
    print("all of them, threshold 0.50: precision %.4f recall %.4f F1 %.4f"
          % rates(labels, [value >= 0.5 for value in learnt]))
    alarms = sum(1 for values in apart_x if sigmoid(sum(w * v for w, v in zip(weights, values))) >= 0.5)
    print(f"strangers taken for another: {alarms} of {len(apart_x)}")
    alarms = sum(1 for values in near_x if sigmoid(sum(w * v for w, v in zip(weights, values))) >= 0.5)
    print(f"nearest strangers taken for another: {alarms} of {len(near_x)}")
    missed = collections.Counter((row["category"], label) for row, label, value in zip(rows, labels, kept)
                                 if (value >= 0.5) != bool(label))
    if chosen.wrong:
        for row, label, value in sorted(zip(rows, labels, kept), key=lambda each: (each[0]["category"], each[2])):
            if (value >= 0.5) != bool(label):
                print(row["category"], "|", row["name_a"], row["dob_a"], "|", row["name_b"], row["dob_b"],
                      "|", row["expected"], "%.2f" % value)
        print(missed.most_common())
    for name, weight in zip(names, weights):
        print(f'    {{"{name}", {weight:.2f}}},')
    return 0


if __name__ == "__main__":
    sys.exit(main())
