#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "schema/vocabulary/ids.h"
#include "schema/vocabulary/instant.h"

namespace garita::central {

/// Up to when a post's movements are known at the centre, and which of them it can see at all.
struct PostWatermark {
  PostCode post;
  bool sees_entries = true;
  bool sees_exits = true;
  /// Absent: the post never reported.
  std::optional<Instant> complete_until;
  std::size_t incarnations = 0;  ///< of its stations, of which it is the lowest

  friend bool operator==(const PostWatermark&, const PostWatermark&) = default;
};

enum class Sees { kEntries, kExits };

/// The lowest watermark over the posts that see entries, or exits: what a flag about an event of
/// that direction needs. Absent when one of them never reported, or there is no such post.
[[nodiscard]] std::optional<Instant> lowest_watermark(std::span<const PostWatermark> posts,
                                                      Sees sees);

/// The posts that see the direction and are not complete until `moment`, lowest first.
[[nodiscard]] std::vector<PostCode> posts_behind(std::span<const PostWatermark> posts, Sees sees,
                                                 Instant moment);

}  // namespace garita::central
