#include "schema/matching/name_words.h"

#include <algorithm>
#include <limits>

#include "schema/matching/normalise.h"

namespace garita {
namespace {

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    auto letters = folded_name(normalised_words(text.substr(0, end)));
    if (!letters.empty()) words.push_back(std::move(letters));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

}  // namespace

Result<NameWords> NameWords::parse(std::string_view text) {
  NameWords words;
  GARITA_CHECK(words.take(text));
  return words;
}

NameWords NameWords::shipped() {
  NameWords words;
  ensure(words.take(shipped_name_words()).has_value(),
         "the words that are shipped are well formed");
  return words;
}

Result<void> NameWords::take(std::string_view text) {
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const auto taken = take_line(text.substr(0, end));
    if (!taken) return fail(taken.error(), "line " + std::to_string(number));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return {};
}

Result<void> NameWords::take_line(std::string_view line) {
  if (line.empty() || line.front() == '#') return {};
  const std::size_t gap = std::min(line.find(' '), line.size());
  const std::string_view what = line.substr(0, gap);
  const auto words = words_of(line.substr(gap));
  if (words.empty()) return fail(Remedy::kReject, "there is no word");
  if (groups_.size() >= std::numeric_limits<std::uint16_t>::max())
    return fail(Remedy::kReject, "there are too many lines");
  const auto all_are = [&](WordKind kind) {
    for (const auto& word : words) kinds_.emplace(word, kind);
  };
  if (what == "particle") {
    all_are(WordKind::kParticle);
  } else if (what == "title") {
    all_are(WordKind::kTitle);
  } else if (what == "company") {
    all_are(WordKind::kCompany);
  } else if (what == "common") {
    for (const auto& word : words) common_.insert(word);
  } else if (what == "short") {
    take_short_forms(words);
  } else if (what == "same") {
    take_same_names(words);
  } else {
    return fail(Remedy::kReject, "'" + std::string(what) + "' is not known");
  }
  return {};
}

std::uint16_t NameWords::new_group(bool clique, const std::vector<std::string>& words) {
  groups_.push_back({clique, words});
  return static_cast<std::uint16_t>(groups_.size() - 1);
}

void NameWords::take_short_forms(const std::vector<std::string>& words) {
  const auto group = new_group(false, words);
  for (const auto& word : words) places_[word].push_back({group, &word == &words.front()});
}

void NameWords::take_same_names(const std::vector<std::string>& words) {
  const auto group = new_group(true, words);
  for (const auto& word : words) places_[word].push_back({group, false});
}

WordKind NameWords::kind_of(const std::string& letters) const {
  const auto found = kinds_.find(letters);
  return found == kinds_.end() ? WordKind::kName : found->second;
}

bool NameWords::is_common(const std::string& letters) const { return common_.contains(letters); }

Kinship NameWords::kinship(const std::string& a, const std::string& b) const {
  const auto of_a = places_.find(a);
  const auto of_b = places_.find(b);
  if (a == b || of_a == places_.end() || of_b == places_.end()) return Kinship::kNone;
  auto best = Kinship::kNone;
  for (const auto& one : of_a->second) {
    const auto other = std::find_if(of_b->second.begin(), of_b->second.end(),
                                    [&](const Place& place) { return place.group == one.group; });
    if (other == of_b->second.end()) continue;
    if (groups_[one.group].clique) return Kinship::kSameName;
    if (one.head || other->head) best = Kinship::kShortForm;
  }
  return best;
}

std::vector<std::string> NameWords::kin_of(const std::string& letters) const {
  std::vector<std::string> kin;
  const auto found = places_.find(letters);
  if (found == places_.end()) return kin;
  for (const auto& place : found->second)
    for (const auto& word : groups_[place.group].words)
      if (kinship(letters, word) != Kinship::kNone) kin.push_back(word);
  std::sort(kin.begin(), kin.end());
  kin.erase(std::unique(kin.begin(), kin.end()), kin.end());
  return kin;
}

}  // namespace garita
