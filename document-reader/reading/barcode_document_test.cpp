#include "document-reader/reading/barcode_document.h"

#include <gtest/gtest.h>

namespace garita::reader {
namespace {

using Fields = std::vector<PayloadField>;

const Fields kCard{{"document_type", "driving_licence"},
                   {"document_number", "900-000 017"},
                   {"surname", "Quetzal"},
                   {"given_names", "IXCHEL MARIA"},
                   {"birth_date", "1990-03-15"},
                   {"sex", "F"},
                   {"expiry_date", "2031-03-15"},
                   {"issuing_state", "USA"}};

ReadBarcode barcode(PayloadKind kind, Fields fields) {
  ReadBarcode made{"PDF417", "", {}, std::string(payload_kind_name(kind))};
  made.payload.kind = kind;
  made.payload.fields = std::move(fields);
  return made;
}

Fields card_with(const std::string& name, const std::string& value) {
  Fields fields = kCard;
  for (auto& field : fields)
    if (field.name == name) field.value = value;
  return fields;
}

std::string said(std::vector<ReadBarcode> barcodes) {
  ReadDocument document;
  document.barcodes = std::move(barcodes);
  const auto told = document_of_barcode(document);
  if (!told) return "nothing";
  const auto& fields = told->fields;
  std::string text = told->kind;
  for (const auto& value :
       {fields.document_code, fields.issuing_state, fields.document_number, fields.surname,
        fields.given_names, fields.nationality, fields.birth_date ? fields.birth_date->text() : "-",
        fields.sex, fields.expiry_date ? fields.expiry_date->text() : "-"})
    text += " " + (value.empty() ? "-" : value);
  return text + (told->uncertain ? " uncertain" : "");
}

std::string said(const Fields& licence) { return said({barcode(PayloadKind::kAamva, licence)}); }

TEST(BarcodeDocument, IsALicencesFieldsAsAZoneWouldSayThemWithoutANationality) {
  EXPECT_EQ(said(kCard), "aamva D USA 900000017 QUETZAL IXCHEL MARIA - 1990-03-15 F 2031-03-15");
  EXPECT_EQ(said(card_with("document_type", "identity_card")).substr(0, 8), "aamva I ");
}

TEST(BarcodeDocument, LeavesOutWhatNoFieldCanSay) {
  const std::string rest = " QUETZAL IXCHEL MARIA - ";
  EXPECT_EQ(said(card_with("birth_date", "15/03/90")),
            "aamva D USA 900000017" + rest + "- F 2031-03-15");
  EXPECT_EQ(said(card_with("sex", "1")),
            "aamva D USA 900000017" + rest + "1990-03-15 - 2031-03-15");
  EXPECT_EQ(said(card_with("issuing_state", "USA1")),
            "aamva D - 900000017" + rest + "1990-03-15 F 2031-03-15");
  EXPECT_EQ(said(card_with("document_number", "90000\xc3\x91")), "nothing");
  EXPECT_EQ(said(card_with("surname", std::string(201, 'A'))), "nothing");
}

TEST(BarcodeDocument, IsNothingWhereAZoneWasReadOrNobodyIsNamed) {
  ReadDocument document;
  document.barcodes = {barcode(PayloadKind::kAamva, kCard)};
  document.mrz = ReadMrz{};
  EXPECT_FALSE(document_of_barcode(document));
  EXPECT_EQ(said({barcode(PayloadKind::kBcbp, kCard)}), "nothing") << "a pass is no document";
  EXPECT_EQ(said({barcode(PayloadKind::kUnknown, kCard)}), "nothing");
  EXPECT_EQ(said(std::vector<ReadBarcode>{}), "nothing");
}

TEST(BarcodeDocument, IsTakenFromTheOneThatComesNearestToAZone) {
  auto licence = barcode(PayloadKind::kAamva, kCard);
  auto zone = barcode(PayloadKind::kMrz, {{"document_code", "P"},
                                          {"document_number", "L898902C3"},
                                          {"surname", "ERIKSSON"},
                                          {"nationality", "UTO"}});
  auto seal = barcode(PayloadKind::kVds, {{"document_number", "S1"}, {"surname", "ERIKSSON"}});
  seal.payload.seal = PayloadSeal{"UTTS", SealVerdict::kUnknownSigner, ""};
  EXPECT_EQ(said({licence, zone, seal}), "mrz P - L898902C3 ERIKSSON - UTO - - -");
  EXPECT_EQ(said({licence, seal}), "vds - - S1 ERIKSSON - - - - -");
  seal.payload.seal->verdict = SealVerdict::kInvalid;
  EXPECT_EQ(said({licence, seal}).substr(0, 5), "aamva") << "a forged seal says nothing";
  zone.payload.warnings = {"a check digit fails"};
  EXPECT_EQ(said({zone}), "mrz P - L898902C3 ERIKSSON - UTO - - - uncertain");
}

}  // namespace
}  // namespace garita::reader
