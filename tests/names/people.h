#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace garita::tests {

/// Somebody who does not exist.
struct InventedPerson {
  std::string surname;  ///< one or two words, as a document has them
  std::string given;
  std::string birth;        ///< YYYY-MM-DD, YYYY or "-"
  std::string nationality;  ///< three letters
};

/// Invents people with Spanish, English, French, Arabic and Chinese names. As in any country few
/// names are borne by very many and very many by few: the share of the n-th name falls with n, and
/// a long tail is put together from syllables. The same seed gives the same people.
class Inventor {
 public:
  explicit Inventor(std::uint32_t seed);
  [[nodiscard]] InventedPerson person();

 private:
  struct Names {
    std::vector<std::string> given;
    std::vector<std::string> surnames;
    std::vector<std::string> nationalities;
    bool two_surnames = false;
    double share = 0;
  };
  [[nodiscard]] const std::string& one_of(const std::vector<std::string>& names);
  [[nodiscard]] std::string birth();

  std::vector<Names> cultures_;
  std::mt19937 random_;
};

/// What happens to a name between a list and a desk.
enum class Mishap : std::uint8_t {
  kNone,
  kOrder,            ///< given names first, without a comma
  kTypingError,      ///< one letter
  kTwoTypingErrors,  ///< in two words, or both in one
  kSurnameDropped,
  kGivenDropped,
  kSpelling,  ///< as another language or clerk would write it
  kZone,      ///< as the machine readable zone has it, cut at 39 places
  kJoined,    ///< two words written as one
  kInitial,
};
inline constexpr std::size_t kMishaps = 10;
[[nodiscard]] const char* mishap_name(Mishap mishap);

/// A question about a listed person.
struct Question {
  std::string name;
  std::string birth;
  std::string nationality;
};

/// Knows nothing of how names are compared or found.
class Clerk {
 public:
  explicit Clerk(std::uint32_t seed) : random_(seed) {}
  /// Where a mishap cannot happen to the name (nothing to drop), it is only in another order.
  [[nodiscard]] Question ask(const InventedPerson& person, Mishap mishap);

 private:
  [[nodiscard]] std::size_t below(std::size_t limit) { return random_() % limit; }
  [[nodiscard]] std::string mistyped(std::string word);
  [[nodiscard]] std::string respelt(std::string word);
  [[nodiscard]] std::string birth_of(const std::string& listed);

  std::mt19937 random_;
};

/// "SURNAME, Given": how lists write names.
[[nodiscard]] std::string listed_name(const InventedPerson& person);

}  // namespace garita::tests
