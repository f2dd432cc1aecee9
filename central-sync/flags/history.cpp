#include "central-sync/flags/history.h"

#include <algorithm>
#include <set>

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
  if (version.flag.ends_at) moments.push_back(*version.flag.ends_at);
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
  const Flag& flag = version.flag;
  const bool time = moment == flag.due_at || moment == flag.raise_at || moment == flag.ends_at;
  return time ? "time" : "watermark";
}

/// Why a case that goes on was raised before and is not any more.
std::string withdrawal_reason(const Flag& before, const Flag& now) {
  if (now.doubted() && !before.doubted()) return "probably_left";
  if (!now.review.empty() && before.review.empty()) return "in_review";
  if (now.policy_version != before.policy_version) return "policy_changed";
  return before.authorised_until < now.authorised_until ? "extended" : "corrected";
}

/// Tells one version after another of a case.
class Teller {
 public:
  Teller(std::span<const WatermarkStep> watermarks, const Viewpoint& viewpoint)
      : watermarks_(watermarks), as_of_(viewpoint.as_of), now_(viewpoint.known_at) {}

  void tell(const CaseVersion& version) {
    for (const Instant moment : moments_of(version, watermarks_, now_)) tell_at(version, moment);
    before_ = &version;
    if (!version.known_to || *version.known_to > now_ || version.cleared_reason.empty()) return;
    if (!events_.empty() && events_.back().state == FlagState::kCleared) return;
    events_.push_back({*version.known_to, FlagState::kCleared, version.flag.kind,
                       version.cleared_by, version.cleared_reason});
  }

  std::vector<FlagEvent> take() { return std::move(events_); }

 private:
  void tell_at(const CaseVersion& version, Instant moment) {
    const Flag& flag = version.flag;
    const auto state =
        state_of(ripeness_of(flag), std::min(moment, as_of_), watermark_at(watermarks_, moment));
    const auto* last = events_.empty() ? nullptr : &events_.back();
    if (last && last->state == state && last->kind == flag.kind) return;
    FlagEvent event{moment, state, flag.kind, cause_of(version, moment), ""};
    const bool withdrawn = last && is_raised(last->state) && !is_raised(state);
    if (state == FlagState::kCleared)
      event.reason = "expired";
    else if (withdrawn && before_ && moment == version.known_from)
      event.reason = withdrawal_reason(before_->flag, flag);
    events_.push_back(std::move(event));
  }

  std::span<const WatermarkStep> watermarks_;
  Instant as_of_;
  Instant now_;
  const CaseVersion* before_ = nullptr;
  std::vector<FlagEvent> events_;
};

}  // namespace

std::vector<FlagEvent> events_of(std::span<const CaseVersion> versions,
                                 std::span<const WatermarkStep> watermarks,
                                 const Viewpoint& viewpoint) {
  Teller teller(watermarks, viewpoint);
  for (const auto& version : versions)
    if (version.known_from <= viewpoint.known_at) teller.tell(version);
  return teller.take();
}

namespace {

/// The records of somebody that lie behind a moment.
std::set<std::string> records_after(const PersonHistory& history, Instant as_of) {
  std::set<std::string> records;
  for (const auto& each : history.movements)
    if (each.fact.at > as_of) records.insert(each.fact.reference);
  for (const auto& each : history.changes)
    if (each.fact.at > as_of) records.insert(each.fact.reference);
  return records;
}

/// The record that ended the version at `place`; "" where it stands.
std::string ended_by(std::span<const CaseVersion> versions, std::size_t place) {
  const CaseVersion& version = versions[place];
  if (!version.known_to || !version.cleared_by.empty()) return version.cleared_by;
  if (place + 1 == versions.size()) return "";
  const CaseVersion& next = versions[place + 1];
  return next.flag.flag_case() == version.flag.flag_case() ? next.cause : "";
}

}  // namespace

std::vector<CaseVersion> versions_as_of(std::vector<CaseVersion> versions,
                                        const PersonHistory& history, Instant as_of) {
  const auto after = records_after(history, as_of);
  if (after.empty()) return versions;
  std::vector<CaseVersion> kept;
  bool goes_on = false;  // the one kept last, until the next of its case
  for (std::size_t i = 0; i < versions.size(); ++i) {
    CaseVersion version = versions[i];
    if (after.contains(version.cause) || after.contains(version.flag.subject)) continue;
    if (goes_on && kept.back().flag.flag_case() == version.flag.flag_case())
      kept.back().known_to = version.known_from;
    goes_on = after.contains(ended_by(versions, i));
    if (goes_on) {
      version.known_to.reset();
      version.cleared_reason.clear();
      version.cleared_by.clear();
    }
    kept.push_back(std::move(version));
  }
  return kept;
}

std::vector<WatermarkStep> lower_of(std::span<const WatermarkStep> entries,
                                    std::span<const WatermarkStep> exits) {
  std::vector<WatermarkStep> lower;
  std::optional<Instant> of_entries;
  std::optional<Instant> of_exits;
  while (!entries.empty() || !exits.empty()) {
    const bool from_exits = entries.empty() || (!exits.empty() && exits.front().known_from <
                                                                      entries.front().known_from);
    auto& steps = from_exits ? exits : entries;
    (from_exits ? of_exits : of_entries) = steps.front().complete_until;
    const WatermarkStep step{steps.front().known_from, lower_of(of_entries, of_exits)};
    steps = steps.subspan(1);
    if (!lower.empty() && lower.back().known_from == step.known_from) lower.pop_back();
    if (lower.empty() || lower.back().complete_until != step.complete_until) lower.push_back(step);
  }
  return lower;
}

WatermarkTrack::WatermarkTrack(std::span<const WatermarkStep> steps)
    : lowest_from_here_(steps.begin(), steps.end()), highest_from_here_(lowest_from_here_) {
  // An absent watermark compares below every other, and so holds all the steps before it down.
  for (std::size_t i = lowest_from_here_.size(); i-- > 1;) {
    auto& before = lowest_from_here_[i - 1].complete_until;
    before = std::min(before, lowest_from_here_[i].complete_until);
    auto& highest = highest_from_here_[i - 1].complete_until;
    highest = std::max(highest, highest_from_here_[i].complete_until);
  }
}

std::optional<Instant> WatermarkTrack::reached(Instant needed) const {
  const auto found = std::partition_point(
      lowest_from_here_.begin(), lowest_from_here_.end(),
      [&](const WatermarkStep& step) { return step.complete_until < std::optional(needed); });
  if (found == lowest_from_here_.end()) return std::nullopt;
  return found->known_from;
}

std::optional<Instant> WatermarkTrack::fell(Instant needed) const {
  const auto below = std::partition_point(
      highest_from_here_.begin(), highest_from_here_.end(),
      [&](const WatermarkStep& step) { return step.complete_until >= std::optional(needed); });
  if (below == highest_from_here_.begin() || below == highest_from_here_.end()) return std::nullopt;
  return below->known_from;
}

StateSince state_since(const CaseVersion& version, const WatermarkTrack& track,
                       const Viewpoint& viewpoint) {
  const Flag& flag = version.flag;
  StateSince since{version.known_from, version.cause};
  const auto later = [&](Instant moment, const char* cause, Instant until) {
    if (moment <= until && since.at < moment) since = {moment, cause};
  };
  const Instant now = viewpoint.as_of;
  later(flag.due_at, "time", now);
  later(flag.raise_at, "time", now);
  if (flag.ends_at && *flag.ends_at <= now) {
    later(*flag.ends_at, "time", now);
    return since;
  }
  if (now < flag.raise_at || ripeness_of(flag).held) return since;
  if (flag.doubted() && !flag.met) return since;
  const auto reached = track.reached(flag.raise_at);
  const auto moved = reached ? reached : track.fell(flag.raise_at);
  if (moved) later(*moved, "watermark", viewpoint.known_at);
  return since;
}

}  // namespace garita::central
