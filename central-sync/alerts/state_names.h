#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace garita::central {

/// The code of ISO 3166-1 alpha-3 that a State's name stands for, as lists write it: the English,
/// Spanish or French name of the Unicode CLDR, the United Nations' own, or the code itself. Case,
/// accents and what is no letter do not count. Absent: it is none, or none any more.
[[nodiscard]] std::optional<std::string> state_named(std::string_view name);

}  // namespace garita::central
