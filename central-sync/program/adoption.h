#pragma once

#include <span>
#include <string>
#include <vector>

#include "central-sync/projection/projector.h"
#include "schema/journal/entry.h"
#include "schema/record/record.h"
#include "schema/vocabulary/result.h"

namespace garita::central {

/// Of several contents those whose hash begins with one of `hashes`; where there is one it need not
/// be named. Remedy: reject, which names the choice.
[[nodiscard]] Result<std::vector<Entry>> contents_meant(std::vector<Entry> entries,
                                                        const std::vector<std::string>& hashes);

/// What the centre states when a person says that these contents of one place of a journal, which
/// are put aside, did happen: a crossing for each, and the closure that ends the waiting for the
/// place. `meant` is not empty. Remedy: reject, when one of them is no crossing of its station's
/// post.
[[nodiscard]] Result<std::vector<Record>> adoption_of(std::span<const Entry> meant,
                                                      Projector& projector, Instant now,
                                                      const std::string& why);

}  // namespace garita::central
