#pragma once

#include <string>

#include "schema/vocabulary/bytes.h"
#include "schema/vocabulary/result.h"

namespace garita::tests {

/// A file descriptor that is closed when this goes.
class OwnedFile {
 public:
  explicit OwnedFile(int descriptor = -1) : descriptor_(descriptor) {}
  OwnedFile(OwnedFile&& other) noexcept : descriptor_(other.descriptor_) { other.descriptor_ = -1; }
  OwnedFile& operator=(OwnedFile&& other) noexcept;
  ~OwnedFile();
  [[nodiscard]] int get() const { return descriptor_; }

 private:
  int descriptor_;
};

/// One end of the link: a network of its own, of which the machine sees nothing, with loopback and
/// a TUN device. It has no name and no file: it is gone with this object and the last process in
/// it, however they end.
struct NetworkEnd {
  OwnedFile network;  ///< for setns
  OwnedFile device;   ///< packets of the network, read and written one at a time, never waiting
  std::string address;
};

struct TwoNetworks {
  NetworkEnd post;
  NetworkEnd centre;
};

/// Makes both, each the other's peer. Remedy: repair, saying what lacks, where this process may not
/// make networks (CAP_SYS_ADMIN and CAP_NET_ADMIN) or there is no /dev/net/tun.
[[nodiscard]] Result<TwoNetworks> make_two_networks();

inline constexpr std::size_t kPacketBytesMax = 1500;

/// The next packet that the network sends; empty when there is none.
[[nodiscard]] Bytes read_packet(const NetworkEnd& end);
/// What the network does not take is dropped, as a wire does.
void write_packet(const NetworkEnd& end, ByteView packet);

}  // namespace garita::tests
