#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "schema/storage/database.h"

// Seen by the .cpp files of this folder alone.
namespace garita::postgres {

using TypeNumber = std::uint32_t;  ///< libpq's Oid
/// Types as the server numbers them (pg_type.dat), in the binary format of their send and receive
/// functions: whole numbers with the highest byte first.
enum Type : TypeNumber {
  kBool = 16,
  kBytea = 17,
  kInt8 = 20,
  kInt2 = 21,
  kInt4 = 23,
  kText = 25,
  kFloat8 = 701,
};
/// The bytes of a parameter, not NULL; nothing where the type cannot hold the value.
[[nodiscard]] std::optional<std::string> encoded(const Value::Held& value, TypeNumber type);
/// One column of `rows` as an array of that type; nothing where it cannot hold one of the values.
[[nodiscard]] std::optional<std::string> encoded(std::span<const std::vector<Value>> rows,
                                                 std::size_t column, TypeNumber type);

/// `?1` becomes `$1`, but within quotes.
[[nodiscard]] std::string with_dollars(std::string_view sql);
/// Whether with_arrays() can be made of it.
[[nodiscard]] bool is_insert_of_many(std::string_view sql);
/// `INSERT … VALUES ($1, …, $n) …` with each value taken from an array of that type, row by row.
[[nodiscard]] std::string with_arrays(std::string_view sql, std::span<const TypeNumber> types);

}  // namespace garita::postgres
