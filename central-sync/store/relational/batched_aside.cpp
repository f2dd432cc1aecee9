// What is put aside, within a transaction of the projection.
#include <utility>

#include "central-sync/store/relational/batched_tables.h"

namespace garita::central {

Result<void> BatchedTables::put_aside(const RecordId& record, QuarantineCause cause,
                                      const std::string& reason, Instant known_at) {
  GARITA_CHECK(go_straight());
  watermarks_.forget_facts_of(post_of(record.station));
  watermarks_.forget_nothing_aside(record.station, record.incarnation);
  return tables_.put_aside(record, cause, reason, known_at);
}

Result<void> BatchedTables::note_aside(std::int64_t arrival, const PutAsideOnArrival& what,
                                       Instant known_at) {
  if (what.is_waited_for) watermarks_.forget_facts_of(post_of(what.station));
  return tables_.note_aside(arrival, what, known_at);
}

Result<Settled> BatchedTables::settle_aside(const RecordId& record, const Digest& content,
                                            Instant known_at) {
  if (!unchained_) {
    GARITA_TRY(stations, tables_.stations_unchained());
    unchained_ = std::move(stations);
  }
  if (!unchained_->contains(record.station)) return Settled::kNothing;
  GARITA_CHECK(go_straight());
  watermarks_.forget_facts_of(post_of(record.station));
  return tables_.settle_aside(record, content, known_at);
}

}  // namespace garita::central
