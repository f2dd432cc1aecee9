// The watermarks of posts, as known at a moment, from what stations claimed and persons declared.
#include "central-sync/store/relational/watermark_facts.h"

#include <algorithm>
#include <limits>
#include <map>
#include <string>

#include "central-sync/intake/store.h"
#include "central-sync/store/relational/columns.h"

namespace garita::central {
namespace {

constexpr const char* kPosts = "SELECT post, sees_entries, sees_exits, is_office FROM posts p";
constexpr const char* kOfPost = " WHERE post = ?1";
// Each station with each of its incarnations, and what that claimed last.
constexpr const char* kStations =
    "SELECT s.post, s.station, s.enrolled_at, i.incarnation, i.known_at, t.complete_until, "
    "t.known_from FROM stations s LEFT JOIN incarnations i ON i.station = s.station LEFT JOIN "
    "incarnation_steps t ON t.station = i.station AND t.incarnation = i.incarnation AND "
    "t.known_from = (SELECT max(l.known_from) FROM incarnation_steps l WHERE l.station = "
    "i.station AND l.incarnation = i.incarnation AND l.known_from <= ?1) "
    "WHERE s.enrolled_at IS NOT NULL";
constexpr const char* kStationsOfPost = " AND s.post = ?2";
constexpr const char* kInOrder = " ORDER BY s.post, s.station, i.incarnation";
// Not cause 2, written out for the index of what is waited for.
static_assert(static_cast<int>(QuarantineCause::kUnsigned) == 2);
constexpr const char* kWaitedForSince =
    "SELECT seen_at FROM quarantine WHERE station = ?1 AND incarnation = ?2 AND lane = ?3 AND "
    "cause "
    "<> 2 AND resolved_at IS NULL AND seen_at IS NOT NULL ORDER BY seen_at LIMIT 1";
// Of what a person decided about later than that moment.
constexpr const char* kDecidedSince =
    "SELECT min(seen_at) FROM quarantine WHERE station = ?1 AND incarnation = ?2 AND lane = ?3 AND "
    "cause <> 2 AND resolved_at > ?4";
// Of posts, stations and incarnations, each with its post.
constexpr const char* kClosings[] = {
    "SELECT p.post, c.target, c.known_at, c.at FROM posts p JOIN closures c ON c.target "
    "= p.post",
    "SELECT p.post, c.target, c.known_at, c.at FROM stations p JOIN closures c ON "
    "c.target = p.station",
    "SELECT p.post, c.target, c.known_at, c.at FROM stations p JOIN incarnations i ON "
    "i.station = p.station JOIN closures c ON c.target = i.station || ':' || i.incarnation"};
constexpr const char* kClosingsOfPost = " WHERE p.post = ?1";
constexpr const char* kPapers = "SELECT post, opens, start_at, known_at, record FROM paper_periods";

constexpr Instant kNever{std::numeric_limits<std::int64_t>::min()};

bool is_by(const std::optional<Instant>& moment, Instant known_at) {
  return moment && *moment <= known_at;
}

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

/// Whether it has spoken since then, of a time after it.
bool spoke_after(const PostFacts::Incarnation& one, const PostFacts::Closing& closing) {
  return one.claimed && one.claimed_known_at > closing.known_at && *one.claimed > closing.at;
}

bool spoke_after(const PostFacts::Station& station, const PostFacts::Closing& closing) {
  // Whoever closed a post closed those that it had.
  return station.enrolled_at > closing.known_at ||
         std::ranges::any_of(station.incarnations,
                             [&](const auto& one) { return spoke_after(one, closing); });
}

/// Nobody's word closes an incarnation of which something is put aside that its station signed: a
/// person who closes it has decided about all that had come by then, and what comes later waits.
bool closes(const PostFacts::Closing& closing, const PostFacts::Incarnation& one,
            Instant known_at) {
  return closing.known_at <= known_at && !spoke_after(one, closing) &&
         !is_by(one.aside_since, known_at);
}

bool closes(const PostFacts::Closing& closing, const PostFacts::Station& station,
            Instant known_at) {
  return closing.known_at <= known_at && !spoke_after(station, closing);
}

bool is_closed_by(const std::vector<PostFacts::Closing>& closings,
                  const PostFacts::Station& station, Instant known_at) {
  return std::ranges::any_of(
      closings, [&](const auto& closing) { return closes(closing, station, known_at); });
}

std::optional<Instant> claimed_of(const PostFacts::Station& station,
                                  const PostFacts::Incarnation& one) {
  if (one.number != 1) return one.claimed;
  return std::max(one.claimed.value_or(station.enrolled_at), station.enrolled_at);
}

/// A station that has written nothing is complete up to its enrolment, and claims nothing less: its
/// clock's error may be more than its age. Whoever closes an
/// incarnation closes a disk and not the station: until its next incarnation reports, it is
/// complete as far as it ever was. A station that reports no more is closed by its own name.
void take_station(const PostFacts::Station& station, Instant known_at, Lowest& post) {
  bool any_open = false;
  std::optional<Instant> ever;
  for (const auto& one : station.incarnations) {
    // Closed ones too: each claims ever more.
    ever = std::max(ever, one.claimed);
    if (!is_open(one, known_at)) continue;
    post.take(claimed_of(station, one));
    any_open = true;
  }
  if (!any_open) post.take(std::max(ever.value_or(station.enrolled_at), station.enrolled_at));
}

/// What its stations claim.
Lowest claimed_of(const PostFacts& facts, Instant known_at) {
  Lowest lowest;
  for (const auto& station : facts.stations)
    if (is_open(facts, station, known_at)) take_station(station, known_at, lowest);
  return lowest;
}

/// Periods on paper that no declaration has ended that all is entered. What was entered is at the
/// post, and counted by what its stations claim from then on: a claim from before knows nothing of
/// it, and the declaration does not count for it yet. A station speaks of its own period alone, and
/// of none that a disk announced which it lost: what another one is still typing in, or another
/// disk had counted, nobody there knows. The centre speaks of all.
std::vector<PostFacts::Paper> open_papers(const PostFacts& facts, Instant known_at,
                                          Instant entered_until) {
  std::map<decltype(PostFacts::Paper::by), Instant> entered;
  for (const auto& paper : facts.papers) {
    if (paper.opens || paper.known_at > entered_until) continue;
    const auto [last, first] = entered.emplace(paper.by, paper.known_at);
    if (!first) last->second = std::max(last->second, paper.known_at);
  }
  const auto is_entered = [&entered](const PostFacts::Paper& paper,
                                     const decltype(PostFacts::Paper::by)& by) {
    const auto last = entered.find(by);
    return last != entered.end() && last->second >= paper.known_at;
  };
  std::vector<PostFacts::Paper> open;
  for (const auto& paper : facts.papers) {
    if (!paper.opens || paper.known_at > known_at) continue;
    if (is_entered(paper, std::nullopt) || is_entered(paper, paper.by)) continue;
    open.push_back(paper);
  }
  return open;
}

/// Those that hold the post back.
std::vector<PostFacts::Paper> open_papers(const PostFacts& facts, Instant known_at,
                                          const Lowest& claimed) {
  return open_papers(facts, known_at, std::min(known_at, claimed.value().value_or(kNever)));
}

std::optional<Instant> first_of(const std::vector<PostFacts::Paper>& papers) {
  const auto first = std::ranges::min_element(papers, {}, &PostFacts::Paper::from);
  return first == papers.end() ? std::nullopt : std::optional(first->from);
}

Result<void> read_posts(Database& database, const std::optional<PostCode>& only,
                        std::map<PostCode, PostFacts>& facts) {
  static const std::string sql_of_one = std::string(kPosts) + kOfPost;
  GARITA_TRY(row, only ? database.prepare(sql_of_one, {only->value()}) : database.prepare(kPosts));
  for (;;) {
    GARITA_TRY(found, row.step());
    if (!found) return {};
    PostFacts& post = facts[PostCode(row.text(0))];
    post.sees_entries = row.integer(1) != 0;
    post.sees_exits = row.integer(2) != 0;
    post.is_office = row.integer(3) != 0;
  }
}

/// Of a row of kStations.
PostFacts::Incarnation incarnation_at(const Statement& row) {
  PostFacts::Incarnation one;
  one.number = static_cast<std::uint32_t>(row.integer(3));
  one.known_at = instant_at(row, 4);
  one.claimed = nullable_instant_at(row, 5);
  if (one.claimed) one.claimed_known_at = instant_at(row, 6);
  return one;
}

Result<void> read_stations(Database& database, Instant known_at,
                           const std::optional<PostCode>& only,
                           std::map<PostCode, PostFacts>& facts) {
  static const std::string sql_of_all = std::string(kStations) + kInOrder;
  static const std::string sql_of_one = std::string(kStations) + kStationsOfPost + kInOrder;
  GARITA_TRY(row, only ? database.prepare(sql_of_one, {known_at.milliseconds, only->value()})
                       : database.prepare(sql_of_all, {known_at.milliseconds}));
  for (;;) {
    GARITA_TRY(found, row.step());
    if (!found) return {};
    auto& stations = facts[PostCode(row.text(0))].stations;
    const std::string name = row.text(1);
    if (stations.empty() || stations.back().station.value() != name)
      stations.push_back({StationId(name), instant_at(row, 2), {}, {}});
    if (row.nullable_integer(3)) stations.back().incarnations.push_back(incarnation_at(row));
  }
}

/// The post, the station or the incarnation that a closure names; null: a station that was enrolled
/// and has not come yet.
std::vector<PostFacts::Closing>* closings_of(const std::string& target, const PostCode& code,
                                             PostFacts& post) {
  if (target == code.value()) return &post.closings;
  for (auto& station : post.stations) {
    const std::string& name = station.station.value();
    if (target == name) return &station.closings;
    if (!target.starts_with(name + ":")) continue;
    for (auto& one : station.incarnations)
      if (target == name + ":" + std::to_string(one.number)) return &one.closings;
  }
  return nullptr;
}

Result<void> read_closings(Database& database, const std::optional<PostCode>& only,
                           std::map<PostCode, PostFacts>& facts) {
  for (const auto* sql : kClosings) {
    const std::string of_one = std::string(sql) + kClosingsOfPost;
    GARITA_TRY(row, only ? database.prepare(of_one, {only->value()}) : database.prepare(sql));
    for (;;) {
      GARITA_TRY(found, row.step());
      if (!found) break;
      const PostCode post(row.text(0));
      const std::string target = row.text(1);
      auto* closings = closings_of(target, post, facts[post]);
      if (closings == nullptr) continue;
      closings->push_back({instant_at(row, 2), instant_at(row, 3)});
    }
  }
  return {};
}

Result<std::optional<Instant>> aside_since(Database& database, const StationId& station,
                                           std::uint32_t incarnation, Instant known_at) {
  const int lane = static_cast<int>(Lane::kMovement);
  GARITA_TRY(waits, one_integer(database, kWaitedForSince, {station.value(), incarnation, lane}));
  GARITA_TRY(decided, one_integer(database, kDecidedSince,
                                  {station.value(), incarnation, lane, known_at.milliseconds}));
  if (!waits && !decided) return std::nullopt;
  if (!waits || !decided) return Instant{waits ? *waits : *decided};
  return Instant{std::min(*waits, *decided)};
}

/// Of the incarnations that were closed.
Result<void> read_aside(Database& database, Instant known_at,
                        std::map<PostCode, PostFacts>& facts) {
  for (auto& [code, post] : facts)
    for (auto& station : post.stations)
      for (auto& one : station.incarnations) {
        if (one.closings.empty()) continue;
        GARITA_TRY(since, aside_since(database, station.station, one.number, known_at));
        one.aside_since = since;
      }
  return {};
}

Result<void> read_papers(Database& database, const std::optional<PostCode>& only,
                         std::map<PostCode, PostFacts>& facts) {
  static const std::string sql_of_one = std::string(kPapers) + kOfPost;
  GARITA_TRY(row, only ? database.prepare(sql_of_one, {only->value()}) : database.prepare(kPapers));
  for (;;) {
    GARITA_TRY(found, row.step());
    if (!found) return {};
    const PostCode post(row.text(0));
    GARITA_TRY(record, RecordId::parse(row.text(4)));
    decltype(PostFacts::Paper::by) by;
    if (post_of(record.station) == post) by.emplace(record.station, record.incarnation);
    facts[post].papers.push_back(
        {row.integer(1) != 0, instant_at(row, 2), instant_at(row, 3), std::move(by)});
  }
}

}  // namespace

Result<std::map<PostCode, PostFacts>> read_facts(Database& database, Instant known_at,
                                                 const std::optional<PostCode>& only) {
  std::map<PostCode, PostFacts> facts;
  GARITA_CHECK(read_posts(database, only, facts));
  GARITA_CHECK(read_stations(database, known_at, only, facts));
  GARITA_CHECK(read_closings(database, only, facts));
  GARITA_CHECK(read_aside(database, known_at, facts));
  GARITA_CHECK(read_papers(database, only, facts));
  return facts;
}

bool is_open(const PostFacts::Incarnation& one, Instant known_at) {
  return one.known_at <= known_at && std::ranges::none_of(one.closings, [&](const auto& closing) {
           return closes(closing, one, known_at);
         });
}

bool is_open(const PostFacts& facts, const PostFacts::Station& station, Instant known_at) {
  return station.enrolled_at <= known_at && !is_closed_by(facts.closings, station, known_at) &&
         !is_closed_by(station.closings, station, known_at);
}

/// A post counts once its first station is enrolled, and as long as any of them is open: else
/// nobody is left to wait for.
std::optional<PostWatermark> watermark_by(const PostCode& post, const PostFacts& facts,
                                          Instant known_at) {
  Lowest lowest = claimed_of(facts, known_at);
  if (!lowest.any()) return std::nullopt;
  if (const auto paper = first_of(open_papers(facts, known_at, lowest))) lowest.lower_to(*paper);
  return PostWatermark{post,           facts.sees_entries, facts.sees_exits,
                       lowest.value(), lowest.taken(),     facts.is_office};
}

std::optional<LeftOut> left_out_by(const PostFacts::Closing& closing, const std::string& target,
                                   const PostCode& post, const PostFacts& facts, Instant known_at) {
  Lowest lowest;
  for (const auto& station : facts.stations) {
    const std::string& name = station.station.value();
    if (target == post.value() || target == name) {
      if (closes(closing, station, known_at)) take_station(station, known_at, lowest);
      continue;
    }
    for (const auto& one : station.incarnations)
      if (target == name + ":" + std::to_string(one.number) && one.known_at <= known_at &&
          closes(closing, one, known_at))
        lowest.take(claimed_of(station, one));
  }
  if (!lowest.any()) return std::nullopt;
  if (const auto paper = first_of(open_papers(facts, known_at, lowest))) lowest.lower_to(*paper);
  return LeftOut{lowest.value()};
}

std::optional<Instant> on_paper_by(const PostFacts& facts, const StationId& station,
                                   Instant known_at) {
  auto open = open_papers(facts, known_at, claimed_of(facts, known_at));
  std::erase_if(open, [&](const auto& paper) { return paper.by && paper.by->first != station; });
  return first_of(open);
}

Result<std::vector<PostOnPaper>> read_posts_on_paper(Database& database) {
  constexpr Instant kEver{std::numeric_limits<std::int64_t>::max()};
  std::map<PostCode, PostFacts> facts;
  GARITA_CHECK(read_papers(database, std::nullopt, facts));
  std::vector<PostOnPaper> posts;
  for (const auto& [post, of_post] : facts) {
    PostOnPaper on_paper{post, {}};
    const auto open = open_papers(of_post, kEver, kEver);
    for (const auto& paper : open)
      if (paper.by) on_paper.at_desks.insert(paper.by->first);
    if (!open.empty()) posts.push_back(std::move(on_paper));
  }
  return posts;
}

}  // namespace garita::central
