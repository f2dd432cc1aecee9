#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "central-sync/flags/flag.h"
#include "central-sync/store/central_store.h"
#include "schema/stay/derivation.h"
#include "schema/vocabulary/ids.h"
#include "schema/vocabulary/instant.h"
#include "schema/vocabulary/result.h"

namespace garita::central {

/// What of a decision a line of a list tells.
struct DecidedBy {
  StatusChangeKind kind = StatusChangeKind::kExtendDays;
  Date day = Date::from_days_since_epoch(0);
};

/// One line of the overstay list: a flag, whom it is about, and what carries it.
struct OverstayRow {
  Flag flag;
  PersonId person;
  std::string name;  ///< "GARCIA LOPEZ, ANA MARIA"
  CountryCode nationality;
  std::string document;  ///< "GTM|A1234567", the key of the document
  /// When the flag came into its state, and what did it: the id of a record, "watermark" or "time".
  Instant last_change;
  /// With the reason behind it where the flag was cleared or withdrawn: "ID exit_in_time".
  std::string cause;
  HowKnown how_known = {};  ///< of the flag's subject
  std::string change = {};  ///< "added" or "withdrawn" where the list is one of changes
  /// Where it was raised and waits again since something that was closed reports again.
  std::optional<Reopening> reopened = {};
  std::optional<DecidedBy> decided = {};  ///< there, where the cause is a decision
  /// Of what was raised: the closings by persons without which it would not have been. Many rows
  /// share them; null: none.
  std::shared_ptr<const std::vector<StandingClosing>> shared_closings = {};
  [[nodiscard]] std::span<const StandingClosing> rests_on() const {
    if (shared_closings == nullptr) return {};
    return *shared_closings;
  }
};

struct OverstayQuery {
  /// The legal moment asked about; absent: now.
  std::optional<Instant> as_of;
  /// Only what the centre had received by then; absent: now.
  std::optional<Instant> known_at;
  /// Absent: probable and confirmed, as the list that leaves the unit holds nothing less.
  std::optional<std::set<FlagState>> states;
};

/// Flags of all kinds in the states asked for, the most days over first, then by time of the
/// subject; of the cleared nobody who is protected or whose stay is suspended. For now the answer
/// costs what it lists; for another viewpoint every person is evaluated. Remedy: as the store.
[[nodiscard]] Result<std::vector<OverstayRow>> list_overstays(CentralStore& store,
                                                              const OverstayQuery& query,
                                                              Instant now);

/// "probable,confirmed" as a set. Remedy: reject.
[[nodiscard]] Result<std::set<FlagState>> parse_states(std::string_view list);

/// RFC 4180 with the columns of design/contracts: flag, state, person, name, nationality, document,
/// entry_post, entry_at, authorised_until, days_over, policy, policy_version, watermark,
/// blocking_posts (separated by spaces), last_change, cause (in a list of changes with what was
/// decided and when: "ID extended (extend_days 2026-01-21)"); then subject (the record that the
/// flag is about), and of that evidence and fallback ("true" or empty); in a list of changes also
/// change, and why it waits again that was raised, where something that was closed reports again;
/// last rests_on, the closings that it rests on: "ID (PASO-01); …". Absent values are empty. A cell
/// that a spreadsheet would take for a formula gets an apostrophe in front.
[[nodiscard]] std::string overstays_csv(std::span<const OverstayRow> rows);
/// One JSON object a line with the same names; blocking_posts is a list, fallback is true, what was
/// closed and reports again an object in `reopened`, and rests_on a list of such; absent values
/// left out.
[[nodiscard]] std::string overstays_json(std::span<const OverstayRow> rows);
/// For people, in columns.
[[nodiscard]] std::string overstays_table(std::span<const OverstayRow> rows, Language language);

}  // namespace garita::central
