#include "schema/matching/spelling.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

namespace garita {
namespace {

constexpr bool is_vowel(char c) { return c == 'A' || c == 'E' || c == 'I' || c == 'O' || c == 'U'; }

enum class Where { kAnywhere, kBeforeFrontVowel, kVowelBeforeAndNoneBehind };

/// Letters that are written for one sound. The first that fits is taken.
struct SoundRule {
  std::string_view letters;
  std::string_view sound;
  Where where = Where::kAnywhere;
};

// In order of the first letter.
constexpr std::array kSoundRules = {
    SoundRule{"CHTCH", "S"},
    SoundRule{"CH", "C"},
    SoundRule{"CK", "K"},
    SoundRule{"C", "S", Where::kBeforeFrontVowel},
    SoundRule{"C", "K"},
    SoundRule{"DZH", "J"},
    SoundRule{"DJ", "J"},
    SoundRule{"DH", "D"},
    SoundRule{"EE", "I"},
    SoundRule{"GH", "G"},
    SoundRule{"J", "I", Where::kVowelBeforeAndNoneBehind},
    SoundRule{"KH", "H"},
    SoundRule{"OU", "U"},
    SoundRule{"OO", "U"},
    SoundRule{"PH", "F"},
    SoundRule{"QU", "K"},
    SoundRule{"Q", "K"},
    SoundRule{"SHCH", "S"},
    SoundRule{"SCH", "S"},
    SoundRule{"SH", "S"},
    SoundRule{"TSCH", "C"},
    SoundRule{"TCH", "C"},
    SoundRule{"TSH", "C"},
    SoundRule{"TH", "T"},
    SoundRule{"TS", "S"},
    SoundRule{"TZ", "S"},
    SoundRule{"W", "V"},
    SoundRule{"X", "KS"},
    SoundRule{"Y", "I"},
    SoundRule{"ZH", "J"},
};

/// Where the rules of each letter begin; one more for the end.
constexpr auto kRulesAt = [] {
  std::array<std::size_t, 27> at{};
  for (std::size_t letter = 0; letter < 26; ++letter) {
    std::size_t rule = at[letter];
    while (rule < kSoundRules.size() && kSoundRules[rule].letters.front() == char('A' + letter))
      ++rule;
    at[letter + 1] = rule;
  }
  return at;
}();
static_assert(kRulesAt.back() == kSoundRules.size(), "they stand in order");

bool stands(Where where, std::string_view letters, std::size_t begin, std::size_t end) {
  const char next = end < letters.size() ? letters[end] : '\0';
  if (where == Where::kBeforeFrontVowel) return next == 'E' || next == 'I' || next == 'Y';
  if (where == Where::kVowelBeforeAndNoneBehind)
    return begin > 0 && is_vowel(letters[begin - 1]) && !is_vowel(next);
  return true;
}

const SoundRule* rule_at(std::string_view letters, std::size_t at) {
  const auto letter = static_cast<std::size_t>(letters[at] - 'A');
  for (std::size_t i = kRulesAt[letter]; i < kRulesAt[letter + 1]; ++i) {
    const auto& rule = kSoundRules[i];
    if (letters.substr(at).starts_with(rule.letters) &&
        stands(rule.where, letters, at, at + rule.letters.size()))
      return &rule;
  }
  return nullptr;
}

void append_once(std::string& out, std::string_view sound) {
  for (const char c : sound)
    if (out.empty() || out.back() != c) out += c;
}

std::string_view cut(std::string_view letters) { return letters.substr(0, kWordLettersMax); }

// ---- how dear each error is; 1 is a letter that has nothing to do with the other

using Costs = std::array<std::array<float, 26>, 26>;

struct Near {
  std::string_view letters;  ///< each may stand for each
  float cost;
};

constexpr Costs costs_of(const auto& groups) {
  Costs costs{};
  for (auto& row : costs) row.fill(1.0F);
  for (const Near& near : groups)
    for (const char a : near.letters)
      for (const char b : near.letters) {
        auto& cost = costs[std::size_t(a - 'A')][std::size_t(b - 'A')];
        cost = std::min(cost, near.cost);
      }
  for (std::size_t i = 0; i < costs.size(); ++i) costs[i][i] = 0;
  return costs;
}

// Sounds that romanisations and languages write differently.
constexpr std::array kNearSounds = {
    Near{"AEIOU", 0.35F}, Near{"SZC", 0.3F},  Near{"JSZC", 0.5F}, Near{"KGH", 0.4F},
    Near{"KC", 0.4F},     Near{"BVFP", 0.4F}, Near{"DT", 0.4F},   Near{"JGIH", 0.4F},
    Near{"MN", 0.6F},     Near{"LR", 0.7F},   Near{"VUO", 0.4F},  Near{"SD", 0.7F},
    Near{"DZ", 0.5F},
};

// Letters beside each other on QWERTY and AZERTY keyboards, and those that recognition mistakes.
constexpr std::array kNearKeys = {
    Near{"QWA", 0.6F}, Near{"WES", 0.6F}, Near{"ERD", 0.6F}, Near{"RTF", 0.6F},   Near{"TYG", 0.6F},
    Near{"YUH", 0.6F}, Near{"UIJ", 0.6F}, Near{"IOK", 0.6F}, Near{"OPL", 0.6F},   Near{"ASZ", 0.6F},
    Near{"SDX", 0.6F}, Near{"DFC", 0.6F}, Near{"FGV", 0.6F}, Near{"GHB", 0.6F},   Near{"HJN", 0.6F},
    Near{"JKM", 0.6F}, Near{"KL", 0.6F},  Near{"ZX", 0.6F},  Near{"XC", 0.6F},    Near{"CV", 0.6F},
    Near{"VB", 0.6F},  Near{"BN", 0.6F},  Near{"NM", 0.6F},  Near{"ODQ", 0.5F},   Near{"IL", 0.5F},
    Near{"CG", 0.5F},  Near{"UV", 0.5F},  Near{"EF", 0.5F},  Near{"BR", 0.5F},    Near{"PR", 0.5F},
    Near{"KX", 0.5F},  Near{"MN", 0.5F},  Near{"VY", 0.5F},  Near{"AEIOU", 0.7F},
};

constexpr Costs kSoundCosts = costs_of(kNearSounds);
constexpr Costs kKeyCosts = costs_of(kNearKeys);

struct Errors {
  const Costs& other;  ///< a letter for another
  float vowel;         ///< a vowel too many
  float h;             ///< an H too many, which many languages do not say
  float doubled;       ///< the letter before once more
  float swapped;       ///< two neighbours
};
constexpr Errors kOfSound{kSoundCosts, 0.45F, 0.3F, 0.15F, 0.6F};
constexpr Errors kOfHand{kKeyCosts, 0.85F, 0.85F, 0.4F, 0.6F};

float surplus(std::string_view word, std::size_t at, const Errors& errors) {
  const char c = word[at];
  if (at > 0 && word[at - 1] == c) return errors.doubled;
  if (c == 'H') return errors.h;
  return is_vowel(c) ? errors.vowel : 1.0F;
}

/// The cheapest way from one word to the other, or something above `limit` where there is none
/// within it; words of kWordLettersMax letters at most.
double distance(std::string_view a, std::string_view b, const Errors& errors, double limit) {
  using Row = std::array<float, kWordLettersMax + 1>;
  const auto most = static_cast<float>(limit);
  const std::size_t width = b.size();
  std::array<float, kWordLettersMax> gained{};
  std::array<std::uint8_t, kWordLettersMax> letters{};
  std::array<Row, 3> rows{};
  Row* before = &rows[2];
  Row* above = &rows[0];
  Row* row = &rows[1];
  for (std::size_t j = 0; j < width; ++j) {
    letters[j] = static_cast<std::uint8_t>(b[j] - 'A');
    gained[j] = surplus(b, j, errors);
    (*above)[j + 1] = (*above)[j] + gained[j];
  }
  float nearest_above = 0;  // the cheapest so far that the row before came to
  for (std::size_t i = 0; i < a.size(); ++i) {
    const float lost = surplus(a, i, errors);
    const auto& other = errors.other[std::size_t(a[i] - 'A')];
    const bool may_be_swapped = i > 0 && a[i] != a[i - 1];
    float diagonal = (*above)[0];
    float left = diagonal + lost;
    float nearest = left;
    (*row)[0] = left;
    for (std::size_t j = 0; j < width; ++j) {
      const float up = (*above)[j + 1];
      float best = std::min(diagonal + other[letters[j]], up + lost);
      if (may_be_swapped && j > 0 && a[i] == b[j - 1] && a[i - 1] == b[j])
        best = std::min(best, (*before)[j - 1] + errors.swapped);
      left = std::min(best, left + gained[j]);
      (*row)[j + 1] = left;
      nearest = std::min(nearest, left);
      diagonal = up;
    }
    if (nearest > most && nearest_above > most) return double(nearest);
    nearest_above = nearest;
    Row* const free = before;
    before = above;
    above = row;
    row = free;
  }
  return double((*above)[width]);
}

/// 1 - the distance by the mean length; `least` at least, or else 0.
double alike_by(std::string_view a, std::string_view b, const Errors& errors, double least) {
  const double mean = double(a.size() + b.size()) / 2;
  const double alike = 1 - distance(a, b, errors, (1 - least) * mean) / mean;
  return alike < least ? 0 : alike;
}

/// One is the other with an A behind it, or with A for its last O.
bool differ_in_sex(std::string_view a, std::string_view b) {
  if (a.size() > b.size()) std::swap(a, b);
  if (a.size() < 3 || b.back() != 'A') {
    if (a.size() != b.size() || a.size() < 3 || a.back() != 'A') return false;
    std::swap(a, b);
  }
  if (b.size() == a.size() + 1) return b.starts_with(a) && !is_vowel(a.back());
  return a.size() == b.size() && a.back() == 'O' &&
         a.substr(0, a.size() - 1) == b.substr(0, b.size() - 1);
}

constexpr double kOfOtherSex = 0.72;
constexpr double kLikenessLeast = 0.55;  ///< below it nobody asks how much
constexpr double kNotTheSameLetters = 0.98;
constexpr double kOfShort = 0.8;
constexpr std::size_t kShortTogetherMax = 6;

/// A long vowel that is written may be read so; the first letter may carry any.
bool reads_as(char written, char vowel, bool first) {
  if (first) return is_vowel(vowel);
  if (written == 'A') return vowel == 'A' || vowel == 'E';
  if (written == 'W' || written == 'U' || written == 'O') return vowel == 'U' || vowel == 'O';
  return vowel == 'I' || vowel == 'E';
}

/// Of the long vowels that a script without short ones writes, how many the other word has, in
/// order; 1 where none is written.
double share_of_vowels(std::string_view written, std::string_view whole) {
  std::array<std::uint8_t, kWordLettersMax + 1> common{};  // of the beginning of `whole`
  std::size_t count = 0;
  for (std::size_t i = 0; i < std::min(written.size(), kWordLettersMax); ++i) {
    const char c = written[i];
    if (!is_vowel(c) && c != 'W' && c != 'Y') continue;
    ++count;
    std::uint8_t diagonal = 0;
    for (std::size_t j = 0; j < std::min(whole.size(), kWordLettersMax); ++j) {
      const std::uint8_t above = common[j + 1];
      // W and Y may be consonants, too.
      const bool same =
          c == whole[j] || (c == 'W' && whole[j] == 'V') || reads_as(c, whole[j], i == 0);
      common[j + 1] = same ? static_cast<std::uint8_t>(diagonal + 1) : std::max(above, common[j]);
      diagonal = above;
    }
  }
  const std::uint8_t most = *std::max_element(common.begin(), common.end());
  return count == 0 ? 1 : double(most) / double(count);
}

char class_of(char c) {
  constexpr std::string_view kFrom = "SZCJKGHBVFPDTMNLR";
  constexpr std::string_view kTo = "SSSSKKKBBBBTTMMLR";
  const auto at = kFrom.find(c);
  return at == std::string_view::npos ? c : kTo[at];
}

}  // namespace

std::string sound_of(std::string_view letters) {
  letters = cut(letters);
  std::string out;
  for (std::size_t at = 0; at < letters.size();) {
    const auto* rule = rule_at(letters, at);
    append_once(out, rule != nullptr ? rule->sound : letters.substr(at, 1));
    at += rule != nullptr ? rule->letters.size() : 1;
  }
  return std::string(cut(out));
}

std::string consonants_of(std::string_view letters) {
  letters = cut(letters);
  std::string out;
  for (std::size_t at = 0; at < letters.size();) {
    const auto* rule = letters[at] == 'W' ? nullptr : rule_at(letters, at);
    const std::string_view sound = rule != nullptr ? rule->sound : letters.substr(at, 1);
    for (char c : sound) {
      if (is_vowel(c) || c == 'W') continue;
      if (c == 'V') c = 'F';
      if (c == 'P') c = 'B';
      append_once(out, std::string_view(&c, 1));
    }
    at += rule != nullptr ? rule->letters.size() : 1;
  }
  return std::string(cut(out));
}

std::string sound_class_of(std::string_view letters) {
  const std::string sound = sound_of(letters);
  std::string out;
  for (std::size_t i = 0; i < sound.size(); ++i) {
    const bool mute = is_vowel(sound[i]) || (sound[i] == 'H' && i > 0);
    const char c = is_vowel(sound[i]) ? 'A' : class_of(sound[i]);
    if (i == 0 || !mute) append_once(out, std::string_view(&c, 1));
  }
  return out;
}

std::string consonant_class_of(std::string_view letters) {
  std::string out;
  for (const char c : consonants_of(letters)) {
    const char as = class_of(c);
    append_once(out, std::string_view(&as, 1));
  }
  return out;
}

double likeness(const Spelling& a, const Spelling& b) {
  if (a.letters == b.letters) return 1;
  if (a.letters.empty() || b.letters.empty()) return 0;
  if (differ_in_sex(a.letters, b.letters)) return kOfOtherSex;
  const double said = alike_by(a.sound, b.sound, kOfSound, kLikenessLeast);
  // What was typed wrong has to be nearer than that to count.
  const double typed =
      alike_by(cut(a.letters), cut(b.letters), kOfHand, std::max(said, kLikenessLeast));
  // Another letter in LI or KIM is nearly always another name.
  const bool is_short = a.letters.size() + b.letters.size() <= kShortTogetherMax;
  return (is_short ? kOfShort : kNotTheSameLetters) * std::max(said, typed);
}

double likeness_of_consonants(const Spelling& without_vowels, const Spelling& whole) {
  const std::string one = consonants_of(without_vowels.letters);
  const std::string other = consonants_of(whole.letters);
  if (one.empty() || other.empty()) return likeness(without_vowels, whole);
  const double consonants = alike_by(one, other, kOfSound, kLikenessLeast);
  const double vowels = share_of_vowels(without_vowels.letters, whole.letters);
  constexpr double kOfVowels = 0.25;
  // Few consonants say little: DA'UD and ADA would be the same.
  constexpr std::array kTrust = {0.8, 0.9, 0.95};
  const double trust = kTrust[std::min(std::min(one.size(), other.size()), kTrust.size()) - 1];
  const double alike = trust * ((1 - kOfVowels) * consonants + kOfVowels * vowels);
  return std::max(likeness(without_vowels, whole), alike);
}

}  // namespace garita
