#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "central-sync/persons/likeness.h"
#include "schema/crypto/secret.h"
#include "schema/record/record.h"
#include "schema/vocabulary/ids.h"

namespace garita::central {

/// Who the traveller of a crossing is, by its document alone.
struct Traveller {
  /// Of their own keys, at least one.
  std::vector<PersonId> pseudonyms;
  bool by_document = false;  ///< whether the first is that of the document
  bool by_name = false;      ///< whether the last is that of the name
  std::optional<Description> description;
  /// Of the description; absent: not worked out.
  std::optional<std::vector<std::int64_t>> candidate_keys;

  /// The one by which they are described.
  [[nodiscard]] const PersonId& described() const { return pseudonyms.back(); }
};

/// Absent where the record speaks of no crossing, or takes one back. Without candidate keys.
/// `pseudonym_secret` makes pseudonyms of keys.
[[nodiscard]] std::optional<Traveller> traveller_in(const RecordId& id, const Record& record,
                                                    const Secret& pseudonym_secret);

}  // namespace garita::central
