#include "central-sync/program/listing.h"

#include <gmock/gmock.h>

#include "central-sync/program/officers_list.h"
#include "central-sync/program/test_program.h"
#include "schema/api/officers.h"
#include "schema/api/second_factor.h"
#include "schema/crypto/envelope.h"
#include "schema/crypto/totp.h"
#include "schema/openstays/cleared_list.h"
#include "schema/openstays/open_stay_list.h"
#include "schema/vocabulary/codes.h"

namespace garita::central::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class Listing : public ProgramTest {
 protected:
  Listing() { found(); }
  Centre centre() { return *open_centre(data()); }

  std::string publish() {
    auto mine = centre();
    const auto published = publish_open_stays(mine);
    EXPECT_TRUE(published) << published.error().message;
    return std::string(text_of(published->content));
  }
  /// Of a station whose key this test has.
  Secret key_in(const std::string& csv, const TestStation& station) {
    std::optional<Secret> key;
    const auto mine = centre();
    const auto certificate = mine.database->book().certified_stations()->at(station.id());
    EXPECT_TRUE(for_each_open_stay(csv, [&](const OpenStayRow& row) {
      const auto* found = std::get_if<OpenStaysKey>(&row);
      if (found && found->station == station.id())
        key = *open_envelope(found->sealed, station_key_, certificate);
    }));
    return key ? std::move(*key) : Secret();
  }
  static std::vector<OpenStayEntry> stays_in(const std::string& csv) {
    std::vector<OpenStayEntry> stays;
    EXPECT_TRUE(for_each_open_stay(csv, [&](const OpenStayRow& row) {
      if (const auto* stay = std::get_if<OpenStayEntry>(&row)) stays.push_back(*stay);
    }));
    return stays;
  }
  void import(TestStation& station, Lane lane = Lane::kMovement) {
    const auto stick = written("stick", stick_of(station, lane));
    EXPECT_EQ(run({"import", stick}).status, 0);
  }
};

TEST_F(Listing, SaysWhoIsInTheCountryUnderTheKeyOfTheStations) {
  EXPECT_EQ(run({"bulletin", "publish", "policies", written("p", thirty_days())}).status, 0);
  auto station = joined("NORTE");
  admit(station, "ANA", std::chrono::minutes(5));
  import(station);
  const auto csv = publish();
  const auto stays = stays_in(csv);
  ASSERT_EQ(stays.size(), 1U);
  EXPECT_EQ(stays[0].reference, open_stay_reference(key_in(csv, station), "GTM|ANA"));
  EXPECT_EQ(days_between(stays[0].entered, *stays[0].until).count(), 29);
  EXPECT_THAT(csv, ::testing::Not(HasSubstr("ANA")));
}

TEST_F(Listing, StaysTheSameWhereNothingChanged) {
  auto station = joined("NORTE");
  const auto first = publish();
  EXPECT_EQ(publish(), first) << "a key that is sealed again would travel again";
  const auto other = joined("SUR");
  const auto third = publish();
  EXPECT_THAT(third, HasSubstr("station:" + other.id().value()));
  EXPECT_EQ(text_of(key_in(third, other).view()), text_of(key_in(first, station).view()));
}

TEST_F(Listing, ChangesItsKeyWithARevocation) {
  auto station = joined("NORTE");
  const auto gone = joined("SUR");
  const auto first = publish();
  EXPECT_EQ(run({"revoke", gone.id().value(), "--why", "stolen"}).status, 0);
  const auto second = publish();
  EXPECT_THAT(second, ::testing::Not(HasSubstr("station:" + gone.id().value())));
  const auto key = key_in(second, station);
  EXPECT_NE(text_of(key.view()), text_of(key_in(first, station).view()));
  EXPECT_EQ(text_of(key_in(publish(), station).view()), text_of(key.view())) << "once";
}

TEST_F(Listing, ChangesItsKeyAfterAWeek) {
  auto station = joined("NORTE");
  const auto first = publish();
  {
    auto mine = centre();
    auto key = std::move(**mine.database->book().listing_key());
    key.made_at = mine.clock->now().minus(std::chrono::days(6));
    ASSERT_TRUE(mine.database->book().put_listing_key(key));
    EXPECT_EQ(publish(), first);
    key.made_at = mine.clock->now().minus(std::chrono::days(7));
    ASSERT_TRUE(mine.database->book().put_listing_key(key));
  }
  EXPECT_NE(publish(), first);
}

TEST_F(Listing, OfClearedPairsIsPublishedWhereSomethingIsNew) {
  EXPECT_EQ(run({"bulletin", "publish", "cleared-pairs"}).out, "nothing new\n");
  auto station = joined("NORTE");
  const auto at = SystemClock().now().minus(std::chrono::minutes(5));
  const auto crossing = station.write(entry("NORTE", at, "ANA"), at);
  Hit hit;
  hit.crossing = crossing;
  hit.at = at;
  hit.post = PostCode("NORTE");
  hit.seen = {"A-1", "name_alike"};
  hit.answer = kNotTheSamePerson;
  hit.pair = Bytes(32, 9);
  station.write(hit, at, Lane::kUrgent);
  import(station);
  import(station, Lane::kUrgent);
  EXPECT_EQ(run({"bulletin", "publish", "cleared-pairs"}).out, "cleared-pairs 1\n");
  EXPECT_EQ(run({"bulletin", "publish", "cleared-pairs"}).out, "nothing new\n");
  auto mine = centre();
  const auto list = *mine.database->intake().bulletin("cleared-pairs", 1);
  std::vector<ClearedPairEntry> pairs;
  EXPECT_TRUE(for_each_cleared_pair(text_of(list->content), [&](const ClearedPairRow& row) {
    if (const auto* pair = std::get_if<ClearedPairEntry>(&row)) pairs.push_back(*pair);
  }));
  ASSERT_EQ(pairs.size(), 1U);
  const auto key = key_in(publish(), station);
  EXPECT_EQ(pairs[0].reference, cleared_pair_reference(key, Bytes(32, 9)));
  EXPECT_EQ(pairs[0].crossing, crossing);
}

TEST_F(Listing, IsACommandWithoutAFile) {
  const auto ran = run({"bulletin", "publish", "open-stays"});
  EXPECT_EQ(ran.out, "open-stays 1\n") << ran.err;
  EXPECT_EQ(run({"bulletin", "publish", "alerts"}).status, 2) << "others need one";
}

TEST_F(Listing, IsNotMadeOfLessThanItsHourKnows) {
  EXPECT_EQ(run({"bulletin", "publish", "policies", written("p", thirty_days())}).status, 0);
  auto station = joined("NORTE");
  admit(station, "ANA", std::chrono::minutes(5));
  import(station);
  const auto listed = publish();
  ASSERT_EQ(stays_in(listed).size(), 1U);
  auto mine = centre();
  auto& intake = mine.database->intake();
  auto& tables = mine.database->projection();
  const auto said = [&] {
    const auto published = publish_open_stays(mine);
    return published ? std::string("published") : published.error().message;
  };
  const auto versions = [&] { return *mine.database->book().newest_version(kOpenStaysChannel); };
  const auto serves_nothing = [&] {
    const auto before = versions();
    std::string failures;
    {
      ListingThread thread(mine.layout, std::chrono::milliseconds(1),
                           [&](const Error& error) { failures += error.message; });
      ASSERT_TRUE(thread.start());
      // It looks once before it can be stopped.
    }
    EXPECT_EQ(versions(), before);
    EXPECT_EQ(failures, "");
  };
  const auto put = [&](const Publication& publication) {
    return intake.in_transaction([&] { return tables.put_publication(publication); });
  };
  ASSERT_TRUE(put({"CENTRE-01:1:audit:1", mine.clock->now(), PersonId("")}));
  EXPECT_EQ(said(), "what is known now: everybody is being judged anew");
  serves_nothing();
  ASSERT_TRUE(intake.in_transaction([&] { return tables.end_publication(); }));
  EXPECT_EQ(said(), "published");
  // As a rebuild leaves it that has just begun.
  ASSERT_TRUE(intake.in_transaction([&] { return tables.drop_all(); }));
  const auto long_ago = mine.clock->now().minus(std::chrono::minutes(2));
  auto connection = connected_to(*database_of(mine.layout));
  ASSERT_TRUE(connection.execute("UPDATE entries SET received_at = ?1", {long_ago.milliseconds}));
  EXPECT_EQ(said(), "what is known now: what came since " + long_ago.rfc3339() +
                        " is not worked through yet");
  serves_nothing();
  EXPECT_EQ(run({"rebuild"}).status, 0);
  EXPECT_EQ(said(), "published");
  EXPECT_EQ(stays_in(publish()).size(), 1U);
}

TEST_F(Listing, IsDoneByWhoeverServesAsOftenAsItIsDue) {
  const auto mine = centre();
  std::string said;
  const auto versions = [&] { return *mine.database->book().newest_version(kOpenStaysChannel); };
  const auto serve = [&](std::chrono::milliseconds every, std::uint64_t version) {
    ListingThread thread(mine.layout, every, [&](const Error& error) { said += error.message; });
    ASSERT_TRUE(thread.start());
    for (int i = 0; i < 600 && versions() < version; ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
  };
  serve(std::chrono::hours(1), 1);
  EXPECT_EQ(versions(), 1U);
  serve(std::chrono::hours(1), 0);
  EXPECT_EQ(versions(), 1U) << "it is not due";
  serve(std::chrono::milliseconds(1), 2);
  EXPECT_EQ(versions(), 2U);
  EXPECT_EQ(said, "");
}

class LaterClock : public Clock {
 public:
  explicit LaterClock(std::chrono::milliseconds later) : later_(later) {}
  [[nodiscard]] Instant now() const override { return SystemClock().now().plus(later_); }

 private:
  std::chrono::milliseconds later_;
};

TEST_F(Listing, OfOfficersIsRenewedEachWeekWhereThereIsOne) {
  auto mine = centre();
  const auto version_after = [&](std::chrono::milliseconds later) {
    mine.clock = std::make_unique<LaterClock>(later);
    const auto renewed = renew_officers_when_due(mine);
    EXPECT_TRUE(renewed) << renewed.error().message;
    return *mine.database->book().newest_version("officers");
  };
  EXPECT_EQ(version_after(std::chrono::days(100)), 0U);
  EXPECT_EQ(run({"officer", "add", "jefa"}, "correct horse\n").out, "officers 1\n");
  EXPECT_EQ(version_after(std::chrono::days(6)), 1U);
  EXPECT_EQ(version_after(std::chrono::days(7) + std::chrono::minutes(1)), 2U);
  EXPECT_EQ(version_after(std::chrono::days(8)), 2U);
}

/// What a station makes of a list of officers: the key of an officer's telephone.
std::string telephone_of(const Bulletin& list, const std::string& officer, const StationId& station,
                         const PrivateKey& key, const Certificate& certificate) {
  const auto keys = second_factor_keys(list.content);
  if (!keys || !keys->contains(station)) return "no key";
  const auto list_key = open_envelope(keys->at(station), key, certificate);
  if (!list_key) return "not opened";
  const auto accounts = *parse_officers(list.content);
  const auto account = std::ranges::find(accounts, OfficerId(officer), &Account::id);
  const auto telephone = open_second_factor(*list_key, account->id, account->second_factor);
  return telephone ? to_base32(telephone->view()) : "not opened";
}

TEST_F(Listing, OfOfficersCarriesSecondFactorsToTheStationsThatThereAre) {
  const auto norte = joined("NORTE");
  run({"officer", "add", "jefa"}, "correct horse\n");
  run({"officer", "add", "ramos"}, "correct horse\n");
  const auto given = run({"officer", "totp", "jefa"});
  ASSERT_EQ(given.status, 0) << given.err;
  EXPECT_THAT(given.out, StartsWith("otpauth://totp/Garita%20UTO:jefa?secret="));
  const auto secret = given.out.substr(given.out.find("secret=") + 7, 32);
  auto mine = centre();
  const auto newest = [&] {
    auto& book = mine.database->book();
    return **mine.database->intake().bulletin("officers", *book.newest_version("officers"));
  };
  const auto read_by = [&](const StationId& station) {
    const auto stations = *mine.database->book().certified_stations();
    return telephone_of(newest(), "jefa", station, station_key_, stations.at(station));
  };
  EXPECT_EQ(read_by(norte.id()), secret);
  EXPECT_THAT(std::string(text_of(newest().content)), Not(HasSubstr(secret)));
  ASSERT_TRUE(renew_officers_when_due(mine));
  EXPECT_EQ(newest().version, 3U) << "nobody came";
  const auto sur = joined("SUR");
  EXPECT_EQ(read_by(sur.id()), "no key");
  ASSERT_TRUE(renew_officers_when_due(mine));
  EXPECT_EQ(read_by(sur.id()), secret) << "a station that came is in the next list";
  run({"revoke", norte.id().value(), "--why", "stolen"});
  ASSERT_TRUE(renew_officers_when_due(mine));
  EXPECT_FALSE(second_factor_keys(newest().content)->contains(norte.id()));
  run({"officer", "add", "jefa"}, "another horse\n");
  EXPECT_EQ(read_by(sur.id()), secret) << "a new password changes nothing of it";
  EXPECT_EQ(run({"officer", "totp", "jefa", "--remove"}).out, "");
  EXPECT_TRUE(second_factor_keys(newest().content)->empty());
  EXPECT_EQ(run({"officer", "totp", "nobody"}).status, 1);
}

}  // namespace
}  // namespace garita::central::testing
