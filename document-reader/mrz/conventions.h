#pragma once

#include <string_view>

#include "document-reader/mrz/mrz.h"

namespace garita::reader {

/// The Mexican voter's card (INE, IFE from 2013) is a TD1 whose sex is in Spanish: H is hombre, M
/// is mujer. Read as Doc 9303 has it, every Mexican woman would be a man. The Mexican passport says
/// M and F.
[[nodiscard]] inline bool says_sex_in_spanish(MrzFormat format, std::string_view code,
                                              std::string_view issuer) {
  return format == MrzFormat::kTd1 && code == "ID" && issuer == "MEX";
}

}  // namespace garita::reader
