#include "tests/support/plaintext_scan/plaintext_scan.h"

#include <algorithm>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <set>

#include "schema/vocabulary/result.h"
#include "tests/support/specimens/fields.h"
#include "tests/support/specimens/mrz_lines.h"

namespace garita::tests {
namespace {

constexpr std::size_t kWordBytesMin = 4;

struct Needle {
  std::string bytes;
  std::string word;
  std::string form;
};

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

std::string utf16le(const std::string& utf8) {
  std::string wide;
  for (std::size_t i = 0; i < utf8.size(); ++i) {
    const auto c = static_cast<unsigned char>(utf8[i]);
    unsigned code = c;
    if (c >= 0xC0U && i + 1 < utf8.size()) {
      code = (c & 0x1FU) << 6U | (static_cast<unsigned char>(utf8[++i]) & 0x3FU);
    }
    wide += static_cast<char>(code & 0xFFU);
    wide += static_cast<char>(code >> 8U);
  }
  return wide;
}

bool is_date(const std::string& word) {
  return word.size() == 10 && word[4] == '-' && word[7] == '-' &&
         std::all_of(word.begin(), word.begin() + 4, [](char c) { return c >= '0' && c <= '9'; });
}

std::vector<Needle> needles_of(const std::vector<std::string>& words) {
  std::vector<Needle> needles;
  std::set<std::string> known;
  const auto add = [&](const std::string& bytes, const std::string& word, const std::string& form) {
    if (known.insert(bytes).second) needles.push_back({bytes, word, form});
  };
  for (const auto& word : words) {
    ensure(word.size() >= kWordBytesMin, "a word to look for has at least four bytes");
    std::vector<std::pair<std::string, std::string>> forms{{word, "utf8"},
                                                           {cased(word, true), "utf8_upper_case"},
                                                           {cased(word, false), "utf8_lower_case"}};
    // In the zone a date has no hyphens and no century; all else is spelt letter by letter.
    const std::string zone = is_date(word)
                                 ? word.substr(2, 2) + word.substr(5, 2) + word.substr(8, 2)
                                 : mrz_spelling(word);
    if (zone.size() >= kWordBytesMin) forms.emplace_back(zone, "mrz");
    for (const auto& [bytes, form] : forms) {
      add(bytes, word, form);
      add(utf16le(bytes), word, form + "_utf16le");
    }
  }
  return needles;
}

std::string bytes_of_file(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

void look(const std::filesystem::path& file, const std::vector<Needle>& needles,
          std::vector<ClearText>& found) {
  const std::string bytes = bytes_of_file(file);
  for (const auto& needle : needles) {
    const std::boyer_moore_horspool_searcher searcher(needle.bytes.begin(), needle.bytes.end());
    const auto at = std::search(bytes.begin(), bytes.end(), searcher);
    if (at == bytes.end()) continue;
    const auto offset = static_cast<std::uint64_t>(at - bytes.begin());
    found.push_back({file, offset, needle.word, needle.form});
  }
}

}  // namespace

std::vector<ClearText> find_clear_text(const std::filesystem::path& folder,
                                       const std::vector<std::string>& words) {
  const auto needles = needles_of(words);
  std::vector<ClearText> found;
  std::error_code error;
  std::filesystem::recursive_directory_iterator at(folder, error);
  ensure(!error, "the folder to look through is there");
  for (const std::filesystem::recursive_directory_iterator end; at != end; at.increment(error)) {
    if (error) break;
    std::error_code vanished;
    if (at->is_regular_file(vanished)) look(at->path(), needles, found);
  }
  return found;
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
