#pragma once

#include <cstdint>
#include <optional>

#include "schema/vocabulary/ids.h"
#include "schema/vocabulary/instant.h"

namespace garita::station {

/// The period on paper that this station announced and nobody has said is all entered.
struct OpenPaper {
  Instant from;
  std::optional<Instant> to;  ///< absent: the post is still on paper
  Instant announced_at = {};
  std::uint64_t entered = 0;  ///< of these hours, typed in since
  /// The disk has begun another life since: no word of this one ends it at the centre, which counts
  /// what each life announced by itself.
  bool of_earlier_life = false;
  /// What announced them; absent: before that was kept.
  std::optional<RecordId> record = std::nullopt;

  friend bool operator==(const OpenPaper&, const OpenPaper&) = default;
};

}  // namespace garita::station
