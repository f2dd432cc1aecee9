#pragma once

#include <string>

#include "central-sync/flags/flag.h"
#include "schema/stay/derivation.h"

namespace garita::central {

/// A kind of flag and a state for people. In English they are the names that lists and files have
/// (flag_name, state_name); in Spanish and French words.
[[nodiscard]] std::string flag_words(FlagKind kind, Language language);
[[nodiscard]] std::string state_words(FlagState state, Language language);

}  // namespace garita::central
