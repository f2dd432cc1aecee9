#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "schema/vocabulary/ids.h"
#include "schema/vocabulary/instant.h"

namespace garita::central {

/// Up to when a post's movements, or an office's decisions, are known at the centre, and which of
/// them it can see at all.
struct PostWatermark {
  PostCode post;
  bool sees_entries = true;
  bool sees_exits = true;
  /// Absent: the post never reported.
  std::optional<Instant> complete_until;
  std::size_t incarnations = 0;  ///< of its stations, of which it is the lowest
  bool is_office = false;        ///< what it decides may take any flag back

  friend bool operator==(const PostWatermark&, const PostWatermark&) = default;
};

/// Which crossings could still take a flag back. The numbers of the first two stand in tables.
enum class Sees {
  kEntries = 1,
  kExits = 2,
  kEither = 3,  ///< an entry as well as an exit
};

/// Whether a flag about an event of that direction waits for it: a post that may have seen it, or
/// an office.
[[nodiscard]] bool is_waited_for(const PostWatermark& post, Sees sees);

/// The lowest watermark over the posts that see entries, exits or either, and over the offices:
/// what a flag about an event of that direction needs. Absent when one of them never reported, or
/// there is no post that sees the direction, of kEither one of the two.
[[nodiscard]] std::optional<Instant> lowest_watermark(std::span<const PostWatermark> posts,
                                                      Sees sees);

/// Those of them that are not complete until `moment`, lowest first.
[[nodiscard]] std::vector<PostCode> posts_behind(std::span<const PostWatermark> posts, Sees sees,
                                                 Instant moment);

}  // namespace garita::central
