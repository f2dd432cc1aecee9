#pragma once

#include <string_view>

namespace garita {

/// Whether it is a code of ISO 3166-1 alpha-3 that is assigned to a country or territory: "GTM".
[[nodiscard]] bool is_iso_country(std::string_view code);

}  // namespace garita
