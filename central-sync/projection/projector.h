#pragma once

#include <cstddef>
#include <functional>
#include <list>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "central-sync/intake/store.h"
#include "central-sync/projection/apply.h"
#include "central-sync/projection/opening.h"
#include "central-sync/projection/tables.h"
#include "schema/crypto/certificate.h"
#include "schema/crypto/keys.h"
#include "schema/crypto/secret.h"
#include "schema/vocabulary/result.h"

namespace garita::central {

/// As many at once as keep intake waiting for a moment.
inline constexpr std::size_t kArrivalsAtOnce = 500;

/// What only the projector holds. All outlives it.
struct ProjectorKeys {
  const PrivateKey& seal_key;
  const Certificate& seal;
  const Secret& pseudonym_secret;
  const StationId& own_station;
};

/// Opens sealed records in the order of their arrival, applies them to the tables and says how far
/// it is. What it cannot open or understand is put aside with the reason and never stops what
/// follows. Killed at any moment, it goes on from where the last transaction ended.
class Projector {
 public:
  /// `transactions` and `tables` use one connection.
  Projector(IntakeStore& transactions, ProjectionTables& tables, const ProjectorKeys& keys);

  /// What one transaction did.
  struct Step {
    std::size_t arrivals = 0;
    std::size_t persons = 0;  ///< to whom new policies were applied
    bool at_rest = false;     ///< nothing is left to do
  };
  /// Projects at most `limit` arrivals in one transaction, or applies new policies to at most as
  /// many persons, fewer where there are persons with long histories, or claims about posts whose
  /// stations have begun many lives: intake waits for as long as it lasts.
  [[nodiscard]] Result<Step> project_some(std::size_t limit);
  /// Everything that has arrived; how much it was.
  [[nodiscard]] Result<std::size_t> project_all();
  /// How far a rebuild is, in records and claims.
  struct Progress {
    std::int64_t done = 0;
    std::int64_t all = 0;  ///< that had arrived when it began
  };
  /// Empties the tables and makes them again from the journals; `told` hears after each
  /// transaction.
  [[nodiscard]] Result<std::size_t> rebuild(const std::function<void(const Progress&)>& told =
                                                [](const Progress&) {});

  /// One record, for whoever asks for it by its place. Remedy: reject; as the tables.
  [[nodiscard]] Result<Record> open(const Entry& entry);

 private:
  Result<Step> project_batch(std::size_t limit);
  Result<void> project_arrivals(std::span<const Arrived> arrivals, std::size_t movements_max,
                                Position& position, Step& step);
  Result<bool> open_zone(const Arrived& arrived, Position& position);
  Result<std::vector<OpeningKey>> keys_of(std::span<const Arrived> arrivals);
  Result<void> read_ahead(std::span<const Opened> opened);
  Result<void> project(const Arrived& arrived, const Opened& opened, Position& position);
  Result<void> put_aside(const RecordId& record, QuarantineCause cause, const std::string& reason,
                         Instant known_at);
  Result<void> project_entry(const Arrived& arrived, const Opened& opened, Instant known_before,
                             Position& position);
  Result<void> project_claim(const Claim& claim, Instant received_at, Position& position);
  Result<void> project_waiting_claim(const EntryHeader& header, const Digest& hash,
                                     Position& position);
  Result<Bytes> unsealed(const Entry& entry);
  /// Valid until forget_old_keys().
  Result<const Secret*> epoch_key_of(const EntryHeader& header);
  void forget_old_keys();

  IntakeStore& transactions_;
  ProjectionTables& tables_;
  ProjectorKeys keys_;
  Applier applier_;
  std::list<std::pair<Digest, Secret>> epoch_keys_;  ///< used last first
};

}  // namespace garita::central
