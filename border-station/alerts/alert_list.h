#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "border-station/ledger/ledger.h"
#include "schema/alerts/alert_entry.h"
#include "schema/vocabulary/date.h"
#include "schema/vocabulary/ids.h"
#include "schema/vocabulary/result.h"

namespace garita::station {

struct AlertHit {
  AlertEntry entry;
  std::string matched_by;  ///< "document" or "name_birth_date"
};

/// Who is asked about.
struct AlertQuestion {
  std::string issuer;
  std::string number;
  std::string surname;
  std::string given_names;
  std::optional<PartialDate> birth_date;
  Date today = Date::from_days_since_epoch(0);
};

/// The reader of channel "alerts": reads a list, or a section of a long one, and seals its rows, to
/// be found through keyed hashes (border-station/lists). Remedy: as parse_alerts.
[[nodiscard]] Result<ReadBulletin> read_alerts(Ledger& ledger, const Bulletin& bulletin);

/// At most this many hits are given: whoever has more is stopped all the same.
inline constexpr std::size_t kHitsMax = 100;

/// The entries that the document or the person agrees with: the same issuer and number; or the same
/// normalised name (schema/matching, folded, so that the spellings that Doc 9303 leaves open meet)
/// and a birth date that may be the same: what is unknown of either agrees with anything. An entry
/// that agrees in both is one hit, by document. An entry without given names agrees with any.
/// Germany is D in documents (Doc 9303-3, 5) and DEU in many lists: both are one issuer.
[[nodiscard]] Result<std::vector<AlertHit>> find_alerts(Ledger& ledger,
                                                        const AlertQuestion& question);

}  // namespace garita::station
