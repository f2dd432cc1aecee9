#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "central-sync/alerts/converted_list.h"
#include "schema/vocabulary/result.h"

namespace garita::central {

/// How a list of another office is written: what of its columns is what of ours. TOML:
///
///     separator = ";"                    # "," where it is not said; also "\t"
///     header = ["id", "name", "kind"]    # where the list has no header line
///     nothing = ["-0-", "N/A"]           # what stands where there is nothing
///     dates = "DD/MM/YYYY"               # "YYYY-MM-DD" where it is not said
///     [columns]                          # ours = theirs; ours as schema/alerts/alert_entry.h
///     reference = "id"
///     surname = "name"
///     [only]                             # of all rows those in which this column says one of
///     these kind = ["individual"] [actions]                          # their word = detain, refer,
///     protect, inform ARREST = "detain"
///
/// A column that is `picture` names the person's by its file, beside the list.
struct ListMapping {
  char separator = ',';
  std::vector<std::string> header;
  std::set<std::string> nothing;
  std::string dates = "YYYY-MM-DD";
  std::map<std::string, std::string> columns;
  std::map<std::string, std::set<std::string>> only;
  std::map<std::string, std::string> actions;
};

/// Remedy: reject, with the key.
[[nodiscard]] Result<ListMapping> parse_list_mapping(std::string_view toml);

/// A date as `written` says: YYYY, MM and DD stand for digits, all else for itself. What is cut off
/// behind a whole part is not known: by "YYYY-MM-DD", "1980-05" is a month. Absent: it is none.
[[nodiscard]] std::optional<PartialDate> read_date(std::string_view text, std::string_view written);

/// Each row of the list is an entry. Of a person without a date of birth nothing is known of it;
/// States are named by code or name; one that is not known leaves a nationality out, and of a
/// document the number. What has no place is said and left out. Remedy: reject, with the line,
/// where the table cannot be read, or lacks a column that the mapping names.
[[nodiscard]] Result<void> read_mapped_list(std::string_view csv, const ListMapping& mapping,
                                            const ListDefaults& defaults, const ListSink& sink);

}  // namespace garita::central
