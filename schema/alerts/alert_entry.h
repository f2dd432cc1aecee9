#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/vocabulary/date.h"
#include "schema/vocabulary/result.h"

namespace garita {

/// What a list wants done about somebody, for a machine; `instruction` says it in words.
enum class AlertAction {
  kAsWritten,  ///< the instruction alone
  kDetain,     ///< hold, and call the police
  kRefer,      ///< to the second line
  kProtect,    ///< a missing or an endangered person
  /// The second line and the centre are told, and the first line is shown nothing.
  kInform,
};
/// "", "detain", "refer", "protect", "inform".
[[nodiscard]] std::string_view alert_action_name(AlertAction action);
/// Remedy: reject.
[[nodiscard]] Result<AlertAction> parse_alert_action(std::string_view name);

/// One entry of the alert list: a document, a person, or both.
struct AlertEntry {
  std::string reference;    ///< of whoever keeps the list
  std::string instruction;  ///< what the officer is to do, in the list's own words
  std::string issuer;       ///< with `number`: the document
  std::string number;
  std::string surname;  ///< with `birth_date`: the person
  std::string given_names;
  std::optional<PartialDate> birth_date;
  std::string nationality;          ///< shown, never a condition: people have two
  std::optional<Date> valid_until;  ///< last day; absent: until the list says otherwise
  AlertAction action = AlertAction::kAsWritten;
  std::string picture = "";  ///< picture_reference() of the person's (alert_picture.h); or ""

  friend bool operator==(const AlertEntry&, const AlertEntry&) = default;
};

/// How a list is written: CSV (schema/vocabulary/csv.h), UTF-8. Columns in any order; `reference`
/// and `instruction` must have a value in every row, and each row names a document (`issuer`,
/// `number`) or a person (`surname`, `birth_date` as YYYY-MM-DD with XX for what is unknown), or
/// both. `given_names`, `nationality`, `valid_until`, `action` and `picture` may be empty or
/// absent. One row at a time is in memory; `take` may be empty, where only is asked whether posts
/// could read the list. Remedy: reject, with the line, never with what stands there.
[[nodiscard]] Result<void> for_each_alert(std::string_view csv,
                                          const std::function<void(AlertEntry)>& take);
/// The same of a list that nobody has converted yet: its pictures may be names of files. `take`
/// gets the line too.
[[nodiscard]] Result<void> for_each_alert_with_files(
    std::string_view csv, const std::function<void(AlertEntry, std::size_t line)>& take);

/// Whether a list has a column for pictures: without, it is written as it ever was.
enum class PictureColumn { kLeftOut, kThere };
/// The header line of such a list, and an entry's row, each with its line end; for_each_alert reads
/// them as they were.
[[nodiscard]] std::string alert_header(PictureColumn pictures = PictureColumn::kLeftOut);
[[nodiscard]] std::string alert_row(const AlertEntry& entry,
                                    PictureColumn pictures = PictureColumn::kLeftOut);
/// All of them. Remedy: as for_each_alert.
[[nodiscard]] Result<std::vector<AlertEntry>> parse_alerts(std::string_view csv);

}  // namespace garita
