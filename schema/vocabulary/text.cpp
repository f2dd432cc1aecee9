#include "schema/vocabulary/text.h"

#include <algorithm>
#include <cstdint>

namespace garita {
namespace {

constexpr std::uint32_t kNoCharacter = 0xFFFFFFFF;

bool is_control(std::uint32_t character) {
  return character < 0x20 || (character >= 0x7F && character <= 0x9F);
}

struct Range {
  std::uint32_t first;
  std::uint32_t last;
};
/// Of what lies beyond U+00C0, where letters begin: signs, punctuation and pictures.
constexpr Range kNoLetters[] = {{0xD7, 0xD7},      {0xF7, 0xF7},     {0x2000, 0x2BFF},
                                {0x3000, 0x303F},  {0xFF00, 0xFF20}, {0xFFF0, 0xFFFF},
                                {0x1F000, 0x1FAFF}};

bool is_letter(std::uint32_t character) {
  const auto upper = character & ~0x20U;
  if (upper >= 'A' && upper <= 'Z') return true;
  if (character < 0xC0 || character == kNoCharacter) return false;
  return std::ranges::none_of(kNoLetters, [character](const Range& range) {
    return character >= range.first && character <= range.last;
  });
}

struct Lead {
  std::size_t bytes;
  std::uint32_t bits;
  std::uint32_t least;  ///< the smallest character that needs so many bytes
};

Lead lead_of(std::uint8_t byte) {
  if (byte < 0x80) return {1, byte, 0};
  if (byte >= 0xC2 && byte <= 0xDF) return {2, byte & 0x1FU, 0x80};
  if (byte >= 0xE0 && byte <= 0xEF) return {3, byte & 0x0FU, 0x800};
  if (byte >= 0xF0 && byte <= 0xF4) return {4, byte & 0x07U, 0x10000};
  return {0, 0, 0};
}

/// Takes the first character off `text`; kNoCharacter, and one byte taken, where there is none.
std::uint32_t next_character(std::string_view& text) {
  const Lead lead = lead_of(static_cast<std::uint8_t>(text.front()));
  std::uint32_t character = lead.bits;
  bool good = lead.bytes > 0 && lead.bytes <= text.size();
  for (std::size_t i = 1; good && i < lead.bytes; ++i) {
    const auto byte = static_cast<std::uint8_t>(text[i]);
    good = (byte & 0xC0U) == 0x80;
    character = character << 6U | (byte & 0x3FU);
  }
  good = good && character >= lead.least && character <= 0x10FFFF &&
         (character < 0xD800 || character > 0xDFFF);
  text.remove_prefix(good ? lead.bytes : 1);
  return good ? character : kNoCharacter;
}

}  // namespace

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    if (next_character(text) == kNoCharacter) return false;
  }
  return true;
}

bool is_one_line(std::string_view text) {
  while (!text.empty()) {
    const auto character = next_character(text);
    if (character == kNoCharacter || is_control(character)) return false;
  }
  return true;
}

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

bool has_words(std::string_view text) {
  int letters = 0;
  while (!text.empty() && letters < 2)
    if (is_letter(next_character(text))) ++letters;
  return letters == 2;
}

std::string as_one_line(std::string_view text, std::size_t bytes_max) {
  std::string line;
  while (!text.empty()) {
    const std::string_view before = text;
    const auto character = next_character(text);
    const bool shown = character != kNoCharacter && !is_control(character);
    const std::string_view part =
        shown ? before.substr(0, before.size() - text.size()) : std::string_view("?");
    if (line.size() + part.size() > bytes_max) return line;
    line += part;
  }
  return line;
}

}  // namespace garita
