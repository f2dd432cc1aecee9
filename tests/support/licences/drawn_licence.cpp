#include "tests/support/licences/drawn_licence.h"

#include <ZXing/BitMatrix.h>
#include <ZXing/MultiFormatWriter.h>

#include <algorithm>

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

ZXing::BitMatrix symbol_of(ZXing::BarcodeFormat format, const std::string& content, int margin) {
  return ZXing::MultiFormatWriter(format).setMargin(margin).encode(
      std::wstring(content.begin(), content.end()), 0, 0);
}

/// Side by side, in the middle of their height.
ZXing::BitMatrix beside(const ZXing::BitMatrix& left, const ZXing::BitMatrix& right) {
  ZXing::BitMatrix both(left.width() + right.width(), std::max(left.height(), right.height()));
  const auto put = [&](const ZXing::BitMatrix& one, int from) {
    const int down = (both.height() - one.height()) / 2;
    for (int y = 0; y < one.height(); ++y)
      for (int x = 0; x < one.width(); ++x)
        if (one.get(x, y)) both.set(from + x, down + y);
  };
  put(left, 0);
  put(right, left.width());
  return both;
}

}  // namespace

Bytes drawn_licence(const LicenceOrder& order) {
  auto matrix = symbol_of(ZXing::BarcodeFormat::PDF417, content_of(order), kMarginModules);
  if (!order.beside.empty())
    matrix = beside(matrix, symbol_of(ZXing::BarcodeFormat::QRCode, order.beside, kMarginModules));
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
