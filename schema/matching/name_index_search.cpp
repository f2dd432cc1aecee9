#include <algorithm>
#include <array>
#include <cmath>
#include <unordered_map>

#include "schema/matching/name_index.h"
#include "schema/matching/name_index_image.h"
#include "schema/matching/name_index_view.h"
#include "schema/matching/word_keys.h"

namespace garita {

using name_index::Numbers;
using name_index::Section;

namespace {

constexpr std::size_t kBlockEntries = 65536;   ///< their marks fit a core's cache
constexpr std::size_t kVariantsMax = 48;       ///< words of the list that one word may mean
constexpr double kVariantLikenessMin = 0.68;   ///< what is less alike is another word
constexpr std::size_t kPostingsMax = 900'000;  ///< entries of words that are gone through
constexpr std::uint16_t kBit = 64;             ///< marks that one bit of rareness gives
constexpr std::size_t kCutLettersMin = 3;

/// A word of the list that a word of the question may mean.
struct Variant {
  std::uint32_t word = 0;
  double likeness = 0;
};

/// Entries that have one of the list's words, and what that tells.
struct Posting {
  std::uint32_t first = 0;
  std::uint32_t last = 0;
  std::uint16_t marks = 0;
  bool exact = false;

  [[nodiscard]] std::uint32_t size() const { return last - first; }
};

}  // namespace

namespace {

/// The first word of the list that does not come before `letters`.
std::uint32_t lower_bound(const NameIndexImage& image, std::string_view letters) {
  std::uint32_t low = 0;
  auto high = static_cast<std::uint32_t>(image.words);
  while (low < high) {
    const std::uint32_t middle = low + (high - low) / 2;
    if (image.word(middle) < letters)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

/// Adds the words that have the key.
void add_words_under(const NameIndexImage& image, std::uint32_t key,
                     std::vector<std::uint32_t>& found) {
  constexpr std::size_t kUnderOneKeyMax = 4096;
  const auto keys_at = image.numbers(Section::kKeysAt);
  const auto keys = image.numbers(Section::kKeys);
  const auto words = image.numbers(Section::kKeyWords);
  const std::uint32_t group = key >> (32 - name_index::kKeyGroupBits);
  const std::uint32_t end = keys_at[group + 1];
  std::uint32_t low = keys_at[group];
  std::uint32_t high = end;
  while (low < high) {
    const std::uint32_t middle = low + (high - low) / 2;
    if (keys[middle] < key)
      low = middle + 1;
    else
      high = middle;
  }
  for (std::size_t count = 0; low < end && keys[low] == key && count < kUnderOneKeyMax; ++count)
    found.push_back(words[low++]);
}

bool tells(const NameWord& word) { return word.kind == WordKind::kName && !word.initial; }

/// What a posting's entries are marked with: bits of rareness, less for a word that is only alike.
std::uint16_t marks_of(double rareness, double likeness) {
  return static_cast<std::uint16_t>(
      std::lround(std::clamp(rareness, 0.5, 24.0) * likeness * likeness * kBit));
}

/// How much a birth moves a candidate, in marks.
int marks_of_births(const Birth& a, const Birth& b) {
  if (!a.known() || !b.known()) return 0;
  if (a.year_first == b.year_first && a.year_last == b.year_last) {
    const bool day = a.month != 0 && a.month == b.month && a.day == b.day;
    return (day ? 10 : 4) * kBit;
  }
  const int apart = std::max({0, a.year_first - b.year_last, b.year_first - a.year_last});
  if (apart <= 1) return 3 * kBit;
  if (a.month != 0 && a.month == b.month && a.day == b.day) return 2 * kBit;
  return apart <= 3 ? kBit : -4 * kBit;
}

struct Promising {
  int marks = 0;
  std::uint32_t entry = 0;
};

bool more_promising(const Promising& a, const Promising& b) {
  return a.marks != b.marks ? a.marks > b.marks : a.entry < b.entry;
}

/// Keeps the best of many.
class Best {
 public:
  explicit Best(std::size_t most) : most_(most) { held_.reserve(2 * most); }
  [[nodiscard]] int least() const { return least_; }
  void offer(Promising promising) {
    if (promising.marks < least_) return;
    held_.push_back(promising);
    if (held_.size() < 2 * most_) return;
    shrink();
    least_ = held_.back().marks;
  }
  std::vector<Promising> take() {
    shrink();
    return std::move(held_);
  }

 private:
  void shrink() {
    std::sort(held_.begin(), held_.end(), more_promising);
    if (held_.size() > most_) held_.resize(most_);
  }
  std::size_t most_;
  int least_ = 1;
  std::vector<Promising> held_;
};

/// One question to one image.
class Search {
 public:
  Search(const Described& query, const NameReader& reader, const NameIndexImage& image)
      : query_(query), reader_(reader), image_(image) {}

  /// The postings to go through, the rarest first, within kPostingsMax.
  std::vector<Posting> postings() {
    const bool nothing_tells =
        std::none_of(query_.name.words.begin(), query_.name.words.end(), tells);
    for (const auto& word : query_.name.words)
      if (nothing_tells || tells(word)) add_variants(word);
    add_joined();
    take_once();
    std::sort(postings_.begin(), postings_.end(), [](const Posting& a, const Posting& b) {
      return a.exact != b.exact ? a.exact : a.size() < b.size();
    });
    std::size_t sum = 0;
    std::size_t kept = 0;
    while (kept < postings_.size() &&
           (postings_[kept].exact || sum + postings_[kept].size() <= kPostingsMax))
      sum += postings_[kept++].size();
    postings_.resize(kept);
    return std::move(postings_);
  }

 private:
  /// Two words of the question may mean one of the list, which then counts once.
  void take_once() {
    std::sort(postings_.begin(), postings_.end(), [](const Posting& a, const Posting& b) {
      return a.first != b.first ? a.first < b.first : a.marks > b.marks;
    });
    const auto end = std::unique(
        postings_.begin(), postings_.end(),
        [](const auto& a, const auto& b) { return a.first == b.first && a.last == b.last; });
    postings_.erase(end, postings_.end());
  }

  [[nodiscard]] double rareness_of(std::uint32_t word) const {
    return std::log2(double(image_.entries) / std::max(1U, image_.count_of(word)));
  }
  [[nodiscard]] std::uint32_t exact(std::string_view letters) const {
    const auto at = lower_bound(image_, letters);
    return at < image_.words && image_.word(at) == letters
               ? at
               : static_cast<std::uint32_t>(image_.words);
  }

  void add(const Variant& variant, double rareness_max) {
    const auto at = image_.numbers(Section::kEntriesAt);
    const double rareness = std::min(rareness_max, rareness_of(variant.word));
    postings_.push_back({at[variant.word], at[variant.word + 1],
                         marks_of(rareness, variant.likeness), variant.likeness == 1});
  }

  void add_variants(const NameWord& word) {
    const auto same = exact(word.spelling.letters);
    // A slip of a common name is no rare name.
    const double rareness_max = same < image_.words ? rareness_of(same) : 24;
    for (const auto& variant : variants_of(word)) add(variant, rareness_max);
    if (same == image_.words) add_split(word.spelling.letters);
  }

  [[nodiscard]] std::vector<Variant> variants_of(const NameWord& word) const {
    std::vector<std::uint32_t> found;
    for (const auto key : word_keys(word.spelling.letters)) add_words_under(image_, key, found);
    if (word.without_vowels)
      for (const auto key : vowelless_keys(word.spelling.letters))
        add_words_under(image_, key, found);
    for (const auto& kin : reader_.words().kin_of(word.spelling.letters))
      if (const auto at = exact(kin); at < image_.words) found.push_back(at);
    if (word.may_be_cut && word.spelling.letters.size() >= kCutLettersMin)
      add_begun(word.spelling.letters, found);
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    std::vector<Variant> variants;
    for (const auto at : found) {
      const double alike = compare(word, at);
      if (alike >= kVariantLikenessMin) variants.push_back({at, alike});
    }
    std::sort(variants.begin(), variants.end(), [](const Variant& a, const Variant& b) {
      return a.likeness != b.likeness ? a.likeness > b.likeness : a.word < b.word;
    });
    if (variants.size() > kVariantsMax) variants.resize(kVariantsMax);
    return variants;
  }

  [[nodiscard]] double compare(const NameWord& word, std::uint32_t at) const {
    return likeness_of_words(word, reader_.word_of({std::string(image_.word(at))}),
                             reader_.words());
  }

  /// Words that begin with what may be cut off.
  void add_begun(std::string_view letters, std::vector<std::uint32_t>& found) const {
    constexpr std::size_t kBegunMax = 400;
    auto at = lower_bound(image_, letters);
    for (std::size_t count = 0; at < image_.words && count < kBegunMax; ++at, ++count) {
      if (!image_.word(at).starts_with(letters)) return;
      found.push_back(at);
    }
  }

  /// RAMIMAKHLOUF where the list has RAMI and MAKHLOUF.
  void add_split(std::string_view letters) {
    constexpr std::size_t kPartMin = 3;
    for (std::size_t i = kPartMin; i + kPartMin <= letters.size(); ++i) {
      const auto first = exact(letters.substr(0, i));
      const auto second = exact(letters.substr(i));
      if (first == image_.words || second == image_.words) continue;
      for (const auto part : {first, second}) add({part, 0.9}, 24);
    }
  }

  /// ABU SALEH where the list has ABUSALEH: two words and three that stand together.
  void add_joined() {
    const auto& words = query_.name.words;
    for (std::size_t i = 0; i + 1 < words.size(); ++i) {
      std::string joined = words[i].spelling.letters;
      for (std::size_t k = i + 1; k < std::min(words.size(), i + 3); ++k) {
        joined += words[k].spelling.letters;
        if (joined.size() > kWordLettersMax) break;
        if (const auto at = exact(joined); at < image_.words) add({at, 0.95}, 24);
      }
    }
  }

  const Described& query_;
  const NameReader& reader_;
  const NameIndexImage& image_;
  std::vector<Posting> postings_;
};

/// Adds up the marks of a block of entries at a time.
class Marking {
 public:
  Marking(std::vector<Posting> postings, const Numbers& entries)
      : postings_(std::move(postings)), entries_(entries), marks_(kBlockEntries) {}

  /// Calls use(entry, marks) for what has marks, in ascending order.
  void each(std::size_t count, auto use) {
    for (std::size_t begin = 0; begin < count; begin += kBlockEntries) {
      const std::size_t end = std::min(count, begin + kBlockEntries);
      bool some = false;
      for (auto& posting : postings_) {
        for (; posting.first < posting.last && entries_[posting.first] < end; ++posting.first) {
          marks_[entries_[posting.first] - begin] =
              static_cast<std::uint16_t>(marks_[entries_[posting.first] - begin] + posting.marks);
          some = true;
        }
      }
      if (some) sweep(begin, end, use);
    }
  }

 private:
  void sweep(std::size_t begin, std::size_t end, auto use) {
    constexpr std::size_t kAtOnce = 4;
    for (std::size_t i = 0; i < end - begin; i += kAtOnce) {
      std::uint64_t four;
      std::memcpy(&four, &marks_[i], sizeof four);
      if (four == 0) continue;
      for (std::size_t k = i; k < std::min(i + kAtOnce, end - begin); ++k)
        if (marks_[k] != 0) use(static_cast<std::uint32_t>(begin + k), int{marks_[k]});
      std::fill_n(marks_.begin() + std::ptrdiff_t(i), kAtOnce, std::uint16_t{0});
    }
  }

  std::vector<Posting> postings_;
  const Numbers& entries_;
  std::vector<std::uint16_t> marks_;
};

}  // namespace

std::vector<std::uint32_t> NameIndex::candidates(const Described& query, const NameReader& reader,
                                                 std::size_t most) const {
  const auto& image = *image_;
  if (image.entries == 0 || most == 0) return {};
  const auto entries = image.numbers(Section::kEntries);
  Search search(query, reader, image);
  Best best(most);
  constexpr int kBirthMarksMax = 10 * kBit;
  Marking(search.postings(), entries).each(image.entries, [&](std::uint32_t entry, int marks) {
    if (marks + kBirthMarksMax < best.least()) return;
    best.offer({std::max(1, marks + marks_of_births(query.birth, image.birth(entry))), entry});
  });
  std::vector<std::uint32_t> found;
  for (const auto& promising : best.take()) found.push_back(promising.entry);
  return found;
}

std::vector<FoundName> NameIndex::search(const Described& query, const NameReader& reader,
                                         const SearchLimits& limits) const {
  std::vector<FoundName> found;
  std::unordered_map<std::uint32_t, NameWord> made;  // candidates have many words in common
  const auto word_of = [&](const KeptWord& kept, std::uint32_t spelled) -> const NameWord& {
    const auto known = made.find(spelled);
    return known != made.end() ? known->second
                               : made.emplace(spelled, reader.word_of(kept)).first->second;
  };
  for (const auto entry : candidates(query, reader, limits.candidates)) {
    const auto listed = image_->described(entry, word_of);
    const double value = score_value(query, listed, reader.words());
    if (value >= limits.score_min)
      found.push_back({entry, value, compare_births(query.birth, listed.birth)});
  }
  const auto rank = [](BirthAgreement birth) {  // saying nothing is worse than a near year
    return birth == BirthAgreement::kUnknown ? BirthAgreement::kFewYears : birth;
  };
  std::stable_sort(found.begin(), found.end(), [&](const FoundName& a, const FoundName& b) {
    if (a.score != b.score) return a.score > b.score;
    if (rank(a.birth) != rank(b.birth)) return rank(a.birth) < rank(b.birth);
    return a.entry < b.entry;
  });
  if (found.size() > limits.results) found.resize(limits.results);
  return found;
}

}  // namespace garita
