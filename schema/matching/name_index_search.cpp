#include <algorithm>
#include <array>
#include <bit>
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
constexpr std::size_t kPostingsMax = 400'000;  ///< entries of words that are gone through
constexpr int kBit = 64;                       ///< marks that one bit of rareness gives
constexpr std::size_t kCutLettersMin = 3;
constexpr double kOfKin = 0.9;    ///< a short form, or one name in another language
constexpr double kOfBegun = 0.9;  ///< what begins like a word that may be cut

/// A word of the list that a word of the question may mean.
struct Variant {
  std::uint32_t word = 0;
  double likeness = 0;
};

/// Entries that have one of the list's words, and what that tells.
struct Posting {
  std::uint32_t first = 0;
  std::uint32_t last = 0;
  std::int16_t marks = 0;
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
  const std::size_t group = name_index::key_group(key, image.key_bits);
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

/// The letters that a word has, as bits.
std::uint32_t letters_in(std::string_view word) {
  std::uint32_t set = 0;
  for (const char c : word) set |= 1U << static_cast<unsigned>(c - 'A');
  return set;
}

/// What a posting's entries are marked with: bits of rareness, less for a word that is only alike.
std::int16_t marks_of(double rareness, double likeness) {
  return static_cast<std::int16_t>(
      std::lround(std::clamp(rareness, 0.5, 24.0) * likeness * likeness * kBit));
}

constexpr int kSameDayMarks = 8 * kBit;
constexpr int kSameYearMarks = 4 * kBit;
constexpr int kNearYearMarks = 3 * kBit;
constexpr int kSameDayOfYearMarks = 2 * kBit;  ///< a slip in the year
constexpr int kFewYearsMarks = kBit;
constexpr int kFarMarks = -4 * kBit;

/// How much a birth moves a candidate.
class BirthMarks {
 public:
  explicit BirthMarks(const Birth& query) : day_(NameIndexImage::birth_code(query) >> 8U) {
    const int asked = NameIndexImage::birth_code(query) & 0xFF;
    if (!query.known()) return;
    const bool no_day = query.month == 0 || query.day == 0;
    for (int code = 1; code < 256; ++code) {
      const int apart = std::abs(code - asked);
      const bool open = code == NameIndexImage::kSomeYears || asked == NameIndexImage::kSomeYears;
      Marks marks{kFarMarks, kSameDayOfYearMarks};
      if (apart <= 3) marks.other_day = kFewYearsMarks;
      if (apart <= 1) marks = {kNearYearMarks, kNearYearMarks};
      if (apart == 0 || open) marks = {kSameYearMarks, kSameDayMarks};
      if (no_day) marks.same_day = marks.other_day;
      marks_[static_cast<std::size_t>(code)] = marks;
    }
  }
  [[nodiscard]] int of(std::uint16_t code) const {
    const auto& marks = marks_[code & 0xFFU];
    return (code >> 8U) == day_ ? marks.same_day : marks.other_day;
  }

 private:
  struct Marks {
    int other_day = 0;
    int same_day = 0;
  };
  std::array<Marks, 256> marks_{};
  unsigned day_;
};

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
    std::sort(held_.begin(), held_.end(), more_promising);
    return std::move(held_);
  }

 private:
  void shrink() {
    if (held_.size() <= most_) return;
    std::nth_element(held_.begin(), held_.begin() + std::ptrdiff_t(most_ - 1), held_.end(),
                     more_promising);
    held_.resize(most_);
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
    const auto& letters = word.spelling.letters;
    for (const auto key : word_keys(letters)) add_words_under(image_, key, found);
    if (word.without_vowels)
      for (const auto key : vowelless_keys(letters)) add_words_under(image_, key, found);
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    std::vector<Variant> variants;
    for (const auto at : found)
      if (const double alike = compare(word, at); alike >= kVariantLikenessMin)
        variants.push_back({at, alike});
    for (const auto& kin : reader_.words().kin_of(letters))
      if (const auto at = exact(kin); at < image_.words) variants.push_back({at, kOfKin});
    if (word.may_be_cut && letters.size() >= kCutLettersMin) add_begun(letters, variants);
    std::sort(variants.begin(), variants.end(), [](const Variant& a, const Variant& b) {
      return a.likeness != b.likeness ? a.likeness > b.likeness : a.word < b.word;
    });
    if (variants.size() > kVariantsMax) variants.resize(kVariantsMax);
    return variants;
  }

  /// 0 for what a glance tells apart.
  [[nodiscard]] double compare(const NameWord& word, std::uint32_t at) const {
    const auto letters = image_.word(at);
    const auto& asked = word.spelling.letters;
    if (word.without_vowels)
      return likeness_of_consonants(word.spelling, Spelling::of(std::string(letters)));
    constexpr std::size_t kLongerMax = 4;
    constexpr int kOtherLettersMax = 7;
    if (letters.size() > asked.size() + kLongerMax || asked.size() > letters.size() + kLongerMax ||
        std::popcount(letters_in(letters) ^ letters_in(asked)) > kOtherLettersMax)
      return 0;
    return likeness(word.spelling, Spelling::of(std::string(letters)));
  }

  /// Words that begin with what may be cut off.
  void add_begun(std::string_view letters, std::vector<Variant>& variants) const {
    constexpr std::size_t kBegunMax = 400;
    auto at = lower_bound(image_, letters);
    for (std::size_t count = 0; at < image_.words && count < kBegunMax; ++at, ++count) {
      if (!image_.word(at).starts_with(letters)) return;
      variants.push_back({at, kOfBegun});
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

using Block = std::array<std::int16_t, kBlockEntries>;

/// Adds `posting.marks` to each of its entries in the block that begins with the entry `begin`;
/// gives where the next block's begin.
std::uint32_t mark(const NameIndexImage& image, const Posting posting, std::size_t begin,
                   Block& marks) {
  const auto entries = image.numbers(Section::kEntries);
  const std::uint16_t* births = image.births.data();
  const std::size_t end = begin + kBlockEntries;
  std::int16_t* of_block = marks.data();
  std::uint32_t at = posting.first;
  for (; at < posting.last; ++at) {
    const std::size_t entry = entries[at];
    if (entry >= end) break;
    __builtin_prefetch(births + entry);  // the sweep will ask
    auto& sum = of_block[entry - begin];
    sum = static_cast<std::int16_t>(sum + posting.marks);
  }
  return at;
}

constexpr std::size_t kSweptAtOnce = 32;
static_assert(kBlockEntries % kSweptAtOnce == 0);

/// Which of kSweptAtOnce have at least `least` marks, without a branch for each.
std::size_t pick(const std::int16_t* marks, std::int16_t least,
                 std::array<std::uint8_t, kSweptAtOnce + 4>& picked) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < kSweptAtOnce; i += 4) {
    std::uint64_t four;
    std::memcpy(&four, marks + i, sizeof four);
    if (four == 0) continue;
    for (std::size_t k = i; k < i + 4; ++k) {
      picked.data()[count] = static_cast<std::uint8_t>(k);
      count += marks[k] >= least ? 1 : 0;
    }
  }
  return count;
}

/// Offers what of the block that begins with the entry `begin` has marks enough.
void sweep(const Block& marks, std::size_t begin, const std::uint16_t* births,
           const BirthMarks& of_births, Best& best) {
  std::array<std::uint8_t, kSweptAtOnce + 4> picked{};
  for (std::size_t i = 0; i < kBlockEntries; i += kSweptAtOnce) {
    const std::int16_t* some =
        marks.data() + i;  // unchecked, so that it becomes a few instructions
    std::int16_t most = 0;
    for (std::size_t k = 0; k < kSweptAtOnce; ++k) most = std::max(most, some[k]);
    const int least = std::max(1, best.least() - kSameDayMarks);
    if (most < least) continue;
    const std::size_t count = pick(some, static_cast<std::int16_t>(least), picked);
    for (std::size_t k = 0; k < count; ++k) {
      const auto entry = static_cast<std::uint32_t>(begin + i + picked.data()[k]);
      const int sum = some[picked.data()[k]] + of_births.of(births[entry]);
      if (sum >= best.least()) best.offer({sum, entry});
    }
  }
}

}  // namespace

std::vector<std::uint32_t> NameIndex::candidates(const Described& query, const NameReader& reader,
                                                 std::size_t most) const {
  const auto& image = *image_;
  if (image.entries == 0 || most == 0) return {};
  Search search(query, reader, image);
  Best best(most);
  const BirthMarks births_marks(query.birth);
  const std::uint16_t* births = image.births.data();
  auto postings = search.postings();
  const auto marks = std::make_unique<Block>();
  for (std::size_t begin = 0; begin < image.entries; begin += kBlockEntries) {
    bool some = false;
    for (auto& posting : postings) {
      const auto next = mark(image, posting, begin, *marks);
      some = some || next != posting.first;
      posting.first = next;
    }
    if (!some) continue;
    sweep(*marks, begin, births, births_marks, best);
    marks->fill(0);
  }
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
