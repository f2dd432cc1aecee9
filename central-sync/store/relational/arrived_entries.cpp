#include "central-sync/store/relational/arrived_entries.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <utility>

#include "central-sync/store/relational/columns.h"
#include "central-sync/store/relational/entries.h"

namespace garita::central {
namespace {

constexpr const char* kHashOf =
    "SELECT e.hash FROM entries e JOIN journals j USING (journal) WHERE j.station = ?1 AND "
    "j.incarnation = ?2 AND j.lane = ?3 AND e.sequence = ?4";

Result<std::optional<Digest>> hash_of(Database& database, const JournalId& journal,
                                      std::uint64_t sequence) {
  GARITA_TRY(row, database.prepare(kHashOf, {journal.station.value(), journal.incarnation,
                                             static_cast<int>(journal.lane), sequence}));
  GARITA_TRY(found, row.step());
  if (!found) return std::nullopt;
  GARITA_TRY(hash, digest_from(row.blob(0)));
  return std::optional(hash);
}

}  // namespace

/// Of nearly all the one before was read just now: to have the database look for it takes it as
/// long as everything else about an entry.
Result<std::vector<Arrived>> entries_after(Database& database, std::int64_t arrival,
                                           std::size_t limit) {
  const std::string sql = std::string("SELECT ") + kEntryColumnsAlone +
                          ", e.received_at, e.arrival " + kEntryTables +
                          " WHERE e.arrival > ?1 ORDER BY e.arrival LIMIT ?2";
  std::vector<Arrived> arrivals;
  std::map<JournalId, JournalHead> heads;
  std::vector<std::size_t> without_previous;
  {
    GARITA_TRY(row, database.prepare(sql, {arrival, limit}));
    for (;;) {
      GARITA_TRY(found, row.step());
      if (!found) break;
      GARITA_TRY(entry, entry_at(row));
      GARITA_TRY(hash, digest_from(row.blob(kEntryColumnCount - 1)));
      const JournalHead here{entry.header.sequence, hash};
      const auto [head, is_first] = heads.try_emplace(entry.header.journal, here);
      if (!is_first && head->second.sequence + 1 == here.sequence)
        entry.header.previous = head->second.hash;
      else if (here.sequence > 1)
        without_previous.push_back(arrivals.size());
      head->second = here;
      arrivals.push_back({row.integer(kEntryColumnCount + 1), instant_at(row, kEntryColumnCount),
                          std::move(entry)});
    }
  }
  for (const std::size_t at : without_previous) {
    EntryHeader& header = std::get<Entry>(arrivals[at].what).header;
    GARITA_TRY(hash, hash_of(database, header.journal, header.sequence - 1));
    header.previous = hash;
  }
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
  thread_.send([this, last = held_.back().arrival, limit]() -> Result<void> {
    GARITA_TRY(entries, entries_after(connection_, last, limit));
    read_ = std::move(entries);
    return {};
  });
}

}  // namespace garita::central
