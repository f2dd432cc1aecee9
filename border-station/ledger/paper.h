#pragma once

#include <cstdint>
#include <optional>

#include "schema/vocabulary/instant.h"

namespace garita::station {

/// The period on paper that this station announced and nobody has said is all entered.
struct OpenPaper {
  Instant from;
  std::optional<Instant> to;  ///< absent: the post is still on paper
  std::uint64_t entered = 0;  ///< typed in since it was announced

  friend bool operator==(const OpenPaper&, const OpenPaper&) = default;
};

}  // namespace garita::station
