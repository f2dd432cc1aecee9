#pragma once

#include <algorithm>
#include <functional>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "central-sync/flags/post_zones.h"

namespace garita::central::testing {

/// A station that is enrolled, heard, closed and heard again as it is drawn.
struct DrawnStation {
  StationTimes times;
  std::vector<Instant> claims;  ///< each says that everything until then is here

  DrawnStation(std::mt19937& random, const std::string& name, unsigned claims_below,
               const std::function<Instant()>& moment) {
    times.station = StationId(name);
    times.enrolled_at = moment();
    for (auto left = random() % claims_below; left > 0; --left)
      claims.push_back(std::max(times.enrolled_at, moment()));
    std::ranges::sort(claims);
    if (!claims.empty()) times.heard_since = claims.front();
    for (auto left = random() % 3; left > 0; --left) {
      const Instant known_at = moment();
      if (known_at < times.enrolled_at) continue;
      const Instant dated = random() % 2 == 0 ? known_at : std::min(known_at, moment());
      const auto next = std::ranges::upper_bound(claims, known_at);
      times.closings.push_back(
          {known_at, dated, next == claims.end() ? std::nullopt : std::optional(*next)});
    }
  }

  /// Absent: nobody waits for it.
  [[nodiscard]] std::optional<Instant> complete_until(Instant known_at) const {
    const bool closed = std::ranges::any_of(times.closings, [&](const auto& each) {
      return each.known_at <= known_at && (!each.spoke_again || *each.spoke_again > known_at);
    });
    if (closed || times.enrolled_at > known_at) return std::nullopt;
    const auto next = std::ranges::upper_bound(claims, known_at);
    return next == claims.begin() ? times.enrolled_at : *std::prev(next);
  }

  /// When what occurs there is told; absent: not while anybody waits for it without a break.
  [[nodiscard]] std::optional<Instant> told_at(Instant occurred) const {
    const auto told = std::ranges::lower_bound(claims, occurred);
    if (occurred < times.enrolled_at || told == claims.end()) return std::nullopt;
    const bool closed_between = std::ranges::any_of(times.closings, [&](const auto& each) {
      return each.known_at <= *told && (!each.spoke_again || occurred <= *each.spoke_again);
    });
    return closed_between ? std::nullopt : std::optional(*told);
  }
};

}  // namespace garita::central::testing
