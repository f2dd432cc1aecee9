#pragma once

#include <optional>

#include "document-reader/barcode/barcode.h"
#include "document-reader/barcode/module_matrix.h"

namespace garita::reader {

enum class Symbology { kPdf417, kQrCode, kDataMatrix, kAztec };

/// What the modules of a whole, upright symbol say; absent when its error correction finds them
/// wrong. All that a library knows of barcodes is behind this call.
[[nodiscard]] std::optional<Barcode> decode_modules(Symbology symbology,
                                                    const ModuleMatrix& modules);

}  // namespace garita::reader
