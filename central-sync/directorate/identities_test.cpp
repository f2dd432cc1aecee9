// Who may be one person: what a reviewer sees and decides.
#include "central-sync/directorate/directorate_fixture.h"

namespace garita::central {
namespace {

constexpr const char* kEntered = "2026-01-03T16:00:00Z";
constexpr const char* kLeft = "2026-01-20T16:00:00Z";
constexpr const char* kTold = "2026-02-06T11:30:00Z";

/// Somebody came in under one name and left under another that may be hers.
class Identities : public DirectorateTest {
 protected:
  Identities() {
    cross(Direction::kEntry, "NORTE", kEntered, {"A1", "1980-03-09"});
    cross(Direction::kExit, "SUR", kLeft, {"B2", "1980-XX-XX"});
    for (const auto* post : {"NORTE", "SUR"}) claim(post, kTold);
    centre_.project();
  }
  struct Document {
    const char* number;
    const char* birth;
  };
  void cross(Direction direction, const char* post, const char* at, const Document& document) {
    auto made = testing::crossing(direction, post, utc(at), document.number);
    made.document.surname = "GARCIA LOPEZ";
    made.document.given_names = "ANA MARIA";
    made.document.birth_date = *PartialDate::from_text(document.birth);
    centre_.station(post).write(made, utc(at));
    centre_.receive(centre_.station(post), utc(at));
  }
  json reviews() { return json::parse(ask("GET", "/api/reviews").body); }
  Response decide(const std::string& decision, const json& review, const std::string& reason) {
    return ask("POST", "/api/identity-decisions",
               json{{"decision", decision},
                    {"one", review["one"]["pseudonym"]},
                    {"other", review["other"]["pseudonym"]},
                    {"reason", reason}}
                   .dump());
  }
  json outcome(const Response& decided) {
    centre_.project();
    const std::string record = json::parse(decided.body)["record"];
    return json::parse(ask("GET", "/api/identity-decisions/" + record).body);
  }
  /// "OVERSTAY_OPEN pending_data>": of each flag, how it stood and how it stands.
  static std::vector<std::string> flags(const json& outcome) {
    std::vector<std::string> lines;
    for (const auto& flag : outcome["flags"])
      lines.push_back(flag["flag"].get<std::string>() + " " + flag.value("before", "") + ">" +
                      flag.value("after", ""));
    return lines;
  }
};

TEST_F(Identities, AReviewShowsBothWithWhatSpeaksForIt) {
  log_in_as("reviewer");
  audit_.clear();
  const json page = reviews();
  ASSERT_EQ(page["items"].size(), 1U) << page;
  EXPECT_EQ(page["more"], false);
  const json& review = page["items"][0];
  std::map<std::string, json> sides;
  for (const auto* side : {"one", "other"})
    sides[review[side]["documents"][0]["number"]] = review[side];
  ASSERT_TRUE(sides.contains("A1") && sides.contains("B2")) << review;
  EXPECT_EQ(sides["A1"]["surname"], "GARCIA LOPEZ");
  EXPECT_EQ(sides["A1"]["birth_date"], "1980-03-09");
  EXPECT_EQ(sides["B2"]["birth_date"], "1980-XX-XX");
  EXPECT_GE(review["score"], 0.6);
  EXPECT_EQ(review["reasons"][1], (json{{"reason", "word_same"}, {"value", "GARCIA"}}));
  EXPECT_EQ(review["holds"], 2);
  const std::string pair = review["one"]["pseudonym"].get<std::string>() + "~" +
                           review["other"]["pseudonym"].get<std::string>();
  EXPECT_EQ(audit_, "reviewer reviews_seen " + pair + " \n");
  audit_broken_ = true;
  EXPECT_EQ(ask("GET", "/api/reviews").status, 503) << "nobody sees what is not on record";
}

TEST_F(Identities, ALinkSaysWhichFlagsItTookBackAndItsOppositeWhichItBrought) {
  log_in_as("reviewer");
  const json review = reviews()["items"][0];
  audit_.clear();
  const Response linked = decide("link", review, "her old passport was seen");
  ASSERT_EQ(linked.status, 201) << linked.body;
  EXPECT_EQ(json::parse(linked.body)["state"], "waiting");
  const json known = outcome(linked);
  EXPECT_EQ(known["state"], "known") << known;
  EXPECT_EQ(known["reason"], "her old passport was seen");
  EXPECT_EQ(known["officer"], "reviewer");
  EXPECT_EQ(known["persons_before"].size(), 2U);
  EXPECT_EQ(known["persons_after"].size(), 1U);
  EXPECT_EQ(flags(known), (std::vector<std::string>{"OVERSTAY_OPEN pending_data>",
                                                    "EXIT_WITHOUT_ENTRY pending_data>"}));
  EXPECT_EQ(reviews()["items"].size(), 0U);
  clock_.pass(std::chrono::minutes(1));
  const Response separated = decide("separate", review, "twins after all");
  const json parted = outcome(separated);
  EXPECT_EQ(flags(parted),
            (std::vector<std::string>{"OVERSTAY_OPEN >probable", "EXIT_WITHOUT_ENTRY >probable"}));
  EXPECT_EQ(parted["persons_after"].size(), 2U);
  EXPECT_EQ(outcome(linked)["flags"], known["flags"]) << "what was told of it stays the same";
  const json decisions = json::parse(ask("GET", "/api/identity-decisions").body)["items"];
  ASSERT_EQ(decisions.size(), 2U);
  EXPECT_EQ(decisions[0]["decision"], "separate");
  EXPECT_EQ(decisions[0]["holds"], true);
  EXPECT_EQ(decisions[1]["holds"], false);
}

TEST_F(Identities, DocumentsStandAsTheirKeysHaveThemAlsoWhereTheyAreOnePersons) {
  cross(Direction::kEntry, "NORTE", kEntered, {"c-3", "1990-01-01"});
  cross(Direction::kEntry, "NORTE", kLeft, {"D 4", "1990-01-01"});
  centre_.project();
  log_in_as("reviewer");
  std::set<std::string> numbers;
  const json pairs = reviews();
  for (const auto& review : pairs["items"]) {
    if (review["one"]["person"] != review["other"]["person"]) continue;
    for (const auto* side : {"one", "other"})
      for (const auto& document : review[side]["documents"]) numbers.insert(document["number"]);
  }
  EXPECT_EQ(numbers, (std::set<std::string>{"C3", "D4"})) << pairs;
}

TEST_F(Identities, ADecisionNeedsAReasonAndIsOnRecordOrIsNotTaken) {
  log_in_as("reviewer");
  const json review = reviews()["items"][0];
  audit_.clear();
  EXPECT_EQ(decide("link", review, "").status, 428);
  EXPECT_EQ(decide("link", review, "   ").status, 428);
  EXPECT_EQ(decide("marry", review, "seen").status, 400);
  EXPECT_EQ(ask("POST", "/api/identity-decisions", "[]").status, 400);
  const json nobody{{"one", {{"pseudonym", "P-NOBODY"}}}, {"other", review["other"]}};
  EXPECT_EQ(decide("link", nobody, "seen").status, 409);
  EXPECT_EQ(audit_, "");
  audit_broken_ = true;
  EXPECT_EQ(decide("link", review, "seen").status, 503);
  audit_broken_ = false;
  centre_.project();
  EXPECT_EQ(reviews()["items"].size(), 1U);
  audit_.clear();
  EXPECT_EQ(decide("link", review, "seen").status, 201);
  EXPECT_EQ(audit_.substr(0, 24), "reviewer persons_linked ");
  centre_.project();
  EXPECT_EQ(decide("link", review, "seen").status, 409) << "they are one already";
}

TEST_F(Identities, WhatIsNoDecisionIsWaitedForOrNotThere) {
  log_in_as("reviewer");
  EXPECT_EQ(ask("GET", "/api/identity-decisions/nothing").status, 404);
  const json waiting =
      json::parse(ask("GET", "/api/identity-decisions/CENTRE-01:1:movement:77").body);
  EXPECT_EQ(waiting["state"], "waiting");
}

}  // namespace
}  // namespace garita::central
