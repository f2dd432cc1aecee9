// What corrections of corrections, however many, say of crossings, decisions and persons, as the
// tables tell it.
#include <gtest/gtest.h>

#include "central-sync/store/test_country.h"

namespace garita::central::testing {
namespace {

constexpr int kLongest = 5;

/// GUEST crosses at NORTE, and of some records it is said that they were wrong, and of that too.
class ChainsOfCorrections : public ::testing::Test {
 protected:
  RecordId write(TestStation& station, const Record& record) {
    const auto id = station.write(record, at_);
    centre_.receive(station, at_);
    at_ = at_.plus(std::chrono::minutes(1));
    centre_.project();
    return id;
  }
  RecordId cross(std::string_view at, const std::string& surname) {
    auto made = entry("NORTE", utc(at), "GUEST");
    made.document.surname = surname;
    made.document.nationality = surname == "LATER" ? "MEX" : "GTM";
    return write(centre_.station("NORTE"), made);
  }
  RecordId correct(const RecordId& of) {
    return write(centre_.own(), Correction{of, at_, "a mistake", OfficerId("ramos"), {}});
  }
  /// Of the record, of what says that, and so on: the statements.
  std::vector<RecordId> chain(const RecordId& of, int links) {
    std::vector<RecordId> statements;
    for (int link = 0; link < links; ++link)
      statements.push_back(correct(link == 0 ? of : statements.back()));
    return statements;
  }
  RecordId extend(const RecordId& entered) {
    StatusDecision made;
    made.kind = StatusKind::kExtendDays;
    made.at = at_;
    made.entry = entered;
    made.days = 5;
    return write(centre_.own(), made);
  }
  PersonSummary guest() { return centre_.reading().find_persons("GUEST", 2)->front(); }
  CrossingRow row_of(const RecordId& record) {
    const auto rows = *centre_.reading().crossings_of(guest().person);
    return *std::ranges::find(rows, record, &CrossingRow::record);
  }
  /// What is asked is answered so, and after a rebuild too.
  void expect(const std::function<void()>& looked_at) {
    looked_at();
    centre_.rebuild();
    looked_at();
  }

  TestCentre centre_;
  Instant at_ = utc("2026-01-20T16:00:00Z");
};

TEST_F(ChainsOfCorrections, ACrossingIsTakenBackByAnOddNumberOfThem) {
  for (int links = 0; links <= kLongest; ++links) {
    centre_.begin_again();
    const bool taken_back = links % 2 == 1;
    centre_.station("NORTE").begin_incarnation(1);
    const auto entered = cross("2026-01-05T16:00:00Z", "GUEST");
    const auto statements = chain(entered, links);
    expect([&] {
      const auto row = row_of(entered);
      EXPECT_EQ(row.voided, taken_back) << links;
      ASSERT_EQ(row.corrections.size(), links > 0 ? 1U : 0U) << "those of other statements are not";
      for (const auto& each : row.corrections) EXPECT_EQ(each.holds, taken_back) << links;
      const auto* holds = correction_of(row);
      EXPECT_EQ(holds == nullptr ? "" : holds->statement,
                taken_back ? statements.front().text() : "");
    });
  }
}

TEST_F(ChainsOfCorrections, OfSeveralOneThatHoldsIsEnough) {
  const auto entered = cross("2026-01-05T16:00:00Z", "GUEST");
  chain(entered, 2);
  const auto holds = chain(entered, 3);
  chain(entered, 4);
  expect([&] {
    const auto row = row_of(entered);
    EXPECT_TRUE(row.voided);
    ASSERT_NE(correction_of(row), nullptr);
    EXPECT_EQ(correction_of(row)->statement, holds.front().text());
    EXPECT_EQ(std::ranges::count(row.corrections, true, &CorrectionRow::holds), 1);
  });
}

TEST_F(ChainsOfCorrections, ARingTakesNothingBack) {
  const auto entered = cross("2026-01-05T16:00:00Z", "GUEST");
  auto after_next = entered;
  after_next.station = centre_.own().id();
  // Behind what the centre wrote when policies were published, in another lane: from the first on.
  after_next.sequence = 2;
  const auto first = correct(after_next);
  ASSERT_EQ(first.sequence, 1U);
  const auto second = correct(first);
  ASSERT_EQ(second, after_next);
  const auto taken_back = chain(entered, 1);
  expect([&] { EXPECT_TRUE(row_of(entered).voided); });
  correct(taken_back.front());
  expect([&] { EXPECT_FALSE(row_of(entered).voided); });
}

TEST_F(ChainsOfCorrections, ADecisionIsWithdrawnByAnOddNumberOfThem) {
  const auto entered = cross("2026-01-05T16:00:00Z", "GUEST");
  const auto unheard = *RecordId::parse("SUR-01:1:movement:4711");
  std::map<std::string, bool> withdrawn;
  std::int64_t waiting = 0;
  for (int links = 0; links <= kLongest; ++links) {
    const auto known = extend(entered);
    chain(known, links);
    withdrawn[known.text()] = links % 2 == 1;
    // What names an entry that is not there waits for it with all that is said of it.
    chain(extend(unheard), links);
    waiting += links % 2 == 1 ? 0 : 1;
  }
  expect([&] {
    const auto decisions = *centre_.reading().decisions_of(guest().person);
    ASSERT_EQ(decisions.size(), withdrawn.size());
    for (const auto& each : decisions)
      EXPECT_EQ(each.voided, withdrawn.at(each.change.reference)) << each.change.reference;
    EXPECT_EQ(centre_.reading().counts()->decisions_waiting, waiting);
    const auto listed = *centre_.reading().waiting_decisions(at_, 100);
    EXPECT_EQ(std::ssize(listed), waiting);
    const auto first = *centre_.reading().waiting_decisions(at_, 2);
    ASSERT_EQ(first.size(), 2U);
    for (std::size_t i = 0; i < first.size(); ++i)
      EXPECT_EQ(first[i].change.reference, listed[i].change.reference);
  });
}

// Who somebody is said to be is what the latest crossing says that stands.
TEST_F(ChainsOfCorrections, APersonIsWhoTheLatestCrossingThatStandsSays) {
  for (int links = 0; links <= kLongest; ++links) {
    centre_.begin_again();
    centre_.station("NORTE").begin_incarnation(1);
    cross("2026-01-05T16:00:00Z", "EARLIER");
    chain(cross("2026-01-15T16:00:00Z", "LATER"), links);
    const bool taken_back = links % 2 == 1;
    const auto expect_name = [&](const std::string& name) {
      expect([&] {
        EXPECT_EQ(guest().surname, name) << links;
        EXPECT_EQ(centre_.reading().history_of(guest().person)->nationality, guest().nationality);
        const auto then = *centre_.reading().persons_then(guest().person, at_);
        EXPECT_EQ(then.front().person.surname, name) << links;
      });
    };
    expect_name(taken_back ? "EARLIER" : "LATER");
    // Also where who they are is read into memory, and another crossing comes of between.
    centre_.reopen();
    cross("2026-01-10T16:00:00Z", "BETWEEN");
    expect_name(taken_back ? "BETWEEN" : "LATER");
  }
}

// Two who turn out to be one in memory.
TEST_F(ChainsOfCorrections, WhoTurnsOutToBeSomebodyElseTooIsSaidByTheLatestThatStandsOfBoth) {
  for (int links = 0; links <= kLongest; ++links) {
    centre_.begin_again();
    centre_.station("NORTE").begin_incarnation(1);
    auto& norte = centre_.station("NORTE");
    const auto one = entry("NORTE", utc("2026-01-05T16:00:00Z"), "GUEST");
    auto other = entry("NORTE", utc("2026-01-15T16:00:00Z"), "OTHER");
    other.document.surname = "LATER";
    write(norte, one);
    chain(write(norte, other), links);
    centre_.reopen();
    // The first one's name and birth, with the other one's document.
    auto both = one;
    both.at = utc("2026-01-03T16:00:00Z");
    both.document.document_number = "OTHER";
    both.document.issuing_state = other.document.issuing_state;
    write(norte, both);
    expect([&] {
      const auto found = *centre_.reading().find_persons("OTHER", 5);
      ASSERT_EQ(found.size(), 1U);
      EXPECT_EQ(found.front().surname,
                links % 2 == 1 ? one.document.surname : other.document.surname)
          << links;
    });
  }
}

}  // namespace
}  // namespace garita::central::testing
