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
    "SELECT post, opens, known_at, record FROM paper_periods ORDER BY known_at, opens DESC, record";
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
  std::map<PostCode, std::vector<RecordId>> open;
  std::map<RecordId, Instant> closed;
  for (;;) {
    GARITA_TRY(found, row.step());
    if (!found) return closed;
    const PostCode post(row.text(0));
    const Instant known_at = instant_at(row, 2);
    GARITA_TRY(record, RecordId::parse(row.text(3)));
    const bool at_a_desk = post_of(record.station) == post;
    auto& of_post = open[post];
    if (row.integer(1) != 0) {
      if (at_a_desk) of_post.push_back(std::move(record));
    } else if (at_a_desk) {
      std::erase_if(of_post, [&](const RecordId& one) {
        return one.station == record.station && one.incarnation == record.incarnation;
      });
    } else {
      for (auto& one : of_post)
        if (known_at >= since) closed.emplace(std::move(one), known_at);
      of_post.clear();
    }
  }
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
