// What each kind of rule gives, read from a pack; and the packs that contradict themselves.
#include <gmock/gmock.h>

#include <chrono>

#include "schema/stay/assess.h"
#include "schema/stay/authorise.h"

namespace garita {
namespace {

using std::chrono::days;
using testing::HasSubstr;

Date day(std::string_view text) { return *Date::from_iso(text); }

Result<PolicyPack> read(const std::string& rule) {
  return PolicyPack::from_toml(
      "name = \"test\"\nversion = \"7\"\ncountry = \"GTM\"\n[[rule]]\nid = \"r\"\ncitation = "
      "\"Act\"\neffective_from = 2010-01-01\n" +
      rule);
}

PolicyPack pack(const std::string& rule) {
  auto made = read(rule);
  EXPECT_TRUE(made) << made.error().message;
  return *std::move(made);
}

Visit visit(std::string_view entered, std::string_view left = "") {
  Visit made;
  made.admission.entered = day(entered);
  made.admission.audience = {CountryCode("FRA"), "P", "visitor"};
  if (!left.empty()) made.left = day(left);
  return made;
}

StatusChange change(StatusChangeKind kind, std::string_view on) {
  StatusChange made;
  made.kind = kind;
  made.day = day(on);
  made.at = Instant{day(on).days_since_epoch() * std::int64_t{86'400'000}};
  made.reference = std::string(on);
  return made;
}
StatusChange extension(std::string_view on, int by_days) {
  auto made = change(StatusChangeKind::kExtendDays, on);
  made.days = by_days;
  return made;
}

/// The last legal days of visits, and behind them the codes of the last one's derivation.
std::string last_days(const std::string& rule, const std::vector<Visit>& visits) {
  std::string text;
  for (const auto& stay : authorise_visits(pack(rule), visits, {}).stays)
    text += (text.empty() ? "" : " ") + (stay.last_legal_day ? stay.last_legal_day->iso() : "-");
  return text;
}

std::string decided(const std::string& rule, const std::vector<StatusChange>& changes) {
  auto made = visit("2026-03-01");
  made.changes = changes;
  return last_days(rule, {made});
}

TEST(Kinds, GiveMonthsWindowsYearsAndPools) {
  EXPECT_EQ(last_days("kind = \"calendar_months\"\nmonths = 3", {visit("2025-11-30")}),
            "2026-02-28");
  EXPECT_EQ(
      last_days("kind = \"calendar_months\"\nmonths = 3\nends_on = \"eve\"", {visit("2026-03-01")}),
      "2026-05-31");
  EXPECT_EQ(last_days("kind = \"rolling_days\"\ndays = 3\nwindow_days = 10",
                      {visit("2026-03-01", "2026-03-02"), visit("2026-03-05", "2026-03-05"),
                       visit("2026-03-06", "2026-03-06"), visit("2026-03-12")}),
            "2026-03-03 2026-03-05 2026-03-05 2026-03-12");
  EXPECT_EQ(last_days("kind = \"calendar_year_days\"\ndays = 3",
                      {visit("2025-12-29", "2025-12-30"), visit("2025-12-31")}),
            "2026-01-03 2026-01-03");
  EXPECT_EQ(last_days("kind = \"shared_pool\"\ncap = 5\nstates = [\"GTM\", \"SLV\"]",
                      {visit("2026-03-01")}),
            "2026-03-05");
}

TEST(Kinds, OfAWindowCountAStayOfWhichNoEndIsKnownAsItsFirstDay) {
  auto unseen = visit("2026-03-01");
  unseen.end_unknown = true;
  EXPECT_EQ(last_days("kind = \"rolling_days\"\ndays = 3\nwindow_days = 10",
                      {unseen, visit("2026-03-05")}),
            "2026-03-03 2026-03-06");
}

TEST(Kinds, LastUntilAnEventThatADecisionReports) {
  const std::string rule = "kind = \"until_event\"\nevent = \"end of contract\"";
  EXPECT_EQ(decided(rule, {}), "-");
  EXPECT_EQ(decided(rule, {change(StatusChangeKind::kEvent, "2026-05-10")}), "2026-05-10");
  auto later = change(StatusChangeKind::kEvent, "2026-05-10");
  later.until = day("2026-05-20");
  EXPECT_EQ(decided(rule, {later}), "2026-05-20");
  EXPECT_EQ(
      decided("kind = \"fixed_days\"\ndays = 30", {change(StatusChangeKind::kEvent, "2026-03-10")}),
      "2026-03-30");
}

TEST(Kinds, CapExtensions) {
  const std::string rule = "kind = \"fixed_days\"\ndays = 30\n";
  const auto twice = std::vector{extension("2026-03-05", 30), extension("2026-03-06", 30)};
  EXPECT_EQ(decided(rule, twice), "2026-05-29");
  EXPECT_EQ(decided(rule + "total_days_max = 60", twice), "2026-04-29");
  EXPECT_EQ(decided(rule + "total_days_max = 30", twice), "2026-03-30");
  EXPECT_EQ(decided(rule + "extension_days_max = 10", twice), "2026-04-19");
  EXPECT_EQ(decided(rule + "extensions_max = 1", twice), "2026-04-29");
  EXPECT_EQ(decided(rule + "extensions_max = 0", twice), "2026-03-30");
  auto until = change(StatusChangeKind::kExtendUntil, "2026-03-10");
  until.until = day("2026-12-31");
  EXPECT_EQ(decided(rule + "total_days_max = 120", {until}), "2026-06-28");
}

TEST(Kinds, StandStillWhileAnApplicationIsPending) {
  const std::string rule = "kind = \"fixed_days\"\ndays = 30\npending_application = \"freezes\"";
  const auto applied = change(StatusChangeKind::kApply, "2026-03-11");
  const auto refused = change(StatusChangeKind::kDecideApplication, "2026-05-10");
  EXPECT_EQ(decided(rule, {applied}), "-");
  EXPECT_EQ(decided(rule, {applied, refused}), "2026-05-29");
  EXPECT_EQ(decided(rule, {change(StatusChangeKind::kApply, "2026-03-31")}), "2026-03-30");
  EXPECT_EQ(decided("kind = \"fixed_days\"\ndays = 30", {applied}), "2026-03-30");
  auto made = visit("2026-03-01");
  made.changes = {applied, refused};
  const auto stay = authorise_visits(pack(rule), {&made, 1}, {}).stays.front();
  const auto position = position_on(stay, day("2026-05-30"));
  EXPECT_EQ(position.days_used, 31);
  EXPECT_EQ(position.days_over, 1);
  EXPECT_EQ(position_on(stay, day("2026-04-01")).days_used, 10);
  EXPECT_EQ(position_on(stay, day("2026-04-01")).days_remaining, 20);
}

TEST(Kinds, GoOnFromStateToStateWhereTheRecordsOfOneStateShowIt) {
  const std::string pool =
      "kind = \"shared_pool\"\ncap = 30\nstates = [\"GTM\", \"SLV\", \"HND\"]\n";
  const std::string from_next_door = "kind = \"fixed_days\"\ndays = 30\nreturns_from = [\"SLV\"]\n";
  struct Case {
    const char* what;
    std::string rule, went_to, came_from, entered, last_day;
  };
  // Entered on 1 March, left on the 10th: the term ends on the 30th.
  const Case cases[] = {
      {"over inner borders", pool, "SLV", "HND", "2026-03-20", "2026-03-30"},
      {"on the last day of the term", pool, "SLV", "SLV", "2026-03-30", "2026-03-30"},
      {"after it: who knows where they were", pool, "SLV", "SLV", "2026-03-31", "2026-04-29"},
      {"from outside", pool, "MEX", "MEX", "2026-03-11", "2026-04-09"},
      {"from within, gone outside", pool, "MEX", "SLV", "2026-03-11", "2026-04-09"},
      {"nobody asked at the exit", pool, "", "SLV", "2026-03-11", "2026-04-09"},
      {"nobody asked at the entry", pool, "SLV", "", "2026-03-11", "2026-04-09"},
      {"nobody ever asked", pool, "", "", "2026-03-10", "2026-04-08"},
      {"back too soon", pool + "absence_days_min = 3\n", "MEX", "MEX", "2026-03-12", "2026-03-30"},
      {"long enough away", pool + "absence_days_min = 3\n", "MEX", "MEX", "2026-03-13",
       "2026-04-11"},
      {"back from next door", from_next_door, "SLV", "SLV", "2026-03-20", "2026-03-30"},
      {"from there, gone nobody knows where", from_next_door, "", "SLV", "2026-03-20",
       "2026-04-18"},
  };
  for (const auto& each : cases) {
    auto away = visit("2026-03-01", "2026-03-10");
    away.went_to = CountryCode(each.went_to);
    auto back = visit(each.entered);
    back.came_from = CountryCode(each.came_from);
    away.absence_unseen = back.absence_unseen = true;
    EXPECT_EQ(last_days(each.rule, {away, back}), "2026-03-30 " + each.last_day) << each.what;
  }
}

TEST(Kinds, LetAnOverstayGoOnOverAnInnerBorderAndEndWithAnAbsenceThatNobodySaw) {
  const std::string pool = "kind = \"shared_pool\"\ncap = 5\nstates = [\"GTM\", \"SLV\"]\n";
  auto over = visit("2026-03-01", "2026-03-10");
  over.went_to = CountryCode("SLV");
  auto next_day = visit("2026-03-11", "2026-03-12");
  next_day.came_from = next_day.went_to = CountryCode("SLV");
  auto next_year = visit("2027-03-12");
  next_year.came_from = CountryCode("SLV");
  over.absence_unseen = next_day.absence_unseen = next_year.absence_unseen = true;
  EXPECT_EQ(last_days(pool, {over, next_day, next_year}), "2026-03-05 2026-03-05 2027-03-16");
  // An exit that nobody saw.
  over.left.reset();
  over.went_to = {};
  over.end_unknown = true;
  EXPECT_EQ(last_days(pool, {over, next_day}), "2026-03-05 2026-03-15");
}

TEST(Kinds, OfAVisitWithSomeBeforeItGoOnWithTheTermAndCountNoWindowInPart) {
  auto away = visit("2026-03-01", "2026-03-10");
  away.went_to = CountryCode("SLV");
  auto back = visit("2026-03-12");
  back.came_from = CountryCode("SLV");
  const auto last_day = [&](const std::string& rule) {
    return authorise_after(pack(rule), {&away, 1}, back).last_legal_day->iso();
  };
  EXPECT_EQ(last_day("kind = \"shared_pool\"\ncap = 30\nstates = [\"GTM\", \"SLV\"]"),
            "2026-03-30");
  EXPECT_EQ(last_day("kind = \"rolling_days\"\ndays = 30\nwindow_days = 90"), "2026-04-10");
}

TEST(Kinds, GoOnWithTheTermAfterAReturnThatIsTooSoonOrFromNextDoor) {
  const std::string rule = "kind = \"fixed_days\"\ndays = 30\n";
  auto away = visit("2026-03-01", "2026-03-10");
  away.went_to = CountryCode("MEX");
  auto back = visit("2026-03-13");
  back.came_from = CountryCode("MEX");
  EXPECT_EQ(last_days(rule, {away, back}), "2026-03-30 2026-04-11");
  EXPECT_EQ(last_days(rule + "absence_days_min = 3", {away, back}), "2026-03-30 2026-04-11");
  EXPECT_EQ(last_days(rule + "absence_days_min = 4", {away, back}), "2026-03-30 2026-03-30");
  EXPECT_EQ(last_days(rule + "returns_from = [\"MEX\"]", {away, back}), "2026-03-30 2026-03-30");
  EXPECT_EQ(last_days(rule + "returns_from = [\"BLZ\"]", {away, back}), "2026-03-30 2026-04-11");
  auto worker = back;
  worker.admission.audience.admission_class = "worker";
  EXPECT_EQ(last_days(rule + "absence_days_min = 4", {away, worker}), "2026-03-30 2026-04-11");
  // An extension that was given before the return is not lost by it.
  away.changes = {extension("2026-03-05", 30)};
  EXPECT_EQ(last_days(rule + "absence_days_min = 4", {away, back}), "2026-04-29 2026-04-29");
}

TEST(Kinds, KeepTheirCalendarDaysWhenClocksDisagree) {
  // The local day of an exit may be the eve of its entry where posts keep different time.
  EXPECT_EQ(last_days("kind = \"rolling_days\"\ndays = 3\nwindow_days = 10",
                      {visit("2026-03-05", "2026-03-04"), visit("2026-03-04", "2026-03-04")}),
            "2026-03-07 2026-03-06");
}

TEST(Kinds, DoNotTakeOverlappingDaysForAnAbsenceThatWasTooShort) {
  EXPECT_EQ(last_days("kind = \"fixed_days\"\ndays = 30",
                      {visit("2026-03-05", "2026-03-10"), visit("2026-03-09")}),
            "2026-04-03 2026-04-07");
}

TEST(Kinds, OfAWindowSayWhereEarlierStaysAreNotKnown) {
  const auto rules = pack("kind = \"rolling_days\"\ndays = 3\nwindow_days = 10");
  const auto alone = authorise(rules, visit("2026-03-01").admission, {});
  EXPECT_EQ(alone.derivation.at(2).code, "earlier_stays_not_known");
  EXPECT_EQ(alone.derivation.at(3).code, "window_at_entry");
}

TEST(Packs, AreRefusedWhereARuleContradictsItself) {
  const std::pair<const char*, const char*> cases[] = {
      {"kind = \"rolling_days\"\ndays = 180\nwindow_days = 180", "never be passed"},
      {"kind = \"calendar_year_days\"\ndays = 366", "never be passed"},
      {"kind = \"granted_days\"\ncap = 90\ntotal_days_max = 60", "less than what the rule gives"},
      {"kind = \"shared_pool\"\ncap = 90\nstates = [\"SLV\"]", "leaves out GTM itself"},
      {"kind = \"shared_pool\"\ncap = 90", "`states` is missing"},
      {"kind = \"unlimited\"\ndocument_expiry_caps = true", "does not belong to unlimited"},
      {"kind = \"rolling_days\"\ndays = 9\nwindow_days = 18\nextensions_max = 1",
       "does not belong"},
      {"kind = \"fixed_days\"\ndays = 9\ncap = 9", "`cap` does not belong to fixed_days"},
      {"kind = \"fixed_days\"\ndays = 9\nends_on = \"eve\"", "does not belong to fixed_days"},
      {"kind = \"calendar_months\"\nmonths = 0", "`months` is no number"},
      {"kind = \"calendar_months\"\nmonths = 1\nends_on = \"noon\"", "`ends_on` is"},
      {"kind = \"fixed_days\"\ndays = 9\npending_application = \"maybe\"", "`pending_application`"},
      {"kind = \"fixed_days\"\ndays = 9\nconfidence = \"sure\"", "`confidence` is"},
      {"kind = \"fixed_days\"\ndays = 9\nabsence_days_min = -1", "`absence_days_min`"},
      {"kind = \"fixed_days\"\ndays = 9\nreturns_from = [\"Mexico\"]", "no country code"},
  };
  for (const auto& [rule, says] : cases) {
    const auto made = read(rule);
    EXPECT_THAT(made ? "accepted" : made.error().message, HasSubstr(says)) << rule;
  }
}

/// "used remaining over violations last status" on a day.
std::string assessed(const std::string& rule, StayQuestion question) {
  question.audience = {CountryCode("FRA"), "P", "visitor"};
  const auto found = assess(pack(rule), question);
  return std::to_string(found.used) + " " +
         (found.remaining ? std::to_string(*found.remaining) : "-") + " " +
         std::to_string(found.days_over) + " " + std::to_string(found.violations.count()) + " " +
         (found.last_legal_day ? found.last_legal_day->iso() : "-") + " " +
         std::string(status_name(found.status));
}

TEST(Assessment, OfAPlannedDayIsByTheRuleOfAnEntryOnIt) {
  const std::string window = "kind = \"rolling_days\"\ndays = 3\nwindow_days = 10";
  EXPECT_EQ(assessed(window, {{}, {visit("2026-03-01", "2026-03-02")}, {}, day("2026-03-10")}),
            "2 1 0 0 2026-03-12 OK");
  EXPECT_EQ(assessed("kind = \"fixed_days\"\ndays = 30", {{}, {}, {}, day("2026-03-10")}),
            "0 30 0 0 - OK");
}

TEST(Assessment, FollowsTheDecisionsOnAStay) {
  const std::string window = "kind = \"rolling_days\"\ndays = 3\nwindow_days = 10";
  auto there = visit("2026-03-01");
  EXPECT_EQ(assessed(window, {{}, {there}, {}, day("2026-03-05")}), "5 0 2 2 - OVERSTAY");
  there.changes = {extension("2026-03-03", 4)};
  EXPECT_EQ(assessed(window, {{}, {there}, {}, day("2026-03-05")}), "5 0 0 0 2026-03-07 OK");
  EXPECT_EQ(assessed(window, {{}, {there}, {}, day("2026-03-08")}), "8 0 1 1 - OVERSTAY");
  there.changes = {change(StatusChangeKind::kClear, "2026-03-04")};
  EXPECT_EQ(assessed(window, {{}, {there}, {}, day("2026-03-05")}), "5 0 0 0 - OK");
  auto student = visit("2026-03-01");
  student.changes = {change(StatusChangeKind::kSuspend, "2026-04-05")};
  EXPECT_EQ(assessed("kind = \"fixed_days\"\ndays = 30", {{}, {student}, {}, day("2026-04-04")}),
            "35 0 5 5 2026-03-30 OVERSTAY");
  EXPECT_EQ(assessed("kind = \"fixed_days\"\ndays = 30", {{}, {student}, {}, day("2026-04-05")}),
            "36 0 0 0 2026-03-30 OK");
}

}  // namespace
}  // namespace garita
