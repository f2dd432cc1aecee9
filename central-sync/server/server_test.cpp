// The sync port over real TLS on loopback, with a peer that follows a script, and a real store.
#include "central-sync/server/server.h"

#include <gmock/gmock.h>
#include <spdlog/sinks/base_sink.h>
#include <spdlog/spdlog.h>

#include <condition_variable>
#include <future>

#include "central-sync/server/connection.h"
#include "central-sync/server/gated_store.h"
#include "central-sync/server/refusals.h"
#include "central-sync/server/test_peer.h"
#include "central-sync/store/test_country.h"

namespace garita::central::testing {
namespace {

using std::chrono::milliseconds;
using ::testing::AllOf;
using ::testing::HasSubstr;

/// What the server said in the log.
class Lines : public spdlog::sinks::base_sink<std::mutex> {
 public:
  std::string text() {
    const std::lock_guard lock(mutex_);
    return text_;
  }
  /// The same once it says `what`: a peer may see that it is refused before that is written.
  std::string text_with(const std::string& what) {
    std::unique_lock lock(mutex_);
    written_.wait_for(lock, std::chrono::seconds(10),
                      [&] { return text_.find(what) != std::string::npos; });
    return text_;
  }

 private:
  void sink_it_(const spdlog::details::log_msg& line) override {
    text_ += std::string(line.payload.data(), line.payload.size()) + "\n";
    written_.notify_all();
  }
  void flush_() override {}
  std::string text_;
  std::condition_variable written_;
};

/// Counts what it is asked, and gives an answer that a peer can tell.
class OneTokenRegistrar : public Registrar {
 public:
  Result<std::string> enrol(const std::string& json, Instant) override {
    if (json == "the token") return "welcome";
    return fail(Remedy::kReject, "no such token");
  }
};

const Instant kEntered = utc("2026-01-05T16:00:00Z");

class Sync : public ::testing::Test {
 protected:
  Sync()
      : centre_certificate_(
            country_.issued(country_.centre_key(), CertificateRole::kCentre, "centre")) {
    options_.address = "127.0.0.1";
    options_.port = 0;
    options_.look_every = milliseconds(20);
    options_.handshake_within = milliseconds(2'000);
    spdlog::set_default_logger(std::make_shared<spdlog::logger>("test", log_));
  }
  ~Sync() override {
    gate_.open();
    if (server_) server_->stop();
  }

  SyncServer& start() {
    const SyncIdentity identity{country_.centre_key(), centre_certificate_, country_.authority()};
    server_.emplace(
        options_, identity,
        [this]() -> Result<std::unique_ptr<IntakeStore>> {
          GARITA_TRY(store, open_intake(country_.file()));
          return std::unique_ptr<IntakeStore>(new GatedStore(std::move(store), gate_));
        },
        []() -> Result<std::unique_ptr<Registrar>> {
          return std::unique_ptr<Registrar>(new OneTokenRegistrar());
        },
        clock_);
    const auto started = server_->start();
    EXPECT_TRUE(started) << started.error().message;
    return *server_;
  }

  TestStation& norte() { return country_.station("NORTE"); }
  Certificate certificate_of(const TestStation& station) {
    return country_.database().intake().known_station(station.id())->value().certificate;
  }
  /// Comes as NORTE-01 with its own certificate.
  std::unique_ptr<Peer> comes(TlsTicket* ticket = nullptr) {
    return comes_with(country_.station_key(), certificate_of(norte()), ticket);
  }
  std::unique_ptr<Peer> comes_with(const PrivateKey& key, const Certificate& certificate,
                                   TlsTicket* ticket = nullptr) {
    auto peer = std::make_unique<Peer>(server_->port());
    peer->shake_hands({TlsIdentity{key, certificate}, country_.authority()}, ticket);
    return peer;
  }
  /// Somebody without a certificate says one thing.
  std::unique_ptr<Peer> stranger(const Message& message, const std::string& from = "127.0.0.1") {
    auto peer = std::make_unique<Peer>(server_->port(), from);
    EXPECT_TRUE(peer->shake_hands({std::nullopt, country_.authority()}));
    peer->send(message);
    return peer;
  }
  /// NORTE-01 has said hello and was welcomed.
  std::unique_ptr<Peer> talks(TlsTicket* ticket = nullptr) {
    auto peer = comes(ticket);
    peer->send(hello());
    EXPECT_TRUE(peer->receive_a<Welcome>());
    return peer;
  }
  Hello hello() {
    Hello made;
    made.station = norte().id();
    made.clock = kEntered;
    made.software = "scripted";
    made.bulletins = {{"policies", 1}};
    return made;
  }
  BatchFrame one_record(const std::string& number) {
    norte().write(entry("NORTE", kEntered, number), kEntered);
    return {encode(*norte().take())};
  }
  std::uint64_t held() {
    return country_.database().intake().head_of({norte().id(), 1, Lane::kMovement})->sequence;
  }
  std::string goodbye(Peer& peer) {
    const auto said = peer.receive_a<Goodbye>();
    return said ? std::string(refusal_name(said->code)) : "nothing";
  }
  std::int64_t quarantined() { return country_.reading().counts()->quarantined; }

  TestCentre country_;
  Certificate centre_certificate_;
  SyncServerOptions options_;
  SystemClock clock_;
  Gate gate_;
  std::shared_ptr<Lines> log_ = std::make_shared<Lines>();
  std::optional<SyncServer> server_;
};

TEST_F(Sync, GivesNoReceiptBeforeTheCommitAndOneAfterIt) {
  start();
  const auto batch = one_record("FIRST");
  {
    const auto peer = talks();
    gate_.close();
    peer->send(batch);
    ASSERT_TRUE(gate_.somebody_waits());
    EXPECT_FALSE(peer->receive_a<Receipt>(milliseconds(100)));
    gate_.open();
  }
  const auto peer = talks();
  peer->send(batch);
  const auto receipt = peer->receive_a<Receipt>();
  ASSERT_TRUE(receipt);
  EXPECT_EQ(receipt->held, 1U);
  EXPECT_TRUE(receipt->verify(*centre_certificate_.public_key()));
  EXPECT_EQ(held(), 1U) << "and sent twice it is there once";
}

TEST_F(Sync, RefusesEveryCertificateButTheOneThatWasIssuedAndSaysWhose) {
  start();
  const PrivateKey other = PrivateKey::generate();
  const auto foreign_authority = make_authority_certificate(
      other, "Elsewhere", Validity::of_days(SystemClock().now(), std::chrono::days(1)));
  const auto foreign =
      *issue_certificate({other, foreign_authority}, other.public_key(),
                         {CertificateRole::kStation,
                          "NORTE-01",
                          {},
                          {},
                          Validity::of_days(SystemClock().now(), std::chrono::days(1))});
  const struct {
    const char* what;
    Certificate certificate;
    const char* goodbye;
    const char* logged;
  } cases[] = {
      {"another country's authority", foreign, "nothing", "'NORTE-01' (station"},
      {"a console's", country_.issued(other, CertificateRole::kConsole, "desk"), "nothing",
       "'desk' (console"},
      {"a second one of the same name",
       country_.issued(other, CertificateRole::kStation, "NORTE-01"), "unknown_station",
       "not the one that was issued"},
      {"of a station that nobody enrolled",
       country_.issued(other, CertificateRole::kStation, "ESTE-01"), "unknown_station",
       "'ESTE-01'"},
      {"of a name that no station has",
       country_.issued(other, CertificateRole::kStation, "\x1b[2J"), "unknown_station", "'?[2J'"},
  };
  for (const auto& each : cases) {
    const auto peer = comes_with(other, each.certificate);
    peer->send(hello());
    EXPECT_EQ(goodbye(*peer), each.goodbye) << each.what;
    EXPECT_TRUE(peer->is_closed()) << each.what;
    EXPECT_THAT(log_->text_with(each.logged),
                AllOf(HasSubstr(each.logged), HasSubstr("127.0.0.1:"),
                      HasSubstr("SHA-256 " + to_hex(each.certificate.fingerprint()).substr(0, 16))))
        << each.what;
  }
}

TEST_F(Sync, RefusesOlderTlsAndWhatIsNoTlsAndSaysWhy) {
  start();
  EXPECT_FALSE(Peer(server_->port()).shake_hands_as_of_old());
  Peer browser(server_->port());
  browser.send_in_clear("GET / HTTP/1.1\r\nHost: centre\r\n\r\n");
  EXPECT_TRUE(browser.is_closed());
  server_->stop();
  EXPECT_THAT(log_->text(),
              AllOf(HasSubstr("it offers no TLS 1.3"), HasSubstr("it speaks no TLS")));
}

TEST_F(Sync, WithoutACertificateHearsAnEnrolmentAndNothingElse) {
  start();
  EXPECT_TRUE(stranger(hello())->is_closed());
  EXPECT_THAT(log_->text_with("only an enrolment is heard"),
              HasSubstr("only an enrolment is heard"));
  EXPECT_EQ(stranger(EnrolRequest{"the token"})->receive_a<EnrolAnswer>()->json, "welcome");
  EXPECT_EQ(goodbye(*stranger(EnrolRequest{"a guess"})), "token");
}

TEST_F(Sync, WrongTokensKeepNoRightOneOutAndOneAddressFillsNobodysLines) {
  options_.wrong_tokens_told_a_minute = 3;
  start();
  for (int i = 0; i < 100; ++i)
    ASSERT_EQ(goodbye(*stranger(EnrolRequest{"a guess"}, "127.0.0.2")), "token") << i;
  for (const auto* from : {"127.0.0.3", "127.0.0.2"}) {
    const auto answer = stranger(EnrolRequest{"the token"}, from)->receive_a<EnrolAnswer>();
    ASSERT_TRUE(answer) << from;
    EXPECT_EQ(answer->json, "welcome");
  }
  EXPECT_EQ(goodbye(*stranger(EnrolRequest{"another guess"}, "127.0.0.3")), "token");
  const auto text = log_->text_with("127.0.0.3");
  EXPECT_THAT(text, HasSubstr("127.0.0.3"));
  std::size_t told = 0;
  for (auto at = text.find("127.0.0.2:"); at != std::string::npos;
       at = text.find("127.0.0.2:", at + 1))
    ++told;
  EXPECT_EQ(told, 3U);
}

TEST_F(Sync, CutsARevokedStationOffWhileItTalksAndWhenItResumes) {
  start();
  TlsTicket ticket;
  const auto open = talks(&ticket);
  ASSERT_TRUE(country_.database().book().revoke(norte().id(), "stolen", kEntered));
  EXPECT_EQ(goodbye(*open), "revoked");
  EXPECT_TRUE(open->is_closed());
  const auto again = comes(&ticket);
  EXPECT_TRUE(again->resumed());
  again->send(hello());
  again->send(one_record("AFTER"));
  EXPECT_EQ(goodbye(*again), "revoked");
  EXPECT_TRUE(again->is_closed());
  EXPECT_EQ(held(), 0U);
  EXPECT_THAT(log_->text_with("revoked"),
              AllOf(HasSubstr("NORTE-01 from 127.0.0.1:"), HasSubstr("revoked")));
}

TEST_F(Sync, PutsAFlippedBitAndAForkAsideAndStoresTheSameRecordOnce) {
  start();
  const auto peer = talks();
  const auto good = one_record("GOOD");
  auto flipped = good;
  flipped.batch.at(flipped.batch.size() / 2) ^= 4;
  peer->send(flipped);
  EXPECT_EQ(peer->receive_a<Receipt>()->held, 0U);
  EXPECT_EQ(quarantined(), 1);
  for (int time = 0; time < 2; ++time) {
    peer->send(good);
    EXPECT_EQ(peer->receive_a<Receipt>()->held, 1U);
  }
  EXPECT_EQ(held(), 1U);
  norte().begin_incarnation(1);
  peer->send(one_record("OTHER"));
  EXPECT_EQ(peer->receive_a<Receipt>()->held, 1U);
  EXPECT_EQ(quarantined(), 2);
  EXPECT_THAT(log_->text_with("NORTE-01"), HasSubstr("NORTE-01"));
  EXPECT_THAT(log_->text_with("1 records went into quarantine"),
              HasSubstr("1 records went into quarantine"));
}

TEST_F(Sync, EndsAConversationThatIsNoneAndSaysWhy) {
  start();
  const auto header = [](std::uint32_t size) {
    return Bytes{static_cast<std::uint8_t>(size >> 24U), static_cast<std::uint8_t>(size >> 16U),
                 static_cast<std::uint8_t>(size >> 8U), static_cast<std::uint8_t>(size)};
  };
  const struct {
    const char* what;
    bool after_hello;
    Bytes bytes;
    const char* code;
  } cases[] = {
      {"a greeting of 64 KiB and one", false, header(64 * 1024 + 1), "malformed"},
      {"a frame of 4 GiB", true, header(0xffffffff), "malformed"},
      {"a frame that is larger than any may be", true, header(kBatchBytesMax + 4096), "malformed"},
      {"an empty frame", true, header(0), "malformed"},
      {"a frame of no type", true, {0, 0, 0, 1, 99}, "malformed"},
      {"a batch before the greeting", false, encode_frame(one_record("X")), "unexpected"},
      {"the centre's own frames", true, encode_frame(Welcome{}), "malformed"},
      {"a batch that is none", true, encode_frame(BatchFrame{{1, 2, 3}}), "unexpected"},
      {"another station's claim", true, encode_frame(country_.station("SUR").claim(kEntered)),
       "unexpected"},
  };
  for (const auto& each : cases) {
    const auto peer = each.after_hello ? talks() : comes();
    peer->send(each.bytes);
    EXPECT_EQ(goodbye(*peer), each.code) << each.what;
    EXPECT_TRUE(peer->is_closed()) << each.what;
    const auto ended = std::string("the conversation was ended, ") + each.code;
    EXPECT_THAT(log_->text_with(ended), HasSubstr(ended)) << each.what;
  }
  EXPECT_EQ(held(), 0U);
}

TEST_F(Sync, AStationHoldsNoMorePlacesThanTwo) {
  start();
  const auto first = talks();
  const auto second = talks();
  const auto third = talks();
  EXPECT_TRUE(first->is_closed()) << "the oldest goes";
  for (auto* peer : {second.get(), third.get()}) {
    peer->send(one_record("X"));
    EXPECT_TRUE(peer->receive_a<Receipt>());
  }
  EXPECT_EQ(server_->stations_connected(), 2U);
}

TEST_F(Sync, WaitsForNoPeerThatFallsSilent) {
  options_.handshake_within = milliseconds(150);
  options_.timings = {milliseconds(50), milliseconds(150), milliseconds(150)};
  start();
  Peer dumb(server_->port());
  EXPECT_TRUE(dumb.is_closed());
  EXPECT_THAT(log_->text_with("no handshake in time"), HasSubstr("no handshake in time"));
  Peer stranger(server_->port());
  stranger.shake_hands({std::nullopt, country_.authority()});
  EXPECT_TRUE(stranger.is_closed());
  EXPECT_EQ(goodbye(*comes()), "silent") << "no hello";
  const auto half_open = talks();
  EXPECT_TRUE(half_open->receive_a<Ping>()) << "first it is asked";
  EXPECT_EQ(goodbye(*half_open), "silent");
}

TEST_F(Sync, ReadsNoMoreThanItCanStore) {
  start();
  const auto peer = talks();
  std::vector<BatchFrame> batches;
  for (int i = 0; i < 40; ++i) batches.push_back(one_record("N" + std::to_string(i)));
  gate_.close();
  peer->send(batches.front());
  ASSERT_TRUE(gate_.somebody_waits());
  // Pings are answered at once, by a server that does not mind how many answers wait.
  Bytes pings;
  while (pings.size() < std::size_t{4} * 1024 * 1024) {
    const Bytes ping = encode_frame(Ping{pings.size()});
    pings.insert(pings.end(), ping.begin(), ping.end());
  }
  constexpr int kTimesMax = 64;
  int times = 0;
  while (times < kTimesMax && peer->send(pings, milliseconds(1'000))) ++times;
  EXPECT_LT(times, kTimesMax / 4) << "256 MB were taken in while nothing could be stored";
  gate_.open();
  const auto next = talks();
  for (const auto& batch : batches) next->send(batch);
  while (held() < batches.size()) ASSERT_TRUE(next->receive_a<Receipt>());
}

TEST_F(Sync, StopsSoonWhileItIsBusyAndWhilePeersDoNotRead) {
  start();
  const auto busy = talks();
  const auto deaf = comes();
  deaf->send(hello());
  Bytes pings;
  while (pings.size() < std::size_t{16} * 1024 * 1024) {
    const Bytes ping = encode_frame(Ping{pings.size()});
    pings.insert(pings.end(), ping.begin(), ping.end());
  }
  while (deaf->send(pings, milliseconds(500))) {
  }
  gate_.close();
  busy->send(one_record("LAST"));
  ASSERT_TRUE(gate_.somebody_waits());
  auto stopped = std::async(std::launch::async, [&] { server_->stop(); });
  gate_.open();
  ASSERT_EQ(stopped.wait_for(std::chrono::seconds(8)), std::future_status::ready);
  EXPECT_EQ(goodbye(*busy), "stopping");
  EXPECT_EQ(held(), 1U) << "what was under way is kept";
  EXPECT_TRUE(Peer(server_->port()).is_closed());
}

TEST_F(Sync, KeepsToItsNumberOfConnections) {
  options_.connections_max = 2;
  start();
  auto first = talks();
  const auto second = talks();
  Peer third(server_->port());
  EXPECT_FALSE(third.shake_hands({std::nullopt, country_.authority()}));
  EXPECT_THAT(log_->text_with("2 connections are open"), HasSubstr("2 connections are open"));
  first->send(Goodbye{RefusalCode::kStopping, ""});
  EXPECT_TRUE(first->is_closed());
  first.reset();
  // Its place is free as soon as the server has seen that it hung up.
  bool in = false;
  const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  while (!in && std::chrono::steady_clock::now() < give_up) {
    const auto next = comes();
    in = next->send(hello()) && next->receive_a<Welcome>();
  }
  EXPECT_TRUE(in);
}

TEST_F(Sync, StrangersWhoSayNothingMakeRoomForAStationOldestFirst) {
  options_.connections_max = 3;
  options_.handshake_within = std::chrono::minutes(1);
  start();
  const auto station = talks();
  Peer oldest(server_->port());
  Peer newer(server_->port());
  const auto next = talks();
  EXPECT_TRUE(oldest.is_closed());
  EXPECT_TRUE(newer.shake_hands({std::nullopt, country_.authority()})) << "it was not its turn";
  EXPECT_THAT(log_->text_with("others wanted to come in"), HasSubstr("others wanted to come in"));
  EXPECT_TRUE(station->send(one_record("STILL THERE")));
  EXPECT_TRUE(station->receive_a<Receipt>());
}

TEST_F(Sync, AScannerDoesNotFillTheLog) {
  start();
  for (int i = 0; i < 60; ++i) {
    Peer peer(server_->port());
    peer.send_in_clear("no handshake at all");
    ASSERT_TRUE(peer.is_closed());
  }
  const auto text = log_->text();
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 20);
}

TEST(LineLimits, AreOfEachAddressAndForgetTheOldest) {
  LineLimits limits(1, 2);
  const Instant now{1'000};
  EXPECT_EQ(limits.admit("a", now), 0U);
  EXPECT_EQ(limits.admit("a", now), std::nullopt);
  EXPECT_EQ(limits.admit("b", now), 0U);
  EXPECT_EQ(limits.admit("a", now.plus(std::chrono::minutes(1))), 1U);
  EXPECT_EQ(limits.admit("c", now), 0U);
  EXPECT_EQ(limits.admit("b", now), std::nullopt);
  EXPECT_EQ(limits.admit("a", now.plus(std::chrono::minutes(1))), 0U) << "it was the oldest";
}

TEST(LineLimits, CountAnIpv6NetworkAsOneClient) {
  const auto network = [](const char* text) { return network_of(asio::ip::make_address(text)); };
  EXPECT_EQ(network("192.0.2.7"), "192.0.2.7");
  EXPECT_EQ(network("::ffff:192.0.2.7"), "192.0.2.7");
  EXPECT_EQ(network("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::");
  EXPECT_EQ(network("2001:db8:1:3:3:4:5:6"), "2001:db8:1:3::");
}

TEST(LineLimit, CountsWhatItKeepsOutAndSaysSoLater) {
  LineLimit limit(2);
  const auto at = [](int seconds) { return Instant{seconds * 1000}; };
  EXPECT_EQ(limit.admit(at(0)), 0U);
  EXPECT_EQ(limit.admit(at(1)), 0U);
  for (int i = 2; i < 60; ++i) EXPECT_EQ(limit.admit(at(i)), std::nullopt);
  EXPECT_EQ(limit.admit(at(60)), 58U);
  EXPECT_EQ(limit.admit(at(61)), 0U);
}

}  // namespace
}  // namespace garita::central::testing
