#include "tests/bench/link_emulator/two_networks.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace garita::tests {
namespace {

constexpr auto kPostAddress = "10.77.0.1";
constexpr auto kCentreAddress = "10.77.0.2";
constexpr auto kDevice = "garita0";
constexpr auto kOwnNetwork = "/proc/self/ns/net";

Failure cannot(const std::string& what) {
  return fail(Remedy::kRepair, what + ": " + std::strerror(errno));
}

ifreq request_for(const char* device) {
  ifreq request{};
  std::strncpy(request.ifr_name, device, IFNAMSIZ - 1);
  return request;
}

sockaddr socket_address(const char* text) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  inet_pton(AF_INET, text, &address.sin_addr);
  sockaddr plain{};
  std::memcpy(&plain, &address, sizeof plain);
  return plain;
}

Result<void> bring_up(int socket, const char* device) {
  ifreq request = request_for(device);
  if (ioctl(socket, SIOCGIFFLAGS, &request) != 0) return cannot("flags of a device");
  request.ifr_flags = static_cast<short>(request.ifr_flags | IFF_UP | IFF_RUNNING);
  if (ioctl(socket, SIOCSIFFLAGS, &request) != 0) return cannot("a device does not come up");
  return {};
}

Result<void> give_addresses(int socket, const char* own, const char* peer) {
  ifreq request = request_for(kDevice);
  request.ifr_addr = socket_address(own);
  if (ioctl(socket, SIOCSIFADDR, &request) != 0) return cannot("an address");
  request.ifr_dstaddr = socket_address(peer);
  if (ioctl(socket, SIOCSIFDSTADDR, &request) != 0) return cannot("the other end's address");
  request.ifr_mtu = static_cast<int>(kPacketBytesMax);
  if (ioctl(socket, SIOCSIFMTU, &request) != 0) return cannot("a packet's size");
  return {};
}

/// Leaves this thread in the new network.
Result<NetworkEnd> make_end(const char* own, const char* peer) {
  if (unshare(CLONE_NEWNET) != 0)
    return cannot("making a network of one's own (needs CAP_SYS_ADMIN)");
  NetworkEnd end;
  end.address = own;
  end.network = OwnedFile(::open(kOwnNetwork, O_RDONLY | O_CLOEXEC));
  if (end.network.get() < 0) return cannot(kOwnNetwork);
  end.device = OwnedFile(::open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC));
  if (end.device.get() < 0) return cannot("/dev/net/tun");
  ifreq request = request_for(kDevice);
  request.ifr_flags = IFF_TUN | IFF_NO_PI;
  if (ioctl(end.device.get(), TUNSETIFF, &request) != 0)
    return cannot("making a TUN device (needs CAP_NET_ADMIN)");
  const OwnedFile socket(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  if (socket.get() < 0) return cannot("a socket");
  GARITA_CHECK(bring_up(socket.get(), "lo"));
  GARITA_CHECK(give_addresses(socket.get(), own, peer));
  GARITA_CHECK(bring_up(socket.get(), kDevice));
  return end;
}

}  // namespace

OwnedFile& OwnedFile::operator=(OwnedFile&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

OwnedFile::~OwnedFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

Result<TwoNetworks> make_two_networks() {
  const OwnedFile home(::open(kOwnNetwork, O_RDONLY | O_CLOEXEC));
  if (home.get() < 0) return cannot(kOwnNetwork);
  TwoNetworks both;
  GARITA_TRY(post, make_end(kPostAddress, kCentreAddress));
  GARITA_TRY(centre, make_end(kCentreAddress, kPostAddress));
  if (setns(home.get(), CLONE_NEWNET) != 0) return cannot("going back to the own network");
  both.post = std::move(post);
  both.centre = std::move(centre);
  return both;
}

Bytes read_packet(const NetworkEnd& end) {
  std::array<std::uint8_t, kPacketBytesMax> space{};
  const auto count = ::read(end.device.get(), space.data(), space.size());
  if (count <= 0) return {};
  return copy_of(ByteView(space).first(static_cast<std::size_t>(count)));
}

void write_packet(const NetworkEnd& end, ByteView packet) {
  [[maybe_unused]] const auto written = ::write(end.device.get(), packet.data(), packet.size());
}

}  // namespace garita::tests
