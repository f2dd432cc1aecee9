#include "tests/support/plaintext_scan/plaintext_scan.h"

#include <algorithm>
#include <cstring>
#include <fstream>
#include <iterator>
#include <set>

#include "schema/vocabulary/bytes.h"
#include "schema/vocabulary/result.h"
#include "tests/support/plaintext_scan/streams.h"
#include "tests/support/specimens/fields.h"
#include "tests/support/specimens/mrz_lines.h"

namespace garita::tests {
namespace {

constexpr std::size_t kWordBytesMin = 4;
/// Base64 of a short word is cut to fewer characters, which would stand anywhere by chance.
constexpr std::size_t kBase64CharactersMin = 6;
constexpr std::size_t kWindowBytes = 64;
constexpr std::size_t kWindowsMax = 64;
/// A window with fewer different bytes is padding or a table that many files share.
constexpr std::size_t kDifferentBytesMin = 32;
constexpr int kDepthMax = 3;

/// ASCII and the letters of Latin-1, which is what our invented names are written in.
std::string cased(const std::string& utf8, bool upper) {
  std::string result = utf8;
  for (std::size_t i = 0; i < result.size(); ++i) {
    auto c = static_cast<unsigned char>(result[i]);
    const bool latin1 = i > 0 && static_cast<unsigned char>(result[i - 1]) == 0xC3U;
    const auto first = static_cast<unsigned char>(upper ? 'a' : 'A');
    const bool ascii_other = c >= first && c < first + 26;
    const unsigned char low = upper ? 0xA0U : 0x80U;
    const bool latin1_other = latin1 && c >= low && c <= low + 0x1EU;
    if (ascii_other || latin1_other) c = static_cast<unsigned char>(c ^ 0x20U);
    result[i] = static_cast<char>(c);
  }
  return result;
}

enum class ByteOrder { kLittle, kBig };

std::string utf16(const std::string& utf8, ByteOrder order) {
  std::string wide;
  for (std::size_t i = 0; i < utf8.size(); ++i) {
    const auto c = static_cast<unsigned char>(utf8[i]);
    unsigned code = c;
    if (c >= 0xC0U && i + 1 < utf8.size()) {
      code = (c & 0x1FU) << 6U | (static_cast<unsigned char>(utf8[++i]) & 0x3FU);
    }
    const std::array<char, 2> pair{static_cast<char>(code & 0xFFU), static_cast<char>(code >> 8U)};
    wide += order == ByteOrder::kLittle ? pair[0] : pair[1];
    wide += order == ByteOrder::kLittle ? pair[1] : pair[0];
  }
  return wide;
}

bool is_date(const std::string& word) {
  return word.size() == 10 && word[4] == '-' && word[7] == '-' &&
         std::all_of(word.begin(), word.begin() + 4, [](char c) { return c >= '0' && c <= '9'; });
}

/// What of the base64 of anything that holds `bytes` depends on them alone, when `skew` bytes of
/// a group of three stand before them.
std::string base64_inside(const std::string& bytes, std::size_t skew) {
  const std::string padded = std::string(skew, '\0') + bytes;
  std::string text = to_base64(bytes_of(padded));
  const std::size_t sure_bits = padded.size() * 8;
  const std::size_t begin = (skew * 8 + 5) / 6;
  const std::size_t end = sure_bits / 6;
  return end > begin ? text.substr(begin, end - begin) : "";
}

std::string upper_hex(std::string text) {
  std::ranges::transform(text, text.begin(), [](char c) {
    return c >= 'a' && c <= 'f' ? static_cast<char>(c - 0x20) : c;
  });
  return text;
}

std::uint32_t start_of(const char* bytes) {
  std::uint32_t start = 0;
  std::memcpy(&start, bytes, sizeof start);
  return start;
}

std::uint16_t short_start_of(const char* bytes) {
  std::uint16_t start = 0;
  std::memcpy(&start, bytes, sizeof start);
  return start;
}

std::string bytes_of_file(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

}  // namespace

void ClearTextScan::add(const std::string& bytes, const std::string& word,
                        const std::string& form) {
  const auto same = [&](const Needle& needle) { return needle.bytes == bytes; };
  if (std::ranges::any_of(needles_, same)) return;
  by_start_.emplace(start_of(bytes.data()), needles_.size());
  starts_[short_start_of(bytes.data())] = true;
  needles_.push_back({bytes, word, form});
}

void ClearTextScan::add_encoded(const std::string& bytes, const std::string& word,
                                const std::string& form) {
  add(bytes, word, form);
  const std::string hex = to_hex(bytes_of(bytes));
  add(hex, word, form + "_hex");
  add(upper_hex(hex), word, form + "_hex");
  for (std::size_t skew = 0; skew < 3; ++skew) {
    const std::string text = base64_inside(bytes, skew);
    if (text.size() >= kBase64CharactersMin) add(text, word, form + "_base64");
  }
}

void ClearTextScan::add_word(const std::string& utf8) {
  ensure(utf8.size() >= kWordBytesMin, "a word to look for has at least four bytes");
  std::vector<std::pair<std::string, std::string>> forms{{utf8, "utf8"},
                                                         {cased(utf8, true), "utf8_upper_case"},
                                                         {cased(utf8, false), "utf8_lower_case"}};
  // In the zone a date has no hyphens and no century; all else is spelt letter by letter.
  const std::string zone = is_date(utf8) ? utf8.substr(2, 2) + utf8.substr(5, 2) + utf8.substr(8, 2)
                                         : mrz_spelling(utf8);
  if (zone.size() >= kWordBytesMin) forms.emplace_back(zone, "mrz");
  for (const auto& [bytes, form] : forms) {
    add_encoded(bytes, utf8, form);
    add(utf16(bytes, ByteOrder::kLittle), utf8, form + "_utf16le");
    add(utf16(bytes, ByteOrder::kBig), utf8, form + "_utf16be");
  }
}

void ClearTextScan::add_content(const std::string& name, std::string_view content) {
  const std::size_t step = std::max(kWindowBytes, content.size() / kWindowsMax);
  bool added = false;
  for (std::size_t at = 0; at + kWindowBytes <= content.size(); at += step) {
    const std::string window(content.substr(at, kWindowBytes));
    if (std::set(window.begin(), window.end()).size() < kDifferentBytesMin) continue;
    add_encoded(window, name, "bytes");
    added = true;
  }
  ensure(added, "a content to look for has a window that is its own");
}

void ClearTextScan::look_into(std::string_view bytes, const ClearText& at, int depth,
                              std::vector<ClearText>& found) const {
  for (std::size_t i = 0; i + kWordBytesMin <= bytes.size(); ++i) {
    if (starts_[short_start_of(&bytes[i])]) {
      const auto [first, last] = by_start_.equal_range(start_of(&bytes[i]));
      for (auto one = first; one != last; ++one) {
        const Needle& needle = needles_[one->second];
        if (!bytes.substr(i).starts_with(needle.bytes)) continue;
        found.push_back({at.file, i, needle.word, at.form + needle.form});
      }
    }
    if (depth >= kDepthMax) continue;
    const Stream inner = stream_at_front(bytes.substr(i));
    if (inner.content.empty()) continue;
    const ClearText inside{at.file, 0, "", at.form + std::string(inner.kind) + " "};
    look_into(inner.content, inside, depth + 1, found);
  }
}

std::vector<ClearText> ClearTextScan::look_at(std::string_view bytes,
                                              const std::filesystem::path& name) const {
  std::vector<ClearText> found;
  look_into(bytes, {name, 0, "", ""}, 0, found);
  return found;
}

std::vector<ClearText> ClearTextScan::look_through(const std::filesystem::path& place,
                                                   Extent& extent) const {
  namespace fs = std::filesystem;
  std::vector<ClearText> found;
  const auto look = [&](const fs::path& file) {
    std::error_code vanished;
    if (!fs::is_regular_file(file, vanished)) return;
    const std::string bytes = bytes_of_file(file);
    ++extent.files;
    extent.bytes += bytes.size();
    const auto places = look_at(bytes, file);
    found.insert(found.end(), places.begin(), places.end());
  };
  std::error_code error;
  if (!fs::is_directory(place, error)) {
    look(place);
    return found;
  }
  fs::recursive_directory_iterator at(place, error);
  for (const fs::recursive_directory_iterator end; !error && at != end; at.increment(error)) {
    look(at->path());
  }
  return found;
}

std::vector<ClearText> find_clear_text(const std::filesystem::path& folder,
                                       const std::vector<std::string>& words) {
  ensure(std::filesystem::is_directory(folder), "the folder to look through is there");
  ClearTextScan scan;
  for (const auto& word : words) scan.add_word(word);
  Extent extent;
  return scan.look_through(folder, extent);
}

std::string report_of(const std::vector<ClearText>& found) {
  std::string report;
  for (const auto& place : found) {
    report += place.file.string() + " at " + std::to_string(place.offset) + ": " + place.word +
              " (" + place.form + ")\n";
  }
  return report;
}

}  // namespace garita::tests
