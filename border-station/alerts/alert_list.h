#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "border-station/alerts/alert_names.h"
#include "border-station/alerts/alert_row.h"
#include "border-station/ledger/ledger.h"
#include "border-station/lists/list_tables.h"
#include "schema/alerts/alert_entry.h"
#include "schema/vocabulary/date.h"
#include "schema/vocabulary/ids.h"
#include "schema/vocabulary/result.h"

namespace garita::station {

/// How an entry was found.
enum class MatchedBy {
  kDocument,
  kDocumentAlike,  ///< but for O and 0, or I and 1: to be verified by hand
  kNameBirthDate,
  kNameAlike,  ///< a name that is written like it, and nothing that speaks against it
};
/// "document", "document_alike", "name_birth_date", "name_alike".
[[nodiscard]] std::string_view matched_by_name(MatchedBy matched_by);

struct AlertHit {
  AlertEntry entry;
  MatchedBy matched_by = MatchedBy::kDocument;
  std::optional<Likeness> likeness;  ///< of kNameAlike
};

/// Who is asked about.
struct AlertQuestion {
  std::string issuer;
  std::string number;
  std::string surname;
  std::string given_names;
  std::optional<PartialDate> birth_date;
  std::string nationality;
  Date today = Date::from_days_since_epoch(0);

  friend bool operator==(const AlertQuestion&, const AlertQuestion&) = default;
};

/// The reader of channel "alerts": reads a list, or a section of a long one, and seals its rows, to
/// be found through keyed hashes (border-station/lists). Remedy: as parse_alerts.
[[nodiscard]] Result<ReadBulletin> read_alerts(Ledger& ledger, const Bulletin& bulletin);

/// At most this many hits are given: whoever has more is stopped all the same.
inline constexpr std::size_t kHitsMax = 100;

/// The entries that the document or the person agrees with: the same issuer and number, or a number
/// that is read as it where O is taken for 0 or I for 1; the same normalised name (schema/matching,
/// folded, so that the spellings that Doc 9303 leaves open meet) and a birth date that may be the
/// same: what is unknown of either agrees with anything; or, where `names` is given, a name written
/// like it (is_worth_a_look). An entry that agrees in several is one hit, by the surest; so are
/// entries of one reference that say the same of what is to be done: they are one person's names,
/// dates of birth and documents. An entry without given names agrees with any. `alerts` are the
/// tables of kAlertsChannel.
[[nodiscard]] Result<std::vector<AlertHit>> find_alerts(ListTables& alerts,
                                                        const AlertQuestion& question,
                                                        const AlertNames* names = nullptr);

}  // namespace garita::station
