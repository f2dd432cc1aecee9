#pragma once

#include <cstdint>
#include <string_view>

#include "schema/vocabulary/result.h"

namespace garita {

/// What an officer does with a traveller. Admit lets enter, or leave. The numbers stand in records.
enum class DecisionKind : std::uint8_t { kAdmit = 1, kRefer = 2, kRefuse = 3 };

[[nodiscard]] inline std::string_view decision_name(DecisionKind kind) {
  switch (kind) {
    case DecisionKind::kAdmit:
      return "admit";
    case DecisionKind::kRefer:
      return "refer";
    case DecisionKind::kRefuse:
      return "refuse";
  }
  return "unknown";
}

/// "admit", "refer" or "refuse". Remedy: reject.
[[nodiscard]] inline Result<DecisionKind> parse_decision(std::string_view name) {
  for (const auto kind : {DecisionKind::kAdmit, DecisionKind::kRefer, DecisionKind::kRefuse}) {
    if (decision_name(kind) == name) return kind;
  }
  return fail(Remedy::kReject, "a decision is admit, refer or refuse");
}

}  // namespace garita
