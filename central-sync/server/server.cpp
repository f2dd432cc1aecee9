#include "central-sync/server/server.h"

#include <spdlog/spdlog.h>

#include <array>
#include <atomic>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <deque>
#include <map>
#include <set>
#include <thread>

#include "central-sync/server/connection.h"
#include "central-sync/server/refusals.h"
#include "central-sync/server/store_queue.h"

namespace garita::central {
namespace {

using asio::awaitable;
using asio::use_awaitable;
constexpr auto kAsTuple = asio::as_tuple(use_awaitable);

constexpr std::size_t kReadBytes = std::size_t{16} * 1024;
/// Of one connection's wishes so many are one work of the store: others have their turn in between.
constexpr std::size_t kIntentsAtOnceMax = 32;
/// What is read ahead of the store. More than the largest frame, or that would never be whole.
constexpr std::size_t kReadAheadBytesMax = 2 * kBatchBytesMax;
/// One, and another whose other end is gone and nobody has noticed yet.
constexpr std::size_t kConversationsOfAStationMax = 2;
constexpr std::chrono::seconds kShutdownWithin{1};
constexpr std::chrono::seconds kWriteWithin{60};
/// Lines about strangers, and about stations that are known: a scanner drowns neither disk nor
/// those.
constexpr std::size_t kStrangerLinesAMinute = 20;
constexpr std::size_t kStationLinesAMinute = 200;
constexpr std::size_t kAddressesMax = 1024;

/// Why a handshake did not end well.
std::string handshake_words(const Connection& connection, const boost::system::error_code& error) {
  if (connection.refused)
    return words_about(connection.refused->certificate) + ": " + connection.refused->why;
  if (connection.crowded_out) return "it said nothing and others wanted to come in";
  if (connection.late) return "no handshake in time";
  if (error.category() == asio::error::get_ssl_category())
    return handshake_failure_words(static_cast<unsigned>(error.value()));
  if (error == asio::error::eof || error == asio::ssl::error::stream_truncated)
    return "it hung up in the handshake";
  return error.message();
}

}  // namespace

/// The network thread runs every coroutine; the store's thread runs nothing but calls on the
/// store, and a coroutine goes there and comes back.
class SyncServer::Driver {
 public:
  Driver(SyncServerOptions options, SyncIdentity identity, OpenIntakeStore open_store,
         OpenRegistrar open_registrar, const Clock& clock)
      : options_(std::move(options)),
        identity_(identity),
        open_store_(std::move(open_store)),
        open_registrar_(std::move(open_registrar)),
        clock_(clock) {}

  Result<void> start();
  void stop();
  std::uint16_t port() const { return port_; }
  std::size_t stations_connected() const { return stations_; }

 private:
  awaitable<void> listen();
  awaitable<void> serve(tcp::socket socket);
  awaitable<bool> shake_hands(Connection& connection);
  awaitable<bool> identify(Connection& connection, Certificate certificate);
  awaitable<void> enrol(Connection& connection);
  awaitable<void> converse(Connection& connection);
  awaitable<void> read(Connection& connection);
  awaitable<void> drive(Connection& connection);
  awaitable<void> look(Connection& connection);
  awaitable<void> answer(Connection& connection, std::vector<CentreIntent> intents);
  awaitable<void> answer_from_store(Connection& connection, std::vector<CentreIntent> intents);
  awaitable<void> write(Connection& connection, Bytes output);
  awaitable<void> flush(Connection& connection);
  awaitable<void> shut_down(Connection& connection);
  awaitable<void> to_store();
  awaitable<void> to_network();
  bool make_room();
  void begin_conversation(Connection& connection);
  void end_conversation(const Connection& connection);
  void warn_of_wrong_token(const Connection& connection, const std::string& why);
  void warn_of_stranger(const Connection& connection, const std::string& why);
  void warn_of_station(const Connection& connection, const std::string& what);

  SyncServerOptions options_;
  SyncIdentity identity_;
  OpenIntakeStore open_store_;
  OpenRegistrar open_registrar_;
  const Clock& clock_;

  asio::io_context network_{1};
  StoreQueue queue_{network_};
  asio::ssl::context tls_{asio::ssl::context::tls_server};
  tcp::acceptor acceptor_{network_};
  std::unique_ptr<IntakeStore> store_;
  Deliveries deliveries_;  ///< the store's thread's
  std::unique_ptr<Registrar> registrar_;
  std::thread thread_;
  std::uint16_t port_ = 0;
  std::atomic<bool> stopping_{false};
  std::atomic<std::size_t> stations_{0};
  std::set<Connection*> connections_;
  std::map<std::uint64_t, Connection*> strangers_;  ///< of these, whom nobody knows yet, by arrival
  std::map<StationId, std::deque<Connection*>> conversing_;  ///< by arrival
  std::uint64_t arrivals_ = 0;
  LineLimits wrong_token_lines_{options_.wrong_tokens_told_a_minute, kAddressesMax};
  LineLimit stranger_lines_{kStrangerLinesAMinute};
  LineLimit station_lines_{kStationLinesAMinute};
};

std::string more_of_them(std::size_t left_out) {
  return left_out == 0 ? "" : "; " + std::to_string(left_out) + " more since the last such line";
}

void SyncServer::Driver::warn_of_stranger(const Connection& connection, const std::string& why) {
  const auto left_out = stranger_lines_.admit(steady_now());
  if (left_out)
    spdlog::warn("sync: {} was refused: {}{}", connection.address, why, more_of_them(*left_out));
}

void SyncServer::Driver::warn_of_wrong_token(const Connection& connection, const std::string& why) {
  const auto left_out = wrong_token_lines_.admit(connection.host, steady_now());
  if (left_out) warn_of_stranger(connection, why + more_of_them(*left_out));
}

void SyncServer::Driver::warn_of_station(const Connection& connection, const std::string& what) {
  const auto left_out = station_lines_.admit(steady_now());
  if (left_out)
    spdlog::warn("sync: {} from {}: {}{}", connection.station->station.value(), connection.address,
                 what, more_of_them(*left_out));
}

Result<void> SyncServer::Driver::start() {
  GARITA_TRY(store, open_store_());
  GARITA_TRY(registrar, open_registrar_());
  store_ = std::move(store);
  queue_.open(*store_);
  registrar_ = std::move(registrar);
  GARITA_CHECK(configure_tls_server(tls_.native_handle(),
                                    TlsIdentity{identity_.key, identity_.certificate},
                                    identity_.authority, ClientCertificate::kOptional));
  boost::system::error_code error;
  const auto address = asio::ip::make_address(options_.address, error);
  if (error) return fail(Remedy::kRepair, "'" + options_.address + "' is no address");
  const tcp::endpoint endpoint(address, options_.port);
  try {
    acceptor_.open(endpoint.protocol());
    acceptor_.set_option(tcp::acceptor::reuse_address(true));
    acceptor_.bind(endpoint);
    acceptor_.listen();
    port_ = acceptor_.local_endpoint().port();
  } catch (const boost::system::system_error& thrown) {
    return fail(Remedy::kRepair,
                "sync port " + std::to_string(options_.port) + ": " + thrown.code().message());
  }
  asio::co_spawn(network_, listen(), [](const std::exception_ptr& thrown) {
    ensure(thrown == nullptr, "nothing is thrown out of the listener");
  });
  thread_ = std::thread([this] { network_.run(); });
  return {};
}

void SyncServer::Driver::stop() {
  if (stopping_.exchange(true)) return;
  asio::post(network_, [this] {
    boost::system::error_code ignored;
    acceptor_.close(ignored);
    for (auto* connection : connections_) connection->stop();
  });
  if (thread_.joinable()) thread_.join();
  queue_.join();
}

awaitable<void> SyncServer::Driver::to_store() {
  auto there = asio::bind_executor(queue_.thread().get_executor(), use_awaitable);
  co_await asio::post(there);
}

awaitable<void> SyncServer::Driver::to_network() {
  auto there = asio::bind_executor(network_.get_executor(), use_awaitable);
  co_await asio::post(there);
}

awaitable<void> SyncServer::Driver::listen() {
  while (acceptor_.is_open()) {
    auto [error, socket] = co_await acceptor_.async_accept(kAsTuple);
    if (!error) {
      asio::co_spawn(network_, serve(std::move(socket)), [](const std::exception_ptr& thrown) {
        ensure(thrown == nullptr, "nothing is thrown out of a connection");
      });
      continue;
    }
    if (stopping_) continue;
    // Out of descriptors, most likely: give the open connections time to end.
    Timer breath(network_);
    breath.expires_after(std::chrono::milliseconds(100));
    co_await breath.async_wait(kAsTuple);
  }
}

/// Whoever has not said for the longest time who they are makes room: else a few thousand that say
/// nothing would keep every station out. False: all that are there are stations.
bool SyncServer::Driver::make_room() {
  if (connections_.size() < options_.connections_max) return true;
  if (strangers_.empty()) return false;
  const auto oldest = strangers_.begin();
  oldest->second->crowded_out = true;
  oldest->second->close();
  strangers_.erase(oldest);
  return true;
}

awaitable<void> SyncServer::Driver::serve(tcp::socket socket) {
  Connection connection(std::move(socket), tls_, network_);
  const std::uint64_t arrival = ++arrivals_;
  if (!make_room()) {
    warn_of_stranger(connection, std::to_string(connections_.size()) + " connections are open");
    co_return;
  }
  connections_.insert(&connection);
  strangers_.emplace(arrival, &connection);
  connection.stopping = stopping_;
  const bool shaken = co_await shake_hands(connection);
  if (shaken && !stopping_) {
    auto certificate = peer_certificate(connection.socket.native_handle());
    if (!certificate) {
      co_await enrol(connection);
    } else {
      const bool known = co_await identify(connection, *certificate);
      strangers_.erase(arrival);
      if (known) co_await converse(connection);
    }
    co_await shut_down(connection);
  }
  connection.close();
  connection.watchdog.cancel();
  strangers_.erase(arrival);
  connections_.erase(&connection);
}

awaitable<bool> SyncServer::Driver::shake_hands(Connection& connection) {
  boost::system::error_code ignored;
  connection.socket.lowest_layer().set_option(tcp::no_delay(true), ignored);
  note_refused_certificate(connection.socket.native_handle(), connection.refused);
  connection.close_after(options_.handshake_within);
  const auto [error] =
      co_await connection.socket.async_handshake(asio::ssl::stream_base::server, kAsTuple);
  connection.watchdog.cancel();
  if (!error && !connection.broken) co_return true;
  if (!stopping_) warn_of_stranger(connection, handshake_words(connection, error));
  co_return false;
}

awaitable<bool> SyncServer::Driver::identify(Connection& connection, Certificate certificate) {
  co_await to_store();
  connection.work.emplace(queue_.store(), deliveries_, identity_.key);
  const auto station = connection.work->station_of(certificate);
  co_await to_network();
  if (station) connection.station = *station;
  const bool revoked = connection.station && connection.station->revoked_at;
  if (connection.station && !revoked) co_return true;
  Goodbye goodbye{RefusalCode::kUnknownStation, "not enrolled here"};
  if (revoked) {
    warn_of_station(connection, "refused, since it was revoked");
    goodbye = {RefusalCode::kRevoked, "this station was revoked"};
  } else {
    warn_of_stranger(connection, words_about(certificate) + ": " + station.error().message);
    if (station.error().remedy != Remedy::kReject)
      goodbye = {RefusalCode::kUnavailable, "the centre cannot look stations up at the moment"};
  }
  co_await write(connection, encode_frame(goodbye));
  co_return false;
}

awaitable<void> SyncServer::Driver::enrol(Connection& connection) {
  std::array<std::uint8_t, 4096> bytes{};
  const auto buffer = asio::buffer(bytes);
  FrameReader frames(FrameSource::kStation);
  std::optional<Message> message;
  connection.close_after(options_.handshake_within);
  while (!message && !connection.broken) {
    const auto [error, count] = co_await connection.socket.async_read_some(buffer, kAsTuple);
    if (error) co_return;
    frames.add(ByteView(bytes).first(count));
    auto next = frames.next();
    if (!next) co_return;
    message = *std::move(next);
  }
  connection.watchdog.cancel();
  const auto* request = message ? std::get_if<EnrolRequest>(&*message) : nullptr;
  if (request == nullptr) {
    warn_of_stranger(connection, "without a certificate only an enrolment is heard");
    co_return;
  }
  co_await to_store();
  auto answer = registrar_->enrol(request->json, clock_.now());
  co_await to_network();
  Message reply;
  if (answer) {
    reply = EnrolAnswer{*std::move(answer)};
  } else {
    const bool final = answer.error().remedy == Remedy::kReject;
    warn_of_wrong_token(connection, "its enrolment failed: " + answer.error().message);
    reply =
        Goodbye{final ? RefusalCode::kToken : RefusalCode::kUnavailable, answer.error().message};
  }
  co_await write(connection, encode_frame(reply));
}

/// The one that came first goes: its other end is gone, most likely, and nobody has noticed yet.
void SyncServer::Driver::begin_conversation(Connection& connection) {
  auto& open = conversing_[connection.station->station];
  while (open.size() >= kConversationsOfAStationMax) {
    open.front()->close();
    open.pop_front();
  }
  open.push_back(&connection);
  ++stations_;
}

void SyncServer::Driver::end_conversation(const Connection& connection) {
  --stations_;
  const auto found = conversing_.find(connection.station->station);
  if (found == conversing_.end()) return;
  std::erase(found->second, &connection);
  if (found->second.empty()) conversing_.erase(found);
}

awaitable<void> SyncServer::Driver::converse(Connection& connection) {
  using asio::experimental::awaitable_operators::operator&&;
  connection.session.emplace(connection.station->station, options_.timings, steady_now());
  begin_conversation(connection);
  co_await (read(connection) && drive(connection));
  end_conversation(connection);
}

awaitable<void> SyncServer::Driver::read(Connection& connection) {
  std::array<std::uint8_t, kReadBytes> bytes{};
  const auto buffer = asio::buffer(bytes);
  while (!connection.broken && !connection.session->closed()) {
    const auto [error, count] = co_await connection.socket.async_read_some(buffer, kAsTuple);
    if (error) break;
    connection.session->receive(ByteView(bytes).first(count), steady_now());
    connection.bytes_undone += count;
    connection.wake.cancel();
    // Who sends faster than the store takes waits: nothing piles up here.
    while (connection.bytes_undone >= kReadAheadBytesMax && !connection.broken &&
           !connection.session->closed()) {
      connection.room.expires_at(Timer::time_point::max());
      co_await connection.room.async_wait(kAsTuple);
    }
  }
  if (!connection.session->closed()) connection.broken = true;
  connection.wake.cancel();
}

awaitable<void> SyncServer::Driver::drive(Connection& connection) {
  auto& session = *connection.session;
  while (!connection.broken) {
    session.tick(steady_now());
    for (auto intents = session.take_intents(); !intents.empty();
         intents = session.take_intents()) {
      co_await answer(connection, std::move(intents));
      co_await flush(connection);
    }
    connection.bytes_undone = 0;
    connection.room.cancel();
    if (session.open()) co_await look(connection);
    co_await flush(connection);
    if (session.closed()) break;
    connection.wake.expires_after(options_.look_every);
    co_await connection.wake.async_wait(kAsTuple);
  }
  // What closed it may have come while something else was written.
  if (session.closed()) {
    co_await answer(connection, session.take_intents());
    co_await flush(connection);
  }
  // Ends the read too: nothing more is wanted from this peer.
  boost::system::error_code ignored;
  connection.socket.lowest_layer().cancel(ignored);
  connection.room.cancel();
}

awaitable<void> SyncServer::Driver::look(Connection& connection) {
  const auto now = steady_now();
  if (now - connection.looked < options_.look_every) co_return;
  connection.looked = now;
  const BulletinStanding standing = connection.session->standing();
  Result<StoreWork::News> news = StoreWork::News();
  StoreJob job(network_, StoreJob::Kind::kReads);
  job.work = [this, &connection, &standing, &news] {
    news = connection.work->news(connection.station->station, standing, clock_.now());
  };
  co_await queue_.done(job);
  if (!news) {
    warn_of_station(connection, news.error().message);
    co_return;
  }
  if (news->revoked) {
    connection.session->refuse(RefusalCode::kRevoked, "this station was revoked", now);
    co_return;
  }
  news->tell(*connection.session, now);
}

awaitable<void> SyncServer::Driver::answer(Connection& connection,
                                           std::vector<CentreIntent> intents) {
  std::vector<CentreIntent> for_store;
  for (auto& intent : intents) {
    if (const auto* asked = std::get_if<centre_intent::TellTime>(&intent)) {
      connection.session->told_time(asked->number, clock_.now(), steady_now());
    } else if (const auto* closed = std::get_if<centre_intent::Closed>(&intent)) {
      const auto& [code, detail] = closed->why;
      if (!closed->by_peer && code != RefusalCode::kStopping)
        warn_of_station(connection, "the conversation was ended, " +
                                        std::string(refusal_name(code)) + ": " +
                                        for_the_log(detail));
    } else {
      for_store.push_back(std::move(intent));
      if (for_store.size() < kIntentsAtOnceMax) continue;
      co_await answer_from_store(connection, std::move(for_store));
      for_store.clear();
    }
  }
  if (!for_store.empty()) co_await answer_from_store(connection, std::move(for_store));
}

awaitable<void> SyncServer::Driver::answer_from_store(Connection& connection,
                                                      std::vector<CentreIntent> intents) {
  std::vector<StoreReply> replies;
  StoreJob job(network_, StoreJob::Kind::kWrites);
  job.work = [this, &connection, &intents, &replies] {
    replies.clear();
    for (const auto& intent : intents)
      replies.push_back(connection.work->fulfil(*connection.station, intent,
                                                options_.heartbeat_every, clock_.now()));
  };
  co_await queue_.done(job);
  for (const auto& reply : replies) {
    if (reply.quarantined > 0)
      warn_of_station(connection,
                      std::to_string(reply.quarantined) + " records went into quarantine");
    if (reply.tell) reply.tell(*connection.session, steady_now());
  }
}

awaitable<void> SyncServer::Driver::write(Connection& connection, Bytes output) {
  if (output.empty() || connection.broken) co_return;
  connection.close_after(kWriteWithin);
  const auto buffer = asio::buffer(output);
  const auto [error, count] = co_await asio::async_write(connection.socket, buffer, kAsTuple);
  connection.watchdog.cancel();
  if (error) connection.close();
}

awaitable<void> SyncServer::Driver::flush(Connection& connection) {
  co_await write(connection, connection.session->take_output());
}

awaitable<void> SyncServer::Driver::shut_down(Connection& connection) {
  if (connection.broken) co_return;
  // SSL_shutdown before the end keeps the session resumable for the station.
  connection.close_after(kShutdownWithin);
  co_await connection.socket.async_shutdown(kAsTuple);
  connection.watchdog.cancel();
}

SyncServer::SyncServer(SyncServerOptions options, SyncIdentity identity, OpenIntakeStore open_store,
                       OpenRegistrar open_registrar, const Clock& clock)
    : driver_(std::make_unique<Driver>(std::move(options), identity, std::move(open_store),
                                       std::move(open_registrar), clock)) {}

SyncServer::~SyncServer() { stop(); }

Result<void> SyncServer::start() { return driver_->start(); }
void SyncServer::stop() { driver_->stop(); }
std::uint16_t SyncServer::port() const { return driver_->port(); }
std::size_t SyncServer::stations_connected() const { return driver_->stations_connected(); }

}  // namespace garita::central
