#include "document-reader/mrz/fitted_names.h"

#include <algorithm>
#include <numeric>
#include <vector>

namespace garita::reader {
namespace {

constexpr std::size_t kParting = 2;

std::vector<std::string_view> split(std::string_view words) {
  std::vector<std::string_view> parts;
  while (!words.empty()) {
    const auto end = std::min(words.find('<'), words.size());
    parts.push_back(words.substr(0, end));
    words.remove_prefix(std::min(end + 1, words.size()));
  }
  return parts;
}

/// The lengths cut to one common length, so that they add up to `room` or less; what remains goes
/// to the first of them that were cut, a place each.
void level(std::vector<std::size_t>& lengths, std::size_t room) {
  const auto sum_at = [&](std::size_t cap) {
    return std::accumulate(
        lengths.begin(), lengths.end(), std::size_t{0},
        [&](std::size_t sum, std::size_t one) { return sum + std::min(one, cap); });
  };
  std::size_t cap = 1;
  while (cap < room && sum_at(cap + 1) <= room) ++cap;
  std::size_t left = room - std::min(room, sum_at(cap));
  for (auto& length : lengths) {
    if (length <= cap) continue;
    length = cap + (left > 0 ? 1 : 0);
    left -= left > 0 ? 1 : 0;
  }
}

/// The first `room` places of the words; where the cut falls behind a word, the word gives its last
/// letter away for the next one's first, so that the last place is a letter.
std::string cut(std::string_view words, std::size_t room) {
  std::string kept(words.substr(0, room));
  if (kept.size() == words.size() || kept.empty() || kept.back() != '<') return kept;
  if (room < 3 || kept[room - 3] == '<') {
    kept.pop_back();
    return kept;
  }
  kept[room - 2] = '<';
  kept[room - 1] = words[room];
  return kept;
}

}  // namespace

std::string fitted_words(std::string_view words, std::size_t room) {
  if (words.size() <= room) return std::string(words);
  auto parts = split(words);
  // A letter of each word and the fillers between must fit.
  while (parts.size() > 1 && 2 * parts.size() - 1 > room) parts.pop_back();
  const std::size_t between = parts.size() - 1;
  const std::size_t first = std::min(parts.front().size(), room - 2 * between);
  std::vector<std::size_t> others;
  for (std::size_t i = 1; i < parts.size(); ++i) others.push_back(parts[i].size());
  level(others, room - between - first);
  std::string fitted(parts.front().substr(0, first));
  for (std::size_t i = 1; i < parts.size(); ++i) {
    fitted += '<';
    fitted += parts[i].substr(0, others[i - 1]);
  }
  return fitted;
}

std::string fitted_names(std::string_view primary, std::string_view secondary, std::size_t room) {
  if (secondary.empty()) return fitted_words(primary, room);
  std::string first(primary);
  if (primary.size() + kParting + 1 > room) {
    const std::size_t word = std::min(secondary.find('<'), secondary.size());
    first = fitted_words(primary, room - kParting - std::min(word, room / 4));
  }
  auto last = cut(secondary, room - kParting - first.size());
  const bool falls_short = last.size() < secondary.size() &&
                           first.size() + kParting + last.size() < room && first.size() > 1;
  if (falls_short) {
    // A letter of the primary identifier makes the place that the next word needs.
    first = fitted_words(first, first.size() - 1);
    last = cut(secondary, room - kParting - first.size());
  }
  return first + "<<" + last;
}

}  // namespace garita::reader
