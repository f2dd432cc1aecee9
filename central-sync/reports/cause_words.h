#pragma once

#include <string>
#include <string_view>

#include "schema/stay/derivation.h"

namespace garita::central {

/// What made a flag come into a state, for people: the words for "time", "watermark" and the
/// reasons of flags/history.h; what is none of these, such as a record's id, as it is.
[[nodiscard]] std::string cause_words(std::string_view cause, Language language);

}  // namespace garita::central
