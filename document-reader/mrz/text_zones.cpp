#include "document-reader/mrz/text_zones.h"

#include <array>
#include <cstdio>
#include <utility>

#include "document-reader/mrz/check_digit.h"
#include "document-reader/mrz/layout.h"

namespace garita::reader {
namespace {

/// Three lines of 30 in one are the longest that are understood.
constexpr std::size_t kPieceCharactersMax = 90;
/// One line more than a zone has, to see that it has too many.
constexpr std::size_t kLinesMax = 4;

constexpr unsigned char kStx = 0x02;
constexpr unsigned char kEtx = 0x03;
constexpr unsigned char kTab = '\t';
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

bool is_blank(unsigned char byte) { return byte == ' ' || byte == kStx || byte == kEtx; }
bool is_continuation(unsigned char byte) { return (byte & 0xC0U) == 0x80U; }

/// How long each line is of those that a text of this length holds without an end between them.
std::vector<std::size_t> glued(std::size_t length) {
  switch (length) {
    case 88:
      return {44, 44};
    case 72:
      return {36, 36};
    case 68:
      return {34, 34};
    case 69:
      return {9, 30, 30};
    case 60:
      return {30, 30};
    case 90:
      return {30, 30, 30};
    default:
      return {length};
  }
}

/// "U+00DF", or "byte 0xFF" where the bytes are no UTF-8.
std::string name_of(std::string_view bytes) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
  const unsigned lead = byte(0);
  const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  std::array<char, 16> name{};
  if (length != bytes.size() || (lead >= 0x80 && lead < 0xC2) || lead >= 0xF5) {
    std::snprintf(name.data(), name.size(), "byte 0x%02X", lead);
    return name.data();
  }
  constexpr std::array<unsigned, 5> kLeadBits{0, 0x7F, 0x1F, 0x0F, 0x07};
  unsigned point = lead & kLeadBits.at(length);
  for (std::size_t i = 1; i < length; ++i) point = (point << 6U) | (byte(i) & 0x3FU);
  std::snprintf(name.data(), name.size(), "U+%04X", point);
  return name.data();
}

}  // namespace

std::vector<TextZone> TextZones::feed(std::string_view bytes) {
  for (const char c : bytes) {
    if (other_encoding_) break;
    take(static_cast<unsigned char>(c));
  }
  return std::exchange(found_, {});
}

std::vector<TextZone> TextZones::finish() {
  if (bytes_ < kByteOrderMark.size()) give_back_mark();
  end_piece();
  end_zone();
  return std::exchange(found_, {});
}

void TextZones::take(unsigned char byte) {
  if (bytes_ < kByteOrderMark.size()) {
    ++bytes_;
    if (bytes_ == 1 && (byte == 0xFF || byte == 0xFE)) {
      other_encoding_ = true;
      column_ = 1;
      return note_fault("the text seems to be UTF-16; UTF-8 or ASCII is read");
    }
    const bool of_mark = byte == static_cast<unsigned char>(kByteOrderMark[bytes_ - 1]);
    if (of_mark && mark_ + 1 == bytes_) {
      ++mark_;
      return;
    }
    give_back_mark();
  }
  const bool line_feed_of_cr = byte == '\n' && after_cr_;
  after_cr_ = byte == '\r';
  if (line_feed_of_cr) return;
  if (byte == '\n' || byte == '\r') {
    end_piece();
    if (blank_line_) end_zone();
    ++line_;
    column_ = 0;
    blank_line_ = true;
    return;
  }
  take_character(byte);
}

/// What began like a byte order mark and was none.
void TextZones::give_back_mark() {
  for (const char c : kByteOrderMark.substr(0, std::exchange(mark_, 0))) {
    take_character(static_cast<unsigned char>(c));
  }
}

void TextZones::take_character(unsigned char byte) {
  if (is_continuation(byte) && !foreign_.empty() && foreign_.size() < 4) {
    foreign_.push_back(static_cast<char>(byte));
    return;
  }
  name_foreign();
  ++column_;
  if (byte == kTab) return end_piece();
  if (is_blank(byte)) {
    gap_ = !piece_.empty();
    return;
  }
  if (lines_.empty() && piece_.empty() && fault_.empty()) zone_line_ = line_;
  blank_line_ = false;
  const char upper =
      byte >= 'a' && byte <= 'z' ? static_cast<char>(byte - 'a' + 'A') : static_cast<char>(byte);
  if (!check_value(upper)) {
    if (fault_.empty()) foreign_ = static_cast<char>(byte);
  } else if (gap_) {
    note_fault("a blank stands within the line");
  } else if (piece_.size() >= kPieceCharactersMax) {
    note_fault("no zone has a line so long");
  } else {
    piece_.push_back(upper);
  }
}

void TextZones::note_fault(std::string what) {
  if (!fault_.empty()) return;
  if (zone_line_ == 0) zone_line_ = line_;
  fault_ = "line " + std::to_string(line_ - zone_line_ + 1) + ", column " +
           std::to_string(column_) + ": " + std::move(what);
}

void TextZones::name_foreign() {
  if (foreign_.empty()) return;
  note_fault(name_of(foreign_) + " is no character of a machine readable zone");
  foreign_.clear();
}

/// The end of a line, or of a part of it that a tab ends.
void TextZones::end_piece() {
  name_foreign();
  gap_ = false;
  std::size_t from = 0;
  for (const auto length : glued(piece_.size())) {
    if (length > 0 && lines_.size() < kLinesMax) lines_.push_back(piece_.substr(from, length));
    from += length;
  }
  piece_.clear();
  // Complete is complete, blank line or not.
  if (fault_.empty() && format_of(lines_)) end_zone();
}

void TextZones::end_zone() {
  if (lines_.empty() && fault_.empty()) return;
  auto lines = std::exchange(lines_, {});
  auto fault = std::exchange(fault_, {});
  if (fault.empty()) {
    found_.push_back({++zones_, zone_line_, std::move(lines)});
  } else {
    found_.push_back({++zones_, zone_line_, fail(Remedy::kReject, std::move(fault))});
  }
  zone_line_ = 0;
}

}  // namespace garita::reader
