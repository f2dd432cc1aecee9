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
         make_password_verifier("correct horse", {.log2_n = 4}) + R"(","active":)" + active + "}";
}
std::string officers(const std::string& list) { return R"({"officers":[)" + list + "]}"; }

/// "taken", "refused: …" (by a safety rule) or "wrong: …".
std::string checked(const std::string& channel, const std::string& content) {
  const auto done = check_content(channel, content);
  if (done) return "taken";
  return (done.error().remedy == Remedy::kAskOfficer ? "refused: " : "wrong: ") +
         done.error().message;
}

TEST(BulletinContent, IsWhatPostsReadOfTheChannel) {
  EXPECT_EQ(checked("officers", officers(officer("ramos", "officer"))), "taken");
  EXPECT_EQ(checked("open-stays", "entry,until\nX,2026-01-01\n"), "taken");
  EXPECT_EQ(checked("messages", "Fog at the pass"), "taken");
  const std::string random = "\x8f\x13\xc0\xff\x00\x9a";
  for (const auto* channel :
       {"alerts", "policies", "officers", "trust", "open-stays", "messages"}) {
    EXPECT_EQ(checked(channel, random), "wrong: it is no text in UTF-8") << channel;
  }
  for (const auto* channel : {"alerts", "policies", "officers", "trust", "open-stays"}) {
    EXPECT_THAT(checked(channel, ""), HasSubstr("wrong: ")) << channel;
  }
  EXPECT_THAT(checked("officers", "ramos, officer"), HasSubstr("no JSON"));
  EXPECT_THAT(checked("trust", "ramos, officer"), HasSubstr("no certificate"));
  EXPECT_THAT(checked("trust", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"),
              HasSubstr("damaged"));
  EXPECT_THAT(checked("open-stays", "entry,until\nX\n"), HasSubstr("line 2"));
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

}  // namespace
}  // namespace garita::central::testing
