#include "border-station/inspection/correction.h"

#include <gtest/gtest.h>

namespace garita::station {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;

TEST(Correction, IsForOnesOwnRecordsOfTheShiftOnce) {
  const struct {
    CorrectionCase correction;
    std::string_view obstacle;
    std::string_view why;
  } cases[] = {
      {{}, "", "one's own, just now"},
      {{.age = kCorrectableFor}, "", "at the end of the shift"},
      {{.age = kCorrectableFor + milliseconds(1)}, "too_late", "after it"},
      {{.age = -hours(2)}, "", "a clock that was set back takes no right away"},
      {{.own = false}, "not_yours", "another officer's"},
      {{.own = false, .supervisor = true}, "", "a supervisor for another"},
      {{.own = false, .supervisor = true, .age = hours(13)}, "too_late", "nor she after the shift"},
      {{.shift_over = true}, "shift_over", "of the shift before"},
      {{.own = false, .supervisor = true, .shift_over = true}, "", "which does not bind her"},
      {{.corrected = true}, "already_corrected", "twice"},
      {{.supervisor = true, .corrected = true}, "already_corrected", "nor a supervisor twice"},
      {{.corrects = true}, "supervisor_only", "what a correction said"},
      {{.supervisor = true, .corrects = true}, "", "which a supervisor may correct"},
      {{.readable = false}, "no_longer_readable", "nobody knows what it said"},
  };
  for (const auto& [correction, obstacle, why] : cases) {
    EXPECT_EQ(correction_obstacle_name(obstacle_to(correction)), obstacle) << why;
  }
}

Situation situation_of(Direction direction, std::string_view expiry, std::string_view birth) {
  Situation situation;
  situation.direction = direction;
  situation.now = *Instant::from_rfc3339("2026-03-02T14:00:00Z");
  situation.today = *Date::from_iso("2026-03-02");
  PresentedDocument document;
  document.document_number = "X1";
  document.birth_date = *PartialDate::from_text(birth);
  document.expiry_date = *PartialDate::from_text(expiry);
  situation.document = document;
  return situation;
}

std::string faults_text(std::string_view expiry, std::string_view birth, Direction from,
                        Direction to, const Draft& draft) {
  const auto situation = situation_of(to, expiry, birth);
  const auto before = inspect(situation_of(from, expiry, birth));
  std::string text;
  for (const auto& fault : restatement_faults(situation, before, inspect(situation), draft)) {
    text += fault.pointer + " " + fault.code + "; ";
  }
  return text;
}

TEST(Correction, AsksAgainOnlyWhatTheOtherDirectionWouldHaveAsked) {
  constexpr auto kEntry = Direction::kEntry;
  constexpr auto kExit = Direction::kExit;
  constexpr std::string_view kGood = "2030-01-01";
  constexpr std::string_view kOver = "2025-01-01";
  constexpr std::string_view kAdult = "1980-01-01";
  constexpr std::string_view kChild = "2016-01-01";
  Draft entry;
  entry.purpose = "holiday";
  entry.transport = "bus";
  Draft wrong = entry;
  wrong.purpose = "piracy";
  wrong.granted_days = 0;
  Draft refused;
  refused.decision = DecisionKind::kRefuse;
  refused.grounds = {"threat"};
  EXPECT_EQ(faults_text(kGood, kAdult, kEntry, kEntry, entry), "");
  EXPECT_EQ(faults_text(kGood, kAdult, kExit, kEntry, entry), "");
  EXPECT_EQ(faults_text(kGood, kAdult, kEntry, kExit, {}), "");
  EXPECT_EQ(faults_text(kGood, kAdult, kExit, kEntry, {}),
            "/purpose missing; /transport missing; ");
  EXPECT_EQ(faults_text(kGood, kAdult, kEntry, kEntry, wrong),
            "/granted_days out_of_range; /purpose unknown_code; ");
  EXPECT_EQ(faults_text(kOver, kAdult, kEntry, kEntry, entry), "") << "answered when it was taken";
  EXPECT_EQ(faults_text(kOver, kAdult, kExit, kEntry, entry), "/direction must_be_inspected; ");
  EXPECT_EQ(faults_text(kGood, kChild, kExit, kEntry, entry), "") << "asked in both directions";
  EXPECT_EQ(faults_text(kGood, kAdult, kEntry, kEntry, refused), "/decision not_admitted; ");
}

}  // namespace
}  // namespace garita::station
