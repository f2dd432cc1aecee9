#pragma once

#include "document-reader/barcode/found_symbol.h"

namespace garita::reader {

/// The PDF417 symbols (ISO/IEC 15438) of a picture, also those of which one end is missing.
void read_pdf417s(const View& view, FoundSymbols& found);

}  // namespace garita::reader
