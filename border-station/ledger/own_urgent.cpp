#include "border-station/ledger/own_urgent.h"

#include <map>

#include "border-station/ledger/ledger_state.h"

namespace garita::station {
namespace {

constexpr std::string_view kNewestFirst =
    " FROM entry WHERE incarnation = ?1 AND lane = ?2 ORDER BY sequence DESC";
// What is recorded together has one moment; from the newest, since a paper is of one of the latest.
constexpr std::string_view kRecordedWith =
    " FROM entry WHERE incarnation = ?1 AND lane = ?2 AND recorded_at = ?3 ORDER BY "
    "sequence DESC";
constexpr std::string_view kEpochKey =
    "SELECT key_sealed FROM epoch WHERE incarnation = ?1 AND epoch = ?2 AND key_sealed IS NOT NULL";
constexpr auto kEpochKeyColumn = "epoch.key";

/// Opens records of one life of this disk; absent: their day's key is gone.
class OwnReader {
 public:
  OwnReader(const Ledger& ledger, Database& database, std::uint32_t incarnation)
      : ledger_(ledger), database_(database), incarnation_(incarnation) {}

  Result<std::optional<Record>> read(const Entry& entry) {
    if (entry.salt.empty()) return std::optional<Record>();
    GARITA_TRY(key, key_of(entry.header.epoch));
    if (key == nullptr) return std::optional<Record>();
    GARITA_TRY(bytes, open_entry(entry, *key));
    GARITA_TRY(record, decode_record(bytes));
    return std::optional<Record>(std::move(record));
  }

 private:
  Result<const Secret*> key_of(std::uint32_t epoch) {
    const auto known = keys_.find(epoch);
    if (known != keys_.end()) return &known->second;
    GARITA_TRY(row, database_.prepare(kEpochKey, {incarnation_, epoch}));
    GARITA_TRY(found, row.step());
    if (!found) return nullptr;
    GARITA_TRY(key, ledger_.open_column(kEpochKeyColumn, row.blob(0)));
    return &keys_.emplace(epoch, std::move(key)).first->second;
  }

  const Ledger& ledger_;
  Database& database_;
  std::uint32_t incarnation_;
  std::map<std::uint32_t, Secret> keys_;
};

}  // namespace

Result<std::vector<UrgentRecord>> Ledger::urgent_since(Instant since, std::size_t limit) {
  const std::string sql = std::string(kEntryColumns) + std::string(kNewestFirst);
  std::vector<UrgentRecord> records;
  for (std::uint32_t life = incarnation(); life > 0; --life) {
    const JournalId journal = state_->journal(life, Lane::kUrgent);
    OwnReader reader(*this, state_->database, life);
    GARITA_TRY(row, state_->database.prepare(sql, {life, static_cast<int>(Lane::kUrgent)}));
    while (records.size() < limit) {
      GARITA_TRY(found, row.step());
      if (!found) break;
      GARITA_TRY(entry, entry_of(journal, row));
      if (entry.header.recorded_at < since) return records;
      GARITA_TRY(record, reader.read(entry));
      if (record) records.push_back({entry.id(), *std::move(record)});
    }
  }
  return records;
}

Result<std::optional<Refusal>> refusal_of(Ledger& ledger, const OwnDecision& own) {
  const std::uint32_t life = own.record.incarnation;
  const JournalId journal{ledger.place().station, life, Lane::kUrgent};
  OwnReader reader(ledger, ledger.database(), life);
  const std::string sql = std::string(kEntryColumns) + std::string(kRecordedWith);
  GARITA_TRY(row, ledger.database().prepare(
                      sql, {life, static_cast<int>(Lane::kUrgent), own.recorded_at.milliseconds}));
  while (true) {
    GARITA_TRY(found, row.step());
    if (!found) return std::optional<Refusal>();
    GARITA_TRY(entry, entry_of(journal, row));
    GARITA_TRY(record, reader.read(entry));
    auto* refusal = record ? std::get_if<Refusal>(&*record) : nullptr;
    if (refusal != nullptr && refusal->crossing == own.record)
      return std::optional<Refusal>(std::move(*refusal));
  }
}

}  // namespace garita::station
