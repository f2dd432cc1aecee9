#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "border-station/inspection/inspection.h"
#include "border-station/ledger/ledger.h"

namespace garita::station {

/// Under which a document is looked up; "" where it has no number.
[[nodiscard]] std::string document_key_of(const PresentedDocument& document);

/// Of all that is known of a person, also of whoever is only called so, whether it was with the
/// document of that key.
[[nodiscard]] bool is_of_document(const Crossing& crossing, std::string_view key);

/// What this post decided of the bearer of that very document, as far as it holds and can be read,
/// newest first. `without`: what is to count as never decided, with what stands in its place.
/// Remedies: as the ledger's.
[[nodiscard]] Result<std::vector<OwnDecision>> decisions_of(Ledger& ledger,
                                                            const PresentedDocument& document,
                                                            const std::optional<RecordId>& without);

/// The same as the rules look at it. All of them can be read.
[[nodiscard]] std::vector<DecidedHere> decided_here(const std::vector<OwnDecision>& decisions);

}  // namespace garita::station
