#include "central-sync/flags/watermark.h"

#include <algorithm>
#include <tuple>

namespace garita::central {
namespace {

bool sees_it(const PostWatermark& post, Sees sees) {
  return sees == Sees::kEntries ? post.sees_entries : post.sees_exits;
}

}  // namespace

bool is_waited_for(const PostWatermark& post, Sees sees) {
  return post.is_office || sees_it(post, sees);
}

std::optional<Instant> lowest_watermark(std::span<const PostWatermark> posts, Sees sees) {
  // Offices see nobody: where no post sees the direction, nothing is known of it.
  if (std::ranges::none_of(posts, [&](const auto& post) { return sees_it(post, sees); }))
    return std::nullopt;
  std::optional<Instant> lowest;
  for (const auto& post : posts) {
    if (!is_waited_for(post, sees)) continue;
    if (!post.complete_until) return std::nullopt;
    if (!lowest || *post.complete_until < *lowest) lowest = post.complete_until;
  }
  return lowest;
}

std::optional<Instant> lowest_watermark(std::span<const PostWatermark> posts) {
  return lower_of(lowest_watermark(posts, Sees::kEntries), lowest_watermark(posts, Sees::kExits));
}

std::optional<Instant> lower_of(const std::optional<Instant>& entries,
                                const std::optional<Instant>& exits) {
  return std::min(entries, exits);
}

std::vector<PostCode> posts_behind(std::span<const PostWatermark> posts, Instant moment) {
  std::vector<PostWatermark> behind;
  for (const auto& post : posts) {
    const bool waited_for =
        is_waited_for(post, Sees::kEntries) || is_waited_for(post, Sees::kExits);
    if (waited_for && (!post.complete_until || *post.complete_until < moment))
      behind.push_back(post);
  }
  // An absent watermark compares below every other.
  std::sort(behind.begin(), behind.end(), [](const PostWatermark& a, const PostWatermark& b) {
    return std::tie(a.complete_until, a.post) < std::tie(b.complete_until, b.post);
  });
  std::vector<PostCode> codes;
  for (const auto& post : behind) codes.push_back(post.post);
  return codes;
}

}  // namespace garita::central
