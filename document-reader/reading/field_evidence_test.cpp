#include "document-reader/reading/field_evidence.h"

#include <gtest/gtest.h>

namespace garita::reader {
namespace {

const Date kToday = *Date::from_iso("2026-11-24");

/// All characters certain, but for those named: line, column, and how certain.
ReadDocument document(const std::vector<std::tuple<std::size_t, std::size_t, float>>& but = {}) {
  ReadMrz read{*parse_mrz({"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
                           "L898902C36UTO7408122F1204159ZE184226B<<<<<10"},
                          kToday),
               0.5,
               {}};
  for (const auto& line : read.mrz.lines)
    read.character_confidence.emplace_back(line.size(), 0.75F);
  for (const auto& [line, column, confidence] : but)
    read.character_confidence[line][column] = confidence;
  return {read, {}, {}};
}

TEST(FieldEvidence, IsAsCertainAsItsLeastCertainCharacterAndFillersTellNothing) {
  const auto fields =
      field_evidence(document({{1, 3, 0.25F}, {0, 11, 0.5F}, {0, 20, 0.125F}, {0, 19, 0}}));
  EXPECT_EQ(fields.at("document_number").confidence, 0.25);
  EXPECT_EQ(fields.at("surname").confidence, 0.5);
  EXPECT_EQ(fields.at("given_names").confidence, 0.125);
  for (const auto* other : {"document_code", "issuing_state", "nationality", "birth_date", "sex",
                            "expiry_date", "optional_data"})
    EXPECT_EQ(fields.at(other).confidence, 0.75) << other;
  EXPECT_EQ(fields.size(), 10U);
}

TEST(FieldEvidence, OfATextHasNoConfidence) {
  auto typed = document();
  typed.mrz->character_confidence.clear();
  const auto fields = field_evidence(typed);
  EXPECT_EQ(fields.at("document_number"), FieldEvidence());
  EXPECT_TRUE(field_evidence({}).empty());
}

TEST(FieldEvidence, SaysWhatThePixelsLeaveOpen) {
  auto one = document();
  one.mrz->uncertain_fields = {"surname"};
  EXPECT_TRUE(field_evidence(one).at("surname").uncertain);
  EXPECT_FALSE(field_evidence(one).at("sex").uncertain);
  one.mrz->uncertain_fields = {std::string(kUncertainAsAWhole)};
  EXPECT_TRUE(field_evidence(one).at("sex").uncertain);
}

TEST(FieldEvidence, NamesTheBarcodesThatSayTheSameOfTheDocumentItself) {
  auto one = document();
  ReadBarcode seal{"DataMatrix", "", {}, "vds"};
  seal.payload.kind = PayloadKind::kVds;
  seal.payload.fields = {{"document_number", "L898902C3"}, {"sex", "M"}, {"surname", "ERIKSSON"}};
  ReadBarcode licence{"PDF417", "", {}, "aamva"};
  licence.payload.kind = PayloadKind::kAamva;
  licence.payload.fields = {{"surname", "ERIKSSON"}};
  one.barcodes = {seal, licence, seal};
  const auto fields = field_evidence(one);
  EXPECT_EQ(fields.at("document_number").barcodes, std::vector<std::string>{"vds"});
  EXPECT_EQ(fields.at("surname").barcodes, std::vector<std::string>{"vds"})
      << "a licence may be another's";
  EXPECT_TRUE(fields.at("sex").barcodes.empty()) << "it says another one";
}

TEST(FieldEvidence, WithoutAZoneIsTheBarcodesWord) {
  ReadBarcode licence{"PDF417", "", {}, "aamva"};
  licence.payload.kind = PayloadKind::kAamva;
  licence.payload.fields = {{"surname", "QUETZAL"}, {"document_number", "900000017"}};
  ReadDocument card;
  card.barcodes = {licence};
  auto fields = field_evidence(card);
  EXPECT_EQ(fields.size(), 3U) << "and its code";
  EXPECT_EQ(fields.at("surname"), (FieldEvidence{std::nullopt, false, {"aamva"}}));
  card.barcodes[0].payload.warnings = {"the card cuts a name: surname_truncation"};
  EXPECT_TRUE(field_evidence(card).at("document_number").uncertain);
  card.barcodes[0].kind = "vds";
  card.barcodes[0].payload.kind = PayloadKind::kVds;
  card.barcodes[0].payload.seal = PayloadSeal{"UTTS", SealVerdict::kUnknownSigner, ""};
  EXPECT_EQ(field_evidence(card).at("surname").seal, SealVerdict::kUnknownSigner);
}

}  // namespace
}  // namespace garita::reader
