// Who is in the country, as posts are told.
#include "central-sync/reports/open_stays.h"

#include <gmock/gmock.h>

#include "central-sync/store/country_book.h"
#include "central-sync/store/test_country.h"

namespace garita::central::testing {
namespace {

using ::testing::ElementsAre;

class OpenStays : public ::testing::Test {
 protected:
  RecordId cross(Direction direction, const char* post, const char* number, std::string_view at) {
    const auto id = centre.station(post).write(crossing(direction, post, utc(at), number), utc(at));
    centre.receive(centre.station(post), utc(at));
    centre.project();
    return id;
  }
  void decide(StatusKind kind, const RecordId& entry, std::string_view at,
              std::string_view until = "") {
    StatusDecision made;
    made.kind = kind;
    made.at = utc(at);
    made.entry = entry;
    made.authority = "an office";
    made.reason = "its reason";
    if (!until.empty()) made.until = *Date::from_iso(until);
    centre.own().write(made, utc(at));
    centre.receive(centre.own(), utc(at));
    centre.project();
  }
  /// "GTM|ANA 2026-01-05 to 2026-02-03" each, sorted.
  std::vector<std::string> listed(std::string_view now) {
    std::vector<std::string> texts;
    const auto done = for_each_open_stay(centre.reading(), utc(now), [&](const OpenStay& stay) {
      std::string text;
      for (const auto& document : stay.documents) text += document + " ";
      text += stay.entered.iso() + (stay.until ? " to " + stay.until->iso() : "");
      texts.push_back(text);
      return Result<void>();
    });
    EXPECT_TRUE(done) << done.error().message;
    std::ranges::sort(texts);
    return texts;
  }

  TestCentre centre;
};

TEST_F(OpenStays, AreThoseThatNoExitHasEnded) {
  EXPECT_THAT(listed("2026-01-01T00:00:00Z"), ElementsAre());
  cross(Direction::kEntry, "NORTE", "ANA", "2026-01-05T16:00:00Z");
  cross(Direction::kEntry, "NORTE", "LUZ", "2026-01-06T16:00:00Z");
  EXPECT_THAT(listed("2026-01-07T00:00:00Z"),
              ElementsAre("GTM|ANA 2026-01-05 to 2026-02-03", "GTM|LUZ 2026-01-06 to 2026-02-04"));
  cross(Direction::kExit, "SUR", "ANA", "2026-01-08T16:00:00Z");
  EXPECT_THAT(listed("2026-01-09T00:00:00Z"), ElementsAre("GTM|LUZ 2026-01-06 to 2026-02-04"));
  EXPECT_THAT(listed("2026-05-09T00:00:00Z"), ElementsAre("GTM|LUZ 2026-01-06 to 2026-02-04"))
      << "also when its term is over";
}

TEST_F(OpenStays, FollowWhatWasDecidedAndNeverSayWhat) {
  const auto ana = cross(Direction::kEntry, "NORTE", "ANA", "2026-01-05T16:00:00Z");
  const auto luz = cross(Direction::kEntry, "NORTE", "LUZ", "2026-01-06T16:00:00Z");
  const auto sol = cross(Direction::kEntry, "NORTE", "SOL", "2026-01-07T16:00:00Z");
  decide(StatusKind::kExtendUntil, ana, "2026-01-10T16:00:00Z", "2026-04-01");
  decide(StatusKind::kProtection, luz, "2026-01-10T16:00:00Z");
  decide(StatusKind::kResidence, sol, "2026-01-10T16:00:00Z");
  EXPECT_THAT(
      listed("2026-01-11T00:00:00Z"),
      ElementsAre("GTM|ANA 2026-01-05 to 2026-04-01", "GTM|LUZ 2026-01-06", "GTM|SOL 2026-01-07"));
  cross(Direction::kExit, "SUR", "LUZ", "2026-01-12T16:00:00Z");
  EXPECT_THAT(listed("2026-01-13T00:00:00Z"),
              ElementsAre("GTM|ANA 2026-01-05 to 2026-04-01", "GTM|SOL 2026-01-07"));
}

TEST_F(OpenStays, AreFoundByEveryDocumentOfThePerson) {
  cross(Direction::kEntry, "NORTE", "ANA", "2025-10-05T16:00:00Z");
  cross(Direction::kExit, "NORTE", "ANA", "2025-10-08T16:00:00Z");
  auto renewed = crossing(Direction::kEntry, "NORTE", utc("2026-01-05T16:00:00Z"), "ANA");
  renewed.document.document_number = "NEW1";
  centre.station("NORTE").write(renewed, renewed.at);
  centre.receive(centre.station("NORTE"), renewed.at);
  centre.project();
  EXPECT_THAT(listed("2026-01-06T00:00:00Z"),
              ElementsAre("GTM|ANA GTM|NEW1 2026-01-05 to 2026-02-03"));
}

TEST_F(OpenStays, AreListedUnderAKeyThatTheBookKeeps) {
  auto& book = centre.database().book();
  EXPECT_FALSE(*book.listing_key());
  ListingKey made;
  made.key = Secret::copy_of(bytes_of("a key"));
  made.made_at = utc("2026-01-05T16:00:00Z");
  made.sealed = {{StationId("NORTE-01"), Bytes{1}}, {StationId("SUR-01"), Bytes{2}}};
  ASSERT_TRUE(book.put_listing_key(made));
  made.sealed.erase(StationId("SUR-01"));
  ASSERT_TRUE(book.put_listing_key(made));
  const auto kept = *book.listing_key();
  ASSERT_TRUE(kept);
  EXPECT_EQ(text_of(kept->key.view()), "a key");
  EXPECT_EQ(kept->made_at, made.made_at);
  EXPECT_EQ(kept->sealed, made.sealed);
}

TEST_F(OpenStays, OldListsAreForgottenAndNoOtherChannel) {
  auto& book = centre.database().book();
  const auto put = [&](const std::string& channel, std::uint64_t version) {
    Bulletin bulletin{channel, version, utc("2026-01-05T16:00:00Z"), Bytes{1}, {}};
    bulletin.sign(centre.centre_key());
    ASSERT_TRUE(book.put_bulletin(bulletin));
  };
  for (std::uint64_t version = 1; version <= 5; ++version) {
    put("open-stays", version);
    put("open-stays/007", version);
    put("alerts", version);
    put("alerts/007", version);
  }
  put("open-stays/008", 1);
  ASSERT_TRUE(book.forget_bulletins("open-stays", 2));
  const auto held = [&](const std::string& channel) {
    std::string versions;
    for (std::uint64_t version = 1; version <= 5; ++version)
      if (*centre.database().intake().bulletin(channel, version))
        versions += std::to_string(version);
    return versions;
  };
  EXPECT_EQ(held("open-stays"), "45");
  EXPECT_EQ(held("open-stays/007"), "45");
  EXPECT_EQ(held("open-stays/008"), "1");
  EXPECT_EQ(held("alerts"), "12345");
  EXPECT_EQ(held("alerts/007"), "12345");
}

}  // namespace
}  // namespace garita::central::testing
