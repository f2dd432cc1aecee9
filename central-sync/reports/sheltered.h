#pragma once

#include <map>
#include <optional>
#include <vector>

#include "central-sync/flags/evaluate.h"
#include "central-sync/reports/overstays.h"
#include "central-sync/store/central_store.h"
#include "schema/vocabulary/ids.h"
#include "schema/vocabulary/instant.h"
#include "schema/vocabulary/result.h"

namespace garita::central {

/// Whether somebody is protected, or a stay of theirs is suspended: no list names them, and no
/// other's page leads to them. `evaluation` of that history.
[[nodiscard]] bool is_sheltered(const PersonHistory& history, const Evaluation& evaluation);

/// Who is sheltered by what is known now. Asked once of each person.
class Sheltered {
 public:
  Sheltered(CentralStore& store, Instant now) : store_(store), now_(now) {}

  /// Remedy: as the store.
  [[nodiscard]] Result<bool> has(const PersonId& today);

 private:
  Result<bool> look_at(const PersonId& today);

  CentralStore& store_;
  Instant now_;
  std::optional<CountryView> view_;
  std::map<PersonId, bool> known_;
};

/// Takes out of a list whoever is sheltered now. Costs what was decided about anybody and what of
/// the list is about them. Remedy: as the store.
[[nodiscard]] Result<void> leave_out_sheltered(CentralStore& store, Instant now,
                                               std::vector<OverstayRow>& rows);

}  // namespace garita::central
