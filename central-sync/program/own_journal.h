#pragma once

#include <functional>

#include "central-sync/program/installation.h"
#include "central-sync/store/central_database.h"
#include "schema/record/record.h"
#include "schema/vocabulary/ids.h"
#include "schema/vocabulary/instant.h"
#include "schema/vocabulary/result.h"

namespace garita::central {

/// The journals that the centre writes itself: decisions, closures, periods on paper, and what was
/// published. They are sealed, chained and signed as a station's are, so that a rebuild from
/// journals loses nothing. Several processes may write at once.
class OwnJournal {
 public:
  /// `database` outlives it. Remedy: repair, without a country or its keys.
  [[nodiscard]] static Result<OwnJournal> open(CentralDatabase& database, const Layout& layout);

  /// Durable when it returns. `along`, if any, writes what belongs together with the record, in
  /// the same transaction. Remedy: as the store, and as `along`.
  [[nodiscard]] Result<RecordId> write(const Record& record, Lane lane, Instant now,
                                       const std::function<Result<void>()>& along = {});
  /// The same of a decision with the note of who took it, both or neither.
  [[nodiscard]] Result<RecordId> write_noted(const Record& record, const AuditNote& note,
                                             Instant now);
  /// Several records of one lane, durable together or not at all; their ids, in order. `before`,
  /// if any, is asked first, in the same transaction.
  [[nodiscard]] Result<std::vector<RecordId>> write_all(
      std::span<const Record> records, Lane lane, Instant now,
      const std::function<Result<void>()>& before = {});

  [[nodiscard]] const StationId& station() const { return station_; }

 private:
  OwnJournal(CentralDatabase& database, StationId station, Credential credential, Certificate seal)
      : database_(&database),
        station_(std::move(station)),
        credential_(std::move(credential)),
        seal_(std::move(seal)) {}

  /// Records of one lane, under one signature.
  Result<std::vector<RecordId>> append(std::span<const Record> records, Lane lane, Instant now);

  CentralDatabase* database_;
  StationId station_;
  Credential credential_;
  Certificate seal_;
};

}  // namespace garita::central
