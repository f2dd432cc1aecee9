#pragma once

#include <string_view>

#include "schema/vocabulary/result.h"

namespace garita {

/// What the States of a pack may be: those that there are, or, in an exercise, invented ones too.
enum class PackStates { kReal, kAny };

/// Whether every word of a pack is one that a record may have: its country, groups and
/// nationalities are State codes (is_state_code), its classes admission classes, its document types
/// codes of a zone. Asked before a pack is published; what is in force was published under the
/// words of its day, and is read without. Remedy: reject, with the line, the rule or group, the key
/// and the word, for the first that is none, and for a text that is no TOML.
[[nodiscard]] Result<void> check_policy_words(std::string_view text, PackStates states);

}  // namespace garita
