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

/// A direction of crossing. The numbers stand in tables.
enum class Sees {
  kEntries = 1,
  kExits = 2,
};

/// Whether what occurs in that direction is known only once this post has told it: it may have seen
/// it, or is an office, which may decide about it.
[[nodiscard]] bool is_waited_for(const PostWatermark& post, Sees sees);

/// The lowest watermark over those that a direction waits for. Absent when one of them never
/// reported, or no post sees the direction.
[[nodiscard]] std::optional<Instant> lowest_watermark(std::span<const PostWatermark> posts,
                                                      Sees sees);

/// What a flag needs, of whatever kind: the lower one of both directions. An exit ends a stay, and
/// an entry makes another one of what is left of it; and at a post of either direction somebody may
/// show a document of the country's own, or be heard so that flags wait.
[[nodiscard]] std::optional<Instant> lowest_watermark(std::span<const PostWatermark> posts);
/// The same out of the two: an absent one is below every other.
[[nodiscard]] std::optional<Instant> lower_of(const std::optional<Instant>& entries,
                                              const std::optional<Instant>& exits);

/// The posts and offices that are not complete until `moment`, lowest first.
[[nodiscard]] std::vector<PostCode> posts_behind(std::span<const PostWatermark> posts,
                                                 Instant moment);

}  // namespace garita::central
