#include "schema/storage/rows_copy.h"

namespace garita::storage {
namespace {

std::string_view bytes_of(const Value& value) {
  if (const auto* text = std::get_if<std::string_view>(&value.held())) return *text;
  if (const auto* bytes = std::get_if<ByteView>(&value.held()))
    return {reinterpret_cast<const char*>(bytes->data()), bytes->size()};
  return {};
}

/// The same value, of which the bytes lie at `bytes`.
Value at_its_copy(const Value& value, std::string_view bytes) {
  if (std::holds_alternative<std::string_view>(value.held())) return Value(bytes);
  if (std::holds_alternative<ByteView>(value.held()))
    return Value(ByteView(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()));
  return value;
}

}  // namespace

RowsCopy::RowsCopy(std::span<const std::vector<Value>> rows) {
  std::size_t size = 0;
  for (const auto& row : rows)
    for (const auto& value : row) size += bytes_of(value).size();
  // What points here must not move.
  bytes_.reserve(size);
  rows_.reserve(rows.size());
  for (const auto& row : rows) {
    auto& copy = rows_.emplace_back();
    copy.reserve(row.size());
    for (const auto& value : row) {
      const auto bytes = bytes_of(value);
      const std::size_t at = bytes_.size();
      bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
      copy.push_back(at_its_copy(value, {bytes_.data() + at, bytes.size()}));
    }
  }
}

}  // namespace garita::storage
