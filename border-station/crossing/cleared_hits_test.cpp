// Hits of which an officer said that it is not the same person, the next time.
#include <functional>

#include "border-station/alerts/judged_pair.h"
#include "border-station/crossing/alert_hits_fixture.h"
#include "schema/crypto/envelope.h"
#include "schema/openstays/cleared_list.h"
#include "schema/vocabulary/codes.h"

namespace garita::station {
namespace {

class ClearedHits : public AlertHitsTest {
 protected:
  /// The urgent records of this post, as the centre opens them.
  std::vector<Hit> recorded() {
    std::vector<Hit> hits;
    const auto all = *ledger_.urgent_since(Instant{}, 100);
    for (const auto& urgent : all)
      if (const auto* hit = std::get_if<Hit>(&urgent.what)) hits.push_back(*hit);
    return hits;
  }
  Recorded clear(const PresentedDocument& who) {
    return admit(examine(who), {{"alert-1", "not_the_same_person", "another photograph"}});
  }
  Recorded leave(const PresentedDocument& who) {
    auto recorded = counter_.record(examine(who, Direction::kExit), Draft{}, {});
    EXPECT_TRUE(recorded) << recorded.error().message;
    return *std::move(recorded);
  }
  std::string kinds_at_exit(const PresentedDocument& who) {
    return kinds(examine(who, Direction::kExit));
  }
  struct Told {
    std::optional<Instant> cleared_at;  ///< of who_; absent: the list does not tell the pair
    bool has_key = true;                ///< for this station
  };
  void list(Instant issued_at, const Told& told) {
    const Secret key(Bytes(kOpenStaysKeyBytes, 5));
    const RecordId crossing{StationId("SUR-01"), 1, Lane::kMovement, 7};
    const auto sealed = *seal_to_certificate(key.view(), ledger_.identity().station_certificate);
    std::string csv = cleared_pairs_header();
    if (told.cleared_at)
      csv +=
          csv_row(ClearedPairEntry{cleared_pair_reference(key, pair_), crossing, *told.cleared_at});
    if (told.has_key) csv += key_row({ledger_.place().station, sealed});
    auto bulletin = country_.bulletin("cleared-pairs", ++version_, csv);
    bulletin.issued_at = issued_at;
    bulletin.sign(country_.bulletins_key);
    const auto taken = ledger_.take_bulletin(bulletin);
    EXPECT_TRUE(taken) << taken.error().message;
  }

  const PresentedDocument who_ = passport("P1", "GARSIA LOPES", "ANA MARIA", kBirth);
  const Digest pair_ = *judged_pair(examine(who_).hits.at(0), travel_document(who_));
};

TEST_F(ClearedHits, AreNoStopTheNextTime) {
  const auto who = passport("P1", "GARSIA LOPES", "ANA MARIA", kBirth);
  admit(examine(who), {{"alert-1", "not_the_same_person", "another photograph"}});
  clock_.advance(std::chrono::hours(30));
  const auto again = examine(who, Direction::kExit);
  EXPECT_EQ(kinds(again), "alert_cleared_before");
  EXPECT_EQ(again.inspection.alerts.at(0).severity, Severity::kInfo);
  const auto& parameters = again.inspection.alerts.at(0).parameters;
  EXPECT_EQ(parameters.at("date"), "2026-03-02");
  EXPECT_EQ(parameters.at("post"), "PASO-01");
  EXPECT_TRUE(counter_.record(again, Draft{}, {})) << "and nothing has to be answered";
}

TEST_F(ClearedHits, OfOneDocumentStopEveryOtherOfTheSameName) {
  const std::pair<std::string_view, std::string_view> names[] = {{"GARCIA LOPEZ", "of the list"},
                                                                 {"GARSIA LOPES", "alike"}};
  for (const auto& [surname, what] : names) {
    const auto number = "P-" + std::string(surname.substr(0, 4));
    const auto cleared = passport(number, surname, "ANA MARIA", kBirth);
    admit(examine(cleared), {{"alert-1", "not_the_same_person", "another photograph"}});
    EXPECT_EQ(kinds(examine(cleared, Direction::kExit)), "alert_cleared_before") << what;
    auto other = passport("P9", surname, "ANA MARIA", kBirth);
    EXPECT_EQ(kinds(examine(other, Direction::kExit)), "alert_list") << what;
    other = cleared;
    other.issuing_state = CountryCode("XXK");
    EXPECT_EQ(kinds(examine(other)), "alert_list") << what << ", the number of another issuer";
    other.document_number = "";
    EXPECT_EQ(kinds(examine(other)), "alert_list") << what << ", without a number";
  }
}

TEST_F(ClearedHits, AreNoneThatWereAnsweredOtherwise) {
  const auto who = passport("P1", "GARSIA LOPES", "ANA MARIA", kBirth);
  admit(examine(who), {{"alert-1", "supervisor_decided", "let in to report"}});
  EXPECT_EQ(kinds(examine(who, Direction::kExit)), "alert_list");
  const auto document = passport("QUIET1", "PEREZ", "EVA", kBirth);
  admit(examine(document), {{"alert-1", "not_the_same_person", "a misprint"}});
  EXPECT_EQ(kinds(examine(document, Direction::kExit)), "alert_list") << "the document is listed";
}

TEST_F(ClearedHits, AreRememberedLongAfterTheDecisionItselfCannotBeReadAnyMore) {
  clear(who_);
  for (int months = 0; months < 13; ++months) {
    clock_.advance(std::chrono::hours(24 * 30));
    ASSERT_TRUE(ledger_.forget(std::chrono::hours(24 * 7)));
    EXPECT_EQ(kinds_at_exit(who_), "alert_cleared_before") << months;
    leave(who_);
  }
  ledger_ = *Ledger::open(directory_, clock_, bulletin_readers());
  EXPECT_EQ(kinds_at_exit(who_), "alert_cleared_before") << "a start later";
  clock_.advance(std::chrono::hours(24 * 11));
  EXPECT_EQ(kinds_at_exit(who_), "alert_list") << "it is judged again after 400 days";
}

TEST_F(ClearedHits, AreNoneAnyMoreOnceTheTravellerIsStopped) {
  clear(who_);
  const auto again = examine(who_);
  ASSERT_EQ(kinds(again), "alert_cleared_before");
  Draft draft;
  draft.decision = DecisionKind::kRefuse;
  draft.grounds = {"no_valid_visa"};
  draft.answers = {{"asylum", "no_claim", ""}};
  const auto stopped = counter_.record(again, draft, {});
  ASSERT_TRUE(stopped) << stopped.error().message;
  EXPECT_EQ(kinds(examine(who_)), "alert_list");
  EXPECT_EQ(recorded().front().answer, "") << "the centre hears that something else was said";
}

TEST_F(ClearedHits, AreNoneByADocumentThatNothingHasRead) {
  const std::pair<Provenance, const char*> ways[] = {
      {{.evidence = EvidenceClass::kOfficerTyped}, "alert_list"},
      {{.evidence = EvidenceClass::kStatement}, "alert_list"},
      {{.fallback = true}, "alert_list"},
      {{}, "alert_cleared_before"},
  };
  for (const auto& [way, kind] : ways) {
    Draft draft;
    draft.purpose = "holiday";
    draft.transport = "on_foot";
    draft.granted_days = 5;
    draft.answers = {{"alert-1", "not_the_same_person", "another photograph"}};
    const auto recorded = counter_.record(examine(who_), draft, way);
    ASSERT_TRUE(recorded) << recorded.error().message;
    EXPECT_EQ(kinds_at_exit(who_), kind) << evidence_name(way.evidence);
    clock_.advance(std::chrono::minutes(1));
  }
}

TEST_F(ClearedHits, AreMetByNoDocumentThatNothingHasRead) {
  clear(who_);
  const auto typed = *counter_.examine(Direction::kEntry, who_, std::nullopt, std::nullopt,
                                       clearings_of(EvidenceClass::kOfficerTyped, false));
  EXPECT_EQ(kinds(typed), "alert_list") << "the officer is asked who this is";
  Draft draft;
  draft.purpose = "holiday";
  draft.transport = "on_foot";
  draft.granted_days = 5;
  const Provenance by_hand{.evidence = EvidenceClass::kOfficerTyped};
  EXPECT_FALSE(counter_.record(typed, draft, by_hand));
  draft.answers = {{"alert-1", "not_the_same_person", "another photograph"}};
  ASSERT_TRUE(counter_.record(typed, draft, by_hand));
  EXPECT_EQ(recorded().front().answer, kNotTheSamePerson);
  EXPECT_EQ(kinds_at_exit(who_), "alert_cleared_before") << "read again, it is what was cleared";
}

TEST_F(ClearedHits, StandInTheRecordWithThatOfWhoClearedThem) {
  const auto first = clear(who_);
  leave(who_);
  const auto hits = recorded();
  ASSERT_EQ(hits.size(), 2U);
  EXPECT_EQ(hits[0].answer, kHitClearedBefore);
  EXPECT_EQ(hits[0].note, first.written.crossing.text());
  EXPECT_EQ(hits[1].answer, kNotTheSamePerson);
  EXPECT_EQ(hits[0].pair, hits[1].pair) << "the centre knows it is the same two";
  EXPECT_EQ(hits[0].pair.size(), 32U);
}

TEST_F(ClearedHits, AreAskedAnewWhereTheEntrySaysSomethingElse) {
  const std::string header =
      "reference,surname,given_names,birth_date,nationality,instruction,action,valid_until\n";
  const std::string same =
      "A-1,GARCIA LOPEZ,ANA MARIA,1980-02-29,,Call the duty officer,refer,2030-01-01\n";
  const std::pair<const char*, std::string> changed[] = {
      {"alert_list", "A-1,GARCIA LOPES,ANA MARIA,1980-02-29,,Call the duty officer,refer,\n"},
      {"alert_list", "A-1,GARCIA LOPEZ,ANA MARIA,1980-02-XX,,Call the duty officer,refer,\n"},
      {"alert_list", "A-1,GARCIA LOPEZ,ANA MARIA,1980-02-29,UTO,Call the duty officer,refer,\n"},
      {"alert_list", "A-1,GARCIA LOPEZ,ANA MARIA,1980-02-29,,Call the duty officer,detain,\n"},
      {"alert_list", "A-1,GARCIA LOPEZ,ANA MARIA,1980-02-29,,Hold,,\n"},
      {"alert_list", "A-9,GARCIA LOPEZ,ANA MARIA,1980-02-29,,Call the duty officer,refer,\n"},
      {"alert_cleared_before", same},
  };
  clear(who_);
  for (const auto& [kind, row] : changed) {
    publish(header + row);
    EXPECT_EQ(kinds_at_exit(who_), kind) << row;
  }
  publish("picture," + header + "sha256:AAAAAAAAAAAAAAAAAAAAAA," + same);
  EXPECT_EQ(kinds_at_exit(who_), "alert_list") << "there is a picture to compare with now";
  // Another entry of the same person asks for itself.
  publish(header + same + "B-7,GARCIA LOPEZ,ANA MARIA,1980-02-29,,Another office,refer,\n");
  EXPECT_EQ(kinds_at_exit(who_), "alert_cleared_before, alert_list");
}

TEST_F(ClearedHits, AreAskedAnewOfWhoeverShowsTheDocumentOfAnother) {
  clear(who_);
  const std::pair<const char*, std::function<void(PresentedDocument&)>> others[] = {
      {"the listed name itself", [](auto& shown) { shown.surname = "GARCIA LOPEZ"; }},
      {"a day of birth that may be",
       [](auto& shown) { shown.birth_date = *PartialDate::from_text("1980-02-XX"); }},
      {"a card", [](auto& shown) { shown.document_code = "ID"; }},
  };
  for (const auto& [what, change] : others) {
    auto other = who_;
    change(other);
    EXPECT_EQ(kinds_at_exit(other), "alert_list") << what;
  }
}

TEST_F(ClearedHits, AreAskedAnewOnceTheRecordIsTakenBack) {
  const auto first = clear(who_);
  const NewCorrection restated{first.written.crossing, "another purpose", OfficerId("agarcia"),
                               ledger_.decision(first.written.crossing)->value().crossing};
  const auto corrected = ledger_.append_correction(restated);
  ASSERT_TRUE(corrected) << corrected.error().message;
  EXPECT_EQ(kinds_at_exit(who_), "alert_cleared_before") << "the answer stands";
  const auto before =
      *counter_.examine(Direction::kEntry, who_, std::nullopt, corrected->correction);
  EXPECT_EQ(kinds(before), "alert_list") << "as if it had never been decided";
  ASSERT_TRUE(ledger_.append_correction(
      {corrected->correction, "another traveller", OfficerId("agarcia"), std::nullopt}));
  EXPECT_EQ(kinds_at_exit(who_), "alert_list");
}

TEST_F(ClearedHits, AtAnotherPostAskNothingHereEither) {
  list(clock_.now(), {clock_.now().minus(std::chrono::hours(48))});
  const auto again = examine(who_);
  EXPECT_EQ(kinds(again), "alert_cleared_before");
  EXPECT_EQ(again.inspection.alerts.at(0).parameters.at("post"), "SUR");
  EXPECT_EQ(again.inspection.alerts.at(0).parameters.at("date"), "2026-02-28");
  // Here somebody says so too, and takes it back: what the other post said before is asked anew.
  clock_.advance(std::chrono::hours(1));
  names_ = std::make_shared<const AlertNames>(*AlertNames::build(ledger_));
  auto other = who_;
  other.document_number = "P2";
  EXPECT_EQ(kinds_at_exit(other), "alert_list") << "another document of the name";
  Examined asked = examine(who_);
  asked.situation.hits.at(0).cleared.reset();
  asked.inspection = inspect(asked.situation);
  admit(asked, {{"alert-1", "known_and_cleared", "it is her, and she may"}});
  EXPECT_EQ(kinds_at_exit(who_), "alert_list") << "an officer of this post says another thing";
  clock_.advance(std::chrono::hours(1));
  list(clock_.now(), {clock_.now()});
  EXPECT_EQ(kinds_at_exit(who_), "alert_cleared_before") << "and somebody since";
}

TEST_F(ClearedHits, AreAskedAnewOnceAListThatKnowsOfThemTellsThemNoMore) {
  const Instant cleared = clock_.now();
  clear(who_);
  clock_.advance(std::chrono::hours(5));
  const auto after = [&](int minutes) { return cleared.plus(std::chrono::minutes(minutes)); };
  const std::tuple<Instant, Told, const char*, const char*> lists[] = {
      {after(30), {}, "alert_cleared_before", "what was cleared may not have reached the centre"},
      {after(120), {cleared}, "alert_cleared_before", "it has"},
      {after(180), {{}, false}, "alert_cleared_before", "the list says nothing to this station"},
      {after(240), {}, "alert_list", "elsewhere an officer said another thing"},
  };
  for (const auto& [issued_at, told, kind, why] : lists) {
    list(issued_at, told);
    EXPECT_EQ(kinds_at_exit(who_), kind) << why;
  }
  clear(who_);
  EXPECT_EQ(kinds_at_exit(who_), "alert_cleared_before") << "and here one looked again since";
}

TEST_F(ClearedHits, AreNoneWhereTheTravellerWasNotLetGoOn) {
  Draft refer;
  refer.decision = DecisionKind::kRefer;
  refer.grounds = {"alert_hit"};
  refer.answers = {{"alert-1", "not_the_same_person", "a guess"}};
  ASSERT_TRUE(counter_.record(examine(who_), refer, {}));
  EXPECT_EQ(kinds_at_exit(who_), "alert_list");
}

}  // namespace
}  // namespace garita::station
