#pragma once

#include <chrono>
#include <string_view>
#include <vector>

#include "border-station/inspection/inspection.h"

namespace garita::station {

/// How long after it was recorded a decision may be corrected at the post at most: a long shift.
inline constexpr std::chrono::hours kCorrectableFor{12};
inline constexpr std::size_t kReasonCharactersMax = 500;

/// A recorded decision, and who would correct it.
struct CorrectionCase {
  bool own = true;          ///< the same officer took the decision, or typed it in from paper
  bool supervisor = false;  ///< may correct others' decisions, and what a correction said
  bool readable = true;     ///< the post still knows what was recorded
  bool corrected = false;   ///< it no longer holds
  bool shift_over = false;  ///< that it was recorded in: who would correct has another
  bool corrects = false;    ///< it stands in the place of a record that was corrected
  std::chrono::milliseconds age{0};  ///< since it was recorded; negative: the clock went back
};

enum class CorrectionObstacle {
  kNone,
  kNoLongerReadable,
  kAlreadyCorrected,
  kNotYours,
  kSupervisorOnly,  ///< it was corrected once
  kShiftOver,       ///< it is no record of the officer's shift
  kTooLate,
};
/// "", "no_longer_readable", "already_corrected", "not_yours", "supervisor_only", "shift_over",
/// "too_late".
[[nodiscard]] std::string_view correction_obstacle_name(CorrectionObstacle obstacle);

/// Officers correct their own records, and what they typed in for others, of the shift that they
/// are on, once each; a supervisor those of all. Nobody after kCorrectableFor.
[[nodiscard]] CorrectionObstacle obstacle_to(const CorrectionCase& correction);

/// Why a decision cannot be restated like this; empty: it can. `before` and `after` are what the
/// rules make of the traveller in the recorded and in the restated direction. Questions that were
/// answered are not asked again, but where the other direction asks one that this one did not,
/// somebody has to look at the traveller anew: "must_be_inspected".
[[nodiscard]] std::vector<Fault> restatement_faults(const Situation& situation,
                                                    const Inspection& before,
                                                    const Inspection& after, const Draft& draft);

}  // namespace garita::station
