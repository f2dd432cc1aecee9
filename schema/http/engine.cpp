#include "schema/http/engine.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "schema/crypto/tls.h"
#include "schema/http/connection.h"

namespace garita {

namespace {

namespace asio = boost::asio;
using boost::system::error_code;

constexpr auto kTuple = asio::as_tuple(asio::use_awaitable);
/// Before the next attempt when the system has no more descriptors.
constexpr std::chrono::milliseconds kAcceptPause{100};
constexpr int kBacklog = 128;

std::string place(const ServerOptions& options) {
  return options.address + ":" + std::to_string(options.port);
}

}  // namespace

Server::Engine::Engine(const ServerOptions& options, const Router& router, const Assets& assets)
    : options_(options),
      router_(router),
      assets_(assets),
      work_(asio::make_work_guard(network_)),
      tls_(asio::ssl::context::tls_server),
      acceptor_(network_),
      handlers_(options.limits.handler_threads) {}

Server::Engine::~Engine() {
  stop();
  // Threads end before what they use; coroutines that are still suspended go with network_.
  handlers_.join();
}

Result<void> Server::Engine::listen(const ServerIdentity& identity) {
  const TlsIdentity own{identity.key, identity.certificate};
  GARITA_CHECK(configure_tls_server(tls_.native_handle(), own, identity.authority,
                                    ClientCertificate::kNone));
  GARITA_CHECK(bind());
  asio::co_spawn(network_, accept(), asio::detached);
  thread_ = std::thread([this] { network_.run(); });
  return {};
}

Result<void> Server::Engine::bind() {
  error_code error;
  const auto address = asio::ip::make_address(options_.address, error);
  if (error) return fail(Remedy::kRepair, "no address to listen on: " + options_.address);
  const asio::ip::tcp::endpoint endpoint(address, options_.port);
  acceptor_.open(endpoint.protocol(), error);
  if (!error) acceptor_.set_option(asio::socket_base::reuse_address(true), error);
  if (!error) acceptor_.bind(endpoint, error);
  if (!error) acceptor_.listen(kBacklog, error);
  if (error) {
    const bool taken = error == asio::error::address_in_use;
    return fail(taken ? Remedy::kRetry : Remedy::kRepair,
                "cannot listen on " + place(options_) + ": " + error.message());
  }
  port_ = acceptor_.local_endpoint(error).port();
  return {};
}

asio::awaitable<void> Server::Engine::accept() {
  asio::steady_timer pause(network_);
  while (!stopping_) {
    auto [error, socket] = co_await acceptor_.async_accept(kTuple);
    if (stopping_) co_return;
    if (error) {
      pause.expires_after(kAcceptPause);
      co_await pause.async_wait(kTuple);
      continue;
    }
    auto connection = std::make_shared<Connection>(*this, std::move(socket));
    auto serving = Connection::serve(std::move(connection));
    asio::co_spawn(network_, std::move(serving), asio::detached);
  }
}

bool Server::Engine::make_room() {
  if (connections_.size() < options_.limits.connections_max) return true;
  Connection* longest = nullptr;
  for (Connection* connection : connections_) {
    const auto since = connection->waiting_since();
    if (since && (longest == nullptr || *since < *longest->waiting_since())) longest = connection;
  }
  if (longest == nullptr) return false;
  longest->interrupt();
  return true;
}

bool Server::Engine::admit(Connection& connection, const std::string& peer) {
  const ServerLimits& limit = options_.limits;
  std::size_t& of_peer = connections_of_peer_[peer];
  if (of_peer >= limit.connections_per_peer_max || !make_room()) {
    if (of_peer == 0) connections_of_peer_.erase(peer);
    ++connections_refused_;
    return false;
  }
  ++of_peer;
  ++connections_accepted_;
  connections_.insert(&connection);
  const std::lock_guard lock(open_mutex_);
  ++open_;
  return true;
}

void Server::Engine::leave(Connection& connection, const std::string& peer) {
  connections_.erase(&connection);
  const auto found = connections_of_peer_.find(peer);
  if (found != connections_of_peer_.end() && --found->second == 0) {
    connections_of_peer_.erase(found);
  }
  const std::lock_guard lock(open_mutex_);
  --open_;
  if (open_ == 0) nobody_left_.notify_all();
}

bool Server::Engine::reserve_body(std::size_t bytes) {
  if (bytes > options_.limits.bodies_bytes_max - bodies_bytes_) return false;
  bodies_bytes_ += bytes;
  return true;
}

void Server::Engine::release_body(std::size_t bytes) { bodies_bytes_ -= bytes; }

void Server::Engine::count_answer(int status) {
  ++requests_;
  if (status < 300) ++answers_2xx_;
  if (status >= 300 && status < 400) ++answers_3xx_;
  if (status >= 400 && status < 500) ++answers_4xx_;
  if (status >= 500) ++answers_5xx_;
}

ServerFigures Server::Engine::figures() const {
  ServerFigures figures;
  figures.requests = requests_;
  figures.answers_2xx = answers_2xx_;
  figures.answers_3xx = answers_3xx_;
  figures.answers_4xx = answers_4xx_;
  figures.answers_5xx = answers_5xx_;
  figures.connections = connections_accepted_;
  figures.connections_refused = connections_refused_;
  figures.event_clients = static_cast<std::size_t>(event_clients_.load());
  const std::lock_guard lock(open_mutex_);
  figures.connections_open = open_;
  return figures;
}

void Server::Engine::interrupt_all() {
  stopping_ = true;
  error_code ignored;
  acceptor_.close(ignored);
  for (Connection* connection : connections_) connection->interrupt();
}

void Server::Engine::close_all() {
  for (Connection* connection : connections_) connection->close();
}

void Server::Engine::stop() {
  if (!thread_.joinable()) return;
  asio::post(network_, [this] { interrupt_all(); });
  {
    std::unique_lock lock(open_mutex_);
    nobody_left_.wait_for(lock, options_.limits.stop_deadline, [this] { return open_ == 0; });
  }
  asio::post(network_, [this] { close_all(); });
  handlers_.join();
  work_.reset();
  asio::post(network_, [this] { network_.stop(); });
  thread_.join();
}

}  // namespace garita
