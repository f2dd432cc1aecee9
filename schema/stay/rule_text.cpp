#include "schema/stay/rule_text.h"

#include <utility>

#include "schema/stay/history_text.h"

namespace garita {
namespace {

constexpr int kDaysMax = 36'600;
constexpr int kMonthsMax = 1'200;
constexpr std::size_t kStatesMax = 400;

Failure refuse(std::string what) { return fail(Remedy::kReject, std::move(what)); }

std::string quoted(std::string_view key) { return "`" + std::string(key.substr(0, 40)) + "`"; }

Result<RuleKind> kind_of(std::string_view policy, RowParams& params, bool granted) {
  if (policy == "ADMIT_UNTIL") return RuleKind(UntilDate{});
  if (policy == "CALMONTH") {
    GARITA_TRY(months, params.needed("months", 0, kMonthsMax));
    GARITA_TRY(minus, params.count("minus", 0, 1));
    return RuleKind(CalendarMonths{months, minus.value_or(0) == 1});
  }
  GARITA_TRY(max, params.needed("max", 0, kDaysMax));
  if (policy == "ROLL") {
    GARITA_TRY(window, params.needed("window", 1, kDaysMax));
    return RuleKind(RollingLimit{max, window});
  }
  if (policy == "YEAR") return RuleKind(YearLimit{max});
  if (policy == "ZONE") {
    GARITA_TRY(zone, params.states("zone"));
    if (zone.empty()) return refuse("`zone` is missing");
    return RuleKind(SharedPool{max, std::move(zone)});
  }
  if (granted) return RuleKind(GrantedDays{max});
  return RuleKind(FixedDays{max});
}

}  // namespace

Result<RowParams> RowParams::parse(std::string_view text) {
  RowParams params;
  for (const auto part : parts_of(text, ';')) {
    const auto equals = part.find('=');
    if (part.empty() || equals == std::string_view::npos || equals == 0)
      return refuse("not a list of key=value");
    const auto [at, fresh] =
        params.values_.emplace(part.substr(0, equals), part.substr(equals + 1));
    if (!fresh) return refuse(quoted(at->first) + " stands twice");
  }
  return params;
}

std::optional<std::string_view> RowParams::take(std::string_view key) {
  const auto found = values_.find(key);
  if (found == values_.end()) return std::nullopt;
  const auto value = found->second;
  values_.erase(found);
  return value;
}

Result<std::optional<int>> RowParams::count(std::string_view key, int min, int max) {
  const auto text = take(key);
  if (!text) return std::optional<int>();
  auto value = parse_count(*text, min, max);
  if (!value) return fail(std::move(value.error()), quoted(key));
  return std::optional<int>(*value);
}

Result<int> RowParams::needed(std::string_view key, int min, int max) {
  GARITA_TRY(value, count(key, min, max));
  if (!value) return refuse(quoted(key) + " is missing");
  return *value;
}

Result<std::optional<Date>> RowParams::date(std::string_view key) {
  const auto text = take(key);
  if (!text) return std::optional<Date>();
  auto value = Date::from_iso(*text);
  if (!value) return fail(std::move(value.error()), quoted(key));
  return std::optional<Date>(*value);
}

Result<std::set<CountryCode>> RowParams::states(std::string_view key) {
  std::set<CountryCode> states;
  const auto text = take(key);
  if (!text) return states;
  for (const auto part : parts_of(*text, ',')) {
    auto state = parse_place(part);
    if (!state) return fail(std::move(state.error()), quoted(key));
    states.insert(CountryCode(*std::move(state)));
    if (states.size() > kStatesMax) return refuse(quoted(key) + " has too many");
  }
  return states;
}

Result<void> RowParams::all_taken() const {
  if (values_.empty()) return {};
  return refuse(quoted(values_.begin()->first) + " means nothing under this policy");
}

Result<RowRule> rule_of_row(std::string_view policy, RowParams& params, bool granted) {
  RowRule ruled;
  auto& rule = ruled.rule;
  rule.id = std::string(policy);
  rule.citation = "-";
  rule.effective_from = first_of_calendar();
  rule.document_expiry_caps = true;
  GARITA_TRY(kind, kind_of(policy, params, granted));
  rule.kind = std::move(kind);
  const bool windowed = policy == "ROLL" || policy == "YEAR";
  // Both days of a stay count in a window.
  GARITA_TRY(entry_day, params.count("entry_day", windowed ? 1 : 0, 1));
  rule.entry_day_counts = entry_day.value_or(1) == 1;
  GARITA_TRY(expiry, params.date("doc_expiry"));
  ruled.document_expiry = expiry;
  if (!windowed) {
    GARITA_TRY(absence, params.count("min_absence", 0, kDaysMax));
    rule.absence_days_min = absence.value_or(0);
    GARITA_TRY(contiguous, params.states("contiguous"));
    rule.returns_from = std::move(contiguous);
  }
  GARITA_CHECK(params.all_taken());
  return ruled;
}

}  // namespace garita
