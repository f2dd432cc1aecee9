#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

#include "schema/crypto/hash.h"
#include "schema/vocabulary/bytes.h"
#include "schema/vocabulary/ids.h"
#include "schema/vocabulary/instant.h"
#include "schema/vocabulary/result.h"

namespace garita {

/// No sequence, version or count is larger: databases hold no more.
inline constexpr std::uint64_t kSequenceMax = std::numeric_limits<std::int64_t>::max();

/// Appends numbers in network byte order, and texts and blobs behind their lengths: what is signed,
/// hashed, kept and sent. FORMAT.md has the grammar.
class ByteWriter {
 public:
  void u8(std::uint8_t value) { out_.push_back(value); }
  void u16(std::uint16_t value) { big_endian(value, 2); }
  void u32(std::uint32_t value) { big_endian(value, 4); }
  void u64(std::uint64_t value) { big_endian(value, 8); }
  /// Two's complement.
  void i64(std::int64_t value) { u64(static_cast<std::uint64_t>(value)); }
  void instant(Instant moment) { i64(moment.milliseconds); }
  /// One byte for each 7 bits, the lowest first, all but the last with the high bit.
  void varint(std::uint64_t value);
  /// How much later than `before`, zigzag and varint: near moments take few bytes.
  void instant_after(Instant before, Instant moment);
  void raw(ByteView bytes) { out_.insert(out_.end(), bytes.begin(), bytes.end()); }
  /// One byte of length: ids, names. At most 255 bytes.
  void text8(std::string_view text);
  /// Four bytes of length.
  void blob(ByteView bytes);
  [[nodiscard]] const Bytes& bytes() const { return out_; }
  [[nodiscard]] Bytes take() { return std::move(out_); }

 private:
  void big_endian(std::uint64_t value, int bytes);
  Bytes out_;
};

/// Reads what ByteWriter wrote, from bytes that may be anything. After the first failure every
/// further read gives zeros, and `end` names that first failure: a reader needs one check.
class ByteReader {
 public:
  explicit ByteReader(ByteView bytes) : rest_(bytes) {}

  [[nodiscard]] std::uint8_t u8() { return static_cast<std::uint8_t>(big_endian(1)); }
  [[nodiscard]] std::uint16_t u16() { return static_cast<std::uint16_t>(big_endian(2)); }
  [[nodiscard]] std::uint32_t u32() { return static_cast<std::uint32_t>(big_endian(4)); }
  [[nodiscard]] std::uint64_t u64() { return big_endian(8); }
  [[nodiscard]] std::int64_t i64() { return static_cast<std::int64_t>(big_endian(8)); }
  /// A sequence, a version or a count: eight bytes, at most kSequenceMax.
  [[nodiscard]] std::uint64_t count();
  /// A moment of the years 1 to 9999.
  [[nodiscard]] Instant instant();
  /// In its shortest form.
  [[nodiscard]] std::uint64_t varint();
  [[nodiscard]] Instant instant_after(Instant before);
  [[nodiscard]] ByteView raw(std::size_t count);
  /// One line of UTF-8 without control characters.
  [[nodiscard]] std::string text8();
  /// At most `bytes_max`, else a failure.
  [[nodiscard]] ByteView blob(std::size_t bytes_max);
  [[nodiscard]] Digest digest();
  [[nodiscard]] StationId station();
  [[nodiscard]] Lane lane();
  /// Notes a failure of the caller's own, such as a number out of range.
  void wrong(std::string why);

  [[nodiscard]] bool good() const { return why_.empty(); }
  [[nodiscard]] std::size_t remaining() const { return rest_.size(); }
  /// Holds when everything could be read and nothing is left over. `what` names the thing in the
  /// error. Remedy: reject.
  [[nodiscard]] Result<void> end(std::string_view what) const;

 private:
  std::uint64_t big_endian(std::size_t bytes);
  ByteView rest_;
  std::string why_;
};

}  // namespace garita
