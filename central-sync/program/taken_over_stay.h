#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "central-sync/program/row_reader.h"
#include "central-sync/store/central_store.h"
#include "schema/record/record.h"
#include "schema/vocabulary/instant.h"
#include "schema/vocabulary/result.h"

namespace garita::central {

/// What a list of open stays of an older system is read against.
struct TakenOverFrom {
  std::string source;              ///< the system's name
  std::map<PostCode, Zone> posts;  ///< that see entries
  Instant now;
};
/// The posts that see entries, and the moment. Remedy: reject, where `source` is no name: 1 to 60
/// characters, none of them "|"; else as the store.
[[nodiscard]] Result<TakenOverFrom> taken_over_from(CentralStore& store, std::string source,
                                                    Instant now);

/// The columns that such a list has to have: reference, document_number, issuing_state, surname,
/// nationality, entered, post. Where it has them also document_code ("P"), given_names, birth_date,
/// sex, expiry_date, purpose, admission_class ("visitor"), granted_days or granted_until.
[[nodiscard]] std::vector<std::string> taken_over_columns();

/// The entry that a row states. `entered` is a moment (RFC 3339), or a day, which then is that of
/// the post. Its `reference` is "SOURCE|REFERENCE". Remedy: reject, naming the column.
[[nodiscard]] Result<Crossing> stay_taken_over(const RowReader& row, const TakenOverFrom& from);

}  // namespace garita::central
