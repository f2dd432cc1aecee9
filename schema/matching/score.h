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

/// Why a score is what it is: a word for machines (`word()`) and what it is about. Texts for people
/// are made of these elsewhere.
enum class ReasonKind : std::uint8_t {
  kSame,
  kAlike,
  kConsonants,
  kShortForm,
  kSameName,
  kInitial,
  kCut,
  kJoined,
  kOnlyInFirst,
  kOnlyInSecond,
  kBirthSame,
  kBirthCompatible,
  kBirthSlip,
  kBirthNear,
  kBirthFewYears,
  kBirthFar,
  kNationalitySame,
  kNationalityOther,
};
[[nodiscard]] std::string_view word(ReasonKind kind);

struct Reason {
  ReasonKind kind = ReasonKind::kSame;
  std::string value;  ///< "HABIB", "HABBIB~HABIB 0.93", "1974-01-05~1977"
};

struct Score {
  double value = 0;  ///< 0 to 1
  std::vector<Reason> reasons;
};

/// At and above it the verdict is `match`.
inline constexpr double kMatchThreshold = 0.5;
[[nodiscard]] inline bool is_match(double score) { return score >= kMatchThreshold; }

/// What is known for and against two descriptions being one person, as numbers that a logistic
/// regression weighs. README.md says what each is, and where the weights come from.
inline constexpr std::size_t kEvidenceCount = 20;
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
