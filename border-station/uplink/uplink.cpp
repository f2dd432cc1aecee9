#include "border-station/uplink/uplink.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <filesystem>
#include <mutex>
#include <random>
#include <thread>

#include "border-station/uplink/ledger_work.h"
#include "border-station/uplink/tls_socket.h"
#include "schema/crypto/tls.h"

namespace garita::station {
namespace {

using asio::awaitable;
using asio::use_awaitable;
using asio::ip::tcp;
using Timer = asio::steady_timer;
constexpr auto kAsTuple = asio::as_tuple(use_awaitable);

constexpr std::size_t kReadBytes = std::size_t{16} * 1024;

std::uint64_t disk_free(const std::filesystem::path& folder) {
  std::error_code error;
  const auto space = std::filesystem::space(folder, error);
  return error ? 0 : space.available;
}

}  // namespace

std::string_view link_phase_name(LinkPhase phase) {
  constexpr std::array<std::string_view, 4> kNames{"never", "up", "down", "refused"};
  return kNames.at(static_cast<std::size_t>(phase));
}

Result<std::pair<std::string, std::string>> split_address(std::string_view address) {
  const auto colon = address.rfind(':');
  std::string host(address.substr(0, colon));
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') {
    host = host.substr(1, host.size() - 2);
  }
  if (colon == std::string_view::npos || host.empty() || colon + 1 == address.size()) {
    return fail(Remedy::kReject, "a centre's address is HOST:PORT");
  }
  return std::pair(host, std::string(address.substr(colon + 1)));
}

/// The network thread runs every coroutine; the ledger's thread runs nothing but calls on the
/// ledger, and a coroutine goes there and comes back.
class Uplink::Driver {
 public:
  Driver(UplinkOptions options, OpenLedger open_ledger, const Clock& clock)
      : options_(std::move(options)), open_ledger_(std::move(open_ledger)), clock_(clock) {}

  Result<void> start();
  void stop();
  LinkStatus status() const {
    const std::lock_guard lock(mutex_);
    return status_;
  }

 private:
  /// One connection. Lives in the coroutine serve() for as long as that runs.
  struct Connection {
    Connection(asio::io_context& network, asio::ssl::context& tls, Ledger& ledger)
        : socket(network, tls), wake(network), watchdog(network), work(ledger) {}
    TlsSocket socket;
    Timer wake;      ///< cancelled when there is something to do
    Timer watchdog;  ///< closes the socket when a write does not end
    LedgerWork work;
    std::optional<StationSession> session;
    bool broken = false;

    void close() {
      boost::system::error_code ignored;
      socket.lowest_layer().close(ignored);
      broken = true;
      wake.cancel();
    }
  };

  awaitable<void> run();
  awaitable<bool> connect(Connection& connection, std::string address);
  awaitable<void> serve(std::string address);
  awaitable<void> converse(Connection& connection);
  awaitable<void> read(Connection& connection);
  awaitable<void> drive(Connection& connection);
  awaitable<bool> look(Connection& connection);
  awaitable<void> answer(Connection& connection, StationIntent intent);
  awaitable<void> flush(Connection& connection);
  awaitable<void> pause(std::chrono::milliseconds span);
  awaitable<void> to_ledger();
  awaitable<void> to_network();
  void note(LinkPhase phase, std::string detail);
  void note_contact();
  void took(const Error& error);

  UplinkOptions options_;
  OpenLedger open_ledger_;
  const Clock& clock_;

  asio::io_context network_{1};
  asio::thread_pool ledger_thread_{1};
  asio::ssl::context tls_{asio::ssl::context::tls_client};
  TlsTicket ticket_;
  std::optional<Ledger> ledger_;
  std::thread thread_;
  Timer waiting_{network_};
  std::atomic<bool> stopping_{false};
  Connection* current_ = nullptr;
  std::chrono::milliseconds retry_{0};
  std::mt19937 random_{std::random_device{}()};

  mutable std::mutex mutex_;  ///< guards status_
  LinkStatus status_;
};

Result<void> Uplink::Driver::start() {
  GARITA_TRY(ledger, open_ledger_());
  ledger_.emplace(std::move(ledger));
  const auto& identity = ledger_->identity();
  const TlsIdentity self{identity.station_key, identity.station_certificate};
  GARITA_CHECK(configure_tls_client(tls_.native_handle(), self, identity.authority,
                                    std::string(kCentreTlsName)));
  ticket_.attach_to(tls_.native_handle());
  if (options_.centres.empty()) options_.centres = identity.enrolment.centres;
  retry_ = options_.retry_first;
  asio::co_spawn(network_, run(), [](const std::exception_ptr& thrown) {
    ensure(thrown == nullptr, "nothing is thrown out of the uplink");
  });
  thread_ = std::thread([this] { network_.run(); });
  return {};
}

void Uplink::Driver::stop() {
  if (stopping_.exchange(true)) return;
  asio::post(network_, [this] {
    waiting_.cancel();
    if (current_ == nullptr) return;
    if (!current_->session) return current_->close();
    current_->session->stop(steady_now());
    current_->wake.cancel();
  });
  if (thread_.joinable()) thread_.join();
  ledger_thread_.join();
}

void Uplink::Driver::note(LinkPhase phase, std::string detail) {
  const std::lock_guard lock(mutex_);
  // A post that never had contact is not "down since": it has never been up.
  if (phase == LinkPhase::kDown && status_.phase == LinkPhase::kNever) {
    status_.detail = std::move(detail);
    return;
  }
  if (status_.phase != phase) {
    status_.since = clock_.now();
    spdlog::info("link {}{}{}", link_phase_name(phase), detail.empty() ? "" : ": ", detail);
  }
  status_.phase = phase;
  status_.detail = std::move(detail);
}

void Uplink::Driver::note_contact() {
  const std::lock_guard lock(mutex_);
  status_.last_contact = clock_.now();
}

void Uplink::Driver::took(const Error& error) { spdlog::error("uplink: {}", error.message); }

awaitable<void> Uplink::Driver::to_ledger() {
  auto there = asio::bind_executor(ledger_thread_.get_executor(), use_awaitable);
  co_await asio::post(there);
}

awaitable<void> Uplink::Driver::to_network() {
  auto there = asio::bind_executor(network_.get_executor(), use_awaitable);
  co_await asio::post(there);
}

awaitable<void> Uplink::Driver::pause(std::chrono::milliseconds span) {
  waiting_.expires_after(span);
  co_await waiting_.async_wait(kAsTuple);
}

awaitable<void> Uplink::Driver::run() {
  std::size_t turn = 0;
  while (!stopping_ && !options_.centres.empty()) {
    const std::string address = options_.centres[turn++ % options_.centres.size()];
    co_await serve(address);
    if (stopping_) break;
    std::uniform_int_distribution<std::int64_t> shorter(retry_.count() / 2, retry_.count());
    const std::chrono::milliseconds wait(shorter(random_));
    retry_ = std::min(retry_ * 2, options_.retry_max);
    co_await pause(wait);
  }
}

awaitable<bool> Uplink::Driver::connect(Connection& connection, std::string address) {
  const auto place = split_address(address);
  if (!place) {
    note(LinkPhase::kDown, place.error().message);
    co_return false;
  }
  // Whatever hangs, in the resolver, the connection or the handshake, ends with the socket.
  tcp::resolver resolver(network_);
  connection.watchdog.expires_after(options_.connect_within);
  connection.watchdog.async_wait([&connection, &resolver](const boost::system::error_code& error) {
    if (error) return;
    resolver.cancel();
    connection.close();
  });
  const auto [unresolved, endpoints] =
      co_await resolver.async_resolve(place->first, place->second, kAsTuple);
  boost::system::error_code error = unresolved;
  if (!error) {
    const auto [unconnected, endpoint] =
        co_await asio::async_connect(connection.socket.lowest_layer(), endpoints, kAsTuple);
    error = unconnected;
  }
  if (!error) {
    connection.socket.lowest_layer().set_option(tcp::no_delay(true), error);
    ticket_.offer_on(connection.socket.native_handle());
    const auto [unshaken] =
        co_await connection.socket.async_handshake(asio::ssl::stream_base::client, kAsTuple);
    error = unshaken;
  }
  connection.watchdog.cancel();
  if (error || connection.broken) {
    ticket_.forget();
    note(LinkPhase::kDown, error ? error.message() : "no answer in time");
    co_return false;
  }
  co_return true;
}

awaitable<void> Uplink::Driver::serve(std::string address) {
  Connection connection(network_, tls_, *ledger_);
  current_ = &connection;
  const bool connected = co_await connect(connection, address);
  if (connected && !stopping_) co_await converse(connection);
  current_ = nullptr;
}

awaitable<void> Uplink::Driver::converse(Connection& connection) {
  using asio::experimental::awaitable_operators::operator&&;
  co_await to_ledger();
  auto hello = connection.work.hello(disk_free(options_.data));
  co_await to_network();
  if (!hello) {
    took(hello.error());
    co_return;
  }
  connection.session.emplace(*std::move(hello), options_.timings, steady_now());
  co_await (read(connection) && drive(connection));
  const auto phase = status().phase;
  if (phase == LinkPhase::kUp) note(LinkPhase::kDown, "the connection ended");
}

awaitable<void> Uplink::Driver::read(Connection& connection) {
  std::array<std::uint8_t, kReadBytes> bytes{};
  const auto buffer = asio::buffer(bytes);
  while (!connection.broken) {
    // The session's own deadline closes the socket, which ends this wait.
    const auto [error, count] = co_await connection.socket.async_read_some(buffer, kAsTuple);
    if (error) break;
    note_contact();
    connection.session->receive(ByteView(bytes).first(count), steady_now());
    connection.wake.cancel();
  }
  connection.broken = true;
  connection.wake.cancel();
}

awaitable<void> Uplink::Driver::drive(Connection& connection) {
  auto& session = *connection.session;
  while (!connection.broken) {
    const bool looked = co_await look(connection);
    if (!looked) break;
    session.tick(steady_now());
    for (auto intents = session.take_intents(); !intents.empty();
         intents = session.take_intents()) {
      for (const auto& intent : intents) co_await answer(connection, intent);
      co_await flush(connection);
    }
    co_await flush(connection);
    if (session.closed()) break;
    connection.wake.expires_after(options_.look_every);
    co_await connection.wake.async_wait(kAsTuple);
  }
  // SSL_shutdown keeps the session's ticket good for the next connection.
  connection.watchdog.expires_after(std::chrono::seconds(1));
  connection.watchdog.async_wait([&connection](const boost::system::error_code& error) {
    if (!error) connection.close();
  });
  if (!connection.broken) co_await connection.socket.async_shutdown(kAsTuple);
  connection.watchdog.cancel();
  connection.close();
}

awaitable<bool> Uplink::Driver::look(Connection& connection) {
  co_await to_ledger();
  const auto positions = connection.work.positions();
  co_await to_network();
  if (!positions) {
    took(positions.error());
    co_return false;
  }
  connection.session->journals_changed(*positions, steady_now());
  co_return true;
}

awaitable<void> Uplink::Driver::flush(Connection& connection) {
  const Bytes output = connection.session->take_output();
  if (output.empty() || connection.broken) co_return;
  connection.watchdog.expires_after(
      std::max(options_.timings.dead_after * 4, std::chrono::milliseconds(30'000)));
  connection.watchdog.async_wait([&connection](const boost::system::error_code& error) {
    if (!error) connection.close();
  });
  const auto buffer = asio::buffer(output);
  const auto [error, count] = co_await asio::async_write(connection.socket, buffer, kAsTuple);
  connection.watchdog.cancel();
  if (error) connection.close();
}

awaitable<void> Uplink::Driver::answer(Connection& connection, StationIntent intent) {
  namespace want = station_intent;
  auto& session = *connection.session;
  if (const auto* batch = std::get_if<want::WantBatch>(&intent)) {
    co_await to_ledger();
    auto outgoing = connection.work.batch(*batch);
    co_await to_network();
    if (!outgoing) took(outgoing.error());
    session.give_batch(outgoing ? *std::move(outgoing) : std::nullopt, steady_now());
  } else if (std::get_if<want::WantClaim>(&intent) != nullptr) {
    co_await to_ledger();
    const auto claim = connection.work.claim(disk_free(options_.data));
    co_await to_network();
    if (!claim) {
      took(claim.error());
      co_return;
    }
    session.give_claim(claim->first, claim->second, steady_now());
  } else if (const auto* receipt = std::get_if<want::KeepReceipt>(&intent)) {
    co_await to_ledger();
    const auto effect = ledger_->take_receipt(receipt->receipt);
    co_await to_network();
    if (!effect) took(effect.error());
    if (effect && *effect == ReceiptEffect::kNewIncarnation) session.stop(steady_now());
  } else if (const auto* bulletin = std::get_if<want::KeepBulletin>(&intent)) {
    co_await to_ledger();
    const auto taken = ledger_->take_bulletin(bulletin->bulletin);
    co_await to_network();
    if (taken) {
      session.bulletin_kept(bulletin->bulletin, steady_now());
    } else {
      took(taken.error());
    }
  } else if (const auto* ahead = std::get_if<want::CentreIsAhead>(&intent)) {
    co_await to_ledger();
    const auto begun = ledger_->end_incarnation(ahead->journal.incarnation);
    co_await to_network();
    if (!begun) took(begun.error());
    // Of a former life this is so for ever, and the conversation goes on.
    if (!begun || !*begun) co_return;
    spdlog::warn("the centre holds more than this disk wrote: a new incarnation begins");
    session.stop(steady_now());
  } else if (const auto* time = std::get_if<want::CentreTime>(&intent)) {
    co_await to_ledger();
    const auto noted = ledger_->note_trusted_time(time->clock, time->round_trip);
    co_await to_network();
    if (!noted) took(noted.error());
  } else if (std::get_if<want::Opened>(&intent) != nullptr) {
    retry_ = options_.retry_first;
    note(LinkPhase::kUp, "");
  } else if (const auto* closed = std::get_if<want::Closed>(&intent)) {
    const bool refused = closed->by_peer && (closed->why.code == RefusalCode::kRevoked ||
                                             closed->why.code == RefusalCode::kUnknownStation ||
                                             closed->why.code == RefusalCode::kVersion);
    note(refused ? LinkPhase::kRefused : LinkPhase::kDown,
         std::string(refusal_name(closed->why.code)) + " " + closed->why.detail);
  }
}

Uplink::Uplink(UplinkOptions options, OpenLedger open_ledger, const Clock& clock)
    : driver_(std::make_unique<Driver>(std::move(options), std::move(open_ledger), clock)) {}

Uplink::~Uplink() { stop(); }

Result<void> Uplink::start() { return driver_->start(); }
void Uplink::stop() { driver_->stop(); }
LinkStatus Uplink::status() const { return driver_->status(); }

}  // namespace garita::station
