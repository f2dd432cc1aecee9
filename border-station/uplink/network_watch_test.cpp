#include "border-station/uplink/network_watch.h"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>

#include "border-station/uplink/test_network.h"

namespace garita::station {
namespace {

struct Seen {
  bool allowed = false;
  int changes = 0;
};

/// A machine of its own without a network, in which loopback comes up after a while.
Seen watch_a_network() {
  Seen seen;
  seen.allowed = on_a_machine_without_a_network([&seen] {
    boost::asio::io_context network(1);
    NetworkWatch watch(network);
    const auto count = [&]() -> boost::asio::awaitable<void> {
      for (bool more = true; more;) {
        more = co_await watch.changed();
        if (more) ++seen.changes;
        if (seen.changes == 1) watch.stop();
      }
    };
    boost::asio::co_spawn(network, count(), boost::asio::detached);
    boost::asio::steady_timer late(network, std::chrono::milliseconds(50));
    late.async_wait([&](const auto&) {
      EXPECT_EQ(seen.changes, 0) << "nothing has changed yet";
      bring_loopback_up();
    });
    boost::asio::steady_timer end(network, std::chrono::seconds(20));
    end.async_wait([&](const auto&) { watch.stop(); });
    while (network.run_one() > 0 && seen.changes == 0) {
    }
  });
  return seen;
}

TEST(NetworkWatch, TellsThatTheNetworkHasChanged) {
  const Seen seen = watch_a_network();
  if (!seen.allowed) GTEST_SKIP() << "no network namespaces here";
  EXPECT_GE(seen.changes, 1);
}

}  // namespace
}  // namespace garita::station
