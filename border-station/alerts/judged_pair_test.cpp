#include "border-station/alerts/judged_pair.h"

#include <gtest/gtest.h>

namespace garita::station {
namespace {

AlertHit hit(MatchedBy matched_by = MatchedBy::kNameAlike) {
  AlertHit made;
  made.entry.reference = "A-1";
  made.entry.surname = "GARCIA LOPEZ";
  made.matched_by = matched_by;
  return made;
}

TravelDocument shown() {
  TravelDocument document;
  document.document_code = "P";
  document.issuing_state = "UTO";
  document.document_number = "P1";
  document.surname = "GARSIA LOPES";
  document.given_names = "ANA";
  document.birth_date = *PartialDate::from_text("1980-02-29");
  return document;
}

TEST(JudgedPair, IsOfADocumentThatSaysEnoughAndIsNotItselfListed) {
  EXPECT_TRUE(judged_pair(hit(), shown()));
  EXPECT_TRUE(judged_pair(hit(MatchedBy::kNameBirthDate), shown()));
  EXPECT_FALSE(judged_pair(hit(MatchedBy::kDocument), shown()));
  EXPECT_FALSE(judged_pair(hit(MatchedBy::kDocumentAlike), shown()));
  const std::pair<const char*, void (*)(TravelDocument&)> lacking[] = {
      {"number", [](TravelDocument& document) { document.document_number.clear(); }},
      {"issuer", [](TravelDocument& document) { document.issuing_state.clear(); }},
      {"surname", [](TravelDocument& document) { document.surname.clear(); }},
      {"birth date", [](TravelDocument& document) { document.birth_date.reset(); }},
  };
  for (const auto& [what, change] : lacking) {
    auto document = shown();
    change(document);
    EXPECT_FALSE(judged_pair(hit(), document)) << what;
  }
}

TEST(JudgedPair, IsTheSameHoweverTheHitWasFoundAndTheDocumentWasRead) {
  auto read = shown();
  read.document_code = "PN";
  read.given_names = "ana";
  read.sex = "F";
  EXPECT_EQ(judged_pair(hit(), shown()), judged_pair(hit(MatchedBy::kNameBirthDate), read));
}

}  // namespace
}  // namespace garita::station
