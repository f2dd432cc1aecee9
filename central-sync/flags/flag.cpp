#include "central-sync/flags/flag.h"

#include <utility>

#include "schema/vocabulary/result.h"

namespace garita::central {
namespace {

constexpr std::array<std::pair<FlagState, std::string_view>, 6> kStates = {{
    {FlagState::kOpen, "open"},
    {FlagState::kDue, "due"},
    {FlagState::kPendingData, "pending_data"},
    {FlagState::kProbable, "probable"},
    {FlagState::kConfirmed, "confirmed"},
    {FlagState::kCleared, "cleared"},
}};

}  // namespace

std::string_view flag_name(FlagKind kind) {
  switch (kind) {
    case FlagKind::kOverstayOpen:
      return "OVERSTAY_OPEN";
    case FlagKind::kOverstay:
      return "OVERSTAY";
    case FlagKind::kExitWithoutEntry:
      return "EXIT_WITHOUT_ENTRY";
    case FlagKind::kEntryWithoutExit:
      return "ENTRY_WITHOUT_EXIT";
    case FlagKind::kStatusExpires:
      return "STATUS_EXPIRES";
    case FlagKind::kRevoked:
      return "REVOKED_IN_COUNTRY";
    case FlagKind::kClassMismatch:
      return "CLASS_MISMATCH";
    case FlagKind::kDocumentInvalid:
      return "DOCUMENT_INVALIDATED";
  }
  ensure(false, "a flag is of one of eight kinds");
  return "";
}

std::string_view state_name(FlagState state) {
  for (const auto& [each, name] : kStates)
    if (each == state) return name;
  ensure(false, "a flag is in one of six states");
  return "";
}

Result<FlagState> parse_state(std::string_view name) {
  for (const auto& [state, each] : kStates)
    if (each == name) return state;
  return fail(Remedy::kReject,
              "states are open, due, pending_data, probable, confirmed and cleared");
}

}  // namespace garita::central
