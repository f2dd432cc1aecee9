#include "document-reader/reading/cross_check.h"

#include <gtest/gtest.h>

namespace garita::reader {
namespace {

MrzFields zone() {
  MrzFields fields;
  fields.document_code = "V";
  fields.issuing_state = "UTO";
  fields.document_number = "L898902C3";
  fields.surname = "MUELLER ERIKSSON";
  fields.given_names = "ANNA MARIA";
  fields.nationality = "UTO";
  fields.birth_date = *PartialDate::from_text("1974-08-12");
  fields.sex = "F";
  fields.expiry_date = *PartialDate::from_text("2031-04-15");
  return fields;
}

Payload payload(PayloadKind kind, std::vector<PayloadField> fields) {
  Payload made;
  made.kind = kind;
  made.fields = std::move(fields);
  return made;
}

/// "fail birth_date: 1974-08-12 / 1975-08-12", one a line.
std::string differences(const Payload& of) {
  std::string said;
  for (const auto& one : cross_check(zone(), of)) {
    EXPECT_EQ(one.code, "barcode_differs");
    said += std::string(finding_severity_name(one.severity)) + " " + one.detail + ": " +
            one.values.at(0).value + " / " + one.values.at(1).value + "\n";
  }
  return said;
}

TEST(CrossCheck, ASealThatContradictsTheZoneFails) {
  EXPECT_EQ(differences(payload(
                PayloadKind::kVds,
                {{"document_number", "L898902C4"}, {"birth_date", "1975-08-12"}, {"sex", "M"}})),
            "fail birth_date: 1974-08-12 / 1975-08-12\n"
            "fail sex: F / M\n"
            "fail document_number: L898902C3 / L898902C4\n");
}

TEST(CrossCheck, WhatAgreesOrIsMissingIsNoFinding) {
  for (const auto& agreeing : {
           std::vector<PayloadField>{},
           {{"document_number", "l898902c3"}, {"nationality", "UTO"}},
           {{"surname", "Müller-Eriksson"}, {"given_names", "Anna"}},
           {{"surname", "MULLER ERIK"}, {"birth_date", "1974-XX-XX"}},
           {{"an_element_of_another_kind", "x"}},
       }) {
    EXPECT_EQ(differences(payload(PayloadKind::kMrz, agreeing)), "");
  }
}

TEST(CrossCheck, ALicenceOrABoardingPassMayBeAnotherDocumentAndWarns) {
  EXPECT_EQ(differences(payload(PayloadKind::kAamva, {{"document_number", "D1234567"},
                                                      {"issuing_state", "OH"},
                                                      {"expiry_date", "2028-01-01"},
                                                      {"birth_date", "1980-01-01"}})),
            "warning birth_date: 1974-08-12 / 1980-01-01\n");
  EXPECT_EQ(
      differences(payload(PayloadKind::kBcbp, {{"surname", "RIVAS"}, {"given_names", "ANAMRS"}})),
      "warning surname: MUELLER ERIKSSON / RIVAS\n");
  EXPECT_EQ(differences(payload(PayloadKind::kUnknown, {{"surname", "RIVAS"}})), "");
}

TEST(CrossCheck, AnEmptyNameIsAnotherName) {
  EXPECT_EQ(differences(payload(PayloadKind::kVds, {{"surname", "???"}})),
            "fail surname: MUELLER ERIKSSON / ???\n");
}

}  // namespace
}  // namespace garita::reader
