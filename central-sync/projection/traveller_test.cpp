#include "central-sync/projection/traveller.h"

#include <gtest/gtest.h>

#include <string>

namespace garita::central {
namespace {

Secret secret(std::string_view text) { return Secret::copy_of(bytes_of(text)); }

struct Said {
  const char* number = "X12";
  const char* surname = "GARCIA LOPEZ";
  const char* birth = "1980-02-29";
};

Crossing crossing(const Said& said) {
  Crossing made;
  made.document.issuing_state = "ESP";
  made.document.document_number = said.number;
  made.document.surname = said.surname;
  made.document.given_names = "ANA";
  made.document.nationality = "ESP";
  made.document.birth_date = *PartialDate::from_text(said.birth);
  return made;
}

Traveller traveller(const Record& record, std::uint64_t sequence = 1) {
  return *traveller_in({StationId("P-NORTE"), 1, Lane::kMovement, sequence}, record,
                       secret("ours"));
}

/// How many pseudonyms, what they are of, and the description.
std::string told(const Said& said) {
  const auto one = traveller(crossing(said));
  return std::to_string(one.pseudonyms.size()) + (one.by_document ? " document" : "") +
         (one.by_name ? " name" : "") + "; " +
         (one.description ? one.description->name + " " + one.description->birth.text() : "nobody");
}

TEST(Traveller, GoesByWhatTheDocumentSays) {
  EXPECT_EQ(told({}), "2 document name; GARCIA LOPEZ<<ANA 1980-02-29");
  EXPECT_EQ(told({.number = ""}), "1 name; GARCIA LOPEZ<<ANA 1980-02-29");
  EXPECT_EQ(told({.birth = "1980-XX-XX"}), "1 document; GARCIA LOPEZ<<ANA 1980-XX-XX");
  EXPECT_EQ(told({.number = "", .birth = "1980-XX-XX"}), "1; GARCIA LOPEZ<<ANA 1980-XX-XX");
}

TEST(Traveller, IsDescribedByTheNameAndFoundByEachKeyAlone) {
  const auto both = traveller(crossing({}));
  EXPECT_EQ(both.described(), traveller(crossing({.number = ""})).pseudonyms.front());
  EXPECT_EQ(both.pseudonyms.front(), traveller(crossing({.birth = "1980-XX-XX"})).described());
  EXPECT_EQ(both.pseudonyms, traveller(crossing({}), 2).pseudonyms) << "whichever record says it";
}

TEST(Traveller, OfWhomNothingIsKnownGoesByTheRecord) {
  const Record record = crossing({.number = "", .birth = "1980-XX-XX"});
  EXPECT_NE(traveller(record, 1).pseudonyms, traveller(record, 2).pseudonyms);
  EXPECT_EQ(traveller(record, 2).pseudonyms, traveller(record, 2).pseudonyms);
}

TEST(Traveller, GoesByOtherPseudonymsWhereTheSecretIsAnother) {
  const RecordId id{StationId("P-NORTE"), 1, Lane::kMovement, 1};
  const Record record = crossing({});
  EXPECT_NE(traveller_in(id, record, secret("theirs"))->pseudonyms,
            traveller_in(id, record, secret("ours"))->pseudonyms);
}

TEST(Traveller, IsInCrossingsAndInWhatComesInTheirPlace) {
  const RecordId id{StationId("P-NORTE"), 1, Lane::kMovement, 1};
  Correction correction;
  EXPECT_FALSE(traveller_in(id, correction, secret("ours")));
  correction.replacement = crossing({});
  EXPECT_EQ(traveller(correction).pseudonyms, traveller(crossing({})).pseudonyms);
  EXPECT_FALSE(traveller_in(id, Heartbeat{}, secret("ours")));
}

}  // namespace
}  // namespace garita::central
