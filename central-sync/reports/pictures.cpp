#include "central-sync/reports/pictures.h"

namespace garita::central {
namespace {

/// Records of one journal, opened. They are of a few days at most: keys are few.
class Opener {
 public:
  Opener(CentralDatabase& database, const ProjectorKeys& keys) : database_(database), keys_(keys) {}

  Result<std::vector<Record>> open(const JournalId& journal, std::uint64_t first,
                                   std::size_t count) {
    GARITA_TRY(entries, database_.journals().entries_of(journal, first, count));
    std::vector<Record> records;
    for (const auto& entry : entries) {
      GARITA_TRY(record, open(entry));
      records.push_back(std::move(record));
    }
    return records;
  }
  Result<Record> open(const Entry& entry) {
    GARITA_CHECK(turn_to_key_of(entry.header));
    GARITA_TRY(bytes, open_entry(entry, *key_));
    return decode_record(bytes);
  }

 private:
  Result<void> turn_to_key_of(const EntryHeader& header) {
    if (key_ && header.epoch_key_hash == key_hash_) return {};
    GARITA_TRY(wrapped, database_.projection().wrapped_key_of(header));
    if (!wrapped) return fail(Remedy::kReject, "the key of its day was never received");
    GARITA_TRY(key, unwrap_epoch_key(*wrapped, keys_.seal_key, keys_.seal));
    key_ = std::move(key);
    key_hash_ = header.epoch_key_hash;
    return {};
  }

  CentralDatabase& database_;
  const ProjectorKeys& keys_;
  std::optional<Secret> key_;
  Digest key_hash_{};
};

}  // namespace

Result<Record> open_sealed(CentralDatabase& database, const ProjectorKeys& keys,
                           const Entry& entry) {
  return Opener(database, keys).open(entry);
}

Result<std::vector<Picture>> pictures_of(CentralDatabase& database, const ProjectorKeys& keys,
                                         const RecordId& id) {
  Opener opener(database, keys);
  GARITA_TRY(records, opener.open({id.station, id.incarnation, id.lane}, id.sequence, 1));
  const auto* crossing = records.empty() ? nullptr : std::get_if<Crossing>(&records.front());
  if (crossing == nullptr) return fail(Remedy::kReject, id.text() + " is no crossing");
  if (crossing->picture_chunks == 0) return std::vector<Picture>();
  GARITA_TRY(parts, opener.open({id.station, id.incarnation, Lane::kEvidence},
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
