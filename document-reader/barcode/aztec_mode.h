#pragma once

#include <optional>

#include "document-reader/barcode/module_matrix.h"

namespace garita::reader {

/// What stands around an Aztec's bull's eye.
struct AztecMode {
  int modules = 0;  ///< a side of the whole symbol
  /// The value of a symbol that is no more than its core, 0 to 255; -1 of all others.
  int rune = -1;
};

/// Modules a side of the square whose outermost ring is the mode message.
inline constexpr int kAztecCompactCore = 11;
inline constexpr int kAztecFullCore = 15;

/// The mode message of a core of 11 (compact) or 15 modules a side, in any of four turns and
/// mirrored; absent when it is none. Source: ISO/IEC 24778, 7.2.3, 7.3.1 and annex A (runes).
[[nodiscard]] std::optional<AztecMode> aztec_mode(const ModuleMatrix& core);

}  // namespace garita::reader
