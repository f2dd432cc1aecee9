#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "central-sync/reports/explain.h"
#include "central-sync/reports/overstays.h"
#include "central-sync/store/test_country.h"

namespace garita::central::testing {

/// "GTM A1 GARCIA LOPEZ<<ANA MARIA 1980-02-29 GTM": issuer, number, name, birth, nationality.
inline TravelDocument document(const std::string& text) {
  TravelDocument made;
  made.document_code = "P";
  const auto number = text.find(' ') + 1;
  const auto name = text.find(' ', number) + 1;
  const auto nation = text.rfind(' ') + 1;
  const auto birth = text.rfind(' ', nation - 2) + 1;
  const auto given = text.find("<<");
  made.issuing_state = text.substr(0, number - 1);
  made.document_number = text.substr(number, name - number - 1);
  made.surname = text.substr(name, given - name);
  made.given_names = text.substr(given + 2, birth - given - 3);
  made.birth_date = *PartialDate::from_text(text.substr(birth, nation - birth - 1));
  made.nationality = text.substr(nation);
  return made;
}

/// A centre with travellers who are told apart by what their documents say.
class Persons : public ::testing::Test {
 protected:
  RecordId enter(const std::string& who, std::string_view at) {
    return cross(Direction::kEntry, "NORTE", who, at);
  }
  RecordId leave(const std::string& who, std::string_view at) {
    return cross(Direction::kExit, "SUR", who, at);
  }
  RecordId cross(Direction direction, const std::string& post, const std::string& who,
                 std::string_view at) {
    auto made = crossing(direction, post, utc(at), "X");
    made.document = document(who);
    made.document.sex = sex;
    const auto id = centre.station(post).write(made, utc(at));
    centre.receive(centre.station(post), utc(at));
    centre.project();
    return id;
  }
  RecordId decide(IdentityDecisionKind kind, const PersonLink& pair, std::string_view at) {
    const auto id = centre.own().write(
        IdentityDecision{kind, pair.first, pair.second, utc(at), OfficerId("lopez"), "seen"},
        utc(at));
    centre.receive(centre.own(), utc(at));
    centre.project();
    return id;
  }
  /// Both posts are complete up to now.
  void complete(std::string_view at) {
    for (const auto* post : {"NORTE", "SUR"})
      centre.receive_claim(centre.station(post), utc(at), utc(at));
    centre.project();
  }
  /// "OVERSTAY_OPEN,probable EXIT_WITHOUT_ENTRY,probable" of all that is not within its term.
  std::string flags(const OverstayQuery& query = {},
                    std::string_view now = "2026-06-01T00:00:00Z") {
    OverstayQuery asked = query;
    asked.states = std::set{FlagState::kDue, FlagState::kPendingData, FlagState::kProbable,
                            FlagState::kConfirmed};
    std::vector<std::string> lines;
    const auto rows = *list_overstays(centre.reading(), asked, utc(now));
    for (const auto& row : rows)
      lines.push_back(std::string(flag_name(row.flag.kind)) + "," +
                      std::string(state_name(row.flag.state)));
    std::sort(lines.begin(), lines.end());
    std::string text;
    for (const auto& line : lines) text += (text.empty() ? "" : " ") + line;
    return text;
  }
  std::size_t persons() {
    std::size_t count = 0;
    EXPECT_TRUE(centre.reading().for_each_person([&](const PersonId&) -> Result<void> {
      ++count;
      return {};
    }));
    return count;
  }
  PersonLink reviewed() {
    const auto reviews = *centre.reading().reviews(10);
    EXPECT_EQ(reviews.size(), 1U);
    return reviews.empty() ? PersonLink() : reviews.front().row.link.pair;
  }
  PersonReport explained(const RecordId& record) {
    return *explain(centre.reading(), record.text(), {}, utc("2026-06-01T00:00:00Z"));
  }

  TestCentre centre;
  std::string sex;  ///< as the documents say it
};

}  // namespace garita::central::testing
