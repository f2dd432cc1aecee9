#include <algorithm>
#include <opencv2/imgproc.hpp>

#include "document-reader/barcode/aztec.h"
#include "document-reader/barcode/barcode.h"
#include "document-reader/barcode/data_matrix.h"
#include "document-reader/barcode/found_symbol.h"
#include "document-reader/barcode/pdf417.h"
#include "document-reader/barcode/qr_code.h"

namespace garita::reader {
namespace {

/// Symbols are looked for in a copy of at most this side, and read from the picture itself.
constexpr int kSearchSidePxMax = 2000;
/// Modules of 12 pixels and more are looked for in a copy that is smaller by this.
constexpr double kCoarser = 4;

cv::Mat1b reduced(const cv::Mat1b& picture, double by) {
  if (by <= 1) return picture;
  cv::Mat1b smaller;
  cv::resize(picture, smaller, {}, 1 / by, 1 / by, cv::INTER_AREA);
  return smaller;
}

void read_at(const cv::Mat1b& picture, double scale, FoundSymbols& found) {
  const cv::Mat1b seen = reduced(picture, scale);
  if (seen.cols < 16 || seen.rows < 16) return;
  const Ink ink(seen);
  const View view{ink, picture, static_cast<double>(picture.cols) / seen.cols};
  read_qr_codes(view, found);
  read_aztecs(view, found);
  read_data_matrices(view, found);
  read_pdf417s(view, found);
}

}  // namespace

std::vector<Barcode> read_barcodes(const GreyPicture& picture) {
  if (!is_readable(picture)) return {};
  // Mat takes no const pixels; nothing here writes to them.
  const cv::Mat1b whole(picture.height_px, picture.width_px,
                        const_cast<std::uint8_t*>(picture.pixels.data()));
  const double scale =
      std::max(1.0, static_cast<double>(std::max(whole.cols, whole.rows)) / kSearchSidePxMax);
  FoundSymbols found;
  read_at(whole, scale, found);
  read_at(whole, scale * kCoarser, found);
  std::vector<Barcode> barcodes;
  for (const FoundSymbol& one : found.symbols()) {
    if (std::find(barcodes.begin(), barcodes.end(), one.barcode) == barcodes.end()) {
      barcodes.push_back(one.barcode);
    }
  }
  return barcodes;
}

}  // namespace garita::reader
