#include <gmock/gmock.h>

#include <algorithm>
#include <chrono>
#include <random>

#include "schema/stay/authorise.h"
#include "schema/stay/pairing.h"

namespace garita {
namespace {

using std::chrono::days;
using std::chrono::hours;

Date day(std::string_view text) { return *Date::from_iso(text); }

PolicyPack pack(const std::string& kind, const std::string& more = "") {
  auto read = PolicyPack::from_toml(
      "name = \"test\"\nversion = \"7\"\ncountry = \"UTO\"\n[[rule]]\nid = \"r\"\ncitation = "
      "\"Act\"\n"
      "effective_from = 2010-01-01\nkind = " +
      kind + "\n" + more);
  EXPECT_TRUE(read) << read.error().message;
  return *std::move(read);
}

Admission entered(std::string_view on) {
  Admission admission;
  admission.entered = day(on);
  admission.audience = {CountryCode("GTM"), "P", "visitor"};
  return admission;
}

std::string until(const PolicyPack& rules, const Admission& admission,
                  const std::vector<StatusChange>& changes = {}) {
  const auto stay = authorise(rules, admission, changes);
  return stay.last_legal_day ? stay.last_legal_day->iso() : "-";
}

StatusChange change(StatusChangeKind kind, std::string_view on) {
  StatusChange made;
  made.kind = kind;
  made.day = day(on);
  made.at = Instant{day(on).days_since_epoch() * std::int64_t{86'400'000}};
  made.reference = std::string(on);
  return made;
}

TEST(AuthorisedStay, CountsFixedDaysFromEntry) {
  EXPECT_EQ(until(pack("\"fixed_days\"\ndays = 30"), entered("2018-01-01")), "2018-01-30");
  EXPECT_EQ(until(pack("\"fixed_days\"\ndays = 30\nentry_day = \"does_not_count\""),
                  entered("2018-01-01")),
            "2018-01-31");
  EXPECT_EQ(until(pack("\"fixed_days\"\ndays = 30"), entered("2024-02-01")), "2024-03-01");
}

TEST(AuthorisedStay, GivesWhatTheOfficerGrantedUpToTheCap) {
  const auto rules = pack("\"granted_days\"\ncap = 90");
  auto admission = entered("2026-01-01");
  EXPECT_EQ(until(rules, admission), "2026-03-31");
  admission.granted_days = 15;
  EXPECT_EQ(until(rules, admission), "2026-01-15");
  admission.granted_days = 365;
  EXPECT_EQ(until(rules, admission), "2026-03-31");
  admission.granted_days.reset();
  admission.granted_until = day("2026-01-20");
  EXPECT_EQ(until(rules, admission), "2026-01-20");
}

TEST(AuthorisedStay, LastsUntilADateOrTheDocumentsExpiry) {
  auto admission = entered("2026-01-05");
  EXPECT_EQ(until(pack("\"until_date\""), admission), "-");
  admission.granted_until = day("2026-09-01");
  EXPECT_EQ(until(pack("\"until_date\""), admission), "2026-09-01");
  admission.document_expiry = day("2026-03-31");
  EXPECT_EQ(until(pack("\"until_date\""), admission), "2026-09-01");
  EXPECT_EQ(until(pack("\"until_date\"\ndocument_expiry_caps = true"), admission), "2026-03-31");
  EXPECT_EQ(until(pack("\"unlimited\""), admission), "-");
}

TEST(AuthorisedStay, HasNoLimitForNationalsAndWhereNoRuleApplies) {
  const auto rules = pack("\"fixed_days\"\ndays = 30\nclasses = [\"visitor\"]");
  auto admission = entered("2026-01-05");
  admission.audience.nationality = CountryCode("UTO");
  EXPECT_EQ(until(rules, admission), "-");
  EXPECT_EQ(authorise(rules, admission, {}).derivation.at(1).code, "own_national");
  admission = entered("2026-01-05");
  admission.audience.admission_class = "diplomat";
  EXPECT_EQ(authorise(rules, admission, {}).derivation.at(1).code, "no_rule");
}

TEST(AuthorisedStay, AppliesDecisionsInTheOrderInWhichTheyWereTaken) {
  const auto rules = pack("\"fixed_days\"\ndays = 30");
  auto first = change(StatusChangeKind::kExtendDays, "2024-05-28");
  first.days = 30;
  auto second = change(StatusChangeKind::kExtendUntil, "2024-06-20");
  second.until = day("2024-07-10");
  EXPECT_EQ(until(rules, entered("2024-05-01"), {first}), "2024-06-29");
  EXPECT_EQ(until(rules, entered("2024-05-01"), {first, second}), "2024-07-10");
  EXPECT_EQ(until(rules, entered("2024-05-01"), {second, first, second}), "2024-07-10");
  const auto revoked = change(StatusChangeKind::kRevoke, "2024-06-25");
  EXPECT_EQ(until(rules, entered("2024-05-01"), {revoked, first, second}), "2024-06-25");
  auto student = change(StatusChangeKind::kChangeClass, "2024-05-10");
  student.admission_class = "student";
  student.until = day("2024-12-31");
  EXPECT_EQ(until(rules, entered("2024-05-01"), {student}), "2024-12-31");
  const auto suspended = change(StatusChangeKind::kSuspend, "2024-05-10");
  EXPECT_TRUE(authorise(rules, entered("2024-05-01"), std::vector{suspended}).suspended);
}

TEST(StayPosition, CountsUsedRemainingAndOver) {
  const auto stay = authorise(pack("\"fixed_days\"\ndays = 30"), entered("2023-09-14"), {});
  auto position = position_on(stay, day("2023-12-24"));
  EXPECT_EQ(position.days_used, 102);
  EXPECT_EQ(position.days_over, 72);
  EXPECT_EQ(position.first_day_over->iso(), "2023-10-14");
  position = position_on(stay, day("2023-10-03"));
  EXPECT_EQ(position.days_remaining, 10);
  EXPECT_EQ(position.days_over, 0);
}

TEST(Derivation, SpeaksThreeLanguages) {
  for (const auto code : derivation_codes())
    for (const auto language : {Language::kSpanish, Language::kEnglish, Language::kFrench})
      EXPECT_NE(sentence_of({std::string(code), {}}, language), code);
  const auto stay = authorise(pack("\"fixed_days\"\ndays = 30"), entered("2026-01-01"), {});
  const DerivationLine last = stay.derivation.back();
  EXPECT_EQ(sentence_of(last, Language::kSpanish), "Último día legal: 30 de enero de 2026.");
  EXPECT_EQ(sentence_of(last, Language::kEnglish), "Last legal day: 30 January 2026.");
  EXPECT_EQ(sentence_of(last, Language::kFrench), "Dernier jour légal : 30 janvier 2026.");
  EXPECT_EQ(sentence_of({"newer", {{"a", "b"}}}, Language::kEnglish), "newer a=b");
}

TEST(Derivation, OfWhatMayBeGrantedSpeaksOfNothingAsDone) {
  const auto text = [](const PolicyPack& rules, const Admission& admission) {
    std::string sentences;
    for (const auto& line : prospective(authorise(rules, admission, {}).derivation))
      if (line.code != "rule") sentences += sentence_of(line, Language::kEnglish) + " ";
    return sentences;
  };
  auto admission = entered("2026-01-01");
  EXPECT_EQ(text(pack("\"until_date\""), admission),
            "Enters on 1 January 2026. The date until which the stay is granted has to be given. ");
  admission.granted_days = 90;
  EXPECT_EQ(
      text(pack("\"granted_days\"\ncap = 90"), admission),
      "Enters on 1 January 2026. The first day, 1 January 2026, is day 1. Up to 90 days may be "
      "granted: until 31 March 2026. Last legal day: 31 March 2026. ");
}

// --- pairing ------------------------------------------------------------------------------------

Movement movement(const std::string& reference, Direction direction, int hour) {
  Movement made;
  made.reference = reference;
  made.direction = direction;
  made.at = Instant{0}.plus(hours(hour));
  made.day = Date::from_days_since_epoch(hour / 24);
  made.post = PostCode("SAL");
  return made;
}
Movement in(const std::string& reference, int hour) {
  return movement(reference, Direction::kEntry, hour);
}
Movement out(const std::string& reference, int hour) {
  return movement(reference, Direction::kExit, hour);
}

std::string told(const Pairing& pairing) {
  std::string text;
  for (const auto& stay : pairing.stays)
    text += stay.entry.reference +
            (stay.exit     ? "-" + stay.exit->reference
             : stay.open() ? "-?"
                           : "-?!") +
            " ";
  for (const auto& exit : pairing.exits_without_entry) text += "?-" + exit.reference + " ";
  for (const auto& each : pairing.hypotheses)
    text += (each.kind == HypothesisKind::kMissedExit ? "missed-exit(" : "missed-entry(") +
            each.reference + ") ";
  return text.empty() ? text : text.substr(0, text.size() - 1);
}

std::string paired(const std::vector<Movement>& movements, const std::vector<Void>& voids = {}) {
  return told(pair_movements(movements, voids));
}

TEST(Pairing, GoesByOccurrence) {
  EXPECT_EQ(paired({out("b", 50), in("a", 10)}), "a-b");
  EXPECT_EQ(paired({in("a", 10), in("c", 100)}), "a-?! c-? missed-exit(a)");
  EXPECT_EQ(paired({in("a", 10), out("b", 50), out("c", 51)}), "a-b ?-c missed-entry(c)");
  EXPECT_EQ(paired({out("b", 50)}), "?-b missed-entry(b)");
  EXPECT_EQ(paired({in("a", 10), in("a", 10), out("b", 50), out("b", 50)}), "a-b");
}

TEST(Pairing, HandlesSeveralCrossingsOfOneDayAndOneInstant) {
  EXPECT_EQ(paired({in("a", 1), out("b", 3), in("c", 5), out("d", 7)}), "a-b c-d");
  EXPECT_EQ(paired({in("z", 5), out("b", 5)}), "z-b");
  EXPECT_EQ(paired({in("a", 1), out("y", 5), in("b", 5)}), "a-y b-?");
}

TEST(Pairing, LeavesOutWhatWasVoided) {
  EXPECT_EQ(paired({in("a", 1), out("b", 3)}, {{"v", "b"}}), "a-?");
  EXPECT_EQ(paired({in("a", 1), out("b", 3)}, {{"v", "b"}, {"w", "v"}}), "a-b");
  EXPECT_EQ(paired({in("a", 1), out("b", 3)}, {{"w", "v"}, {"x", "w"}, {"v", "b"}}), "a-?");
  EXPECT_EQ(paired({in("a", 1)}, {{"v", "w"}, {"w", "v"}, {"v", "a"}}), "a-?");
  EXPECT_EQ(paired({in("a", 1)}, {{"v", "w"}, {"w", "v"}, {"v", "a"}, {"x", "w"}}), "");
  EXPECT_EQ(paired({in("a", 1), out("b", 3)}, {{"v", "a"}, {"v", "b"}, {"w", "v"}}), "a-b");
}

TEST(Pairing, IsTheSameForEveryOrderAndRepetition) {
  for (unsigned seed = 1; seed <= 300; ++seed) {
    std::mt19937 random(seed);
    std::vector<Movement> movements;
    std::vector<Void> voids;
    const auto count = 1 + random() % 12;
    for (unsigned i = 0; i < count; ++i) {
      movements.push_back(movement(std::to_string(i),
                                   random() % 2 ? Direction::kEntry : Direction::kExit,
                                   static_cast<int>(random() % 8)));
      if (random() % 4 == 0)
        voids.push_back({"v" + std::to_string(i), random() % 3
                                                      ? std::to_string(random() % count)
                                                      : "v" + std::to_string(random() % count)});
    }
    const std::string expected = paired(movements, voids);
    for (int round = 0; round < 6; ++round) {
      movements.push_back(movements[random() % movements.size()]);
      if (!voids.empty()) voids.push_back(voids[random() % voids.size()]);
      std::shuffle(movements.begin(), movements.end(), random);
      std::shuffle(voids.begin(), voids.end(), random);
      ASSERT_EQ(paired(movements, voids), expected) << "seed " << seed;
    }
  }
}

TEST(Pairing, GivesADecisionToTheStayThatItMeans) {
  auto corrected = in("a2", 11);
  corrected.origin = "a";
  const auto pairing = pair_movements(
      std::vector{in("a", 10), corrected, out("b", 50), in("c", 60)}, std::vector{Void{"v", "a"}});
  const auto at = [](const char* reference, int hour, const char* of) {
    StatusChange made;
    made.reference = reference;
    made.kind = StatusChangeKind::kClear;
    made.at = Instant{0}.plus(hours(hour));
    made.of = of;
    return made;
  };
  const std::vector<StatusChange> changes = {at("x", 20, ""), at("y", 55, ""), at("z", 70, "a"),
                                             at("w", 70, ""), at("u", 71, "")};
  const auto names = [&](std::size_t stay) {
    const auto concerned = changes_of(pairing, changes, std::vector{Void{"n", "u"}});
    std::vector<std::string> references;
    for (const auto& each : concerned.at(stay)) references.push_back(each.reference);
    return references;
  };
  EXPECT_THAT(names(0), testing::ElementsAre("x", "z"));
  EXPECT_THAT(names(1), testing::ElementsAre("w"));
}

TEST(Pairing, GivesASuspensionAlsoToTheStayThatWhoeverWasHeardIsAdmittedFor) {
  const auto pairing = pair_movements(
      std::vector{in("a", 10), out("b", 50), in("c", 60), out("d", 70), in("e", 200)}, {});
  const auto concerned = [&](int hour, const char* of, StatusChangeKind kind) {
    StatusChange change;
    change.reference = "s";
    change.kind = kind;
    change.at = Instant{0}.plus(hours(hour));
    change.of = of;
    std::string entries;
    const auto by_stay = changes_of(pairing, std::vector{change}, {});
    for (std::size_t i = 0; i < by_stay.size(); ++i)
      if (!by_stay[i].empty()) entries += pairing.stays[i].entry.reference;
    return entries;
  };
  constexpr auto kSuspend = StatusChangeKind::kSuspend;
  EXPECT_EQ(concerned(5, "", kSuspend), "a") << "referred at the entry";
  EXPECT_EQ(concerned(5, "referral", kSuspend), "a") << "a crossing that began no stay";
  EXPECT_EQ(concerned(20, "referral", kSuspend), "ac") << "inside, and in again soon after";
  EXPECT_EQ(concerned(65, "referral", kSuspend), "c") << "the next is not soon";
  EXPECT_EQ(concerned(127, "referral", kSuspend), "") << "73 hours before";
  EXPECT_EQ(concerned(128, "referral", kSuspend), "e");
  EXPECT_EQ(concerned(20, "e", kSuspend), "e") << "the entry that is named, and no other";
  EXPECT_EQ(concerned(5, "", StatusChangeKind::kConfirm), "");
  EXPECT_EQ(concerned(20, "referral", StatusChangeKind::kExtendDays), "");
}

TEST(Pairing, GivesASuspensionToTheStayOfWhoeverWasKeptAtThatPostForDays) {
  const auto at_post = [](Movement made, const char* post) {
    made.post = PostCode(post);
    return made;
  };
  // Heard in hour 100.
  const auto sheltered = [](std::vector<Movement> movements, const char* of) {
    StatusChange change;
    change.reference = "s";
    change.kind = StatusChangeKind::kSuspend;
    change.at = Instant{0}.plus(hours(100));
    change.of = of;
    std::reverse(movements.begin(), movements.end());
    const auto pairing = pair_movements(movements, {});
    std::string entries;
    const auto by_stay = changes_of(pairing, std::vector{change}, {});
    for (std::size_t i = 0; i < by_stay.size(); ++i)
      if (!by_stay[i].empty()) entries += pairing.stays[i].entry.reference;
    return entries;
  };
  constexpr auto kReferral = "SUR-01:1:movement:7";
  const auto in_five_days = at_post(in("a", 220), "SUR");
  EXPECT_EQ(sheltered({in_five_days}, kReferral), "a");
  EXPECT_EQ(sheltered({in_five_days, in("b", 230)}, kReferral), "a") << "and no stay after it";
  EXPECT_EQ(sheltered({at_post(in("a", 220), "NORTE")}, kReferral), "") << "at another post";
  EXPECT_EQ(sheltered({in_five_days}, "referral"), "") << "heard nobody knows where";
  EXPECT_EQ(sheltered({in_five_days}, ""), "");
  EXPECT_EQ(sheltered({at_post(in("a", 100 + 24 * 28), "SUR")}, kReferral), "a");
  EXPECT_EQ(sheltered({at_post(in("a", 101 + 24 * 28), "SUR")}, kReferral), "")
      << "another journey";
  EXPECT_EQ(sheltered({in("x", 10), out("y", 150), in_five_days}, kReferral), "x")
      << "heard inside, and out again since";
  EXPECT_EQ(sheltered({in("x", 10), out("y", 90), in_five_days}, kReferral), "a");
  EXPECT_EQ(sheltered({in("x", 10), in_five_days}, kReferral), "xa") << "an exit was missed";
  EXPECT_EQ(sheltered({out("y", 150), in_five_days}, kReferral), "") << "out since, unseen in";
  EXPECT_EQ(sheltered({out("y", 90), in_five_days}, kReferral), "a");
  EXPECT_EQ(sheltered({out("y", 230), in_five_days}, kReferral), "a") << "out of that stay";
  // Heard about a departure: nobody was kept.
  auto corrected = out("z", 90);
  corrected.origin = kReferral;
  for (const auto& left : {out(kReferral, 90), corrected}) {
    EXPECT_EQ(sheltered({in("x", 10), left, in_five_days}, kReferral), "") << left.reference;
    EXPECT_EQ(sheltered({left, in_five_days}, kReferral), "") << left.reference;
    EXPECT_EQ(sheltered({left, at_post(in("a", 150), "SUR")}, kReferral), "a") << "soon after";
  }
}

TEST(Pairing, EndsEverySuspensionThatNamesOneCrossing) {
  const auto pairing = pair_movements(std::vector{in("a", 10), out("b", 50), in("c", 60)}, {});
  const auto change = [](StatusChangeKind kind, int hour) {
    StatusChange made;
    made.reference = std::to_string(hour);
    made.kind = kind;
    made.at = Instant{0}.plus(hours(hour));
    made.of = "referral";
    return made;
  };
  std::vector changes{change(StatusChangeKind::kSuspend, 20),
                      change(StatusChangeKind::kSuspend, 65),
                      change(StatusChangeKind::kResume, 90)};
  const auto told = [&](std::size_t stay) {
    std::vector<std::string> references;
    const auto by_stay = changes_of(pairing, changes, {});
    for (const auto& each : by_stay.at(stay)) references.push_back(each.reference);
    return references;
  };
  for (int order = 0; order < 2; ++order) {
    EXPECT_THAT(told(0), testing::UnorderedElementsAre("20", "90"));
    EXPECT_THAT(told(1), testing::UnorderedElementsAre("20", "65", "90"));
    std::reverse(changes.begin(), changes.end());
  }
}

TEST(Pairing, GivesADecisionToNoStayThatItCannotBeAbout) {
  const auto pairing =
      pair_movements(std::vector{in("a", 10), out("b", 50), in("c", 60), out("d", 70)}, {});
  using Kind = StatusChangeKind;
  struct Case {
    Kind kind;
    int hour;
    const char* of;
    const char* stays;
  };
  const Case table[] = {
      {Kind::kExtendDays, 20, "a", "a"},
      {Kind::kExtendDays, 9, "a", ""},  // before the entry that it names: of somebody else
      {Kind::kResidence, 9, "a", ""},
      {Kind::kRevoke, 9, "a", ""},
      {Kind::kExtendDays, 51, "a", ""},  // the person has left: there is no term to extend
      {Kind::kExtendUntil, 51, "a", ""},
      {Kind::kChangeClass, 51, "a", ""},
      {Kind::kApply, 51, "a", ""},
      {Kind::kRegularise, 51, "a", "a"},  // what was over is made good, or judged
      {Kind::kClear, 51, "a", "a"},
      {Kind::kAnnul, 51, "a", "a"},
      {Kind::kDocumentReported, 9, "a", "a"},
      // Meant for the person: it counts from the next stay on.
      {Kind::kProtect, 55, "", "c"},
      {Kind::kProtect, 5, "", "a"},
      {Kind::kProtect, 55, "an exit", "c"},
      {Kind::kEndProtection, 55, "", "c"},
      {Kind::kResidence, 55, "", "c"},
      {Kind::kProtect, 75, "", ""},
      {Kind::kExtendDays, 55, "", ""},
      {Kind::kResume, 55, "", "a"},  // of the stay before
      {Kind::kResume, 5, "", ""},
      {Kind::kResume, 20, "", "a"},
      {Kind::kResume, 20, "a referral", ""},  // nothing was suspended by it
  };
  for (const auto& [kind, hour, of, expected] : table) {
    StatusChange change;
    change.reference = "x";
    change.kind = kind;
    change.at = Instant{0}.plus(hours(hour));
    change.of = of;
    std::string entries;
    const auto by_stay = changes_of(pairing, std::vector{change}, {});
    for (std::size_t i = 0; i < by_stay.size(); ++i)
      if (!by_stay[i].empty()) entries += pairing.stays[i].entry.reference;
    EXPECT_EQ(entries, expected) << static_cast<int>(kind) << " at " << hour << " of " << of;
  }
}

TEST(Pairing, EndsASuspensionWhereItWasAndTakesItBackWithItsReferral) {
  const auto pairing = pair_movements(std::vector{in("a", 10), out("b", 50), in("c", 60)}, {});
  const auto change = [](const char* reference, StatusChangeKind kind, int hour) {
    StatusChange made;
    made.reference = reference;
    made.kind = kind;
    made.at = Instant{0}.plus(hours(hour));
    made.of = "referral";
    return made;
  };
  const std::vector both{change("end", StatusChangeKind::kResume, 90),
                         change("begin", StatusChangeKind::kSuspend, 20)};
  for (const auto& stay : changes_of(pairing, both, {})) EXPECT_EQ(stay.size(), 2U);
  for (const auto& stay : changes_of(pairing, both, std::vector{Void{"v", "referral"}}))
    EXPECT_TRUE(stay.empty());
}

TEST(Pairing, SheltersAnExitWithoutAnEntryOfWhoeverIsProtected) {
  const auto exit = out("x", 100);
  const auto change = [](StatusChangeKind kind, int hour, const char* of = "") {
    StatusChange made;
    made.reference = std::to_string(hour);
    made.kind = kind;
    made.at = Instant{0}.plus(hours(hour));
    made.of = of;
    return made;
  };
  using Kind = StatusChangeKind;
  const std::pair<std::vector<StatusChange>, bool> table[] = {
      {{}, false},
      {{change(Kind::kProtect, 10)}, true},
      {{change(Kind::kProtect, 500)}, true},                                    // now
      {{change(Kind::kProtect, 10), change(Kind::kEndProtection, 500)}, true},  // then
      {{change(Kind::kProtect, 10), change(Kind::kEndProtection, 20)}, false},
      {{change(Kind::kSuspend, 90)}, true},   // heard at the desk
      {{change(Kind::kSuspend, 10)}, false},  // long before
      {{change(Kind::kSuspend, 500, "x")}, true},
      {{change(Kind::kSuspend, 90), change(Kind::kResume, 200)}, false},
      {{change(Kind::kExtendDays, 90)}, false},
  };
  for (const auto& [changes, expected] : table)
    EXPECT_EQ(is_sheltered(exit, changes, {}), expected);
  const std::vector voided{change(Kind::kProtect, 10)};
  EXPECT_FALSE(is_sheltered(exit, voided, std::vector{Void{"v", "10"}}));
  const std::pair<std::vector<StatusChange>, bool> still[] = {
      {{}, false},
      {{change(Kind::kProtect, 10)}, true},
      {{change(Kind::kEndProtection, 20), change(Kind::kProtect, 10)}, false},
      {{change(Kind::kSuspend, 10, "another")}, true},
      {{change(Kind::kSuspend, 10), change(Kind::kResume, 20)}, false},
      {{change(Kind::kResume, 10), change(Kind::kSuspend, 20)}, true},
      {{change(Kind::kProtect, 10), change(Kind::kResume, 20)}, true},
      {{change(Kind::kExtendDays, 90)}, false},
  };
  for (const auto& [changes, expected] : still)
    EXPECT_EQ(is_sheltered_still(changes, {}), expected);
  EXPECT_FALSE(is_sheltered_still(voided, std::vector{Void{"v", "10"}}));
}

}  // namespace
}  // namespace garita
