#include "schema/http/connection.h"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include "schema/http/events.h"

namespace garita {

namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using boost::system::error_code;

constexpr auto kTuple = asio::as_tuple(asio::use_awaitable);
/// For a refused client to send what it was sending.
constexpr std::chrono::milliseconds kGoodbye{std::chrono::seconds(3)};
/// For the other end's close_notify (RFC 8446, 6.1).
constexpr std::chrono::milliseconds kCloseNotify{300};
/// What a client may still send after it was refused, so that it reads the refusal before its
/// connection is reset.
constexpr std::size_t kUnwantedBytesMax = 2 * kPictureBytesMax;
constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
constexpr std::string_view kStreamBegins = "retry: 2000\n\n";
constexpr std::string_view kHeartbeat = ": \n\n";

std::string text_of_field(const auto& text) { return {text.data(), text.size()}; }

}  // namespace

/// One request and its answer.
struct Connection::Exchange {
  http::request_parser<http::string_body> parser;
  Request request;
  Router::Match match;
  std::optional<Response> response;
  AfterAnswer after = AfterAnswer::kClose;
  AnswerBody body = AnswerBody::kSend;
  std::size_t reserved_bytes = 0;
  bool body_was_read = false;

  void refuse(Response refused) { response = std::move(refused); }
  /// A refused request's body is read for the sake of the next request, where it is small.
  [[nodiscard]] bool may_be_skipped() const {
    if (!parser.is_header_done() || parser.is_done() || parser.chunked()) return false;
    const auto announced = parser.content_length();
    return announced && *announced <= kBodyBytesDefault && !request.header("Expect");
  }
};

namespace {

/// What a parser's complaint means to the client.
Response refusal_of(const error_code& error, const std::string& too_large) {
  if (error == http::error::header_limit || error == http::error::buffer_overflow) {
    return refusal(431, "header-too-large", "The request's head is too large");
  }
  if (error == http::error::body_limit) {
    return refusal(413, too_large, "The request's body is too large");
  }
  if (error == http::error::bad_version) {
    return refusal(505, "bad-version", "HTTP/1.1 is spoken here");
  }
  return refusal(400, "bad-request", "The request is not HTTP/1.1 as it should be");
}

std::string_view too_large_name(const Router::Match& match) {
  return match.route == nullptr ? std::string_view("body-too-large")
                                : std::string_view(match.route->too_large);
}

}  // namespace

Connection::Connection(Server::Engine& engine, asio::ip::tcp::socket socket)
    : engine_(engine),
      stream_(std::move(socket), engine.tls()),
      deadline_(engine.network()),
      buffer_(engine.limits().header_bytes_max) {
  error_code error;
  const auto peer = stream_.lowest_layer().remote_endpoint(error);
  if (!error) peer_ = peer.address().to_string();
  stream_.lowest_layer().set_option(asio::ip::tcp::no_delay(true), error);
  admitted_ = engine_.admit(*this, peer_);
}

Connection::~Connection() {
  if (admitted_) engine_.leave(*this, peer_);
}

void Connection::arm(std::chrono::milliseconds span) {
  expired_ = false;
  const std::uint64_t mine = ++armed_;
  deadline_.expires_after(span);
  deadline_.async_wait([weak = weak_from_this(), mine](const error_code& error) {
    const auto self = weak.lock();
    if (error || !self || self->armed_ != mine) return;
    self->expired_ = true;
    error_code ignored;
    self->stream_.lowest_layer().cancel(ignored);
  });
}

void Connection::disarm() {
  ++armed_;
  deadline_.cancel();
}

void Connection::interrupt() {
  waiting_since_.reset();
  if (wake_) wake_->cancel();
  if (!may_interrupt_) return;
  error_code ignored;
  stream_.lowest_layer().cancel(ignored);
}

void Connection::close() {
  error_code ignored;
  stream_.lowest_layer().close(ignored);
  if (wake_) wake_->cancel();
}

asio::awaitable<void> Connection::serve(std::shared_ptr<Connection> self) {
  if (!self->admitted_) co_return;
  if (!co_await self->handshake()) co_return;
  Next next = Next::kAnotherRequest;
  while (next == Next::kAnotherRequest) next = co_await self->exchange();
  co_await self->say_goodbye();
  self->disarm();
}

asio::awaitable<bool> Connection::handshake() {
  arm(engine_.limits().handshake_deadline);
  const auto [error] = co_await stream_.async_handshake(asio::ssl::stream_base::server, kTuple);
  if (error || expired_) engine_.count_refused();
  co_return !error && !expired_;
}

/// Reads behind the first `keep` bytes of the buffer; false when nothing came.
asio::awaitable<bool> Connection::read_more(std::size_t keep) {
  const auto space = asio::buffer(buffer_.data() + keep, buffer_.size() - keep);
  const auto [error, count] = co_await stream_.async_read_some(space, kTuple);
  if (error || expired_) co_return false;
  filled_ = keep + count;
  co_return true;
}

asio::awaitable<Connection::ReadEnd> Connection::read_head(Exchange& exchange) {
  exchange.parser.header_limit(static_cast<std::uint32_t>(engine_.limits().header_bytes_max));
  exchange.parser.body_limit(boost::none);
  may_interrupt_ = true;
  if (filled_ == 0) {
    waiting_since_ = std::chrono::steady_clock::now();
    arm(engine_.limits().idle_deadline);
    if (engine_.stopping() || !co_await read_more(0)) co_return ReadEnd::kGone;
  }
  may_interrupt_ = false;
  waiting_since_.reset();
  arm(engine_.limits().header_deadline);
  for (;;) {
    error_code error;
    const std::size_t used = exchange.parser.put(asio::buffer(buffer_.data(), filled_), error);
    std::copy(buffer_.begin() + static_cast<std::ptrdiff_t>(used),
              buffer_.begin() + static_cast<std::ptrdiff_t>(filled_), buffer_.begin());
    filled_ -= used;
    if (exchange.parser.is_header_done()) co_return ReadEnd::kWhole;
    if (error == http::error::need_more) error = {};
    if (!error && filled_ == buffer_.size()) error = http::error::header_limit;
    if (error) {
      exchange.refuse(refusal_of(error, "body-too-large"));
      co_return ReadEnd::kRefused;
    }
    if (!co_await read_more(filled_)) {
      if (!expired_) co_return ReadEnd::kGone;
      exchange.refuse(refusal(408, "timeout", "The request's head took too long"));
      co_return ReadEnd::kRefused;
    }
  }
}

/// Everything that can be said before the body is here.
void Connection::route(Exchange& exchange) {
  const auto& head = exchange.parser.get();
  Request& request = exchange.request;
  request.peer_address = peer_;
  for (const auto& field : head) {
    request.headers.push_back({text_of_field(field.name_string()), text_of_field(field.value())});
  }
  request.method = text_of_field(head.method_string());
  const std::string target = text_of_field(head.target());
  const std::size_t query = std::min(target.find('?'), target.size());
  request.path = target.substr(0, query);
  if (query < target.size())
    request.query = parse_query(std::string_view(target).substr(query + 1));
  exchange.after = head.keep_alive() ? AfterAnswer::kKeepOpen : AfterAnswer::kClose;
  if (request.method == "HEAD") {
    request.method = "GET";
    exchange.body = AnswerBody::kLeaveOut;
  }
  const bool is_options = request.method == "OPTIONS";
  const bool about_server = is_options && target == "*";
  if ((!target.starts_with('/') && !about_server) ||
      (head.version() >= 11 && !request.header("Host"))) {
    exchange.refuse(refusal(400, "bad-request", "The request's target or Host is missing"));
    return;
  }
  exchange.match = engine_.router().match(request.method, request.path);
  request.path_parameters = exchange.match.path_parameters;
  if (exchange.match.route != nullptr) {
    if (exchange.match.route->gate) exchange.response = exchange.match.route->gate(request);
  } else if (is_options) {
    exchange.refuse(options_answer(exchange.match.allowed));
  } else if (!exchange.match.allowed.empty()) {
    exchange.refuse(method_not_allowed(exchange.match.allowed));
  } else if (head.method() == http::verb::unknown) {
    exchange.refuse(refusal(501, "not-implemented", "There is no such method here"));
  } else {
    auto asset = request.method == "GET" ? engine_.assets().answer(request) : std::nullopt;
    exchange.refuse(asset ? *std::move(asset) : not_found());
  }
}

/// Makes room for the body, or refuses it.
void Connection::admit_body(Exchange& exchange) {
  const std::size_t limit = exchange.match.route->body_bytes_max;
  const auto announced = exchange.parser.content_length();
  if (announced && *announced > limit) {
    exchange.refuse(
        refusal_of(http::error::body_limit, std::string(too_large_name(exchange.match))));
    return;
  }
  exchange.parser.body_limit(limit);
  const std::size_t wanted = announced ? static_cast<std::size_t>(*announced) : limit;
  if (exchange.parser.is_done()) return;
  if (!engine_.reserve_body(wanted)) {
    exchange.refuse(refusal(503, "overloaded", "Too many large requests at once: try again"));
    exchange.response->headers.push_back({"Retry-After", "2"});
    return;
  }
  exchange.reserved_bytes = wanted;
}

asio::awaitable<Connection::ReadEnd> Connection::read_body(Exchange& exchange) {
  arm(engine_.limits().body_deadline);
  const auto expects = exchange.request.header("Expect");
  if (expects && !exchange.parser.is_done()) {
    const std::string go_on(kContinue);
    if (!co_await write(go_on)) co_return ReadEnd::kGone;
    arm(engine_.limits().body_deadline);
  }
  exchange.parser.eager(true);
  while (!exchange.parser.is_done()) {
    error_code error;
    const std::size_t used = exchange.parser.put(asio::buffer(buffer_.data(), filled_), error);
    std::copy(buffer_.begin() + static_cast<std::ptrdiff_t>(used),
              buffer_.begin() + static_cast<std::ptrdiff_t>(filled_), buffer_.begin());
    filled_ -= used;
    if (error == http::error::need_more) error = {};
    if (!error && filled_ == buffer_.size()) error = http::error::bad_chunk;
    if (error) {
      exchange.refuse(refusal_of(error, std::string(too_large_name(exchange.match))));
      co_return ReadEnd::kRefused;
    }
    if (exchange.parser.is_done()) break;
    if (!co_await read_more(filled_)) {
      if (!expired_) co_return ReadEnd::kGone;
      exchange.refuse(refusal(408, "timeout", "The request's body took too long"));
      co_return ReadEnd::kRefused;
    }
  }
  exchange.request.body = std::move(exchange.parser.get().body());
  exchange.body_was_read = true;
  co_return ReadEnd::kWhole;
}

/// Runs the handler on its own threads and comes back.
asio::awaitable<void> Connection::handle(Exchange& exchange) {
  disarm();
  co_await asio::post(asio::bind_executor(engine_.handlers().get_executor(), asio::use_awaitable));
  try {
    exchange.response = exchange.match.route->handler(exchange.request);
  } catch (const std::exception&) {
    exchange.refuse(refusal(500, "internal", "The request could not be carried out"));
  }
  co_await asio::post(engine_.network(), asio::use_awaitable);
  // Its room is given back before the answer is written, which a slow client may drag out.
  std::string().swap(exchange.request.body);
}

asio::awaitable<Connection::Next> Connection::exchange() {
  Exchange exchange;
  ReadEnd end = co_await read_head(exchange);
  broken_ = end == ReadEnd::kGone;
  if (broken_) co_return Next::kClose;
  if (end == ReadEnd::kWhole) route(exchange);
  if (end == ReadEnd::kWhole && !exchange.response) {
    admit_body(exchange);
    if (!exchange.response) end = co_await read_body(exchange);
    if (end == ReadEnd::kWhole && !exchange.response) co_await handle(exchange);
    engine_.release_body(exchange.reserved_bytes);
    broken_ = end == ReadEnd::kGone;
    if (broken_) co_return Next::kClose;
  }
  if (exchange.response && !exchange.body_was_read && exchange.may_be_skipped()) {
    Response refused = *std::move(exchange.response);
    co_await read_body(exchange);
    exchange.response = std::move(refused);
  }
  const Next next = co_await answer(exchange);
  co_return next;
}

asio::awaitable<Connection::Next> Connection::answer(Exchange& exchange) {
  Response& response = *exchange.response;
  // What was not read is in the way of the next request.
  const bool unread = !exchange.body_was_read && !exchange.parser.is_done();
  unread_ = unread && response.status != 408;
  if (unread || engine_.stopping() || response.events) exchange.after = AfterAnswer::kClose;
  engine_.count_answer(response.status);
  std::string text = head_of(response, exchange.after, http_date());
  const bool leave_out = exchange.body == AnswerBody::kLeaveOut || response.status == 204;
  if (response.events && !leave_out) {
    if (co_await write(text)) co_await stream_events(exchange);
    co_return Next::kClose;
  }
  if (!leave_out) text += response.body;
  const bool written = co_await write(text);
  const bool keep = written && exchange.after == AfterAnswer::kKeepOpen;
  co_return keep ? Next::kAnotherRequest : Next::kClose;
}

asio::awaitable<bool> Connection::write(const std::string& text) {
  arm(engine_.limits().write_deadline);
  // After a 408 a read was cut short; it had taken nothing from the TLS engine, so that one last
  // write is sound, and the connection is closed behind it.
  const auto whole = asio::buffer(text);
  const auto [error, count] = co_await asio::async_write(stream_, whole, kTuple);
  broken_ = error || expired_;
  disarm();
  co_return !broken_;
}

/// Server-Sent Events until the client goes, is too slow, is no longer allowed, or has been here
/// for so long that it should prove again who it is.
asio::awaitable<void> Connection::stream_events(Exchange& exchange) {
  const EventSubscription& asked = *exchange.response->events;
  wake_ = std::make_shared<asio::steady_timer>(engine_.network());
  const auto wake = [timer = wake_, &network = engine_.network()] {
    asio::post(network, [timer] { timer->cancel(); });
  };
  const std::string last_id(exchange.request.header("Last-Event-ID").value_or(""));
  const auto subscription = asked.stream->subscribe(last_id, wake);
  if (!subscription) co_return;
  engine_.count_event_client(1);
  std::string text = std::string(kStreamBegins) + asked.greeting;
  const auto ends = std::chrono::steady_clock::now() + engine_.limits().stream_life;
  while (!engine_.stopping() && std::chrono::steady_clock::now() < ends) {
    text += subscription->take();
    const bool allowed = !asked.still_allowed || asked.still_allowed();
    if (!allowed) text += asked.farewell;
    const bool written = text.empty() || co_await write(text);
    if (!written || !allowed || subscription->lagged()) break;
    wake_->expires_after(engine_.limits().heartbeat_every);
    text = subscription->take();
    if (!text.empty()) continue;
    const auto [error] = co_await wake_->async_wait(kTuple);
    if (!error) text = kHeartbeat;
  }
  engine_.count_event_client(-1);
}

/// Ends TLS and TCP so that the client gets to read the last answer: TCP resets a connection that
/// is closed with bytes unread, so what a refused client still sends is taken first.
asio::awaitable<void> Connection::say_goodbye() {
  if (!broken_ && unread_) {
    arm(kGoodbye);
    const auto space = asio::buffer(buffer_);
    std::size_t taken = 0;
    while (taken < kUnwantedBytesMax) {
      const auto [error, count] = co_await stream_.async_read_some(space, kTuple);
      if (error || expired_) break;
      taken += count;
    }
    broken_ = expired_;
  }
  if (!broken_) {
    arm(kCloseNotify);
    const auto [error] = co_await stream_.async_shutdown(kTuple);
    (void)error;  // many clients go without a word
  }
  close();
}

}  // namespace garita
