// Rows of the calculator made here; what each has to say follows from the definitions in
// schema/stay/FORMAT.md, "Rows for the calculator".
#include "schema/stay/calculation.h"

#include <gmock/gmock.h>

#include "schema/stay/absence.h"
#include "schema/stay/window.h"

namespace garita {
namespace {

using testing::HasSubstr;

/// "used remaining overstay_days violation_days first_violation last_legal_day max_stay status", or
/// why not.
std::string row(std::string_view policy, std::string_view params, std::string_view history,
                std::string_view query_date) {
  const auto answer = calculate({policy, params, history, query_date});
  if (!answer) return answer.error().message;
  return answer->used + ' ' + answer->remaining + ' ' + answer->overstay_days + ' ' +
         answer->violation_days + ' ' + answer->first_violation + ' ' + answer->last_legal_day +
         ' ' + answer->max_stay + ' ' + answer->status;
}

TEST(Calculation, OfAWindowCountsEachDayOnceAndOnlyWhatIsKnownOnTheDay) {
  const auto roll = [](std::string_view history, std::string_view on) {
    return row("ROLL", "max=90;window=180", history, on);
  };
  EXPECT_EQ(roll("-", "2026-05-01"), "0 90 0 0 - 2026-07-29 90 OK");
  EXPECT_EQ(roll("", "2026-05-01"), "0 90 0 0 - 2026-07-29 90 OK");
  EXPECT_EQ(roll("IN@2026-06-01;OUT@2026-06-10", "2026-05-01"), "0 90 0 0 - 2026-07-29 90 OK");
  EXPECT_EQ(roll("IN@2026-05-01;OUT@2026-05-01;IN@2026-05-01;OUT@2026-05-02", "2026-05-02"),
            "2 88 0 0 - 2026-07-29 89 OK");
  EXPECT_EQ(roll("IN@2026-05-01;OUT@2026-05-20;IN@2026-05-05;OUT@2026-05-10", "2026-06-01"),
            "20 70 0 0 - 2026-08-09 70 OK");
  EXPECT_EQ(roll("IN@2024-02-28;OUT@2024-03-01", "2024-03-01"), "3 87 0 0 - 2024-05-27 88 OK");
  // Somebody of whom only the exit is known was there on that day; who entered twice, on the first.
  EXPECT_EQ(roll("OUT@2026-05-01", "2026-05-02"), "1 89 0 0 - 2026-07-29 89 OK");
  EXPECT_EQ(roll("IN@2026-05-01;IN@2026-05-20;OUT@2026-05-21", "2026-05-30"),
            "3 87 0 0 - 2026-08-24 87 OK");
}

TEST(Calculation, OfAWindowLeavesPermitsOutAndLetsADayOfThemPass) {
  const auto roll = [](std::string_view history, std::string_view on) {
    return row("ROLL", "max=3;window=6", history, on);
  };
  EXPECT_EQ(roll("IN@2026-05-01;PERMIT@2026-05-03..2026-05-20", "2026-05-10"),
            "0 3 0 0 - 2026-05-23 14 OK");
  EXPECT_EQ(roll("IN@2026-05-01;PERMIT@2026-05-05..2026-05-05", "2026-05-06"),
            "5 0 2 2 2026-05-04 - 0 OVERSTAY");
  // The day of the permit is not one of the days over, though its window holds too many.
  EXPECT_EQ(roll("IN@2026-05-01;PERMIT@2026-05-05..2026-05-09", "2026-05-05"),
            "4 0 1 1 2026-05-04 - 0 OVERSTAY");
  EXPECT_EQ(row("ROLL", "max=90;window=31", "-", "2026-05-01"), "0 90 0 0 - 2026-06-02 33 OK");
  EXPECT_EQ(row("ROLL", "max=3;window=6;doc_expiry=2026-05-02", "IN@2026-05-01", "2026-05-01"),
            "1 2 0 0 - 2026-05-02 2 OK");
  EXPECT_EQ(row("ROLL", "max=3;window=6;doc_expiry=2026-05-01", "IN@2026-05-01", "2026-05-02"),
            "2 1 1 1 2026-05-02 - 0 OVERSTAY");
}

TEST(Calculation, OfAWindowEndsWithTheCalendar) {
  EXPECT_EQ(row("ROLL", "max=90;window=180", "IN@9999-12-01", "9999-12-31"),
            "31 59 0 0 - 9999-12-31 1 OK");
  EXPECT_EQ(row("YEAR", "max=90", "IN@9999-12-01", "9999-12-31"), "31 59 0 0 - 9999-12-31 1 OK");
  EXPECT_EQ(row("PER_ENTRY", "max=90", "IN@9999-12-01", "9999-12-31"),
            "31 0 0 0 - 9999-12-31 - OK");
  EXPECT_EQ(row("ROLL", "max=3;window=6", "IN@0001-01-01", "0001-01-04"),
            "4 0 1 1 0001-01-04 - 0 OVERSTAY");
}

TEST(Calculation, OfACalendarYearBeginsAnewInJanuary) {
  EXPECT_EQ(row("YEAR", "max=10", "IN@2025-12-20", "2025-12-31"),
            "12 0 2 2 2025-12-30 - 0 OVERSTAY");
  EXPECT_EQ(row("YEAR", "max=10", "IN@2025-12-20", "2026-01-04"),
            "4 6 0 2 2025-12-30 2026-01-10 7 OK_AFTER_EARLIER_OVERSTAY");
  EXPECT_EQ(row("YEAR", "max=10", "IN@2025-12-25;OUT@2025-12-28", "2025-12-28"),
            "4 6 0 0 - 2026-01-10 14 OK");
}

TEST(Calculation, OfATermSpeaksOfTheLastEntryAndRemembersEarlierDaysOver) {
  const auto visit = [](std::string_view history, std::string_view on) {
    return row("PER_ENTRY", "max=30;entry_day=1", history, on);
  };
  EXPECT_EQ(visit("IN@2026-03-01;OUT@2026-04-10;IN@2026-06-01", "2026-06-10"),
            "10 20 0 11 2026-03-31 2026-06-30 - OK_AFTER_EARLIER_OVERSTAY");
  EXPECT_EQ(visit("IN@2026-03-01;OUT@2026-03-01", "2026-05-01"), "1 29 0 0 - 2026-03-30 - OK");
  EXPECT_EQ(visit("IN@2026-03-01;OUT@2026-04-10", "2026-03-20"), "20 10 0 0 - 2026-03-30 - OK");
  EXPECT_EQ(visit("IN@2026-03-01", "2026-02-01"), "0 30 0 0 - - - OK");
  EXPECT_EQ(visit("OUT@2026-02-01;IN@2026-03-01", "2026-03-01"), "1 29 0 0 - 2026-03-30 - OK");
  EXPECT_EQ(row("PER_ENTRY", "max=30;entry_day=0", "IN@2026-03-01", "2026-03-01"),
            "0 30 0 0 - 2026-03-31 - OK");
  EXPECT_EQ(visit("IN@2026-03-01;ADMIT@2026-03-15", "2026-03-16"),
            "16 0 1 1 2026-03-16 2026-03-15 - OVERSTAY");
  // Days under a permit are neither used nor over, and the term goes on after them.
  EXPECT_EQ(visit("IN@2026-03-01;PERMIT@2026-03-11..2026-03-20", "2026-04-10"),
            "31 0 1 1 2026-04-10 2026-04-09 - OVERSTAY");
}

TEST(Calculation, OfExtensionsTakesThoseDecidedByTheDayAndDuringTheStay) {
  const auto visit = [](std::string_view history, std::string_view on) {
    return row("PER_ENTRY", "max=30;entry_day=1", history, on);
  };
  EXPECT_EQ(visit("IN@2026-03-01;EXT@2026-03-20+30d", "2026-03-19"), "19 11 0 0 - 2026-03-30 - OK");
  EXPECT_EQ(visit("IN@2026-03-01;EXT@2026-03-20+30d", "2026-03-20"), "20 40 0 0 - 2026-04-29 - OK");
  EXPECT_EQ(visit("IN@2026-03-01;EXT@2026-04-05+30d", "2026-04-04"),
            "35 0 5 5 2026-03-31 2026-03-30 - OVERSTAY");
  EXPECT_EQ(visit("IN@2026-03-01;EXT@2026-04-05+30d", "2026-04-05"), "36 24 0 0 - 2026-04-29 - OK");
  EXPECT_EQ(visit("IN@2026-03-01;EXT@2026-03-20+until2026-04-15", "2026-03-20"),
            "20 26 0 0 - 2026-04-15 - OK");
  EXPECT_EQ(visit("IN@2026-03-01;EXT@2026-03-20+until2026-03-25", "2026-03-20"),
            "20 10 0 0 - 2026-03-30 - OK");
  EXPECT_EQ(visit("IN@2026-03-01;OUT@2026-04-04;EXT@2026-04-05+30d", "2026-05-01"),
            "35 0 5 5 2026-03-31 2026-03-30 - OVERSTAY");
  EXPECT_EQ(row("PER_ENTRY", "max=30;doc_expiry=2026-04-10",
                "IN@2026-03-01;EXT@2026-03-20+30d;OUT@2026-04-12", "2026-06-01"),
            "43 0 2 2 2026-04-11 2026-04-10 - OVERSTAY");
}

TEST(Calculation, LetsADocumentEndATermThatGoesOnAfterAReturn) {
  const auto visit = [](std::string_view history, std::string_view on,
                        std::string_view params = "max=30;min_absence=30;doc_expiry=2026-01-10") {
    return row("PER_ENTRY", params, history, on);
  };
  const std::string over = "IN@2026-01-01;OUT@2026-01-20";
  EXPECT_EQ(visit(over, "2026-01-20"), "20 0 10 10 2026-01-11 2026-01-10 - OVERSTAY");
  EXPECT_EQ(visit(over + ";IN@2026-01-22", "2026-01-22"),
            "22 0 12 11 2026-01-11 2026-01-10 - OVERSTAY");
  EXPECT_EQ(visit(over + ";IN@2026-02-10", "2026-02-10"),
            "41 0 31 11 2026-01-11 2026-01-10 - OVERSTAY");
  // Long enough away: a term of its own, whose first day an officer gave.
  EXPECT_EQ(visit(over + ";IN@2026-02-19", "2026-02-20"),
            "2 0 1 11 2026-01-11 2026-02-19 - OVERSTAY");
  EXPECT_EQ(visit(over + ";IN@2026-02-19;OUT@2026-02-19", "2026-02-20"),
            "1 0 0 10 2026-01-11 2026-02-19 - OK_AFTER_EARLIER_OVERSTAY");
  // It had expired before the first entry.
  EXPECT_EQ(visit("IN@2026-01-11;OUT@2026-01-11;IN@2026-01-12", "2026-01-12"),
            "2 0 1 1 2026-01-12 2026-01-11 - OVERSTAY");
  EXPECT_EQ(visit("IN@2026-01-11;EXT@2026-01-11+30d;OUT@2026-01-12;IN@2026-01-20", "2026-01-20"),
            "10 0 9 2 2026-01-12 2026-01-11 - OVERSTAY");
}

TEST(Calculation, OfALimitThatNothingPassesHasNoLastDay) {
  EXPECT_EQ(row("ROLL", "max=365;window=365", "IN@2020-01-01", "2024-05-01"), "365 0 0 0 - - - OK");
  EXPECT_EQ(row("YEAR", "max=366", "IN@2020-01-01", "2024-05-01"), "122 244 0 0 - - - OK");
  EXPECT_EQ(row("YEAR", "max=365", "IN@2023-05-01", "2023-05-01"), "1 364 0 0 - 2024-12-30 610 OK");
  EXPECT_EQ(row("ROLL", "max=365;window=365;doc_expiry=2024-04-29", "IN@2024-01-01", "2024-05-01"),
            "122 243 2 2 2024-04-30 - 0 OVERSTAY");
  EXPECT_EQ(row("YEAR", "max=366;doc_expiry=2024-06-30", "IN@2024-01-01", "2024-05-01"),
            "122 244 0 0 - 2024-06-30 61 OK");
}

TEST(Calculation, TakesListsThatEndWithTheirSeparator) {
  EXPECT_EQ(row("PER_ENTRY", "max=30;entry_day=1;", "IN@2026-03-01;OUT@2026-03-02;", "2026-03-05"),
            "2 28 0 0 - 2026-03-30 - OK");
  EXPECT_EQ(row("ROLL", "max=90;window=180;", "-", "2026-05-01"), "0 90 0 0 - 2026-07-29 90 OK");
}

TEST(Calculation, OfAZoneGoesOnAcrossInnerBordersAndShortAbsences) {
  const auto zone = [](std::string_view more, std::string_view history, std::string_view on) {
    return row("ZONE", "max=90;zone=GT,SV,HN,NI" + std::string(more), history, on);
  };
  EXPECT_EQ(zone("", "IN@2026-01-01@GT<MX;OUT@2026-01-20@GT>SV", "2026-04-01"),
            "91 0 1 1 2026-04-01 2026-03-31 - OVERSTAY");
  EXPECT_EQ(zone("", "IN@2026-01-01@GT<MX;OUT@2026-01-20@GT>MX;IN@2026-01-20@GT<MX", "2026-01-20"),
            "1 89 0 0 - 2026-04-19 - OK");
  const std::string_view away = "IN@2026-01-01@GT<MX;OUT@2026-01-20@GT>MX;IN@2026-01-23@GT<MX";
  EXPECT_EQ(zone(";min_absence=3", away, "2026-01-23"), "1 89 0 0 - 2026-04-22 - OK");
  EXPECT_EQ(zone(";min_absence=4", away, "2026-01-23"), "23 67 0 0 - 2026-03-31 - OK");
  // Nothing is said of where from and where to, but the States are two and the day is one.
  EXPECT_EQ(zone("", "IN@2026-01-01@GT;OUT@2026-01-20@GT;IN@2026-01-20@SV", "2026-01-20"),
            "20 70 0 0 - 2026-03-31 - OK");
  EXPECT_EQ(zone("", "IN@2026-01-01@GT;OUT@2026-01-20@GT;IN@2026-01-21@SV", "2026-01-21"),
            "1 89 0 0 - 2026-04-20 - OK");
  EXPECT_EQ(zone("", "IN@2026-01-01@GT;OUT@2026-01-20@GT;IN@2026-01-20@GT", "2026-01-20"),
            "1 89 0 0 - 2026-04-19 - OK");
  // What happens outside the zone is nothing of its term.
  EXPECT_EQ(
      zone("", "IN@2026-01-01@GT<MX;OUT@2026-01-20@GT>MX;IN@2026-01-20@MX<GT;OUT@2026-03-01@MX>US",
           "2026-05-01"),
      "20 70 0 0 - 2026-03-31 - OK");
  // The entry is known to be from within, the exit before it was not seen.
  EXPECT_EQ(zone("", "IN@2026-01-01@GT<MX;IN@2026-01-20@SV<GT", "2026-01-20"),
            "20 70 0 0 - 2026-03-31 - OK");
}

TEST(Calculation, OfCalendarMonthsClampsTheDay) {
  const auto months = [](std::string_view params, std::string_view entered) {
    const auto answer = calculate({"CALMONTH", params, "IN@" + std::string(entered), entered});
    return answer ? answer->last_legal_day : answer.error().message;
  };
  EXPECT_EQ(months("months=1", "2024-01-31"), "2024-02-29");
  EXPECT_EQ(months("months=1", "2026-01-31"), "2026-02-28");
  EXPECT_EQ(months("months=1;minus=1", "2026-03-01"), "2026-03-31");
  EXPECT_EQ(months("months=12", "2024-02-29"), "2025-02-28");
  EXPECT_EQ(months("months=48", "2024-02-29"), "2028-02-29");
  EXPECT_EQ(months("months=6", "2026-08-31"), "2027-02-28");
  EXPECT_EQ(months("months=1200", "9990-05-05"), "9999-12-31");
}

TEST(Calculation, OfAbsencesAndWeightedDaysFollowsTheOtherLaws) {
  const auto absence = [](std::string_view history, std::string_view on) {
    return row("ABSENCE_WHOLE", "max=180", history, on);
  };
  EXPECT_EQ(absence("OUT@2026-01-01;IN@2026-01-01", "2026-02-01"), "0 180 0 - - - - OK");
  EXPECT_EQ(absence("OUT@2026-01-01;IN@2026-01-10;OUT@2026-01-10;IN@2026-01-12", "2026-02-01"),
            "9 171 0 - - - - OK");
  EXPECT_EQ(absence("OUT@2026-01-01", "2026-01-10"), "9 171 0 - - - - OK");
  EXPECT_EQ(absence("OUT@2025-01-01", "2026-01-10"), "374 0 194 - - - - OVERSTAY");
  EXPECT_EQ(
      row("ABSENCE_WHOLE", "max=180;window=365", "OUT@2025-01-01;IN@2025-03-01", "2026-02-01"),
      "27 153 0 - - - - OK");
  const auto weighed = [](std::string_view history) {
    return row("SPT", "cur=31;tot=183", history, "2026-12-31");
  };
  EXPECT_EQ(weighed("Y0@183;Y1@0;Y2@0"), "183 - - - - - - RESIDENT");
  EXPECT_EQ(weighed("Y0@31;Y1@366;Y2@180"), "183 - - - - - - RESIDENT");
  EXPECT_EQ(weighed("Y0@31;Y1@366;Y2@179"), "182.833 - - - - - - NONRESIDENT");
  EXPECT_EQ(weighed("Y0@100;Y1@1"), "100.333 - - - - - - NONRESIDENT");
}

TEST(Calculation, NamesTheColumnThatItCannotRead) {
  const struct {
    const char* policy;
    const char* params;
    const char* history;
    const char* query_date;
    const char* says;
  } cases[] = {
      {"EVER", "-", "-", "2026-01-01", "policy: there is none"},
      {"ROLL", "max=90", "-", "2026-01-01", "params: `window` is missing"},
      {"ROLL", "max=90;window=0", "-", "2026-01-01", "params: `window`: no number from 1"},
      {"ROLL", "max=-1;window=9", "-", "2026-01-01", "params: `max`: no number"},
      {"ROLL", "max=9;max=8;window=9", "-", "2026-01-01", "params: `max` stands twice"},
      {"ROLL", "max=9;window=9;colour=red", "-", "2026-01-01", "params: `colour` means nothing"},
      {"ROLL", "max", "-", "2026-01-01", "params: not a list of key=value"},
      {"ZONE", "max=9", "-", "2026-01-01", "params: `zone` is missing"},
      {"PER_ENTRY", "max=9;doc_expiry=2026-02-30", "-", "2026-01-01", "params: `doc_expiry`"},
      {"PER_ENTRY", "max=9;contiguous=M X", "-", "2026-01-01", "params: `contiguous`: a place"},
      {"ROLL", "max=9;window=9", "IN@2026-02-30", "2026-01-01",
       "history: event 1, `IN@2026-02-30`"},
      {"ROLL", "max=9;window=9", "IN@2026-02-01;;", "2026-01-01", "history: event 2"},
      {"ROLL", "max=9;;window=9", "-", "2026-01-01", "params: not a list of key=value"},
      {"ROLL", "max=9;window=9", "OFF@2026-02-01", "2026-01-01", "no such event"},
      {"ROLL", "max=9;window=9", "IN@2026-02-03;OUT@2026-02-01", "2026-01-01", "before its IN"},
      {"ROLL", "max=9;window=9", "PERMIT@2026-02-03..2026-02-01", "2026-01-01", "before it begins"},
      {"ROLL", "max=9;window=9", "IN@2026-02-01;EXT@2026-02-01+3d", "2026-01-01", "EXT means"},
      {"ROLL", "max=9;window=9", "Y0@1", "2026-01-01", "history: day counts of years"},
      {"PER_ENTRY", "max=9", "EXT@2026-02-01+3d", "2026-01-01", "has no IN before it"},
      {"PER_ENTRY", "max=9", "ADMIT@2026-02-01", "2026-01-01", "has no IN before it"},
      {"PER_ENTRY", "max=9", "IN@2026-02-01;EXT@2026-02-01+0d", "2026-01-01", "no number from 1"},
      {"PER_ENTRY", "max=9", "IN@2026-02-01;EXT@2026-02-01+3", "2026-01-01", "neither Nd nor"},
      {"SPT", "cur=31;tot=183", "Y0@1;Y0@2", "2026-01-01", "history: a year stands twice"},
      {"SPT", "cur=31;tot=183", "Y0@367", "2026-01-01", "no number from 0 to 366"},
      {"ABSENCE_WHOLE", "max=1", "OUT@2026-02-02;IN@2026-02-01", "2026-01-01", "before its OUT"},
      {"ROLL", "max=9;window=9", "-", "soon", "query_date: "},
  };
  for (const auto& each : cases)
    EXPECT_THAT(row(each.policy, each.params, each.history, each.query_date), HasSubstr(each.says))
        << each.policy << ' ' << each.params << ' ' << each.history;
}

TEST(Calculation, BoundsAHistory) {
  std::string history = "IN@2026-02-01";
  for (int i = 0; i < 12'000; ++i) history += ";OUT@2026-02-01;IN@2026-02-01";
  EXPECT_THAT(row("ROLL", "max=9;window=9", history, "2026-02-01"), HasSubstr("12000 events"));
}

/// A person who crosses every other day, `crossings` in all.
DaySet commuter(int crossings) {
  std::vector<DaySpan> spans;
  for (int i = 0; i < crossings / 2; ++i) {
    const Date day = Date::from_days_since_epoch(4 * i);
    spans.push_back({day, day.plus(std::chrono::days(1))});
  }
  return DaySet::of(std::move(spans));
}

TEST(DaysBeyond, CostAsMuchForEachCrossingHoweverManyThereAre) {
  const RollingLimit limit{60, 180};
  const auto few = days_beyond(commuter(500), limit);
  const auto many = days_beyond(commuter(50'000), limit);
  EXPECT_EQ(many.days.spans().front().first, few.days.spans().front().first);
  EXPECT_LE(few.steps, 4U * 250);
  EXPECT_LE(many.steps, 4U * 25'000);
}

TEST(Calculation, OfFiveThousandCrossingsAgreesWithThoseThatTheWindowHolds) {
  std::string all;
  std::string last;
  Date day = *Date::from_iso("2000-01-01");
  for (int i = 0; i < 2'500; ++i) {
    const std::string pair =
        "IN@" + day.iso() + ";OUT@" + day.plus(std::chrono::days(1)).iso() + ";";
    all += pair;
    if (i >= 2'400) last += pair;
    day = day.plus(std::chrono::days(3));
  }
  const auto told = [&](std::string history) {
    history.pop_back();
    const auto answer = calculate({"ROLL", "max=90;window=180", history, day.iso()});
    return answer ? answer->used + ' ' + answer->last_legal_day + ' ' + answer->status
                  : answer.error().message;
  };
  EXPECT_EQ(told(all), "119 - OVERSTAY");
  EXPECT_EQ(told(last), told(all));
}

}  // namespace
}  // namespace garita
