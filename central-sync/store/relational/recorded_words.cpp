#include "central-sync/store/relational/recorded_words.h"

#include <algorithm>
#include <tuple>

#include "schema/matching/normalise.h"

namespace garita::central {

void RecordedWords::add(std::string_view name) {
  while (!name.empty()) {
    const auto end = std::min(name.find_first_of(" -"), name.size());
    const std::string word(name.substr(0, end));
    name.remove_prefix(std::min(end + 1, name.size()));
    const auto key = normalised_words(word);
    if (key.empty()) continue;
    std::string& written = written_[key];
    const auto longer = [](const std::string& text) { return std::tuple(text.size(), text); };
    if (longer(written) < longer(word)) written = word;
  }
}

std::string RecordedWords::in(std::string_view reasons) const {
  std::string text;
  while (!reasons.empty()) {
    const auto end = std::min(reasons.find("; "), reasons.size());
    const auto reason = reasons.substr(0, end);
    const auto value = std::min(reason.find(' '), reason.size());
    const bool of_words = reason.starts_with("word") || reason.starts_with("only_in");
    if (!text.empty()) text += "; ";
    text += reason.substr(0, value);
    text += of_words ? in_value(reason.substr(value)) : std::string(reason.substr(value));
    reasons.remove_prefix(std::min(end + 2, reasons.size()));
  }
  return text;
}

std::string RecordedWords::in_value(std::string_view value) const {
  std::string text;
  while (!value.empty()) {
    const auto end = std::min(value.find_first_of(" ~"), value.size());
    const auto known = written_.find(value.substr(0, end));
    text += known == written_.end() ? std::string(value.substr(0, end)) : known->second;
    text += value.substr(end, 1);
    value.remove_prefix(std::min(end + 1, value.size()));
  }
  return text;
}

}  // namespace garita::central
