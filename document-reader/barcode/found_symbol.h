#pragma once

#include <array>
#include <opencv2/core.hpp>
#include <vector>

#include "document-reader/barcode/barcode.h"
#include "document-reader/barcode/ink.h"
#include "document-reader/barcode/module_grid.h"
#include "document-reader/barcode/module_matrix.h"
#include "document-reader/barcode/rings.h"
#include "document-reader/barcode/symbol_library.h"

namespace garita::reader {

/// A picture at the size at which symbols are looked for, and the larger one they are read from.
struct View {
  const Ink& ink;
  const cv::Mat1b& picture;  ///< all of its pixels
  double scale = 1;          ///< pixels of `picture` to one of `ink`

  [[nodiscard]] cv::Point2d in_picture(cv::Point2d place) const {
    return (place + cv::Point2d(0.5, 0.5)) * scale - cv::Point2d(0.5, 0.5);
  }
  [[nodiscard]] cv::Point2d in_ink(cv::Point2d place) const {
    return (place + cv::Point2d(0.5, 0.5)) / scale - cv::Point2d(0.5, 0.5);
  }
};

struct FoundSymbol {
  Barcode barcode;
  Quad corners;  ///< in the picture's pixels
};

/// What was read so far, so that nothing is read twice.
class FoundSymbols {
 public:
  [[nodiscard]] bool covers(cv::Point2d place) const;
  [[nodiscard]] bool full() const { return symbols_.size() >= kBarcodesMax; }
  void add(Barcode barcode, const Quad& corners);
  [[nodiscard]] const std::vector<FoundSymbol>& symbols() const { return symbols_; }

 private:
  std::vector<FoundSymbol> symbols_;
};

/// Tries the grid as it lies, then sharpened, then as a mirror shows it. Adds what is read.

struct GridReading {
  Symbology symbology;
  bool inverted = false;
  float clearness_min = 0.5F;  ///< what is less clear is not worth a try
  /// Draws what is the same in every symbol of the size, or says (false) that what is seen there is
  /// too unlike it; nullptr: nothing.
  bool (*draw_fixed)(ModuleMatrix&) = nullptr;
};
bool read_grid(const View& view, const ModuleGrid& grid, const GridReading& how,
               FoundSymbols& found);

}  // namespace garita::reader
