#include "schema/matching/agreement.h"

#include <algorithm>
#include <array>
#include <bit>
#include <numeric>
#include <string>

namespace garita {
namespace {

constexpr double kLikenessMin = 0.64;  ///< below it two words have nothing to do with each other
constexpr double kOfInitials = 0.9;
constexpr double kOfInitial = 0.75;
constexpr double kOfShortForm = 0.85;
constexpr double kOfSameName = 0.9;
constexpr double kOfCut = 0.93;
constexpr double kOfGuessedForm = 0.7;
constexpr double kOfJoined = 0.97;
constexpr double kJoinedAlikeMin = 0.82;
constexpr std::size_t kCutLettersMin = 2;
constexpr std::size_t kJoinedLettersMin = 4;
constexpr double kOtherKind = 0.9;  ///< a title or particle for a name, as SAID may be either

/// A name's words in an order of their own, so that the order they were written in cannot count.
struct Side {
  std::array<const NameWord*, kNameWordsMax> words{};
  std::array<std::size_t, kNameWordsMax> written{};  ///< where each stands in the name
  std::size_t count = 0;

  explicit Side(const Name& name) : count(std::min(name.words.size(), kNameWordsMax)) {
    std::iota(written.begin(), written.begin() + std::ptrdiff_t(count), std::size_t{0});
    std::stable_sort(written.begin(), written.begin() + std::ptrdiff_t(count),
                     [&](std::size_t a, std::size_t b) {
                       return name.words[a].spelling.letters < name.words[b].spelling.letters;
                     });
    for (std::size_t i = 0; i < count; ++i) words[i] = &name.words[written[i]];
  }

  [[nodiscard]] WordSet as_written(WordSet sorted) const {
    WordSet out = 0;
    for (std::size_t i = 0; i < count; ++i)
      if ((sorted >> i) & 1U) out = static_cast<WordSet>(out | (1U << written[i]));
    return out;
  }
};

bool before(const Side& a, const Side& b) {
  for (std::size_t i = 0; i < std::min(a.count, b.count); ++i) {
    const auto order = a.words[i]->spelling.letters.compare(b.words[i]->spelling.letters);
    if (order != 0) return order < 0;
  }
  return a.count <= b.count;
}

struct Alike {
  double likeness = 0;
  PairedBy how = PairedBy::kAlike;
};

bool is_cut(const NameWord& cut, const NameWord& whole) {
  const auto& letters = cut.spelling.letters;
  return cut.may_be_cut && letters.size() >= kCutLettersMin &&
         letters.size() < whole.spelling.letters.size() &&
         whole.spelling.letters.starts_with(letters);
}

/// The beginning or the end of the full name, with a fond ending or without: YOLI for YOLANDA, BERT
/// for NORBERT.
bool is_likely_short_form(std::string_view form, std::string_view full) {
  constexpr std::size_t kBeginningMin = 3;
  constexpr std::size_t kEndMin = 4;
  constexpr std::size_t kShorterBy = 2;
  if (form.size() + kShorterBy > full.size()) return false;
  if (form.size() >= kEndMin && full.ends_with(form)) return true;
  const std::size_t vowels = form.find_last_not_of("AEIOU");
  const std::string_view stem = form.substr(0, vowels == std::string_view::npos ? 0 : vowels + 1);
  return stem.size() >= kBeginningMin && full.starts_with(stem);
}

Alike compare_initials(const NameWord& a, const NameWord& b) {
  if (a.spelling.letters.front() != b.spelling.letters.front()) return {};
  return {a.initial && b.initial ? kOfInitials : kOfInitial, PairedBy::kInitial};
}

Alike compare_words(const NameWord& a, const NameWord& b, const NameWords& words) {
  if (a.spelling.letters == b.spelling.letters) return {1, PairedBy::kSame};
  if (a.initial || b.initial) return compare_initials(a, b);
  Alike alike{likeness(a.spelling, b.spelling), PairedBy::kAlike};
  const auto at_least = [&](double value, PairedBy how) {
    if (value > alike.likeness) alike = {value, how};
  };
  if (a.without_vowels != b.without_vowels)
    at_least(a.without_vowels ? likeness_of_consonants(a.spelling, b.spelling)
                              : likeness_of_consonants(b.spelling, a.spelling),
             PairedBy::kConsonants);
  if (is_cut(a, b) || is_cut(b, a)) at_least(kOfCut, PairedBy::kCut);
  const auto kinship = words.kinship(a.spelling.letters, b.spelling.letters);
  if (kinship == Kinship::kShortForm) at_least(kOfShortForm, PairedBy::kShortForm);
  if (kinship == Kinship::kSameName) at_least(kOfSameName, PairedBy::kSameName);
  if (is_likely_short_form(a.spelling.sound, b.spelling.sound) ||
      is_likely_short_form(b.spelling.sound, a.spelling.sound))
    at_least(kOfGuessedForm, PairedBy::kGuessedForm);
  if (a.kind != b.kind) alike.likeness *= kOtherKind;
  return alike;
}

WordSet bit(std::size_t i) { return static_cast<WordSet>(1U << i); }
WordSet united(WordSet a, WordSet b) { return static_cast<WordSet>(a | b); }

/// Pairs up the words of two sides, the surest first.
class Pairer {
 public:
  Pairer(const Side& a, const Side& b, const NameWords& words) : a_(a), b_(b), words_(words) {}

  std::vector<WordPair> pairs() {
    compare_all();
    join_all(Joins::kExact);
    take_singles(kJoinedAlikeMin);
    join_all(Joins::kAlike);
    take_singles(kLikenessMin);
    return std::move(pairs_);
  }

 private:
  enum class Joins { kExact, kAlike };

  void compare_all() {
    for (std::size_t i = 0; i < a_.count; ++i)
      for (std::size_t j = 0; j < b_.count; ++j)
        alike_[i][j] = compare_words(*a_.words[i], *b_.words[j], words_);
  }

  [[nodiscard]] bool is_free(std::size_t i, std::size_t j) const {
    return ((used_a_ >> i) & 1U) == 0 && ((used_b_ >> j) & 1U) == 0;
  }

  void take_singles(double least) {
    for (;;) {
      double best = least;
      std::size_t best_i = kNameWordsMax;
      std::size_t best_j = kNameWordsMax;
      for (std::size_t i = 0; i < a_.count; ++i)
        for (std::size_t j = 0; j < b_.count; ++j)
          if (is_free(i, j) && alike_[i][j].likeness > best) {
            best = alike_[i][j].likeness;
            best_i = i;
            best_j = j;
          }
      if (best_i == kNameWordsMax) return;
      const double weight_a = weight_of(*a_.words[best_i]);
      const double weight_b = weight_of(*b_.words[best_j]);
      const auto how = alike_[best_i][best_j].how;
      const bool initial = how == PairedBy::kInitial;
      const double weight = initial ? std::min(weight_a, weight_b) : (weight_a + weight_b) / 2;
      add({bit(best_i), bit(best_j), how, best, weight});
    }
  }

  void add(const WordPair& pair) {
    used_a_ = united(used_a_, pair.a);
    used_b_ = united(used_b_, pair.b);
    pairs_.push_back(pair);
  }

  void join_all(Joins joins) {
    for (std::size_t i = 0; i < a_.count; ++i)
      if (((used_a_ >> i) & 1U) == 0 && !has_equal(i, Whose::kA))
        if (const auto found = join(*a_.words[i], b_, used_b_, joins); found.parts != 0)
          add({bit(i), found.parts, PairedBy::kJoined, found.likeness, weight_of(*a_.words[i])});
    for (std::size_t j = 0; j < b_.count; ++j)
      if (((used_b_ >> j) & 1U) == 0 && !has_equal(j, Whose::kB))
        if (const auto found = join(*b_.words[j], a_, used_a_, joins); found.parts != 0)
          add({found.parts, bit(j), PairedBy::kJoined, found.likeness, weight_of(*b_.words[j])});
  }

  enum class Whose { kA, kB };
  [[nodiscard]] bool has_equal(std::size_t at, Whose whose) const {
    const std::size_t others = whose == Whose::kA ? b_.count : a_.count;
    for (std::size_t k = 0; k < others; ++k) {
      const auto& alike = whose == Whose::kA ? alike_[at][k] : alike_[k][at];
      if (alike.likeness >= kOfJoined) return true;
    }
    return false;
  }

  struct Joined {
    WordSet parts = 0;
    double likeness = 0;
  };

  static Joined join(const NameWord& word, const Side& parts, WordSet used, Joins joins) {
    if (word.spelling.letters.size() < kJoinedLettersMin) return {};
    if (joins == Joins::kExact) {
      const WordSet found = spell(word.spelling.letters, parts, used);
      return {std::popcount(found) > 1 ? found : WordSet{0}, kOfJoined};
    }
    Joined best;
    for (std::size_t i = 0; i < parts.count; ++i)
      for (std::size_t j = 0; j < parts.count; ++j)
        if (i != j && ((used >> i) & 1U) == 0 && ((used >> j) & 1U) == 0)
          try_two(word, parts, {i, j}, best);
    return best;
  }

  struct Two {
    std::size_t first;
    std::size_t second;
  };
  static void try_two(const NameWord& word, const Side& parts, Two two, Joined& best) {
    const auto& first = parts.words[two.first]->spelling;
    const auto& second = parts.words[two.second]->spelling;
    const std::size_t length = first.letters.size() + second.letters.size();
    const std::size_t wanted = word.spelling.letters.size();
    if (length > wanted + 2 || length + 2 < wanted || length > kWordLettersMax) return;
    if (first.letters.front() != word.spelling.letters.front() || first.letters.size() < 2) return;
    const double alike =
        kOfJoined * likeness(word.spelling, Spelling::of(first.letters + second.letters));
    if (alike < kJoinedAlikeMin || alike <= best.likeness) return;
    best = {united(bit(two.first), bit(two.second)), alike};
  }

  /// Words of `parts` that one behind the other spell `letters`; 0 where none do.
  static WordSet spell(std::string_view letters, const Side& parts, WordSet used) {
    for (std::size_t i = 0; i < parts.count; ++i) {
      const auto& part = parts.words[i]->spelling.letters;
      if (((used >> i) & 1U) != 0 || part.size() < 2 || !letters.starts_with(part)) continue;
      if (part.size() == letters.size()) return bit(i);
      const WordSet rest = spell(letters.substr(part.size()), parts, united(used, bit(i)));
      if (rest != 0) return united(rest, bit(i));
    }
    return 0;
  }

  const Side& a_;
  const Side& b_;
  const NameWords& words_;
  std::array<std::array<Alike, kNameWordsMax>, kNameWordsMax> alike_{};
  WordSet used_a_ = 0;
  WordSet used_b_ = 0;
  std::vector<WordPair> pairs_;
};

struct Alone {
  WordSet words = 0;
  double weight = 0;
};

/// What of a side is in no pair and says no paired word again.
Alone alone_of(const Side& side, WordSet paired) {
  constexpr double kRepeated = 0.9;
  Alone alone;
  for (std::size_t i = 0; i < side.count; ++i) {
    if ((paired >> i) & 1U) continue;
    bool repeats = false;
    for (std::size_t k = 0; k < side.count && !repeats; ++k)
      repeats = k != i && ((united(paired, alone.words) >> k) & 1U) != 0 &&
                likeness(side.words[i]->spelling, side.words[k]->spelling) >= kRepeated;
    if (repeats) continue;
    alone.words = united(alone.words, bit(i));
    alone.weight += weight_of(*side.words[i]);
  }
  return alone;
}

}  // namespace

double NameAgreement::paired_weight() const {
  double sum = 0;
  for (const auto& pair : pairs) sum += pair.weight;
  return sum;
}

double NameAgreement::lost_weight() const {
  double sum = 0;
  for (const auto& pair : pairs) sum += pair.weight * (1 - pair.likeness);
  return sum;
}

double weight_of(const NameWord& word) {
  constexpr double kOfParticle = 0.08;
  constexpr double kOfCompany = 0.15;
  constexpr double kOfInitialWord = 0.35;
  constexpr double kOfCommon = 0.6;
  if (word.initial) return kOfInitialWord;
  if (word.kind == WordKind::kCompany) return kOfCompany;
  if (word.kind != WordKind::kName) return kOfParticle;
  return word.common ? kOfCommon : 1;
}

double likeness_of_words(const NameWord& a, const NameWord& b, const NameWords& words) {
  return compare_words(a, b, words).likeness;
}

NameAgreement agree(const Name& a, const Name& b, const NameWords& words) {
  const Side side_a(a);
  const Side side_b(b);
  const bool straight = before(side_a, side_b);
  const Side& first = straight ? side_a : side_b;
  const Side& second = straight ? side_b : side_a;
  NameAgreement agreement;
  agreement.pairs = Pairer(first, second, words).pairs();
  WordSet paired_first = 0;
  WordSet paired_second = 0;
  for (auto& pair : agreement.pairs) {
    paired_first = united(paired_first, pair.a);
    paired_second = united(paired_second, pair.b);
    pair.a = first.as_written(pair.a);
    pair.b = second.as_written(pair.b);
    if (!straight) std::swap(pair.a, pair.b);
  }
  const Alone alone_first = alone_of(first, paired_first);
  const Alone alone_second = alone_of(second, paired_second);
  agreement.alone_a = first.as_written(alone_first.words);
  agreement.alone_b = second.as_written(alone_second.words);
  agreement.alone_weight_a = alone_first.weight;
  agreement.alone_weight_b = alone_second.weight;
  if (!straight) {
    std::swap(agreement.alone_a, agreement.alone_b);
    std::swap(agreement.alone_weight_a, agreement.alone_weight_b);
  }
  return agreement;
}

}  // namespace garita
