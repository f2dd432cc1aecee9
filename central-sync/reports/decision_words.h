#pragma once

#include <string>
#include <string_view>

#include "schema/record/record.h"
#include "schema/stay/authorise.h"
#include "schema/stay/derivation.h"

namespace garita::central {

/// What a decision does to a stay, in few words. A suspension is told alike whatever its reason is.
[[nodiscard]] std::string decision_words(StatusChangeKind kind, Language language);
/// The same as a code: "extend_days", …; "suspend" and "resume" of every suspension.
[[nodiscard]] std::string_view decision_code(StatusChangeKind kind);
/// "link", "separate".
[[nodiscard]] std::string_view identity_decision_code(IdentityDecisionKind kind);

}  // namespace garita::central
