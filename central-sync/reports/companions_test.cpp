// With whom somebody crossed, as it is told: to whom it may be, and as it was known.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "central-sync/reports/explain.h"
#include "central-sync/store/test_country.h"

namespace garita::central::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

/// MOTHER, CHILD and FATHER entered together at NORTE on 5 January.
class Companions : public ::testing::Test {
 protected:
  Companions() {
    records_["MOTHER"] = write("NORTE", linked("MOTHER", {}, ""), "2026-01-05T16:00:00Z");
    records_["CHILD"] = write("NORTE", linked("CHILD", records_.at("MOTHER"), "with_parent"),
                              "2026-01-05T16:01:00Z");
    records_["FATHER"] =
        write("NORTE", linked("FATHER", records_.at("MOTHER"), ""), "2026-01-05T16:02:00Z");
  }

  static Crossing linked(const std::string& number, const std::optional<RecordId>& with,
                         const std::string& relationship) {
    auto made = entry("NORTE", utc("2026-01-05T16:00:00Z"), number);
    made.group = with;
    made.relationship = relationship;
    if (!relationship.empty()) made.relationship_evidence = "birth_certificate";
    return made;
  }
  RecordId write(const std::string& post, const Record& record, std::string_view received) {
    auto& station = post == "CENTRE" ? centre_.own() : centre_.station(post);
    const auto id = station.write(record, utc(received));
    centre_.receive(station, utc(received));
    centre_.project();
    return id;
  }
  RecordId decide(StatusKind kind, const std::string& number, std::string_view at) {
    StatusDecision made;
    made.kind = kind;
    made.at = utc(at);
    made.entry = records_.at(number);
    made.authority = "an office";
    return write("CENTRE", made, at);
  }
  RecordId take_back(const std::string& post, const RecordId& of, std::string_view at,
                     std::optional<Crossing> instead = std::nullopt) {
    return write(post, Correction{of, utc(at), "a mistake", OfficerId("ramos"), std::move(instead)},
                 at);
  }
  PersonReport report_of(const std::string& number, std::optional<Viewpoint> viewpoint = {}) {
    auto report = explain(centre_.reading(), records_.at(number).text(), viewpoint, now_);
    EXPECT_TRUE(report) << report.error().message;
    return *std::move(report);
  }
  /// "leads MOTHER with_parent; ": whose crossings are named, in order of names.
  std::string told(const std::string& number, std::optional<Viewpoint> viewpoint = {}) {
    std::set<std::string> lines;
    for (const auto& each : report_of(number, viewpoint).companions)
      for (const auto& [name, record] : records_)
        if (record == each.record)
          lines.insert((each.leads ? "leads " : "") + name +
                       (each.child.relationship.empty() ? "" : " " + each.child.relationship) +
                       "; ");
    std::string text;
    for (const auto& line : lines) text += line;
    return text;
  }

  TestCentre centre_;
  std::map<std::string, RecordId> records_;
  Instant now_ = utc("2026-03-01T00:00:00Z");
};

TEST_F(Companions, AreToldFromEitherSideInEachLanguage) {
  EXPECT_EQ(told("MOTHER"), "CHILD with_parent; FATHER; ");
  EXPECT_EQ(told("CHILD"), "leads MOTHER with_parent; ");
  EXPECT_EQ(told("FATHER"), "leads MOTHER; ");
  const auto mother = report_of("MOTHER").person.person.value();
  const auto child = report_of("CHILD");
  const std::pair<Language, std::string> table[] = {
      {Language::kSpanish,
       "con " + mother +
           "  NORTE-01:1:movement:1  (menor con su madre o padre; partida de nacimiento)"},
      {Language::kEnglish,
       "with " + mother + "  NORTE-01:1:movement:1  (a child with a parent; birth certificate)"},
      {Language::kFrench,
       "avec " + mother +
           "  NORTE-01:1:movement:1  (enfant avec sa mère ou son père; acte de naissance)"}};
  for (const auto& [language, line] : table)
    EXPECT_THAT(explanation_text(child, language), HasSubstr("\n    " + line + "\n"));
  const auto json = nlohmann::json::parse(explanation_json(child, Language::kEnglish));
  EXPECT_EQ(json["crossings"][0]["companions"],
            nlohmann::json::array({{{"person", mother},
                                    {"record", "NORTE-01:1:movement:1"},
                                    {"leads", true},
                                    {"relationship", "with_parent"},
                                    {"relationship_evidence", "birth_certificate"}}}));
  EXPECT_THAT(explanation_json(child, Language::kEnglish), Not(HasSubstr("GARCIA MOTHER")));
}

TEST_F(Companions, ARelationshipAndWhatShowedItAreToldInWordsOrAsTheyAre) {
  const struct {
    const char *relationship, *evidence, *words;
  } table[] = {{"with_guardian", "court_order", "(a child with a guardian; court order)"},
               {"with_relative", "consent_letter", "(a child with a relative; letter of consent)"},
               {"with_written_permission", "passport_entry",
                "(a child with written permission; entered in the adult's passport)"},
               {"with_parent", "identity_record", "(a child with a parent; identity record)"},
               {"with_parent", "statement_only", "(a child with a parent; their word alone)"},
               {"with_parent", "", "(a child with a parent)"},
               {"of_later", "later_still", "(of_later; later_still)"}};
  int number = 0;
  for (const auto& each : table) {
    auto made = linked("C" + std::to_string(++number), records_.at("MOTHER"), each.relationship);
    made.relationship_evidence = each.evidence;
    records_["NEXT"] = write("NORTE", made, "2026-01-05T16:03:00Z");
    EXPECT_THAT(explanation_text(report_of("NEXT"), Language::kEnglish), HasSubstr(each.words));
  }
}

// Where a record is named, whose it is may not be told of.
TEST_F(Companions, OfAChildWithSomebodyWhomWordsNameItsOwnCrossingTells) {
  records_["AUNT'S"] = write("NORTE", linked("AUNTS", {}, "with_relative"), "2026-01-05T16:03:00Z");
  EXPECT_THAT(explanation_text(report_of("AUNT'S"), Language::kSpanish),
              HasSubstr("movement:4  (menor con otro familiar; partida de nacimiento)\n"));
  const auto json = nlohmann::json::parse(explanation_json(report_of("AUNT'S"), {}));
  EXPECT_EQ(json["crossings"][0]["relationship"], "with_relative");
  EXPECT_EQ(json["crossings"][0]["relationship_evidence"], "birth_certificate");
  const auto child = nlohmann::json::parse(explanation_json(report_of("CHILD"), {}));
  EXPECT_FALSE(child["crossings"][0].contains("relationship"));
  EXPECT_FALSE(child["crossings"][0].contains("relationship_evidence"));
  const auto all = *all_crossings(centre_.reading(), false);
  EXPECT_THAT(all, HasSubstr("(a child with a relative; birth certificate)"));
  EXPECT_THAT(all, Not(HasSubstr("parent")));
}

// What stands is hidden, also from who asks about a moment before it: nothing tells it from a
// crossing alone.
TEST_F(Companions, NobodyIsLedToWhoeverIsProtectedOrSuspended) {
  const struct {
    StatusKind kind;
    StatusKind ends;
  } table[] = {{StatusKind::kProtection, StatusKind::kEndProtection},
               {StatusKind::kAsylum, StatusKind::kEndProtection},
               {StatusKind::kSuspend, StatusKind::kResume}};
  const Viewpoint before{utc("2026-01-06T00:00:00Z"), utc("2026-01-06T00:00:00Z")};
  int day = 10;
  const auto next = [&] { return "2026-01-" + std::to_string(day++) + "T00:00:00Z"; };
  for (const auto& [kind, ends] : table) {
    for (const auto* hidden : {"CHILD", "MOTHER"}) {
      const std::string other = hidden == std::string("CHILD") ? "MOTHER" : "CHILD";
      const auto person = report_of(hidden).person.person.value();
      EXPECT_THAT(explanation_text(report_of(other), Language::kEnglish), HasSubstr(person));
      decide(kind, hidden, next());
      for (const auto& viewpoint : {std::optional<Viewpoint>(), std::optional(before)}) {
        EXPECT_EQ(told(other, viewpoint), other == "MOTHER" ? "FATHER; " : "");
        for (const auto& text : {explanation_text(report_of(other, viewpoint), Language::kEnglish),
                                 explanation_json(report_of(other, viewpoint), Language::kEnglish)})
          EXPECT_THAT(text, AllOf(Not(HasSubstr(person)), Not(HasSubstr("parent")),
                                  Not(HasSubstr("certificate")),
                                  Not(HasSubstr(records_.at(hidden).text()))));
      }
      decide(ends, hidden, next());
      EXPECT_THAT(told(other), HasSubstr(hidden));
    }
  }
  const auto mistaken = decide(StatusKind::kProtection, "CHILD", next());
  take_back("CENTRE", mistaken, next());
  EXPECT_EQ(told("MOTHER"), "CHILD with_parent; FATHER; ");
}

// The end of one suspension is not that of another.
TEST_F(Companions, NobodyIsLedToWhoeverIsSuspendedInOneOfTwoStays) {
  write("NORTE", exit("NORTE", utc("2026-01-10T16:00:00Z"), "CHILD"), "2026-01-10T16:00:00Z");
  records_["AGAIN"] =
      write("NORTE", entry("NORTE", utc("2026-01-20T16:00:00Z"), "CHILD"), "2026-01-20T16:00:00Z");
  decide(StatusKind::kSuspend, "CHILD", "2026-01-21T00:00:00Z");
  decide(StatusKind::kSuspend, "AGAIN", "2026-01-22T00:00:00Z");
  decide(StatusKind::kResume, "CHILD", "2026-01-23T00:00:00Z");
  EXPECT_EQ(told("MOTHER"), "FATHER; ");
  decide(StatusKind::kResume, "AGAIN", "2026-01-24T00:00:00Z");
  EXPECT_EQ(told("MOTHER"), "CHILD with_parent; FATHER; ");
}

TEST_F(Companions, AreThoseOfCrossingsThatHold) {
  take_back("NORTE", records_.at("FATHER"), "2026-01-06T00:00:00Z");
  EXPECT_EQ(told("MOTHER"), "CHILD with_parent; ");
  EXPECT_EQ(told("FATHER"), "");
  const auto wrong = records_.at("MOTHER");
  records_["RIGHT"] = take_back("NORTE", wrong, "2026-01-06T01:00:00Z", linked("RIGHT", {}, ""));
  EXPECT_EQ(told("CHILD"), "leads RIGHT with_parent; ");
  EXPECT_EQ(told("RIGHT"), "CHILD with_parent; ");
  EXPECT_EQ(told("MOTHER"), "");
  const Viewpoint before{now_, utc("2026-01-05T16:01:30Z")};
  EXPECT_EQ(told("CHILD", before), "leads MOTHER with_parent; ") << "as it was known";
  EXPECT_EQ(told("MOTHER", before), "CHILD with_parent; ") << "the father had not come";
  const Viewpoint earlier{utc("2026-01-05T15:00:00Z"), now_};
  EXPECT_EQ(told("CHILD", earlier), "") << "as of a moment before they crossed";
}

TEST_F(Companions, WhoApprovedIsToldInEachLanguage) {
  auto approved = entry("NORTE", utc("2026-01-07T16:00:00Z"), "ANA");
  approved.approved_by = OfficerId("jefa");
  records_["ANA"] = write("NORTE", approved, "2026-01-07T16:00:00Z");
  const auto report = report_of("ANA");
  const std::pair<Language, const char*> table[] = {{Language::kSpanish, "  (lo aprobó jefa)\n"},
                                                    {Language::kEnglish, "  (approved by jefa)\n"},
                                                    {Language::kFrench, "  (approuvé par jefa)\n"}};
  for (const auto& [language, words] : table)
    EXPECT_THAT(explanation_text(report, language), HasSubstr(words));
  const auto json = nlohmann::json::parse(explanation_json(report, Language::kEnglish));
  EXPECT_EQ(json["crossings"][0]["approved_by"], "jefa");
  EXPECT_THAT(*all_crossings(centre_.reading(), true), HasSubstr("\"approved_by\":\"jefa\""));
  EXPECT_THAT(explanation_text(report_of("MOTHER"), Language::kEnglish),
              Not(HasSubstr("approved")));
}

TEST_F(Companions, WhoTypedInFromPaperIsToldInEachLanguage) {
  auto typed = entry("NORTE", utc("2026-01-07T16:00:00Z"), "ANA");
  typed.fallback = true;
  typed.officer = OfficerId("blopez");
  typed.typed_by = OfficerId("agarcia");
  records_["ANA"] = write("NORTE", typed, "2026-01-07T16:00:00Z");
  const auto report = report_of("ANA");
  const std::pair<Language, const char*> table[] = {
      {Language::kSpanish, "  (decidido por blopez, introducido por agarcia)\n"},
      {Language::kEnglish, "  (decided by blopez, typed in by agarcia)\n"},
      {Language::kFrench, "  (décidé par blopez, saisi par agarcia)\n"}};
  for (const auto& [language, words] : table)
    EXPECT_THAT(explanation_text(report, language), HasSubstr(words));
  const auto json = nlohmann::json::parse(explanation_json(report, Language::kEnglish));
  EXPECT_EQ(json["crossings"][0]["decided_by"], "blopez");
  EXPECT_EQ(json["crossings"][0]["typed_by"], "agarcia");
  EXPECT_THAT(*all_crossings(centre_.reading(), false), HasSubstr("typed in by agarcia"));
  EXPECT_THAT(*all_crossings(centre_.reading(), true), HasSubstr("\"typed_by\":\"agarcia\""));
  EXPECT_THAT(explanation_text(report_of("MOTHER"), Language::kEnglish),
              Not(HasSubstr("decided by")));
}

// Also where another one took it back once more: of those that held then, the first.
TEST_F(Companions, WhoCorrectedAndApprovedThatIsToldOfWhatWasTakenBack) {
  const auto of = records_.at("FATHER");
  const auto take_back_with = [&](const char* approver, std::string_view at) {
    Correction made{of, utc(at), "not this one", OfficerId("ramos"), {}, OfficerId(approver)};
    return write("NORTE", made, at);
  };
  const auto first = take_back_with("jefa", "2026-01-06T00:00:00Z");
  take_back_with("otra", "2026-01-08T00:00:00Z");
  const std::pair<Language, const char*> table[] = {
      {Language::kSpanish,
       "  (anulado)  (corrección de ramos: not this one)  (la corrección la aprobó jefa)\n"},
      {Language::kEnglish,
       "  (voided)  (correction by ramos: not this one)  (correction approved by jefa)\n"},
      {Language::kFrench,
       "  (annulé)  (correction de ramos : not this one)  (correction approuvée par jefa)\n"}};
  for (const auto& [language, words] : table)
    EXPECT_THAT(explanation_text(report_of("FATHER"), language), HasSubstr(words));
  const auto json = nlohmann::json::parse(explanation_json(report_of("FATHER"), {}));
  EXPECT_EQ(json["crossings"][0]["correction_approved_by"], "jefa");
  EXPECT_EQ(json["crossings"][0]["corrected_by"], "ramos");
  EXPECT_EQ(json["crossings"][0]["correction_reason"], "not this one");
  const auto all = *all_crossings(centre_.reading(), true);
  EXPECT_THAT(all, HasSubstr(R"("corrected_by":"ramos","correction_reason":"not this one")"));
  const Viewpoint before{now_, utc("2026-01-05T23:00:00Z")};
  EXPECT_THAT(explanation_text(report_of("FATHER", before), Language::kEnglish),
              Not(HasSubstr("approved")))
      << "nobody had corrected it";
  take_back("CENTRE", first, "2026-01-09T00:00:00Z");
  EXPECT_THAT(explanation_text(report_of("FATHER"), Language::kEnglish),
              HasSubstr("(correction approved by otra)"))
      << "the first does not hold";
  const Viewpoint then{now_, utc("2026-01-08T12:00:00Z")};
  EXPECT_THAT(explanation_text(report_of("FATHER", then), Language::kEnglish),
              HasSubstr("(correction approved by jefa)"))
      << "as it was known when it held";
}

}  // namespace
}  // namespace garita::central::testing
