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
    {"one", 0.0},
    {"paired", 0.0},
    {"paired_twice", 0.0},
    {"covered_less", 0.0},
    {"covered_more", 0.0},
    {"both_alone", 0.0},
    {"both_alone_strongly", 0.0},
    {"lost", 0.0},
    {"lost_share", 0.0},
    {"worst_pair", 0.0},
    {"stand_ins", 0.0},
    {"surname_alone", 0.0},
    {"given_alone", 0.0},
    {"birth_same", 0.0},
    {"birth_compatible", 0.0},
    {"birth_slip", 0.0},
    {"birth_near", 0.0},
    {"birth_few_years", 0.0},
    {"birth_far", 0.0},
    {"nationality_other", 0.0},
}};

bool tells(const NameWord& word) { return word.kind == WordKind::kName && !word.initial; }

/// Of the words of `part` that tell something, whether there are some and all stand alone.
bool all_alone(const Name& name, WordSet alone, NamePart part) {
  bool some = false;
  for (std::size_t i = 0; i < std::min(name.words.size(), kNameWordsMax); ++i) {
    if (name.words[i].part != part || !tells(name.words[i])) continue;
    if (((alone >> i) & 1U) == 0) return false;
    some = true;
  }
  return some;
}

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
  double stand_ins = 0;
  double telling_pairs = 0;
};

Sums sums_of(const NameAgreement& agreement) {
  Sums sums;
  for (const auto& pair : agreement.pairs) {
    sums.paired += pair.weight;
    sums.lost += pair.weight * (1 - pair.likeness);
    const bool telling = pair.weight > 0.3;
    if (telling) sums.worst = std::min(sums.worst, pair.likeness);
    if (telling && pair.how != Pairing::kInitial) sums.telling_pairs += 1;
    const bool stands_in = pair.how == Pairing::kShortForm || pair.how == Pairing::kInitial;
    if (stands_in) sums.stand_ins += 1;
  }
  return sums;
}

double birth_is(BirthAgreement is, BirthAgreement asked) { return is == asked ? 1 : 0; }

double covered(double paired, double alone) {
  return paired + alone == 0 ? 0 : paired / (paired + alone);
}

std::string words_in(const Name& name, WordSet set) {
  std::string out;
  for (std::size_t i = 0; i < std::min(name.words.size(), kNameWordsMax); ++i) {
    if (((set >> i) & 1U) == 0) continue;
    if (!out.empty()) out += ' ';
    out += name.words[i].spelling.letters;
  }
  return out;
}

ReasonKind reason_of(Pairing how) {
  switch (how) {
    case Pairing::kSame:
      return ReasonKind::kSame;
    case Pairing::kAlike:
      return ReasonKind::kAlike;
    case Pairing::kConsonants:
      return ReasonKind::kConsonants;
    case Pairing::kShortForm:
      return ReasonKind::kShortForm;
    case Pairing::kSameName:
      return ReasonKind::kSameName;
    case Pairing::kInitial:
      return ReasonKind::kInitial;
    case Pairing::kCut:
      return ReasonKind::kCut;
    case Pairing::kJoined:
      return ReasonKind::kJoined;
  }
  return ReasonKind::kAlike;
}

void add_words(const Described& a, const Described& b, const NameAgreement& agreement,
               std::vector<Reason>& reasons) {
  for (const auto& pair : agreement.pairs) {
    std::string value = words_in(a.name, pair.a);
    if (pair.how != Pairing::kSame) {
      std::array<char, 8> likeness{};
      std::snprintf(likeness.data(), likeness.size(), " %.2f", pair.likeness);
      value += "~" + words_in(b.name, pair.b) + likeness.data();
    }
    reasons.push_back({reason_of(pair.how), std::move(value)});
  }
  if (agreement.alone_a != 0)
    reasons.push_back({ReasonKind::kOnlyInFirst, words_in(a.name, agreement.alone_a)});
  if (agreement.alone_b != 0)
    reasons.push_back({ReasonKind::kOnlyInSecond, words_in(b.name, agreement.alone_b)});
}

void add_birth(const Birth& a, const Birth& b, std::vector<Reason>& reasons) {
  const std::string both = a == b ? a.text() : a.text() + "~" + b.text();
  switch (compare_births(a, b)) {
    case BirthAgreement::kUnknown:
      return;
    case BirthAgreement::kSameDay:
      reasons.push_back({ReasonKind::kBirthSame, both});
      return;
    case BirthAgreement::kCompatible:
      reasons.push_back({ReasonKind::kBirthCompatible, both});
      return;
    case BirthAgreement::kSlip:
      reasons.push_back({ReasonKind::kBirthSlip, both});
      return;
    case BirthAgreement::kNearYear:
      reasons.push_back({ReasonKind::kBirthNear, both});
      return;
    case BirthAgreement::kFewYears:
      reasons.push_back({ReasonKind::kBirthFewYears, both});
      return;
    case BirthAgreement::kFar:
      reasons.push_back({ReasonKind::kBirthFar, both});
      return;
  }
}

double value_of(const Described& a, const Described& b, const NameAgreement& agreement) {
  if (agreement.pairs.empty()) return 0;
  const auto evidence = evidence_of(a, b, agreement);
  const bool nothing_lacks =
      agreement.alone_a == 0 && agreement.alone_b == 0 && agreement.lost_weight() == 0;
  const auto birth = compare_births(a.birth, b.birth);
  if (nothing_lacks && birth <= BirthAgreement::kCompatible) return 1;
  double sum = 0;
  for (std::size_t i = 0; i < evidence.size(); ++i) sum += evidence[i] * kModel[i].weight;
  return 1 / (1 + std::exp(-sum));
}

}  // namespace

std::string_view word(ReasonKind kind) {
  constexpr std::array<std::string_view, 18> kWords = {
      "word_same",    "word_alike",       "word_consonants",  "word_short_form", "word_same_name",
      "word_initial", "word_cut",         "words_joined",     "only_in_first",   "only_in_second",
      "birth_same",   "birth_compatible", "birth_slip",       "birth_near",      "birth_few_years",
      "birth_far",    "nationality_same", "nationality_other"};
  return kWords.at(static_cast<std::size_t>(kind));
}

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
  const bool given_alone = all_alone(a.name, agreement.alone_a, NamePart::kGiven) ||
                           all_alone(b.name, agreement.alone_b, NamePart::kGiven);
  const auto birth = compare_births(a.birth, b.birth);
  const bool other_nation = !a.nationality.value().empty() && !b.nationality.value().empty() &&
                            a.nationality != b.nationality;
  return {1,
          std::min(sums.paired, 3.0),
          sums.telling_pairs >= 2 ? 1.0 : 0.0,
          std::min(in_a, in_b),
          std::max(in_a, in_b),
          std::min(both_alone, 2.0),
          both_alone > 0.3 ? 1.0 : 0.0,
          std::min(sums.lost, 2.0),
          sums.paired == 0 ? 0 : sums.lost / sums.paired,
          1 - sums.worst,
          sums.stand_ins,
          surname_alone ? 1.0 : 0.0,
          given_alone ? 1.0 : 0.0,
          birth_is(birth, BirthAgreement::kSameDay),
          birth_is(birth, BirthAgreement::kCompatible),
          birth_is(birth, BirthAgreement::kSlip),
          birth_is(birth, BirthAgreement::kNearYear),
          birth_is(birth, BirthAgreement::kFewYears),
          birth_is(birth, BirthAgreement::kFar),
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
        {same ? ReasonKind::kNationalitySame : ReasonKind::kNationalityOther,
         same ? a.nationality.value() : a.nationality.value() + "~" + b.nationality.value()});
  }
  return score;
}

}  // namespace garita
