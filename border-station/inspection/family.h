#pragma once

#include <chrono>
#include <optional>
#include <string_view>
#include <vector>

#include "border-station/inspection/inspection.h"

namespace garita::station {

/// Who crosses together comes to the desk one after the other, within this time.
inline constexpr std::chrono::minutes kTogetherFor{30};

/// The one whom a traveller is said to cross with, as the post recorded it.
struct Companion {
  Direction direction = Direction::kEntry;
  DecisionKind decision = DecisionKind::kAdmit;
  bool own = true;                    ///< the same officer saw both
  bool holds = true;                  ///< it was not corrected since
  std::optional<int> age_years = {};  ///< absent: not known
  std::chrono::milliseconds ago{0};
};

/// Whether an answer about a child names somebody who answers for it.
[[nodiscard]] bool is_with_somebody(std::string_view child_answer);

/// Whether the question is asked as the draft stands: some are of children alone who are with
/// somebody, by the group or by the answer, or may be (Company).
[[nodiscard]] bool is_asked(const Question& question, const Inspection& inspection,
                            const Draft& draft);

/// What is missing or wrong about those who cross together; also about a child that is said to be
/// with somebody whom the post has not recorded: words name them then. `companion`: of draft.with;
/// absent: the post has no such record.
[[nodiscard]] std::vector<Fault> family_faults(const Situation& situation,
                                               const Inspection& inspection, const Draft& draft,
                                               const std::optional<Companion>& companion);

}  // namespace garita::station
