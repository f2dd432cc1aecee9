#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "schema/vocabulary/result.h"

namespace garita {

/// One step of how a last legal day came about: a code and what it speaks of, so that the same
/// derivation can be kept, compared, and printed in any language. Dates among the parameters are
/// YYYY-MM-DD.
struct DerivationLine {
  /// One of derivation_codes(): "entered", "rule", "fixed_days", "extended_by_days", …
  std::string code;
  /// By name, in the order of the sentence: {"day", "2026-01-05"}.
  std::vector<std::pair<std::string, std::string>> parameters;

  friend bool operator==(const DerivationLine&, const DerivationLine&) = default;
};

using Derivation = std::vector<DerivationLine>;

enum class Language { kSpanish, kEnglish, kFrench };

/// "es", "en", "fr". Remedy: reject.
[[nodiscard]] Result<Language> parse_language(std::string_view code);

/// The derivation of what may be granted, before anything was: nothing in it is said to have
/// happened.
[[nodiscard]] Derivation prospective(const Derivation& derivation);

/// Every code that a derivation may hold; each has a sentence in every language.
[[nodiscard]] std::vector<std::string_view> derivation_codes();

/// The line as a sentence, dates written out ("5 de enero de 2026"). A code that is not known is
/// given back with its parameters, so that an older program still shows a newer derivation.
[[nodiscard]] std::string sentence_of(const DerivationLine& line, Language language);

}  // namespace garita
