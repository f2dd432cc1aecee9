#include "central-sync/store/relational/columns.h"

namespace garita::central {

std::optional<std::int64_t> stored(const std::optional<Instant>& moment) {
  if (!moment) return std::nullopt;
  return moment->milliseconds;
}

std::optional<std::int64_t> stored(const std::optional<Date>& day) {
  if (!day) return std::nullopt;
  return day->days_since_epoch();
}

std::int64_t stored(Sees sees) { return static_cast<std::int64_t>(sees); }

Instant instant_at(const Statement& row, int column) { return Instant{row.integer(column)}; }

std::optional<Instant> nullable_instant_at(const Statement& row, int column) {
  const auto value = row.nullable_integer(column);
  if (!value) return std::nullopt;
  return Instant{*value};
}

Date date_at(const Statement& row, int column) {
  return Date::from_days_since_epoch(static_cast<int>(row.integer(column)));
}

std::optional<Date> nullable_date_at(const Statement& row, int column) {
  if (!row.nullable_integer(column)) return std::nullopt;
  return date_at(row, column);
}

CaseVersion case_at(const Statement& row, int first_column) {
  int column = first_column;
  CaseVersion version;
  Flag& flag = version.flag;
  flag.kind = static_cast<FlagKind>(row.integer(column++));
  flag.subject = row.text(column++);
  flag.post = PostCode(row.text(column++));
  flag.at = instant_at(row, column++);
  flag.due_at = instant_at(row, column++);
  flag.raise_at = instant_at(row, column++);
  flag.met = row.integer(column++) != 0;
  flag.authorised_until = nullable_date_at(row, column++);
  flag.days_over = static_cast<int>(row.integer(column++));
  flag.rule = row.text(column++);
  flag.policy_version = row.text(column++);
  version.known_from = instant_at(row, column++);
  version.known_to = nullable_instant_at(row, column++);
  version.cause = row.text(column++);
  version.cleared_reason = row.text(column++);
  version.cleared_by = row.text(column++);
  flag.ends_at = nullable_instant_at(row, column++);
  flag.probably_left = nullable_instant_at(row, column++);
  flag.review = row.text(column++);
  flag.before_records = row.integer(column++) != 0;
  return version;
}

std::vector<Value> case_values(const PersonId& person, std::int64_t number,
                               const CaseVersion& version) {
  const Flag& flag = version.flag;
  return {number,
          person.value(),
          static_cast<int>(flag.flag_case().kind),
          flag.subject,
          static_cast<int>(flag.kind),
          flag.post.value(),
          flag.at.milliseconds,
          flag.due_at.milliseconds,
          flag.raise_at.milliseconds,
          flag.met,
          stored(flag.authorised_until),
          flag.days_over,
          flag.rule,
          flag.policy_version,
          version.known_from.milliseconds,
          stored(version.known_to),
          version.cause,
          version.cleared_reason,
          version.cleared_by,
          stored(flag.ends_at),
          stored(flag.probably_left),
          flag.review,
          flag.before_records};
}

Result<std::optional<std::string>> one_text(Database& database, std::string_view sql,
                                            Values values) {
  GARITA_TRY(row, database.prepare(sql, values));
  GARITA_TRY(found, row.step());
  if (!found) return std::nullopt;
  return row.nullable_text(0);
}

Result<std::optional<std::int64_t>> one_integer(Database& database, std::string_view sql,
                                                Values values) {
  GARITA_TRY(row, database.prepare(sql, values));
  GARITA_TRY(found, row.step());
  if (!found) return std::nullopt;
  return row.nullable_integer(0);
}

}  // namespace garita::central
