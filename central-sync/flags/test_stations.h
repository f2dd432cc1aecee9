#pragma once

#include <algorithm>
#include <functional>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "central-sync/flags/post_zones.h"

namespace garita::central::testing {

/// A station that is enrolled, heard, closed and heard again as it is drawn: then often with a
/// backlog, of which it tells a part each time.
struct DrawnStation {
  struct Claim {
    Instant known_at;
    Instant until;  ///< everything until then is here
  };
  StationTimes times;
  std::vector<Claim> claims;  ///< in order, of both

  DrawnStation(std::mt19937& random, const std::string& name, unsigned claims_below,
               const std::function<Instant()>& moment) {
    times.station = StationId(name);
    times.enrolled_at = moment();
    std::vector<Instant> heard;
    for (auto left = random() % claims_below; left > 0; --left)
      heard.push_back(std::max(times.enrolled_at, moment()));
    std::ranges::sort(heard);
    for (const auto at : heard) claims.push_back({at, at});
    for (auto left = random() % 3; left > 0; --left) {
      const Instant known_at = moment();
      if (known_at < times.enrolled_at) continue;
      const Instant dated = random() % 2 == 0 ? known_at : std::min(known_at, moment());
      times.closings.push_back({known_at, dated});
    }
    for (const auto& closing : times.closings) fall_behind(random, closing);
    if (!claims.empty()) times.heard_since = claims.front().known_at;
    for (auto& closing : times.closings) {
      const auto next = std::ranges::find_if(claims, [&](const Claim& claim) {
        return claim.known_at > closing.known_at && claim.until > closing.at;
      });
      if (next != claims.end()) closing.spoke_again = next->known_at;
    }
  }

  /// Absent: nobody waits for it.
  [[nodiscard]] std::optional<Instant> complete_until(Instant known_at) const {
    const bool closed = std::ranges::any_of(
        times.closings, [&](const auto& each) { return is_closed_by(each, known_at); });
    if (closed || times.enrolled_at > known_at) return std::nullopt;
    return told_until(known_at);
  }

  /// When what occurs there is told; absent: before it is enrolled, or never.
  [[nodiscard]] std::optional<Instant> told_at(Instant occurred) const {
    const auto told = std::ranges::lower_bound(claims, occurred, {}, &Claim::until);
    if (occurred < times.enrolled_at || told == claims.end()) return std::nullopt;
    return told->known_at;
  }

  /// Whether what was raised for a moment, and was so still at `before`, may wait again by `now`:
  /// it was raised while the station was closed, which had not told everything until that moment,
  /// and lives again.
  [[nodiscard]] bool lives_again(Instant raised_for, Instant before, Instant now) const {
    return std::ranges::any_of(times.closings, [&](const auto& each) {
      return is_closed_by(each, before) && each.spoke_again && *each.spoke_again <= now &&
             told_until(each.known_at) < raised_for;
    });
  }

 private:
  static bool is_closed_by(const StationTimes::Closing& closing, Instant known_at) {
    return closing.known_at <= known_at &&
           (!closing.spoke_again || *closing.spoke_again > known_at);
  }

  [[nodiscard]] Instant told_until(Instant known_at) const {
    const auto next = std::ranges::upper_bound(claims, known_at, {}, &Claim::known_at);
    return next == claims.begin() ? times.enrolled_at
                                  : std::max(times.enrolled_at, std::prev(next)->until);
  }

  /// After a closing it is silent for a while, perhaps, and the next claims speak of a part of what
  /// is there.
  void fall_behind(std::mt19937& random, const StationTimes::Closing& closing) {
    auto each = std::ranges::upper_bound(claims, closing.known_at, {}, &Claim::known_at);
    const auto silent = std::min<std::ptrdiff_t>(random() % 12, claims.end() - each);
    each = claims.erase(each, each + silent);
    for (auto left = random() % 12; left > 0 && each != claims.end(); --left, ++each) {
      const Instant from = each == claims.begin() ? times.enrolled_at : std::prev(each)->until;
      const auto all = each->until.milliseconds - from.milliseconds;
      if (all > 0)
        each->until.milliseconds =
            from.milliseconds + static_cast<std::int64_t>(random()) % (all / 8 + 1);
    }
  }
};

}  // namespace garita::central::testing
