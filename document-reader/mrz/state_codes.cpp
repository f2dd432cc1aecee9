#include "document-reader/mrz/state_codes.h"

#include <algorithm>
#include <array>

#include "schema/vocabulary/iso_countries.h"

namespace garita::reader {
namespace {

using Code = std::string_view;

// Doc 9303-3 (8th edition), section 5, parts B to E, and what was in earlier editions; in order.
constexpr auto kOthers = std::to_array<Code>({
    "ANT", "D",   "EUE", "GBD", "GBN", "GBO", "GBP", "GBS", "NTZ", "RKS",
    "UNA", "UNK", "UNO", "UTO", "XBA", "XCC", "XCE", "XCO", "XDC", "XEC",
    "XES", "XIM", "XMP", "XOM", "XPO", "XXA", "XXB", "XXC", "XXK", "XXX",
});

}  // namespace

bool is_state_code(std::string_view code) {
  return is_iso_country(code) || std::binary_search(kOthers.begin(), kOthers.end(), code);
}

}  // namespace garita::reader
