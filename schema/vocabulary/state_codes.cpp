#include "schema/vocabulary/state_codes.h"

#include <algorithm>
#include <array>

#include "schema/vocabulary/iso_countries.h"

namespace garita {
namespace {

using Code = std::string_view;

// Doc 9303-3 (8th edition), section 5, parts B to E, and what was in earlier editions; in order.
constexpr auto kOthers = std::to_array<Code>({
    "ANT", "D",   "EUE", "GBD", "GBN", "GBO", "GBP", "GBS", "NTZ", "RKS",
    "UNA", "UNK", "UNO", "UTO", "XBA", "XCC", "XCE", "XCO", "XDC", "XEC",
    "XES", "XIM", "XMP", "XOM", "XPO", "XXA", "XXB", "XXC", "XXK", "XXX",
});

struct SameState {
  Code code;
  Code one;
};
// D is the one of Germany, and not DEU, so that the keys that records have made stay as they are.
constexpr auto kSameStates = std::to_array<SameState>({{"BUR", "MMR"},
                                                       {"BYS", "BLR"},
                                                       {"DEU", "D"},
                                                       {"DHY", "BEN"},
                                                       {"HVO", "BFA"},
                                                       {"ROM", "ROU"},
                                                       {"TMP", "TLS"},
                                                       {"ZAR", "COD"}});

}  // namespace

bool is_state_code(std::string_view code) {
  return is_iso_country(code) || std::binary_search(kOthers.begin(), kOthers.end(), code);
}

std::string_view one_code_of(std::string_view code) {
  for (const auto& same : kSameStates)
    if (same.code == code) return same.one;
  return code;
}

}  // namespace garita
