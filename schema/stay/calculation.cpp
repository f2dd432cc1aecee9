#include "schema/stay/calculation.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <map>
#include <optional>
#include <vector>

#include "schema/stay/absence.h"
#include "schema/stay/assess.h"
#include "schema/stay/history_text.h"
#include "schema/stay/policy.h"
#include "schema/stay/rule_text.h"

namespace garita {
namespace {

constexpr int kDaysMax = 36'600;

Failure refuse(std::string what) { return fail(Remedy::kReject, std::move(what)); }

/// A row whose columns have been read.
struct Asked {
  std::string policy;
  RowParams params;
  std::vector<HistoryEvent> events;
  Date on = Date::from_days_since_epoch(0);

  [[nodiscard]] bool has(HistoryEventKind kind) const {
    return std::any_of(events.begin(), events.end(),
                       [&](const HistoryEvent& event) { return event.kind == kind; });
  }
};

const CountryCode kNobodysOwn("UTO");
const Audience kAnybody{CountryCode("XXX"), "P", "visitor"};

/// Whether a movement is one of the area that the rule is about.
bool concerns(const HistoryEvent& event, const StayRule& rule) {
  const auto* pool = std::get_if<SharedPool>(&rule.kind);
  return pool == nullptr || event.place.empty() || pool->states.contains(CountryCode(event.place));
}

/// Puts the events of a history together as visits. An entry and the exit that follows it in the
/// text are one visit; visits may overlap, and stand in order of entry in the end.
class VisitsOfText {
 public:
  explicit VisitsOfText(const RowRule& ruled)
      : ruled_(ruled),
        windowed_(std::holds_alternative<RollingLimit>(ruled.rule.kind) ||
                  std::holds_alternative<YearLimit>(ruled.rule.kind)) {}

  Result<void> take(const HistoryEvent& event) {
    switch (event.kind) {
      case HistoryEventKind::kIn:
        return enter(event);
      case HistoryEventKind::kOut:
        return leave(event);
      case HistoryEventKind::kAdmit:
        return admit(event);
      case HistoryEventKind::kPermit:
        permits_.push_back({event.day, *event.until});
        return {};
      case HistoryEventKind::kExtend:
        if (windowed_) return refuse("EXT means nothing under this policy");
        extensions_.push_back(event);
        return {};
      case HistoryEventKind::kYear:
        break;
    }
    return refuse("day counts of years mean nothing under this policy");
  }

  Result<StayQuestion> finish(Date on) {
    StayQuestion question;
    question.audience = kAnybody;
    question.not_counted = DaySet::of(std::move(permits_));
    question.on = on;
    std::stable_sort(visits_.begin(), visits_.end(), [](const Visit& a, const Visit& b) {
      return a.admission.entered < b.admission.entered;
    });
    for (const auto& each : extensions_) GARITA_CHECK(extend(each));
    question.visits = std::move(visits_);
    return question;
  }

 private:
  Result<void> enter(const HistoryEvent& event) {
    if (!concerns(event, ruled_.rule)) return {};
    if (open_) visits_.back().end_unknown = true;
    notice_move(event);
    Visit visit;
    visit.admission.entered = event.day;
    visit.admission.audience = kAnybody;
    visit.admission.document_expiry = ruled_.document_expiry;
    visit.came_from = CountryCode(event.other);
    visits_.push_back(std::move(visit));
    open_ = true;
    return {};
  }

  /// An exit and an entry of one day at two members of a zone, of which neither says where to or
  /// from, are a move between the two.
  void notice_move(const HistoryEvent& entry) {
    const bool unsaid = !open_ && !visits_.empty() && !last_exit_place_.empty() &&
                        !entry.place.empty() && entry.other.empty();
    if (!unsaid || entry.place == last_exit_place_) return;
    auto& before = visits_.back();
    if (before.left == entry.day && before.went_to == CountryCode())
      before.went_to = CountryCode(entry.place);
  }

  Result<void> leave(const HistoryEvent& event) {
    if (!concerns(event, ruled_.rule)) return {};
    if (!open_) return leave_unseen(event);
    auto& visit = visits_.back();
    if (event.day < visit.admission.entered)
      return refuse("OUT@" + event.day.iso() + " is before its IN");
    visit.left = event.day;
    visit.went_to = CountryCode(event.other);
    last_exit_place_ = event.place;
    open_ = false;
    return {};
  }

  /// Nobody saw the entry: the day of the exit is proven to be one of presence, and no term began.
  Result<void> leave_unseen(const HistoryEvent& event) {
    if (!windowed_) return {};
    GARITA_CHECK(enter(event));
    return leave(event);
  }

  Result<void> admit(const HistoryEvent& event) {
    if (windowed_) return refuse("ADMIT means nothing under this policy");
    if (visits_.empty()) return refuse("ADMIT@" + event.day.iso() + " has no IN before it");
    visits_.back().admission.granted_until = event.day;
    return {};
  }

  /// An extension is of the visit that had begun last; one decided after the exit extends nothing.
  Result<void> extend(const HistoryEvent& event) {
    const auto later = std::find_if(visits_.begin(), visits_.end(), [&](const Visit& visit) {
      return visit.admission.entered > event.day;
    });
    if (later == visits_.begin()) return refuse("EXT@" + event.day.iso() + " has no IN before it");
    auto& visit = *(later - 1);
    const bool gone =
        visit.left && *visit.left < event.day && !within_states(ruled_.rule, visit.went_to);
    if (gone) return {};
    StatusChange change;
    // Kept in the order of the text where the days are the same.
    char place[16];
    std::snprintf(place, sizeof place, "%08zu", visit.changes.size());
    change.reference = place;
    change.kind = event.until ? StatusChangeKind::kExtendUntil : StatusChangeKind::kExtendDays;
    change.day = event.day;
    change.at = Instant{event.day.days_since_epoch() * std::int64_t{86'400'000}};
    change.until = event.until;
    if (!event.until) change.days = event.days;
    visit.changes.push_back(std::move(change));
    return {};
  }

  static bool within_states(const StayRule& rule, const CountryCode& state) {
    const auto* pool = std::get_if<SharedPool>(&rule.kind);
    return pool != nullptr && pool->states.contains(state);
  }

  const RowRule& ruled_;
  bool windowed_;
  bool open_ = false;
  std::string last_exit_place_;
  std::vector<Visit> visits_;
  std::vector<DaySpan> permits_;
  std::vector<HistoryEvent> extensions_;
};

std::string text_of(const std::optional<int>& number) {
  return number ? std::to_string(*number) : "-";
}
std::string text_of(const std::optional<Date>& day) { return day ? day->iso() : "-"; }

CalculationAnswer told(const Assessment& assessment) {
  CalculationAnswer answer;
  const auto& violations = assessment.violations;
  answer.used = std::to_string(assessment.used);
  answer.remaining = text_of(assessment.remaining);
  answer.overstay_days = std::to_string(assessment.days_over);
  answer.violation_days = std::to_string(violations.count());
  answer.first_violation = violations.empty() ? "-" : violations.spans().front().first.iso();
  answer.last_legal_day = text_of(assessment.last_legal_day);
  answer.max_stay = text_of(assessment.longest_stay_days);
  answer.status = status_name(assessment.status);
  answer.derivation = assessment.derivation;
  return answer;
}

Result<CalculationAnswer> by_rule(Asked& asked) {
  // Only where a limit was given at entry is there something that the officer granted.
  auto ruled = rule_of_row(asked.policy, asked.params, asked.has(HistoryEventKind::kAdmit));
  if (!ruled) return fail(std::move(ruled.error()), "params");
  VisitsOfText visits(*ruled);
  for (const auto& event : asked.events) {
    auto taken = visits.take(event);
    if (!taken) return fail(std::move(taken.error()), "history");
  }
  auto question = visits.finish(asked.on);
  if (!question) return fail(std::move(question.error()), "history");
  GARITA_TRY(pack, PolicyPack::of("-", kNobodysOwn, {ruled->rule}));
  auto assessment = assess(pack, *question);
  // A row's rule has neither a version nor a citation.
  for (auto& line : assessment.derivation)
    if (line.code == "rule") line.code = "rule_of_row";
  return told(assessment);
}

CalculationAnswer without_limits() {
  CalculationAnswer answer;
  for (auto* cell :
       {&answer.used, &answer.remaining, &answer.overstay_days, &answer.violation_days,
        &answer.first_violation, &answer.last_legal_day, &answer.max_stay, &answer.status})
    *cell = "-";
  return answer;
}

Result<std::vector<Absence>> absences_of(const std::vector<HistoryEvent>& events) {
  std::vector<Absence> absences;
  bool away = false;
  for (const auto& event : events) {
    if (event.kind != HistoryEventKind::kIn && event.kind != HistoryEventKind::kOut)
      return refuse("only IN and OUT mean something under this policy");
    const bool out = event.kind == HistoryEventKind::kOut;
    // Between two departures somebody was back, and nobody knows since when.
    if (out && away) absences.pop_back();
    if (out) absences.push_back({event.day, std::nullopt});
    if (!out && away && event.day < absences.back().departed)
      return refuse("IN@" + event.day.iso() + " is before its OUT");
    if (!out && away) absences.back().returned = event.day;
    away = out;
  }
  return absences;
}

Result<CalculationAnswer> by_absence(Asked& asked) {
  const auto read = [&]() -> Result<std::pair<int, std::optional<int>>> {
    GARITA_TRY(max, asked.params.needed("max", 0, kDaysMax));
    GARITA_TRY(window, asked.params.count("window", 1, kDaysMax));
    GARITA_CHECK(asked.params.all_taken());
    return std::pair(max, window);
  };
  auto limit = read();
  if (!limit) return fail(std::move(limit.error()), "params");
  auto absences = absences_of(asked.events);
  if (!absences) return fail(std::move(absences.error()), "history");
  auto away = whole_days_absent(*absences, asked.on);
  if (limit->second) away = away.within(window_of(RollingLimit{0, *limit->second}, asked.on));
  const int over = std::max(0, away.count() - limit->first);
  auto answer = without_limits();
  answer.used = std::to_string(away.count());
  answer.remaining = std::to_string(std::max(0, limit->first - away.count()));
  answer.overstay_days = std::to_string(over);
  answer.status = status_name(over > 0 ? StayStatus::kOverstay : StayStatus::kOk);
  for (const auto& span : away.spans())
    answer.derivation.push_back({"absent",
                                 {{"from", span.first.iso()},
                                  {"until", span.last.iso()},
                                  {"days", std::to_string(span.days())}}});
  answer.derivation.push_back(
      {"absent_in_all", {{"used", answer.used}, {"max", std::to_string(limit->first)}}});
  return answer;
}

/// Sixths of a day as a decimal number of at most six digits, as "%g" writes them.
std::string decimal(int sixths) {
  char text[32];
  std::snprintf(text, sizeof text, "%g", sixths / 6.0);
  return text;
}

Result<CalculationAnswer> by_weight(Asked& asked) {
  const auto read = [&]() -> Result<std::pair<int, int>> {
    GARITA_TRY(current, asked.params.needed("cur", 0, kDaysMax));
    GARITA_TRY(total, asked.params.needed("tot", 0, kDaysMax));
    GARITA_CHECK(asked.params.all_taken());
    return std::pair(current, total);
  };
  auto limits = read();
  if (!limits) return fail(std::move(limits.error()), "params");
  YearsOfPresence years{};
  std::array<bool, 3> given{};
  for (const auto& event : asked.events) {
    if (event.kind != HistoryEventKind::kYear)
      return refuse("history: only Y0, Y1 and Y2 mean something under this policy");
    const auto year = static_cast<std::size_t>(event.year);
    if (given.at(year)) return refuse("history: a year stands twice");
    given.at(year) = true;
    years.at(year) = event.days;
  }
  const auto weighed = weigh_presence(years, limits->first, limits->second);
  auto answer = without_limits();
  answer.used = decimal(weighed.sixths);
  answer.status = weighed.resident ? "RESIDENT" : "NONRESIDENT";
  answer.derivation.push_back({"weighted",
                               {{"first", std::to_string(years[0])},
                                {"second", std::to_string(years[1])},
                                {"third", std::to_string(years[2])},
                                {"used", answer.used},
                                {"min", std::to_string(limits->first)},
                                {"max", std::to_string(limits->second)}}});
  return answer;
}

constexpr std::array<std::string_view, 6> kByRule = {"ROLL", "PER_ENTRY",   "ZONE",
                                                     "YEAR", "ADMIT_UNTIL", "CALMONTH"};

}  // namespace

Result<CalculationAnswer> calculate(const CalculationRow& row) {
  Asked asked;
  asked.policy = row.policy;
  auto params = RowParams::parse(row.params);
  if (!params) return fail(std::move(params.error()), "params");
  asked.params = *std::move(params);
  auto events = parse_history(row.history);
  if (!events) return fail(std::move(events.error()), "history");
  asked.events = *std::move(events);
  auto on = Date::from_iso(row.query_date);
  if (!on) return fail(std::move(on.error()), "query_date");
  asked.on = *on;
  if (row.policy == "ABSENCE_WHOLE") return by_absence(asked);
  if (row.policy == "SPT") return by_weight(asked);
  if (std::find(kByRule.begin(), kByRule.end(), row.policy) != kByRule.end()) return by_rule(asked);
  return refuse("policy: there is none of this name");
}

}  // namespace garita
