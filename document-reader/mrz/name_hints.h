#pragma once

#include <string>
#include <vector>

#include "document-reader/mrz/mrz.h"

namespace garita::reader {

inline constexpr std::size_t kHintedWordsMax = 8;
inline constexpr std::size_t kSpellingsMax = 4;

/// A word of a name as printed, and what it may have been before it was transliterated.
struct NameHint {
  std::string printed;
  std::vector<std::string> may_be;  ///< the likeliest first, kSpellingsMax at most; UTF-8
  friend bool operator==(const NameHint&, const NameHint&) = default;
};

/// ICAO Doc 9303-3, section 6 backwards: MUELLER may be MÜLLER, NUNEZ may be NÚÑEZ. Never a fact:
/// the zone does not say which, so hints help an officer to compare names and decide nothing. Only
/// what the issuing State's language makes likely (the nationality's, where the issuer's is
/// unknown); kHintedWordsMax words at most, each once. Accents that leave no trace (GARCIA) and
/// Arabic (States transcribe it each in its own way) are not guessed at.
[[nodiscard]] std::vector<NameHint> name_hints(const MrzFields& fields);

}  // namespace garita::reader
