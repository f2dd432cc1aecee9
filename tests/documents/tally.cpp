#include "tests/documents/tally.h"

#include <algorithm>

namespace garita::reader {

std::string text_of(const Mrz& mrz) {
  std::string text;
  for (const std::string& line : mrz.lines) text += (text.empty() ? "" : "|") + line;
  return text;
}

void Tally::note(const Reading& reading, const std::vector<std::string>& zones) {
  std::vector<std::string> read;
  bool any_valid = false;
  bool any_valid_wrong = false;
  for (const auto& document : reading.documents) {
    if (!document.mrz) continue;
    read.push_back(text_of(document.mrz->mrz));
    const bool right = std::find(zones.begin(), zones.end(), read.back()) != zones.end();
    any_valid = any_valid || document.mrz->valid();
    any_valid_wrong = any_valid_wrong || (document.mrz->valid() && !right);
  }
  const bool all = std::all_of(zones.begin(), zones.end(), [&](const std::string& zone) {
    return std::count(read.begin(), read.end(), zone) == 1;
  });
  ++pictures;
  exact += all && read.size() == zones.size() ? 1 : 0;
  valid += any_valid ? 1 : 0;
  valid_but_wrong += any_valid_wrong ? 1 : 0;
  nothing += read.empty() ? 1 : 0;
}

std::string reason_of_miss(const Reading& reading, const std::string& printed) {
  const auto& mrz = reading.documents.front().mrz;
  if (!mrz) return "nothing was read";
  const std::string read = text_of(mrz->mrz);
  if (read == printed) return "";
  const std::string verdict = mrz->valid() ? ", and it claims to be valid" : "";
  if (read.size() != printed.size()) return "lines of another length" + verdict;
  int wrong = 0;
  int twins = 0;
  for (std::size_t i = 0; i < read.size(); ++i) {
    if (read[i] == printed[i]) continue;
    ++wrong;
    const std::string pair{read[i], printed[i]};
    twins += pair == "O0" || pair == "0O" ? 1 : 0;
  }
  if (wrong == twins) return "O and 0 taken for one another" + verdict;
  if (wrong > static_cast<int>(read.size()) / 8) return "a line out of step" + verdict;
  return std::to_string(wrong) + " characters misread" + verdict;
}

}  // namespace garita::reader
