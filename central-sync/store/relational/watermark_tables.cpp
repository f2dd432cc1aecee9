// The watermarks of posts, as known at a moment, from what stations claimed and persons declared.
#include <algorithm>
#include <limits>

#include "central-sync/store/relational/columns.h"
#include "central-sync/store/relational/projection_tables.h"

namespace garita::central {
namespace {

// A post counts once its first station is enrolled, and until a person closes it.
constexpr const char* kPosts =
    "SELECT post, sees_entries, sees_exits FROM posts p WHERE EXISTS (SELECT 1 FROM stations s "
    "WHERE s.post = p.post AND s.enrolled_at <= ?1) AND NOT EXISTS (SELECT 1 FROM closures c "
    "WHERE c.target = p.post AND c.known_at <= ?1)";
constexpr const char* kEnrolledBetween =
    "SELECT 1 FROM stations WHERE enrolled_at > ?1 AND enrolled_at <= ?2 LIMIT 1";
constexpr const char* kStations =
    "SELECT station, enrolled_at FROM stations s WHERE post = ?1 AND enrolled_at <= ?2 "
    "AND NOT EXISTS (SELECT 1 FROM closures c WHERE c.target = s.station AND c.known_at <= ?2)";
// Of each incarnation that nobody closed: what it claimed last, else nothing. A station's own word
// closes no incarnation of which something is put aside that it signed: not cause 2, written out
// for the index of what is waited for.
static_assert(static_cast<int>(QuarantineCause::kUnsigned) == 2);
constexpr const char* kIncarnations =
    "SELECT i.incarnation, (SELECT s.complete_until FROM incarnation_steps s WHERE s.station = "
    "i.station AND s.incarnation = i.incarnation AND s.known_from <= ?2 ORDER BY s.known_from "
    "DESC LIMIT 1) FROM incarnations i WHERE i.station = ?1 AND i.known_at <= ?2 AND NOT EXISTS "
    "(SELECT 1 FROM closures c WHERE c.target = i.station || ':' || i.incarnation "
    "AND c.known_at <= ?2 AND (c.record NOT LIKE i.station || ':%' OR NOT EXISTS (SELECT 1 FROM "
    "quarantine q WHERE q.station = i.station AND q.incarnation = i.incarnation AND q.cause <> 2 "
    "AND q.seen_at <= ?2 AND (q.resolved_at IS NULL OR q.resolved_at > ?2))))";
// The most that any of its incarnations claimed, closed ones too: each claims ever more.
constexpr const char* kClaimedEver =
    "SELECT max((SELECT s.complete_until FROM incarnation_steps s WHERE s.station = i.station AND "
    "s.incarnation = i.incarnation AND s.known_from <= ?2 ORDER BY s.known_from DESC LIMIT 1)) "
    "FROM incarnations i WHERE i.station = ?1";
// Periods on paper that no declaration has ended that all is entered. What was entered is at the
// post, and counted by what its stations claim from then on, which is ?3: a claim from before knows
// nothing of it, and the declaration does not count for it yet.
constexpr const char* kPaper =
    "SELECT min(start_at) FROM paper_periods p WHERE post = ?1 AND opens = 1 AND known_at <= ?2 "
    "AND NOT EXISTS (SELECT 1 FROM paper_periods c WHERE c.post = p.post AND c.opens = 0 "
    "AND c.known_at >= p.known_at AND c.known_at <= ?2 AND c.known_at <= ?3)";

constexpr Instant kNever{std::numeric_limits<std::int64_t>::min()};

/// The lowest of several moments, where a part that never reported has none.
class Lowest {
 public:
  void take(const std::optional<Instant>& moment) {
    if (!moment) missing_ = true;
    if (moment) lower_to(*moment);
    ++taken_;
  }
  void lower_to(Instant moment) {
    if (!lowest_ || moment < *lowest_) lowest_ = moment;
  }
  [[nodiscard]] bool any() const { return taken_ > 0; }
  [[nodiscard]] std::size_t taken() const { return taken_; }
  [[nodiscard]] std::optional<Instant> value() const { return missing_ ? std::nullopt : lowest_; }

 private:
  std::optional<Instant> lowest_;
  bool missing_ = false;
  std::size_t taken_ = 0;
};

/// A station that has written nothing is complete up to its enrolment. Whoever closes an
/// incarnation closes a disk and not the station: until its next incarnation reports, it is
/// complete as far as it ever was. A station that reports no more is closed by its own name.
Result<void> take_station(Database& database, const std::string& station, Instant enrolled_at,
                          Instant known_at, Lowest& post) {
  GARITA_TRY(row, database.prepare(kIncarnations, {station, known_at.milliseconds}));
  bool any_open = false;
  for (;;) {
    GARITA_TRY(found, row.step());
    if (!found) break;
    const auto claimed = nullable_instant_at(row, 1);
    post.take(row.integer(0) == 1 ? claimed.value_or(enrolled_at) : claimed);
    any_open = true;
  }
  if (any_open) return {};
  GARITA_TRY(ever, one_integer(database, kClaimedEver, {station, known_at.milliseconds}));
  post.take(Instant{ever.value_or(enrolled_at.milliseconds)});
  return {};
}

/// What its stations claim.
Result<Lowest> claimed_of(Database& database, const PostCode& post, Instant known_at) {
  Lowest lowest;
  GARITA_TRY(row, database.prepare(kStations, {post.value(), known_at.milliseconds}));
  for (;;) {
    GARITA_TRY(found, row.step());
    if (!found) break;
    GARITA_CHECK(take_station(database, row.text(0), instant_at(row, 1), known_at, lowest));
  }
  return lowest;
}

Result<std::optional<Instant>> paper_since(Database& database, const PostCode& post,
                                           Instant known_at, const Lowest& claimed) {
  const std::int64_t until = claimed.value().value_or(kNever).milliseconds;
  GARITA_TRY(paper, one_integer(database, kPaper, {post.value(), known_at.milliseconds, until}));
  if (!paper) return std::nullopt;
  return Instant{*paper};
}

Result<Lowest> lowest_of(Database& database, const PostCode& post, Instant known_at) {
  GARITA_TRY(lowest, claimed_of(database, post, known_at));
  if (!lowest.any()) return lowest;
  GARITA_TRY(paper, paper_since(database, post, known_at, lowest));
  if (paper) lowest.lower_to(*paper);
  return lowest;
}

/// Of a row of kPosts. Absent where every station of it was closed by a person: nobody is left to
/// wait for.
Result<std::optional<PostWatermark>> watermark_at(Database& database, const Statement& row,
                                                  Instant known_at) {
  PostWatermark watermark{PostCode(row.text(0)), row.integer(1) != 0, row.integer(2) != 0, {}};
  GARITA_TRY(lowest, lowest_of(database, watermark.post, known_at));
  if (!lowest.any()) return std::nullopt;
  watermark.complete_until = lowest.value();
  watermark.incarnations = lowest.taken();
  return std::optional(watermark);
}

}  // namespace

Result<std::optional<Instant>> RelationalProjectionTables::on_paper_since(const PostCode& post,
                                                                          Instant known_at) {
  GARITA_TRY(claimed, claimed_of(db_, post, known_at));
  return paper_since(db_, post, known_at, claimed);
}

Result<std::vector<PostWatermark>> RelationalProjectionTables::watermarks(Instant known_at) {
  static const std::string sql = std::string(kPosts) + " ORDER BY post";
  GARITA_TRY(row, db_.prepare(sql, {known_at.milliseconds}));
  std::vector<PostWatermark> watermarks;
  for (;;) {
    GARITA_TRY(found, row.step());
    if (!found) return watermarks;
    GARITA_TRY(watermark, watermark_at(db_, row, known_at));
    if (watermark) watermarks.push_back(*watermark);
  }
}

Result<std::optional<PostWatermark>> RelationalProjectionTables::watermark_of(const PostCode& post,
                                                                              Instant known_at) {
  static const std::string sql = std::string(kPosts) + " AND post = ?2";
  GARITA_TRY(row, db_.prepare(sql, {known_at.milliseconds, post.value()}));
  GARITA_TRY(found, row.step());
  if (!found) return std::nullopt;
  return watermark_at(db_, row, known_at);
}

Result<bool> RelationalProjectionTables::any_enrolled(Instant after, Instant until) {
  GARITA_TRY(one, one_integer(db_, kEnrolledBetween, {after.milliseconds, until.milliseconds}));
  return one.has_value();
}

}  // namespace garita::central
