#pragma once

#include <span>
#include <string>
#include <vector>

#include "central-sync/projection/projector.h"
#include "central-sync/store/central_store.h"
#include "schema/journal/codec.h"
#include "schema/journal/entry.h"
#include "schema/record/record.h"
#include "schema/vocabulary/result.h"

namespace garita::central {

/// Of several contents those whose hash begins with one of `hashes`; where there is one it need not
/// be named. Remedy: ask the officer, naming the choice, where there are several and none is named;
/// reject, where none begins so.
[[nodiscard]] Result<std::vector<Entry>> contents_meant(std::vector<Entry> entries,
                                                        const std::vector<std::string>& hashes);

/// What to say where nothing can be adopted for a place of a journal: somebody has decided about it
/// already, or what stands there can be no crossing, or nothing is known of it. `rows` are what is
/// or was in quarantine, of any record.
[[nodiscard]] Error why_not_adopted(const RecordId& record, std::span<const QuarantineRow> rows);

/// What the centre states when a person says that these contents of one place of a journal, which
/// are put aside, did happen: a crossing for each, and the closure that ends the waiting for the
/// place. `meant` is not empty. Remedy: reject, when one of them is no crossing of its station's
/// post.
[[nodiscard]] Result<std::vector<Record>> adoption_of(std::span<const Entry> meant,
                                                      Projector& projector, Instant now,
                                                      const std::string& why);

/// Of one place of a journal, what the centre states about it: crossings, and the closure that ends
/// the waiting for it.
struct Adopted {
  RecordId record;
  std::vector<Record> statements;
};
/// What was put aside of a journal's lane movement, all of it at once.
struct Adoption {
  std::vector<Adopted> adopted;
  /// What a person has to decide about by itself, and why, a line each.
  std::vector<std::string> left;
};
/// Of several places in order, each with what is put aside for it: crossings as they hold after the
/// corrections that are among them; what states nothing about a traveller is closed alone.
[[nodiscard]] Adoption adoption_of_all(std::span<const std::vector<Entry>> places,
                                       Projector& projector, Instant now, const std::string& why);

/// What `adopt` is given for more than one record: the life of a disk, "PASO-01-01:1", or a part of
/// its movements, "PASO-01-01:1:movement:201-5000".
struct AdoptedRange {
  std::string life;
  std::uint64_t first = 1;
  std::uint64_t last = kSequenceMax;
};
/// Remedy: reject.
[[nodiscard]] Result<AdoptedRange> parse_adopted_range(const std::string& text);

}  // namespace garita::central
