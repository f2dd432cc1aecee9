#!/usr/bin/env python3
"""Puts bugs into a copy of the tree, one after the other, and says which seed finds each.

    tests/simulation/bugs.py [NAME...]      default: all; each costs a build of a minute or so

The simulator is only worth its name if it fails where the code is wrong. Ends with 1 when a bug was
not found within SEEDS runs, or its place in the code is not there any more.
"""

import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
SEEDS = 1000

# name, what it does, file, and of each change the text as it stands, the text with the bug and, where
# it is another, the file
BUGS = [
    ("no-fsync", "a station and a centre that never sync",
     "schema/storage/sqlite_engine.cpp",
     [('"PRAGMA synchronous=FULL;"', '"PRAGMA synchronous=OFF;"'),
      ("constexpr std::int64_t kFull = 2;", "constexpr std::int64_t kFull = 0;")]),
    ("recovered-log-not-synced", "what a killed process left in the log is told before it is synced",
     "schema/storage/sqlite_engine.cpp",
     [("  int code = locked ? write_again(log) : SQLITE_OK;\n  if (code == SQLITE_OK) code = log->pMethods->xSync(log, SQLITE_SYNC_NORMAL);",
       "  int code = !locked && locked ? write_again(log) : SQLITE_OK;")]),
    ("recovered-log-synced-alone", "what a failed sync should have written is synced again, and not written again",
     "schema/storage/sqlite_engine.cpp",
     [("  int code = locked ? write_again(log) : SQLITE_OK;",
       "  int code = !locked && locked ? write_again(log) : SQLITE_OK;")]),
    ("told-before-commit", "the desk says recorded although the commit failed",
     "border-station/ledger/append.cpp",
     [('    ensure(kept == 1, "a reference is kept once");\n  }\n  GARITA_CHECK(transaction.commit());',
       '    ensure(kept == 1, "a reference is kept once");\n  }\n  static_cast<void>(transaction.commit());')]),
    ("written-again", "a decision that is asked for again is written again",
     "border-station/ledger/append.cpp",
     [("  if (before) return *std::move(before);\n", ""),
      ("    GARITA_TRY(kept, database.execute(kInsertReference, {reference, id.text()}));\n",
       "    GARITA_TRY(kept, database.execute(\"INSERT OR REPLACE INTO reference (reference_hash, record)\"\n"
       "      \" VALUES (?1, ?2)\", {reference, id.text()}));\n")]),
    ("claim-short", "a claim whose last number is one too low",
     "border-station/ledger/outbox.cpp",
     [("  claim.last_sequence = standing.last;",
       "  claim.last_sequence = standing.last == 0 ? 0 : standing.last - 1;")]),
    ("watermark-without-records", "a claim counts though its records have not arrived",
     "central-sync/projection/projector.cpp",
     [("  if (!arrived) return {};\n  return applier_.apply_claim(",
       "  static_cast<void>(arrived);\n  return applier_.apply_claim(")]),
    ("centres-word", "the station goes on from what the centre says, not from its own receipts",
     "schema/wire/station_session.cpp",
     [("    if (!receipted_) continue;", "    if (receipted_) continue;")]),
    ("no-new-life", "a restored disk goes on in its old life",
     "border-station/ledger/outbox.cpp",
     [("  if (receipt.held > standing.last || differs) {", "  if (receipt.held > standing.last && differs) {")]),
    ("receipt-before-commit", "the centre gives receipts for what it did not commit",
     "central-sync/intake/intake.cpp",
     [("  GARITA_CHECK(store.in_transaction(take));",
       "  static_cast<void>(store.in_transaction(take));"),
      ("  GARITA_TRY(receipt, receipt_for(store, batch.journal(), centre_key, received_at));\n  accepted.receipt",
       "  Receipt receipt{batch.journal(), batch.last(), batch.head.head.hash, 0, received_at, {}};\n"
       "  receipt.sign(centre_key);\n  accepted.receipt")]),
    ("last-part-kept-first", "a bulletin that is whole and was not taken passes for a refused one",
     "border-station/ledger/bulletin_parts.cpp",
     [("  const auto taken = bulletin ? take_whole(", "  GARITA_CHECK(keep_part(part));\n  const auto taken = bulletin ? take_whole("),
      ("  delivery.stream.insert(delivery.stream.end(), part.content.begin(), part.content.end());\n",
       "  if (part.offset == 0) delivery.stream = part.content;\n")]),
    ("column-in-clear", "what the post remembers of a traveller is not sealed",
     "border-station/ledger/append.cpp",
     [("    const Bytes sealed = ledger_.seal_column(kCrossingColumn, bytes);",
       "    const Bytes sealed = bytes;")]),
    ("dropped-unread", "sealed records leave the disk with a day that was written to again",
     "border-station/ledger/memory.cpp",
     [("    \" AND sequence <= (SELECT min(j.opened, coalesce(j.centre_opened, j.opened)) FROM journal j\"\n"
       "    \" WHERE j.incarnation = entry.incarnation AND j.lane = entry.lane)\";", "    \"\";"),
      ('" AND opened_at IS NULL ORDER BY epoch LIMIT 1";', '" ORDER BY epoch LIMIT 1";',
       "border-station/ledger/append.cpp")]),
    ("paper-forgotten", "the watermark passes hours on paper",
     "central-sync/store/relational/watermark_facts.cpp",
     [("lowest)) lowest.lower_to(*paper);", "lowest)) static_cast<void>(paper);")]),
    ("paper-closed-at-once", "hours on paper count as soon as a person says so, whatever is on its way",
     "central-sync/store/relational/watermark_facts.cpp",
     [("std::min(known_at, claimed.value().value_or(kNever));", "claimed.value() ? known_at : kNever;")]),
    ("second-branch-refused", "of a second branch nothing is kept but what came in the first batch",
     "central-sync/intake/intake.cpp",
     [("      if (goes_on) return put_aside_unchained(known, accepted);\n",
       "      if (goes_on && head.sequence == 0) return put_aside_unchained(known, accepted);\n")]),
    ("aside-again", "what was decided about is put aside again under another cause",
     "central-sync/store/relational/journal_store.cpp",
     [('"?4 AND cause IN (?5, ?6) AND content_hash = ?7";', '"?4 AND cause = ?5 AND ?6 >= 0 AND content_hash = ?7";')]),
    ("branch-under-way", "what was sent of a second branch stays under way for ever",
     "schema/wire/station_session.cpp",
     [("  std::erase_if(in_flight_, [&](const InFlight& batch) { return batch.journal == journal; });\n",
       "  static_cast<void>(journal);\n")]),
    ("adopted-unsaid", "what is adopted is not waited for any more, and nobody states it",
     "central-sync/program/adoption.cpp",
     [("    records.emplace_back(std::move(crossing));\n", "")]),
    ("stale-numbers", "a process of the centre goes on from the last arrival that it saw itself",
     "central-sync/store/relational/journal_store.cpp",
     [("  last_arrival_.reset();\n", "")]),
    ("urgent-last", "urgent records go after all others",
     "schema/wire/station_session.cpp",
     [("return lane == Lane::kEvidence ? 99 :", "return lane == Lane::kUrgent ? 99 :")]),
    ("head-alone", "a list comes into force though a section that it names is not there",
     "border-station/ledger/bulletins.cpp",
     [("  if (missing > 0) {\n    return fail(", "  if (missing > kSections) {\n    return fail(")]),
]


def run(*command, cwd):
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True)


def put_in(tree, file, changes):
    """The files as they were, by path; or in words what is not there any more."""
    good = {}
    for old, new, *elsewhere in changes:
        path = tree / (elsewhere[0] if elsewhere else file)
        text = path.read_text()
        if text.count(old) != 1:
            take_out(good)
            return f"its place in {path.relative_to(tree)} is not there any more: {old.strip()}"
        good.setdefault(path, text)
        path.write_text(text.replace(old, new))
    return good


def take_out(good):
    for path, text in good.items():
        path.write_text(text)


def play(tree, first, count):
    played = run("build/release/bin/simulate", str(first), str(count), cwd=tree)
    seed = re.search(r"^seed (\d+):\n  (.*)$", played.stdout, re.M)
    if seed:
        return f"seed {seed[1]}: {seed[2]}"
    if played.returncode in (0, 1):
        return ""
    if count == 1:
        return f"seed {first}: the program ended: {played.stderr.strip()[-200:]}"
    return next(filter(None, (play(tree, one, 1) for one in range(first, first + count))), "")


def find(tree, file, changes):
    good = put_in(tree, file, changes)
    if isinstance(good, str):
        return good
    try:
        built = run("ninja", "-C", "build/release", "simulate", cwd=tree)
        if built.returncode != 0:
            return "it does not compile:\n" + built.stdout[-2000:]
        found = (play(tree, first, 20) for first in range(0, SEEDS, 20))
        return next(filter(None, found), "")
    finally:
        take_out(good)


def main():
    wanted = set(sys.argv[1:])
    missed = False
    with tempfile.TemporaryDirectory() as folder:
        tree = pathlib.Path(folder) / "tree"
        run("git", "worktree", "add", "--detach", str(tree), "HEAD", cwd=ROOT)
        try:
            run("cmake", "--preset", "release", cwd=tree)
            for name, what, file, changes in BUGS:
                if wanted and name not in wanted:
                    continue
                found = find(tree, file, changes)
                missed |= not found.startswith("seed")
                print(f"{name}: {what}\n    {found or f'NOT FOUND in {SEEDS} runs'}", flush=True)
        finally:
            run("git", "worktree", "remove", "--force", str(tree), cwd=ROOT)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
