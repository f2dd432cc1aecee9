#include "border-station/uplink/network_watch.h"

#include <gtest/gtest.h>
#include <net/if.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstring>
#include <thread>

namespace garita::station {
namespace {

void bring_loopback_up() {
  const int socket = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  ifreq request{};
  std::strcpy(request.ifr_name, "lo");
  request.ifr_flags = IFF_UP;
  ::ioctl(socket, SIOCSIFFLAGS, &request);
  ::close(socket);
}

struct Seen {
  bool allowed = false;
  int changes = 0;
};

/// A machine of its own without a network, in which loopback comes up after a while.
Seen watch_a_network() {
  Seen seen;
  std::thread machine([&seen] {
    seen.allowed = ::unshare(CLONE_NEWNET) == 0 || ::unshare(CLONE_NEWUSER | CLONE_NEWNET) == 0;
    if (!seen.allowed) return;
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
  machine.join();
  return seen;
}

TEST(NetworkWatch, TellsThatTheNetworkHasChanged) {
  const Seen seen = watch_a_network();
  if (!seen.allowed) GTEST_SKIP() << "no network namespaces here";
  EXPECT_GE(seen.changes, 1);
}

}  // namespace
}  // namespace garita::station
