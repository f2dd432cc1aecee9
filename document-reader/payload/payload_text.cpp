#include "document-reader/payload/payload_text.h"

#include <algorithm>

namespace garita::reader {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

/// How many bytes a character has that begins with this one; 0 when none does.
std::size_t length_of_character(unsigned char lead) {
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead < 0xE0) return 2;
  if (lead >= 0xE0 && lead < 0xF0) return 3;
  if (lead >= 0xF0 && lead < 0xF5) return 4;
  return 0;
}

bool is_character(std::string_view bytes) {
  const auto at = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
  for (std::size_t i = 1; i < bytes.size(); ++i) {
    if ((at(i) & 0xC0U) != 0x80U) return false;
  }
  if (at(0) == 0xE0 && at(1) < 0xA0) return false;  // overlong
  if (at(0) == 0xED && at(1) > 0x9F) return false;  // a surrogate
  if (at(0) == 0xF0 && at(1) < 0x90) return false;  // overlong
  return !(at(0) == 0xF4 && at(1) > 0x8F);          // beyond U+10FFFF
}

std::string utf8_of_latin1(std::string_view text) {
  std::string made;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) {
      made.push_back(c);
    } else {
      made.push_back(static_cast<char>(0xC0U | (byte >> 6U)));
      made.push_back(static_cast<char>(0x80U | (byte & 0x3FU)));
    }
  }
  return made;
}

}  // namespace

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const auto length = length_of_character(static_cast<unsigned char>(text[0]));
    if (length == 0 || length > text.size() || !is_character(text.substr(0, length))) return false;
    text.remove_prefix(length);
  }
  return true;
}

std::string text_of_payload(ByteView bytes) {
  std::string_view given = text_of(bytes);
  if (given.substr(0, kByteOrderMark.size()) == kByteOrderMark) {
    given.remove_prefix(kByteOrderMark.size());
  }
  const std::string text = is_utf8(given) ? std::string(given) : utf8_of_latin1(given);
  std::string kept;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool c1 = text[i] == '\xC2' && static_cast<unsigned char>(text[i + 1]) < 0xA0;
    if (c1) {
      ++i;
    } else if (text[i] != '\0') {
      kept.push_back(text[i]);
    }
  }
  return kept;
}

std::string_view trimmed(std::string_view text, std::string_view of) {
  const auto first = text.find_first_not_of(of);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(of) - first + 1);
}

bool is_digits(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::optional<int> number_of(std::string_view digits) {
  if (!is_digits(digits) || digits.size() > 9) return std::nullopt;
  int number = 0;
  for (const char c : digits) number = number * 10 + (c - '0');
  return number;
}

void add_field(std::vector<PayloadField>& fields, std::string_view name, std::string_view value) {
  if (value.empty()) return;
  std::string free(name);
  for (int count = 2; find_field(fields, free); ++count) {
    free = std::string(name) + "_" + std::to_string(count);
  }
  fields.push_back({std::move(free), std::string(value)});
}

}  // namespace garita::reader
