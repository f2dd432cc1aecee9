// What decisions of every kind do to a stay's term.
#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "schema/stay/authorise.h"
#include "schema/stay/pairing.h"

namespace garita {
namespace {

using Kind = StatusChangeKind;

Date day(std::string_view text) { return *Date::from_iso(text); }

StatusChange on(Kind kind, std::string_view decided, std::string_view until = "",
                const std::string& admission_class = "") {
  StatusChange change;
  change.reference = std::string(decided) + std::to_string(static_cast<int>(kind));
  change.kind = kind;
  change.day = day(decided);
  change.at = Instant{change.day.days_since_epoch() * std::int64_t{86'400'000}};
  if (!until.empty()) change.until = day(until);
  change.admission_class = admission_class;
  return change;
}

StatusChange by_days(Kind kind, std::string_view decided, int days) {
  auto change = on(kind, decided);
  change.days = days;
  return change;
}

PolicyPack pack(const std::string& more = "") {
  auto read = PolicyPack::from_toml(
      "name = \"t\"\nversion = \"1\"\ncountry = \"UTO\"\n[[rule]]\nid = \"visitor\"\ncitation = "
      "\"-\"\neffective_from = 2010-01-01\nkind = \"fixed_days\"\ndays = 30\nnotice_days = 7\n" +
      more);
  EXPECT_TRUE(read) << read.error().message;
  return *std::move(read);
}

/// Of a visitor who entered on 1 May 2024 with 30 days, to 30 May.
AuthorisedStay decided(const std::vector<StatusChange>& changes, const std::string& more = "") {
  Admission admission;
  admission.entered = day("2024-05-01");
  admission.audience = {CountryCode("GTM"), "P", "visitor"};
  return authorise(pack(more), admission, changes);
}

/// "LAST class rule" and what holds besides.
std::string told(const AuthorisedStay& stay) {
  std::string text = stay.last_legal_day ? stay.last_legal_day->iso() : "-";
  text += " " + stay.admission_class;
  if (!stay.rule.empty()) text += " " + stay.rule;
  if (stay.pending) text += " pending";
  if (stay.suspended) text += " suspended";
  if (stay.revoked_at) text += " revoked";
  if (stay.document_reported_at) text += " document";
  return text;
}

struct Case {
  std::vector<StatusChange> changes;
  const char* expected;
  std::string more;  ///< of the rule
};

TEST(Status, OfApplicationsAndResidenceMovesTheTerm) {
  const std::string freezes = "pending_application = \"freezes\"\n";
  const Case cases[] = {
      {{}, "2024-05-30 visitor visitor", ""},
      {{on(Kind::kApply, "2024-05-20")}, "2024-05-30 visitor visitor", ""},
      {{on(Kind::kApply, "2024-05-20")}, "- visitor visitor pending", freezes},
      {{on(Kind::kApply, "2024-05-20"), on(Kind::kDecideApplication, "2024-05-25")},
       "2024-06-04 visitor visitor",
       freezes},
      // Granted: what stood still is given back first.
      {{on(Kind::kApply, "2024-05-20"), by_days(Kind::kDecideApplication, "2024-05-25", 10)},
       "2024-06-14 visitor visitor",
       freezes},
      {{on(Kind::kApply, "2024-05-20"), on(Kind::kDecideApplication, "2024-05-25", "2024-08-01")},
       "2024-08-01 visitor visitor",
       ""},
      {{on(Kind::kApply, "2024-05-20"),
        on(Kind::kDecideApplication, "2024-05-25", "2024-12-31", "student")},
       "2024-12-31 student visitor",
       freezes},
      {{on(Kind::kResidence, "2024-05-20")}, "- resident", ""},
      {{on(Kind::kResidence, "2024-05-20", "2026-05-19", "worker")}, "2026-05-19 worker", ""},
      {{on(Kind::kResidence, "2024-05-20", "2026-05-19")},
       "2026-05-19 resident permit",
       "[[rule]]\nid = \"permit\"\ncitation = \"-\"\neffective_from = 2010-01-01\nkind = "
       "\"unlimited\"\nclasses = [\"resident\"]\ninstead_of = [\"visitor\"]\n"},
  };
  for (const auto& each : cases) EXPECT_EQ(told(decided(each.changes, each.more)), each.expected);
}

TEST(Status, OfProtectionRevocationAndDocumentsIsWhatTheDecisionsMakeInTheirOrder) {
  const Case cases[] = {
      {{on(Kind::kProtect, "2024-05-20")}, "2024-05-30 visitor visitor suspended", ""},
      {{on(Kind::kProtect, "2024-05-20"), on(Kind::kEndProtection, "2024-05-21")},
       "2024-05-30 visitor visitor",
       ""},
      // A court's suspension and protection end each by its own decision alone.
      {{on(Kind::kProtect, "2024-05-20"), on(Kind::kResume, "2024-05-21")},
       "2024-05-30 visitor visitor suspended",
       ""},
      {{on(Kind::kSuspend, "2024-05-20"), on(Kind::kEndProtection, "2024-05-21")},
       "2024-05-30 visitor visitor suspended",
       ""},
      {{on(Kind::kRevoke, "2024-05-20")}, "2024-05-20 visitor visitor revoked", ""},
      {{on(Kind::kRevoke, "2024-05-20", "2024-05-25")}, "2024-05-25 visitor visitor revoked", ""},
      {{on(Kind::kAnnul, "2024-05-20")}, "2024-05-20 visitor visitor revoked", ""},
      {{on(Kind::kAnnul, "2024-05-20", "2024-04-30")}, "2024-04-30 visitor visitor revoked", ""},
      {{on(Kind::kAnnul, "2024-05-20"), by_days(Kind::kExtendDays, "2024-05-22", 10)},
       "2024-05-30 visitor visitor",
       ""},
      {{on(Kind::kRevoke, "2024-05-20"), on(Kind::kRegularise, "2024-07-01")},
       "2024-07-30 visitor visitor",
       ""},
      {{on(Kind::kRegularise, "2024-07-01", "2025-06-30", "worker")},
       "2025-06-30 worker visitor",
       ""},
      {{on(Kind::kRevoke, "2024-05-20"), on(Kind::kChangeClass, "2024-05-25", "", "student")},
       "2024-06-23 student visitor",
       ""},
      {{on(Kind::kDocumentReported, "2024-05-20")}, "2024-05-30 visitor visitor document", ""},
      {{on(Kind::kDocumentReported, "2024-05-20"), on(Kind::kDocumentReplaced, "2024-05-21")},
       "2024-05-30 visitor visitor",
       ""},
  };
  for (const auto& each : cases) EXPECT_EQ(told(decided(each.changes, each.more)), each.expected);
}

TEST(Status, TellsEachDecisionAndOfASuspensionNeverTheReason) {
  const auto sentences = [](const std::vector<StatusChange>& changes, Language language) {
    std::string text;
    for (const auto& line : decided(changes).derivation) text += sentence_of(line, language) + " ";
    return text;
  };
  using ::testing::HasSubstr;
  EXPECT_THAT(sentences({on(Kind::kAnnul, "2024-05-20")}, Language::kSpanish),
              HasSubstr("La admisión fue anulada"));
  EXPECT_THAT(sentences({on(Kind::kResidence, "2024-05-20")}, Language::kEnglish),
              HasSubstr("On 20 May 2024 residence was granted, in class resident. The permit sets "
                        "no date of end."));
  EXPECT_THAT(sentences({on(Kind::kRegularise, "2024-07-01")}, Language::kFrench),
              HasSubstr("Le 1er juillet 2024, le séjour a été régularisé, dans la classe visitor"));
  EXPECT_THAT(sentences({}, Language::kEnglish), HasSubstr("Notice is given when 7 days are left"));
  EXPECT_EQ(sentences({on(Kind::kProtect, "2024-05-20")}, Language::kEnglish),
            sentences({on(Kind::kSuspend, "2024-05-20")}, Language::kEnglish));
}

/// Of five days.
Visit visit(std::string_view entered, std::vector<StatusChange> changes) {
  Visit made;
  made.admission.entered = day(entered);
  made.admission.audience = {CountryCode("GTM"), "P", "visitor"};
  made.left = day(entered).plus(std::chrono::days(5));
  made.changes = std::move(changes);
  return made;
}

TEST(Status, OfResidenceLastsOverLaterVisitsUntilItRunsOutOrIsTakenBack) {
  const auto last_days = [](const std::vector<Visit>& visits) {
    std::string days;
    for (const auto& stay : authorise_visits(pack(), visits, {}).stays)
      days += (stay.last_legal_day ? stay.last_legal_day->iso() : "-") + " " +
              stay.admission_class + "; ";
    return days;
  };
  EXPECT_EQ(last_days({visit("2024-01-01", {on(Kind::kResidence, "2024-01-02", "2024-06-30")}),
                       visit("2024-03-01", {}), visit("2024-07-01", {})}),
            "2024-06-30 resident; 2024-06-30 resident; 2024-07-30 visitor; ");
  EXPECT_EQ(last_days({visit("2024-01-01", {on(Kind::kResidence, "2024-01-02", "", "worker")}),
                       visit("2024-03-01", {}), visit("2025-07-01", {})}),
            "- worker; - worker; - worker; ");
  // Decided while the person was away: from the entry on.
  EXPECT_EQ(last_days({visit("2024-03-01", {on(Kind::kResidence, "2024-02-02", "2025-06-30")})}),
            "2025-06-30 resident; ");
  EXPECT_EQ(
      last_days({visit("2024-01-01", {on(Kind::kResidence, "2024-01-02", "2024-06-30")}),
                 visit("2024-03-01", {on(Kind::kRevoke, "2024-03-03")}), visit("2024-04-01", {})}),
      "2024-06-30 resident; 2024-03-03 resident; 2024-04-30 visitor; ");
  EXPECT_EQ(last_days({visit("2024-01-01", {on(Kind::kResidence, "2024-01-02", "2024-06-30"),
                                            on(Kind::kChangeClass, "2024-01-04", "", "student")}),
                       visit("2024-03-01", {})}),
            "2024-02-02 student; 2024-03-30 visitor; ");
}

TEST(Status, OfProtectionLastsOverLaterVisitsUntilItEnds) {
  const std::vector<Visit> visits = {
      visit("2024-01-01", {}),
      visit("2024-02-01", {on(Kind::kProtect, "2024-02-02"), on(Kind::kSuspend, "2024-02-03")}),
      visit("2024-03-01", {}), visit("2024-04-01", {on(Kind::kEndProtection, "2024-04-02")}),
      visit("2024-05-01", {})};
  std::string suspended;
  for (const auto& stay : authorise_visits(pack(), visits, {}).stays)
    suspended += stay.suspended ? "x" : "-";
  EXPECT_EQ(suspended, "-xx--");
}

Movement crossing(const std::string& reference, Direction direction, int hour, bool seen = true) {
  Movement made;
  made.reference = reference;
  made.direction = direction;
  made.at = Instant{hour * std::int64_t{3'600'000}};
  made.seen = seen;
  return made;
}

/// "ENTRY..EXIT" with the exit that nobody saw in brackets; then exits without an entry.
std::string paired(const std::vector<Movement>& movements) {
  const auto pairing = pair_movements(movements, {});
  std::string text;
  for (const auto& stay : pairing.stays) {
    text += stay.entry.reference + "..";
    if (stay.exit) text += stay.exit->reference;
    if (stay.next_entry) text += "?!";
    if (stay.probable_exit) text += "(" + stay.probable_exit->reference + ")";
    text += " ";
  }
  for (const auto& exit : pairing.exits_without_entry) text += "!" + exit.reference + " ";
  return text;
}

TEST(Pairing, TakesAnExitThatNobodySawForEvidenceAndForNoEnd) {
  const auto in = [](const char* reference, int hour) {
    return crossing(reference, Direction::kEntry, hour);
  };
  const auto out = [](const char* reference, int hour) {
    return crossing(reference, Direction::kExit, hour);
  };
  const auto told = [](const char* reference, int hour) {
    return crossing(reference, Direction::kExit, hour, false);
  };
  EXPECT_EQ(paired({in("a", 1), told("m", 5)}), "a..(m) ");
  EXPECT_EQ(paired({told("n", 7), in("a", 1), told("m", 5)}), "a..(m) ") << "the earliest";
  EXPECT_EQ(paired({in("a", 1), told("m", 5), out("b", 9)}), "a..b(m) ")
      << "somebody saw it: who came back unseen between";
  EXPECT_EQ(paired({in("a", 1), out("b", 5), told("m", 5)}), "a..b ");
  EXPECT_EQ(paired({in("a", 1), told("m", 5), in("c", 9)}), "a..?!(m) c.. ");
  EXPECT_EQ(paired({told("m", 5)}), "") << "no exit without an entry either";
  EXPECT_EQ(paired({told("m", 5), in("a", 6)}), "a.. ");
  EXPECT_EQ(paired({in("a", 1), out("b", 4), told("m", 5), in("c", 9)}), "a..b c.. ");
}

}  // namespace
}  // namespace garita
