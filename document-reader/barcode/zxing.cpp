// The one file that knows ZXing-C++ (1.4, Debian 12's).
#define ZX_USE_UTF8 1  // text() is UTF-8, as in later versions

#include <ZXing/ReadBarcode.h>

#include <opencv2/core.hpp>

#include "document-reader/barcode/symbol_library.h"
#include "document-reader/payload/payload.h"

namespace garita::reader {
namespace {

ZXing::BarcodeFormat format_of(Symbology symbology) {
  switch (symbology) {
    case Symbology::kPdf417:
      return ZXing::BarcodeFormat::PDF417;
    case Symbology::kQrCode:
      return ZXing::BarcodeFormat::QRCode;
    case Symbology::kDataMatrix:
      return ZXing::BarcodeFormat::DataMatrix;
    case Symbology::kAztec:
      return ZXing::BarcodeFormat::Aztec;
  }
  return ZXing::BarcodeFormat::None;
}

std::optional<Barcode> decoded(const cv::Mat1b& picture, const ZXing::DecodeHints& hints) {
  const ZXing::ImageView view(picture.data, picture.cols, picture.rows, ZXing::ImageFormat::Lum,
                              static_cast<int>(picture.step[0]));
  try {
    const ZXing::Result result = ZXing::ReadBarcode(view, hints);
    if (!result.isValid()) return std::nullopt;
    Bytes bytes(result.bytes().begin(), result.bytes().end());
    std::string kind(payload_kind_name(kind_of_payload(bytes)));
    return Barcode{ZXing::ToString(result.format()), result.text(), std::move(bytes),
                   std::move(kind)};
  } catch (const std::exception&) {
    // A symbol that confuses the library is one that could not be read.
    return std::nullopt;
  }
}

}  // namespace

std::optional<Barcode> decode_modules(Symbology symbology, const ModuleMatrix& modules) {
  // Its reader of drawn PDF417s (setIsPure) writes beyond its memory where a row indicator is
  // wrong; the other one wants modules and rows that are some pixels large.
  const bool rows_of_bars = symbology == Symbology::kPdf417;
  // Its DataMatrix reader fails at one pixel a module.
  const cv::Size module_px = rows_of_bars ? cv::Size(2, 6) : cv::Size(2, 2);
  const int quiet_px = rows_of_bars ? 16 : 4;
  cv::Mat1b drawn(modules.rows * module_px.height + 2 * quiet_px,
                  modules.columns * module_px.width + 2 * quiet_px, std::uint8_t{255});
  for (int row = 0; row < modules.rows; ++row) {
    for (int column = 0; column < modules.columns; ++column) {
      if (!modules.at(column, row)) continue;
      const cv::Point corner(column * module_px.width + quiet_px,
                             row * module_px.height + quiet_px);
      drawn(cv::Rect(corner, module_px)) = 0;
    }
  }
  ZXing::DecodeHints hints;
  hints.setFormats(format_of(symbology));
  hints.setIsPure(!rows_of_bars);
  hints.setBinarizer(ZXing::Binarizer::FixedThreshold);
  hints.setTryDownscale(false);
  hints.setTryRotate(false);
  return decoded(drawn, hints);
}

}  // namespace garita::reader
