#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "schema/vocabulary/result.h"

namespace garita {

/// How whoever is refused may contest it by the country's law, as their paper says it: TOML table
/// `appeal` of a policy pack, a text in each language of the consoles.
struct AppealWords {
  std::string es;
  std::string en;
  std::string fr;

  friend bool operator==(const AppealWords&, const AppealWords&) = default;
};
inline constexpr std::size_t kAppealBytesMax = 1000;

/// Of a pack; absent where it does not say. Remedy: reject, as PolicyPack::from_toml, which refuses
/// such a pack too.
[[nodiscard]] Result<std::optional<AppealWords>> appeal_of(std::string_view pack);

}  // namespace garita
