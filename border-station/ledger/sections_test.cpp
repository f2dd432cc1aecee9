// Long lists at a post: sections wait, and come into force together.
#include "schema/journal/sections.h"

#include <gmock/gmock.h>

#include "border-station/ledger/ledger_fixture.h"

namespace garita::station {
namespace {

using testing::HasSubstr;

class SectionsTest : public LedgerTest {
 protected:
  static std::string content(std::size_t number, std::uint64_t version) {
    return "section " + std::to_string(number) + " version " + std::to_string(version);
  }
  Bulletin section(std::size_t number, std::uint64_t version) {
    return country_.bulletin(section_channel("alerts", number), version, content(number, version));
  }
  void take(Ledger& ledger, std::size_t number, std::uint64_t version) {
    const auto taken = ledger.take_bulletin(section(number, version));
    ASSERT_TRUE(taken) << taken.error().message;
    EXPECT_EQ(*taken, TakenBulletin::kTaken);
  }
  /// Names version 1 of each section, but of those that are said otherwise.
  Bulletin head(std::uint64_t version, const std::map<std::size_t, std::uint64_t>& versions = {}) {
    return country_.bulletin("alerts", version, text_of(encode(names(versions))));
  }
  static SectionHead names(const std::map<std::size_t, std::uint64_t>& versions) {
    SectionHead made;
    for (std::size_t number = 0; number < kSections; ++number) {
      const auto found = versions.find(number);
      const std::uint64_t version = found == versions.end() ? 1 : found->second;
      made.sections.at(number) = {version, 10, sha256(bytes_of(content(number, version)))};
    }
    return made;
  }
  static std::string refusal(Ledger& ledger, const Bulletin& bulletin) {
    const auto taken = ledger.take_bulletin(bulletin);
    return taken ? "taken" : taken.error().message;
  }
  void take_all(Ledger& ledger) {
    for (std::size_t number = 0; number < kSections; ++number) take(ledger, number, 1);
  }
};

TEST_F(SectionsTest, AHeadIsRefusedWhileASectionThatItNamesIsNotHeld) {
  auto ledger = open();
  EXPECT_THAT(
      refusal(ledger, head(1)),
      testing::StartsWith("bulletin alerts: 256 of its 256 sections are not held. Over the"));
  take_all(ledger);
  EXPECT_FALSE(*ledger.held_bulletin("alerts")) << "sections alone are no list";
  EXPECT_TRUE(ledger.held_bulletins()->empty());
  EXPECT_THAT(
      refusal(ledger, head(1, {{7, 2}})),
      HasSubstr("1 of its 256 sections are not held. Over the link they come by themselves; "
                "from files, import all that the centre wrote for this list"));
  EXPECT_EQ(refusal(ledger, head(1)), "taken");
  const auto held = *ledger.held_bulletin("alerts");
  ASSERT_TRUE(held);
  EXPECT_EQ(held->version, 1U);
  EXPECT_EQ(held->entries, 2'560U);
}

// A centre that was set back to a backup gives a version again, to another content.
TEST_F(SectionsTest, AHeadIsRefusedOverSectionsOfTheSameVersionsWithAnotherContent) {
  auto ledger = open();
  take_all(ledger);
  ASSERT_EQ(refusal(ledger, head(1)), "taken");
  auto other = names({});
  other.sections.at(7).content = sha256(bytes_of("another"));
  other.sections.at(200).content = sha256(bytes_of("another"));
  const auto why = refusal(ledger, country_.bulletin("alerts", 2, text_of(encode(other))));
  EXPECT_THAT(why, HasSubstr("bulletin alerts: 2 of its 256 sections are held with another"));
  EXPECT_THAT(why, HasSubstr("connect this post once"));
  EXPECT_EQ((*ledger.held_bulletin("alerts"))->version, 1U) << "the list before stays";
  EXPECT_EQ(refusal(ledger, head(2)), "taken");
}

TEST_F(SectionsTest, LeaveNoHashInClearByWhichAShortOneCouldBeGuessed) {
  auto ledger = open();
  take(ledger, 3, 1);
  ledger = open();
  const auto hash = sha256(bytes_of(content(3, 1)));
  EXPECT_EQ(every_byte_below(country_.folder).find(text_of(hash)), std::string::npos);
}

TEST_F(SectionsTest, GreetingsNameThoseThatTheHeadDoesNot) {
  auto ledger = open();
  take(ledger, 0, 1);
  take(ledger, 1, 1);
  EXPECT_EQ(*ledger.sections_apart(),
            (std::map<std::string, std::uint64_t>{{"alerts/000", 1}, {"alerts/001", 1}}));
  for (std::size_t number = 2; number < kSections; ++number) take(ledger, number, 1);
  ASSERT_EQ(refusal(ledger, head(1)), "taken");
  EXPECT_TRUE(ledger.sections_apart()->empty());
  take(ledger, 7, 4);
  EXPECT_EQ(*ledger.sections_apart(), (std::map<std::string, std::uint64_t>{{"alerts/007", 4}}));
  EXPECT_EQ(ledger.held_bulletin("alerts/007")->value().version, 4U);
  EXPECT_EQ(text_of(ledger.bulletin("alerts/007")->value().content), "section 7 version 4");
}

TEST_F(SectionsTest, AreOnTheirWayUntilTheirHeadComesAndNotWhereAShortListLeftThem) {
  auto ledger = open();
  const auto on_the_way = [&] {
    const auto all = *ledger.bulletins_on_the_way();
    return all.contains("alerts") ? all.at("alerts").sections : 0;
  };
  take(ledger, 0, 1);
  take(ledger, 1, 1);
  EXPECT_EQ(on_the_way(), 2U) << "of the first list";
  for (std::size_t number = 2; number < kSections; ++number) take(ledger, number, 1);
  clock_.advance(std::chrono::seconds(1));
  ASSERT_EQ(refusal(ledger, head(1)), "taken");
  EXPECT_EQ(on_the_way(), 0U);
  clock_.advance(std::chrono::seconds(1));
  take(ledger, 7, 2);
  EXPECT_EQ(on_the_way(), 1U) << "of the next";
  clock_.advance(std::chrono::seconds(1));
  ASSERT_EQ(refusal(ledger, country_.bulletin("alerts", 2, "a short list")), "taken");
  EXPECT_EQ(on_the_way(), 0U);
}

TEST_F(SectionsTest, StayWithAShortListSoThatItMayBeLongAgain) {
  auto ledger = open();
  take_all(ledger);
  ASSERT_EQ(refusal(ledger, head(1)), "taken");
  EXPECT_EQ(refusal(ledger, country_.bulletin("alerts", 2, "a short list")), "taken");
  EXPECT_EQ(ledger.sections_apart()->size(), kSections) << "the greeting says that they are here";
  EXPECT_EQ(refusal(ledger, head(3)), "taken");
}

TEST_F(SectionsTest, ThatWereOnTheirWayEndWithTheListThatTakesTheirPlace) {
  auto ledger = open();
  const auto begins = [&](const std::string& channel) {
    const auto part = ledger.take_part({channel, 1, 0, 5, 100, 0, Bytes(50)});
    ASSERT_TRUE(part) << part.error().message;
  };
  begins("alerts/003");
  begins("alerts/200");
  begins("open-stays/003");
  begins("policies");
  EXPECT_EQ(refusal(ledger, country_.bulletin("alerts", 2, "a short list")), "taken");
  std::vector<std::string> left;
  const auto parts = *ledger.held_parts();
  for (const auto& part : parts) left.push_back(part.channel);
  EXPECT_THAT(left, testing::ElementsAre("open-stays/003", "policies"));
}

TEST_F(SectionsTest, AHeadThatCameTooEarlyMayComeAgain) {
  auto ledger = open();
  const auto early = make_delivery(head(1), nullptr);
  const auto give = [&] {
    return *ledger.take_part({"alerts", 1, early.base, early.id,
                              static_cast<std::uint32_t>(early.stream.size()), 0, early.stream});
  };
  EXPECT_EQ(give().whole, (BulletinHeld{"alerts", 0}));
  EXPECT_TRUE(ledger.held_parts()->empty()) << "the next connection brings it again";
  take_all(ledger);
  EXPECT_EQ(give().whole, (BulletinHeld{"alerts", 1}));
}

TEST_F(SectionsTest, GoOnTheirWayAsBulletinsDo) {
  auto ledger = open();
  take(ledger, 3, 1);
  const auto held = *ledger.bulletin("alerts/003");
  const auto delivery = make_delivery(section(3, 2), &*held);
  const auto progress =
      ledger.take_part({"alerts/003", 2, delivery.base, delivery.id,
                        static_cast<std::uint32_t>(delivery.stream.size()), 0, delivery.stream});
  ASSERT_TRUE(progress) << progress.error().message;
  EXPECT_EQ(progress->whole, (BulletinHeld{"alerts/003", 2}));
}

TEST_F(SectionsTest, OfNoListOrNotSignedAreRefused) {
  auto ledger = open();
  EXPECT_THAT(refusal(ledger, country_.bulletin("policies/001", 1, "x")),
              HasSubstr("channel that is not known"));
  EXPECT_THAT(refusal(ledger, country_.bulletin("alerts/256", 1, "x")),
              HasSubstr("channel that is not known"));
  auto moved = section(3, 1);
  moved.channel = "alerts/004";
  EXPECT_THAT(refusal(ledger, moved), HasSubstr("not signed by this country's centre"));
  auto broken = country_.bulletin("alerts", 1, text_of(encode(SectionHead{})));
  EXPECT_THAT(refusal(ledger, broken), HasSubstr("a section without a version"));
}

}  // namespace
}  // namespace garita::station
