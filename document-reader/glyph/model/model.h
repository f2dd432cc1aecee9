#pragma once

#include <cstdint>
#include <span>

namespace garita::reader {

/// ocr_b.weights: the bits of kNetworkNumbers floating point numbers, as the build embeds them.
[[nodiscard]] std::span<const std::uint32_t> model_words();

}  // namespace garita::reader
