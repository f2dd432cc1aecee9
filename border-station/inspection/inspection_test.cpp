#include "border-station/inspection/inspection.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "schema/vocabulary/codes.h"

namespace garita::station {
namespace {

constexpr auto kPack = R"(
name = "Test"
version = "1"
country = "XXK"

[[rule]]
id = "visitor"
kind = "granted_days"
cap = 30
effective_from = 2020-01-01
citation = "invented for the test"
confidence = "high"
)";

const PolicyPack& pack() {
  static const auto read = PolicyPack::from_toml(kPack);
  if (!read) ADD_FAILURE() << read.error().message;
  return *read;
}

Date day(std::string_view iso) { return *Date::from_iso(iso); }

Situation clean_entry() {
  Situation situation;
  situation.now = *Instant::from_rfc3339("2026-03-02T14:00:00Z");
  situation.today = day("2026-03-02");
  situation.alert_list_held = true;
  situation.policies = &pack();
  PresentedDocument document;
  document.document_code = "P";
  document.issuing_state = CountryCode("UTO");
  document.nationality = CountryCode("UTO");
  document.document_number = "L898902C3";
  document.surname = "ERIKSSON";
  document.birth_date = *PartialDate::from_text("1974-08-12");
  document.expiry_date = *PartialDate::from_text("2031-04-15");
  document.check_digits = {{"document_number", true}, {"composite", true}};
  situation.document = document;
  return situation;
}

Draft admit() {
  Draft draft;
  draft.purpose = "holiday";
  draft.transport = "on_foot";
  draft.granted_days = 10;
  return draft;
}

std::string faults(const Situation& situation, const Draft& draft) {
  std::string text;
  for (const auto& fault : faults_of(situation, inspect(situation), draft)) {
    text += (text.empty() ? "" : ", ") + fault.pointer + " " + fault.code;
  }
  return text;
}

std::string kinds_of_alerts(const Situation& situation) {
  std::string text;
  for (const auto& alert : inspect(situation).alerts) {
    text += (text.empty() ? "" : ", ") + alert.kind;
  }
  return text;
}

TEST(Inspection, ACleanTravellerCostsOneKey) {
  EXPECT_EQ(kinds_of_alerts(clean_entry()), "");
  EXPECT_EQ(faults(clean_entry(), admit()), "");
  const auto stay = inspect(clean_entry()).stay;
  ASSERT_TRUE(stay);
  EXPECT_EQ(stay->state, "to_be_granted");
  EXPECT_EQ(stay->days_max, 30);
}

TEST(Inspection, AnAlertHitIsAnsweredWithItsReasonBeforeAdmitting) {
  auto situation = clean_entry();
  situation.hits = {{"A-1", "document"}};
  auto draft = admit();
  EXPECT_EQ(faults(situation, draft), "#question/alert-1 missing");
  for (const auto* unsaid : {" \t\r\n", ".", "--", "x", "17"}) {
    draft.answers = {{"alert-1", "supervisor_decided", unsaid}};
    EXPECT_EQ(faults(situation, draft), "#question/alert-1 note_missing") << unsaid;
  }
  draft.answers = {{"alert-1", "because", "x"}};
  EXPECT_EQ(faults(situation, draft), "#question/alert-1 unknown_code");
  draft.answers = {{"alert-1", "not_the_same_person", "other birth place"}};
  EXPECT_EQ(faults(situation, std::exchange(draft, Draft())), "");
  draft.decision = DecisionKind::kRefer;
  draft.grounds = {"alert_hit"};
  EXPECT_EQ(faults(situation, draft), "") << "to refer needs no answer";
}

TEST(Inspection, AWrongCheckDigitIsOverriddenOnlyWithAReason) {
  auto situation = clean_entry();
  situation.document->check_digits = {{"birth_date", false}, {"optional_data", std::nullopt}};
  EXPECT_EQ(kinds_of_alerts(situation), "check_digit_wrong");
  EXPECT_EQ(faults(situation, admit()), "#question/override-check_digit_birth_date missing");
}

const PolicyPack& pool_pack() {
  static const auto read = PolicyPack::from_toml(R"(
name = "Test"
version = "1"
country = "XXK"
[[rule]]
id = "visitor"
kind = "shared_pool"
cap = 90
states = ["XXK", "SLV", "HND"]
effective_from = 2020-01-01
citation = "invented for the test"
)");
  if (!read) ADD_FAILURE() << read.error().message;
  return *read;
}

/// "PROPOSED: LIKELY …", or "not asked".
std::string question_of_state(const Situation& situation) {
  const auto asked = inspect(situation).other_state;
  if (!asked) return "not asked";
  std::string text = asked->proposed.value() + ":";
  for (const auto& state : asked->likely) text += " " + state.value();
  return text;
}

TEST(Inspection, AsksWhereTravellersComeFromOnlyWhereARuleLooksAtIt) {
  auto situation = clean_entry();
  situation.neighbour = CountryCode("SLV");
  EXPECT_EQ(question_of_state(situation), "not asked");
  situation.policies = &pool_pack();
  EXPECT_EQ(question_of_state(situation), "SLV: SLV HND");
  situation.state_last = CountryCode("MEX");
  situation.direction = Direction::kExit;
  EXPECT_EQ(question_of_state(situation), "SLV: SLV MEX HND");
  situation.neighbour = {};
  EXPECT_EQ(question_of_state(situation), ": MEX HND SLV");
  situation.document->nationality = CountryCode("XXK");
  EXPECT_EQ(question_of_state(situation), "not asked");
}

TEST(Inspection, ADecisionWaitsForNoStateButTakesNoneThatIsNone) {
  auto situation = clean_entry();
  situation.policies = &pool_pack();
  const std::pair<const char*, const char*> cases[] = {{"", ""},
                                                       {"SLV", ""},
                                                       {"D", ""},
                                                       {"slv", "/other_state unknown_code"},
                                                       {"SLVX", "/other_state unknown_code"},
                                                       {"XXK", "/other_state own_state"}};
  for (const auto& [state, fault] : cases) {
    auto draft = admit();
    draft.other_state = state;
    EXPECT_EQ(faults(situation, draft), fault) << state;
  }
}

TEST(Inspection, SaysUntilWhenAnEarlierTermGoesOnAndForWhom) {
  auto situation = clean_entry();
  situation.policies = &pool_pack();
  const auto goes_on = [&]() -> std::string {
    const auto stay = inspect(situation).stay;
    const auto visitor = std::ranges::find(stay->terms, kVisitorClass, &ClassTerm::admission_class);
    if (visitor == stay->terms.end() || !visitor->goes_on) return "";
    std::string text = visitor->goes_on->until.iso();
    for (const auto& state : visitor->goes_on->from) text += " " + state.value();
    return text;
  };
  EXPECT_EQ(goes_on(), "");
  Visit before;
  before.absence_unseen = true;
  before.admission.entered = day("2026-02-01");
  before.admission.audience = {CountryCode("UTO"), "P", std::string(kVisitorClass)};
  before.left = day("2026-02-20");
  before.went_to = CountryCode("HND");
  situation.visits_before = {before};
  EXPECT_EQ(goes_on(), "2026-05-01 HND SLV");
  situation.visits_before[0].went_to = CountryCode("MEX");
  EXPECT_EQ(goes_on(), "");
}

TEST(Inspection, WhoAsksForAsylumIsReferredNotRefused) {
  Draft refusal;
  refusal.decision = DecisionKind::kRefuse;
  EXPECT_EQ(faults(clean_entry(), refusal), "/grounds missing, #question/asylum missing");
  refusal.grounds = {"purpose_not_justified"};
  refusal.answers = {{"asylum", "claim_made", ""}};
  EXPECT_EQ(faults(clean_entry(), refusal), "/decision must_be_referred");
  refusal.answers = {{"asylum", "no_claim", ""}};
  EXPECT_EQ(faults(clean_entry(), refusal), "");
}

TEST(Inspection, AClaimIsWrittenInNoRecordOfTheCrossing) {
  Draft referral;
  referral.decision = DecisionKind::kRefer;
  referral.grounds = {"second_interview"};
  referral.answers = {{"asylum", "claim_made", ""}};
  EXPECT_EQ(faults(clean_entry(), referral), "#question/asylum in_clear");
  referral.answers = {{"asylum", "no_claim", ""}};
  EXPECT_EQ(faults(clean_entry(), referral), "");
}

TEST(Inspection, AConcernLeavesNoOtherTraceThanASecondInterview) {
  auto situation = clean_entry();
  EXPECT_TRUE(inspect(situation).concerns.empty()) << "there is nobody to tell";
  situation.protection_unit_known = true;
  EXPECT_EQ(inspect(situation).concerns.size(), codes_of(CodeList::kProtectionConcern).size());
  const auto told = [](DecisionKind decision, std::vector<std::string> grounds) {
    Draft draft;
    draft.decision = decision;
    draft.grounds = std::move(grounds);
    draft.concerns = {"papers_kept"};
    return draft;
  };
  const auto second = told(DecisionKind::kRefer, {"second_interview"});
  EXPECT_EQ(faults(situation, second), "");
  EXPECT_EQ(faults(clean_entry(), second), "/concerns no_protection_unit");
  EXPECT_EQ(faults(situation, told(DecisionKind::kRefer, {"child"})),
            "/grounds only_second_interview");
  EXPECT_EQ(faults(situation, told(DecisionKind::kRefer, {"second_interview", "child"})),
            "/grounds only_second_interview");
  auto changed = told(DecisionKind::kRefuse, {"purpose_not_justified"});
  changed.answers = {{"asylum", "no_claim", ""}};
  EXPECT_EQ(faults(situation, changed), "/decision must_be_referred");
  changed = second;
  changed.note = "afraid of the man beside her";
  EXPECT_EQ(faults(situation, changed), "/note in_clear");
  changed = second;
  changed.concerns = {"papers_kept", "red_hair"};
  EXPECT_EQ(faults(situation, changed), "/concerns unknown_code");
  changed = second;
  changed.protection_note = std::string(501, 'n');
  EXPECT_EQ(faults(situation, changed), "/protection_note too_long");
  changed = second;
  changed.concerns.clear();
  EXPECT_EQ(faults(situation, changed), "");
  changed.protection_note = "nothing ticked";
  EXPECT_EQ(faults(situation, changed), "/concerns missing");
}

TEST(Inspection, ACrossingInTheFutureIsNotRecorded) {
  auto draft = admit();
  draft.at = clean_entry().now.plus(kAheadOfClockMax);
  EXPECT_EQ(faults(clean_entry(), draft), "");
  draft.at = draft.at->plus(std::chrono::milliseconds(1));
  EXPECT_EQ(faults(clean_entry(), draft), "/at in_the_future");
}

TEST(Inspection, AnExpiredDocumentStopsAnEntryAndNeverAnExit) {
  auto situation = clean_entry();
  situation.document->expiry_date = *PartialDate::from_text("2026-03-01");
  EXPECT_EQ(kinds_of_alerts(situation), "document_expired");
  EXPECT_EQ(faults(situation, admit()), "#question/expired missing");
  situation.direction = Direction::kExit;
  EXPECT_EQ(faults(situation, Draft{}), "");
}

TEST(Inspection, AnExitGoesByTheScanWhereNothingIsAmissAndPoliciesSaySo) {
  static const auto by_scan = *PolicyPack::from_toml("exits_by_scan = true\n" + std::string(kPack));
  auto clean = clean_entry();
  clean.direction = Direction::kExit;
  clean.policies = &by_scan;
  clean.open_stay = KnownStay{};
  clean.open_stay->basis = "local_records";
  clean.open_stay->by_document = true;
  clean.open_stay->admission.entered = day("2026-02-20");
  clean.open_stay->admission.audience = {CountryCode("UTO"), "P", "visitor"};
  EXPECT_TRUE(inspect(clean).exit_by_scan);
  const std::pair<const char*, std::function<void(Situation&)>> amiss[] = {
      {"policies", [](Situation& now) { now.policies = &pack(); }},
      {"no policies", [](Situation& now) { now.policies = nullptr; }},
      {"an entry", [](Situation& now) { now.direction = Direction::kEntry; }},
      {"not seen here", [](Situation& now) { now.post_sees_direction = false; }},
      {"no document", [](Situation& now) { now.document.reset(); }},
      {"wrong digit", [](Situation& now) { now.document->check_digits[1].second = false; }},
      {"not read", [](Situation& now) { now.document->check_digits.clear(); }},
      {"expired",
       [](Situation& now) { now.document->expiry_date = *PartialDate::from_text("2026-03-01"); }},
      {"a child",
       [](Situation& now) { now.document->birth_date = *PartialDate::from_text("2015-01-01"); }},
      {"a hit", [](Situation& now) { now.hits.emplace_back().matched_by = "document"; }},
      {"no list", [](Situation& now) { now.alert_list_held = false; }},
      {"over", [](Situation& now) { now.open_stay->admission.entered = day("2026-01-01"); }},
      {"somebody of the same name", [](Situation& now) { now.open_stay->by_document = false; }},
      {"gone already", [](Situation& now) { now.open_stay.reset(); }},
  };
  for (const auto& [what, change] : amiss) {
    auto situation = clean;
    change(situation);
    EXPECT_FALSE(inspect(situation).exit_by_scan) << what;
  }
  auto cleared = clean;
  cleared.hits = {{"A-1", "name_alike", ListHit::Cleared{day("2026-02-20"), "PASO-01", {}}}};
  EXPECT_FALSE(inspect(cleared).exit_by_scan) << "an officer sees who looks like somebody listed";
}

TEST(Inspection, APhotoIsAskedForAtEntryAloneAndOnlyWherePoliciesWantOne) {
  static const auto wanting =
      *PolicyPack::from_toml("photo_at_entry = true\n" + std::string(kPack));
  const auto asked = [](const Situation& situation) {
    const auto found = inspect(situation);
    return std::ranges::any_of(found.questions, [](const auto& one) { return one.id == "photo"; });
  };
  auto wanted = clean_entry();
  wanted.policies = &wanting;
  EXPECT_TRUE(asked(wanted));
  EXPECT_EQ(faults(wanted, admit()), "#question/photo missing");
  const std::pair<const char*, std::function<void(Situation&)>> not_asked[] = {
      {"policies", [](Situation& now) { now.policies = &pack(); }},
      {"an exit", [](Situation& now) { now.direction = Direction::kExit; }},
      {"one was taken", [](Situation& now) { now.photo_taken = true; }},
  };
  for (const auto& [what, change] : not_asked) {
    auto situation = wanted;
    change(situation);
    EXPECT_FALSE(asked(situation)) << what;
  }
}

TEST(Inspection, NoMoreDaysThanTheRuleAllows) {
  auto draft = admit();
  draft.granted_days = 31;
  EXPECT_EQ(faults(clean_entry(), draft), "/granted_days out_of_range");
  draft.purpose.clear();
  draft.granted_days = 0;
  EXPECT_EQ(faults(clean_entry(), draft), "/purpose missing, /granted_days out_of_range");
}

TEST(Inspection, TheDaysAreThoseOfTheClassThatTheOfficerChose) {
  auto situation = clean_entry();
  const auto classes = *PolicyPack::from_toml(R"(
name = "Test"
version = "1"
country = "XXK"

[[rule]]
id = "visitor"
kind = "granted_days"
cap = 30
classes = ["visitor"]
effective_from = 2020-01-01
citation = "invented"

[[rule]]
id = "student"
kind = "granted_days"
cap = 365
classes = ["student"]
effective_from = 2020-01-01
citation = "invented"

[[rule]]
id = "transit"
kind = "fixed_days"
days = 3
classes = ["transit"]
effective_from = 2020-01-01
citation = "invented"
)");
  situation.policies = &classes;
  const auto with = [&](const std::string& admission_class, int days, const char* until = "") {
    auto draft = admit();
    draft.admission_class = admission_class;
    draft.granted_days = days;
    if (*until != '\0') {
      draft.granted_days.reset();
      draft.granted_until = day(until);
    }
    return faults(situation, draft);
  };
  EXPECT_EQ(with("", 31), "/granted_days out_of_range") << "a visitor, where nothing is said";
  EXPECT_EQ(with("student", 180), "");
  EXPECT_EQ(with("student", 366), "/granted_days out_of_range");
  EXPECT_EQ(with("transit", 4), "/granted_days out_of_range");
  EXPECT_EQ(with("worker", 400), "") << "no rule, no limit that is known here";
  EXPECT_EQ(with("visitor", 0, "2026-03-31"), "") << "day 30";
  EXPECT_EQ(with("visitor", 0, "2026-04-01"), "/granted_until out_of_range");
  EXPECT_EQ(with("visitor", 0, "2026-03-01"), "/granted_until out_of_range");
  const auto inspection = inspect(situation);
  const auto& stay = inspection.stay;
  ASSERT_EQ(stay->terms.size(), 3U);
  EXPECT_EQ(stay->terms[1].admission_class, "transit");
  EXPECT_TRUE(stay->terms[1].days_are_fixed);
}

TEST(Inspection, TheDaysOfASharedPoolAreGrantedAndThoseOfTheCalendarAreFixed) {
  const auto visitor = [](const std::string& kind) {
    auto situation = clean_entry();
    const auto rules = *PolicyPack::from_toml(
        "name = \"Test\"\nversion = \"1\"\ncountry = \"XXK\"\n[[rule]]\nid = \"visitor\"\n"
        "effective_from = 2020-01-01\ncitation = \"invented\"\nclasses = [\"visitor\"]\n" +
        kind);
    situation.policies = &rules;
    const auto inspection = inspect(situation);
    const auto& term = inspection.stay->terms.at(0);
    return std::to_string(term.days_max.value_or(-1)) + (term.days_are_fixed ? " fixed" : "");
  };
  EXPECT_EQ(visitor("kind = \"shared_pool\"\ncap = 90\nstates = [\"XXK\", \"UTO\"]"), "90");
  EXPECT_EQ(visitor("kind = \"calendar_months\"\nmonths = 1"), "32 fixed");
  EXPECT_EQ(visitor("kind = \"calendar_months\"\nmonths = 1\nentry_day = \"does_not_count\""),
            "31 fixed");
  EXPECT_EQ(visitor("kind = \"rolling_days\"\ndays = 90\nwindow_days = 180"), "90 fixed");
  EXPECT_EQ(visitor("kind = \"calendar_year_days\"\ndays = 20"), "20 fixed");
}

TEST(Inspection, WhatMayBeGrantedIsNotSaidToBeGranted) {
  const auto inspection = inspect(clean_entry());
  for (const auto& line : inspection.stay->authorised.derivation) {
    EXPECT_NE(line.code, "granted_days");
    EXPECT_NE(line.code, "entered");
  }
}

TEST(Inspection, AnEntryWithoutAnExitIsNoCleanHistory) {
  auto situation = clean_entry();
  KnownStay known;
  known.admission.entered = day("2026-02-01");
  known.basis = "local_records";
  situation.open_stay = known;
  EXPECT_EQ(kinds_of_alerts(situation), "entry_without_exit");
  const auto checks = inspect(situation).checks;
  const auto history = std::find_if(checks.begin(), checks.end(),
                                    [](const auto& check) { return check.code == "stay_history"; });
  EXPECT_EQ(history->state, CheckState::kNotDone);
  EXPECT_EQ(history->reason, "exit_not_known_here");
  EXPECT_EQ(faults(situation, admit()), "") << "the exit may have been at another post";
}

TEST(Inspection, WordsComeFromTheirLists) {
  auto draft = admit();
  draft.purpose = "sunbathing";
  draft.admission_class = "guest";
  EXPECT_EQ(faults(clean_entry(), draft), "/purpose unknown_code, /admission_class unknown_code");
  Draft referral;
  referral.decision = DecisionKind::kRefer;
  referral.grounds = {"purpose_not_justified"};
  EXPECT_EQ(faults(clean_entry(), referral), "/grounds unknown_code") << "a ground of refusals";
}

TEST(Inspection, NobodyIsAdmittedWithoutADocumentButAnyoneCanBeReferred) {
  auto situation = clean_entry();
  situation.document.reset();
  EXPECT_EQ(faults(situation, admit()), "/document missing");
  Draft referral;
  referral.decision = DecisionKind::kRefer;
  referral.grounds = {"no_document"};
  EXPECT_EQ(faults(situation, referral), "");
}

TEST(Inspection, AnOverstayIsShownAtTheExitAndRefusesNothing) {
  auto situation = clean_entry();
  situation.direction = Direction::kExit;
  KnownStay known;
  known.admission.entered = day("2026-02-01");
  known.admission.audience = {CountryCode("UTO"), "P", "visitor"};
  known.admission.granted_days = 20;
  known.basis = "open_stays";
  situation.open_stay = known;
  const auto inspection = inspect(situation);
  ASSERT_TRUE(inspection.stay);
  EXPECT_EQ(inspection.stay->state, "over");
  EXPECT_EQ(inspection.stay->authorised.last_legal_day, day("2026-02-20"));
  EXPECT_EQ(inspection.stay->position.days_over, 10);
  EXPECT_EQ(kinds_of_alerts(situation), "overstay_now");
  EXPECT_EQ(faults(situation, Draft{}), "");
}

TEST(Inspection, WhatWasNotDoneIsNoSuccess) {
  auto situation = clean_entry();
  situation.alert_list_held = false;
  situation.policies = nullptr;
  const auto inspection = inspect(situation);
  const auto list = std::find_if(inspection.checks.begin(), inspection.checks.end(),
                                 [](const auto& check) { return check.code == "alert_list"; });
  ASSERT_NE(list, inspection.checks.end());
  EXPECT_EQ(list->state, CheckState::kNotDone);
  EXPECT_EQ(list->reason, "no_list");
  EXPECT_FALSE(inspection.stay);
}

TEST(Inspection, APostThatSeesNoExitsRecordsNone) {
  auto situation = clean_entry();
  situation.direction = Direction::kExit;
  situation.post_sees_direction = false;
  EXPECT_EQ(faults(situation, Draft{}), "/direction wrong_direction");
}

}  // namespace
}  // namespace garita::station
