#include "central-sync/reports/pictures.h"

namespace garita::central {
namespace {

/// Consecutive records of one journal.
Result<std::vector<Record>> records_of(CentralDatabase& database, Projector& projector,
                                       const JournalId& journal, std::uint64_t first,
                                       std::size_t count) {
  GARITA_TRY(entries, database.journals().entries_of(journal, first, count));
  std::vector<Record> records;
  for (const auto& entry : entries) {
    GARITA_TRY(record, projector.open(entry));
    records.push_back(std::move(record));
  }
  return records;
}

}  // namespace

Result<std::vector<Picture>> pictures_of(CentralDatabase& database, const ProjectorKeys& keys,
                                         const RecordId& id) {
  Projector projector(database.intake(), database.projection(), keys);
  GARITA_TRY(records, records_of(database, projector, {id.station, id.incarnation, id.lane},
                                 id.sequence, 1));
  const auto* crossing = records.empty() ? nullptr : std::get_if<Crossing>(&records.front());
  if (crossing == nullptr) return fail(Remedy::kReject, id.text() + " is no crossing");
  if (crossing->picture_chunks == 0) return std::vector<Picture>();
  GARITA_TRY(parts, records_of(database, projector, {id.station, id.incarnation, Lane::kEvidence},
                               crossing->first_picture, crossing->picture_chunks));
  if (parts.size() < crossing->picture_chunks) {
    return fail(Remedy::kRetry, std::to_string(parts.size()) + " of " +
                                    std::to_string(crossing->picture_chunks) +
                                    " parts of the pictures have arrived");
  }
  std::vector<PictureChunk> chunks;
  for (auto& record : parts) {
    auto* chunk = std::get_if<PictureChunk>(&record);
    if (chunk == nullptr) return fail(Remedy::kReject, "a record that is no part of a picture");
    chunks.push_back(std::move(*chunk));
  }
  return join_pictures(id, chunks);
}

}  // namespace garita::central
