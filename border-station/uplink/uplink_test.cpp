// Which addresses are tried, and when: over loopback, to a machine that takes connections and says
// nothing. Conversations are in the end-to-end tests.
#include "border-station/uplink/uplink.h"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "border-station/ledger/ledger_fixture.h"
#include "border-station/uplink/test_network.h"

namespace garita::station {
namespace {

using tcp = boost::asio::ip::tcp;
using std::chrono::minutes;
using std::chrono::seconds;

class UplinkTest : public LedgerTest {
 protected:
  /// Counts who comes, for as long as `patience` or until somebody does.
  class Listening {
   public:
    Listening() {
      acceptor_.async_accept([this](const auto& error, const tcp::socket&) { came_ = !error; });
    }
    [[nodiscard]] std::string address() const {
      return "127.0.0.1:" + std::to_string(acceptor_.local_endpoint().port());
    }
    bool somebody_comes(std::chrono::milliseconds patience) {
      network_.run_one_for(patience);
      return came_;
    }

   private:
    boost::asio::io_context network_{1};
    // On every address: of a machine without a network loopback is none of its own.
    tcp::acceptor acceptor_{network_, {tcp::v4(), 0}};
    bool came_ = false;
  };

  /// Nobody listens there any more.
  static std::string dead() { return Listening().address(); }

  std::unique_ptr<Uplink> started(UplinkOptions options) {
    const auto open = [this] { return Ledger::open(directory_, clock_, {}); };
    auto uplink = std::make_unique<Uplink>(std::move(options), open, clock_);
    const auto begun = uplink->start();
    EXPECT_TRUE(begun) << begun.error().message;
    return uplink;
  }
};

TEST_F(UplinkTest, TriesTheNextAddressWhereNobodyIsAtTheFirst) {
  Listening centre;
  UplinkOptions options;
  options.centres = {dead(), centre.address()};
  const auto uplink = started(options);
  EXPECT_TRUE(centre.somebody_comes(seconds(20)));
}

TEST_F(UplinkTest, TriesAtOnceWhenTheNetworkChangesHoweverLongItWouldWait) {
  const bool allowed = on_a_machine_without_a_network([this] {
    Listening centre;
    UplinkOptions options;
    options.centres = {centre.address()};
    options.retry_first = options.retry_max = minutes(10);
    const auto uplink = started(options);
    EXPECT_FALSE(centre.somebody_comes(std::chrono::milliseconds(300))) << "there is no network";
    bring_loopback_up();
    EXPECT_TRUE(centre.somebody_comes(seconds(20)));
  });
  if (!allowed) GTEST_SKIP() << "no network namespaces here";
}

}  // namespace
}  // namespace garita::station
