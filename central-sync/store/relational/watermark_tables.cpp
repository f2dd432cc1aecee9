// What is known of posts and stations at a moment.
#include "central-sync/store/relational/columns.h"
#include "central-sync/store/relational/projection_tables.h"
#include "central-sync/store/relational/watermark_facts.h"

namespace garita::central {
namespace {

constexpr const char* kEnrolledAfter =
    "SELECT min(enrolled_at) FROM stations WHERE enrolled_at > ?1";

}  // namespace

Result<std::optional<Instant>> RelationalProjectionTables::on_paper_since(const StationId& station,
                                                                          Instant known_at) {
  const PostCode post = post_of(station);
  GARITA_TRY(facts, read_facts(db_, known_at, post));
  return on_paper_by(facts[post], station, known_at);
}

Result<std::vector<PostWatermark>> RelationalProjectionTables::watermarks(Instant known_at) {
  GARITA_TRY(facts, read_facts(db_, known_at, std::nullopt));
  std::vector<PostWatermark> watermarks;
  for (const auto& [post, of_post] : facts)
    if (auto watermark = watermark_by(post, of_post, known_at))
      watermarks.push_back(*std::move(watermark));
  return watermarks;
}

Result<std::optional<PostWatermark>> RelationalProjectionTables::watermark_of(const PostCode& post,
                                                                              Instant known_at) {
  GARITA_TRY(facts, read_facts(db_, known_at, post));
  return watermark_by(post, facts[post], known_at);
}

Result<std::optional<Instant>> RelationalProjectionTables::first_enrolled_after(Instant moment) {
  GARITA_TRY(first, one_integer(db_, kEnrolledAfter, {moment.milliseconds}));
  if (!first) return std::nullopt;
  return Instant{*first};
}

Result<bool> RelationalProjectionTables::any_enrolled(Instant after, Instant until) {
  GARITA_TRY(first, first_enrolled_after(after));
  return first && *first <= until;
}

}  // namespace garita::central
