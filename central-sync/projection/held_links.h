#pragma once

#include <optional>
#include <string_view>

#include "central-sync/projection/link_tables.h"

namespace garita::central {

/// How the reasons of a link begin that does not hold since it connects both sides of a separation
/// (held_apart() of persons): it is in review, with what likeness says behind that, if anything.
inline constexpr std::string_view kHeldApart = "held_apart";

[[nodiscard]] bool is_held(const LinkFact& link);
/// `likeness`: what stood between the two; absent: they are the keys of one crossing alone, or a
/// person linked them.
[[nodiscard]] LinkFact held(const PersonLink& pair, const std::optional<LinkFact>& likeness);
/// What likeness says, held or not; absent: nothing.
[[nodiscard]] std::optional<LinkFact> likeness_in(const LinkFact& link);

}  // namespace garita::central
