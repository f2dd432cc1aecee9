// A centre whose disk was set back to a backup, and stations that hold what it does not know any
// more: both ends of the real code over a link that works.
#include <gmock/gmock.h>

#include "border-station/alerts/alert_list.h"
#include "border-station/uplink/bundles.h"
#include "central-sync/intake/bundles.h"
#include "schema/journal/sections.h"
#include "tests/simulation/link.h"

namespace garita::tests {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

class RestoredCentre : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(centre_.start(process()));
    ASSERT_TRUE(station_.start());
    const auto& enrolled = station_.enrolled;
    auto reads = station::Ledger::open(enrolled.directory, enrolled.identity, station_.clock,
                                       {{"alerts", station::read_alerts}});
    ASSERT_TRUE(reads) << reads.error().message;
    station_.uplink.emplace(*std::move(reads));
    station_.uplink->watch_disk([] { return std::uint64_t{1} << 32; });
    founded_ = centre_.disk.copy();
  }
  CentreProcess& process() { return *centre_.processes.front(); }

  void back_up() { backup_ = centre_.disk.copy(); }
  void set_back() {
    centre_.stop(process());
    centre_.disk.restore(backup_);
    ASSERT_TRUE(centre_.start(process()));
  }

  /// As the channel's next version, a minute later; gives the bulletin.
  Bulletin publish(const std::string& channel, const std::string& content) {
    time_passes(minutes(1));
    auto& book = process().database->book();
    Bulletin bulletin{channel,
                      *book.newest_version(channel) + 1,
                      centre_.clock.now(),
                      copy_of(bytes_of(content)),
                      {}};
    bulletin.sign(country_.centre().centre_key());
    EXPECT_TRUE(book.put_bulletin(bulletin));
    return bulletin;
  }
  static std::string row(const std::string& number) {
    return "reference,instruction,issuer,number\nR-" + number + ",stop,UTO," + number + "\n";
  }
  /// Section i has the document that is said of it, else "KEPT" and its number. What stands there
  /// already is not published again.
  void publish_list(const std::map<std::size_t, std::string>& documents) {
    SectionHead head;
    auto& book = process().database->book();
    for (std::size_t i = 0; i < kSections; ++i) {
      const auto found = documents.find(i);
      const auto csv = row(found == documents.end() ? "KEPT" + std::to_string(i) : found->second);
      const auto name = section_channel("alerts", i);
      const auto newest = *book.newest_version(name);
      const auto held = newest == 0 ? std::nullopt : *process().intake->bulletin(name, newest);
      const bool stands = held && text_of(held->content) == csv;
      const auto version = stands ? newest : publish(name, csv).version;
      head.sections.at(i) = {version, 1, sha256(bytes_of(csv))};
    }
    publish("alerts", std::string(text_of(encode(head))));
  }

  void time_passes(Span span) {
    agenda_.run_until(agenda_.now().plus(span), [] { return false; });
  }
  /// A connection for so long; how many bytes of bulletins went down is in `bytes_`.
  void connect(Span span = minutes(3)) {
    auto link = std::make_shared<Link>(Link::Parties{agenda_, station_, centre_, process(), dice_},
                                       LinkNature());
    ASSERT_TRUE(link->open());
    const Instant until = agenda_.now().plus(span);
    while (agenda_.now() < until) {
      time_passes(seconds(1));
      link->tick();
      ASSERT_TRUE(centre_.project(process()));
    }
    link->cut();
  }
  std::string held(const std::string& channel) {
    const auto bulletin = *station_.uplink->bulletin(channel);
    return bulletin ? std::string(text_of(bulletin->content)) : "nothing";
  }
  std::uint64_t version(const std::string& channel) {
    const auto bulletin = *station_.uplink->held_bulletin(channel);
    return bulletin ? bulletin->version : 0;
  }
  bool is_alerted(const std::string& number) {
    station::AlertQuestion question;
    question.issuer = "UTO";
    question.number = number;
    question.today = *Date::from_iso("2026-03-02");
    return !station::find_alerts(*station_.uplink, question)->empty();
  }
  void cross(const std::string& number) {
    station::NewDecision decision;
    decision.crossing = central::testing::crossing(
        Direction::kEntry, station_.enrolled.post.value(), Instant{}, number);
    decision.crossing.reference = number;
    ASSERT_TRUE(station_.desk->append_decision(std::move(decision)));
  }
  std::uint64_t movements_at_the_centre() {
    return process().intake->head_of(station_.movement(1))->sequence;
  }

  /// A backup that has A1; of the two records after it the post keeps nothing but the headers.
  void lose_for_good() {
    cross("A1");
    connect();
    back_up();
    cross("A2");
    cross("A3");
    connect();
    forget_all();
  }
  void forget_all() {
    for (int i = 0; i < 2; ++i) {
      time_passes(std::chrono::hours(50));
      ASSERT_TRUE(station_.uplink->forget(std::chrono::hours(1)));
    }
  }
  std::optional<Instant> watermark_of_the_post() {
    const auto watermark =
        *process().database->projection().watermark_of(station_.enrolled.post, centre_.clock.now());
    return watermark ? watermark->complete_until : std::nullopt;
  }
  /// A stick to the centre and its answer back; what the centre complained of.
  std::string carry() {
    time_passes(minutes(1));
    const auto& key = centre_.country.centre().centre_key();
    std::string complaints;
    central::Addressee to{station_.enrolled.id, {}, {}};
    const auto bring_up = [&](ByteView file) -> Result<void> {
      GARITA_TRY(taken, central::import_bundle(
                            *process().intake, key, file, centre_.clock.now(),
                            [&](const Error& error) { complaints += error.message + "\n"; }));
      for (const auto& [station, said] : taken.stations) to.merge(said);
      return {};
    };
    EXPECT_TRUE(station::export_bundle(*station_.uplink, bring_up));
    EXPECT_TRUE(centre_.project(process()));
    brought_down_ = 0;
    const auto bring_down = [&](ByteView file) -> Result<void> {
      GARITA_TRY(reader, BundleReader::open(file));
      for (auto message = reader.next(); message && *message; message = reader.next())
        if (std::holds_alternative<Bulletin>(**message)) ++brought_down_;
      GARITA_TRY(taken, station::import_answer(*station_.uplink, file, [](const Error& error) {
                   ADD_FAILURE() << error.message;
                 }));
      taken_ = taken;
      return {};
    };
    EXPECT_TRUE(central::write_answer(*process().intake, key, to, centre_.clock.now(), bring_down));
    return complaints;
  }
  int put_aside() {
    return static_cast<int>(process().database->reading().quarantine(100'000)->size());
  }
  /// "1:movement:4 unchained" of each, by the order of arrival.
  std::string aside() {
    std::string text;
    const auto rows = *process().database->reading().quarantine(100);
    for (const auto& row : rows) {
      const auto record = row.record.text().substr(station_.enrolled.id.value().size() + 1);
      text = record + " " + row.cause + (text.empty() ? "" : "; ") + text;
    }
    return text;
  }

  SimulatedCountry country_;
  Agenda agenda_;
  Dice dice_{7};
  CentreMachine centre_{country_, agenda_, 1};
  StationMachine station_{country_.stations().front(), agenda_, 2};
  FaultyDisk::Files founded_;  ///< a backup from before the first record
  FaultyDisk::Files backup_;
  station::TakenAnswer taken_;    ///< by the last stick
  std::size_t brought_down_ = 0;  ///< bulletins, by the last stick
};

TEST_F(RestoredCentre, PublishesWhatItsPostsTakeThoughTheyHoldThatNumberOrAHigherOne) {
  for (const int known : {1, 3}) {
    for (int lost = 1; lost <= 3; ++lost) {
      for (int anew = 1; anew <= 4; ++anew) {
        const std::string name =
            std::to_string(known) + " " + std::to_string(lost) + " " + std::to_string(anew);
        for (int i = 0; i < known; ++i) publish("messages", "known " + name);
        connect();
        back_up();
        for (int i = 0; i < lost; ++i) publish("messages", "lost " + name);
        connect();
        ASSERT_EQ(held("messages"), "lost " + name);
        set_back();
        connect();
        EXPECT_EQ(held("messages"), "lost " + name) << "what was signed later stays";
        std::string text;
        for (int i = 0; i < anew; ++i) {
          text = "anew " + name + " " + std::to_string(i);
          publish("messages", text);
        }
        connect();
        ASSERT_EQ(held("messages"), text);
        EXPECT_EQ(version("messages"), *process().database->book().newest_version("messages"));
        EXPECT_TRUE(station_.uplink->held_parts()->empty());
      }
    }
  }
}

// An old stick is signed too, and whoever has one has no key of the centre's.
TEST_F(RestoredCentre, LeavesNobodyAWayToBringAnOldListBack) {
  publish("messages", "first");
  back_up();
  const auto lost = publish("messages", "second, lost");
  const auto later = publish("messages", "third, lost");
  connect();
  set_back();
  const auto anew = publish("messages", "second, anew");
  EXPECT_EQ(*station_.uplink->take_bulletin(anew), station::TakenBulletin::kHeldAlready)
      << "a lower number is not taken from a stick, however new";
  connect();
  ASSERT_EQ(held("messages"), "second, anew");
  EXPECT_EQ(*station_.uplink->take_bulletin(lost), station::TakenBulletin::kHeldAlready);
  EXPECT_EQ(*station_.uplink->take_bulletin(lost, station::BulletinWay::kLink),
            station::TakenBulletin::kHeldAlready)
      << "signed before what is in force";
  EXPECT_EQ(held("messages"), "second, anew");
  const auto refused = station_.uplink->take_bulletin(later);
  ASSERT_FALSE(refused) << "a higher number of the time that was lost";
  EXPECT_THAT(refused.error().message, testing::HasSubstr("before the version 2 of 2026-"));
  EXPECT_EQ(held("messages"), "second, anew");
  const auto newest = publish("messages", "third, anew");
  EXPECT_EQ(*station_.uplink->take_bulletin(newest), station::TakenBulletin::kTaken);
}

TEST_F(RestoredCentre, BringsItsLongListInPlaceOfTheOneThatItLost) {
  publish_list({});
  connect();
  ASSERT_TRUE(is_alerted("KEPT0"));
  back_up();
  publish_list({{3, "LOST3"}, {4, "LOST4"}, {5, "LOST5"}});
  publish_list({{3, "LOSTAGAIN3"}, {4, "LOST4"}, {5, "LOST5"}});
  connect();
  ASSERT_TRUE(is_alerted("LOST4"));
  set_back();
  connect();
  EXPECT_TRUE(is_alerted("LOST4")) << "nothing newer is there yet";
  // Section 3 has a number that the post holds too, or had; 4 is again what it was before.
  publish_list({{3, "ANEW3"}, {5, "ANEW5"}, {6, "ANEW6"}});
  connect();
  EXPECT_EQ(version("alerts"), 2U);
  for (const auto* number : {"ANEW3", "KEPT4", "ANEW5", "ANEW6", "KEPT7"})
    EXPECT_TRUE(is_alerted(number)) << number;
  for (const auto* number : {"LOST3", "LOSTAGAIN3", "LOST4", "LOST5", "KEPT3", "KEPT6"})
    EXPECT_FALSE(is_alerted(number)) << number;
  EXPECT_TRUE(station_.uplink->sections_apart()->empty());
  publish_list({{3, "NEXT3"}});
  connect();
  EXPECT_TRUE(is_alerted("NEXT3"));
  EXPECT_FALSE(is_alerted("ANEW5"));
}

TEST_F(RestoredCentre, BringsByStickTheSectionsThatThePostLacks) {
  publish_list({});
  carry();
  ASSERT_TRUE(is_alerted("KEPT0"));
  EXPECT_GE(brought_down_, kSections) << "a post that holds nothing gets all";
  back_up();
  publish_list({{3, "LOST3"}});
  carry();
  EXPECT_TRUE(is_alerted("LOST3"));
  EXPECT_LT(brought_down_, 10U) << "what it holds is not carried again";
  set_back();
  publish_list({{4, "ANEW4"}});
  carry();
  EXPECT_GE(brought_down_, kSections)
      << "a head of the same number that was signed at another time";
}

TEST_F(RestoredCentre, GoesOnWithTheSectionsThatCameWhereALinkBroke) {
  publish_list({});
  connect();
  back_up();
  publish_list({{3, "LOST3"}, {4, "LOST4"}});
  connect();
  set_back();
  publish_list({{3, "ANEW3"}, {4, "ANEW4"}});
  for (int times = 0; times < 40 && !is_alerted("ANEW4"); ++times) connect(seconds(4));
  EXPECT_TRUE(is_alerted("ANEW3"));
  EXPECT_TRUE(is_alerted("ANEW4"));
  EXPECT_TRUE(is_alerted("KEPT5"));
}

TEST_F(RestoredCentre, GetsTheRecordsAgainThatItLostAndHadGivenReceiptsFor) {
  cross("A1");
  connect();
  back_up();
  cross("A2");
  cross("A3");
  connect();
  ASSERT_EQ(movements_at_the_centre(), 3U);
  set_back();
  ASSERT_EQ(movements_at_the_centre(), 1U);
  cross("A4");
  connect();
  EXPECT_EQ(movements_at_the_centre(), 4U);
  EXPECT_EQ(*process().intake->opened_of(station_.movement(1)), 4U);
}

// What was read a week ago has left the post's disk: it cannot come again, and is named; what
// follows it does, and waits for a person.
TEST_F(RestoredCentre, HearsWhichRecordsAreGoneAndPutsAsideWhatFollowsThem) {
  lose_for_good();
  cross("A4");
  cross("A5");
  set_back();
  // The first conversation ends with the life in which the post hears of it.
  connect();
  connect();
  EXPECT_EQ(movements_at_the_centre(), 1U);
  EXPECT_EQ(aside(), "1:movement:4 unchained; 1:movement:5 unchained");
  EXPECT_THAT(process().database->reading().quarantine(1)->at(0).reason,
              testing::HasSubstr("2-3 were lost when the centre was set back"));
  cross("A6");
  connect();
  EXPECT_EQ(process().intake->head_of(station_.movement(2))->sequence, 1U);
  EXPECT_EQ(*process().database->reading().records_gone(10),
            std::vector<std::string>{station_.enrolled.id.value() + ":1:movement 2-3"});
  const auto noted = *station_.uplink->noted_gone();
  ASSERT_EQ(noted.size(), 1U);
  EXPECT_EQ(noted[0].what, station_.enrolled.id.value() + ":1:movement 2-3");
  EXPECT_EQ(noted[0].following, 2U);
}

// Whoever crossed among what is put aside may have left in time.
TEST_F(RestoredCentre, WaitsForWhatFollowsTheGoneUntilAPersonHasDecided) {
  for (const bool knows_the_life : {true, false}) {
    if (knows_the_life) lose_for_good();
    if (!knows_the_life) {
      backup_ = founded_;
      forget_all();
    }
    cross(knows_the_life ? "A4" : "A5");
    const Instant lost = centre_.clock.now();
    set_back();
    for (int i = 0; i < 6; ++i) {
      connect(minutes(2));
      const auto watermark = watermark_of_the_post();
      EXPECT_TRUE(!watermark || *watermark < lost)
          << (knows_the_life ? "a life that is known" : "a life of which nothing is held") << ", "
          << i << ": " << watermark->rfc3339();
    }
    EXPECT_GE(put_aside(), 1);
  }
}

TEST_F(RestoredCentre, GetsAllThatFollowsTheGoneThoughTheLinkKeepsBreaking) {
  lose_for_good();
  constexpr int kFollowing = 700;
  for (int i = 0; i < kFollowing; ++i) cross("B" + std::to_string(i));
  set_back();
  for (int times = 0; times < 60 && put_aside() < kFollowing; ++times) connect(seconds(2));
  EXPECT_EQ(put_aside(), kFollowing);
  set_back();
  EXPECT_EQ(put_aside(), 0);
  for (int times = 0; times < 60 && put_aside() < kFollowing; ++times) connect(seconds(2));
  EXPECT_EQ(put_aside(), kFollowing) << "of a centre that lost them again";
  EXPECT_EQ(movements_at_the_centre(), 1U);
}

// A post without a link hears of it from the answer to its next stick, and the stick after that
// has everything.
TEST_F(RestoredCentre, GetsByStickWhatItLost) {
  back_up();
  cross("A1");
  cross("A2");
  EXPECT_EQ(carry(), "");
  ASSERT_EQ(movements_at_the_centre(), 2U);
  set_back();
  time_passes(minutes(1));
  cross("A3");
  EXPECT_THAT(carry(), testing::HasSubstr("leaves out records after 0")) << "it does not know yet";
  EXPECT_EQ(taken_.set_back, 1U);
  EXPECT_EQ(carry(), "");
  EXPECT_EQ(movements_at_the_centre(), 3U);
  EXPECT_EQ(taken_.set_back, 0U);
  cross("A4");
  EXPECT_EQ(carry(), "");
  EXPECT_EQ(movements_at_the_centre(), 4U);
  EXPECT_EQ(put_aside(), 0);
}

TEST_F(RestoredCentre, GetsByStickWhatFollowsTheGone) {
  lose_for_good();
  cross("A4");
  set_back();
  EXPECT_THAT(carry(), testing::HasSubstr("leaves out records after 1"));
  EXPECT_THAT(carry(), testing::HasSubstr("1 records of "));
  EXPECT_EQ(aside(), "1:movement:4 unchained");
  cross("A5");
  EXPECT_EQ(carry(), "") << "the same stick's content again is nothing new";
  ASSERT_TRUE(centre_.project(process()));
  EXPECT_EQ(aside(), "1:movement:4 unchained");
  EXPECT_EQ(process().intake->head_of(station_.movement(2))->sequence, 1U);
  EXPECT_EQ(*process().database->reading().records_gone(10),
            std::vector<std::string>{station_.enrolled.id.value() + ":1:movement 2-3"});
}

}  // namespace
}  // namespace garita::tests
