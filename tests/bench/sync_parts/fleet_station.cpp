#include "tests/bench/sync_parts/fleet_station.h"

#include <array>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>

#include "schema/crypto/tls.h"
#include "schema/vocabulary/clock.h"

namespace garita::tests {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

constexpr std::size_t kReadBytes = 4096;
constexpr std::chrono::seconds kTickEvery{1};
/// As UplinkOptions has them.
constexpr std::chrono::milliseconds kRetryFirst{500};
constexpr std::chrono::milliseconds kRetryMost{10'000};

}  // namespace

Instant steady_instant() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return {std::chrono::duration_cast<std::chrono::milliseconds>(now).count()};
}

struct FleetStation::Connection {
  Connection(asio::io_context& network, asio::ssl::context& tls) : socket(network, tls) {}
  asio::ssl::stream<tcp::socket> socket;
  std::array<std::uint8_t, kReadBytes> space{};
  std::optional<StationSession> session;
  Bytes on_its_way;
  bool writing = false;
};

FleetStation::FleetStation(asio::io_context& network, const FleetIdentity& identity,
                           const Certificate& authority, PreparedJournal* journal, const Told& told)
    : network_(network),
      identity_(identity),
      journal_(journal),
      told_(told),
      tls_(asio::ssl::context::tls_client),
      tick_(network),
      again_(network),
      retry_(kRetryFirst) {
  const auto configured =
      configure_tls_client(tls_.native_handle(), TlsIdentity{identity.key, identity.certificate},
                           authority, std::string(kCentreTlsName));
  ensure(configured.has_value(), "an enrolled station's certificate fits its key");
}

FleetStation::~FleetStation() = default;

void FleetStation::connect(const tcp::endpoint& centre) {
  centre_ = centre;
  connection_ = std::make_shared<Connection>(network_, tls_);
  const Held held = connection_;
  held->socket.lowest_layer().async_connect(centre, [this, held](boost::system::error_code error) {
    if (error) return lose(held);
    held->socket.lowest_layer().set_option(tcp::no_delay(true), error);
    held->socket.async_handshake(asio::ssl::stream_base::client,
                                 [this, held](boost::system::error_code failure) {
                                   return failure ? lose(held) : begin(held);
                                 });
  });
}

void FleetStation::begin(const Held& held) {
  if (held != connection_) return;
  Hello hello;
  hello.station = identity_.station;
  hello.clock = SystemClock().now();
  hello.software = "fleet";
  if (journal_ != nullptr && !holding_back_) hello.journals.push_back(journal_->head());
  held->session.emplace(std::move(hello), WireTimings{}, steady_instant());
  read(held);
  act(held);
  tick_later(held);
}

void FleetStation::read(const Held& held) {
  held->socket.async_read_some(
      asio::buffer(held->space), [this, held](boost::system::error_code error, std::size_t count) {
        if (error || held != connection_) return lose(held);
        held->session->receive(ByteView(held->space).first(count), steady_instant());
        act(held);
        if (held == connection_) read(held);
      });
}

void FleetStation::act(const Held& held) {
  auto& session = *held->session;
  for (auto intents = session.take_intents(); !intents.empty(); intents = session.take_intents())
    for (const auto& intent : intents) answer(session, intent);
  flush(held);
}

void FleetStation::answer(StationSession& session, const StationIntent& intent) {
  namespace want = station_intent;
  const Instant now = steady_instant();
  if (std::holds_alternative<want::Opened>(intent)) {
    open_ = true;
    retry_ = kRetryFirst;
    if (told_.opened) told_.opened();
  } else if (const auto* batch = std::get_if<want::WantBatch>(&intent)) {
    session.give_batch(journal_ == nullptr ? std::nullopt : journal_->batch_after(batch->after),
                       now);
  } else if (std::holds_alternative<want::WantClaim>(intent)) {
    session.give_claim(claim(), {}, now);
  } else if (const auto* said = std::get_if<want::WantHoldings>(&intent)) {
    session.give_holdings({said->list, {}}, now);
  } else if (const auto* receipt = std::get_if<want::KeepReceipt>(&intent)) {
    if (told_.receipted) told_.receipted(receipt->receipt);
  } else if (const auto* kept = std::get_if<want::KeepBulletinPart>(&intent)) {
    const auto& part = kept->part;
    const auto end = part.offset + static_cast<std::uint32_t>(part.content.size());
    session.part_kept({part.channel, part.stream, end}, now);
    if (end == part.total) session.bulletin_kept({part.channel, part.version, {}}, now);
  }
}

Claim FleetStation::claim() const {
  const Instant now = SystemClock().now();
  Claim claim;
  claim.station = identity_.station;
  claim.complete_until = now;
  if (journal_ != nullptr && journal_->head().head.sequence > 0) {
    claim.last_sequence = journal_->head().head.sequence;
    claim.last_hash = journal_->head().head.hash;
  }
  claim.made_at = now;
  claim.sign(identity_.key);
  return claim;
}

void FleetStation::flush(const Held& held) {
  if (held->writing || held != connection_) return;
  held->on_its_way = held->session->take_output();
  if (held->on_its_way.empty()) {
    if (held->session->closed()) lose(held);
    return;
  }
  held->writing = true;
  asio::async_write(held->socket, asio::buffer(held->on_its_way),
                    [this, held](boost::system::error_code error, std::size_t) {
                      held->writing = false;
                      return error ? lose(held) : flush(held);
                    });
}

void FleetStation::tick_later(const Held& held) {
  tick_.expires_after(kTickEvery);
  tick_.async_wait([this, held](boost::system::error_code error) {
    if (error || held != connection_) return;
    held->session->tick(steady_instant());
    act(held);
    if (held == connection_) tick_later(held);
  });
}

void FleetStation::journal_grew() {
  holding_back_ = false;
  if (!open_) return;
  connection_->session->journals_changed({journal_->head()}, steady_instant());
  act(connection_);
}

void FleetStation::end() {
  ended_ = true;
  again_.cancel();
  if (connection_) lose(Held(connection_));
}

void FleetStation::lose(const Held& held) {
  if (held != connection_) return;
  connection_.reset();
  boost::system::error_code ignored;
  held->socket.lowest_layer().close(ignored);
  tick_.cancel();
  if (std::exchange(open_, false) && told_.lost) told_.lost();
  if (ended_) return;
  std::uniform_int_distribution<std::int64_t> shorter(retry_.count() / 2, retry_.count());
  again_.expires_after(std::chrono::milliseconds(shorter(random_)));
  retry_ = std::min(retry_ * 2, kRetryMost);
  again_.async_wait([this](boost::system::error_code error) {
    if (!error && !ended_) connect(centre_);
  });
}

}  // namespace garita::tests
