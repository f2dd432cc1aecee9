#pragma once

#include <opencv2/core.hpp>
#include <vector>

#include "document-reader/barcode/found_symbol.h"
#include "document-reader/barcode/ink.h"

namespace garita::reader {

/// The QR codes (ISO/IEC 18004) of a picture whose ink is `view.ink`.
void read_qr_codes(const View& view, FoundSymbols& found);

}  // namespace garita::reader
