#pragma once

#include <string_view>

namespace garita {

/// Whether Doc 9303-3, section 5 has the code: ISO 3166-1 alpha-3; Germany's D; the British ones
/// GBD, GBN, GBO, GBP and GBS; organisations (UNO, EUE, XOM, XPO, …); persons without a nationality
/// (XXA, XXB, XXC, XXX); Kosovo's RKS and UNK; codes of States that are no more but whose documents
/// were valid for long (ANT, NTZ); and UTO, that of specimens. As printed, without fillers.
[[nodiscard]] bool is_state_code(std::string_view code);

/// The one code by which keys know a State that has several: D for Germany, as its documents have
/// it (Doc 9303-3, section 5), where lists have ISO's DEU; and the code of today for one that ISO
/// 3166-1 withdrew when the same State got another name (ISO 3166-3: BUR, BYS, DHY, HVO, TMP, ZAR;
/// ROM, whose letters alone changed). What several States followed (ANT, CSK, SCG, SUN, YUG) stands
/// for none of them, and the British classes of nationality are five. Else the code itself.
[[nodiscard]] std::string_view one_code_of(std::string_view code);

}  // namespace garita
