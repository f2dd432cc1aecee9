#pragma once

#include <cstdint>
#include <vector>

#include "schema/matching/name.h"

namespace garita {

/// How words of one name stand for words of the other.
enum class PairedBy : std::uint8_t {
  kSame,         ///< letter by letter, after normalise.h
  kAlike,        ///< another spelling or a slip
  kConsonants,   ///< one of them came without vowels
  kShortForm,    ///< PEPE for JOSE
  kGuessedForm,  ///< looks like one: YOLI for YOLANDA
  kSameName,     ///< one name in two languages
  kInitial,      ///< J for JOSE
  kCut,          ///< a field ended within it
  kJoined,       ///< several words of one are one word of the other
};

/// Words as bits: bit i is word i of its name.
using WordSet = std::uint16_t;

struct WordPair {
  WordSet a = 0;
  WordSet b = 0;
  PairedBy how = PairedBy::kSame;
  double likeness = 0;  ///< 0 to 1
  double weight = 0;    ///< what these words tell
};

/// Which words of two names stand for each other, and which stand alone.
struct NameAgreement {
  std::vector<WordPair> pairs;
  WordSet alone_a = 0;  ///< words without a counterpart; repetitions of paired ones are none
  WordSet alone_b = 0;
  double alone_weight_a = 0;
  double alone_weight_b = 0;

  [[nodiscard]] double paired_weight() const;
  /// What the pairs lack to be the same, weighted.
  [[nodiscard]] double lost_weight() const;
};

/// How much a word tells: 1 for a name, less where very many bear it, little for an initial, next
/// to nothing for a particle or a title.
[[nodiscard]] double weight_of(const NameWord& word);

/// How alike two words are, 0 to 1: in spelling, as short forms or one name in two languages, as
/// consonants, initials, or where a field ended.
[[nodiscard]] double likeness_of_words(const NameWord& a, const NameWord& b,
                                       const NameWords& words);

/// Symmetric, and the order of the words does not count.
[[nodiscard]] NameAgreement agree(const Name& a, const Name& b, const NameWords& words);

}  // namespace garita
