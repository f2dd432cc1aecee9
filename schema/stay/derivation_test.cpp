// What a derivation tells a person who reads it, sentence by sentence.
#include "schema/stay/derivation.h"

#include <gmock/gmock.h>

#include <set>

#include "schema/stay/authorise.h"
#include "schema/stay/calculation.h"

namespace garita {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

std::string in_words(const Derivation& derivation, Language language = Language::kEnglish) {
  std::string text;
  for (const auto& line : derivation) text += sentence_of(line, language) + "\n";
  return text;
}

/// Of a row of the calculator.
std::string told(std::string_view policy, std::string_view params, std::string_view history,
                 std::string_view on) {
  const auto answer = calculate({policy, params, history, on});
  return answer ? in_words(answer->derivation) : answer.error().message;
}

Visit visit(const std::string& entered, std::vector<StatusChange> changes = {}) {
  Visit made;
  made.admission.entered = *Date::from_iso(entered);
  made.admission.audience = {CountryCode("FRA"), "P", "visitor"};
  made.changes = std::move(changes);
  return made;
}

StatusChange change(StatusChangeKind kind, const std::string& on, std::optional<int> days = {}) {
  StatusChange made;
  made.kind = kind;
  made.day = *Date::from_iso(on);
  made.at = Instant{made.day.days_since_epoch() * std::int64_t{86'400'000}};
  made.reference = on;
  made.days = days;
  return made;
}

/// Of the last visit under one rule.
AuthorisedStay allowed(const std::string& rule, const std::vector<Visit>& visits) {
  const auto pack = PolicyPack::from_toml(
      "name = \"t\"\nversion = \"1\"\ncountry = \"GTM\"\n[[rule]]\nid = \"r\"\ncitation = \"-\"\n"
      "effective_from = 2010-01-01\n" +
      rule);
  EXPECT_TRUE(pack) << pack.error().message;
  return authorise_visits(*pack, visits, {}).stays.back();
}

TEST(Derivation, OfACalendarYearSaysWhereAYearBegins) {
  const std::string rule = "kind = \"calendar_year_days\"\ndays = 60";
  EXPECT_THAT(
      in_words(allowed(rule, {visit("2026-01-01")}).derivation),
      AllOf(HasSubstr("The year begins with the entry, on 1 January 2026: none of 60 days is "
                      "used.\nStaying on every day, the limit is reached on 1 March 2026."),
            Not(HasSubstr("Days of presence"))));
  EXPECT_THAT(
      in_words(allowed(rule, {visit("2025-12-20")}).derivation),
      HasSubstr("Days of presence from 1 January 2025 to 19 December 2025: 0 of 60.\n"
                "On 1 January 2026 another year begins and days are counted anew, up to 60.\n"
                "Staying on every day, the limit is reached on 1 March 2026."));
  EXPECT_THAT(in_words(allowed(rule, {visit("2026-02-01")}).derivation),
              Not(HasSubstr("another year")));
  EXPECT_THAT(told("YEAR", "max=60", "IN@2025-12-20", "2025-12-21"),
              HasSubstr("On 1 January 2026 another year begins and days are counted anew, up to 60."
                        "\nStaying on every day is lawful until 1 March 2026"));
}

TEST(Derivation, OfALimitThatNothingPassesPromisesNoLastDay) {
  for (const auto* row : {"max=365;window=365", "max=90;window=31"})
    EXPECT_THAT(told("ROLL", row, "IN@2020-01-01", "2024-05-01"),
                HasSubstr("No stay, however long, can pass this limit.\n"))
        << row;
  const auto year = told("YEAR", "max=366", "IN@2020-01-01", "2024-05-01");
  EXPECT_THAT(year, HasSubstr("There is no last legal day."));
  EXPECT_THAT(year, Not(HasSubstr("lawful until")));
}

TEST(Derivation, NamesTheDayOnWhichADocumentExpired) {
  EXPECT_THAT(
      told("PER_ENTRY", "max=30;doc_expiry=2026-01-10", "IN@2026-01-22", "2026-01-22"),
      AllOf(HasSubstr("The document expired on 10 January 2026 and was accepted all the same; the "
                      "stay does not go beyond 22 January 2026."),
            Not(HasSubstr("expires on"))));
  EXPECT_THAT(told("PER_ENTRY", "max=30;doc_expiry=2026-01-10;min_absence=30",
                   "IN@2026-01-01;OUT@2026-01-20;IN@2026-01-22", "2026-01-22"),
              HasSubstr("The document expires on 10 January 2026; the stay does not go beyond."));
  EXPECT_THAT(
      told("ROLL", "max=90;window=180;doc_expiry=2026-01-10", "IN@2026-01-22", "2026-01-22"),
      HasSubstr("The document expired on 10 January 2026 and was accepted all the same"));
}

TEST(Document, OfALaterVisitTakesNoDayBackThatWasLawful) {
  const std::string rule =
      "kind = \"fixed_days\"\ndays = 30\nabsence_days_min = 30\ndocument_expiry_caps = true";
  const auto last_day = [&](const std::string& first, const std::string& second) {
    auto before = visit("2026-01-01");
    before.left = *Date::from_iso("2026-01-20");
    auto back = visit("2026-01-22");
    before.admission.document_expiry = *Date::from_iso(first);
    back.admission.document_expiry = *Date::from_iso(second);
    return allowed(rule, {before, back}).last_legal_day->iso();
  };
  EXPECT_EQ(last_day("2030-01-01", "2030-01-01"), "2026-01-30");
  EXPECT_EQ(last_day("2026-01-10", "2030-01-01"), "2026-01-30") << "with a new one";
  EXPECT_EQ(last_day("2026-01-10", "2026-01-10"), "2026-01-10");
  EXPECT_EQ(last_day("2030-01-01", "2025-06-30"), "2026-01-20") << "with another, long expired";
}

TEST(Derivation, OfAnApplicationThatCameLateTellsItsOwnDayAndThatOfTheDecision) {
  const std::string rule = "kind = \"fixed_days\"\ndays = 30\npending_application = \"freezes\"";
  using Kind = StatusChangeKind;
  const auto text = in_words(
      allowed(rule, {visit("2026-01-01", {change(Kind::kApply, "2026-02-05"),
                                          change(Kind::kDecideApplication, "2026-03-01", 60)})})
          .derivation);
  EXPECT_THAT(text,
              HasSubstr("The application of 5 February 2026 came after the last legal day and "
                        "does not stop the term.\n"
                        "Application decided on 1 March 2026; the term had not stood still.\n"
                        "Extended on 1 March 2026 by 60 days: until 31 March 2026."));
  EXPECT_THAT(text, Not(HasSubstr("application of 1 March")));
}

TEST(Derivation, SaysOfNothingThatWasNotGrantedThatItWas) {
  const auto stay = allowed("kind = \"granted_days\"\ncap = 90", {visit("2026-01-01")});
  EXPECT_THAT(in_words(stay.derivation), AllOf(HasSubstr("not recorded: the maximum counts, 90.\n"),
                                               HasSubstr("90 days count: until 31 March 2026."),
                                               Not(HasSubstr("90 days were granted"))));
  EXPECT_THAT(in_words(prospective(stay.derivation)),
              AllOf(HasSubstr("Up to 90 days may be granted: until 31 March 2026."),
                    Not(HasSubstr("recorded"))));
}

TEST(Derivation, SaysOneDayWhereItIsOne) {
  const struct {
    const char* code;
    const char* days;
    const char* es;
    const char* en;
    const char* fr;
  } cases[] = {
      {"granted_days", "1", "Se concedió un día: hasta el -.", "One day was granted: until -.",
       "Un jour a été accordé : jusqu'au -."},
      {"granted_days", "11", "Se concedieron 11 días: hasta el -.",
       "11 days were granted: until -.", "11 jours ont été accordés : jusqu'au -."},
      {"grace", "1", "Durante un día más no se señala nada.", "For one more day nothing is raised.",
       "Pendant un jour de plus, rien n'est signalé."},
      {"term_left", "1", "Días que quedan: 1.", "Days left: 1.", "Jours restants : 1."},
  };
  for (const auto& each : cases) {
    const DerivationLine line{each.code, {{"days", each.days}}};
    EXPECT_EQ(sentence_of(line, Language::kSpanish), each.es);
    EXPECT_EQ(sentence_of(line, Language::kEnglish), each.en);
    EXPECT_EQ(sentence_of(line, Language::kFrench), each.fr);
  }
}

}  // namespace
}  // namespace garita
