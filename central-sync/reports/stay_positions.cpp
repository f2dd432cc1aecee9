#include "central-sync/reports/stay_positions.h"

#include <algorithm>
#include <utility>

namespace garita::central {
namespace {

const StayRule* rule_of(const PolicyPack* pack, const AuthorisedStay& authorised) {
  if (pack == nullptr) return nullptr;
  const auto rule = std::ranges::find(pack->rules(), authorised.rule, &StayRule::id);
  return rule == pack->rules().end() ? nullptr : &*rule;
}

/// The position of one person's stays.
class Counter {
 public:
  Counter(std::span<const JudgedStay> stays, const CountryView& view, Instant as_of)
      : stays_(stays),
        view_(view),
        as_of_(as_of),
        rolling_(presence<RollingLimit>()),
        yearly_(presence<YearLimit>()) {}

  [[nodiscard]] CountedStay of(const JudgedStay& judged) const {
    const Date until = counted_to(judged.stay);
    CountedStay counted{position_on(judged.authorised, until), {}, false};
    const auto* rule = rule_of(view_.pack(), judged.authorised);
    if (rule != nullptr) {
      if (const auto* rolling = std::get_if<RollingLimit>(&rule->kind))
        count_window(*rolling, rolling_, judged, counted);
      if (const auto* yearly = std::get_if<YearLimit>(&rule->kind))
        count_window(*yearly, yearly_, judged, counted);
    }
    if (!judged.stay.next_entry) return counted;
    counted.at_least = true;
    counted.days_remaining.reset();
    return counted;
  }

 private:
  /// Where nobody saw the exit, only the day of entry is proven.
  [[nodiscard]] Date counted_to(const Stay& stay) const {
    if (stay.next_entry) return stay.entry.day;
    if (stay.exit) return std::max(stay.entry.day, stay.exit->day);
    const auto today = view_.zones().earliest_day(stay.entry.post, as_of_);
    return std::max(stay.entry.day, today.value_or(view_.zone().local_day(as_of_)));
  }

  template <typename Limit>
  void count_window(const Limit& limit, const DaySet& present, const JudgedStay& judged,
                    CountedStay& counted) const {
    counted.window = window_of(limit, counted_to(judged.stay));
    counted.days_used = present.count_within(*counted.window);
    // What an authority extended is told by its own end.
    if (!judged.authorised.extended && counted.days_remaining)
      counted.days_remaining = std::max(0, limit.days_max - counted.days_used);
  }

  /// The days of all stays under limits of that kind.
  template <typename Limit>
  [[nodiscard]] DaySet presence() const {
    std::vector<DaySpan> spans;
    for (const auto& [stay, authorised] : stays_) {
      const auto* rule = rule_of(view_.pack(), authorised);
      if (rule == nullptr || !std::holds_alternative<Limit>(rule->kind)) continue;
      spans.push_back({std::max(stay.entry.day, authorised.term_start), counted_to(stay)});
    }
    return DaySet::of(std::move(spans));
  }

  std::span<const JudgedStay> stays_;
  const CountryView& view_;
  Instant as_of_;
  DaySet rolling_;
  DaySet yearly_;
};

}  // namespace

std::vector<CountedStay> positions_of(std::span<const JudgedStay> stays, const CountryView& view,
                                      Instant as_of) {
  const Counter counter(stays, view, as_of);
  std::vector<CountedStay> positions;
  for (const auto& judged : stays) positions.push_back(counter.of(judged));
  return positions;
}

}  // namespace garita::central
