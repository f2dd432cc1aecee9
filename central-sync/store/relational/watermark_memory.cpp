#include "central-sync/store/relational/watermark_memory.h"

#include <algorithm>

namespace garita::central {

Result<std::vector<PostWatermark>> WatermarkMemory::watermarks(Instant known_at) {
  if (!all_here_ || known_at < here_since_) {
    GARITA_CHECK(write_out());
    GARITA_TRY(facts, read_facts(db_, known_at, std::nullopt));
    facts_ = std::move(facts);
    all_here_ = true;
    here_since_ = known_at;
  }
  std::vector<PostWatermark> watermarks;
  for (const auto& [post, facts] : facts_)
    if (auto watermark = watermark_by(post, facts, known_at))
      watermarks.push_back(*std::move(watermark));
  return watermarks;
}

Result<const PostFacts*> WatermarkMemory::facts_of(const PostCode& post, Instant known_at) {
  if (known_at < here_since_) forget_facts();
  const auto here = facts_.find(post);
  if (here != facts_.end()) return &here->second;
  GARITA_CHECK(write_out());
  GARITA_TRY(facts, read_facts(db_, known_at, post));
  here_since_ = std::max(here_since_, known_at);
  return &(facts_[post] = std::move(facts[post]));
}

Result<std::optional<PostWatermark>> WatermarkMemory::watermark_of(const PostCode& post,
                                                                   Instant known_at) {
  GARITA_TRY(facts, facts_of(post, known_at));
  return watermark_by(post, *facts, known_at);
}

Result<std::optional<Instant>> WatermarkMemory::on_paper_since(const StationId& station,
                                                               Instant known_at) {
  GARITA_TRY(facts, facts_of(post_of(station), known_at));
  return on_paper_by(*facts, station, known_at);
}

Result<bool> WatermarkMemory::any_enrolled(Instant after, Instant until) {
  const auto says = [&] {
    const auto& [since, first] = *none_enrolled_;
    return since <= after && (!first || after < *first);
  };
  if (!none_enrolled_ || !says()) {
    GARITA_TRY(first, tables_.first_enrolled_after(after));
    none_enrolled_.emplace(after, first);
  }
  return none_enrolled_->second && *none_enrolled_->second <= until;
}

Result<bool> WatermarkMemory::has_movement_in_quarantine(const StationId& station,
                                                         std::uint32_t incarnation,
                                                         Instant known_at) {
  const Incarnation one{station, incarnation};
  if (nothing_aside_.contains(one)) return false;
  GARITA_TRY(any, tables_.is_any_movement_aside(station, incarnation));
  // Some of it may not be known yet at that moment.
  if (any) return tables_.has_movement_in_quarantine(station, incarnation, known_at);
  nothing_aside_.insert(one);
  return false;
}

Result<std::optional<Instant>> WatermarkMemory::complete_until(const StationId& station,
                                                               std::uint32_t incarnation) {
  const Incarnation one{station, incarnation};
  const auto known = complete_.find(one);
  if (known != complete_.end()) return known->second;
  GARITA_CHECK(write_out());
  GARITA_TRY(until, tables_.complete_until(station, incarnation));
  complete_.emplace(one, until);
  return until;
}

Result<void> WatermarkMemory::put_step(const IncarnationStep& step) {
  GARITA_TRY(earlier, complete_until(step.station, step.incarnation));
  if (earlier && step.complete_until <= *earlier) return {};
  unwritten_[{step.station, step.incarnation, step.known_from}] = step.complete_until;
  note_step(step);
  return {};
}

void WatermarkMemory::note_step(const IncarnationStep& step) {
  const auto complete = complete_.find({step.station, step.incarnation});
  if (complete != complete_.end())
    complete->second = std::max(complete->second, {step.complete_until});
  auto* known = known_of(step.station, step.incarnation);
  if (known == nullptr) return;
  if (!known->claimed || *known->claimed < step.complete_until) {
    known->claimed = step.complete_until;
    known->claimed_known_at = step.known_from;
  }
  here_since_ = std::max(here_since_, step.known_from);
}

PostFacts::Incarnation* WatermarkMemory::known_of(const StationId& station,
                                                  std::uint32_t incarnation) {
  const auto post = facts_.find(post_of(station));
  if (post == facts_.end()) return nullptr;
  auto& stations = post->second.stations;
  const auto of = std::ranges::find(stations, station, &PostFacts::Station::station);
  if (of == stations.end()) return nullptr;
  const auto one =
      std::ranges::find(of->incarnations, incarnation, &PostFacts::Incarnation::number);
  return one == of->incarnations.end() ? nullptr : &*one;
}

Result<WatermarkMemory::Trail*> WatermarkMemory::trail_of(Sees sees) {
  const auto here = trails_.find(sees);
  if (here != trails_.end()) return &here->second;
  GARITA_TRY(last, tables_.last_run_step(sees));
  return &trails_.emplace(sees, Trail{last, {}}).first->second;
}

Result<std::optional<WatermarkStep>> WatermarkMemory::last_watermark_step(Sees sees) {
  GARITA_TRY(trail, trail_of(sees));
  const auto last = trail->last();
  if (!last) return std::nullopt;
  return last->step;
}

Result<void> WatermarkMemory::put_watermark_step(Sees sees, const WatermarkStep& step) {
  GARITA_TRY(trail, trail_of(sees));
  const auto last = trail->last();
  if (last && last->step.known_from == step.known_from) {
    if (trail->unwritten.empty()) {
      forget_trail(sees);
      return tables_.put_watermark_step(sees, step);
    }
    trail->unwritten.pop_back();
  }
  trail->unwritten.push_back(next_of_run(trail->last(), step));
  return {};
}

Result<void> WatermarkMemory::write_out() {
  for (auto& [sees, trail] : trails_) {
    GARITA_CHECK(tables_.put_run_steps(sees, trail.unwritten));
    trail.written = trail.last();
    trail.unwritten.clear();
  }
  std::vector<IncarnationStep> steps;
  steps.reserve(unwritten_.size());
  for (const auto& [of, until] : unwritten_)
    steps.push_back({std::get<0>(of), std::get<1>(of), std::get<2>(of), until});
  GARITA_CHECK(tables_.put_incarnation_steps(steps));
  unwritten_.clear();
  return {};
}

void WatermarkMemory::forget_facts_of(const PostCode& post) {
  if (facts_.erase(post) > 0) all_here_ = false;
}

void WatermarkMemory::forget_facts() {
  facts_.clear();
  all_here_ = false;
  here_since_ = Instant{};
}

void WatermarkMemory::forget_what_others_write() {
  forget_facts();
  none_enrolled_.reset();
  nothing_aside_.clear();
}

void WatermarkMemory::forget() {
  forget_what_others_write();
  complete_.clear();
  unwritten_.clear();
  trails_.clear();
}

}  // namespace garita::central
