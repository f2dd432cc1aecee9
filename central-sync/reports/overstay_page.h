#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "central-sync/reports/overstays.h"
#include "central-sync/store/central_store.h"
#include "schema/vocabulary/instant.h"
#include "schema/vocabulary/result.h"

namespace garita::central {

/// Where a row of the list stands: the most days over first, then by time of the subject.
struct OverstayPlace {
  int days_over = 0;
  Instant at;
  std::string subject;
  FlagKind kind = FlagKind::kOverstayOpen;

  [[nodiscard]] static OverstayPlace of(const OverstayRow& row);
  [[nodiscard]] bool operator<(const OverstayPlace& other) const;
  /// "70.1767628800000.1.P00-01:1:movement:42" and back. Remedy: reject.
  [[nodiscard]] std::string text() const;
  [[nodiscard]] static Result<OverstayPlace> from_text(std::string_view text);
};

inline constexpr std::size_t kPageRowsMax = 1000;

/// The next rows of the list of raised flags as list_overstays() gives it for now, at most `limit`,
/// which is kPageRowsMax at most; `after`: those behind a row. Costs what it gives, however long
/// the list and the country's history are. Remedy: as the store.
[[nodiscard]] Result<std::vector<OverstayRow>> page_of_overstays(
    CentralStore& store, Instant now, const std::optional<OverstayPlace>& after, std::size_t limit);

/// How many flags of each kind and state are raised now.
using RaisedCounts = std::map<std::pair<FlagKind, FlagState>, std::int64_t>;
[[nodiscard]] Result<RaisedCounts> count_overstays(CentralStore& store, Instant now);

/// "OVERSTAY_OPEN<TAB>probable<TAB>12", a line each.
[[nodiscard]] std::string counts_text(const RaisedCounts& counts);

}  // namespace garita::central
