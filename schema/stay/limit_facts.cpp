#include "schema/stay/limit_facts.h"

namespace garita {

bool can_be_passed(const RuleKind& kind) {
  constexpr int kYearDaysMax = 366;
  if (const auto* rolling = std::get_if<RollingLimit>(&kind))
    return rolling->days_max < rolling->window_days;
  const auto* yearly = std::get_if<YearLimit>(&kind);
  return yearly == nullptr || yearly->days_max < kYearDaysMax;
}

std::optional<Date> new_year_between(const RuleKind& kind, Date from, Date until) {
  if (!std::holds_alternative<YearLimit>(kind) || until.year() <= from.year()) return std::nullopt;
  return *Date::of(until.year(), 1, 1);
}

DerivationLine document_caps(Date expiry, Date last) {
  if (expiry < last)
    return {"document_had_expired", {{"day", expiry.iso()}, {"until", last.iso()}}};
  return {"document_expires", {{"until", expiry.iso()}}};
}

}  // namespace garita
