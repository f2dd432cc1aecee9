#include "tests/bench/zxing_alone.h"

#define ZX_USE_UTF8 1  // text() is UTF-8, as in later versions
#include <ZXing/ReadBarcode.h>

namespace garita::tests {

std::vector<SaidSymbol> read_with_zxing_alone(const cv::Mat1b& page) {
  ZXing::DecodeHints hints;
  hints.setFormats(ZXing::BarcodeFormat::PDF417 | ZXing::BarcodeFormat::QRCode |
                   ZXing::BarcodeFormat::DataMatrix | ZXing::BarcodeFormat::Aztec);
  hints.setTryHarder(true);
  hints.setTryRotate(true);
  hints.setTryDownscale(true);
  const ZXing::ImageView view(page.data, page.cols, page.rows, ZXing::ImageFormat::Lum,
                              static_cast<int>(page.step[0]));
  std::vector<SaidSymbol> said;
  try {
    for (const auto& result : ZXing::ReadBarcodes(view, hints)) {
      if (!result.isValid()) continue;
      said.push_back({result.text(), {result.bytes().begin(), result.bytes().end()}});
    }
  } catch (const std::exception&) {
    // What confuses the library is a page that it could not read.
    said.clear();
  }
  return said;
}

}  // namespace garita::tests
