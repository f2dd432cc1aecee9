#include "border-station/uplink/network_watch.h"

#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>
#include <unistd.h>

#include <bit>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <vector>

namespace garita::station {
namespace {

constexpr std::size_t kMessageBytesMax = std::size_t{32} * 1024;

int subscribed() {
  const int descriptor =
      ::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_ROUTE);
  if (descriptor < 0) return -1;
  sockaddr_nl address{};
  address.nl_family = AF_NETLINK;
  address.nl_groups =
      RTMGRP_LINK | RTMGRP_IPV4_IFADDR | RTMGRP_IPV4_ROUTE | RTMGRP_IPV6_IFADDR | RTMGRP_IPV6_ROUTE;
  const auto* generic = std::bit_cast<const sockaddr*>(&address);
  if (::bind(descriptor, generic, sizeof address) == 0) return descriptor;
  ::close(descriptor);
  return -1;
}

}  // namespace

NetworkWatch::NetworkWatch(boost::asio::io_context& network) : socket_(network) {
  const int descriptor = subscribed();
  if (descriptor >= 0) socket_.assign(descriptor);
}

boost::asio::awaitable<bool> NetworkWatch::changed() {
  if (!socket_.is_open()) co_return false;
  std::vector<char> message(kMessageBytesMax);
  // What it says does not matter. More than the kernel could keep for us is a change as well.
  const auto buffer = boost::asio::buffer(message);
  constexpr auto kAsTuple = boost::asio::as_tuple(boost::asio::use_awaitable);
  const auto [error, size] = co_await socket_.async_read_some(buffer, kAsTuple);
  co_return !error || error == boost::asio::error::no_buffer_space;
}

void NetworkWatch::stop() {
  boost::system::error_code ignored;
  socket_.close(ignored);
}

}  // namespace garita::station
