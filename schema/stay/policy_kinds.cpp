// What a rule gives: its kind, and the keys that belong to some kinds alone.
#include <algorithm>
#include <array>

#include "schema/stay/toml_pieces.h"

namespace garita {
namespace {

constexpr std::int64_t kMonthsMax = 1'200;
constexpr int kDaysOfAYear = 366;

/// A kind, its keys that have to be there, and which of the keys below it may have.
struct KindKeys {
  std::string_view name;
  std::array<std::string_view, 2> needed;
  bool is_term;    ///< it may go on after a return, be extended and frozen
  bool has_limit;  ///< a document may cap it
};

constexpr std::array<KindKeys, 9> kKinds = {{
    {"fixed_days", {"days"}, true, true},
    {"granted_days", {"cap"}, true, true},
    {"until_date", {}, true, true},
    {"until_event", {"event"}, true, true},
    {"unlimited", {}, false, false},
    {"calendar_months", {"months"}, true, true},
    {"shared_pool", {"cap", "states"}, true, true},
    {"rolling_days", {"days", "window_days"}, false, true},
    {"calendar_year_days", {"days"}, false, true},
}};

constexpr std::array<std::string_view, 14> kKeys = {"days",
                                                    "cap",
                                                    "event",
                                                    "months",
                                                    "ends_on",
                                                    "states",
                                                    "window_days",
                                                    "document_expiry_caps",
                                                    "absence_days_min",
                                                    "returns_from",
                                                    "extension_days_max",
                                                    "extensions_max",
                                                    "total_days_max",
                                                    "pending_application"};
constexpr std::array<std::string_view, 6> kTermKeys = {"absence_days_min",   "returns_from",
                                                       "extension_days_max", "extensions_max",
                                                       "total_days_max",     "pending_application"};

bool may_have(const KindKeys& kind, std::string_view key) {
  if (key == "document_expiry_caps") return kind.has_limit;
  if (key == "ends_on") return kind.name == "calendar_months";
  if (std::find(kTermKeys.begin(), kTermKeys.end(), key) != kTermKeys.end()) return kind.is_term;
  return std::find(kind.needed.begin(), kind.needed.end(), key) != kind.needed.end();
}

Result<void> check_keys(const toml::table& table, const KindKeys& kind) {
  for (const auto key : kind.needed)
    if (!key.empty() && !table.contains(key))
      return refuse("`" + std::string(key) + "` is missing, which belongs to " +
                    std::string(kind.name));
  for (const auto key : kKeys)
    if (table.contains(key) && !may_have(kind, key))
      return refuse("`" + std::string(key) + "` does not belong to " + std::string(kind.name));
  return {};
}

Result<RuleKind> months_of(const toml::table& table) {
  const auto months = table["months"].value_exact<std::int64_t>();
  if (!months || *months < 1 || *months > kMonthsMax)
    return refuse("`months` is no number from 1 to " + std::to_string(kMonthsMax));
  CalendarMonths kind{static_cast<int>(*months), false};
  if (!table.contains("ends_on")) return RuleKind(kind);
  GARITA_TRY(end, text_at(table, "ends_on"));
  if (end != "same_day" && end != "eve") return refuse("`ends_on` is \"same_day\" or \"eve\"");
  kind.ends_on_eve = end == "eve";
  return RuleKind(kind);
}

Result<RuleKind> window_kind(const toml::table& table) {
  GARITA_TRY(days, days_at(table, "days", 1));
  GARITA_TRY(window, days_at(table, "window_days", 1));
  if (days >= window)
    return refuse("`days` is not less than `window_days`: it could never be passed");
  return RuleKind(RollingLimit{days, window});
}

Result<RuleKind> year_kind(const toml::table& table) {
  GARITA_TRY(days, days_at(table, "days", 1));
  if (days >= kDaysOfAYear)
    return refuse("`days` is not less than a year: it could never be passed");
  return RuleKind(YearLimit{days});
}

Result<RuleKind> kind_of(const toml::table& table, std::string_view name) {
  if (name == "until_date") return RuleKind(UntilDate{});
  if (name == "unlimited") return RuleKind(Unlimited{});
  if (name == "calendar_months") return months_of(table);
  if (name == "rolling_days") return window_kind(table);
  if (name == "calendar_year_days") return year_kind(table);
  if (name == "until_event") {
    GARITA_TRY(event, text_at(table, "event"));
    return RuleKind(UntilEvent{event});
  }
  if (name == "fixed_days") {
    GARITA_TRY(days, days_at(table, "days", 1));
    return RuleKind(FixedDays{days});
  }
  GARITA_TRY(cap, days_at(table, "cap", 1));
  if (name == "granted_days") return RuleKind(GrantedDays{cap});
  GARITA_TRY(states, countries_of(table.get("states"), "states"));
  return RuleKind(SharedPool{cap, states});
}

Result<std::optional<int>> limit_at(const toml::table& table, std::string_view key) {
  if (!table.contains(key)) return std::optional<int>();
  GARITA_TRY(limit, days_at(table, key, 0));
  return std::optional<int>(limit);
}

int given_at_entry(const RuleKind& kind) {
  if (const auto* fixed = std::get_if<FixedDays>(&kind)) return fixed->days;
  if (const auto* granted = std::get_if<GrantedDays>(&kind)) return granted->cap;
  if (const auto* pool = std::get_if<SharedPool>(&kind)) return pool->cap;
  return 0;
}

Result<void> fill_extensions(const toml::table& table, StayRule& rule) {
  GARITA_TRY(days, limit_at(table, "extension_days_max"));
  GARITA_TRY(count, limit_at(table, "extensions_max"));
  GARITA_TRY(total, limit_at(table, "total_days_max"));
  rule.extensions = {days, count, total};
  if (total && *total < given_at_entry(rule.kind))
    return refuse("`total_days_max` is less than what the rule gives at entry");
  if (!table.contains("pending_application")) return {};
  GARITA_TRY(pending, text_at(table, "pending_application"));
  if (pending != "freezes" && pending != "changes_nothing")
    return refuse("`pending_application` is \"freezes\" or \"changes_nothing\"");
  rule.pending_application_freezes = pending == "freezes";
  return {};
}

}  // namespace

std::span<const std::string_view> keys_of_kinds() { return kKeys; }

Result<void> fill_kind(const toml::table& table, StayRule& rule) {
  GARITA_TRY(name, text_at(table, "kind"));
  const auto* kind = std::find_if(kKinds.begin(), kKinds.end(),
                                  [&](const KindKeys& each) { return each.name == name; });
  if (kind == kKinds.end()) return refuse("there is no kind " + name);
  GARITA_CHECK(check_keys(table, *kind));
  GARITA_TRY(read, kind_of(table, name));
  rule.kind = std::move(read);
  GARITA_TRY(caps, flag_at(table, "document_expiry_caps"));
  rule.document_expiry_caps = caps;
  GARITA_TRY(absence, limit_at(table, "absence_days_min"));
  rule.absence_days_min = absence.value_or(0);
  GARITA_TRY(returns, countries_of(table.get("returns_from"), "returns_from"));
  rule.returns_from = returns;
  return fill_extensions(table, rule);
}

}  // namespace garita
