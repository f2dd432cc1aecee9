#include "border-station/lists/list_tables.h"

#include <algorithm>
#include <optional>
#include <set>

#include "border-station/lists/key_filter.h"
#include "schema/journal/sections.h"

namespace garita::station {
namespace {

constexpr std::string_view kBeginPart =
    "INSERT INTO list_part (channel, section, version, state) VALUES (?1, ?2, ?3, ?4)"
    " RETURNING part";
constexpr std::string_view kInsert =
    "INSERT INTO list_row (part, id, row_sealed) VALUES (?1, ?2, ?3)";
constexpr std::string_view kInsertKey =
    "INSERT INTO list_row_key (part, key_hash, kind, id) VALUES (?1, ?2, ?3, ?4)";
constexpr std::string_view kInsertFilter =
    "INSERT INTO list_filter (part, key_bits) VALUES (?1, ?2)";
// A short list leaves the newest of each section waiting: the list may be long again.
constexpr std::string_view kFormerByShort =
    "UPDATE list_part SET state = 2 WHERE channel = ?1 AND (section = -1 OR (state = 1 AND EXISTS"
    " (SELECT 1 FROM list_part newer WHERE newer.channel = ?1 AND newer.section = list_part.section"
    " AND newer.state = 0)))";
constexpr std::string_view kWaitingByShort =
    "UPDATE list_part SET state = 0 WHERE channel = ?1 AND state = 1";
constexpr std::string_view kFormerWaiting =
    "UPDATE list_part SET state = 2 WHERE channel = ?1 AND state = 0 AND section = ?2";
// Of two of one version, of a centre that was set back to a backup, what waits came later, and is
// what the head names.
constexpr std::string_view kNamed =
    "UPDATE list_part SET state = 3 WHERE part = (SELECT part FROM list_part WHERE channel = ?1"
    " AND section = ?2 AND version = ?3 AND state < 2 ORDER BY state LIMIT 1)";
constexpr std::string_view kFormerInForce =
    "UPDATE list_part SET state = 2 WHERE channel = ?1 AND state = 1";
constexpr std::string_view kNamedInForce =
    "UPDATE list_part SET state = 1 WHERE channel = ?1 AND state = 3";
constexpr std::string_view kOneFormer = "SELECT part FROM list_part WHERE state = 2 LIMIT 1";
constexpr std::string_view kDropPart = "DELETE FROM list_part WHERE part = ?1";
constexpr std::string_view kDropRows = "DELETE FROM list_row WHERE part = ?1";
constexpr std::string_view kDropKeys = "DELETE FROM list_row_key WHERE part = ?1";
constexpr std::string_view kDropFilter = "DELETE FROM list_filter WHERE part = ?1";
constexpr std::string_view kPartsInForce =
    "SELECT part FROM list_part WHERE channel = ?1 AND state = 1 ORDER BY section";
constexpr std::string_view kFilter = "SELECT key_bits FROM list_filter WHERE part = ?1";
constexpr std::string_view kFindInPart =
    "SELECT k.kind, k.id, r.row_sealed FROM list_row_key k"
    " CROSS JOIN list_row r ON r.part = k.part AND r.id = k.id"
    " WHERE k.part = ?1 AND k.key_hash = ?2 ORDER BY k.id";
// Sorted they would all be in memory at once: 1.5 GB of 10 million.
constexpr std::string_view kEveryRow =
    "SELECT r.part, r.id, r.row_sealed FROM list_part p CROSS JOIN list_row r ON r.part = p.part"
    " WHERE p.channel = ?1 AND p.state = 1";
constexpr std::string_view kOneRow =
    "SELECT r.row_sealed FROM list_part p JOIN list_row r ON r.part = p.part"
    " WHERE p.channel = ?1 AND p.state = 1 AND r.part = ?2 AND r.id = ?3";

constexpr int kWaits = 0;
constexpr int kInForce = 1;
constexpr int kWholeList = -1;

/// One bulletin's way into the tables, inside the transaction that stores it.
class Storing {
 public:
  Storing(Database& database, std::string_view channel) : database_(database), channel_(channel) {}

  Result<void> put_whole(const SealedRows& sealed, std::uint64_t version) {
    GARITA_CHECK(database_.execute(kFormerByShort, {channel_}));
    GARITA_CHECK(database_.execute(kWaitingByShort, {channel_}));
    return put_part(sealed, kWholeList, version);
  }

  Result<void> put_section(const SealedRows& sealed, const Bulletin& bulletin) {
    const int section = parse_section(bulletin.channel)->section;
    GARITA_CHECK(database_.execute(kFormerWaiting, {channel_, section}));
    return put_part(sealed, section, bulletin.version);
  }

  Result<void> put_into_force(const SectionHead& head) {
    for (std::size_t i = 0; i < kSections; ++i) {
      GARITA_TRY(named, database_.execute(kNamed, {channel_, i, head.sections.at(i).version}));
      if (named != 1) {
        return fail(Remedy::kRepair,
                    "station.db: a section of the list " + std::string(channel_) + " is not there");
      }
    }
    GARITA_CHECK(database_.execute(kFormerInForce, {channel_}));
    GARITA_CHECK(database_.execute(kNamedInForce, {channel_}));
    return {};
  }

 private:
  Result<void> put_part(const SealedRows& sealed, int section, std::uint64_t version) {
    const int state = section == kWholeList ? kInForce : kWaits;
    GARITA_TRY(begun, database_.prepare(kBeginPart, {channel_, section, version, state}));
    GARITA_TRY(has_part, begun.step());
    ensure(has_part, "a part that is begun has a number");
    const auto part = begun.integer(0);
    GARITA_CHECK(begun.step());
    for (std::size_t i = 0; i < sealed.rows.size(); ++i) {
      GARITA_TRY(row, database_.execute(kInsert, {part, i + 1, sealed.rows[i]}));
      ensure(row == 1, "an entry is one row");
    }
    for (const auto& key : sealed.keys) {
      GARITA_TRY(
          row, database_.execute(kInsertKey, {part, key.hash, static_cast<int>(key.kind), key.id}));
      ensure(row == 1, "a key is one row");
    }
    return put_filter(sealed, part);
  }

  Result<void> put_filter(const SealedRows& sealed, std::int64_t part) {
    std::vector<Digest> hashes(sealed.keys.size());
    std::ranges::transform(sealed.keys, hashes.begin(), &ListKey::hash);
    GARITA_TRY(row, database_.execute(kInsertFilter, {part, key_filter(hashes)}));
    ensure(row == 1, "a filter is one row");
    return {};
  }

  Database& database_;
  std::string_view channel_;
};

Result<std::optional<std::int64_t>> a_former_part(Database& database) {
  GARITA_TRY(row, database.prepare(kOneFormer));
  GARITA_TRY(found, row.step());
  if (!found) return std::optional<std::int64_t>();
  return std::optional(row.integer(0));
}

}  // namespace

Result<ReadBulletin> ListTables::reading(const Bulletin& bulletin,
                                         std::shared_ptr<const SealedRows> sealed) {
  auto& database = ledger_.database();
  const auto channel = channel_;
  if (is_section_head(bulletin.content)) {
    GARITA_TRY(head, read_section_head(bulletin.content));
    return ReadBulletin{head.rows(), [&database, channel, head = head] {
                          return Storing(database, channel).put_into_force(head);
                        }};
  }
  return ReadBulletin{sealed->rows.size(), [&database, channel, sealed, &bulletin] {
                        Storing storing(database, channel);
                        if (parse_section(bulletin.channel)) {
                          return storing.put_section(*sealed, bulletin);
                        }
                        return storing.put_whole(*sealed, bulletin.version);
                      }};
}

Result<void> ListTables::remember(std::int64_t part) {
  // A part's number stays its own, so that what is known of it holds.
  if (filters_.contains(part)) return {};
  GARITA_TRY(row, ledger_.database().prepare(kFilter, {part}));
  GARITA_TRY(found, row.step());
  filters_[part] = found ? row.blob(0) : Bytes();
  return {};
}

Result<ListTables::View> ListTables::view() {
  GARITA_TRY(transaction, ReadTransaction::begin(ledger_.database()));
  in_force_.clear();
  GARITA_TRY(row, ledger_.database().prepare(kPartsInForce, {channel_}));
  while (true) {
    GARITA_TRY(found, row.step());
    if (!found) break;
    in_force_.push_back(row.integer(0));
  }
  const std::set<std::int64_t> kept(in_force_.begin(), in_force_.end());
  std::erase_if(filters_, [&](const auto& filter) { return !kept.contains(filter.first); });
  for (const auto part : in_force_) GARITA_CHECK(remember(part));
  return View(*this, std::move(transaction));
}

Result<void> ListTables::View::find(const Digest& hash,
                                    const std::function<Result<bool>(Found)>& take) {
  for (const auto part : tables_.in_force_) {
    if (!may_be_among(tables_.filters_.at(part), hash)) continue;
    GARITA_TRY(row, tables_.ledger_.database().prepare(kFindInPart, {part, hash}));
    while (true) {
      GARITA_TRY(found, row.step());
      if (!found) break;
      GARITA_TRY(more, take({static_cast<std::uint8_t>(row.integer(0)), part, row.integer(1),
                             row.blob(2)}));
      if (!more) return {};
    }
  }
  return {};
}

Result<std::optional<Bytes>> ListTables::View::row(std::int64_t part, std::int64_t id) {
  GARITA_TRY(row, tables_.ledger_.database().prepare(kOneRow, {tables_.channel_, part, id}));
  GARITA_TRY(found, row.step());
  if (!found) return std::optional<Bytes>();
  return std::optional(row.blob(0));
}

Result<void> ListTables::for_each(const std::function<Result<void>(const Found&)>& take) {
  GARITA_TRY(row, ledger_.database().prepare(kEveryRow, {channel_}));
  while (true) {
    GARITA_TRY(found, row.step());
    if (!found) return {};
    GARITA_CHECK(take({0, row.integer(0), row.integer(1), row.blob(2)}));
  }
}

Result<bool> drop_former_rows(Ledger& ledger) {
  auto& database = ledger.database();
  // Mostly there is none, and nobody has to wait for that.
  GARITA_TRY(some, a_former_part(database));
  if (!some) return false;
  GARITA_TRY(transaction, WriteTransaction::begin(database));
  // Another process may have dropped that one meanwhile.
  GARITA_TRY(part, a_former_part(database));
  if (!part) return false;
  for (const auto drop : {kDropKeys, kDropRows, kDropFilter, kDropPart}) {
    GARITA_CHECK(database.execute(drop, {*part}));
  }
  GARITA_CHECK(transaction.commit());
  return true;
}

}  // namespace garita::station
