#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>

#include "border-station/crossing/counter.h"
#include "border-station/ledger/ledger.h"
#include "schema/http/access.h"
#include "schema/record/record.h"

namespace garita::station {

/// Who did what at this station's desks, in lane audit of its journal: sealed, chained and sent as
/// every other. No note keeps the desk from its work: one that the disk does not take waits in
/// memory for the next moment. For one thread at a time, as the ledger.
class DeskAudit {
 public:
  /// Beyond it the oldest is lost, and a note "notes_lost" says how many were.
  static constexpr std::size_t kWaitingMax = 256;

  /// Whether it is durable now, for those who do nothing without.
  bool note(Ledger& ledger, const OfficerId& officer, std::string action, std::string subject,
            std::string reason = "");
  /// Tries again what waits; now and then. Whether all of it was written.
  bool write_waiting(Ledger& ledger);
  [[nodiscard]] std::size_t waiting() const { return waiting_.size(); }

 private:
  std::deque<AuditNote> waiting_;
  std::uint64_t lost_ = 0;
};

/// What stands in a note for a document that was looked at and led to no record: a keyed hash,
/// which this station alone can compare with a document, and nobody can turn into one. "no
/// document" where none was read.
[[nodiscard]] std::string document_reference(const Ledger& ledger, const Examined& examined);

/// The same for what somebody searched for, by the key that they gave (document_key, person_key).
[[nodiscard]] std::string search_reference(const Ledger& ledger, std::string_view key);

}  // namespace garita::station
