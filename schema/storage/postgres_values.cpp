#include "schema/storage/postgres_values.h"

#include <algorithm>
#include <bit>
#include <limits>

#include "schema/vocabulary/text.h"

namespace garita::postgres {
namespace {

constexpr std::string_view kValues = "VALUES (";

void append_highest_first(std::string& bytes, std::uint64_t number, std::size_t size) {
  for (std::size_t i = size; i-- > 0;) bytes += static_cast<char>(number >> (8 * i) & 0xFF);
}

template <typename T>
bool fits(std::int64_t number) {
  return number >= std::numeric_limits<T>::min() && number <= std::numeric_limits<T>::max();
}

bool append_number(std::string& bytes, std::int64_t number, TypeNumber type) {
  const auto bits = static_cast<std::uint64_t>(number);
  std::size_t size = 0;
  if (type == kInt8) size = 8;
  if (type == kInt4 && fits<std::int32_t>(number)) size = 4;
  if (type == kInt2 && fits<std::int16_t>(number)) size = 2;
  if (type == kBool && (number == 0 || number == 1)) size = 1;
  if (type == kFloat8) {
    append_highest_first(bytes, std::bit_cast<std::uint64_t>(static_cast<double>(number)), 8);
    return true;
  }
  append_highest_first(bytes, bits, size);
  return size > 0;
}

/// The server's text is UTF-8 without U+0000, and a hostile station's need not be: what it cannot
/// hold becomes U+FFFD, so that nothing that was received stands in the way of the rest.
void append_storable(std::string& bytes, std::string_view text) {
  const bool is_ascii = std::ranges::all_of(text, [](char c) {
    const auto byte = static_cast<std::uint8_t>(c);
    return byte > 0 && byte < 0x80;
  });
  if (is_ascii) {
    bytes += text;
    return;
  }
  const bool well_formed = is_utf8(text);
  for (const char c : text) {
    const bool stays = c != '\0' && (well_formed || static_cast<std::uint8_t>(c) < 0x80);
    if (stays)
      bytes += c;
    else
      bytes += "\xEF\xBF\xBD";
  }
}

/// False: the type cannot hold it, and nothing is appended.
bool append(std::string& bytes, const Value::Held& value, TypeNumber type) {
  if (const auto* integer = std::get_if<std::int64_t>(&value))
    return append_number(bytes, *integer, type);
  if (const auto* real = std::get_if<double>(&value)) {
    if (type != kFloat8) return false;
    append_highest_first(bytes, std::bit_cast<std::uint64_t>(*real), 8);
    return true;
  }
  if (const auto* text = std::get_if<std::string_view>(&value)) {
    if (type != kText) return false;
    append_storable(bytes, *text);
    return true;
  }
  const auto& held = std::get<ByteView>(value);
  if (type != kBytea) return false;
  bytes.append(held.begin(), held.end());
  return true;
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
  std::string bytes;
  if (!append(bytes, value, type)) return std::nullopt;
  return bytes;
}

std::optional<std::string> encoded(std::span<const std::vector<Value>> rows, std::size_t column,
                                   TypeNumber type) {
  constexpr std::size_t kWord = 4;
  constexpr std::uint64_t kNull = 0xFFFF'FFFF;
  bool any_null = false;
  for (const auto& row : rows) {
    ensure(column < row.size(), "each row has as many values as the statement takes");
    any_null |= std::holds_alternative<std::monostate>(row[column].held());
  }
  std::string array;
  // array_recv: dimensions, whether anything is NULL, the type; of the one dimension its size and
  // the lowest index.
  for (const std::uint64_t word : {std::uint64_t{1}, std::uint64_t{any_null}, std::uint64_t{type},
                                   std::uint64_t{rows.size()}, std::uint64_t{1}})
    append_highest_first(array, word, kWord);
  for (const auto& row : rows) {
    const Value::Held& value = row[column].held();
    if (std::holds_alternative<std::monostate>(value)) {
      append_highest_first(array, kNull, kWord);
      continue;
    }
    // Its size comes before it, and is known behind it.
    const std::size_t at = array.size();
    array.append(kWord, '\0');
    if (!append(array, value, type)) return std::nullopt;
    const std::size_t size = array.size() - at - kWord;
    for (std::size_t i = 0; i < kWord; ++i)
      array[at + i] = static_cast<char>(size >> (8 * (kWord - 1 - i)) & 0xFF);
  }
  return array;
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
