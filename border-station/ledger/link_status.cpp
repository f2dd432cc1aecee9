#include "border-station/ledger/link_status.h"

#include <algorithm>
#include <array>

namespace garita::station {
namespace {

constexpr std::array<std::string_view, 4> kPhases{"never", "up", "down", "refused"};
constexpr std::array<std::string_view, 21> kReasons{
    "none",
    "no_address",
    "name_not_found",
    "unreachable",
    "connection_refused",
    "timed_out",
    "connection_lost",
    "silent",
    "no_tls",
    "tls_version",
    "centre_not_trusted",
    "centre_not_valid_now",
    "station_not_trusted",
    "station_not_valid_now",
    "revoked",
    "unknown_station",
    "program_version",
    "centre_unavailable",
    "conversation_broken",
    "station_cannot_store",
    "not_serving",
};
static_assert(static_cast<std::size_t>(LinkReason::kNotServing) + 1 == kReasons.size());

template <typename T, std::size_t N>
Result<T> parsed(const std::array<std::string_view, N>& names, std::string_view name) {
  const auto* const found = std::ranges::find(names, name);
  if (found == names.end()) return fail(Remedy::kReject, "a state of the link that is not known");
  return static_cast<T>(found - names.begin());
}

}  // namespace

std::string LinkStatus::refused_bulletin() const {
  std::string text;
  for (const auto& [name, why] : refused) text += (text.empty() ? "" : "; ") + why;
  return text;
}

std::string_view link_phase_name(LinkPhase phase) {
  return kPhases.at(static_cast<std::size_t>(phase));
}
Result<LinkPhase> parse_link_phase(std::string_view name) {
  return parsed<LinkPhase>(kPhases, name);
}

std::string_view link_reason_name(LinkReason reason) {
  return kReasons.at(static_cast<std::size_t>(reason));
}
Result<LinkReason> parse_link_reason(std::string_view name) {
  return parsed<LinkReason>(kReasons, name);
}

}  // namespace garita::station
