#include "border-station/capture/reader_process.h"

#include <ZXing/BitMatrix.h>
#include <ZXing/MultiFormatWriter.h>
#include <gtest/gtest.h>

#include "document-reader/payload/vds_features.h"
#include "tests/support/seal_signers/seal_signers.h"

namespace garita::station {
namespace {

const Date kToday = *Date::from_iso("2026-11-24");
const std::filesystem::path kReader = std::filesystem::path(GARITA_BIN_DIR) / "garita-reader";

/// A grey picture as PNM, which needs no encoder.
Bytes pnm(int side, const std::vector<std::uint8_t>& pixels) {
  const std::string head = "P5\n" + std::to_string(side) + " " + std::to_string(side) + "\n255\n";
  Bytes file = copy_of(bytes_of(head));
  file.insert(file.end(), pixels.begin(), pixels.end());
  return file;
}

Bytes blank(int side) {
  const auto count = static_cast<std::size_t>(side) * static_cast<std::size_t>(side);
  return pnm(side, std::vector<std::uint8_t>(count, 200));
}

/// The content as a DataMatrix, eight pixels a module.
Bytes drawn(const Bytes& content) {
  constexpr int kModulePx = 8;
  const std::wstring characters(content.begin(), content.end());
  const auto matrix = ZXing::MultiFormatWriter(ZXing::BarcodeFormat::DataMatrix)
                          .setMargin(4)
                          .encode(characters, 0, 0);
  const int side = matrix.width() * kModulePx;
  std::vector<std::uint8_t> pixels;
  for (int y = 0; y < side; ++y) {
    for (int x = 0; x < side; ++x) {
      pixels.push_back(matrix.get(x / kModulePx, y / kModulePx) ? 0 : 255);
    }
  }
  return pnm(side, pixels);
}

/// A visa's seal by the signer UTTS under the reference 5B.
Bytes sealed_visa(const SealSigningKey& key, const std::string& issuing_state, Date signed_on) {
  const std::vector<reader::PayloadField> fields{
      {"mrz", "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C<3UTO6908061F9406236"},
      {"duration_of_stay", "P90D"},
      {"passport_number", "UFO001979"}};
  const auto features = reader::encode_seal_features({0x5d, 0x01}, fields);
  const reader::SealHeader header{
      4,         issuing_state, "UTTS",      "5B", reader::SealReferenceForm::kHexadecimal,
      signed_on, signed_on,     {0x5d, 0x01}};
  return *reader::compose_seal(header, *features, key);
}

/// "valid: signed on …": the one seal in the picture.
std::string verdict(ReaderProcess& process, const Bytes& seal) {
  const auto reading = process.read(drawn(seal), kToday);
  if (!reading) return reading.error().message;
  const auto& barcodes = reading->documents.at(0).barcodes;
  if (barcodes.size() != 1 || !barcodes[0].payload.seal) return "no seal";
  const auto& judged = *barcodes[0].payload.seal;
  return std::string(reader::seal_verdict_name(judged.verdict)) + ": " + judged.reason;
}

TEST(ReaderProcess, WhatIsNoPictureIsForTheOfficer) {
  ReaderProcess process(kReader);
  const auto reading = process.read(bytes_of("hello, officer"), kToday);
  ASSERT_FALSE(reading);
  EXPECT_EQ(reading.error().remedy, Remedy::kAskOfficer);
  EXPECT_EQ(reading.error().message,
            "the picture cannot be read: not a picture: no PNG, JPEG, TIFF, BMP, WebP or PNM");
  EXPECT_TRUE(process.read(blank(64), kToday));
}

TEST(ReaderProcess, AReaderThatIsNotThereIsForRepair) {
  ReaderProcess process("/nowhere/garita-reader");
  const auto reading = process.read(blank(64), kToday);
  ASSERT_FALSE(reading);
  EXPECT_EQ(reading.error().remedy, Remedy::kRepair);
}

TEST(ReaderProcess, SealsAreJudgedByTheSignersThatTheStationBelieves) {
  const tests::SealSigners signers;
  signers.make("signer", {.first_day = "20200101", .last_day = "20251231"});
  const auto key = SealSigningKey::from_pem(text_of(signers.read("signer.key")));
  ASSERT_TRUE(key.has_value());
  const Date then = *Date::from_iso("2024-02-29");
  const auto seal = sealed_visa(*key, "UTO", then);
  ReaderProcess nobody(kReader);
  EXPECT_EQ(verdict(nobody, seal), "unknown_signer: no signer's certificate is at hand");

  ReaderProcess process(kReader, *read_seal_certificates(signers.read("signer.pem"), "signer.pem"));
  EXPECT_EQ(verdict(process, seal),
            "valid: signed on 2024-02-29 with the key in the certificate signer.pem");
  EXPECT_EQ(verdict(process, sealed_visa(*key, "UTO", *Date::from_iso("2026-01-01"))),
            "invalid: the certificate signer.pem was valid from 2020-01-01 to 2025-12-31, not on "
            "2026-01-01 when the seal was signed");
  EXPECT_EQ(verdict(process, sealed_visa(*key, "GTM", then)),
            "unknown_signer: the certificate signer.pem is that of a signer of UT, and the "
            "document is issued by GTM");
}

}  // namespace
}  // namespace garita::station
