#include "central-sync/program/publishing.h"

#include <gmock/gmock.h>

#include <thread>

#include "central-sync/program/test_program.h"
#include "schema/journal/sections.h"

namespace garita::central::testing {
namespace {

class Publishing : public ProgramTest {
 protected:
  Publishing() { found(); }
  Centre centre() { return *open_centre(data()); }
};

TEST_F(Publishing, MakesTheContentAgainWhereAnotherWasFirst) {
  auto mine = centre();
  int made = 0;
  const auto published = publish(mine, "messages", [&](const PrivateKey&) -> Result<Bytes> {
    if (++made == 1) {
      EXPECT_EQ(run({"bulletin", "publish", "messages", written("m", "theirs")}).out,
                "messages 1\n");
    }
    return copy_of(bytes_of("mine " + std::to_string(made)));
  });
  ASSERT_TRUE(published) << published.error().message;
  EXPECT_EQ(published->version, 2U);
  EXPECT_EQ(text_of(published->content), "mine 2");
}

TEST_F(Publishing, TellsWhoIsNeverFirstToTryAgain) {
  auto mine = centre();
  const auto published = publish(mine, "messages", [&](const PrivateKey&) -> Result<Bytes> {
    EXPECT_EQ(run({"bulletin", "publish", "messages", written("m", "theirs")}).status, 0);
    return Bytes();
  });
  ASSERT_FALSE(published);
  EXPECT_EQ(published.error().remedy, Remedy::kRetry);
  EXPECT_THAT(published.error().message, ::testing::HasSubstr("messages: others publish"));
}

/// Two lists whose rows change sections, published over and over by two processes: each head names
/// sections that were the newest when it came, so that no post ever holds a newer one.
TEST_F(Publishing, OfLongListsAtOnceNamesSectionsInTheOrderInWhichTheyWereKept) {
  const auto list = [&](const std::string& name) {
    std::string csv = "reference,instruction,issuer,number\n";
    for (int row = 0; csv.size() <= kSectionedAbove; ++row) {
      csv += name + std::to_string(row) + ",Stop and call the duty officer,UTO,X12345678\n";
    }
    return written(name + ".csv", csv);
  };
  const auto publishes = [&](const std::string& file) {
    for (int i = 0; i < 2; ++i) {
      const auto ran = run({"bulletin", "publish", "alerts", file});
      EXPECT_EQ(ran.status, 0) << ran.err;
    }
  };
  std::thread other(publishes, list("A"));
  publishes(list("B"));
  other.join();

  auto mine = centre();
  auto& book = mine.database->book();
  ASSERT_EQ(*book.newest_version("alerts"), 4U);
  SectionHead before;
  for (std::uint64_t version = 1; version <= 4; ++version) {
    const auto bulletin = *mine.database->intake().bulletin("alerts", version);
    ASSERT_TRUE(bulletin);
    const auto head = *read_section_head(bulletin->content);
    for (std::size_t i = 0; i < kSections; ++i) {
      const auto& named = head.sections.at(i);
      EXPECT_GE(named.version, before.sections.at(i).version) << version << " " << i;
      const auto section =
          *mine.database->intake().bulletin(section_channel("alerts", i), named.version);
      EXPECT_EQ(named.content, sha256(section->content)) << version << " " << i;
    }
    before = head;
  }
  for (std::size_t i = 0; i < kSections; ++i) {
    EXPECT_EQ(*book.newest_version(section_channel("alerts", i)), before.sections.at(i).version);
  }
}

TEST_F(Publishing, OfPoliciesEndsNobodysStayEarlierUnlessThatIsSaidToBeMeant) {
  const auto pack = [&](const std::string& version, int days) {
    auto text = thirty_days();
    text.replace(text.find("2026-1"), 6, version);
    text.replace(text.find("days = 30"), 9, "days = " + std::to_string(days));
    return written(version + ".toml", text);
  };
  ASSERT_EQ(run({"bulletin", "publish", "policies", pack("long", 30)}).status, 0);
  auto station = joined("NORTE");
  admit(station, "GUEST", std::chrono::hours(24 * 10));
  ASSERT_EQ(run({"import", written("one.garita", stick_of(station))}).status, 0);

  const auto refused = run({"bulletin", "publish", "policies", pack("short", 5)});
  EXPECT_EQ(refused.status, 3);
  EXPECT_THAT(refused.err,
              ::testing::HasSubstr("with this pack 1 stays of people who are in the country end "
                                   "earlier, 1 of them are over at once"));
  EXPECT_EQ(run({"bulletin", "publish", "policies", pack("longer", 40)}).out, "policies 2\n");
  const auto meant = run({"bulletin", "publish", "policies", pack("short", 5), "--shortens"});
  EXPECT_EQ(meant.out, "policies 3\n") << meant.err;

  const auto mine = centre();
  auto notes = connected_to(*database_of(mine.layout));
  const auto why = rows_of(notes, "reason", "notes WHERE subject LIKE 'policies/%' ORDER BY at");
  ASSERT_EQ(why.size(), 3U);
  EXPECT_EQ(why[1], R"([""])");
  EXPECT_THAT(why[2], ::testing::HasSubstr("1 stays of people")) << "the centre's own record";
}

TEST_F(Publishing, TakesOneVersionOfThePoliciesForOneText) {
  const auto published = [&](const std::string& pack) {
    return run({"bulletin", "publish", "policies", written("pack.toml", pack)});
  };
  const auto pack = thirty_days();
  EXPECT_EQ(published(pack).out, "policies 1\n");
  EXPECT_EQ(published(pack).out, "policies 2\n") << "the same text again";
  auto other = pack;
  other.replace(other.find("days = 30"), 9, "days = 31");
  EXPECT_THAT(published(other).err,
              ::testing::HasSubstr("version 2026-1 was published with another text"));
  other.replace(other.find("2026-1"), 6, "2026-2");
  EXPECT_EQ(published(other).out, "policies 3\n");
}

}  // namespace
}  // namespace garita::central::testing
