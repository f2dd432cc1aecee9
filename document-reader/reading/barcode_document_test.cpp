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

const Fields kZone{{"document_code", "P"},
                   {"document_number", "L898902C3"},
                   {"surname", "ERIKSSON"},
                   {"birth_date", "1974-08-12"},
                   {"nationality", "UTO"}};

ReadBarcode seal(SealVerdict verdict) {
  auto made = barcode(PayloadKind::kVds, {{"document_number", "S1"}, {"surname", "ERIKSSON"}});
  made.payload.seal = PayloadSeal{"UTTS", verdict, ""};
  return made;
}

std::string kinds(std::vector<ReadBarcode> barcodes) {
  ReadDocument document;
  document.barcodes = std::move(barcodes);
  std::string text;
  for (const auto& told : documents_of_barcodes(document))
    text += told.kind + (told.seal ? " " + std::string(seal_verdict_name(*told.seal)) : "") + "; ";
  return text;
}

TEST(BarcodeDocument, IsTakenFromTheOneThatIsHardestToMake) {
  const auto licence = barcode(PayloadKind::kAamva, kCard);
  const auto zone = barcode(PayloadKind::kMrz, kZone);
  EXPECT_EQ(kinds({zone, licence, seal(SealVerdict::kUnknownSigner), seal(SealVerdict::kValid)}),
            "vds valid; aamva; mrz; ")
      << "anybody can print a zone; what says the same stands once";
  EXPECT_EQ(kinds({zone, seal(SealVerdict::kUnknownSigner), licence}),
            "aamva; vds unknown_signer; mrz; ");
  EXPECT_EQ(kinds({seal(SealVerdict::kInvalid), zone}), "mrz; ") << "a forged seal says nothing";
  EXPECT_EQ(said({zone}), "mrz P - L898902C3 ERIKSSON - UTO 1974-08-12 - -");
  auto wrong = zone;
  wrong.payload.warnings = {"a check digit fails"};
  EXPECT_EQ(said({wrong}), "mrz P - L898902C3 ERIKSSON - UTO 1974-08-12 - - uncertain");
}

/// "surname: aamva QUETZAL, mrz ERIKSSON; "
std::string differing(std::vector<ReadBarcode> barcodes) {
  ReadDocument document;
  for (auto& one : barcodes) add_barcode(document, std::move(one));
  std::string text;
  for (const auto& finding : document.findings) {
    EXPECT_EQ(finding.code, "barcode_differs");
    EXPECT_EQ(finding.severity, FindingSeverity::kFail);
    text += finding.detail + ": " + finding.values.at(0).source + " " + finding.values[0].value +
            ", " + finding.values.at(1).source + " " + finding.values[1].value + "; ";
  }
  EXPECT_EQ(document_of_barcode(document)->uncertain, !text.empty()) << text;
  return text;
}

TEST(BarcodeDocument, IsUncertainWhereAnotherBarcodeNamesSomebodyElse) {
  const auto licence = barcode(PayloadKind::kAamva, kCard);
  EXPECT_EQ(differing({barcode(PayloadKind::kMrz, kZone), licence}),
            "surname: aamva QUETZAL, mrz ERIKSSON; birth_date: aamva 1990-03-15, mrz 1974-08-12; "
            "document_number: aamva 900000017, mrz L898902C3; ");
  EXPECT_EQ(differing({licence, barcode(PayloadKind::kAamva, card_with("surname", "OTHER"))}),
            "surname: aamva QUETZAL, aamva OTHER; ")
      << "two licences in one picture";
  EXPECT_EQ(differing({licence, licence}), "");
  EXPECT_EQ(differing({licence, barcode(PayloadKind::kAamva, card_with("given_names", "I"))}), "")
      << "a name cut short";
  EXPECT_EQ(differing({licence, barcode(PayloadKind::kBcbp, {{"surname", "OTHER"}})}), "")
      << "a pass is no document";
}

TEST(BarcodeDocument, IsJudgedByTheSealAsItIsBelievedNow) {
  ReadDocument document;
  document.barcodes = {barcode(PayloadKind::kAamva, kCard), seal(SealVerdict::kUnknownSigner)};
  judge_barcodes(document);
  const auto first = [&] { return document.findings.at(0).values.at(0).source; };
  EXPECT_EQ(first(), "aamva");
  document.barcodes[1].payload.seal->verdict = SealVerdict::kValid;
  judge_barcodes(document);
  EXPECT_EQ(first(), "vds");
  EXPECT_EQ(document.findings.size(), 2U) << "in place of what was said before";
  document.mrz = ReadMrz{};
  judge_barcodes(document);
  EXPECT_EQ(document.findings.size(), 2U) << "what contradicts a zone is not taken back";
}

}  // namespace
}  // namespace garita::reader
