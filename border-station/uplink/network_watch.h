#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

namespace garita::station {

/// Tells when the machine's network changes: a cable, an address, a route. From the kernel
/// (rtnetlink); where that is not allowed nothing is ever told.
class NetworkWatch {
 public:
  explicit NetworkWatch(boost::asio::io_context& network);
  /// Returns true once something has changed since the last time, false when nothing will be told.
  boost::asio::awaitable<bool> changed();
  /// Ends a wait.
  void stop();

 private:
  boost::asio::posix::stream_descriptor socket_;
};

}  // namespace garita::station
