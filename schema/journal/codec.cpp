#include "schema/journal/codec.h"

#include <algorithm>

#include "schema/vocabulary/text.h"

namespace garita {

void ByteWriter::big_endian(std::uint64_t value, int bytes) {
  for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8) {
    out_.push_back(static_cast<std::uint8_t>(value >> shift));
  }
}

void ByteWriter::varint(std::uint64_t value) {
  for (; value >= 0x80; value >>= 7) out_.push_back(static_cast<std::uint8_t>(value | 0x80));
  out_.push_back(static_cast<std::uint8_t>(value));
}

void ByteWriter::instant_after(Instant before, Instant moment) {
  const std::int64_t later = moment.milliseconds - before.milliseconds;
  const auto twice = static_cast<std::uint64_t>(later) << 1;
  varint(later < 0 ? ~twice : twice);
}

void ByteWriter::text8(std::string_view text) {
  ensure(text.size() <= 255, "names on the wire have at most 255 bytes");
  u8(static_cast<std::uint8_t>(text.size()));
  raw(bytes_of(text));
}

void ByteWriter::blob(ByteView bytes) {
  ensure(bytes.size() <= UINT32_MAX, "a blob on the wire has less than 4 GiB");
  u32(static_cast<std::uint32_t>(bytes.size()));
  raw(bytes);
}

std::uint64_t ByteReader::big_endian(std::size_t bytes) {
  std::uint64_t value = 0;
  for (const auto byte : raw(bytes)) value = value << 8 | byte;
  return value;
}

ByteView ByteReader::raw(std::size_t count) {
  if (count > rest_.size()) {
    wrong("ends too early");
    return {};
  }
  const auto taken = rest_.first(count);
  rest_ = rest_.subspan(count);
  return taken;
}

std::uint64_t ByteReader::count() {
  const auto value = u64();
  if (value <= kSequenceMax) return value;
  wrong("has a number above 2^63 - 1");
  return 0;
}

Instant ByteReader::instant() {
  const Instant moment{i64()};
  if (moment.in_calendar()) return moment;
  wrong("has a moment outside the years 1 to 9999");
  return {};
}

std::uint64_t ByteReader::varint() {
  std::uint64_t value = 0;
  for (int shift = 0; shift < 64; shift += 7) {
    const std::uint8_t byte = u8();
    const std::uint64_t bits = byte & 0x7f;
    value |= bits << shift;
    const bool is_lost = value >> shift != bits;
    const bool is_longer_than_needed = shift > 0 && byte == 0;
    if (is_lost || is_longer_than_needed) break;
    if (byte < 0x80) return value;
  }
  wrong("has a number that is not written as it should be");
  return 0;
}

Instant ByteReader::instant_after(Instant before) {
  const std::uint64_t zigzag = varint();
  const auto half = static_cast<std::int64_t>(zigzag >> 1);
  Instant moment;
  const bool overflows = __builtin_add_overflow(
      before.milliseconds, (zigzag & 1) != 0 ? ~half : half, &moment.milliseconds);
  if (!overflows && moment.in_calendar()) return moment;
  wrong("has a moment outside the years 1 to 9999");
  return before;
}

std::string ByteReader::text8() {
  const auto text = text_of(raw(u8()));
  if (is_one_line(text)) return std::string(text);
  wrong("has a text that is not one line of UTF-8");
  return {};
}

ByteView ByteReader::blob(std::size_t bytes_max) {
  const std::size_t size = u32();
  if (size > bytes_max) {
    wrong("has a part of " + std::to_string(size) + " bytes, more than " +
          std::to_string(bytes_max));
    return {};
  }
  return raw(size);
}

Digest ByteReader::digest() {
  Digest digest{};
  const auto bytes = raw(digest.size());
  std::copy(bytes.begin(), bytes.end(), digest.begin());
  return digest;
}

StationId ByteReader::station() {
  auto station = parse_station_id(text8());
  if (!station) {
    wrong("names no station");
    return {};
  }
  return *std::move(station);
}

Lane ByteReader::lane() {
  const auto number = u8();
  if (number < 1 || number > 4) {
    wrong("names no lane");
    return Lane::kMovement;
  }
  return static_cast<Lane>(number);
}

void ByteReader::wrong(std::string why) {
  if (why_.empty()) why_ = std::move(why);
  rest_ = {};
}

Result<void> ByteReader::end(std::string_view what) const {
  if (!good()) return fail(Remedy::kReject, std::string(what) + " " + why_);
  if (!rest_.empty()) return fail(Remedy::kReject, std::string(what) + " has bytes left over");
  return {};
}

}  // namespace garita
