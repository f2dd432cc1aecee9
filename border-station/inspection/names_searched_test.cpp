// What is made of an alert list whose names were not searched, or not all.
#include <gtest/gtest.h>

#include "border-station/inspection/test_situation.h"

namespace garita::station {
namespace {

const PolicyPack& by_scan() {
  static const auto pack = thirty_days_at_most("exits_by_scan = true");
  return pack;
}

Situation leaving(NamesSearched searched) {
  Situation situation;
  situation.direction = Direction::kExit;
  situation.now = *Instant::from_rfc3339("2026-03-02T14:00:00Z");
  situation.today = *Date::from_iso("2026-03-02");
  situation.alert_list_held = true;
  situation.names_searched = searched;
  situation.policies = &by_scan();
  auto& document = situation.document.emplace();
  document.issuing_state = document.nationality = CountryCode("UTO");
  document.document_number = "L898902C3";
  document.surname = "ERIKSSON";
  document.birth_date = *PartialDate::from_text("1974-08-12");
  document.expiry_date = *PartialDate::from_text("2031-04-15");
  document.check_digits = {{"document_number", true}};
  auto& stay = situation.open_stay.emplace();
  stay.basis = "local_records";
  stay.by_document = true;
  stay.admission.entered = *Date::from_iso("2026-02-20");
  stay.admission.audience = {CountryCode("UTO"), "P", "visitor"};
  return situation;
}

/// The check, the alert that says so, and what is asked: "not_done names_not_ready; warning;
/// asked".
std::string made_of(const Situation& situation) {
  const Inspection found = inspect(situation);
  std::string text;
  for (const auto& check : found.checks) {
    if (check.code != "alert_names") continue;
    text = std::string(check_state_name(check.state)) + " " + check.reason;
  }
  for (const auto& alert : found.alerts)
    text += "; " + alert.kind + " " + std::string(severity_name(alert.severity));
  for (const auto& question : found.questions)
    if (question.code == "names_not_searched") text += "; asked";
  return text + (found.exit_by_scan ? "; by scan" : "");
}

TEST(NamesOfTheList, ThatWereNotSearchedAreSaidAndKeepAnExitFromGoingByTheScan) {
  const std::pair<NamesSearched, const char*> cases[] = {
      {NamesSearched::kOfThisList, "ok ; by scan"},
      {NamesSearched::kOfListBefore, "not_done names_of_list_before; names_of_list_before info"},
      {NamesSearched::kOfListLongBefore,
       "not_done names_of_list_before; names_long_behind warning; asked"},
      {NamesSearched::kNotYet, "not_done names_not_ready; names_not_searched warning; asked"},
      {NamesSearched::kNotHere, "not_done names_not_here"},
  };
  for (const auto& [searched, expected] : cases) EXPECT_EQ(made_of(leaving(searched)), expected);
  auto nameless = leaving(NamesSearched::kNotYet);
  nameless.document->surname.clear();
  EXPECT_EQ(made_of(nameless), "not_done no_name") << "names cannot help";
  nameless.names_searched = NamesSearched::kOfListLongBefore;
  EXPECT_EQ(made_of(nameless), "not_done no_name");
  auto without_list = leaving(NamesSearched::kNotYet);
  without_list.alert_list_held = false;
  EXPECT_EQ(made_of(without_list), "") << "the list itself is what lacks";
}

TEST(NamesOfTheList, ThatAreNotReadyAreAcknowledgedBeforeAdmittingAlone) {
  for (const auto searched : {NamesSearched::kNotYet, NamesSearched::kOfListLongBefore}) {
    const auto situation = leaving(searched);
    const auto faults = [&](const Draft& draft) {
      std::string text;
      for (const auto& fault : faults_of(situation, inspect(situation), draft))
        text += fault.pointer + " " + fault.code + ";";
      return text;
    };
    Draft draft;
    EXPECT_EQ(faults(draft), "#question/names missing;");
    draft.answers = {{"names", "because", ""}};
    EXPECT_EQ(faults(draft), "#question/names unknown_code;");
    draft.answers = {{"names", "cannot_wait", ""}};
    EXPECT_EQ(faults(draft), "");
    Draft refer;
    refer.decision = DecisionKind::kRefer;
    refer.grounds = {"document_doubt"};
    EXPECT_EQ(faults(refer), "");
  }
}

}  // namespace
}  // namespace garita::station
