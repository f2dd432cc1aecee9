#pragma once

#include <string>

#include "central-sync/store/crossing_rows.h"
#include "schema/stay/derivation.h"

namespace garita::central {

/// "a child with a parent; birth certificate": what an officer was told of a child, and what showed
/// it. A code that has no words here, as it is; "" where nothing is said.
[[nodiscard]] std::string child_words(const ChildTie& child, Language language);

}  // namespace garita::central
