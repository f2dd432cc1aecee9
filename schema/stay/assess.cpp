#include "schema/stay/assess.h"

#include <algorithm>
#include <chrono>
#include <unordered_map>

#include "schema/stay/limit_facts.h"
#include "schema/stay/term.h"

namespace garita {
namespace {

using std::chrono::days;

std::string number(int value) { return std::to_string(value); }

bool is_windowed(const StayRule* rule) {
  return rule != nullptr && (std::holds_alternative<RollingLimit>(rule->kind) ||
                             std::holds_alternative<YearLimit>(rule->kind));
}

/// A visit as it is known on a day.
struct Known {
  std::vector<Visit> visits;
  bool there = false;  ///< the last visit lasts on the day
};

Known known_on(const StayQuestion& question) {
  Known known;
  for (const auto& visit : question.visits) {
    if (visit.admission.entered > question.on) continue;
    Visit seen = visit;
    std::erase_if(seen.changes,
                  [&](const StatusChange& change) { return change.day > question.on; });
    if (seen.left && *seen.left > question.on) seen.left.reset();
    known.visits.push_back(std::move(seen));
  }
  if (known.visits.empty()) return known;
  known.visits.back().end_unknown = false;
  known.there = !known.visits.back().left;
  for (auto& visit : known.visits)
    if (!visit.left && !visit.end_unknown) visit.left = question.on;
  return known;
}

/// Works out one question.
class Assessor {
 public:
  Assessor(const PolicyPack& pack, const StayQuestion& question)
      : pack_(pack),
        question_(question),
        known_(known_on(question)),
        authorised_(authorise_visits(pack, known_.visits, question.not_counted)) {
    for (const auto& rule : pack.rules()) rules_.emplace(rule.id, &rule);
    result_.policy_version = pack.version();
  }

  Assessment take() {
    const auto* rule = rule_of_the_day();
    if (rule != nullptr) result_.rule = rule->id;
    find_violations();
    if (is_windowed(rule))
      by_window(*rule);
    else if (!known_.visits.empty())
      by_term();
    else
      before_any_visit(rule);
    say_violations();
    if (result_.days_over > 0)
      result_.status = StayStatus::kOverstay;
    else if (!result_.violations.empty())
      result_.status = StayStatus::kOkAfterEarlierOverstay;
    return std::move(result_);
  }

 private:
  void say(std::string code, std::vector<std::pair<std::string, std::string>> parameters) {
    result_.derivation.push_back({std::move(code), std::move(parameters)});
  }

  [[nodiscard]] const StayRule* rule_of(const AuthorisedStay& stay) const {
    const auto found = rules_.find(stay.rule);
    return found == rules_.end() ? nullptr : found->second;
  }

  [[nodiscard]] const StayRule* rule_of_the_day() const {
    const auto* last = known_.visits.empty() ? nullptr : rule_of(authorised_.stays.back());
    if (known_.there) return last;
    const auto& audience = question_.audience;
    const auto* next =
        audience.nationality == pack_.country() ? nullptr : pack_.rule_for(audience, question_.on);
    return is_windowed(next) || known_.visits.empty() ? next : last;
  }

  /// Whether the exit of this visit led to another State of its own area: the stay goes on.
  [[nodiscard]] bool stays_in_area(std::size_t place) const {
    const auto* rule = rule_of(authorised_.stays[place]);
    return rule != nullptr && within_area(*rule, known_.visits[place].went_to, CountryCode());
  }

  /// The last day of presence of a visit.
  [[nodiscard]] Date end_of(std::size_t place) const {
    const auto& visit = known_.visits[place];
    const bool is_last = place + 1 == known_.visits.size();
    if (stays_in_area(place)) {
      if (is_last) return question_.on;
      if (authorised_.stays[place + 1].term_goes_on)
        return std::max(visit.left.value_or(visit.admission.entered),
                        known_.visits[place + 1].admission.entered.minus(days(1)));
    }
    return visit.left.value_or(visit.admission.entered);
  }

  /// Terms end as their last visit has it: an extension covers the days before it was given.
  void find_violations() {
    std::vector<DaySpan> spans;
    const AuthorisedStay* term = nullptr;
    for (std::size_t place = known_.visits.size(); place-- > 0;) {
      const auto& stay = authorised_.stays[place];
      const bool is_end =
          place + 1 == known_.visits.size() || !authorised_.stays[place + 1].term_goes_on;
      if (is_end) term = &stay;
      if (is_windowed(rule_of(stay)) || !term->last_legal_day || stay.suspended || stay.cleared)
        continue;
      // What extends the term extends no document.
      const Date last = std::min(*term->last_legal_day,
                                 last_day_of_document(place).value_or(*term->last_legal_day));
      if (end_of(place) <= last) continue;
      const Date from = std::max(last.plus(days(1)), known_.visits[place].admission.entered);
      const auto over = DaySet::of({{from, end_of(place)}}).without(term->frozen);
      spans.insert(spans.end(), over.spans().begin(), over.spans().end());
    }
    add_windowed(presence(authorised_.rolling_days), RollingLimit(), spans);
    add_windowed(presence(authorised_.yearly_days), YearLimit(), spans);
    result_.violations = DaySet::of(std::move(spans)).without(question_.not_counted);
  }

  [[nodiscard]] DaySet presence(const DaySet& days_there) const {
    return days_there.within({first_of_calendar(), question_.on}).without(question_.not_counted);
  }

  /// The days that were beyond a limit with a window, under the limit of each visit's own rule.
  template <typename Limit>
  void add_windowed(const DaySet& present, Limit, std::vector<DaySpan>& spans) const {
    std::vector<std::pair<Limit, DaySet>> beyond;  // a person meets few limits
    for (std::size_t place = 0; place < known_.visits.size(); ++place) {
      const auto& stay = authorised_.stays[place];
      const auto* rule = rule_of(stay);
      const auto* limit = rule ? std::get_if<Limit>(&rule->kind) : nullptr;
      if (limit == nullptr || !stay.last_legal_day || stay.suspended || stay.cleared) continue;
      auto found = std::find_if(beyond.begin(), beyond.end(),
                                [&](const auto& each) { return each.first == *limit; });
      if (found == beyond.end())
        found = beyond.insert(found, {*limit, days_beyond(present, *limit).days});
      // What an authority extended is no violation, whatever the window says.
      if (end_of(place) <= *stay.last_legal_day) continue;
      const Date entered = known_.visits[place].admission.entered;
      const Date from = std::max(entered, stay.last_legal_day->plus(days(1)));
      const auto over = found->second.within({from, end_of(place)});
      spans.insert(spans.end(), over.spans().begin(), over.spans().end());
      const auto last = last_day_of_document(place);
      if (last && *last < end_of(place)) spans.push_back({last->plus(days(1)), end_of(place)});
    }
  }

  /// The last day that a visit's document covers, where its rule asks.
  [[nodiscard]] std::optional<Date> last_day_of_document(std::size_t place) const {
    const auto* rule = rule_of(authorised_.stays[place]);
    const auto& admission = known_.visits[place].admission;
    if (rule == nullptr || !rule->document_expiry_caps || !admission.document_expiry) return {};
    return std::max(*admission.document_expiry, admission.entered);
  }

  void by_window(const StayRule& rule) {
    say("rule", {{"rule", rule.id}, {"version", pack_.version()}, {"citation", rule.citation}});
    if (const auto* rolling = std::get_if<RollingLimit>(&rule.kind))
      by_limit(*rolling, presence(authorised_.rolling_days));
    else
      by_limit(std::get<YearLimit>(rule.kind), presence(authorised_.yearly_days));
  }

  template <typename Limit>
  void by_limit(const Limit& limit, const DaySet& present) {
    const auto window = window_of(limit, question_.on);
    const auto inside = present.within(window);
    say("asked_about", {{"day", question_.on.iso()}});
    say("window", {{"from", window.first.iso()}, {"until", window.last.iso()}});
    for (const auto& span : inside.spans()) say_span("present", span);
    for (const auto& span : question_.not_counted.within(window).spans())
      say_span("not_counted", span);
    result_.used = inside.count();
    result_.remaining = std::max(0, limit.days_max - result_.used);
    result_.days_over = std::max(0, result_.used - limit.days_max);
    say("window_used", {{"used", number(result_.used)}, {"max", number(limit.days_max)}});
    find_last_day(limit, present);
    allow_what_was_decided();
    cap_by_document();
    say_last_day(limit);
    if (result_.days_over > 0) say("days_over", {{"days", number(result_.days_over)}});
  }

  template <typename Limit>
  void find_last_day(const Limit& limit, const DaySet& present) {
    result_.last_legal_day =
        last_day_of_staying(present, question_.not_counted, question_.on, limit);
    if (can_be_passed(limit)) return;
    say("limit_never_reached", {});
    if (!cut_by_references(limit)) result_.last_legal_day = last_of_calendar();
  }

  /// The reference calculators know no limit without an end: of a maximum that is greater than its
  /// window they tell what they looked at, and a table that is compared with theirs does too.
  static bool cut_by_references(const RollingLimit& limit) {
    return limit.days_max > limit.window_days;
  }
  static bool cut_by_references(const YearLimit&) { return false; }

  template <typename Limit>
  void say_last_day(const Limit& limit) {
    auto& last = result_.last_legal_day;
    const bool endless = !can_be_passed(limit);
    if (endless && last == last_of_calendar()) {
      last.reset();
      return say("no_last_legal_day", {});
    }
    result_.longest_stay_days = last ? DaySpan{question_.on, *last}.days() : 0;
    if (!last) return say("may_not_stay", {{"day", question_.on.iso()}});
    if (const auto year = new_year_between(limit, question_.on, *last))
      say("year_begins", {{"day", year->iso()}, {"max", number(limit.days_max)}});
    say("may_stay", {{"until", last->iso()}, {"days", number(*result_.longest_stay_days)}});
  }

  /// An extension of the visit under way, or a decision that there is no overstay.
  void allow_what_was_decided() {
    if (!known_.there) return;
    const auto& stay = authorised_.stays.back();
    if (stay.extended && stay.last_legal_day) {
      result_.days_over = position_on(stay, question_.on, question_.not_counted).days_over;
      const bool longer = result_.last_legal_day < stay.last_legal_day;
      if (longer && question_.on <= *stay.last_legal_day)
        result_.last_legal_day = stay.last_legal_day;
    }
    if (stay.suspended || stay.cleared) result_.days_over = 0;
  }

  void cap_by_document() {
    if (!known_.there) return;
    const auto last = last_day_of_document(known_.visits.size() - 1);
    if (!last) return;
    if (*last < question_.on)
      result_.days_over =
          std::max(result_.days_over, DaySpan{last->plus(days(1)), question_.on}.days());
    if (!result_.last_legal_day || *result_.last_legal_day <= *last) return;
    result_.derivation.push_back(
        document_caps(*known_.visits.back().admission.document_expiry, *last));
    result_.last_legal_day = *last < question_.on ? std::nullopt : last;
  }

  void by_term() {
    const auto& stay = authorised_.stays.back();
    const std::size_t last = known_.visits.size() - 1;
    const Date until = end_of(last);
    const auto position = position_on(stay, until, question_.not_counted);
    result_.derivation = stay.derivation;
    if (known_.there || stays_in_area(last))
      say("asked_about", {{"day", question_.on.iso()}});
    else
      say("left_on", {{"day", until.iso()}});
    result_.used = position.days_used;
    result_.remaining = position.days_remaining;
    result_.days_over = stay.suspended || stay.cleared ? 0 : position.days_over;
    result_.last_legal_day = stay.last_legal_day;
    say("term_used",
        {{"from", stay.term_start.iso()}, {"until", until.iso()}, {"days", number(result_.used)}});
    for (const auto& span : question_.not_counted.within({stay.term_start, question_.on}).spans())
      say_span("not_counted", span);
    if (result_.remaining) say("term_left", {{"days", number(*result_.remaining)}});
    if (result_.days_over > 0) say("days_over", {{"days", number(result_.days_over)}});
  }

  void before_any_visit(const StayRule* rule) {
    say("asked_about", {{"day", question_.on.iso()}});
    say("no_visit", {});
    if (rule == nullptr) return;
    say("rule", {{"rule", rule->id}, {"version", pack_.version()}, {"citation", rule->citation}});
    if (const auto* fixed = std::get_if<FixedDays>(&rule->kind)) result_.remaining = fixed->days;
    if (const auto* granted = std::get_if<GrantedDays>(&rule->kind))
      result_.remaining = granted->cap;
    if (const auto* pool = std::get_if<SharedPool>(&rule->kind)) result_.remaining = pool->cap;
    if (result_.remaining) say("term_left", {{"days", number(*result_.remaining)}});
  }

  void say_span(std::string code, const DaySpan& span) {
    say(std::move(code),
        {{"from", span.first.iso()}, {"until", span.last.iso()}, {"days", number(span.days())}});
  }
  void say_violations() {
    for (const auto& span : result_.violations.spans()) say_span("beyond", span);
  }

  const PolicyPack& pack_;
  const StayQuestion& question_;
  Known known_;
  AuthorisedVisits authorised_;
  std::unordered_map<std::string_view, const StayRule*> rules_;
  Assessment result_;
};

}  // namespace

std::string_view status_name(StayStatus status) {
  switch (status) {
    case StayStatus::kOk:
      return "OK";
    case StayStatus::kOverstay:
      return "OVERSTAY";
    case StayStatus::kOkAfterEarlierOverstay:
      return "OK_AFTER_EARLIER_OVERSTAY";
  }
  return "OK";
}

Assessment assess(const PolicyPack& pack, const StayQuestion& question) {
  return Assessor(pack, question).take();
}

}  // namespace garita
