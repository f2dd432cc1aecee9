// The one file that knows ZXing-C++ (1.4, Debian 12's).
#define ZX_USE_UTF8 1  // text() is UTF-8, as in later versions

#include <ZXing/ReadBarcode.h>

#include "document-reader/barcode/barcode.h"
#include "document-reader/payload/payload.h"

namespace garita::reader {

std::vector<Barcode> read_barcodes(const GreyPicture& picture) {
  if (!is_readable(picture)) return {};
  const ZXing::ImageView view(picture.pixels.data(), picture.width_px, picture.height_px,
                              ZXing::ImageFormat::Lum);
  ZXing::DecodeHints hints;
  hints.setFormats(ZXing::BarcodeFormat::PDF417 | ZXing::BarcodeFormat::QRCode |
                   ZXing::BarcodeFormat::DataMatrix | ZXing::BarcodeFormat::Aztec);
  hints.setTryHarder(true);
  hints.setTryRotate(true);
  hints.setMaxNumberOfSymbols(kBarcodesMax);
  std::vector<Barcode> found;
  try {
    for (const auto& result : ZXing::ReadBarcodes(view, hints)) {
      if (!result.isValid()) continue;
      Bytes bytes(result.bytes().begin(), result.bytes().end());
      std::string kind(payload_kind_name(kind_of_payload(bytes)));
      found.push_back(
          {ZXing::ToString(result.format()), result.text(), std::move(bytes), std::move(kind)});
    }
  } catch (const std::exception&) {
    // A symbol that confuses the library is one that could not be read.
    return found;
  }
  return found;
}

}  // namespace garita::reader
