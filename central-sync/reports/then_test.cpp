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

TEST_F(Then, AtALegalMomentNothingIsCausedByWhatOccurredAfterIt) {
  const auto ana =
      write("NORTE", entry("NORTE", utc("2026-01-05T16:00:00Z"), "ANA"), "2026-01-05T16:00:00Z");
  const auto luz =
      write("NORTE", entry("NORTE", utc("2026-01-05T17:00:00Z"), "LUZ"), "2026-01-05T17:00:00Z");
  note("2026-02-10T00:00:00Z");
  write("SUR", exit("SUR", utc("2026-02-08T16:00:00Z"), "ANA"), "2026-02-11T00:00:00Z");
  StatusDecision extension;
  extension.at = utc("2026-02-12T00:00:00Z");
  extension.person = centre.reading().find_persons("LUZ", 5)->front().person;
  extension.days = 60;
  const auto decided = write("CENTRE", extension, "2026-02-12T00:00:00Z");
  note("2026-02-13T00:00:00Z");
  const Instant later = utc("2027-01-01T00:00:00Z");
  const auto rows = [&](std::string_view as_of) {
    std::string text;
    const auto list = *list_overstays(centre.reading(), {utc(as_of), {}, all}, later);
    for (const auto& row : list)
      text += std::string(flag_name(row.flag.kind)) + " " +
              std::string(state_name(row.flag.state)) + " by " + row.cause + "; ";
    return text;
  };
  const auto history = [&](const RecordId& of, std::string_view as_of) {
    const auto report = *explain(centre.reading(), of.text(), Viewpoint{utc(as_of), later}, later);
    std::string text =
        std::to_string(report.crossings.size() + report.decisions.size()) + " records: ";
    for (const auto& [about, events] : report.history)
      for (const auto& event : events)
        text += std::string(state_name(event.state)) + " by " + event.cause + "; ";
    return text;
  };
  const std::string open_of_ana = "open by " + ana.text() + "; ";
  EXPECT_EQ(rows("2026-01-20T00:00:00Z"),
            "OVERSTAY_OPEN " + open_of_ana + "OVERSTAY_OPEN open by " + luz.text() + "; ");
  EXPECT_EQ(history(ana, "2026-01-20T00:00:00Z"), "1 records: " + open_of_ana);
  EXPECT_EQ(history(luz, "2026-01-20T00:00:00Z"), "1 records: open by " + luz.text() + "; ");
  // After the term, before the exit and the extension: by time, then by what the posts said.
  EXPECT_EQ(rows("2026-02-07T00:00:00Z"),
            "OVERSTAY_OPEN probable by watermark; OVERSTAY_OPEN probable by watermark; ");
  EXPECT_EQ(history(luz, "2026-02-07T00:00:00Z"), "1 records: open by " + luz.text() +
                                                      "; pending_data by time; probable by "
                                                      "watermark; ");
  // After both.
  EXPECT_THAT(history(ana, "2026-02-20T00:00:00Z"), HasSubstr("confirmed by SUR-01:1:movement:1"));
  EXPECT_THAT(history(luz, "2026-02-20T00:00:00Z"), HasSubstr("2 records: "));
  EXPECT_THAT(history(luz, "2026-02-20T00:00:00Z"), HasSubstr(decided.text()));
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
  renewed.document.birth_date = old.document.birth_date;
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

TEST_F(Then, ARecordIsAsUnknownForEverAsItWasThen) {
  const char* kThen = "2026-01-10T00:00:00Z";
  const char* kLater = "2026-01-20T00:00:00Z";
  const auto entered =
      write("NORTE", entry("NORTE", utc("2026-01-05T16:00:00Z"), "ANA"), "2026-01-05T16:00:00Z");
  note(kThen);
  const std::string last = std::to_string(entered.sequence + 1);
  const std::vector<std::string> asked = {entered.text(),           "SUR-01:1:movement:1",
                                          "NORTE-01:1:urgent:1",    "NORTE-01:1:movement:" + last,
                                          "CENTRE-01:1:movement:1", "P-0000000000ZZ"};
  const auto answers = [&](std::string_view now) {
    std::vector<std::string> said;
    for (const auto& who : asked) {
      const auto report =
          explain(centre.reading(), who, Viewpoint{utc(kThen), utc(kThen)}, utc(now));
      said.push_back(report ? explanation_text(*report, Language::kEnglish)
                            : report.error().message);
    }
    return said;
  };
  const auto before = answers(kThen);
  EXPECT_THAT(before[0], HasSubstr("GARCIA"));
  for (std::size_t i = 1; i < asked.size(); ++i)
    EXPECT_EQ(before[i], "nobody was known as " + asked[i] + " at " + kThen);
  // The exit, the hit at the entry, what was wrong with it, and a decision.
  write("SUR", exit("SUR", utc("2026-01-06T16:00:00Z"), "ANA"), kLater);
  auto& norte = centre.station("NORTE");
  Hit hit;
  hit.crossing = entered;
  hit.at = utc("2026-01-05T16:00:00Z");
  hit.post = PostCode("NORTE");
  hit.seen = {"A-1", "name_alike"};
  norte.write(hit, utc(kLater), Lane::kUrgent);
  centre.receive(norte, utc(kLater), Lane::kUrgent);
  write("NORTE", Correction{entered, utc(kLater), "another Ana", OfficerId("x"), {}}, kLater);
  StatusDecision extension;
  extension.at = utc("2026-01-06T00:00:00Z");
  extension.entry = entered;
  extension.days = 60;
  write("CENTRE", extension, kLater);
  note(kLater);
  for (const auto& who : asked)
    EXPECT_EQ(explain(centre.reading(), who, {}, utc(kLater)).has_value(), who.front() != 'P')
        << who;
  EXPECT_EQ(answers(kLater), before);
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
