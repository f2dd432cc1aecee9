#include "document-reader/barcode/found_symbol.h"

#include <opencv2/imgproc.hpp>

#include "document-reader/barcode/module_levels.h"
#include "document-reader/barcode/symbol_library.h"

namespace garita::reader {

bool FoundSymbols::covers(cv::Point2d place) const {
  for (const FoundSymbol& one : symbols_) {
    const std::vector<cv::Point2f> outline(one.corners.begin(), one.corners.end());
    if (cv::pointPolygonTest(outline, place, false) >= 0) return true;
  }
  return false;
}

void FoundSymbols::add(Barcode barcode, const Quad& corners) {
  symbols_.push_back({std::move(barcode), corners});
}

bool read_grid(const View& view, const ModuleGrid& grid, const GridReading& how,
               FoundSymbols& found) {
  const cv::Mat1f levels = module_levels(Levels(view.picture), grid);
  if (clearness(levels) < how.clearness_min) return false;
  for (const float sharpening : {0.0F, 0.7F}) {
    ModuleMatrix modules = dark_modules(levels, sharpening);
    if (how.inverted) modules = inverted(std::move(modules));
    if (how.draw_fixed != nullptr && !how.draw_fixed(modules)) continue;
    auto barcode = decode_modules(how.symbology, modules);
    // Aztec's reader turns a mirrored symbol by itself.
    if (!barcode && how.symbology != Symbology::kAztec && how.symbology != Symbology::kPdf417) {
      barcode = decode_modules(how.symbology, transposed(modules));
    }
    if (!barcode) continue;
    found.add(*std::move(barcode), grid.corners());
    return true;
  }
  return false;
}

}  // namespace garita::reader
