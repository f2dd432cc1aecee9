#include "border-station/uplink/dialling.h"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <optional>

namespace garita::station {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;
constexpr auto kAsTuple = asio::as_tuple(asio::use_awaitable);

}  // namespace

/// One dial().
class Dialling::Round : public std::enable_shared_from_this<Round> {
 public:
  Round(asio::io_context& network, std::vector<tcp::endpoint> endpoints,
        std::chrono::milliseconds again_every)
      : over(network),
        network_(network),
        again_(network),
        again_every_(again_every),
        endpoints_(std::move(endpoints)) {}

  void begin() {
    if (hanging_.size() == kAtOnceMax) hanging_.erase(hanging_.begin() + 1);
    const auto endpoint = endpoints_[begun % endpoints_.size()];
    ++begun;
    auto& attempt = hanging_.emplace_back(Attempt{begun, tcp::socket(network_)});
    attempt.socket.async_connect(
        endpoint, [self = shared_from_this(), number = begun, endpoint](error_code ended_with) {
          self->ended(number, endpoint, ended_with);
        });
    again_.expires_after(again_every_);
    again_.async_wait([self = shared_from_this()](error_code cancelled) {
      if (!cancelled && !self->is_over) self->begin();
    });
  }

  void end(error_code why) {
    if (is_over) return;
    is_over = true;
    error = why;
    hanging_.clear();
    again_.cancel();
    over.cancel();
  }

  [[nodiscard]] std::size_t under_way() const { return hanging_.size(); }

  asio::steady_timer over;  ///< cancelled then
  bool is_over = false;
  error_code error;
  std::optional<tcp::socket> made;
  std::size_t begun = 0;

 private:
  struct Attempt {
    std::size_t number;  ///< the how-manieth
    tcp::socket socket;
  };

  void ended(std::size_t number, const tcp::endpoint& endpoint, error_code with) {
    const auto attempt = std::ranges::find(hanging_, number, &Attempt::number);
    if (is_over || attempt == hanging_.end()) return;
    if (!with) made = std::move(attempt->socket);
    hanging_.erase(attempt);
    if (!with) return end(with);
    std::erase(endpoints_, endpoint);
    if (endpoints_.empty()) return end(with);
    begin();
  }

  asio::io_context& network_;
  asio::steady_timer again_;
  std::chrono::milliseconds again_every_;
  std::vector<tcp::endpoint> endpoints_;  ///< that have not refused
  std::vector<Attempt> hanging_;          ///< a socket that is destroyed is closed
};

asio::awaitable<error_code> Dialling::dial(std::vector<tcp::endpoint> endpoints,
                                           std::chrono::milliseconds again_every,
                                           tcp::socket& into) {
  const auto round = std::make_shared<Round>(network_, std::move(endpoints), again_every);
  round_ = round;
  round->begin();
  while (!round->is_over) {
    round->over.expires_at(asio::steady_timer::time_point::max());
    co_await round->over.async_wait(kAsTuple);
  }
  if (round->made) into = std::move(*round->made);
  co_return round->error;
}

void Dialling::cancel() {
  if (round_) round_->end(asio::error::operation_aborted);
}

std::size_t Dialling::begun() const { return round_ ? round_->begun : 0; }
std::size_t Dialling::under_way() const { return round_ ? round_->under_way() : 0; }

}  // namespace garita::station
