#include <ZXing/BitMatrix.h>
#include <ZXing/MultiFormatWriter.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "document-reader/reading/read_picture.h"

namespace garita::reader {
namespace {

const Date kToday = *Date::from_iso("2026-11-24");

/// A page of 1000x700 with one symbol in its middle, three pixels a module.
Reading read_symbol(ZXing::BarcodeFormat format, const std::string& text) {
  const auto writer = ZXing::MultiFormatWriter(format).setMargin(0);
  const auto matrix = writer.encode(std::wstring(text.begin(), text.end()), 0, 0);
  constexpr int kModulePx = 3;
  GreyPicture page{1000, 700, std::vector<std::uint8_t>(1000 * 700, 235)};
  const int left = (page.width_px - matrix.width() * kModulePx) / 2;
  const int top = (page.height_px - matrix.height() * kModulePx) / 2;
  for (int y = 0; y < matrix.height() * kModulePx; ++y) {
    for (int x = 0; x < matrix.width() * kModulePx; ++x) {
      const auto place = static_cast<std::size_t>((top + y) * page.width_px + left + x);
      if (matrix.get(x / kModulePx, y / kModulePx)) page.pixels.at(place) = 20;
    }
  }
  return read_picture(page, kToday);
}

TEST(BarcodeReading, ALicencesSymbolSaysItsFields) {
  const auto reading = read_symbol(
      ZXing::BarcodeFormat::PDF417,
      "@\n\x1e\rANSI 636006100001DL00310060DLDAQ900000017\nDCSQUETZAL\nDACIXCHEL\nDBB03151990\r");
  ASSERT_EQ(reading.documents.size(), 1U);
  ASSERT_EQ(reading.documents[0].barcodes.size(), 1U);
  const auto& barcode = reading.documents[0].barcodes[0];
  EXPECT_EQ(barcode.kind, "aamva");
  EXPECT_EQ(barcode.damage, "");
  EXPECT_EQ(find_field(barcode.payload.fields, "document_number"), "900000017");
  EXPECT_EQ(find_field(barcode.payload.fields, "birth_date"), "1990-03-15");
}

TEST(BarcodeReading, APassesSymbolSaysItsLegs) {
  const auto reading = read_symbol(ZXing::BarcodeFormat::Aztec,
                                   "M1QUETZAL/IXCHEL      EXYZ123 GUAMADIB 6342 327Y012A0034 100");
  ASSERT_EQ(reading.documents.size(), 1U);
  ASSERT_EQ(reading.documents[0].barcodes.size(), 1U);
  const auto& payload = reading.documents[0].barcodes[0].payload;
  ASSERT_EQ(payload.groups.size(), 1U);
  EXPECT_EQ(find_field(payload.groups[0].fields, "flight_date"), "2026-11-23");
}

TEST(BarcodeReading, ADamagedContentIsAFindingWithItsReason) {
  const auto reading = read_symbol(ZXing::BarcodeFormat::PDF417, "@\n\x1e\rANSI 636006100001");
  ASSERT_EQ(reading.documents.size(), 1U);
  ASSERT_EQ(reading.documents[0].barcodes.size(), 1U);
  EXPECT_EQ(reading.documents[0].barcodes[0].kind, "aamva");
  const ReadingFinding expected{"payload_unread", FindingSeverity::kWarning,
                                "aamva: no directory of subfiles at byte 21"};
  EXPECT_EQ(std::ranges::count(reading.documents[0].findings, expected), 1);
}

}  // namespace
}  // namespace garita::reader
