#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "central-sync/persons/identity.h"
#include "schema/matching/name.h"
#include "schema/matching/score.h"
#include "schema/vocabulary/date.h"
#include "schema/vocabulary/ids.h"

namespace garita::central {

/// What a document says of who somebody is, but for its number: what people are compared by when no
/// exact key is the same.
struct Description {
  std::string name;  ///< as normalised_name() gives it: "GARCIA LOPEZ<<ANA MARIA"
  PartialDate birth;
  CountryCode nationality;  ///< "": not said
  friend auto operator==(const Description&, const Description&) -> bool = default;
};
/// Absent without a name or a year of birth: there would be too many who look alike.
[[nodiscard]] std::optional<Description> description_of(const Holder& holder);

/// What likeness makes of two descriptions. The numbers stand in tables.
enum class LinkGrade : std::uint8_t {
  kAutomatic = 1,  ///< one person, until somebody decides otherwise
  kReview = 2,     ///< somebody has to decide
  /// Somebody has to decide where the one's entry and the other's exit fit each other, and flags
  /// hang on it: of two names that have little in common but what a marriage leaves, or a document
  /// that leaves out a given name, or that are one but tell little, as very many bear them.
  kIfFitting = 3,
};

/// The last reason of kIfFitting.
inline constexpr std::string_view kCrossingsFit = "crossings_fit";

struct Likeness {
  LinkGrade grade = LinkGrade::kReview;
  double score = 0;     ///< 0 to 1
  std::string reasons;  ///< "word_same GARCIA; birth_same 1980-02-29", in the words of Reason
};

/// At and above these scores a pair is reviewed, or, where nothing speaks against it, linked. Of
/// the 1381 labelled pairs that the score was learnt from, 975 in 1000 that score kReviewScore are
/// one person, and 989 that score kLinkScore.
inline constexpr double kReviewScore = 0.60;
inline constexpr double kLinkScore = 0.90;
/// Those pairs are no sample of a country, where of 3 million some 140 are born on every day, so a
/// score does not suffice: the words that two names share have to tell so much, where a name is 1
/// and one that very many bear 0.6. With the same day of birth, and with the same year or a slip.
struct Told {
  double with_day = 0;
  double with_year = 0;
};
inline constexpr Told kToldForReview{1.5, 2.0};
inline constexpr Told kToldForLink{2.0, 3.0};

/// The score of every pair that is asked about only if crossings fit: below all that names give.
inline constexpr double kFittingScore = 0.50;

/// A key that more descriptions share than this tells nothing: whoever is alike by it alone is not
/// looked at. The last to come has a row with each of the others, which costs 1.7 ms of CPU at 32
/// and 2.8 ms at 64, and the one behind takes all of these back, 12 ms and 37 ms.
inline constexpr std::size_t kKeyBearersMax = 32;
/// The most keys that a description has.
inline constexpr std::size_t kCandidateKeysMax = 12;

/// A description as it is compared, for whoever compares it with several.
struct ReadDescription {
  Described said;
  PartialDate birth;
};

/// Whether Matcher::compare() may say anything of two who are born so, whatever they are called: by
/// a slip of the pen a birth may differ.
[[nodiscard]] bool may_be_alike(const PartialDate& one, const PartialDate& other);

/// Compares descriptions. Safe to share between threads.
class Matcher {
 public:
  /// Under which numbers others are looked for that may be the same person: the day of birth with
  /// a word of the name, or two where very many bear each, or a given name, or several written as
  /// one, and parts of the birth with words that together are rare. A function of the description
  /// alone; each once, ascending.
  [[nodiscard]] std::vector<std::int64_t> keys_of(const Description& description) const;

  [[nodiscard]] ReadDescription read(const Description& description) const;

  /// Absent: nothing that anybody should look at. Symmetric but for the order of the reasons.
  [[nodiscard]] std::optional<Likeness> compare(const ReadDescription& a,
                                                const ReadDescription& b) const;

  /// Whether they are plainly of two people: their whole birth dates are further apart than a slip
  /// makes them, and their names alone are no match. Never of two that compare() says anything of.
  [[nodiscard]] bool are_two_people(const Description& a, const Description& b) const;

 private:
  NameReader reader_;
};

}  // namespace garita::central
