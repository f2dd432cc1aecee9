#include "central-sync/persons/likeness.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <string_view>

#include "schema/matching/normalise.h"
#include "schema/matching/spelling.h"
#include "schema/vocabulary/state_codes.h"

namespace garita::central {
namespace {

constexpr std::size_t kWordsWithDay = 4;
constexpr std::size_t kWordsWithParts = 3;
constexpr std::size_t kGivenWithDay = 2;
/// A name and one that very many bear, or three of these: few of one year have them all.
constexpr double kRareTogether = 1.59;
/// What an error of writing leaves a word to tell.
constexpr double kToldOfAlike = 0.6;
constexpr double kSure = 0.999;
/// Below it a word is a particle, a title or an initial.
constexpr double kTellingMin = 0.5;

std::int64_t number_of(const std::string& text) {
  std::uint64_t hash = 14695981039346656037U;
  for (const char c : text) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 1099511628211U;
  }
  hash ^= hash >> 33U;
  hash *= 0xff51afd7ed558ccdU;
  hash ^= hash >> 33U;
  return static_cast<std::int64_t>(hash);
}

/// The class of a word's sound, but that names are written with a mute H or without, and with J, X,
/// Y or G for one sound: HUGO and UGO, XIMENA and JIMENA, JESSENIA and YESENIA, GERONIMO.
std::string heard(std::string letters) {
  constexpr std::string_view kVowels = "AEIOU";
  const auto is_vowel = [&](std::size_t at, std::string_view of) {
    return letters.size() > at && of.find(letters[at]) != std::string_view::npos;
  };
  const char first = letters.empty() ? '\0' : letters.front();
  if (first == 'H' && is_vowel(1, kVowels))
    letters.erase(0, 1);
  else if (((first == 'X' || first == 'Y') && is_vowel(1, kVowels)) ||
           (first == 'G' && is_vowel(1, "EI")))
    letters.front() = 'J';
  return sound_class_of(letters);
}

struct KeyWord {
  std::string sound;  ///< class of it
  std::string heard;  ///< with the day: with the year alone too many would meet
  double weight = 0;
  bool given = false;
};

/// No particle, title or initial.
bool is_whole_name(const NameWord& word) { return word.kind == WordKind::kName && !word.initial; }

/// The telling words, what tells most first; of one sound one.
std::vector<KeyWord> key_words(const Name& name) {
  std::vector<KeyWord> words;
  for (const auto& word : name.words) {
    if (!is_whole_name(word)) continue;
    const auto sound = sound_class_of(word.spelling.letters);
    const bool known = std::any_of(words.begin(), words.end(),
                                   [&](const KeyWord& each) { return each.sound == sound; });
    if (!known)
      words.push_back(
          {sound, heard(word.spelling.letters), weight_of(word), word.part == NamePart::kGiven});
  }
  std::sort(words.begin(), words.end(), [](const KeyWord& a, const KeyWord& b) {
    if (a.weight != b.weight) return a.weight > b.weight;
    if (a.given != b.given) return b.given;
    return a.sound < b.sound;
  });
  return words;
}

/// Below it very many bear the name.
constexpr double kRareAlone = 0.99;

/// What is looked for among those who are born on the day: each word that tells enough alone, and
/// the others two by two.
std::vector<std::string> telling_with_day(std::vector<KeyWord> words) {
  words.resize(std::min(words.size(), kWordsWithDay));
  std::sort(words.begin(), words.end(),
            [](const KeyWord& a, const KeyWord& b) { return a.heard < b.heard; });
  std::vector<std::string> sets;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i].weight >= kRareAlone) {
      sets.push_back(words[i].heard);
      continue;
    }
    for (std::size_t j = i + 1; j < words.size(); ++j)
      if (words[j].weight < kRareAlone) sets.push_back(words[i].heard + "|" + words[j].heard);
  }
  return sets;
}

/// Given names that are not among what is looked for with the day alone: beside another surname
/// nothing else may be left, and of several but one.
std::vector<std::string> given_names_with_day(const std::vector<KeyWord>& words) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < words.size() && names.size() < kGivenWithDay; ++i) {
    const bool alone = i < kWordsWithDay && words[i].weight >= kRareAlone;
    if (words[i].given && !alone) names.push_back(words[i].heard);
  }
  return names;
}

/// Several given names as the one word that some write: JOSE LUIS, JOSELUIS. "": there are not.
std::string given_names_in_one(const Name& name) {
  std::string letters;
  int words = 0;
  for (const auto& word : name.words) {
    if (word.part != NamePart::kGiven || !is_whole_name(word)) continue;
    letters += word.spelling.letters;
    ++words;
  }
  return words > 1 ? heard(letters) : "";
}

/// Whoever does not know his day of birth is born on the first of January.
bool is_told_day(const std::string& birth) { return !birth.ends_with("-01-01"); }

/// The smallest sets of the words that are rare together, as texts.
std::vector<std::string> rare_together(std::vector<KeyWord> words) {
  words.resize(std::min(words.size(), kWordsWithParts));
  std::sort(words.begin(), words.end(),
            [](const KeyWord& a, const KeyWord& b) { return a.sound < b.sound; });
  std::vector<std::string> sets;
  for (std::size_t i = 0; i < words.size(); ++i)
    for (std::size_t j = i + 1; j < words.size(); ++j)
      if (words[i].weight + words[j].weight >= kRareTogether)
        sets.push_back(words[i].sound + "|" + words[j].sound);
  if (!sets.empty() || words.size() < kWordsWithParts) return sets;
  return {words[0].sound + "|" + words[1].sound + "|" + words[2].sound};
}

template <typename Test>
bool all_words(const Name& name, WordSet set, Test test) {
  for (std::size_t i = 0; i < std::min(name.words.size(), kNameWordsMax); ++i)
    if (((set >> i) & 1U) != 0 && !test(name.words[i])) return false;
  return true;
}

bool is_given(const NameWord& word) { return word.part == NamePart::kGiven; }
bool is_surname(const NameWord& word) { return word.part != NamePart::kGiven; }
bool tells_little(const NameWord& word) { return weight_of(word) < kTellingMin; }

std::string sounds_in(const Name& name, WordSet set) {
  std::string sounds;
  for (std::size_t i = 0; i < std::min(name.words.size(), kNameWordsMax); ++i)
    if (((set >> i) & 1U) != 0) sounds += name.words[i].spelling.sound;
  return sounds;
}

/// What two descriptions are to be taken for.
class Judgement {
 public:
  Judgement(const Described& a, const Described& b, const NameAgreement& agreement)
      : a_(a), b_(b), agreement_(agreement), birth_(compare_births(a.birth, b.birth)) {}

  /// Of births that go together.
  [[nodiscard]] bool is_worth_a_review() const {
    return told() - against() >= enough(kToldForReview);
  }

  /// Twins have the rest of a name in common, and a score that says so: whoever has a name that the
  /// other lacks, and lacks one of theirs, is somebody else.
  [[nodiscard]] bool has_its_counterparts() const { return against() < kTellingMin; }

  [[nodiscard]] bool is_beyond_doubt() const {
    if (birth_ > BirthAgreement::kCompatible || told() < enough(kToldForLink)) return false;
    if (!given_names_are_the_same()) return false;
    const bool one_nation = a_.nationality == b_.nationality;
    const bool one_day = birth_ == BirthAgreement::kSameDay;
    return one_nation && one_day ? surnames_go_together() : all_is_the_same();
  }

 private:
  [[nodiscard]] double enough(const Told& told) const {
    return birth_ == BirthAgreement::kSameDay ? told.with_day : told.with_year;
  }

  /// The same letters, or other letters for the same sound.
  [[nodiscard]] bool same(const WordPair& pair) const {
    return pair.likeness >= kSure || sounds_in(a_.name, pair.a) == sounds_in(b_.name, pair.b);
  }

  [[nodiscard]] double against() const {
    return std::min(agreement_.alone_weight_a, agreement_.alone_weight_b);
  }

  [[nodiscard]] double told() const {
    double told = 0;
    for (const auto& pair : agreement_.pairs)
      if (pair.weight >= kTellingMin) told += pair.weight * (same(pair) ? 1 : kToldOfAlike);
    return told;
  }

  /// Twins differ in a given name alone, and it may be one letter: so each has to have its
  /// counterpart, and one that is said the same.
  [[nodiscard]] bool given_names_are_the_same() const {
    for (const auto& pair : agreement_.pairs) {
      if (all_words(a_.name, pair.a, is_surname) && all_words(b_.name, pair.b, is_surname))
        continue;
      const bool both =
          all_words(a_.name, pair.a, is_given) && all_words(b_.name, pair.b, is_given);
      if (!both || !same(pair)) return false;
    }
    const auto may_be_alone = [](const NameWord& word) {
      return is_surname(word) || tells_little(word);
    };
    return all_words(a_.name, agreement_.alone_a, may_be_alone) &&
           all_words(b_.name, agreement_.alone_b, may_be_alone);
  }

  /// One of two surnames may be left out, on one side.
  [[nodiscard]] bool surnames_go_together() const {
    return all_words(a_.name, agreement_.alone_a, tells_little) ||
           all_words(b_.name, agreement_.alone_b, tells_little);
  }

  [[nodiscard]] bool all_is_the_same() const {
    return all_words(a_.name, agreement_.alone_a, tells_little) &&
           all_words(b_.name, agreement_.alone_b, tells_little) &&
           std::all_of(agreement_.pairs.begin(), agreement_.pairs.end(),
                       [&](const WordPair& pair) { return same(pair); });
  }

  const Described& a_;
  const Described& b_;
  const NameAgreement& agreement_;
  BirthAgreement birth_;
};

/// Whether the one has given names, and each is said as one of the other's.
bool given_names_are_among(const Name& few, const Name& many) {
  bool any = false;
  for (const auto& word : few.words) {
    if (!is_given(word) || !is_whole_name(word)) continue;
    any = true;
    const bool known = std::ranges::any_of(many.words, [&](const NameWord& each) {
      return is_given(each) && is_whole_name(each) && each.spelling.sound == word.spelling.sound;
    });
    if (!known) return false;
  }
  return any;
}

/// What a marriage and a second nationality leave: the given names, perhaps not all of them, and
/// the day of birth.
bool may_have_another_surname(const Described& a, const Described& b) {
  return given_names_are_among(a.name, b.name) || given_names_are_among(b.name, a.name);
}

bool are_of_one_told_day(const PartialDate& a, const PartialDate& b) {
  return a == b && a.complete() && is_told_day(a.text());
}

std::string text_of(const std::vector<Reason>& reasons) {
  std::string text;
  for (const auto& reason : reasons) {
    if (!text.empty()) text += "; ";
    text += std::string(reason.word) + " " + reason.value;
  }
  return text;
}

}  // namespace

std::optional<Description> description_of(const Holder& holder) {
  if (!holder.birth.year) return std::nullopt;
  auto name = normalised_name(holder.surname, holder.given_names);
  if (name.empty()) return std::nullopt;
  // By the one code of the State: two of its codes are told apart nowhere, whichever came first.
  CountryCode nationality{std::string(one_code_of(holder.nationality.value()))};
  return Description{std::move(name), holder.birth, std::move(nationality)};
}

std::vector<std::int64_t> Matcher::keys_of(const Description& description) const {
  const auto name = reader_.read(description.name);
  const auto words = key_words(name);
  const std::string birth = description.birth.text();  // YYYY-MM-DD
  const bool whole = description.birth.complete().has_value();
  std::vector<std::int64_t> keys;
  auto with_day = whole ? telling_with_day(words) : std::vector<std::string>();
  if (whole && is_told_day(birth))
    std::ranges::copy(given_names_with_day(words), std::back_inserter(with_day));
  for (const auto& set : with_day) keys.push_back(number_of("day|" + birth + "|" + set));
  for (const auto& set : rare_together(words)) {
    keys.push_back(number_of("year|" + birth.substr(0, 4) + "|" + set));
    if (whole && is_told_day(birth))
      keys.push_back(number_of("month|" + birth.substr(5) + "|" + set));
  }
  const auto in_one = given_names_in_one(name);
  if (whole && is_told_day(birth) && !in_one.empty() && keys.size() < kCandidateKeysMax)
    keys.push_back(number_of("day|" + birth + "|" + in_one));
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  return keys;
}

bool Matcher::are_two_people(const Description& a, const Description& b) const {
  if (!a.birth.complete() || !b.birth.complete()) return false;
  const auto births = compare_births(Birth::from_date(a.birth), Birth::from_date(b.birth));
  if (births <= BirthAgreement::kSlip) return false;
  const Described first{reader_.read(a.name), {}, {}};
  const Described second{reader_.read(b.name), {}, {}};
  return !is_match(score_value(first, second, reader_.words()));
}

bool may_be_alike(const PartialDate& one, const PartialDate& other) {
  const auto births = compare_births(Birth::from_date(one), Birth::from_date(other));
  return births != BirthAgreement::kUnknown && births <= BirthAgreement::kSlip;
}

ReadDescription Matcher::read(const Description& description) const {
  return {{reader_.read(description.name), Birth::from_date(description.birth),
           description.nationality},
          description.birth};
}

// Names that very many bear tell too little of whoever is born on the day, and less where one of
// them is written otherwise: that alone asks nobody, but a crossing that fits may.
std::optional<Likeness> Matcher::compare(const ReadDescription& a, const ReadDescription& b) const {
  if (!may_be_alike(a.birth, b.birth)) return std::nullopt;
  const auto& first = a.said;
  const auto& second = b.said;
  const auto agreement = agree(first.name, second.name, reader_.words());
  const Judgement judgement(first, second, agreement);
  const bool worth = judgement.is_worth_a_review();
  const bool one_day = are_of_one_told_day(a.birth, b.birth);
  if (!worth && !one_day) return std::nullopt;
  const auto scored = score(first, second, reader_.words());
  if (!worth || scored.value < kReviewScore) {
    const bool if_fitting =
        one_day && ((scored.value >= kLinkScore && judgement.has_its_counterparts()) ||
                    may_have_another_surname(first, second));
    if (!if_fitting) return std::nullopt;
    return Likeness{LinkGrade::kIfFitting, kFittingScore,
                    text_of(scored.reasons) + "; " + std::string(kCrossingsFit)};
  }
  const bool sure = scored.value >= kLinkScore && judgement.is_beyond_doubt();
  return Likeness{sure ? LinkGrade::kAutomatic : LinkGrade::kReview, scored.value,
                  text_of(scored.reasons)};
}

}  // namespace garita::central
