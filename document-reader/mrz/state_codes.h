#pragma once

#include <string_view>

namespace garita::reader {

/// Whether Doc 9303-3, section 5 has the code: ISO 3166-1 alpha-3; Germany's D; the British ones
/// GBD, GBN, GBO, GBP and GBS; organisations (UNO, EUE, XOM, XPO, …); persons without a nationality
/// (XXA, XXB, XXC, XXX); Kosovo's RKS and UNK; codes of States that are no more but whose documents
/// were valid for long (ANT, NTZ); and UTO, that of specimens. As printed, without fillers.
[[nodiscard]] bool is_state_code(std::string_view code);

}  // namespace garita::reader
