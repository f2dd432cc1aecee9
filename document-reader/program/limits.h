#pragma once

#include <cstddef>
#include <cstdint>

namespace garita::reader {

/// A picture file larger than this is refused unread.
inline constexpr std::size_t kFileBytesMax = std::size_t{20} * 1024 * 1024;
/// A picture with more pixels than this is refused by its header, before it is decoded.
inline constexpr std::int64_t kPicturePixelsMax = 40'000'000;
/// One picture in the worker: decoding and reading.
inline constexpr int kCpuSecondsMax = 10;
/// Memory that the worker may take beyond what it has when it starts to serve.
inline constexpr std::size_t kWorkingBytesMax = std::size_t{1024} * 1024 * 1024;

}  // namespace garita::reader
