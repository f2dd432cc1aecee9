#include "document-reader/barcode/barcode.h"

#include <ZXing/BitMatrix.h>
#include <ZXing/MultiFormatWriter.h>
#include <gtest/gtest.h>

namespace garita::reader {
namespace {

GreyPicture drawn(ZXing::BarcodeFormat format, const std::wstring& text, int width, int height) {
  const auto matrix = ZXing::MultiFormatWriter(format).setMargin(10).encode(text, width, height);
  GreyPicture picture{matrix.width(), matrix.height(), {}};
  for (int y = 0; y < matrix.height(); ++y) {
    for (int x = 0; x < matrix.width(); ++x) picture.pixels.push_back(matrix.get(x, y) ? 0 : 255);
  }
  return picture;
}

TEST(Barcode, ReadsTheSymbolsOfTravelDocuments) {
  const std::wstring text = L"M1ERIKSSON/ANNA       EABC123 UTOUTPXX 0834 326J001A0025 100";
  for (const auto format : {ZXing::BarcodeFormat::PDF417, ZXing::BarcodeFormat::QRCode,
                            ZXing::BarcodeFormat::Aztec, ZXing::BarcodeFormat::DataMatrix}) {
    const auto found = read_barcodes(drawn(format, text, 400, 400));
    ASSERT_EQ(found.size(), 1U) << ZXing::ToString(format);
    EXPECT_EQ(found[0].symbology, ZXing::ToString(format));
    EXPECT_EQ(found[0].text, std::string(text.begin(), text.end()));
    EXPECT_EQ(found[0].kind, "bcbp");
  }
}

TEST(Barcode, FindsNothingWhereThereIsNone) {
  EXPECT_TRUE(read_barcodes({640, 480, std::vector<std::uint8_t>(640 * 480, 200)}).empty());
  EXPECT_TRUE(read_barcodes({0, 0, {}}).empty());
  EXPECT_TRUE(read_barcodes({100, 100, {}}).empty()) << "fewer pixels than it says";
}

}  // namespace
}  // namespace garita::reader
