#pragma once

#include <string>

#include "central-sync/store/how_known.h"
#include "schema/stay/derivation.h"

namespace garita::central {

/// What a crossing is known by, in a language: "from a stamp; on paper, typed in later", "from the
/// older system SIMMEL|4711". "" where an officer scanned the document, which needs no words.
[[nodiscard]] std::string evidence_words(const HowKnown& known, Language language);

}  // namespace garita::central
