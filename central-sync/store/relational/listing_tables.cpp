// What the lists that go down need of the country's book (migration open_stays).
#include "central-sync/store/relational/columns.h"
#include "central-sync/store/relational/country_tables.h"

namespace garita::central {
namespace {

constexpr const char* kCertified =
    "SELECT station, certificate FROM stations WHERE certificate IS NOT NULL AND revoked_at IS "
    "NULL ORDER BY station";
// What announces before what closes at the same moment, which it does.
constexpr const char* kPapers =
    "SELECT post, opens, known_at, record, start_at FROM paper_periods ORDER BY known_at, opens "
    "DESC, record";
constexpr const char* kLastRevocation = "SELECT max(revoked_at) FROM stations";
constexpr const char* kKey = "SELECT key, made_at FROM open_stays_key";
constexpr const char* kSealedKeys = "SELECT station, sealed FROM open_stays_sealed_keys";
constexpr const char* kPutKey =
    "INSERT INTO open_stays_key (one, key, made_at) VALUES (1, ?1, ?2) ON CONFLICT (one) DO UPDATE "
    "SET key = excluded.key, made_at = excluded.made_at";
constexpr const char* kPutSealedKey =
    "INSERT INTO open_stays_sealed_keys (station, sealed) VALUES (?1, ?2)";
constexpr const char* kForgetBulletins =
    "DELETE FROM bulletins WHERE channel = ?1 AND version <= (SELECT max(version) FROM bulletins "
    "WHERE channel = ?1) - ?2";
// Of each section its own: they do not change together.
constexpr const char* kForgetSections =
    "DELETE FROM bulletin_sections WHERE channel LIKE ?1 || '/%' AND version <= (SELECT "
    "max(n.version) FROM bulletin_sections n WHERE n.channel = bulletin_sections.channel) - ?2";

struct PaperStep {
  bool at_a_desk = false;
  bool opens = false;
  Instant known_at;
  Instant from;
  RecordId record;
};

/// The hours on paper that the desks of one post announced, and what was made of them.
class PapersAtDesks {
 public:
  struct Closed {
    Instant from;
    Instant closed_at;
  };

  void add(PaperStep step) {
    if (step.at_a_desk && step.opens) {
      open_.emplace(std::move(step.record), step.from);
    } else if (step.at_a_desk) {
      std::erase_if(open_, [&](const auto& one) {
        return one.first.station == step.record.station &&
               one.first.incarnation == step.record.incarnation;
      });
    } else if (step.opens) {
      open_again(step.from);
    } else {
      for (const auto& [record, from] : open_) closed_.emplace(record, Closed{from, step.known_at});
      open_.clear();
    }
  }
  /// By the centre, and not opened again.
  [[nodiscard]] const std::map<RecordId, Closed>& closed() const { return closed_; }

 private:
  /// The centre waits for those hours anew, so nothing of them is late.
  void open_again(Instant from) {
    for (auto one = closed_.begin(); one != closed_.end();) {
      const bool reached = from <= one->second.from;
      if (reached) open_.emplace(one->first, one->second.from);
      one = reached ? closed_.erase(one) : std::next(one);
    }
  }

  std::map<RecordId, Instant> open_;
  std::map<RecordId, Closed> closed_;
};

}  // namespace

Result<std::map<StationId, Certificate>> RelationalCountryBook::certified_stations() {
  GARITA_TRY(row, db_.prepare(kCertified));
  std::map<StationId, Certificate> stations;
  for (;;) {
    GARITA_TRY(found, row.step());
    if (!found) return stations;
    GARITA_TRY(certificate, Certificate::from_der(row.blob(1)));
    stations.emplace(StationId(row.text(0)), std::move(certificate));
  }
}

Result<std::map<RecordId, Instant>> RelationalCountryBook::papers_closed(Instant since) {
  GARITA_TRY(row, db_.prepare(kPapers));
  std::map<PostCode, PapersAtDesks> posts;
  for (;;) {
    GARITA_TRY(found, row.step());
    if (!found) break;
    GARITA_TRY(record, RecordId::parse(row.text(3)));
    const PostCode post(row.text(0));
    posts[post].add({post_of(record.station) == post, row.integer(1) != 0, instant_at(row, 2),
                     instant_at(row, 4), std::move(record)});
  }
  std::map<RecordId, Instant> closed;
  for (const auto& [post, papers] : posts)
    for (const auto& [record, paper] : papers.closed())
      if (paper.closed_at >= since) closed.emplace(record, paper.closed_at);
  return closed;
}

Result<std::optional<Instant>> RelationalCountryBook::last_revocation() {
  GARITA_TRY(row, db_.prepare(kLastRevocation));
  GARITA_TRY(found, row.step());
  ensure(found, "an aggregate is one row");
  return nullable_instant_at(row, 0);
}

Result<std::optional<ListingKey>> RelationalCountryBook::listing_key() {
  ListingKey kept;
  {
    GARITA_TRY(row, db_.prepare(kKey));
    GARITA_TRY(found, row.step());
    if (!found) return std::optional<ListingKey>();
    kept.key = Secret(row.blob(0));
    kept.made_at = instant_at(row, 1);
  }
  GARITA_TRY(row, db_.prepare(kSealedKeys));
  for (;;) {
    GARITA_TRY(found, row.step());
    if (!found) return std::optional(std::move(kept));
    kept.sealed.emplace(StationId(row.text(0)), row.blob(1));
  }
}

Result<void> RelationalCountryBook::put_listing_key(const ListingKey& key) {
  GARITA_CHECK(db_.execute(kPutKey, {copy_of(key.key.view()), key.made_at.milliseconds}));
  GARITA_CHECK(db_.execute("DELETE FROM open_stays_sealed_keys"));
  for (const auto& [station, sealed] : key.sealed)
    GARITA_CHECK(db_.execute(kPutSealedKey, {station.value(), sealed}));
  return {};
}

Result<void> RelationalCountryBook::forget_bulletins(const std::string& channel,
                                                     std::uint64_t versions_kept) {
  GARITA_CHECK(db_.execute(kForgetBulletins, {channel, versions_kept}));
  GARITA_CHECK(db_.execute(kForgetSections, {channel, versions_kept}));
  return {};
}

}  // namespace garita::central
