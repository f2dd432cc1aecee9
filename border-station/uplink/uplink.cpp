#include "border-station/uplink/uplink.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <filesystem>
#include <random>
#include <thread>

#include "border-station/uplink/attempts.h"
#include "border-station/uplink/dialling.h"
#include "border-station/uplink/ledger_work.h"
#include "border-station/uplink/link_board.h"
#include "border-station/uplink/network_watch.h"
#include "border-station/uplink/tls_socket.h"
#include "border-station/uplink/trouble.h"
#include "schema/crypto/tls.h"

namespace garita::station {
namespace {

using asio::awaitable;
using asio::use_awaitable;
using asio::ip::tcp;
using Timer = asio::steady_timer;
constexpr auto kAsTuple = asio::as_tuple(use_awaitable);

constexpr std::size_t kReadBytes = std::size_t{16} * 1024;
/// An attempt that has lasted so long when the network changes was for the network before.
constexpr std::chrono::seconds kHangsAfter{1};
/// The same complaint about the own ledger is logged this often.
constexpr std::chrono::minutes kComplainEvery{1};

}  // namespace

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
      : options_(std::move(options)), open_ledger_(std::move(open_ledger)), board_(clock) {}

  Result<void> start();
  void stop();
  LinkStatus status() const { return board_.status(); }

 private:
  /// One connection. Lives in the coroutine serve() for as long as that runs.
  struct Connection {
    Connection(asio::io_context& network, asio::ssl::context& tls, Ledger& ledger,
               Attempts::Attempt attempt)
        : address(std::move(attempt.address)),
          connect_within(attempt.connect_within),
          resolver(network),
          dialling(network),
          socket(network, tls),
          wake(network),
          watchdog(network),
          work(ledger) {}
    std::string address;
    std::chrono::milliseconds connect_within;
    Instant began = steady_now();
    tcp::resolver resolver;
    Dialling dialling;
    TlsSocket socket;
    Timer wake;      ///< cancelled when there is something to do
    Timer watchdog;  ///< closes the socket when a write does not end
    LedgerWork work;
    std::optional<StationSession> session;
    boost::system::error_code lost;  ///< how reading or writing ended
    bool said_why = false;           ///< the board knows how this connection ended
    bool broken = false;
    /// A deadline that has run out is called though it is cancelled, maybe after the connection.
    std::shared_ptr<bool> here = std::make_shared<bool>(true);

    void close() {
      boost::system::error_code ignored;
      // A look-up that hangs in the system's resolver ends by the resolver's own deadline alone.
      resolver.cancel();
      dialling.cancel();
      socket.lowest_layer().close(ignored);
      broken = true;
      wake.cancel();
    }
    void close_after(std::chrono::milliseconds span) {
      watchdog.expires_after(span);
      watchdog.async_wait(
          [this, here = std::weak_ptr(here)](const boost::system::error_code& error) {
            if (!error && !here.expired()) close();
          });
    }
  };

  awaitable<void> run();
  awaitable<void> watch();
  awaitable<bool> connect(Connection& connection);
  awaitable<boost::system::error_code> reach(Connection& connection, std::string host,
                                             std::string port);
  awaitable<boost::system::error_code> shake_hands(Connection& connection);
  awaitable<void> serve(Attempts::Attempt attempt);
  awaitable<void> converse(Connection& connection);
  awaitable<void> read(Connection& connection);
  awaitable<void> drive(Connection& connection);
  awaitable<bool> look(Connection& connection);
  awaitable<void> answer(Connection& connection, StationIntent intent);
  awaitable<void> answer_ledger(Connection& connection, StationIntent intent);
  awaitable<void> keep_status();
  awaitable<void> flush(Connection& connection);
  awaitable<void> pause(std::chrono::milliseconds span);
  awaitable<void> to_ledger();
  awaitable<void> to_network();
  void note_end(Connection& connection, const station_intent::Closed& closed);
  void complain(const Error& error);

  UplinkOptions options_;
  OpenLedger open_ledger_;
  LinkBoard board_;

  asio::io_context network_{1};
  asio::thread_pool ledger_thread_{1};
  asio::ssl::context tls_{asio::ssl::context::tls_client};
  TlsTicket ticket_;
  std::optional<Ledger> ledger_;
  std::thread thread_;
  Timer waiting_{network_};
  NetworkWatch changes_{network_};
  std::atomic<bool> stopping_{false};
  Connection* current_ = nullptr;
  Attempts attempts_{options_};
  std::mt19937 random_{std::random_device{}()};
  std::string complaint_;  ///< the last one that was logged
  Instant complained_at_;
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
  GARITA_CHECK(ledger_->forget_refused_parts());
  GARITA_TRY(before, ledger_->link_status());
  board_.begin_with(std::move(before));
  attempts_ = Attempts(options_);
  asio::co_spawn(network_, run(), [](const std::exception_ptr& thrown) {
    ensure(thrown == nullptr, "nothing is thrown out of the uplink");
  });
  asio::co_spawn(network_, watch(), [](const std::exception_ptr& thrown) {
    ensure(thrown == nullptr, "nothing is thrown out of the uplink");
  });
  thread_ = std::thread([this] { network_.run(); });
  return {};
}

void Uplink::Driver::stop() {
  if (stopping_.exchange(true)) return;
  asio::post(network_, [this] {
    changes_.stop();
    waiting_.cancel();
    if (current_ == nullptr) return;
    if (!current_->session) return current_->close();
    current_->session->stop(steady_now());
    current_->wake.cancel();
  });
  if (thread_.joinable()) thread_.join();
  ledger_thread_.join();
}

void Uplink::Driver::complain(const Error& error) {
  const Instant now = steady_now();
  if (error.message == complaint_ && now - complained_at_ < kComplainEvery) return;
  complaint_ = error.message;
  complained_at_ = now;
  spdlog::error("uplink: {}", error.message);
}

void Uplink::Driver::note_end(Connection& connection, const station_intent::Closed& closed) {
  connection.said_why = true;
  // One's own wish: the program ends, or a new life of the disk begins and greets anew.
  if (!closed.by_peer && closed.why.code == RefusalCode::kStopping) return;
  board_.note_trouble(connection.address, trouble_of(closed.why, closed.by_peer));
}

awaitable<void> Uplink::Driver::keep_status() {
  if (board_.says_refusals()) {
    co_await to_ledger();
    const auto in_ledger = ledger_->link_status();
    co_await to_network();
    if (in_ledger) board_.note_taken_elsewhere(*in_ledger);
  }
  const auto status = board_.to_keep();
  if (!status) co_return;
  co_await to_ledger();
  const auto kept = ledger_->keep_link_status(*status);
  co_await to_network();
  if (!kept) co_return complain(kept.error());
  board_.note_kept(*status);
}

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

/// A network that has changed is tried at once: whoever waited or hung did so for the old one.
awaitable<void> Uplink::Driver::watch() {
  for (bool more = true; more && !stopping_;) {
    more = co_await changes_.changed();
    if (!more || stopping_) break;
    attempts_.network_changed();
    waiting_.cancel();
    const bool hangs =
        current_ != nullptr && !current_->session && steady_now() - current_->began >= kHangsAfter;
    if (hangs) current_->close();
  }
}

awaitable<void> Uplink::Driver::run() {
  if (options_.centres.empty()) {
    board_.note_trouble("(none)", {LinkReason::kNoAddress, "the enrolment names no address"});
    co_await keep_status();
    co_return;
  }
  std::uniform_real_distribution<double> chance(0, 1);
  while (!stopping_) {
    const auto attempt = attempts_.next();
    co_await serve(attempt);
    if (stopping_) break;
    co_await keep_status();
    const auto wait = attempts_.wait(chance(random_));
    co_await pause(wait);
  }
  board_.note_stopped();
  co_await keep_status();
}

awaitable<bool> Uplink::Driver::connect(Connection& connection) {
  const auto place = split_address(connection.address);
  if (!place) {
    const Trouble no_address{LinkReason::kNoAddress, place.error().message};
    board_.note_trouble(connection.address, no_address);
    co_return false;
  }
  // Whatever hangs, in the resolver, the connection or the handshake, ends with the socket.
  connection.close_after(connection.connect_within);
  auto error = co_await reach(connection, place->first, place->second);
  if (!error && !connection.broken) {
    attempts_.answered();
    error = co_await shake_hands(connection);
  }
  connection.watchdog.cancel();
  if (!error && !connection.broken) co_return true;
  if (connection.broken) error = asio::error::timed_out;
  if (connection.broken && !attempts_.was_answered()) attempts_.waited_in_vain();
  if (!stopping_) board_.note_trouble(connection.address, trouble_of(error, connection.socket));
  co_return false;
}

awaitable<boost::system::error_code> Uplink::Driver::reach(Connection& connection, std::string host,
                                                           std::string port) {
  const auto [unresolved, found] = co_await connection.resolver.async_resolve(host, port, kAsTuple);
  if (unresolved || connection.broken) co_return unresolved;
  std::vector<tcp::endpoint> endpoints;
  for (const auto& entry : found) endpoints.push_back(entry.endpoint());
  auto& socket = connection.socket.next_layer();
  const auto again_every = options_.dial_again_every;
  co_return co_await connection.dialling.dial(std::move(endpoints), again_every, socket);
}

awaitable<boost::system::error_code> Uplink::Driver::shake_hands(Connection& connection) {
  boost::system::error_code ignored;
  connection.close_after(options_.handshake_within);
  connection.socket.lowest_layer().set_option(tcp::no_delay(true), ignored);
  ticket_.offer_on(connection.socket.native_handle());
  const auto [error] =
      co_await connection.socket.async_handshake(asio::ssl::stream_base::client, kAsTuple);
  if (error || connection.broken) ticket_.forget();
  co_return error;
}

awaitable<void> Uplink::Driver::serve(Attempts::Attempt attempt) {
  Connection connection(network_, tls_, *ledger_, attempt);
  current_ = &connection;
  const bool connected = co_await connect(connection);
  if (connected && !stopping_) co_await converse(connection);
  current_ = nullptr;
}

awaitable<void> Uplink::Driver::converse(Connection& connection) {
  using asio::experimental::awaitable_operators::operator&&;
  co_await to_ledger();
  auto receipted = connection.work.receipted();
  auto hello = connection.work.hello();
  co_await to_network();
  if (!receipted) hello = Failure(receipted.error());
  if (!hello) {
    const Trouble own{LinkReason::kStationCannotStore, hello.error().message};
    board_.note_trouble(connection.address, own);
    co_return;
  }
  connection.session.emplace(*std::move(hello), options_.timings, steady_now(),
                             *std::move(receipted));
  co_await (read(connection) && drive(connection));
  if (connection.said_why || stopping_) co_return;
  const auto trouble = trouble_of(connection.lost, connection.socket);
  board_.note_trouble(connection.address, trouble);
  // A certificate that was not taken is not taken with a ticket either.
  if (phase_of(trouble.reason) == LinkPhase::kRefused) ticket_.forget();
}

awaitable<void> Uplink::Driver::read(Connection& connection) {
  std::array<std::uint8_t, kReadBytes> bytes{};
  const auto buffer = asio::buffer(bytes);
  while (!connection.broken) {
    // The session's own deadline closes the socket, which ends this wait.
    const auto [error, count] = co_await connection.socket.async_read_some(buffer, kAsTuple);
    if (!connection.lost) connection.lost = error;
    if (error) break;
    board_.note_contact();
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
    const auto again = connection.work.postponed(steady_now());
    for (const auto& intent : again) co_await answer(connection, intent);
    co_await keep_status();
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
  // What closed it may have come while something else was written.
  if (session.closed()) {
    const auto last = session.take_intents();
    for (const auto& intent : last) co_await answer(connection, intent);
    co_await flush(connection);
  }
  // SSL_shutdown keeps the session's ticket good for the next connection.
  connection.close_after(std::chrono::seconds(1));
  if (!connection.broken) co_await connection.socket.async_shutdown(kAsTuple);
  connection.watchdog.cancel();
  connection.close();
}

awaitable<bool> Uplink::Driver::look(Connection& connection) {
  co_await to_ledger();
  const auto positions = connection.work.positions();
  co_await to_network();
  if (!positions) {
    const Trouble own{LinkReason::kStationCannotStore, positions.error().message};
    board_.note_trouble(connection.address, own);
    connection.said_why = true;
    co_return false;
  }
  connection.session->journals_changed(*positions, steady_now());
  co_return true;
}

awaitable<void> Uplink::Driver::flush(Connection& connection) {
  const Bytes output = connection.session->take_output();
  if (output.empty() || connection.broken) co_return;
  connection.close_after(
      std::max(options_.timings.dead_after * 4, std::chrono::milliseconds(30'000)));
  const auto buffer = asio::buffer(output);
  const auto [error, count] = co_await asio::async_write(connection.socket, buffer, kAsTuple);
  connection.watchdog.cancel();
  if (!error) co_return;
  if (!connection.lost) connection.lost = error;
  connection.close();
}

awaitable<void> Uplink::Driver::answer(Connection& connection, StationIntent intent) {
  namespace want = station_intent;
  if (std::get_if<want::Opened>(&intent) != nullptr) {
    attempts_.opened();
    board_.note_up(connection.address);
  } else if (const auto* closed = std::get_if<want::Closed>(&intent)) {
    note_end(connection, *closed);
  } else {
    co_await answer_ledger(connection, intent);
  }
}

awaitable<void> Uplink::Driver::answer_ledger(Connection& connection, StationIntent intent) {
  co_await to_ledger();
  const auto reply = connection.work.fulfil(intent, steady_now());
  co_await to_network();
  if (reply.bulletin) board_.note_bulletin(reply.bulletin->first, reply.bulletin->second);
  if (reply.no_room) board_.note_no_room(*reply.no_room);
  if (reply.error) complain(*reply.error);
  if (reply.new_incarnation) spdlog::warn("{}", new_life_words(*reply.new_incarnation));
  if (reply.tell) reply.tell(*connection.session, steady_now());
}

Uplink::Uplink(UplinkOptions options, OpenLedger open_ledger, const Clock& clock)
    : driver_(std::make_unique<Driver>(std::move(options), std::move(open_ledger), clock)) {}

Uplink::~Uplink() { stop(); }

Result<void> Uplink::start() { return driver_->start(); }
void Uplink::stop() { driver_->stop(); }
LinkStatus Uplink::status() const { return driver_->status(); }

}  // namespace garita::station
