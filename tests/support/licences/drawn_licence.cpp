#include "tests/support/licences/drawn_licence.h"

#include <ZXing/BitMatrix.h>
#include <ZXing/MultiFormatWriter.h>

namespace garita::tests {
namespace {

constexpr int kModulePx = 3;
constexpr int kMarginModules = 20;
constexpr std::uint8_t kCard = 235;
constexpr std::uint8_t kInk = 20;

std::string content_of(const LicenceOrder& order) {
  return "@\n\x1e\rANSI 636006100001DL00310120DLDAQ" + order.number + "\nDCS" + order.surname +
         "\nDDEN\nDAC" + order.given_name +
         "\nDDFN\nDADNONE\nDDGN\nDBB03151990\nDBA03152031\nDBC2\nDCGUSA\r";
}

}  // namespace

Bytes drawn_licence(const LicenceOrder& order) {
  const std::string content = content_of(order);
  const auto matrix = ZXing::MultiFormatWriter(ZXing::BarcodeFormat::PDF417)
                          .setMargin(kMarginModules)
                          .encode(std::wstring(content.begin(), content.end()), 0, 0);
  const int width_px = matrix.width() * kModulePx;
  const int height_px = matrix.height() * kModulePx;
  const std::string head =
      "P5\n" + std::to_string(width_px) + " " + std::to_string(height_px) + "\n255\n";
  Bytes file = copy_of(bytes_of(head));
  for (int y = 0; y < height_px; ++y)
    for (int x = 0; x < width_px; ++x)
      file.push_back(matrix.get(x / kModulePx, y / kModulePx) ? kInk : kCard);
  return file;
}

}  // namespace garita::tests
