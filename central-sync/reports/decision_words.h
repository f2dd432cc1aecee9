#pragma once

#include <string>
#include <string_view>

#include "schema/stay/authorise.h"
#include "schema/stay/derivation.h"

namespace garita::central {

/// What a decision does to a stay, in few words. A suspension is told alike whatever its reason is.
[[nodiscard]] std::string decision_words(StatusChangeKind kind, Language language);
/// The same as a code: "extend_days", …; "suspend" and "resume" of every suspension.
[[nodiscard]] std::string_view decision_code(StatusChangeKind kind);

}  // namespace garita::central
