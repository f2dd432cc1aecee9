#include "border-station/capture/reader_process.h"

#include <gtest/gtest.h>

#include "tests/support/seal_signers/seal_signers.h"
#include "tests/support/sealed_visas/sealed_visas.h"

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

/// "valid: signed on …": the one seal in the picture.
std::string verdict(ReaderProcess& process, const Bytes& seal) {
  const auto reading = process.read(tests::drawn_symbol(seal), kToday);
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
  const auto sealed = [&](const std::string& state, Date day) {
    return tests::sealed_visa(*key, {.issuing_state = state, .signed_on = day});
  };
  const auto seal = sealed("UTO", then);
  ReaderProcess nobody(kReader);
  EXPECT_EQ(verdict(nobody, seal), "unknown_signer: no signer's certificate is at hand");

  ReaderProcess process(kReader, *read_seal_certificates(signers.read("signer.pem"), "signer.pem"));
  EXPECT_EQ(verdict(process, seal),
            "valid: signed on 2024-02-29 with the key in the certificate signer.pem");
  EXPECT_EQ(verdict(process, sealed("UTO", *Date::from_iso("2026-01-01"))),
            "invalid: the certificate signer.pem was valid from 2020-01-01 to 2025-12-31, not on "
            "2026-01-01 when the seal was signed");
  EXPECT_EQ(verdict(process, sealed("GTM", then)),
            "unknown_signer: the certificate signer.pem is that of a signer of UT, and the "
            "document is issued by GTM");
}

}  // namespace
}  // namespace garita::station
