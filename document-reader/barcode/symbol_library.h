#pragma once

#include <opencv2/core.hpp>
#include <optional>
#include <vector>

#include "document-reader/barcode/barcode.h"
#include "document-reader/barcode/module_grid.h"

namespace garita::reader {

enum class Symbology { kPdf417, kQrCode, kDataMatrix, kAztec };

/// What the modules of a whole, upright symbol say; absent when its error correction finds them
/// wrong. All of a library's knowledge of barcodes is behind these two calls.
[[nodiscard]] std::optional<Barcode> decode_modules(Symbology symbology,
                                                    const ModuleMatrix& modules);

/// How dark and light are told apart in a picture.
enum class Threshold { kAsTheNeighbourhood, kAsTheWhole };

/// The symbol of a picture that shows one, large, upright and in the middle.
[[nodiscard]] std::optional<Barcode> decode_picture(Symbology symbology, const cv::Mat1b& picture,
                                                    Threshold threshold);

}  // namespace garita::reader
