#include "document-reader/payload/vds_text.h"

#include <algorithm>
#include <array>
#include <optional>

#include "document-reader/payload/payload_text.h"

namespace garita::reader {
namespace {

/// ICAO Doc 9303-13, table 2: the characters of C40 values 3 to 39; 0 to 2 are shifts.
constexpr std::string_view kC40Characters = " 0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
constexpr unsigned kFirstCharacter = 3;
constexpr unsigned kShift1 = 0;  ///< fills a last group of two
constexpr std::uint8_t kUnlatch = 0xFE;
constexpr unsigned kGroupMax = 64000;

std::optional<unsigned> c40_value(char c) {
  const auto place = kC40Characters.find(c == '<' ? ' ' : c);
  if (place == std::string_view::npos) return std::nullopt;
  return static_cast<unsigned>(place) + kFirstCharacter;
}

std::optional<char> c40_character(unsigned value) {
  if (value < kFirstCharacter || value - kFirstCharacter >= kC40Characters.size()) {
    return std::nullopt;
  }
  return kC40Characters[value - kFirstCharacter];
}

Failure bad_byte(std::size_t place) {
  return fail(Remedy::kReject, "byte " + std::to_string(place) + " is no C40");
}

/// Up to three characters of two bytes; fewer than three only where `last`.
Result<std::string> decode_pair(ByteView pair, std::size_t place, bool last) {
  if (pair[0] == kUnlatch) {
    const auto value = pair[1] == 0 ? std::nullopt : c40_value(static_cast<char>(pair[1] - 1));
    if (!last || !value || pair[1] == '<' + 1) return bad_byte(place);
    return std::string(1, static_cast<char>(pair[1] - 1));
  }
  const unsigned group = static_cast<unsigned>(pair[0]) * 256 + pair[1];
  if (group == 0 || group > kGroupMax) return bad_byte(place);
  const std::array<unsigned, 3> values{(group - 1) / 1600, (group - 1) / 40 % 40, (group - 1) % 40};
  std::string text;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (last && i == 2 && values[i] == kShift1) break;
    const auto character = c40_character(values[i]);
    if (!character) return bad_byte(place);
    text.push_back(*character);
  }
  return text;
}

bool is_space(std::uint8_t c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

/// Latin-1 that was written as UTF-8; nothing when it was not.
std::optional<Bytes> from_utf8(ByteView content) {
  Bytes bytes;
  for (std::size_t i = 0; i < content.size(); ++i) {
    const unsigned first = content[i];
    if (first < 0x80) {
      bytes.push_back(content[i]);
      continue;
    }
    const bool two = (first == 0xC2 || first == 0xC3) && i + 1 < content.size() &&
                     (content[i + 1] & 0xC0) == 0x80;
    if (!two) return std::nullopt;
    bytes.push_back(static_cast<std::uint8_t>((first & 3) << 6 | (content[++i] & 0x3F)));
  }
  return bytes;
}

}  // namespace

bool is_plain_utf8(ByteView bytes) {
  const auto text = text_of(bytes);
  if (!is_utf8(text)) return false;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const bool c1 = bytes[i] == 0xC2 && bytes[i + 1] < 0xA0;
    if (bytes[i] < 0x20 || bytes[i] == 0x7F || c1) return false;
  }
  return true;
}

bool is_upper_alphanumeric(std::string_view text) {
  return std::ranges::all_of(
      text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'); });
}

bool is_upper_hex(std::string_view text) {
  return std::ranges::all_of(
      text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F'); });
}

Result<Bytes> encode_c40(std::string_view text) {
  std::vector<unsigned> values;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto value = c40_value(text[i]);
    if (!value) {
      return fail(Remedy::kReject,
                  "character " + std::to_string(i) + " is none of A-Z, 0-9, space and <");
    }
    values.push_back(*value);
  }
  Bytes bytes;
  std::size_t i = 0;
  for (; i + 2 <= values.size(); i += 3) {
    const unsigned third = i + 2 < values.size() ? values[i + 2] : kShift1;
    const unsigned group = 1600 * values[i] + 40 * values[i + 1] + third + 1;
    bytes.push_back(static_cast<std::uint8_t>(group / 256));
    bytes.push_back(static_cast<std::uint8_t>(group % 256));
  }
  if (i < values.size()) {
    bytes.push_back(kUnlatch);
    bytes.push_back(static_cast<std::uint8_t>(*c40_character(values[i]) + 1));
  }
  return bytes;
}

Result<std::string> decode_c40(ByteView bytes) {
  if (bytes.size() % 2 != 0) return fail(Remedy::kReject, "C40 of an odd number of bytes");
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); i += 2) {
    GARITA_TRY(group, decode_pair(bytes.subspan(i, 2), i, i + 2 == bytes.size()));
    text += group;
  }
  return text;
}

Bytes encode_seal_date(Date date) {
  const auto number =
      date.month() * 1000000 + date.day() * 10000 + static_cast<unsigned>(date.year());
  return {static_cast<std::uint8_t>(number >> 16), static_cast<std::uint8_t>(number >> 8 & 0xFF),
          static_cast<std::uint8_t>(number & 0xFF)};
}

Result<Date> decode_seal_date(ByteView bytes) {
  ensure(bytes.size() == kSealDateBytes, "a seal's date has three bytes");
  const unsigned number = static_cast<unsigned>(bytes[0]) << 16 |
                          static_cast<unsigned>(bytes[1]) << 8 | static_cast<unsigned>(bytes[2]);
  return Date::of(static_cast<int>(number % 10000), number / 1000000, number / 10000 % 100);
}

Bytes seal_bytes_of(ByteView content) {
  if (content.size() > 2 && content[0] == 0xC3 && content[1] == 0x9C) {
    if (auto bytes = from_utf8(content)) return *std::move(bytes);
  }
  std::string digits;
  for (const auto c : content) {
    if (!is_space(c)) digits.push_back(static_cast<char>(c));
  }
  if (digits.starts_with("dc") || digits.starts_with("DC")) {
    if (auto bytes = from_hex(digits)) return *std::move(bytes);
  }
  return copy_of(content);
}

}  // namespace garita::reader
