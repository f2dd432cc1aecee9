#pragma once

#include "document-reader/barcode/found_symbol.h"

namespace garita::reader {

/// The Aztec codes (ISO/IEC 24778) of a picture, runes included.
void read_aztecs(const View& view, FoundSymbols& found);

}  // namespace garita::reader
