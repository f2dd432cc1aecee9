#include "central-sync/program/bulletin_content.h"

#include <gmock/gmock.h>

#include "central-sync/program/centre.h"
#include "central-sync/program/test_program.h"
#include "schema/crypto/password.h"

namespace garita::central::testing {
namespace {

using ::testing::HasSubstr;

std::string officer(const std::string& id, const std::string& role, const char* active = "true") {
  return R"({"id":")" + id + R"(","roles":[")" + role + R"("],"verifier":")" +
         make_password_verifier("correct horse", {.memory_kib = 8, .passes = 1}) +
         R"(","active":)" + active + "}";
}
std::string officers(const std::string& list) { return R"({"officers":[)" + list + "]}"; }

/// "taken", "refused: …" (by a safety rule) or "wrong: …".
std::string checked(const std::string& channel, const std::string& content, bool exercise = false) {
  CentreSettings settings;
  settings.country = CountryCode("UTO");
  settings.exercise = exercise;
  const auto done = check_content(channel, content, settings);
  if (done) return "taken";
  return (done.error().remedy == Remedy::kAskOfficer ? "refused: " : "wrong: ") +
         done.error().message;
}

TEST(BulletinContent, IsWhatPostsReadOfTheChannel) {
  EXPECT_EQ(checked("officers", officers(officer("ramos", "officer"))), "taken");
  const std::string stays = "reference,entered,until,sealed_key\n";
  const std::string stay = std::string(22, 'a') + ",2026-01-01,2026-01-30,\n";
  EXPECT_EQ(checked("open-stays", stays + stay), "taken");
  EXPECT_EQ(checked("messages", "Fog at the pass"), "taken");
  const std::string random = "\x8f\x13\xc0\xff\x00\x9a";
  for (const auto* channel :
       {"alerts", "policies", "officers", "trust", "open-stays", "messages"}) {
    EXPECT_EQ(checked(channel, random), "wrong: it is no text in UTF-8") << channel;
  }
  for (const auto* channel : {"alerts", "policies", "officers", "trust", "open-stays"}) {
    EXPECT_THAT(checked(channel, ""), HasSubstr("wrong: ")) << channel;
  }
  EXPECT_THAT(checked("protection", "x"), HasSubstr("wrong: the protection unit's certificate"));
  EXPECT_EQ(checked("gossip", "x"),
            "wrong: there is no channel gossip; there are alerts, alert-pictures, cleared-pairs, "
            "policies, officers, trust, open-stays, messages");
  EXPECT_THAT(checked("officers", "ramos, officer"), HasSubstr("no JSON"));
  EXPECT_THAT(checked("trust", "ramos, officer"), HasSubstr("no certificate"));
  EXPECT_THAT(checked("trust", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"),
              HasSubstr("damaged"));
  EXPECT_THAT(checked("open-stays", stays + "X,,,\n"), HasSubstr("line 2"));
}

TEST(BulletinContent, OfOfficersLocksNobodyOutByASecondFactorThatNoPostCanOpen) {
  auto second = officer("ramos", "officer");
  second.insert(second.size() - 1, R"(,"second_factor":"YQ==")");
  EXPECT_THAT(checked("officers", officers(second)),
              HasSubstr("wrong: officer 1 has a second factor"));
  auto list = officers(second);
  list.insert(list.size() - 1, R"(,"second_factor_keys":{"NORTE-01":"YQ=="})");
  EXPECT_EQ(checked("officers", list), "taken");
}

TEST(BulletinContent, OfMessagesIsWordsForPeople) {
  EXPECT_EQ(checked("messages", "Niebla en el paso.\r\n\nCierre a las 18:00.\n"), "taken");
  EXPECT_EQ(checked("messages", "# Who may log in.\nid\tname\troles\n"),
            "wrong: a message is plain text, and line 2 has a tab or another control character");
  EXPECT_EQ(checked("messages", ""), "wrong: a message that says nothing");
  EXPECT_EQ(checked("messages", " \n \r\n"), "wrong: a message that says nothing");
  EXPECT_EQ(checked("messages", std::string(16'384, 'x')), "taken");
  EXPECT_EQ(checked("messages", std::string(16'385, 'x')),
            "wrong: a message has 16384 bytes at most");
}

TEST(BulletinContent, OfAlertsSaysOneThingOfOneReference) {
  const std::string header =
      "instruction,action,reference,issuer,number,surname,birth_date,valid_until\n";
  struct Case {
    std::string rows;
    std::string said;
  };
  const std::vector<Case> cases = {
      {"Stop,,A-1,UTO,X1,,,\nStop,,A-2,UTO,X1,,,\n", "taken"},
      {"Stop,,A-1,UTO,X1,,,\nStop,,A-1,,,PEREZ,1980-XX-XX,\nStop,,A-1,,,PERES,1980-XX-XX,\n",
       "taken"},
      {"Stop,,A-1,UTO,X1,,,\n\nStop,,A-2,UTO,X1,,,\nCall,,A-1,UTO,X2,,,\n", "wrong: lines 2 and 5"},
      {"Call,,A-1,,,PEREZ,1980-XX-XX,\nCall,detain,A-1,,,PERIS,1980-XX-XX,\n",
       "wrong: lines 2 and 3"},
      {"Stop,,A-1,,,PEREZ,1980-XX-XX,2027-01-01\nStop,,A-1,,,PERES,1980-XX-XX,\n",
       "wrong: lines 2 and 3"},
  };
  const std::string why =
      " have the same reference, and not the same instruction, action, valid_until";
  for (const auto& each : cases)
    EXPECT_EQ(checked("alerts", header + each.rows),
              each.said == "taken" ? each.said : each.said + why)
        << each.rows;
}

TEST(BulletinContent, OfOtherListsHasNoReferenceTwice) {
  const std::string stay = std::string(22, 'a') + ",2026-01-01,2026-01-30,\n";
  EXPECT_EQ(checked("open-stays", "reference,entered,until,sealed_key\n" + stay + stay),
            "wrong: lines 2 and 3 have the same reference");
}

TEST(BulletinContent, OfPoliciesIsOfThisCountry) {
  EXPECT_EQ(checked("policies", thirty_days()), "taken");
  auto others = thirty_days();
  others.replace(others.find("UTO"), 3, "GTM");
  EXPECT_EQ(checked("policies", others),
            "wrong: these are the policies of GTM, and this is the centre of UTO");
}

TEST(BulletinContent, OfPoliciesNamesNoClassAndNoStateThatNobodyCouldBeOf) {
  auto misspelt = thirty_days();
  misspelt += "classes = [\"turist\"]\n";
  EXPECT_THAT(checked("policies", misspelt), HasSubstr("`classes`: turist is no admission class"));
  auto invented = thirty_days() + "nationalities = [\"ZEN\"]\n";
  EXPECT_THAT(checked("policies", invented), HasSubstr("`nationalities`: ZEN is no State's code"));
  EXPECT_EQ(checked("policies", invented, true), "taken") << "in an exercise any will do";
}

TEST(BulletinContent, OfOfficersLetsSomebodyOpenADesk) {
  const auto nobody = HasSubstr("refused: with this list nobody could open a desk");
  EXPECT_THAT(checked("officers", officers("")), nobody);
  EXPECT_THAT(checked("officers", officers(officer("ramos", "officer", "false"))), nobody);
  EXPECT_THAT(checked("officers", officers(officer("jefa", "reviewer"))), nobody);
  EXPECT_EQ(checked("officers",
                    officers(officer("jefa", "reviewer") + "," + officer("ramos", "supervisor"))),
            "taken");
  EXPECT_EQ(checked("officers",
                    officers(officer("ramos", "officer") + "," + officer("ramos", "examiner"))),
            "wrong: officer 2 has an id that stands in the list already");
  EXPECT_EQ(checked("officers", officers(R"({"id":"","roles":["officer"],"verifier":"x"})")),
            "wrong: officer 1 has no id");
  EXPECT_EQ(checked("officers", officers(R"({"id":"a","roles":["officer"],"verifier":"x"})")),
            "wrong: officer 1 has a verifier that no password can be checked with");
}

class BulletinFiles : public ProgramTest {};

TEST_F(BulletinFiles, ThatWouldLockDesksNeverGoDown) {
  found();
  EXPECT_EQ(run({"officer", "add", "ramos"}, "correct horse\n").out, "officers 1\n");
  const auto random = run({"bulletin", "publish", "officers", written("o", "\x8f\x13\xff")});
  EXPECT_EQ(random.status, 1);
  EXPECT_THAT(random.err, HasSubstr("/o: it is no text in UTF-8"));
  const auto empty = run({"bulletin", "publish", "officers", written("p", officers(""))});
  EXPECT_EQ(empty.status, 3);
  EXPECT_THAT(empty.err, HasSubstr("nobody could open a desk"));
  EXPECT_EQ(*open_centre(data())->database->book().newest_version("officers"), 1U);
}

/// "reference,…" with rows A-`first` to A-`last`, padded where it shall be cut into sections.
std::string alerts(int first, int last, const std::string& padding = "") {
  std::string csv = "reference,instruction,issuer,number\n";
  for (int row = first; row <= last; ++row)
    csv += "A-" + std::to_string(row) + ",Stop" + padding + ",UTO,X" + std::to_string(row) + "\n";
  return csv;
}

TEST_F(BulletinFiles, ThatAreListsSayWhatTheyChangeAndNeverShrinkToLessThanHalfUnsaid) {
  found();
  for (const auto& padding : {std::string(), std::string(50'000, '!')}) {
    const std::string words = padding.empty() ? "" : " in sections";
    const auto publish = [&](const std::string& csv, std::vector<std::string> more = {}) {
      more.insert(more.begin(), {"bulletin", "publish", "alerts", written("a.csv", csv)});
      return run(more);
    };
    const auto first = publish(alerts(1, 100, padding), {"--shrinks"});
    EXPECT_EQ(first.status, 0) << first.err;
    EXPECT_THAT(first.err, HasSubstr("100 rows, 100 of them new or changed")) << words;
    const auto next = publish(alerts(3, 101, padding));
    EXPECT_THAT(next.err, HasSubstr("99 rows, 1 of them new or changed, 2 gone")) << words;
    const auto refused = publish(alerts(3, 51, padding));
    EXPECT_EQ(refused.status, 3) << words;
    EXPECT_EQ(refused.out, "");
    EXPECT_THAT(refused.err, HasSubstr("49 rows, and the list in force has 99"));
    EXPECT_EQ(publish(alerts(3, 52, padding)).status, 0) << "half of them and more";
    EXPECT_EQ(publish(alerts(3, 5, padding), {"--shrinks"}).status, 0);
  }
}

}  // namespace
}  // namespace garita::central::testing
