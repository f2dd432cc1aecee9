#pragma once

#include <cstddef>

namespace garita::reader {

// What a capture process (`garita-reader --camera SOURCE`) and its client agree on: the client
// sends a byte, and gets a frame as a block.

/// With which the capture process says why it ends.
inline constexpr int kCameraNotThereStatus = 10;
inline constexpr int kCameraNoPicturesStatus = 11;
inline constexpr int kCameraEndedStatus = 12;

/// Whatever larger a camera says is no frame.
inline constexpr std::size_t kFrameBytesMax = std::size_t{8} * 1024 * 1024;

}  // namespace garita::reader
