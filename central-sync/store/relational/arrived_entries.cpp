#include "central-sync/store/relational/arrived_entries.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <span>
#include <utility>

#include "central-sync/store/relational/columns.h"
#include "central-sync/store/relational/entries.h"

namespace garita::central {
namespace {

/// Of more, to have the database look for the one before each takes it as long as all the rest; of
/// so few, that is seldom among them.
constexpr std::size_t kFew = 500;
/// Of entries with more ciphertext than this nothing is read ahead.
constexpr std::size_t kBytesHeld = std::size_t{128} << 20U;
constexpr const char* kHashOf =
    "SELECT e.hash FROM entries e JOIN journals j USING (journal) WHERE j.station = ?1 AND "
    "j.incarnation = ?2 AND j.lane = ?3 AND e.sequence = ?4";

/// Zeros: there is none.
Result<Digest> hash_of(Database& database, const JournalId& journal, std::uint64_t sequence) {
  GARITA_TRY(row, database.prepare(kHashOf, {journal.station.value(), journal.incarnation,
                                             static_cast<int>(journal.lane), sequence}));
  GARITA_TRY(found, row.step());
  if (!found) return Digest{};
  return digest_from(row.blob(0));
}

/// Of nearly all the one before is there too.
Result<void> add_previous(Database& database, std::span<const Digest> hashes,
                          std::vector<Arrived>& arrivals) {
  std::map<JournalId, JournalHead> heads;
  for (std::size_t i = 0; i < arrivals.size(); ++i) {
    EntryHeader& header = std::get<Entry>(arrivals[i].what).header;
    const JournalHead here{header.sequence, hashes[i]};
    const auto [head, is_first] = heads.try_emplace(header.journal, here);
    if (!is_first && head->second.sequence + 1 == here.sequence) {
      header.previous = head->second.hash;
    } else if (here.sequence > 1) {
      GARITA_TRY(hash, hash_of(database, header.journal, here.sequence - 1));
      header.previous = hash;
    }
    head->second = here;
  }
  return {};
}

}  // namespace

Result<std::vector<Arrived>> entries_after(Database& database, std::int64_t arrival,
                                           std::size_t limit) {
  const bool many = limit > kFew;
  const std::string sql = "SELECT " + (many ? kEntryColumnsAlone : kEntryColumns) +
                          ", e.received_at, e.arrival " + kEntryTables +
                          " WHERE e.arrival > ?1 ORDER BY e.arrival LIMIT ?2";
  std::vector<Arrived> arrivals;
  std::vector<Digest> hashes;
  {
    GARITA_TRY(row, database.prepare(sql, {arrival, limit}));
    for (;;) {
      GARITA_TRY(found, row.step());
      if (!found) break;
      GARITA_TRY(entry, entry_at(row));
      if (many) {
        GARITA_TRY(hash, digest_from(row.blob(kEntryColumnCount - 1)));
        hashes.push_back(hash);
      }
      arrivals.push_back({row.integer(kEntryColumnCount + 1), instant_at(row, kEntryColumnCount),
                          std::move(entry)});
    }
  }
  if (many) GARITA_CHECK(add_previous(database, hashes, arrivals));
  return arrivals;
}

Result<std::unique_ptr<EntriesAhead>> EntriesAhead::open(const std::string& address) {
  GARITA_TRY(connection, Database::connect(address));
  return std::unique_ptr<EntriesAhead>(new EntriesAhead(std::move(connection)));
}

Result<std::vector<Arrived>> EntriesAhead::after(std::int64_t arrival, std::size_t limit) {
  GARITA_CHECK(take_what_was_read());
  // What was asked about before has not come to pass.
  if (arrival < asked_after_) held_.clear();
  asked_after_ = arrival;
  while (!held_.empty() && held_.front().arrival <= arrival) held_.pop_front();
  if (held_.size() < limit) {
    // More may have come since these were all.
    const std::int64_t last = held_.empty() ? arrival : held_.back().arrival;
    GARITA_TRY(more, entries_after(connection_, last, limit - held_.size()));
    held_.insert(held_.end(), std::move_iterator(more.begin()), std::move_iterator(more.end()));
  }
  const auto count = static_cast<std::ptrdiff_t>(std::min(held_.size(), limit));
  std::vector<Arrived> first(held_.begin(), held_.begin() + count);
  if (held_.size() >= limit) begin_to_read(limit);
  return first;
}

Result<void> EntriesAhead::take_what_was_read() {
  auto done = thread_.answered_all();
  thread_.forget_failure();
  GARITA_CHECK(std::move(done));
  held_.insert(held_.end(), std::move_iterator(read_.begin()), std::move_iterator(read_.end()));
  read_.clear();
  return {};
}

void EntriesAhead::begin_to_read(std::size_t limit) {
  // What was not taken yet is enough.
  if (held_.size() >= 2 * limit) return;
  std::size_t bytes = 0;
  for (const auto& each : held_) bytes += std::get<Entry>(each.what).ciphertext.size();
  if (bytes > kBytesHeld) return;
  thread_.send([this, last = held_.back().arrival, limit]() -> Result<void> {
    GARITA_TRY(entries, entries_after(connection_, last, limit));
    read_ = std::move(entries);
    return {};
  });
}

}  // namespace garita::central
