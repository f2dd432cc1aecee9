#pragma once

#include <span>
#include <string>
#include <vector>

#include "central-sync/projection/projector.h"
#include "central-sync/store/central_store.h"
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

}  // namespace garita::central
