#include "border-station/ledger/journal_check.h"

#include <algorithm>

namespace garita::station {
namespace {

/// Why a record does not follow `before`; "" where it does.
std::string fault_of(const Ledger::StoredEntry& stored, const JournalHead& before) {
  const auto& header = stored.entry.header;
  if (header.sequence != before.sequence + 1) {
    return "the one before it, " + std::to_string(header.sequence - 1) + ", is missing";
  }
  if (header.previous != before.hash) return "it does not stand on the one before it";
  const bool dropped = stored.entry.salt.empty() && stored.entry.ciphertext.empty();
  if (dropped) return "";
  if (entry_hash(stored.entry) != stored.hash) return "it is not what was written";
  const bool salted = !stored.entry.salt.empty();
  if (salted && sha256(stored.entry.salt) != header.salt_hash) return "its salt is another";
  return "";
}

}  // namespace

Result<void> JournalCheck::begin(Ledger& ledger) {
  GARITA_TRY(journals, ledger.journals());
  left_ = std::move(journals);
  begun_ = true;
  return {};
}

Result<bool> JournalCheck::look_on(Ledger& ledger, std::size_t records) {
  if (!begun_) GARITA_CHECK(begin(ledger));
  while (!left_.empty() && records > 0) {
    const auto& id = left_.back().id;
    const auto& head = left_.back().head;
    GARITA_TRY(entries, ledger.stored_after(id, at_.sequence, std::min<std::size_t>(records, 500)));
    records -= std::min(records, entries.size());
    std::string fault;
    for (const auto& stored : entries) {
      if (stored.entry.header.sequence > head.sequence) break;
      fault = fault_of(stored, at_);
      if (!fault.empty()) {
        damage_.push_back(stored.entry.id().text() + ": " + fault);
        break;
      }
      at_ = {stored.entry.header.sequence, stored.hash};
    }
    const bool ended = entries.empty() || at_.sequence >= head.sequence;
    if (!ended && fault.empty()) continue;
    if (fault.empty() && at_ != head) {
      const RecordId last{id.station, id.incarnation, id.lane, head.sequence};
      damage_.push_back(last.text() + ": it is missing, or not what was written");
    }
    left_.pop_back();
    at_ = {};
  }
  return left_.empty();
}

}  // namespace garita::station
