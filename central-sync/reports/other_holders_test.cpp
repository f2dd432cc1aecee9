// One document that two people showed: one person, since a document is a key, and an incident,
// since the one's exit may have ended the other's stay.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "central-sync/reports/identity_changes.h"
#include "central-sync/reports/quarantine.h"
#include "central-sync/reports/test_persons.h"

namespace garita::central::testing {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;

constexpr auto kAna = "GTM A1 GARCIA LOPEZ<<ANA MARIA 1980-02-29 GTM";
constexpr auto kPedro = "GTM A1 IXQUIAC TZOC<<PEDRO 1994-11-03 GTM";

/// Somebody at the border at noon of a day of January.
struct Crossed {
  std::string who;
  Direction direction = Direction::kEntry;
  int day = 1;
};

std::string noon(int day) {
  return "2026-01-" + std::string(day < 10 ? "0" : "") + std::to_string(day) + "T12:00:00Z";
}

class OtherHolders : public Persons {
 protected:
  /// In the order of arrival, each projected before the next comes. "5<9 since 9" of each incident:
  /// the days of both crossings, the later one first in the row, and of when the centre heard of
  /// it.
  std::string told(const std::vector<Crossed>& crossed) {
    centre.begin_again();
    for (const auto* post : {"NORTE", "SUR"}) centre.station(post).begin_incarnation(1);
    days_.clear();
    for (const auto& [who, direction, day] : crossed) come(who, direction, day);
    return told();
  }
  RecordId come(const std::string& who, Direction direction, int day) {
    const auto id =
        cross(direction, direction == Direction::kEntry ? "NORTE" : "SUR", who, noon(day));
    days_[id.text()] = day;
    return id;
  }
  /// Of the one incident, by what its crossings say of themselves.
  PersonLink names() {
    std::set<PersonId> all;
    for (const auto& [record, day] : days_) {
      const auto person = explained(*RecordId::parse(record)).person.person;
      const auto history = *centre.reading().history_of(person);
      for (const auto& each : history.movements)
        if (each.fact.reference == record) all.emplace(each.fact.name);
    }
    EXPECT_EQ(all.size(), 2U);
    return {*all.begin(), *all.rbegin()};
  }
  std::string told() {
    std::string text;
    const auto incidents = *centre.reading().incidents(10);
    for (const auto& row : incidents.rows) {
      if (row.kind != "other_holder") continue;
      EXPECT_EQ(row.at, utc(noon(days_.at(row.record))));
      text += (text.empty() ? "" : ", ") + std::to_string(days_.at(row.subject)) + "<" +
              std::to_string(days_.at(row.record));
    }
    return text.empty() ? "none" : text;
  }

  std::map<std::string, int> days_;  ///< of records
};

TEST_F(OtherHolders, AreToldWithBothRecordsThoughTheyAreOnePerson) {
  const auto entered = come(kAna, Direction::kEntry, 5);
  const auto left = come(kPedro, Direction::kExit, 9);
  EXPECT_EQ(persons(), 1U) << "a document is a key";
  EXPECT_FALSE(explained(entered).evaluation.stays.front().stay.open());
  const auto incidents = *centre.reading().incidents(10);
  ASSERT_EQ(incidents.rows.size(), 1U);
  EXPECT_EQ(json::parse(incidents_json(incidents.rows)),
            (json{{"incident", "other_holder"},
                  {"post", "SUR"},
                  {"record", left.text()},
                  {"subject", entered.text()},
                  {"at", "2026-01-09T12:00:00Z"},
                  {"since", "2026-01-09T12:00:00Z"},
                  {"holders", {names().first.value(), names().second.value()}}}));
  EXPECT_THAT(incidents_table(incidents.rows),
              HasSubstr("  " + entered.text() + " (" + names().first.value() + " " +
                        names().second.value() + ")\n"));
  centre.rebuild();
  EXPECT_EQ(told(), "5<9") << "from the journals alone";
}

TEST_F(OtherHolders, ArePartedByADecisionOnBothNames) {
  const auto entered = come(kAna, Direction::kEntry, 5);
  const auto left = come(kPedro, Direction::kExit, 9);
  const auto incidents = *centre.reading().incidents(10);
  decide(IdentityDecisionKind::kSeparate, *incidents.rows.front().holders, noon(10));
  EXPECT_EQ(persons(), 2U);
  EXPECT_TRUE(explained(entered).evaluation.stays.front().stay.open());
  EXPECT_EQ(explained(left).evaluation.exits_without_entry.size(), 1U);
  // And each goes on as who they are.
  come(kPedro, Direction::kEntry, 15);
  EXPECT_TRUE(explained(entered).evaluation.stays.front().stay.open());
  EXPECT_EQ(told(), "5<9") << "it has happened";
  const auto settled = centre.reading().incidents(10)->rows;
  EXPECT_EQ(json::parse(incidents_json(settled))["decided"], "separate");
  EXPECT_THAT(incidents_table(settled), HasSubstr(": two people, by "));
}

TEST_F(OtherHolders, AreOnePersonWhereSomebodySaysSo) {
  come(kAna, Direction::kEntry, 5);
  const auto left = come(kPedro, Direction::kExit, 9);
  const PersonLink both = names();
  IdentityDecision one_person;
  one_person.one = both.first;
  one_person.other = both.second;
  one_person.reason = "born on another day, says the registry";
  EXPECT_TRUE(check_decision(centre.reading(), one_person)) << "a document speaks against it";
  decide(IdentityDecisionKind::kLink, both, noon(10));
  EXPECT_EQ(persons(), 1U);
  EXPECT_EQ(json::parse(incidents_json(centre.reading().incidents(10)->rows))["decided"], "link");
  EXPECT_FALSE(check_decision(centre.reading(), one_person)) << "it is said";
  decide(IdentityDecisionKind::kSeparate, both, noon(11));
  EXPECT_EQ(persons(), 2U) << "the last holds";
  EXPECT_EQ(explained(left).evaluation.exits_without_entry.size(), 1U);
}

TEST_F(OtherHolders, AreSaidOfPeopleWhoArePlainlyTwoAlone) {
  struct Case {
    std::string name;
    std::string who;
    std::string expected;
  };
  const std::vector<Case> cases = {
      {"another person", kPedro, "5<9"},
      {"a brother", "GTM A1 GARCIA LOPEZ<<JUAN CARLOS 1991-07-14 GTM", "5<9"},
      {"of another nation", "GTM A1 MUELLER<<JUERGEN 1961-05-30 DEU", "5<9"},
      {"by another document", "GTM A2 IXQUIAC TZOC<<PEDRO 1994-11-03 GTM", "none"},
      {"a document of that number of another State", "SLV A1 IXQUIAC<<PEDRO 1994-11-03 SLV",
       "none"},
      {"the same", kAna, "none"},
      {"a marriage", "GTM A1 PEREZ DE LEON<<ANA MARIA 1980-02-29 GTM", "none"},
      {"another spelling", "GTM A1 GARCIA LOPES<<ANNA MARIA 1980-02-29 GTM", "none"},
      {"a typing error in the birth", "GTM A1 GARCIA LOPEZ<<ANA MARIA 1980-02-19 GTM", "none"},
      {"another birth", "GTM A1 GARCIA LOPEZ<<ANA MARIA 1991-07-14 GTM", "none"},
      {"another name", "GTM A1 IXQUIAC TZOC<<PEDRO 1980-02-29 GTM", "none"},
      {"no whole birth date", "GTM A1 IXQUIAC TZOC<<PEDRO 1994-XX-XX GTM", "none"},
      {"no name", "GTM A1 << 1994-11-03 GTM", "none"},
  };
  for (const auto& [name, who, expected] : cases) {
    const Crossed ana{kAna, Direction::kEntry, 5};
    const Crossed other{who, Direction::kExit, 9};
    EXPECT_EQ(told({ana, other}), expected) << name;
    EXPECT_EQ(told({other, ana}), expected) << name << ", known first";
    // Who has a document and a stay of their own.
    std::string own = who;
    own.replace(4, 2, "B7");
    EXPECT_EQ(told({{own, Direction::kEntry, 2}, {own, Direction::kExit, 3}, ana, other}), expected)
        << name << ", who was known";
    EXPECT_EQ(told({other, ana, {own, Direction::kEntry, 2}, {own, Direction::kExit, 3}}), expected)
        << name << ", who comes to be known";
  }
}

TEST_F(OtherHolders, AreToldOnceForTheirCrossingsBeforeAndAfter) {
  const Crossed first{kAna, Direction::kEntry, 5};
  const Crossed second{kPedro, Direction::kExit, 9};
  EXPECT_EQ(told({first, second, {kAna, Direction::kExit, 12}, {kPedro, Direction::kEntry, 15}}),
            "5<9");
  EXPECT_EQ(told({first, {kAna, Direction::kExit, 7}, second}), "7<9") << "the latest before";
  EXPECT_EQ(told({first, second, {"GTM A1 PEREZ<<ANA MARIA 1980-02-29 GTM", Direction::kExit, 12}}),
            "5<9")
      << "by her married name she is known for it";
  EXPECT_EQ(told({first, second, {"GTM A1 KIM<<MIN JUN 1961-05-30 KOR", Direction::kEntry, 20}}),
            "9<20, 5<9")
      << "a third one";
}

TEST_F(OtherHolders, StandBesideWhatElseTheRecordIsAnIncidentOf) {
  come(kAna, Direction::kEntry, 5);
  complete(noon(11));
  auto made = crossing(Direction::kExit, "SUR", utc(noon(9)), "X");
  made.document = document(kPedro);
  const auto late = centre.station("SUR").write(made, utc(noon(12)));
  centre.receive(centre.station("SUR"), utc(noon(12)));
  centre.project();
  std::vector<std::string> kinds;
  const auto incidents = *centre.reading().incidents(10);
  for (const auto& row : incidents.rows) {
    EXPECT_EQ(row.record, late.text());
    kinds.push_back(row.kind);
  }
  EXPECT_THAT(kinds, ::testing::ElementsAre("behind_watermark", "other_holder"));
}

// What nobody states any more says nothing of who showed the document.
TEST_F(OtherHolders, AreNoneOfARecordThatWasTakenBack) {
  for (const bool first_wrong : {false, true}) {
    told({});
    auto& norte = centre.station("NORTE");
    const auto wrong = come(first_wrong ? kPedro : kAna, Direction::kEntry, 5);
    Correction correction;
    correction.of = wrong;
    correction.at = utc(noon(6));
    correction.reason = "the name of whoever stood behind";
    correction.replacement = crossing(Direction::kEntry, "NORTE", utc(noon(5)), "X");
    correction.replacement->document = document(first_wrong ? kAna : kPedro);
    norte.write(correction, utc(noon(6)));
    centre.receive(norte, utc(noon(6)));
    centre.project();
    EXPECT_EQ(told(), "none");
  }
}

TEST_F(OtherHolders, AreTheSameHoweverManyRecordsAreTakenTogether) {
  const std::vector<Crossed> crossed = {
      {kAna, Direction::kEntry, 5}, {kPedro, Direction::kExit, 9}, {kAna, Direction::kExit, 12}};
  for (const auto& [who, direction, day] : crossed) {
    auto made = crossing(direction, "NORTE", utc(noon(day)), "X");
    made.document = document(who);
    days_[centre.station("NORTE").write(made, utc(noon(day))).text()] = day;
  }
  centre.receive(centre.station("NORTE"), utc(noon(13)));
  centre.project();
  EXPECT_EQ(told(), "5<9");
}

}  // namespace
}  // namespace garita::central::testing
