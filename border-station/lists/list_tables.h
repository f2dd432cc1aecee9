#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "border-station/ledger/ledger.h"
#include "schema/crypto/hash.h"
#include "schema/vocabulary/bytes.h"
#include "schema/vocabulary/result.h"

namespace garita::station {

/// Under what a row is found. Sorted by hash keys go into the table one behind the other; in the
/// order of the list each would touch another page.
struct ListKey {
  Digest hash{};          ///< Ledger::look_up_hash
  std::uint8_t kind = 0;  ///< the list's own: how a row was found
  std::size_t id = 0;     ///< of the row

  friend auto operator<=>(const ListKey&, const ListKey&) = default;
};

/// A list, or a section of one, as it goes into the ledger's file: rows sealed, keys hashed.
struct SealedRows {
  std::vector<Bytes> rows;    ///< by id, from 1
  std::vector<ListKey> keys;  ///< each once
};

/// The rows of a list that came as a bulletin ("alerts", "open-stays"), short and whole or long and
/// in sections (schema/journal/sections.h). A list takes the place of the one before; a section
/// waits until a head puts it into force with the others. Remedies: as the ledger.
class ListTables {
 public:
  /// `ledger` outlives it. `channel` is a constant.
  ListTables(Ledger& ledger, std::string_view channel) : ledger_(ledger), channel_(channel) {}

  /// What a bulletin of the channel, or of a section of it, is read as: `sealed` is made of its
  /// rows, or is empty for a head.
  [[nodiscard]] Result<ReadBulletin> reading(const Bulletin& bulletin,
                                             std::shared_ptr<const SealedRows> sealed);

  /// A row that is in force.
  struct Found {
    std::uint8_t kind = 0;
    std::int64_t part = 0;  ///< with `id` the row's own place
    std::int64_t id = 0;
    Bytes sealed;
  };
  /// Every row in force under a key, until `take` says that it has enough by false.
  [[nodiscard]] Result<void> find(const Digest& hash,
                                  const std::function<Result<bool>(Found)>& take);

  /// Every row in force, in no order, until `take` fails; `kind` is 0.
  [[nodiscard]] Result<void> for_each(const std::function<Result<void>(const Found&)>& take);
  /// The row at a place; absent when it is not in force (any more).
  [[nodiscard]] Result<std::optional<Bytes>> row(std::int64_t part, std::int64_t id);

 private:
  Ledger& ledger_;
  std::string_view channel_;
};

/// Drops some of what is no longer in force in any list, so that nobody waits for the rest; false
/// once nothing is left to drop.
[[nodiscard]] Result<bool> drop_former_rows(Ledger& ledger);

}  // namespace garita::station
