// Which bulletins a station is offered, from a real store: long lists section by section.
#include "central-sync/server/store_work.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <random>

#include "central-sync/store/test_country.h"
#include "schema/record/enrolment.h"

namespace garita::central::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;

class Offers : public ::testing::Test {
 protected:
  void put(const std::string& channel, std::uint64_t version, Bytes content) {
    Bulletin bulletin;
    bulletin.channel = channel;
    bulletin.version = version;
    bulletin.content = std::move(content);
    bulletin.sign(centre_.centre_key());
    const auto stored = centre_.database().book().put_bulletin(bulletin);
    ASSERT_TRUE(stored) << stored.error().message;
  }
  void put_section(std::size_t number, std::uint64_t version, std::size_t bytes = 20) {
    Bytes content(bytes);
    std::ranges::generate(content, [&] { return static_cast<std::uint8_t>(random_()); });
    put(section_channel("alerts", number), version, std::move(content));
  }
  void put_head(std::uint64_t version, const std::map<std::size_t, std::uint64_t>& of = {}) {
    SectionHead head;
    for (auto& section : head.sections) section = {1, 1};
    for (const auto& [number, its] : of) head.sections.at(number).version = its;
    put("alerts", version, encode(head));
  }
  void put_list(std::size_t section_bytes = 20) {
    for (std::size_t number = 0; number < kSections; ++number) {
      put_section(number, 1, section_bytes);
    }
    put_head(1);
  }
  /// What is offered, policies apart: "alerts/000 1", and on which version it stands.
  std::vector<std::string> offered() { return offered(work_); }
  std::vector<std::string> offered(StoreWork& work, const std::string& post = "NORTE") {
    const auto news = work.news(centre_.station(post).id(), standing_, Instant{});
    EXPECT_TRUE(news) << news.error().message;
    std::vector<std::string> names;
    for (const auto& delivery : news->bulletins) {
      if (delivery->channel == "policies") continue;
      names.push_back(delivery->channel + " " + std::to_string(delivery->version));
      standing_.offered[delivery->channel] = delivery->version;
    }
    return names;
  }
  void hold_all_offered() {
    for (const auto& [name, version] : standing_.offered) standing_.held[name] = version;
  }

  TestCentre centre_;
  Deliveries deliveries_;
  StoreWork work_{centre_.database().intake(), deliveries_, centre_.centre_key()};
  BulletinStanding standing_ = [] {
    BulletinStanding standing;
    standing.said = true;
    return standing;
  }();
  std::mt19937 random_{5};
};

TEST_F(Offers, ALongListComesInSectionsAndItsHeadWhenAllAreHeld) {
  put_list();
  std::size_t sections = 0;
  while (sections < kSections) {
    const auto some = offered();
    ASSERT_FALSE(some.empty());
    EXPECT_LE(some.size(), 64U);
    EXPECT_EQ(some.front(), section_channel("alerts", sections) + " 1");
    EXPECT_TRUE(offered().empty()) << "until the station says that it holds them";
    hold_all_offered();
    sections += some.size();
  }
  EXPECT_THAT(offered(), ElementsAre("alerts 1"));
}

TEST_F(Offers, NoListOfPersonsGoesToAnOffice) {
  centre_.enrol("OFICINA", Instant{}, std::string(kOffice));
  put_list();
  for (const auto* list : {"alert-pictures", "cleared-pairs", "open-stays", "officers", "messages"})
    put(list, 1, Bytes(20, 'x'));
  EXPECT_THAT(offered(work_, "OFICINA"), ElementsAre("messages 1", "officers 1"));
  standing_.offered.clear();
  EXPECT_THAT(offered(), Contains("open-stays 1"));
}

TEST_F(Offers, LongSectionsAreNotAllOnTheirWayAtOnce) {
  put_list(300'000);
  EXPECT_EQ(offered().size(), 4U) << "of 300 kB each, until it is a megabyte";
  standing_.bytes_left = 1'048'576;
  hold_all_offered();
  EXPECT_TRUE(offered().empty());
  standing_.bytes_left = 900'000;
  EXPECT_THAT(offered(), ElementsAre("alerts/004 1"));
}

TEST_F(Offers, OfANewerListThoseSectionsComeThatChanged) {
  put_list();
  standing_.held["alerts"] = standing_.offered["alerts"] = 1;
  EXPECT_TRUE(offered().empty());
  put_section(7, 2);
  put_section(200, 2);
  EXPECT_TRUE(offered().empty()) << "what no head names is nobody's";
  put_head(2, {{7, 2}, {200, 2}});
  EXPECT_THAT(offered(), ElementsAre("alerts/007 2", "alerts/200 2"));
  standing_.held["alerts/007"] = 2;
  EXPECT_TRUE(offered().empty());
  standing_.held["alerts/200"] = 2;
  EXPECT_THAT(offered(), ElementsAre("alerts 2"));
}

TEST_F(Offers, WhatCameBeforeABreakDoesNotComeAgain) {
  put_list();
  for (std::size_t number = 0; number < kSections - 1; ++number) {
    standing_.held[section_channel("alerts", number)] = 1;
  }
  standing_.offered = standing_.held;
  EXPECT_THAT(offered(), ElementsAre("alerts/255 1"));
}

TEST_F(Offers, ARefusedSectionKeepsTheHeadBack) {
  put_list();
  for (std::size_t number = 1; number < kSections; ++number) {
    standing_.held[section_channel("alerts", number)] = 1;
  }
  standing_.offered = standing_.held;
  EXPECT_THAT(offered(), ElementsAre("alerts/000 1"));
  EXPECT_TRUE(offered().empty());
}

TEST_F(Offers, ASlowLinkEndsTheListThatItBeganThoughNewerOnesArePublished) {
  put_list();
  offered();
  hold_all_offered();
  put_section(0, 2);
  put_section(255, 2);
  put_head(2, {{0, 2}, {255, 2}});
  std::vector<std::string> all;
  for (auto some = offered(); !some.empty(); some = offered()) {
    std::ranges::move(some, std::back_inserter(all));
    hold_all_offered();
    if (all.back() == "alerts 1") break;
  }
  EXPECT_EQ(all.size(), kSections - 64 + 1) << "the sections as the first head names them, and it";
  EXPECT_EQ(all.back(), "alerts 1");
  EXPECT_THAT(offered(), ElementsAre("alerts/000 2", "alerts/255 2"));
  hold_all_offered();
  EXPECT_THAT(offered(), ElementsAre("alerts 2"));
}

/// All sections but the ninth held, which was offered for the first head; then a second is
/// published.
class NewerHead : public Offers {
 protected:
  void SetUp() override {
    put_list();
    for (std::size_t number = 0; number < kSections; ++number) {
      if (number != 9) standing_.held[section_channel("alerts", number)] = 1;
    }
    standing_.offered = standing_.held;
    ASSERT_THAT(offered(), ElementsAre("alerts/009 1"));
    put_section(9, 2);
    put_head(2, {{9, 2}});
  }
};

TEST_F(NewerHead, FollowsAListThatTheStationDidNotTake) {
  standing_.held["alerts/009"] = 1;
  EXPECT_THAT(offered(), ElementsAre("alerts 1"));
  EXPECT_THAT(offered(), ElementsAre("alerts/009 2"));
  standing_.held["alerts/009"] = 2;
  EXPECT_THAT(offered(), ElementsAre("alerts 2"));
}

TEST_F(NewerHead, IsTheGoalWhereASectionOfTheFirstWasRefused) {
  ASSERT_EQ(standing_.offered["alerts/009"], 1U) << "not held, and not on its way any more";
  EXPECT_THAT(offered(), ElementsAre("alerts/009 2"));
  standing_.held["alerts/009"] = 2;
  EXPECT_THAT(offered(), ElementsAre("alerts 2"));
}

TEST_F(NewerHead, IsTheGoalWhereAStickBroughtWhatIsBeyondTheFirst) {
  standing_.held["alerts/009"] = standing_.offered["alerts/009"] = 2;
  EXPECT_THAT(offered(), ElementsAre("alerts 2"));
}

TEST_F(NewerHead, WaitsForTheFirstAlsoOverAnotherConnection) {
  StoreWork other(centre_.database().intake(), deliveries_, centre_.centre_key());
  standing_.offered = standing_.held;
  EXPECT_THAT(offered(other), ElementsAre("alerts/009 1"));
}

TEST_F(NewerHead, IsTheGoalWhereTheCentreHasForgottenTheFirst) {
  standing_.offered.erase("alerts/009");
  ASSERT_THAT(offered(), ElementsAre("alerts/009 1"));
  ASSERT_TRUE(centre_.database().book().forget_bulletins("alerts", 1));
  standing_.offered.erase("alerts/009");
  EXPECT_THAT(offered(), ElementsAre("alerts/009 2"));
}

TEST_F(Offers, BeginOnceTheStationHasSaidWhatItHolds) {
  put_list();
  standing_.said = false;
  EXPECT_TRUE(offered().empty());
  standing_.said = true;
  EXPECT_FALSE(offered().empty());
}

TEST_F(Offers, WhoAsksForHeadsWithoutEndWaits) {
  Deliveries deliveries;
  const auto& station = centre_.station("NORTE").id();
  auto& store = centre_.database().intake();
  const Instant now = utc("2026-03-02T08:00:00Z");
  for (std::uint64_t version = 1; version <= 9; ++version) {
    put("open-stays", version, Bytes(kBulletinBytesMax, 'a'));
  }
  const auto known = [&](std::uint64_t version, const StationId& whom) {
    return deliveries.head(store, "open-stays", version, whom, now)->has_value();
  };
  for (std::uint64_t version = 1; version <= 8; ++version) EXPECT_TRUE(known(version, station));
  EXPECT_FALSE(known(9, station));
  EXPECT_TRUE(known(8, station)) << "what was read is known";
  EXPECT_TRUE(known(9, centre_.station("SUR").id()));
}

TEST_F(Offers, NobodyHasThemMadeWithoutEnd) {
  Deliveries deliveries;
  const auto& station = centre_.station("NORTE").id();
  const auto& other = centre_.station("SUR").id();
  auto& store = centre_.database().intake();
  put("messages", 1, Bytes(kBulletinBytesMax, 'a'));
  const auto had = [&](std::uint64_t held, const StationId& whom, Instant now) {
    return *deliveries.of(store, {"messages", 1, held}, whom, now) != nullptr;
  };
  std::uint64_t held = 0;
  const Instant now = utc("2026-03-02T08:00:00Z");
  while (held < 100 && had(held, station, now)) ++held;
  EXPECT_EQ(held, 7U) << "of 8 MiB each; what stands on version 1 costs that too";
  EXPECT_TRUE(had(3, station, now)) << "what was made can be had";
  EXPECT_TRUE(had(held, other, now)) << "it costs the others nothing";
  EXPECT_TRUE(had(held + 1, station, now.plus(std::chrono::seconds(4))));
  EXPECT_FALSE(had(held + 2, station, now));
}

}  // namespace
}  // namespace garita::central::testing
