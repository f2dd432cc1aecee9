#include "central-sync/store/relational/standing_closings.h"

#include <utility>

#include "central-sync/store/relational/columns.h"
#include "central-sync/store/relational/watermark_facts.h"

namespace garita::central {
namespace {

// What a station says of its own life is no person's decision.
constexpr const char* kClosings =
    "SELECT record, target, at, officer, why, known_at FROM closures WHERE known_at <= ?1 AND "
    "substr(record, 1, length(target) + 1) <> target || ':' ORDER BY known_at, record";

/// Who closed what, and as watermarks take it.
using Told = std::pair<Closing, PostFacts::Closing>;

Result<std::vector<Told>> closings_by(Database& database, Instant known_at) {
  GARITA_TRY(row, database.prepare(kClosings, {known_at.milliseconds}));
  std::vector<Told> closings;
  for (;;) {
    GARITA_TRY(found, row.step());
    if (!found) return closings;
    const Instant at = instant_at(row, 2);
    closings.emplace_back(Closing{row.text(0), row.text(1), at, row.text(3), row.text(4)},
                          PostFacts::Closing{instant_at(row, 5), at});
  }
}

}  // namespace

Result<std::vector<StandingClosing>> read_standing_closings(Database& database, Instant known_at) {
  std::vector<StandingClosing> standing;
  GARITA_TRY(closings, closings_by(database, known_at));
  // Most countries never closed anything.
  if (closings.empty()) return standing;
  GARITA_TRY(posts, read_facts(database, known_at, std::nullopt));
  for (const auto& [closing, fact] : closings)
    for (const auto& [post, facts] : posts)
      if (const auto left_out = left_out_by(fact, closing.closed, post, facts, known_at))
        standing.push_back({closing, post, left_out->complete_until});
  return standing;
}

}  // namespace garita::central
