#include "schema/wire/transfers.h"

#include <gtest/gtest.h>

#include <random>

#include "schema/wire/centre_session.h"

namespace garita {
namespace {

const StationId kStation("PASO-NORTE-01");
constexpr std::chrono::milliseconds kStep{100};

Bulletin bulletin(const std::string& channel, std::uint64_t version, std::size_t size) {
  return {channel, version, Instant{}, random_bytes(size), Bytes(kSignatureBytes)};
}

/// A post's durable memory of bulletins as the ledger keeps it, and conversations with the centre.
class Post {
 public:
  /// Up to `bytes_max` bytes come down; then the link breaks.
  std::size_t converse(const std::vector<Bulletin>& newest, std::size_t bytes_max) {
    Hello hello;
    hello.station = kStation;
    for (const auto& [channel, held] : held_) hello.bulletins[channel] = held.version;
    for (const auto& [channel, part] : parts_) {
      const auto size = static_cast<std::uint32_t>(part.stream.size());
      hello.parts.push_back({channel, part.id, size});
    }
    StationSession station(hello, {}, now_);
    CentreSession centre(kStation, {}, now_);
    std::size_t came = 0;
    for (int step = 0; step < 400; ++step) {
      now_ = now_.plus(kStep);
      centre.receive(station.take_output(), now_);
      for (const auto& intent : centre.take_intents()) {
        if (std::holds_alternative<centre_intent::Greeted>(intent)) centre.welcome({}, now_);
        const auto* said = std::get_if<centre_intent::CompareHoldings>(&intent);
        if (said != nullptr) compare(centre, said->holdings);
      }
      if (centre.open()) offer(centre, newest);
      const Bytes down = centre.take_output();
      const auto passed = ByteView(down).first(std::min(down.size(), bytes_max - came));
      came += passed.size();
      station.receive(passed, now_);
      answer(station);
      if (came == bytes_max) break;
      station.tick(now_);
      centre.tick(now_);
    }
    EXPECT_FALSE(station.closed() || centre.closed());
    return came;
  }

  [[nodiscard]] std::uint64_t version(const std::string& channel) const {
    const auto found = held_.find(channel);
    return found == held_.end() ? 0 : found->second.version;
  }
  /// Before the link: what the centre published, and does not know any more.
  void holds(const Bulletin& held) { held_[held.channel] = held; }
  std::vector<std::string> taken;
  /// What the centre does not know: of another moment than the newest, and of these versions.
  std::map<std::string, std::uint64_t> foreign;
  std::vector<std::string> asked;  ///< lists whose sections the centre asked for
  bool refuses = false;
  int fails_to_store = 0;

 private:
  void offer(CentreSession& centre, const std::vector<Bulletin>& newest) {
    for (const auto& one : newest) {
      const auto offered = centre.standing().offered;
      const auto above = offered.find(one.channel);
      if (above != offered.end() && above->second >= one.version) continue;
      const auto held =
          held_.find(centre.standing().foreign.contains(one.channel) ? "" : one.channel);
      centre.offer(std::make_shared<const Delivery>(
                       make_delivery(one, held == held_.end() ? nullptr : &held->second)),
                   now_);
    }
  }

  void compare(CentreSession& centre, const Holdings& said) {
    std::set<std::string> unknown;
    for (const auto& held : said.held) {
      const auto found = foreign.find(held.channel);
      const bool is_foreign = found != foreign.end() && found->second == held.version;
      if (is_foreign && held.issued_at == Instant{}) unknown.insert(held.channel);
    }
    centre.holdings_compared(said, unknown, now_);
  }

  void answer(StationSession& station) {
    for (const auto& intent : station.take_intents()) {
      if (const auto* said = std::get_if<station_intent::WantHoldings>(&intent)) {
        Holdings holdings{said->list, {}};
        if (!said->list.empty()) asked.push_back(said->list);
        for (const auto& [channel, held] : held_)
          holdings.held.push_back({channel, held.version, held.issued_at});
        station.give_holdings(holdings, now_);
      }
      const auto* kept = std::get_if<station_intent::KeepBulletinPart>(&intent);
      if (kept != nullptr) keep(station, kept->part);
    }
  }

  void keep(StationSession& station, const BulletinPart& part) {
    auto& begun = parts_[part.channel];
    if (begun.id != part.stream) begun = {part.channel, part.version, part.base, {}, part.stream};
    const auto size = [&] { return static_cast<std::uint32_t>(begun.stream.size()); };
    if (fails_to_store > 0 || size() != part.offset) {
      --fails_to_store;
      return station.part_lost({part.channel, part.stream, size()});
    }
    begun.stream.insert(begun.stream.end(), part.content.begin(), part.content.end());
    station.part_kept({part.channel, part.stream, size()}, now_);
    if (size() < part.total) return;
    if (!refuses) {
      const auto base = held_.find(part.channel);
      auto read = read_delivery(begun, part.base == 0 ? nullptr : &base->second);
      ASSERT_TRUE(read) << read.error().message;
      held_[part.channel] = *std::move(read);
      taken.push_back(part.channel);
      parts_.erase(part.channel);
    }
    const auto stands = held_.find(part.channel);
    const Instant at = stands == held_.end() ? Instant{} : stands->second.issued_at;
    station.bulletin_kept({part.channel, version(part.channel), at}, now_);
  }

  Instant now_;
  std::map<std::string, Bulletin> held_;
  std::map<std::string, Delivery> parts_;
};

TEST(Transfers, GoOnInTheMiddleThoughTheLinkBreaksAtAnyByte) {
  const std::vector<Bulletin> newest{bulletin("alerts", 3, 90'000)};
  std::mt19937 random(3);
  for (int run = 0; run < 20; ++run) {
    Post post;
    std::size_t came = 0;
    int conversations = 0;
    while (post.version("alerts") == 0 && conversations < 50) {
      came += post.converse(newest, 8'000 + random() % 20'000);
      ++conversations;
    }
    EXPECT_EQ(post.taken, std::vector<std::string>{"alerts"});
    // Of each broken conversation a window's worth at most came in vain.
    EXPECT_LE(came, 95'000U + static_cast<std::size_t>(conversations) * 8'192U);
  }
}

TEST(Transfers, SendWhatIsSmallFirst) {
  Post post;
  post.converse({bulletin("alerts", 1, 300'000), bulletin("messages", 1, 500)}, 1'000'000);
  EXPECT_EQ(post.taken, (std::vector<std::string>{"messages", "alerts"}));
}

TEST(Transfers, CostWhatChangedAfterVersionsThatWereMissed) {
  Post post;
  Bulletin list = bulletin("alerts", 1, 200'000);
  EXPECT_GT(post.converse({list}, 1'000'000), 200'000U);
  list.version = 401;
  list.content[77'000] ^= 1;
  EXPECT_LT(post.converse({list}, 1'000'000), 3'000U);
  EXPECT_EQ(post.version("alerts"), 401U);
}

// A centre that was set back to a backup knows neither the post's content nor, perhaps, its number.
TEST(Transfers, BringWhatTheCentreHasInPlaceOfWhatItDoesNotKnow) {
  for (const std::uint64_t version : {3, 7, 9}) {
    Post post;
    post.holds(bulletin("policies", 7, 50'000));
    post.foreign["policies"] = 7;
    auto newest = bulletin("policies", version, 50'000);
    newest.issued_at = Instant{1};
    EXPECT_GT(post.converse({newest}, 1'000'000), 50'000U) << "whole: nothing to stand on";
    EXPECT_EQ(post.version("policies"), version);
    EXPECT_TRUE(post.asked.empty());
    EXPECT_LT(post.converse({newest}, 1'000'000), 3'000U) << version << " is known now";
  }
}

TEST(Transfers, AreOfferedToAStationOfVersionOneByNumbersAlone) {
  for (const auto version : {std::uint16_t{1}, std::uint16_t{2}}) {
    Hello hello;
    hello.station = kStation;
    hello.version_max = version;
    hello.bulletins = {{"policies", 7}};
    StationSession station(hello, {}, Instant{});
    CentreSession centre(kStation, {}, Instant{});
    centre.receive(station.take_output(), Instant{});
    ASSERT_EQ(centre.take_intents().size(), 1U);
    centre.welcome({}, Instant{});
    for (const std::uint64_t offered : {6, 8}) {
      centre.offer(std::make_shared<const Delivery>(
                       make_delivery(bulletin("policies", offered, 1'000), nullptr)),
                   Instant{});
    }
    station.receive(centre.take_output(), Instant{});
    std::size_t parts = 0;
    std::size_t asked = 0;
    for (const auto& intent : station.take_intents()) {
      if (std::holds_alternative<station_intent::KeepBulletinPart>(intent)) ++parts;
      if (std::holds_alternative<station_intent::WantHoldings>(intent)) ++asked;
    }
    EXPECT_EQ(parts, version == 1 ? 1U : 0U) << "of version 2 it is not known yet what is held";
    EXPECT_EQ(asked, version == 1 ? 0U : 1U);
    EXPECT_FALSE(station.closed() || centre.closed());
  }
}

TEST(Transfers, OfWhatAPostDoesNotGiveUpAreSentOnceAConversation) {
  Post post;
  post.holds(bulletin("policies", 7, 50'000));
  post.foreign["policies"] = 7;
  post.refuses = true;
  EXPECT_LT(post.converse({bulletin("policies", 3, 50'000)}, 1'000'000), 60'000U);
  EXPECT_EQ(post.version("policies"), 7U);
}

TEST(Transfers, AskForTheSectionsOfAListThatTheCentreDoesNotKnowOnce) {
  Post post;
  post.holds(bulletin("alerts", 7, 1'000));
  post.foreign["alerts"] = 7;
  post.refuses = true;
  post.converse({bulletin("alerts", 3, 1'000)}, 1'000'000);
  EXPECT_EQ(post.asked, std::vector<std::string>{"alerts"});
}

TEST(Transfers, OfWhatWasRefusedAreNotRepeated) {
  Post post;
  post.refuses = true;
  const std::vector<Bulletin> newest{bulletin("alerts", 1, 50'000)};
  EXPECT_GT(post.converse(newest, 1'000'000), 50'000U);
  EXPECT_LT(post.converse(newest, 1'000'000), 3'000U) << "the station has it and does not want it";
  EXPECT_EQ(post.version("alerts"), 0U);
  post.refuses = false;
  post.converse({bulletin("alerts", 2, 1'000)}, 1'000'000);
  EXPECT_EQ(post.version("alerts"), 2U) << "a corrected version is another stream";
}

TEST(Transfers, SendAgainWhatCouldNotBeStored) {
  Post post;
  post.fails_to_store = 1;
  post.converse({bulletin("alerts", 1, 60'000)}, 1'000'000);
  EXPECT_EQ(post.version("alerts"), 1U);
}

TEST(Transfers, GoOnWhenTheWordForAPartComesAfterItIsSentAgain) {
  Transfers transfers;
  transfers.begin({});
  const auto large =
      std::make_shared<const Delivery>(make_delivery(bulletin("alerts", 1, 100'000), nullptr));
  transfers.offer(large);
  const auto first = transfers.parts(Instant{});
  ASSERT_FALSE(first.empty());
  // The station's ledger is busy; a smaller one comes meanwhile and takes the link.
  const Instant later{40'000};
  transfers.offer(
      std::make_shared<const Delivery>(make_delivery(bulletin("messages", 1, 50'000), nullptr)));
  for (const auto& part : transfers.parts(later)) EXPECT_EQ(part.channel, "messages");
  const auto end = first.back().offset + static_cast<std::uint32_t>(first.back().content.size());
  transfers.part_held({"alerts", large->id, end}, later);
  for (const auto& part : transfers.parts(later)) {
    EXPECT_TRUE(part.channel != "alerts" || part.offset >= end) << "what is held is not sent again";
  }
  std::uint32_t held = end;
  for (int step = 0; step < 1'000 && held < large->stream.size(); ++step) {
    for (const auto& part : transfers.parts(later)) {
      const auto size = static_cast<std::uint32_t>(part.content.size());
      transfers.part_held({part.channel, part.stream, part.offset + size}, later);
      if (part.channel == "alerts") held = part.offset + size;
    }
    transfers.bulletin_held({"messages", 1});
  }
  EXPECT_EQ(held, large->stream.size());
}

TEST(Transfers, GoOnFromWhereTheStationSaysThatItFellBackTo) {
  Transfers transfers;
  transfers.begin({});
  const auto large =
      std::make_shared<const Delivery>(make_delivery(bulletin("alerts", 1, 400'000), nullptr));
  transfers.offer(large);
  const auto first = transfers.parts(Instant{});
  const auto end = first.back().offset + static_cast<std::uint32_t>(first.back().content.size());
  transfers.part_held({"alerts", large->id, end}, Instant{1});
  for (const auto& part : transfers.parts(Instant{1})) EXPECT_GE(part.offset, end);
  transfers.part_held({"alerts", large->id, 0}, Instant{2});
  EXPECT_TRUE(transfers.parts(Instant{2}).empty()) << "what is under way is waited for";
  const auto again = transfers.parts(Instant{31'000});
  ASSERT_FALSE(again.empty());
  EXPECT_EQ(again.front().offset, 0U);
}

TEST(Transfers, OfAChangeAreOfferedAnewWhenAStickBroughtAnotherVersion) {
  Hello hello;
  hello.bulletins = {{"alerts", 3}};
  Transfers transfers;
  transfers.begin(hello);
  const Bulletin third = bulletin("alerts", 3, 50'000);
  Bulletin seventh = third;
  seventh.version = 7;
  const auto change = std::make_shared<const Delivery>(make_delivery(seventh, &third));
  ASSERT_EQ(change->base, 3U);
  transfers.offer(change);
  const auto size = static_cast<std::uint32_t>(change->stream.size());
  ASSERT_EQ(transfers.parts(Instant{}).size(), 1U);
  transfers.part_held({"alerts", change->id, size}, Instant{});
  transfers.bulletin_held({"alerts", 5});
  EXPECT_EQ(transfers.standing().offered.at("alerts"), 5U) << "version 7 is still wanted";
  EXPECT_EQ(transfers.standing().held.at("alerts"), 5U);
  // What was refused for what it says is not.
  transfers.offer(change);
  static_cast<void>(transfers.parts(Instant{}));
  transfers.part_held({"alerts", change->id, size}, Instant{});
  transfers.bulletin_held({"alerts", 5});
  EXPECT_EQ(transfers.standing().offered.at("alerts"), 7U);
}

TEST(Transfers, RememberNothingOfChannelsThatAreNone) {
  Hello hello;
  hello.bulletins = {{"weather", 3}};
  Transfers transfers;
  transfers.begin(hello);
  for (int i = 0; i < 100; ++i) transfers.bulletin_held({"c" + std::to_string(i), 1});
  EXPECT_TRUE(transfers.standing().held.empty());
}

TEST(Transfers, TakeNoWordForMoreThanWasSent) {
  Transfers transfers;
  transfers.begin({});
  const auto delivery =
      std::make_shared<const Delivery>(make_delivery(bulletin("alerts", 1, 400'000), nullptr));
  transfers.offer(delivery);
  const auto sent = transfers.parts(Instant{}).size();
  ASSERT_GT(sent, 0U);
  EXPECT_TRUE(transfers.parts(Instant{}).empty()) << "the window is full";
  transfers.part_held({"alerts", delivery->id, 400'000}, Instant{1});
  transfers.part_held({"alerts", delivery->id + 1, 10}, Instant{1});
  transfers.part_held({"policies", delivery->id, 10}, Instant{1});
  EXPECT_TRUE(transfers.parts(Instant{1}).empty());
}

}  // namespace
}  // namespace garita
