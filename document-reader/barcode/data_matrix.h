#pragma once

#include "document-reader/barcode/found_symbol.h"

namespace garita::reader {

/// The Data Matrix symbols (ISO/IEC 16022, and 21471 for the longer rectangles) of a picture.
void read_data_matrices(const View& view, FoundSymbols& found);

}  // namespace garita::reader
