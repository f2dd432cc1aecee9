// What the centre said at a moment it says again for ever: about records, decisions and persons.
#include <gmock/gmock.h>

#include "central-sync/reports/explain.h"
#include "central-sync/reports/overstays.h"
#include "central-sync/store/test_country.h"

namespace garita::central::testing {
namespace {

using ::testing::HasSubstr;

/// At each step everything that was listed is kept, with the moment.
class Then : public ::testing::Test {
 protected:
  /// Both posts are complete up to now; what was said is noted.
  void note(std::string_view moment) {
    for (const auto* post : {"NORTE", "SUR"})
      centre.receive_claim(centre.station(post), utc(moment), utc(moment));
    centre.project();
    said_[utc(moment)] = listed({{}, {}, all}, utc(moment));
  }
  std::string listed(const OverstayQuery& query, Instant now) {
    return overstays_csv(*list_overstays(centre.reading(), query, now));
  }
  RecordId write(const std::string& post, const Record& record, std::string_view received) {
    auto& station = post == "CENTRE" ? centre.own() : centre.station(post);
    const auto id = station.write(record, utc(received));
    centre.receive(station, utc(received));
    return id;
  }
  /// Whatever came later, each earlier answer is the same again, to the byte.
  void expect_the_same_again() {
    for (const auto& [moment, text] : said_)
      EXPECT_EQ(listed({{}, moment, all}, utc("2027-01-01T00:00:00Z")), text) << moment.rfc3339();
  }

  const std::set<FlagState> all = {FlagState::kOpen,        FlagState::kDue,
                                   FlagState::kPendingData, FlagState::kProbable,
                                   FlagState::kConfirmed,   FlagState::kCleared};
  TestCentre centre;
  std::map<Instant, std::string> said_;
};

TEST_F(Then, ALateExitADecisionAndACorrectionChangeNoEarlierAnswer) {
  const auto entered =
      write("NORTE", entry("NORTE", utc("2026-01-05T16:00:00Z"), "ANA"), "2026-01-05T16:00:00Z");
  write("NORTE", entry("NORTE", utc("2026-01-05T17:00:00Z"), "LUZ"), "2026-01-05T17:00:00Z");
  note("2026-01-20T00:00:00Z");
  note("2026-02-10T00:00:00Z");
  const auto late =
      write("SUR", exit("SUR", utc("2026-02-01T16:00:00Z"), "ANA"), "2026-02-11T00:00:00Z");
  note("2026-02-11T01:00:00Z");
  StatusDecision extension;
  extension.at = utc("2026-02-12T00:00:00Z");
  extension.person = centre.reading().find_persons("LUZ", 5)->front().person;
  extension.days = 60;
  const auto decided = write("CENTRE", extension, "2026-02-12T00:00:00Z");
  note("2026-02-12T01:00:00Z");
  write("SUR", Correction{late, utc("2026-02-13T00:00:00Z"), "another Ana", OfficerId("x"), {}},
        "2026-02-13T00:00:00Z");
  write("CENTRE", Correction{decided, utc("2026-02-13T00:00:00Z"), "mistaken", OfficerId("x"), {}},
        "2026-02-13T00:00:00Z");
  note("2026-02-13T01:00:00Z");
  expect_the_same_again();
  EXPECT_THAT(said_.at(utc("2026-02-10T00:00:00Z")), HasSubstr("OVERSTAY_OPEN,probable"));
  EXPECT_THAT(said_.at(utc("2026-02-11T01:00:00Z")), HasSubstr("exit_in_time"));
  centre.rebuild();
  expect_the_same_again();

  const Viewpoint before{utc("2026-02-10T00:00:00Z"), utc("2026-02-10T00:00:00Z")};
  const auto then = *explain(centre.reading(), entered.text(), before, utc("2027-01-01T00:00:00Z"));
  EXPECT_EQ(then.crossings.size(), 1U) << "the exit was not known";
  EXPECT_TRUE(then.evaluation.stays.at(0).stay.open());
  const Viewpoint first{utc("2026-01-01T00:00:00Z"), utc("2026-01-01T00:00:00Z")};
  EXPECT_FALSE(explain(centre.reading(), entered.text(), first, utc("2027-01-01T00:00:00Z")));
  const auto now = *explain(centre.reading(), entered.text(), {}, utc("2027-01-01T00:00:00Z"));
  EXPECT_TRUE(now.crossings.at(1).voided);
}

TEST_F(Then, TwoPersonsWhoTurnOutToBeOneWereTwo) {
  const auto old = entry("NORTE", utc("2026-01-05T16:00:00Z"), "OLD");
  write("NORTE", old, "2026-01-05T16:00:00Z");
  const auto left =
      write("SUR", exit("SUR", utc("2026-01-20T16:00:00Z"), "NEW"), "2026-01-20T16:00:00Z");
  note("2026-02-10T00:00:00Z");
  const auto two = said_.begin()->second;
  EXPECT_THAT(two, HasSubstr("OVERSTAY_OPEN,probable"));
  EXPECT_THAT(two, HasSubstr("EXIT_WITHOUT_ENTRY,probable"));
  // The new passport under the old name brings both together.
  auto renewed = entry("NORTE", utc("2026-02-11T16:00:00Z"), "NEW");
  renewed.document.surname = old.document.surname;
  write("NORTE", renewed, "2026-02-11T16:00:00Z");
  note("2026-02-12T00:00:00Z");
  EXPECT_THAT(said_.rbegin()->second, HasSubstr("EXIT_WITHOUT_ENTRY,cleared"));
  expect_the_same_again();

  const Viewpoint before{utc("2026-02-10T00:00:00Z"), utc("2026-02-10T00:00:00Z")};
  const auto then = *explain(centre.reading(), left.text(), before, utc("2027-01-01T00:00:00Z"));
  EXPECT_EQ(then.crossings.size(), 1U);
  EXPECT_EQ(then.person.document_number, "NEW");
  EXPECT_EQ(then.aliases.size(), 1U);
  const auto now = *explain(centre.reading(), left.text(), {}, utc("2027-01-01T00:00:00Z"));
  EXPECT_EQ(now.crossings.size(), 3U);
  EXPECT_EQ(now.aliases.size(), 3U);
}

TEST_F(Then, ANameAndADocumentAreThoseThatWereKnown) {
  auto first = entry("NORTE", utc("2026-01-05T16:00:00Z"), "OLD");
  write("NORTE", first, "2026-01-05T16:00:00Z");
  note("2026-02-10T00:00:00Z");
  auto second = exit("SUR", utc("2026-02-11T16:00:00Z"), "NEW");
  second.document.surname = first.document.surname;
  second.document.nationality = "HND";
  second.document.document_number = "OLD";
  second.document.surname = "MARRIED";
  write("SUR", second, "2026-02-11T16:00:00Z");
  note("2026-02-12T00:00:00Z");
  expect_the_same_again();
  EXPECT_THAT(said_.begin()->second, HasSubstr("GARCIA OLD"));
  EXPECT_THAT(said_.rbegin()->second, HasSubstr("MARRIED"));
}

}  // namespace
}  // namespace garita::central::testing
