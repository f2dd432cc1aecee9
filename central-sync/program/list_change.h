#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "central-sync/intake/store.h"
#include "schema/vocabulary/result.h"

namespace garita::central {

/// A list beside the one that it would replace. Rows are compared as they are written.
struct ListChange {
  std::size_t rows = 0;
  std::size_t rows_in_force = 0;  ///< of the list that is replaced; 0 where there is none
  std::size_t changed = 0;        ///< rows that it did not have
  std::size_t gone = 0;           ///< rows of it that are no more
  /// Fewer than half of the rows: somebody may have taken a part for the whole.
  [[nodiscard]] bool shrinks() const { return rows * 2 < rows_in_force; }
};

/// Of a channel that is a list, in sections or not. Remedy: reject, when `csv` is no table; else as
/// the store.
[[nodiscard]] Result<ListChange> change_of_list(IntakeStore& store, const std::string& channel,
                                                const std::string& csv);

/// Remedy: reject, with both lines, when two rows have one `reference` and do not say the same in
/// each of these columns; of none, when two rows have one. A table without that column has none
/// twice.
[[nodiscard]] Result<void> check_references(const std::string& csv,
                                            std::span<const std::string_view> said_alike = {});

}  // namespace garita::central
