// Connections over loopback to somebody who does not answer, refuses, or comes late.
#include "border-station/uplink/dialling.h"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <deque>
#include <functional>

namespace garita::station {
namespace {

using tcp = boost::asio::ip::tcp;
using boost::system::error_code;
using std::chrono::milliseconds;

const tcp::endpoint kAnyPort(boost::asio::ip::address_v4::loopback(), 0);
constexpr milliseconds kSoon{20};
constexpr std::chrono::seconds kPatience{30};

/// A machine that lets a connection hang: who listens for one and takes none is asked in vain.
class Silent {
 public:
  explicit Silent(boost::asio::io_context& network) : acceptor_(network) {
    acceptor_.open(kAnyPort.protocol());
    acceptor_.bind(kAnyPort);
    acceptor_.listen(0);
    waiting_.emplace_back(network).connect(endpoint());
  }
  [[nodiscard]] tcp::endpoint endpoint() const { return acceptor_.local_endpoint(); }
  void answer() {
    acceptor_.async_accept([this](error_code, tcp::socket taken) {
      waiting_.push_back(std::move(taken));
      answer();
    });
  }

 private:
  tcp::acceptor acceptor_;
  std::deque<tcp::socket> waiting_;
};

/// Nobody listens there.
tcp::endpoint refusing(boost::asio::io_context& network) {
  return tcp::acceptor(network, kAnyPort).local_endpoint();
}

class Dialled : public ::testing::Test {
 protected:
  /// Dials until it ends or `condition` holds.
  void dial(std::vector<tcp::endpoint> endpoints, const std::function<bool()>& condition) {
    boost::asio::co_spawn(network_, dialled(std::move(endpoints)), boost::asio::detached);
    run_until(condition);
  }
  void run_until(const std::function<bool()>& condition) {
    const auto deadline = std::chrono::steady_clock::now() + kPatience;
    while (!condition() && std::chrono::steady_clock::now() < deadline)
      network_.run_one_for(kPatience);
    EXPECT_TRUE(condition());
  }
  bool has_ended() const { return outcome_.has_value(); }

  boost::asio::io_context network_{1};
  Dialling dialling_{network_};
  tcp::socket socket_{network_};
  std::optional<error_code> outcome_;

 private:
  boost::asio::awaitable<void> dialled(std::vector<tcp::endpoint> endpoints) {
    outcome_ = co_await dialling_.dial(std::move(endpoints), kSoon, socket_);
  }
};

TEST_F(Dialled, AsksAgainWhileNobodyAnswersAndTakesTheFirstThatDoes) {
  Silent silent(network_);
  dial({silent.endpoint()}, [&] { return dialling_.begun() == 3; });
  EXPECT_FALSE(has_ended());
  EXPECT_EQ(dialling_.under_way(), 3U);
  silent.answer();
  run_until([&] { return has_ended(); });
  EXPECT_EQ(*outcome_, error_code());
  EXPECT_EQ(socket_.remote_endpoint(), silent.endpoint());
  EXPECT_EQ(dialling_.under_way(), 0U);
}

TEST_F(Dialled, HasFewUnderWayHoweverLongNobodyAnswers) {
  Silent silent(network_);
  dial({silent.endpoint()}, [&] {
    EXPECT_LE(dialling_.under_way(), Dialling::kAtOnceMax);
    return dialling_.begun() == 3 * Dialling::kAtOnceMax;
  });
  dialling_.cancel();
  run_until([&] { return has_ended(); });
  EXPECT_EQ(*outcome_, boost::asio::error::operation_aborted);
  EXPECT_FALSE(socket_.is_open());
}

TEST_F(Dialled, GoesToTheNextAddressWhereOneRefuses) {
  tcp::acceptor listens(network_, kAnyPort);
  dial({refusing(network_), listens.local_endpoint()}, [&] { return has_ended(); });
  EXPECT_EQ(*outcome_, error_code());
  EXPECT_EQ(socket_.remote_endpoint(), listens.local_endpoint());
}

TEST_F(Dialled, GoesToTheNextAddressWhereOneIsSilent) {
  Silent silent(network_);
  tcp::acceptor listens(network_, kAnyPort);
  dial({silent.endpoint(), listens.local_endpoint()}, [&] { return has_ended(); });
  EXPECT_EQ(*outcome_, error_code());
  EXPECT_EQ(socket_.remote_endpoint(), listens.local_endpoint());
}

TEST_F(Dialled, EndsWhereEveryAddressRefuses) {
  dial({refusing(network_), refusing(network_)}, [&] { return has_ended(); });
  EXPECT_EQ(*outcome_, boost::asio::error::connection_refused);
  EXPECT_EQ(dialling_.begun(), 2U);
}

}  // namespace
}  // namespace garita::station
