// The steps of the watermarks, of which there are as many as claims: what a report asks of them is
// looked up.
#include <algorithm>

#include "central-sync/store/relational/columns.h"
#include "central-sync/store/relational/reading.h"

namespace garita::central {
namespace {

// Each run with its first step and the last of it that is known by ?2. Runs are counted without a
// gap, and gone through by the index.
constexpr const char* kRuns =
    "WITH RECURSIVE runs(run) AS (SELECT min(run) FROM watermark_steps WHERE sees = ?1 UNION ALL "
    "SELECT run + 1 FROM runs WHERE run < (SELECT max(run) FROM watermark_steps WHERE sees = ?1)), "
    "ends AS (SELECT run, (SELECT min(s.known_from) FROM watermark_steps s WHERE s.sees = ?1 AND "
    "s.run = runs.run) AS first, (SELECT max(s.known_from) FROM watermark_steps s WHERE s.sees = "
    "?1 AND s.run = runs.run AND s.known_from <= ?2) AS last FROM runs) "
    "SELECT e.run, f.known_from, f.complete_until, l.complete_until FROM ends e "
    "JOIN watermark_steps f ON f.sees = ?1 AND f.run = e.run AND f.known_from = e.first "
    "JOIN watermark_steps l ON l.sees = ?1 AND l.run = e.run AND l.known_from = e.last "
    "ORDER BY e.run";
constexpr const char* kReached =
    "SELECT known_from, complete_until FROM watermark_steps WHERE sees = ?1 AND run = ?2 AND "
    "complete_until >= ?3 ORDER BY complete_until, known_from LIMIT 1";

/// A part of the steps within which the watermark never falls.
struct Run {
  std::int64_t number = 0;
  WatermarkStep first;
  std::optional<Instant> highest;
};

Result<std::vector<Run>> runs_of(Database& database, Sees sees, Instant known_at) {
  GARITA_TRY(row, database.prepare(kRuns, {stored(sees), known_at.milliseconds}));
  std::vector<Run> runs;
  for (;;) {
    GARITA_TRY(found, row.step());
    if (!found) return runs;
    runs.push_back({row.integer(0),
                    {instant_at(row, 1), nullable_instant_at(row, 2)},
                    nullable_instant_at(row, 3)});
  }
}

/// Where the run comes to be at any of `needed`, which are in order. An absent watermark compares
/// below every other.
Result<void> add_reached(Database& database, Sees sees, const Run& run,
                         std::span<const Instant> needed, std::vector<WatermarkStep>& steps) {
  std::optional<Instant> reached = run.first.complete_until;
  for (const Instant each : needed) {
    if (std::optional(each) <= reached) continue;
    if (run.highest < std::optional(each)) return {};
    GARITA_TRY(row, database.prepare(kReached, {stored(sees), run.number, each.milliseconds}));
    GARITA_TRY(found, row.step());
    if (!found) return {};
    steps.push_back({instant_at(row, 0), nullable_instant_at(row, 1)});
    reached = steps.back().complete_until;
  }
  return {};
}

}  // namespace

Result<std::vector<WatermarkStep>> RelationalReading::watermark_steps(Sees sees,
                                                                      std::vector<Instant> needed,
                                                                      Instant known_at) {
  std::ranges::sort(needed);
  GARITA_TRY(runs, runs_of(db_, sees, known_at));
  std::vector<WatermarkStep> steps;
  for (const auto& run : runs) {
    steps.push_back(run.first);
    GARITA_CHECK(add_reached(db_, sees, run, needed, steps));
  }
  return steps;
}

}  // namespace garita::central
