#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "schema/matching/agreement.h"
#include "schema/matching/birth.h"
#include "schema/matching/name.h"
#include "schema/vocabulary/ids.h"

namespace garita {

/// A person as a document or a list describes one.
struct Described {
  Name name;
  Birth birth;
  CountryCode nationality;  ///< "": not said
};

/// Why a score is what it is. Texts for people are made of these elsewhere. Words: word_same,
/// word_alike, word_consonants, word_short_form, word_guessed_form, word_same_name, word_initial,
/// word_cut, words_joined, only_in_first, only_in_second, birth_same, birth_compatible, birth_slip,
/// birth_near, birth_few_years, birth_far, birth_very_far, nationality_same, nationality_other.
struct Reason {
  std::string_view word;  ///< for machines, never freed
  std::string value;      ///< as written: "Habib", "Habbib~HABIB 0.93", "1974-01-05~1977"
};

struct Score {
  double value = 0;  ///< 0 to 1
  std::vector<Reason> reasons;
};

/// At and above it the verdict is `match`.
inline constexpr double kMatchThreshold = 0.45;
[[nodiscard]] inline bool is_match(double score) { return score >= kMatchThreshold; }

/// What is known for and against two descriptions being one person, as numbers that a logistic
/// regression weighs. README.md says what each is, and where the weights come from.
inline constexpr std::size_t kEvidenceCount = 15;
using Evidence = std::array<double, kEvidenceCount>;
[[nodiscard]] const std::array<std::string_view, kEvidenceCount>& evidence_names();
[[nodiscard]] Evidence evidence_of(const Described& a, const Described& b,
                                   const NameAgreement& agreement);

/// Whether two descriptions are of one person, 0 to 1. Symmetric; the order of words does not
/// count; 1 where every word is the same and nothing speaks against it.
[[nodiscard]] double score_value(const Described& a, const Described& b, const NameWords& words);
/// The same with its reasons, the words of `a` first.
[[nodiscard]] Score score(const Described& a, const Described& b, const NameWords& words);

}  // namespace garita
