#include "document-reader/reading/lights.h"

#include <gtest/gtest.h>

namespace garita::reader {
namespace {

const Date kToday = *Date::from_iso("2026-11-24");
const std::string kFirstLine = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<";
const std::string kSecondLine = "L898902C36UTO7408122F1204159ZE184226B<<<<<10";

ReadDocument zone(const std::string& first_line, const std::string& second_line,
                  double confidence) {
  ReadDocument document;
  document.mrz = ReadMrz{*parse_mrz({first_line, second_line}, kToday), confidence, {}, false};
  return document;
}

LightReading light(const std::string& name, ReadDocument document) {
  return {name, {{std::move(document)}, 10, 8}};
}

ReadDocument nothing() {
  ReadDocument document;
  document.findings.push_back({"no_mrz", FindingSeverity::kWarning, ""});
  return document;
}

std::vector<std::string> findings(const Reading& reading) {
  std::vector<std::string> said;
  for (const auto& one : reading.documents.at(0).findings) {
    said.push_back(one.code + (one.detail.empty() ? "" : " (" + one.detail + ")"));
  }
  return said;
}

using Said = std::vector<std::string>;

TEST(Lights, TheZoneIsTakenWhereItWasReadBest) {
  const auto merged =
      merge_lights({light("white", nothing()), light("ir", zone(kFirstLine, kSecondLine, 0.9)),
                    light("uv", nothing())});
  ASSERT_TRUE(merged.documents.at(0).mrz);
  EXPECT_EQ(merged.documents.at(0).mrz->confidence, 0.9);
  EXPECT_EQ(findings(merged), Said{});
  EXPECT_EQ(merged.elapsed_ms, 30);
  EXPECT_EQ(merged.cpu_ms, 24);
}

TEST(Lights, AWholeZoneGoesBeforeASurerOneWithAWrongCheckDigit) {
  auto wrong = kSecondLine;
  wrong[9] = '7';
  const auto merged = merge_lights({light("white", zone(kFirstLine, wrong, 0.99)),
                                    light("ir", zone(kFirstLine, kSecondLine, 0.5))});
  EXPECT_TRUE(merged.documents.at(0).mrz->mrz.valid());
  EXPECT_EQ(findings(merged), Said{}) << "a misread light is no contradiction";
}

TEST(Lights, AnotherWholeZoneUnderAnotherLightIsAFindingWithItsPlace) {
  auto other = kFirstLine;
  other[5] = 'A';
  const auto merged = merge_lights({light("white", zone(kFirstLine, kSecondLine, 0.9)),
                                    light("ir", zone(other, kSecondLine, 0.8))});
  EXPECT_EQ(findings(merged), Said{"lights_differ (surname)"});
  const std::vector<FindingValue> both{{"white", "ERIKSSON"}, {"ir", "ARIKSSON"}};
  EXPECT_EQ(merged.documents.at(0).findings.at(0).values, both);
  ASSERT_EQ(merged.documents.at(0).zones_of_other_lights.size(), 1U);
  EXPECT_EQ(merged.documents.at(0).zones_of_other_lights.at(0).fields.surname, "ARIKSSON");
}

TEST(Lights, OfZonesThatNameOneHolderTheFindingNamesThePlaceWhereTheyPart) {
  auto other = kFirstLine;
  other[1] = 'P';
  const auto merged = merge_lights({light("white", zone(kFirstLine, kSecondLine, 0.9)),
                                    light("ir", zone(other, kSecondLine, 0.8))});
  EXPECT_EQ(findings(merged), Said{"lights_differ (white and ir: line 1, column 2)"});
  EXPECT_EQ(merged.documents.at(0).zones_of_other_lights.size(), 1U);
}

TEST(Lights, BarcodesOfAllLightsAreKeptOnce) {
  auto white = zone(kFirstLine, kSecondLine, 0.9);
  white.barcodes = {{"QRCode", "a", {1}, "unknown"}};
  auto ir = nothing();
  ir.barcodes = {{"QRCode", "a", {1}, "unknown"}, {"PDF417", "b", {2}, "unknown"}};
  const auto merged = merge_lights({light("ir", ir), light("white", white)});
  ASSERT_EQ(merged.documents.at(0).barcodes.size(), 2U);
  EXPECT_EQ(merged.documents.at(0).barcodes[1].symbology, "PDF417");
}

TEST(Lights, NobodyIsToldToGiveMoreLightToAPageThatIsMeantToBeDark) {
  const auto said_under = [](const char* name) {
    auto dark = nothing();
    dark.findings.push_back({"too_dark", FindingSeverity::kWarning, ""});
    dark.findings.push_back({"low_contrast", FindingSeverity::kWarning, ""});
    Reading reading{{dark}};
    expect_light(reading, name);
    return findings(reading);
  };
  EXPECT_EQ(said_under("white"), (Said{"no_mrz", "too_dark", "low_contrast"}));
  EXPECT_EQ(said_under("ir"), Said{"no_mrz"});
  EXPECT_EQ(said_under("uv"), Said{"no_mrz"});
}

TEST(Lights, NothingUnderAnyLightIsSaidOnce) {
  const auto merged = merge_lights({light("white", nothing()), light("uv", nothing())});
  EXPECT_EQ(findings(merged), Said{"no_mrz"});
}

}  // namespace
}  // namespace garita::reader
