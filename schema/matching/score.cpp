#include "schema/matching/score.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace garita {
namespace {

struct Weighted {
  std::string_view name;
  double weight;
};

// Learnt by tests/names/fit.py; README.md says from what, and how well it holds on pairs that were
// kept aside.
constexpr std::array<Weighted, kEvidenceCount> kModel = {{
    {"one", -2.39},
    {"paired", 1.34},
    {"covered_less", 4.20},
    {"covered_more", 0.31},
    {"both_alone", -2.16},
    {"lost", -5.02},
    {"worst_pair", -5.17},
    {"guessed_forms", 0.00},
    {"surname_alone", -1.06},
    {"birth_within_few_years", 0.67},
    {"birth_within_a_year", 0.69},
    {"birth_within_a_slip", 1.24},
    {"birth_far", -1.79},
    {"birth_very_far", -3.39},
    {"nationality_other", -1.00},
}};

bool tells(const NameWord& word) { return word.kind == WordKind::kName && !word.initial; }

/// The first surname, which in Spanish is the one that is not dropped, stands alone.
bool first_surname_alone(const Name& name, WordSet alone) {
  for (std::size_t i = 0; i < std::min(name.words.size(), kNameWordsMax); ++i)
    if (name.words[i].part == NamePart::kSurname && tells(name.words[i]))
      return ((alone >> i) & 1U) != 0;
  return false;
}

struct Sums {
  double paired = 0;
  double lost = 0;
  double worst = 1;
  double guessed_forms = 0;
};

Sums sums_of(const NameAgreement& agreement) {
  Sums sums;
  for (const auto& pair : agreement.pairs) {
    sums.paired += pair.weight;
    sums.lost += pair.weight * (1 - pair.likeness);
    const bool telling = pair.weight > 0.3;
    if (telling) sums.worst = std::min(sums.worst, pair.likeness);
    if (pair.how == PairedBy::kGuessedForm) sums.guessed_forms += 1;
  }
  return sums;
}

/// Each step on the way to the same day counts apart, so that a better one never scores less.
double at_best(BirthAgreement agreement, BirthAgreement step) {
  return agreement != BirthAgreement::kUnknown && agreement <= step ? 1 : 0;
}

double covered(double paired, double alone) {
  return paired + alone == 0 ? 0 : paired / (paired + alone);
}

/// As they are written.
std::string words_in(const Name& name, WordSet set) {
  std::string out;
  std::string_view before;
  for (std::size_t i = 0; i < std::min(name.words.size(), kNameWordsMax); ++i) {
    if (((set >> i) & 1U) == 0) continue;
    const auto& word = name.words[i];
    const std::string_view shown = word.written.empty() ? word.spelling.letters : word.written;
    // Several words may have been read out of one.
    if (shown == before) continue;
    if (!out.empty()) out += ' ';
    out += shown;
    before = shown;
  }
  return out;
}

/// By PairedBy.
constexpr std::array<std::string_view, 9> kPairingWords = {
    "word_same",      "word_alike",   "word_consonants", "word_short_form", "word_guessed_form",
    "word_same_name", "word_initial", "word_cut",        "words_joined"};
/// By BirthAgreement.
constexpr std::array<std::string_view, 8> kBirthWords = {
    "",           "birth_same",      "birth_compatible", "birth_slip",
    "birth_near", "birth_few_years", "birth_far",        "birth_very_far"};

void add_words(const Described& a, const Described& b, const NameAgreement& agreement,
               std::vector<Reason>& reasons) {
  for (const auto& pair : agreement.pairs) {
    std::string value = words_in(a.name, pair.a);
    if (pair.how != PairedBy::kSame) {
      std::array<char, 8> likeness{};
      std::snprintf(likeness.data(), likeness.size(), " %.2f", pair.likeness);
      value += "~" + words_in(b.name, pair.b) + likeness.data();
    }
    reasons.push_back({kPairingWords.at(std::size_t(pair.how)), std::move(value)});
  }
  if (agreement.alone_a != 0)
    reasons.push_back({"only_in_first", words_in(a.name, agreement.alone_a)});
  if (agreement.alone_b != 0)
    reasons.push_back({"only_in_second", words_in(b.name, agreement.alone_b)});
}

void add_birth(const Birth& a, const Birth& b, std::vector<Reason>& reasons) {
  const auto agreement = compare_births(a, b);
  if (agreement == BirthAgreement::kUnknown) return;
  reasons.push_back(
      {kBirthWords.at(std::size_t(agreement)), a == b ? a.text() : a.text() + "~" + b.text()});
}

/// Initials, particles and titles alone make nobody.
bool some_tells(const NameAgreement& agreement) {
  constexpr double kTellingMin = 0.4;
  return std::any_of(agreement.pairs.begin(), agreement.pairs.end(),
                     [](const WordPair& pair) { return pair.weight >= kTellingMin; });
}

double value_of(const Described& a, const Described& b, const NameAgreement& agreement) {
  if (agreement.pairs.empty()) return 0;
  const auto evidence = evidence_of(a, b, agreement);
  const bool nothing_lacks =
      agreement.alone_a == 0 && agreement.alone_b == 0 && agreement.lost_weight() == 0;
  const auto birth = compare_births(a.birth, b.birth);
  if (nothing_lacks && birth <= BirthAgreement::kCompatible) return 1;
  if (!some_tells(agreement)) return 0;
  double sum = 0;
  for (std::size_t i = 0; i < evidence.size(); ++i) sum += evidence[i] * kModel[i].weight;
  return 1 / (1 + std::exp(-sum));
}

}  // namespace

const std::array<std::string_view, kEvidenceCount>& evidence_names() {
  static constexpr auto kNames = [] {
    std::array<std::string_view, kEvidenceCount> names;
    for (std::size_t i = 0; i < names.size(); ++i) names[i] = kModel[i].name;
    return names;
  }();
  return kNames;
}

Evidence evidence_of(const Described& a, const Described& b, const NameAgreement& agreement) {
  const auto sums = sums_of(agreement);
  const double in_a = covered(sums.paired, agreement.alone_weight_a);
  const double in_b = covered(sums.paired, agreement.alone_weight_b);
  const double both_alone = std::min(agreement.alone_weight_a, agreement.alone_weight_b);
  const bool surname_alone = first_surname_alone(a.name, agreement.alone_a) ||
                             first_surname_alone(b.name, agreement.alone_b);
  const auto birth = compare_births(a.birth, b.birth);
  const bool other_nation = !a.nationality.value().empty() && !b.nationality.value().empty() &&
                            a.nationality != b.nationality;
  return {1,
          std::min(sums.paired, 3.0),
          std::min(in_a, in_b),
          std::max(in_a, in_b),
          both_alone > 0.3 ? 1.0 : 0.0,
          std::min(sums.lost, 2.0),
          1 - sums.worst,
          sums.guessed_forms,
          surname_alone ? 1.0 : 0.0,
          at_best(birth, BirthAgreement::kFewYears),
          at_best(birth, BirthAgreement::kNearYear),
          at_best(birth, BirthAgreement::kSlip),
          birth >= BirthAgreement::kFar ? 1.0 : 0.0,
          birth >= BirthAgreement::kVeryFar ? 1.0 : 0.0,
          other_nation ? 1.0 : 0.0};
}

double score_value(const Described& a, const Described& b, const NameWords& words) {
  return value_of(a, b, agree(a.name, b.name, words));
}

Score score(const Described& a, const Described& b, const NameWords& words) {
  const auto agreement = agree(a.name, b.name, words);
  Score score;
  score.value = value_of(a, b, agreement);
  add_words(a, b, agreement, score.reasons);
  add_birth(a.birth, b.birth, score.reasons);
  if (!a.nationality.value().empty() && !b.nationality.value().empty()) {
    const bool same = a.nationality == b.nationality;
    score.reasons.push_back(
        {same ? "nationality_same" : "nationality_other",
         same ? a.nationality.value() : a.nationality.value() + "~" + b.nationality.value()});
  }
  return score;
}

}  // namespace garita
