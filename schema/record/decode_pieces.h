#pragma once

#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "schema/record/record.h"
#include "schema/vocabulary/date.h"
#include "schema/vocabulary/direction.h"
#include "schema/vocabulary/ids.h"
#include "schema/vocabulary/instant.h"
#include "schema/vocabulary/result.h"

// For decode.cpp alone: single fields, each checked.
namespace garita {

/// Databases hold no larger number.
inline constexpr std::uint64_t kNumberMax = std::numeric_limits<std::int64_t>::max();

inline Failure wrong(const char* field, const char* why) {
  return fail(Remedy::kReject, std::string("record: ") + field + " " + why);
}

inline Result<std::string> text(const std::string& from, const char* field) {
  if (from.size() > kTextCharactersMax) return wrong(field, "is too long");
  return from;
}

struct TextField {
  const std::string& given;
  const char* name;
  std::string& taken;
};
/// Fields that stay as they are written.
inline Result<void> take_texts(std::initializer_list<TextField> fields) {
  for (const auto& field : fields) {
    GARITA_TRY(checked, text(field.given, field.name));
    field.taken = std::move(checked);
  }
  return {};
}

inline Result<Instant> moment(std::int64_t milliseconds, const char* field) {
  const Instant moment{milliseconds};
  if (!moment.in_calendar()) return wrong(field, "is no moment");
  return moment;
}

inline Result<std::chrono::milliseconds> span_of(std::int64_t milliseconds, const char* field) {
  if (milliseconds < 0 || milliseconds > Instant::kLastMilliseconds) {
    return wrong(field, "is out of range");
  }
  return std::chrono::milliseconds(milliseconds);
}

inline Result<std::uint64_t> number(std::uint64_t from, const char* field) {
  if (from > kNumberMax) return wrong(field, "is out of range");
  return from;
}

inline Result<Date> day(std::int32_t days, const char* field) {
  const auto date = Date::from_days_since_epoch(days);
  if (date.days_since_epoch() != days) return wrong(field, "is no day of the years 1 to 9999");
  return date;
}

inline Result<std::optional<PartialDate>> partial_date(const std::string& from, const char* field) {
  if (from.empty()) return std::optional<PartialDate>();
  const auto date = PartialDate::from_text(from);
  if (!date) return wrong(field, "is no date");
  return std::optional(*date);
}

template <typename Texts>
Result<std::vector<std::string>> texts(const Texts& from, const char* field) {
  if (static_cast<std::size_t>(from.size()) > kListItemsMax) return wrong(field, "has too many");
  std::vector<std::string> to;
  for (const auto& one : from) {
    GARITA_TRY(taken, text(one, field));
    to.push_back(std::move(taken));
  }
  return to;
}

inline Result<PostCode> post_code(const std::string& from) {
  const auto post = parse_post_code(from);
  if (!post) return wrong("post", "is no post's code");
  return *post;
}

inline Result<RecordId> record_id(const std::string& from, const char* field) {
  const auto id = RecordId::parse(from);
  if (!id) return wrong(field, "is no record's id");
  return *id;
}

inline Result<Direction> direction(int from) {
  if (from < 1 || from > 2) return wrong("direction", "is unknown");
  return static_cast<Direction>(from);
}

}  // namespace garita
