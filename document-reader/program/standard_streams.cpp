#include "document-reader/program/standard_streams.h"

#include <unistd.h>

#include <array>
#include <cerrno>

namespace garita::reader {
namespace {

constexpr std::size_t kLengthBytes = 4;

bool write_whole(ByteView bytes) {
  while (!bytes.empty()) {
    const auto put = ::write(STDOUT_FILENO, bytes.data(), bytes.size());
    if (put < 0 && errno == EINTR) continue;
    if (put <= 0) return false;
    bytes = bytes.subspan(static_cast<std::size_t>(put));
  }
  return true;
}

}  // namespace

bool read_whole(std::span<std::uint8_t> bytes) {
  while (!bytes.empty()) {
    const auto got = ::read(STDIN_FILENO, bytes.data(), bytes.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    bytes = bytes.subspan(static_cast<std::size_t>(got));
  }
  return true;
}

std::optional<std::size_t> read_length() {
  std::array<std::uint8_t, kLengthBytes> length{};
  if (!read_whole(length)) return std::nullopt;
  std::size_t size = 0;
  for (const auto byte : length) size = size << 8 | byte;
  return size;
}

bool write_block(ByteView bytes) {
  std::array<std::uint8_t, kLengthBytes> length{};
  for (std::size_t i = 0; i < kLengthBytes; ++i) {
    length.at(i) = static_cast<std::uint8_t>(bytes.size() >> (8 * (kLengthBytes - 1 - i)));
  }
  return write_whole(length) && write_whole(bytes);
}

}  // namespace garita::reader
