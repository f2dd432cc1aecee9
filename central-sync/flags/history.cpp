#include "central-sync/flags/history.h"

#include <algorithm>

#include "central-sync/flags/evaluate.h"

namespace garita::central {
namespace {

std::optional<Instant> watermark_at(std::span<const WatermarkStep> watermarks, Instant moment) {
  std::optional<Instant> complete_until;
  for (const auto& step : watermarks)
    if (step.known_from <= moment) complete_until = step.complete_until;
  return complete_until;
}

/// The moments within a version at which its state may change.
std::vector<Instant> moments_of(const CaseVersion& version,
                                std::span<const WatermarkStep> watermarks, Instant now) {
  std::vector<Instant> moments = {version.known_from, version.flag.due_at, version.flag.raise_at};
  for (const auto& step : watermarks) moments.push_back(step.known_from);
  std::erase_if(moments, [&](Instant moment) {
    return moment < version.known_from || moment > now ||
           (version.known_to && moment >= *version.known_to);
  });
  std::sort(moments.begin(), moments.end());
  moments.erase(std::unique(moments.begin(), moments.end()), moments.end());
  return moments;
}

std::string cause_of(const CaseVersion& version, Instant moment) {
  if (moment == version.known_from) return version.cause;
  return moment == version.flag.due_at || moment == version.flag.raise_at ? "time" : "watermark";
}

void tell(const CaseVersion& version, std::span<const WatermarkStep> watermarks, Instant now,
          std::vector<FlagEvent>& events) {
  const Flag& flag = version.flag;
  for (const Instant moment : moments_of(version, watermarks, now)) {
    const auto state =
        state_of({flag.due_at, flag.raise_at, flag.met}, moment, watermark_at(watermarks, moment));
    const bool same =
        !events.empty() && events.back().state == state && events.back().kind == flag.kind;
    if (!same) events.push_back({moment, state, flag.kind, cause_of(version, moment), ""});
  }
  if (version.known_to && *version.known_to <= now && !version.cleared_reason.empty())
    events.push_back({*version.known_to, FlagState::kCleared, flag.kind, version.cleared_by,
                      version.cleared_reason});
}

}  // namespace

std::vector<FlagEvent> events_of(std::span<const CaseVersion> versions,
                                 std::span<const WatermarkStep> watermarks, Instant now) {
  std::vector<FlagEvent> events;
  for (const auto& version : versions)
    if (version.known_from <= now) tell(version, watermarks, now, events);
  return events;
}

WatermarkTrack::WatermarkTrack(std::span<const WatermarkStep> steps)
    : lowest_from_here_(steps.begin(), steps.end()) {
  // An absent watermark compares below every other, and so holds all the steps before it down.
  for (std::size_t i = lowest_from_here_.size(); i-- > 1;) {
    auto& before = lowest_from_here_[i - 1].complete_until;
    before = std::min(before, lowest_from_here_[i].complete_until);
  }
}

std::optional<Instant> WatermarkTrack::reached(Instant needed) const {
  const auto found = std::partition_point(
      lowest_from_here_.begin(), lowest_from_here_.end(),
      [&](const WatermarkStep& step) { return step.complete_until < std::optional(needed); });
  if (found == lowest_from_here_.end()) return std::nullopt;
  return found->known_from;
}

StateSince state_since(const CaseVersion& version, const WatermarkTrack& track, Instant now) {
  const Flag& flag = version.flag;
  StateSince since{version.known_from, version.cause};
  const auto later = [&](Instant moment, const char* cause) {
    if (moment <= now && since.at < moment) since = {moment, cause};
  };
  later(flag.due_at, "time");
  later(flag.raise_at, "time");
  if (now < flag.raise_at) return since;
  if (const auto reached = track.reached(flag.raise_at)) later(*reached, "watermark");
  return since;
}

}  // namespace garita::central
