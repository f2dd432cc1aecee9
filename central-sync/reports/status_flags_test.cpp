// From decisions and weak evidence in sealed records to lists, explanations and incidents.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "central-sync/reports/explain.h"
#include "central-sync/reports/health.h"
#include "central-sync/reports/overstay_page.h"
#include "central-sync/reports/overstays.h"
#include "central-sync/reports/quarantine.h"
#include "central-sync/store/test_country.h"

namespace garita::central::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

/// Travellers enter at NORTE on 5 January with 30 days, of which the last seven are announced.
class StatusReports : public ::testing::Test {
 protected:
  StatusReports() {
    auto pack = thirty_days() + "notice_days = 7\n";
    centre.publish_policies(pack, utc("2025-06-02T00:00:00Z"));
    for (const auto* number : {"ANA", "LUZ"})
      entries_[number] = centre.station("NORTE").write(
          entry("NORTE", utc("2026-01-05T16:00:00Z"), number), utc("2026-01-05T16:00:00Z"));
    centre.receive(centre.station("NORTE"), utc("2026-01-05T16:01:00Z"));
    complete("2026-01-06T00:00:00Z");
  }

  void complete(std::string_view until) {
    for (const auto* post : {"NORTE", "SUR"})
      centre.receive_claim(centre.station(post), utc(until), utc(until));
    centre.project();
  }
  RecordId decide(StatusKind kind, const char* number, std::string_view at,
                  std::string_view known_at = "", std::string_view until = "") {
    StatusDecision made;
    made.kind = kind;
    made.at = utc(at);
    made.entry = entries_.at(number);
    made.authority = "an office";
    made.reason = "its reason";
    if (!until.empty()) made.until = *Date::from_iso(until);
    const Instant received = utc(known_at.empty() ? at : known_at);
    const auto id = centre.own().write(made, received);
    centre.receive(centre.own(), received);
    centre.project();
    return id;
  }
  void leave(const char* number, std::string_view at, EvidenceClass evidence,
             std::string_view known_at) {
    auto made = exit("SUR", utc(at), number);
    made.evidence = evidence;
    centre.station("SUR").write(made, utc(at));
    centre.receive(centre.station("SUR"), utc(known_at));
    centre.project();
  }

  std::vector<OverstayRow> rows(std::string_view now, std::optional<Instant> known_at = {}) {
    return *list_overstays(centre.reading(), {{}, known_at, all}, utc(now));
  }
  /// "FLAG(NUMBER) state" of everybody but the cleared, in order.
  std::string listed(std::string_view now) {
    std::vector<std::string> texts;
    for (const auto& row : rows(now))
      if (row.flag.state != FlagState::kOpen)
        texts.push_back(std::string(flag_name(row.flag.kind)) + "(" + row.document.substr(4) +
                        ") " + std::string(state_name(row.flag.state)));
    std::sort(texts.begin(), texts.end());
    std::string all_texts;
    for (const auto& text : texts) all_texts += (all_texts.empty() ? "" : "; ") + text;
    return all_texts;
  }
  std::string explained(const char* number, std::string_view now, Language language) {
    return explanation_text(*explain(centre.reading(), entries_.at(number).text(), {}, utc(now)),
                            language);
  }
  /// Tables and records agree now, and every moment of before is answered as it was.
  void expect_one_truth(std::string_view now, std::string_view moment_before,
                        const std::string& said_then) {
    EXPECT_EQ(overstays_csv(rows(now)), overstays_csv(rows(now, utc(now)))) << now;
    EXPECT_EQ(overstays_csv(rows(now, utc(moment_before))), said_then) << moment_before;
    centre.rebuild();
    EXPECT_EQ(overstays_csv(rows(now, utc(moment_before))), said_then) << "after a rebuild";
  }

  const std::set<FlagState> all = {FlagState::kOpen,        FlagState::kDue,
                                   FlagState::kPendingData, FlagState::kProbable,
                                   FlagState::kConfirmed,   FlagState::kCleared};
  TestCentre centre;
  std::map<std::string, RecordId> entries_;
};

TEST_F(StatusReports, ListWhoseStayIsAboutToEndUntilItDid) {
  complete("2026-01-29T00:00:00Z");
  EXPECT_EQ(listed("2026-01-29T00:00:00Z"),
            "STATUS_EXPIRES(ANA) probable; STATUS_EXPIRES(LUZ) probable");
  const auto then = overstays_csv(rows("2026-01-29T00:00:00Z", utc("2026-01-29T00:00:00Z")));
  decide(StatusKind::kExtendUntil, "LUZ", "2026-01-30T00:00:00Z", "", "2026-04-30");
  leave("ANA", "2026-01-31T00:00:00Z", EvidenceClass::kOfficerScan, "2026-01-31T00:00:00Z");
  complete("2026-02-05T00:00:00Z");
  EXPECT_EQ(listed("2026-02-05T00:00:00Z"),
            "OVERSTAY_OPEN(ANA) cleared; STATUS_EXPIRES(ANA) cleared");
  const auto csv = overstays_csv(rows("2026-02-05T00:00:00Z"));
  EXPECT_THAT(csv, HasSubstr("SUR-01:1:movement:1 left"));
  expect_one_truth("2026-02-05T00:00:00Z", "2026-01-29T00:00:00Z", then);
  EXPECT_THAT(
      explained("LUZ", "2026-02-05T00:00:00Z", Language::kSpanish),
      AllOf(HasSubstr("Se avisa cuando quedan 7 días."), HasSubstr("el plazo está por vencer")));
}

TEST_F(StatusReports, ListWhoWasThereWhenTheirStayWasRevoked) {
  const auto revoked = decide(StatusKind::kRevoke, "ANA", "2026-01-10T00:00:00Z", "", "2026-01-15");
  EXPECT_EQ(listed("2026-01-10T00:00:00Z"),
            "REVOKED_IN_COUNTRY(ANA) pending_data; STATUS_EXPIRES(ANA) cleared");
  const auto held = overstays_csv(rows("2026-01-10T00:00:00Z", utc("2026-01-10T00:00:00Z")));
  EXPECT_THAT(held, HasSubstr("NORTE SUR"));
  complete("2026-01-12T00:00:00Z");
  EXPECT_EQ(listed("2026-01-12T00:00:00Z"),
            "REVOKED_IN_COUNTRY(ANA) probable; STATUS_EXPIRES(ANA) cleared");
  EXPECT_EQ(centre_status(centre.reading(), utc("2026-01-12T00:00:00Z"))->flags_raised, 1);
  const auto row =
      overstays_json(*list_overstays(centre.reading(), {{}, {}, {}}, utc("2026-01-12T00:00:00Z")));
  EXPECT_THAT(row, AllOf(HasSubstr("\"policy\":\"visitor\""), HasSubstr("\"watermark\":\"2026-01"),
                         HasSubstr("\"cause\":\"watermark\""), Not(HasSubstr("days_over"))));
  leave("ANA", "2026-01-14T00:00:00Z", EvidenceClass::kEgate, "2026-01-14T00:00:00Z");
  EXPECT_THAT(listed("2026-01-14T00:00:00Z"), HasSubstr("REVOKED_IN_COUNTRY(ANA) confirmed"));
  centre.own().write(Correction{revoked, utc("2026-01-16T00:00:00Z"), "mistaken", {}, {}},
                     utc("2026-01-16T00:00:00Z"));
  centre.receive(centre.own(), utc("2026-01-16T00:00:00Z"));
  centre.project();
  EXPECT_THAT(overstays_csv(rows("2026-01-16T00:00:00Z")), HasSubstr("REVOKED_IN_COUNTRY,cleared"));
  EXPECT_THAT(overstays_csv(rows("2026-01-16T00:00:00Z")),
              HasSubstr(" withdrawn,NORTE-01:1:movement:1,"));
  expect_one_truth("2026-01-16T00:00:00Z", "2026-01-10T00:00:00Z", held);
}

TEST_F(StatusReports, ListNobodyWhoIsProtectedAndNeverSayOfWhat) {
  complete("2026-02-05T00:00:00Z");
  decide(StatusKind::kRevoke, "ANA", "2026-02-04T00:00:00Z", "2026-02-05T00:00:00Z");
  decide(StatusKind::kAsylum, "ANA", "2026-02-05T01:00:00Z");
  EXPECT_THAT(listed("2026-02-05T02:00:00Z"),
              AllOf(HasSubstr("OVERSTAY_OPEN(LUZ) pro"), Not(HasSubstr("ANA"))))
      << "not even as cleared";
  EXPECT_THAT(explained("ANA", "2026-02-05T02:00:00Z", Language::kEnglish),
              AllOf(HasSubstr("suspended"), Not(HasSubstr("sylum"))));
  auto database = centre.connection();
  for (const auto& row : rows_of(database, "kind, authority, reason", "decisions ORDER BY at"))
    EXPECT_EQ(row.find("office") == std::string::npos, row.starts_with("[12")) << row;
  decide(StatusKind::kEndProtection, "ANA", "2026-02-05T03:00:00Z");
  EXPECT_THAT(listed("2026-02-05T03:00:00Z"), HasSubstr("REVOKED_IN_COUNTRY(ANA) pro"));
}

TEST_F(StatusReports, TellEveryKindOfDecisionInThreeLanguages) {
  const char* kinds[] = {"suspend",
                         "resume",
                         "revoke",
                         "confirm",
                         "clear",
                         "apply",
                         "refuse_application",
                         "event",
                         "residence",
                         "protection",
                         "end_protection",
                         "annul",
                         "regularise",
                         "document_lost",
                         "document_replaced"};
  int day = 10;
  for (const auto* kind : kinds)
    decide(*parse_status_kind(kind), "ANA", "2026-01-" + std::to_string(day++) + "T00:00:00Z");
  const char* now = "2026-01-30T00:00:00Z";
  EXPECT_THAT(explained("ANA", now, Language::kSpanish),
              AllOf(HasSubstr("revocación  CENTRE-01:1:movement:3  its reason"),
                    HasSubstr("residencia  "), HasSubstr("fin de la suspensión  ")));
  EXPECT_THAT(explained("ANA", now, Language::kFrench),
              AllOf(HasSubstr("demande tranchée  "), HasSubstr("événement  "),
                    HasSubstr("document perdu, volé ou invalidé  ")));
  const auto report = *explain(centre.reading(), entries_.at("ANA").text(), {}, utc(now));
  const auto json = nlohmann::json::parse(explanation_json(report, Language::kEnglish));
  ASSERT_EQ(json["decisions"].size(), std::size(kinds));
  EXPECT_EQ(json["decisions"][9]["kind"], "suspend") << "of protection";
  EXPECT_FALSE(json["decisions"][9].contains("authority"));
  EXPECT_EQ(json["decisions"][11]["kind"], "annul");
  EXPECT_EQ(json["decisions"][11]["authority"], "an office");
}

TEST_F(StatusReports, CountADecisionThatIsDatedBackAndSayWhatItTookAway) {
  complete("2026-02-05T00:00:00Z");
  EXPECT_EQ(listed("2026-02-05T00:00:00Z"),
            "OVERSTAY_OPEN(ANA) probable; OVERSTAY_OPEN(LUZ) probable; "
            "STATUS_EXPIRES(ANA) cleared; STATUS_EXPIRES(LUZ) cleared");
  const auto raised = overstays_csv(rows("2026-02-05T00:00:00Z", utc("2026-02-05T00:00:00Z")));
  // Ana's extension was decided in time and sent in late; Luz's stay is made lawful afterwards.
  const auto late = decide(StatusKind::kExtendUntil, "ANA", "2026-01-20T00:00:00Z",
                           "2026-02-06T00:00:00Z", "2026-03-31");
  decide(StatusKind::kRegularise, "LUZ", "2026-02-06T01:00:00Z", "", "2026-12-31");
  EXPECT_EQ(listed("2026-02-06T02:00:00Z"), "");
  const auto status = *centre_status(centre.reading(), utc("2026-02-06T02:00:00Z"));
  EXPECT_EQ(status.decisions_dated_back, 1) << "and not the regularisation";
  EXPECT_EQ(nlohmann::json::parse(status_json(status))["decisions_dated_back"], 1);
  EXPECT_THAT(explained("ANA", "2026-02-06T02:00:00Z", Language::kEnglish),
              HasSubstr("OVERSTAY_OPEN(" + entries_.at("ANA").text() + ") open  " + late.text() +
                        ": extended"));
  expect_one_truth("2026-02-06T02:00:00Z", "2026-02-05T00:00:00Z", raised);
  EXPECT_EQ(centre_status(centre.reading(), utc("2026-02-06T02:00:00Z"))->decisions_dated_back, 1);
}

TEST_F(StatusReports, HoldAnOverstayThatACarrierOrAStampSpeaksAgainst) {
  leave("ANA", "2026-01-20T00:00:00Z", EvidenceClass::kCarrier, "2026-01-20T00:00:00Z");
  leave("LUZ", "2026-01-20T00:00:00Z", EvidenceClass::kStamp, "2026-01-20T00:00:00Z");
  complete("2026-02-05T00:00:00Z");
  EXPECT_THAT(listed("2026-02-05T00:00:00Z"), AllOf(HasSubstr("OVERSTAY_OPEN(ANA) pending_data"),
                                                    HasSubstr("OVERSTAY_OPEN(LUZ) pending_data")));
  const auto held = overstays_csv(rows("2026-02-05T00:00:00Z", utc("2026-02-05T00:00:00Z")));
  EXPECT_THAT(explained("ANA", "2026-02-05T00:00:00Z", Language::kFrench),
              HasSubstr("probablement sorti : 2026-01-20T00:00:00Z"));
  EXPECT_THAT(overstays_csv(rows("2026-02-05T00:00:00Z")), Not(HasSubstr("probable,")));
  leave("LUZ", "2026-01-21T00:00:00Z", EvidenceClass::kOfficerTyped, "2026-02-06T00:00:00Z");
  decide(StatusKind::kConfirm, "ANA", "2026-02-06T01:00:00Z");
  EXPECT_THAT(listed("2026-02-06T02:00:00Z"), AllOf(HasSubstr("OVERSTAY_OPEN(ANA) confirmed"),
                                                    HasSubstr("OVERSTAY_OPEN(LUZ) cleared")));
  expect_one_truth("2026-02-06T02:00:00Z", "2026-02-05T00:00:00Z", held);
}

TEST_F(StatusReports, KeepWhoEnteredAgainAfterTheTermAndNobodySawLeave) {
  complete("2026-02-12T00:00:00Z");
  EXPECT_THAT(listed("2026-02-12T00:00:00Z"), HasSubstr("OVERSTAY_OPEN(LUZ) probable"));
  const auto open = overstays_csv(rows("2026-02-12T00:00:00Z", utc("2026-02-12T00:00:00Z")));
  auto& sur = centre.station("SUR");
  sur.write(entry("SUR", utc("2026-02-10T16:00:00Z"), "LUZ"), utc("2026-02-10T16:00:00Z"));
  sur.write(exit("SUR", utc("2026-02-11T16:00:00Z"), "LUZ"), utc("2026-02-11T16:00:00Z"));
  centre.receive(sur, utc("2026-02-13T00:00:00Z"));
  complete("2026-02-13T01:00:00Z");
  EXPECT_THAT(listed("2026-02-13T01:00:00Z"), AllOf(HasSubstr("; OVERSTAY(LUZ) probable"),
                                                    HasSubstr("ENTRY_WITHOUT_EXIT(LUZ) probable")));
  EXPECT_THAT(explained("LUZ", "2026-02-13T01:00:00Z", Language::kEnglish),
              HasSubstr("probable, at least +1"));
  const auto luz =
      *explain(centre.reading(), entries_.at("LUZ").text(), {}, utc("2026-02-13T01:00:00Z"));
  const FlagCase overstay{FlagKind::kOverstay, entries_.at("LUZ").text()};
  for (const auto& [about, events] : luz.history) {
    if (about != overstay) continue;
    EXPECT_EQ(events.back().state, FlagState::kProbable) << "the same case goes on";
    EXPECT_EQ(events.size(), 4U);
  }
  expect_one_truth("2026-02-13T01:00:00Z", "2026-02-12T00:00:00Z", open);
}

// Each arrives on 6 January, and is in the listing and nowhere else.
TEST_F(StatusReports, ListWhatCannotHaveHappenedAndCalculateWithNoneOfIt) {
  auto& norte = centre.station("NORTE");
  const Instant at = utc("2026-01-06T12:00:00Z");
  auto future = entry("NORTE", at.plus(std::chrono::hours(1)), "FUTURE");
  auto unborn = entry("NORTE", at, "UNBORN");
  unborn.document.birth_date = *PartialDate::from_text("2026-02-01");
  auto nowhere = entry("OESTE", at, "NOWHERE");
  auto elsewhere = entry("SUR", at, "ELSEWHERE");
  const std::pair<Crossing, const char*> cases[] = {
      {future, "its time lies in the future"},
      {unborn, "its time lies before the traveller's birth"},
      {nowhere, "it names the post OESTE, which is not enrolled"},
      {elsewhere, "it names another post than its station's"},
  };
  for (const auto& [crossing, reason] : cases) {
    const auto id = norte.write(crossing, at);
    centre.receive(norte, at);
    centre.project();
    const auto aside = *centre.reading().quarantine(1);
    ASSERT_EQ(aside.size(), 1U) << reason;
    const auto json = nlohmann::json::parse(quarantine_json(aside));
    EXPECT_EQ(json["record"], id.text());
    EXPECT_EQ(json["reason"], reason);
    EXPECT_EQ(json["cause"], "unknown");
    EXPECT_EQ(json["since"], "2026-01-06T12:00:00Z");
    EXPECT_TRUE(centre.reading().find_persons(crossing.document.document_number, 5)->empty());
  }
  EXPECT_EQ(rows("2026-01-06T12:00:00Z").size(), 4U) << "of Ana and Luz alone";
  centre.own().write(Closure{norte.id().value() + ":1:movement:3", at, "a slip\x1b", {}}, at);
  centre.receive(centre.own(), at);
  centre.project();
  const auto table = quarantine_table(*centre.reading().quarantine(10));
  EXPECT_THAT(table, AllOf(HasSubstr("NORTE-01:1:movement:3  unknown"),
                           HasSubstr("2026-01-06T12:00:00Z a slip?"), Not(HasSubstr("\x1b"))));
}

TEST(BeforeTheFirstPostWentLive, NothingIsRaisedUntilAPersonDecides) {
  TestCentre centre("2026-03-01T00:00:00Z");
  auto& norte = centre.station("NORTE");
  auto stamped = entry("NORTE", utc("2026-01-05T16:00:00Z"), "ANA");
  stamped.evidence = EvidenceClass::kStamp;
  const auto id = norte.write(stamped, utc("2026-03-10T16:00:00Z"));
  centre.receive(norte, utc("2026-03-10T16:01:00Z"));
  const Instant now = utc("2026-03-20T00:00:00Z");
  for (const auto* post : {"NORTE", "SUR"}) centre.receive_claim(centre.station(post), now, now);
  centre.project();
  const auto told = [&](std::optional<Instant> known_at, Instant at) {
    std::string text;
    const std::set<FlagState> states{FlagState::kPendingData, FlagState::kProbable,
                                     FlagState::kConfirmed};
    const auto rows = *list_overstays(centre.reading(), {{}, known_at, states}, at);
    for (const auto& row : rows)
      text += std::string(state_name(row.flag.state)) + " by " + row.cause;
    return text;
  };
  EXPECT_EQ(told({}, now), "pending_data by " + id.text());
  EXPECT_EQ(told(now, now), told({}, now));
  EXPECT_TRUE(count_overstays(centre.reading(), now)->empty());
  EXPECT_TRUE(page_of_overstays(centre.reading(), now, {}, 10)->empty());
  const auto report = *explain(centre.reading(), id.text(), {}, now);
  EXPECT_THAT(explanation_text(report, Language::kEnglish),
              HasSubstr("before the first post went live nobody recorded exits"));
  EXPECT_THAT(explanation_json(report, Language::kEnglish), HasSubstr("\"before_records\""));
  const Instant decided = utc("2026-03-21T00:00:00Z");
  StatusDecision met;
  met.kind = StatusKind::kConfirm;
  met.at = decided;
  met.entry = id;
  met.authority = "an office";
  centre.own().write(met, decided);
  centre.receive(centre.own(), decided);
  centre.project();
  EXPECT_EQ(told({}, decided), "confirmed by CENTRE-01:1:movement:1");
  EXPECT_EQ(told(now, decided), "pending_data by " + id.text());
  EXPECT_EQ(count_overstays(centre.reading(), decided)->size(), 1U);
}

}  // namespace
}  // namespace garita::central::testing
