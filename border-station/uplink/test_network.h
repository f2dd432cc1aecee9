#pragma once

#include <net/if.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstring>
#include <functional>
#include <thread>

// For the tests of this folder alone.
namespace garita::station {

/// Runs `machine` on one without a network, whose threads are its alone; false where that is not
/// allowed.
inline bool on_a_machine_without_a_network(const std::function<void()>& machine) {
  bool allowed = false;
  std::thread thread([&] {
    allowed = ::unshare(CLONE_NEWNET) == 0 || ::unshare(CLONE_NEWUSER | CLONE_NEWNET) == 0;
    if (allowed) machine();
  });
  thread.join();
  return allowed;
}

inline void bring_loopback_up() {
  const int socket = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  ifreq request{};
  std::strcpy(request.ifr_name, "lo");
  request.ifr_flags = IFF_UP;
  ::ioctl(socket, SIOCSIFFLAGS, &request);
  ::close(socket);
}

}  // namespace garita::station
