#include "schema/storage/postgres_values.h"

#include <bit>
#include <limits>

#include "schema/vocabulary/text.h"

namespace garita::postgres {
namespace {

constexpr std::string_view kValues = "VALUES (";

std::string highest_first(std::uint64_t number, std::size_t size) {
  std::string bytes(size, '\0');
  for (std::size_t i = 0; i < size; ++i)
    bytes[size - 1 - i] = static_cast<char>(number >> (8 * i) & 0xFF);
  return bytes;
}

template <typename T>
bool fits(std::int64_t number) {
  return number >= std::numeric_limits<T>::min() && number <= std::numeric_limits<T>::max();
}

std::optional<std::string> encoded(std::int64_t number, TypeNumber type) {
  const auto bits = static_cast<std::uint64_t>(number);
  if (type == kInt8) return highest_first(bits, 8);
  if (type == kInt4 && fits<std::int32_t>(number)) return highest_first(bits, 4);
  if (type == kInt2 && fits<std::int16_t>(number)) return highest_first(bits, 2);
  if (type == kBool && (number == 0 || number == 1)) return highest_first(bits, 1);
  if (type == kFloat8)
    return highest_first(std::bit_cast<std::uint64_t>(static_cast<double>(number)), 8);
  return std::nullopt;
}

/// The server's text is UTF-8 without U+0000, and a hostile station's need not be: what it cannot
/// hold becomes U+FFFD, so that nothing that was received stands in the way of the rest.
std::string storable(std::string_view text) {
  const bool well_formed = is_utf8(text);
  if (well_formed && text.find('\0') == std::string_view::npos) return std::string(text);
  std::string held;
  for (const char c : text) {
    const bool stays = c != '\0' && (well_formed || static_cast<std::uint8_t>(c) < 0x80);
    held += stays ? std::string(1, c) : "\xEF\xBF\xBD";
  }
  return held;
}

std::string_view name_of(TypeNumber type) {
  switch (type) {
    case kBool:
      return "bool";
    case kBytea:
      return "bytea";
    case kInt8:
      return "int8";
    case kInt2:
      return "int2";
    case kInt4:
      return "int4";
    case kText:
      return "text";
    case kFloat8:
      return "float8";
    default:
      ensure(false, "columns are of types that are known here");
      return "";
  }
}

}  // namespace

std::optional<std::string> encoded(const Value::Held& value, TypeNumber type) {
  if (const auto* integer = std::get_if<std::int64_t>(&value)) return encoded(*integer, type);
  if (const auto* real = std::get_if<double>(&value)) {
    if (type != kFloat8) return std::nullopt;
    return highest_first(std::bit_cast<std::uint64_t>(*real), 8);
  }
  if (const auto* text = std::get_if<std::string_view>(&value)) {
    if (type != kText) return std::nullopt;
    return storable(*text);
  }
  const auto& bytes = std::get<ByteView>(value);
  if (type != kBytea) return std::nullopt;
  return std::string(bytes.begin(), bytes.end());
}

std::optional<std::string> encoded(std::span<const std::vector<Value>> rows, std::size_t column,
                                   TypeNumber type) {
  constexpr std::size_t kWord = 4;
  constexpr std::uint64_t kNull = 0xFFFF'FFFF;
  bool any_null = false;
  std::string elements;
  for (const auto& row : rows) {
    ensure(column < row.size(), "each row has as many values as the statement takes");
    const Value::Held& value = row[column].held();
    if (std::holds_alternative<std::monostate>(value)) {
      any_null = true;
      elements += highest_first(kNull, kWord);
      continue;
    }
    const auto bytes = encoded(value, type);
    if (!bytes) return std::nullopt;
    elements += highest_first(bytes->size(), kWord) + *bytes;
  }
  // array_recv: dimensions, whether anything is NULL, the type; of the one dimension its size and
  // the lowest index.
  std::string array;
  for (const std::uint64_t word : {std::uint64_t{1}, std::uint64_t{any_null}, std::uint64_t{type},
                                   std::uint64_t{rows.size()}, std::uint64_t{1}})
    array += highest_first(word, kWord);
  return array + elements;
}

std::string with_dollars(std::string_view sql) {
  std::string converted(sql);
  bool quoted = false;
  for (auto& c : converted) {
    if (c == '\'') quoted = !quoted;
    if (c == '?' && !quoted) c = '$';
  }
  return converted;
}

bool is_insert_of_many(std::string_view sql) { return sql.find(kValues) != std::string_view::npos; }

std::string with_arrays(std::string_view sql, std::span<const TypeNumber> types) {
  const auto begins = sql.find(kValues);
  const auto ends = sql.find(')', begins);
  ensure(begins != std::string_view::npos && ends != std::string_view::npos,
         "an INSERT of many rows has a group of values");
  std::string values;
  std::string arrays;
  for (std::size_t i = 0; i < types.size(); ++i) {
    const std::string number = (i > 0 ? ", $" : "$") + std::to_string(i + 1);
    values += number;
    arrays += (i > 0 ? ", unnest($" : "unnest($") + std::to_string(i + 1) +
              "::" + std::string(name_of(types[i])) + "[])";
  }
  const auto group = begins + kValues.size();
  ensure(sql.substr(group, ends - group) == values, "its values are ?1 to ?n and nothing else");
  // Of several in one list each gives its next element to the next row.
  return std::string(sql.substr(0, begins)) + "SELECT " + arrays +
         std::string(sql.substr(ends + 1));
}

}  // namespace garita::postgres
