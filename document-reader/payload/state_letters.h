#pragma once

#include <string_view>

namespace garita::reader {

/// The two letters (ISO 3166-1 alpha-2) by which a certificate names the State that a document
/// names by `code` (Doc 9303-3, section 5, without fillers): "DE" for "D" and "DEU", "EU" for
/// "EUE". Empty where none are known, as for the State of specimens, UTO.
[[nodiscard]] std::string_view state_letters(std::string_view code);

}  // namespace garita::reader
