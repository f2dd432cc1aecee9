#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "central-sync/flags/evaluate.h"
#include "central-sync/flags/test_pack.h"

namespace garita::central::testing {

inline Instant utc(std::string_view text) { return *Instant::from_rfc3339(text); }

inline PolicyPack visitors(int grace_days = 0) {
  return pack_of("kind = \"fixed_days\"\ndays = 30\ngrace_days = " + std::to_string(grace_days) +
                 "\n");
}

/// One visitor of a country with the posts A and B, in the zone of Guatemala.
class Visitor {
 public:
  explicit Visitor(int grace_days = 0)
      : pack_(visitors(grace_days)), zone_(*Zone::named("America/Guatemala")) {
    zones_.add(PostCode("A"), zone_, {{Instant{}}});
    zones_.add(PostCode("B"), zone_, {{Instant{}}});
    history_.nationality = CountryCode("GTM");
  }

  Visitor& in(const std::string& reference, std::string_view at, std::string_view known_at = "") {
    Movement movement = crossing(reference, Direction::kEntry, at);
    movement.admission.emplace();
    movement.admission->entered = movement.day;
    movement.admission->audience = {history_.nationality, "P", "visitor"};
    history_.movements.push_back({movement, known_at.empty() ? movement.at : utc(known_at)});
    return *this;
  }
  /// Out at B.
  Visitor& out_at_b(const std::string& reference, std::string_view at) {
    auto movement = crossing(reference, Direction::kExit, at);
    movement.post = PostCode("B");
    movement.day = zones_.of(movement.post)->local_day(movement.at);
    history_.movements.push_back({movement, movement.at});
    return *this;
  }
  Visitor& out(const std::string& reference, std::string_view at, std::string_view known_at) {
    history_.movements.push_back({crossing(reference, Direction::kExit, at), utc(known_at)});
    return *this;
  }
  /// The document of the crossing that was added last.
  Visitor& last_states(const char* nationality) {
    history_.movements.back().fact.nationality = CountryCode(nationality);
    return *this;
  }
  Visitor& decide(StatusChangeKind kind, std::string_view at, int by_days = 0) {
    StatusChange change;
    change.reference = "decision-" + std::string(at);
    change.kind = kind;
    change.at = utc(at);
    change.day = zone_.local_day(change.at);
    if (by_days > 0) change.days = by_days;
    history_.changes.push_back({change, change.at});
    return *this;
  }
  /// As somebody tells it who did not see it: a carrier, the traveller, a stamp.
  Visitor& told_out(const std::string& reference, std::string_view at) {
    auto movement = crossing(reference, Direction::kExit, at);
    movement.seen = false;
    history_.movements.push_back({movement, movement.at});
    return *this;
  }
  Visitor& out_as(const std::string& reference, std::string_view at, const std::string& as) {
    auto movement = crossing(reference, Direction::kExit, at);
    movement.left_as = as;
    history_.movements.push_back({movement, movement.at});
    return *this;
  }
  /// On the stay open at `at`; known then, unless it is said otherwise.
  Visitor& decide_until(StatusChangeKind kind, std::string_view at, std::string_view until,
                        std::string_view known_at = "") {
    decide(kind, at);
    auto& made = history_.changes.back();
    if (!until.empty()) made.fact.until = *Date::from_iso(until);
    if (!known_at.empty()) made.known_at = utc(known_at);
    return *this;
  }
  Visitor& change_class(std::string_view at, const std::string& to, std::string_view until) {
    decide_until(StatusChangeKind::kChangeClass, at, until);
    history_.changes.back().fact.admission_class = to;
    return *this;
  }
  Visitor& take_back(const std::string& reference, std::string_view known_at) {
    history_.voids.push_back({{"void-" + reference, reference}, utc(known_at)});
    return *this;
  }
  Visitor& complete(std::string_view a, std::string_view b) {
    posts_ = {{PostCode("A"), true, true, utc(a)}, {PostCode("B"), true, true, utc(b)}};
    return *this;
  }
  /// A sees entries alone, B exits alone.
  Visitor& complete_by_direction(std::string_view entries, std::string_view exits) {
    posts_ = {{PostCode("A"), true, false, utc(entries)}, {PostCode("B"), false, true, utc(exits)}};
    return *this;
  }
  Visitor& silent_b(std::string_view a) {
    posts_ = {{PostCode("A"), true, true, utc(a)}, {PostCode("B"), true, true, std::nullopt}};
    return *this;
  }
  Visitor& under(const std::string& kind) {
    pack_ = pack_of(kind);
    return *this;
  }
  /// B lies elsewhere, and lets travellers out since then, perhaps until it was closed.
  Visitor& b_lies_in(const char* zone, std::string_view since, std::string_view until = "") {
    zones_ = {};
    zones_.add(PostCode("A"), zone_, {{Instant{}}});
    zones_.add(PostCode("B"), *Zone::named(zone),
               {{utc(since), until.empty() ? std::nullopt : std::optional(utc(until))}});
    return *this;
  }
  Visitor& of(const char* nationality) {
    history_.nationality = CountryCode(nationality);
    return *this;
  }
  Visitor& live_since(std::initializer_list<std::string_view> moments) {
    went_live_.clear();
    for (const auto at : moments) went_live_.push_back(utc(at));
    return *this;
  }

  Evaluation at(std::string_view now) const { return at(utc(now), utc(now)); }
  Evaluation at(Instant as_of, Instant known_at) const {
    return evaluate(history_, {&pack_, posts_, zones_, went_live_}, {as_of, known_at});
  }
  /// Of the crossing that was told last.
  Visitor& beyond(const char* state) {
    history_.movements.back().fact.other_state = CountryCode(state);
    return *this;
  }
  PersonHistory& history() { return history_; }

 private:
  Movement crossing(const std::string& reference, Direction direction, std::string_view at) const {
    Movement movement;
    movement.reference = reference;
    movement.direction = direction;
    movement.at = utc(at);
    movement.day = zone_.local_day(movement.at);
    movement.post = PostCode("A");
    return movement;
  }

  PolicyPack pack_;
  Zone zone_;
  PostZones zones_;
  PersonHistory history_;
  std::vector<PostWatermark> posts_;
  std::vector<Instant> went_live_;
};

inline std::string told(const Evaluation& evaluation) {
  std::string text;
  for (const auto& flag : evaluation.flags) {
    text += std::string(flag_name(flag.kind)) + "(" + flag.subject + ") " +
            std::string(state_name(flag.state)) + " " + std::to_string(flag.days_over);
    for (const auto& post : flag.blocking_posts) text += " <" + post.value();
    text += "; ";
  }
  return text.empty() ? "nothing" : text.substr(0, text.size() - 2);
}

}  // namespace garita::central::testing
