#pragma once

#include <span>
#include <string_view>

#include "schema/storage/database.h"
#include "schema/vocabulary/result.h"

namespace garita {

/// One step of a database's layout, from schema/storage/migrations/SET/NNNN_name.sql, embedded at
/// build time. Never edited after it landed: its text is stored with it and compared.
struct Migration {
  int number = 0;  ///< 1, 2, 3, … without a gap
  std::string_view name;
  std::string_view sql;
};

enum class MigrationSet { kStation, kCentral };
/// A station's are in SQLite alone.
[[nodiscard]] std::span<const Migration> migrations_of(MigrationSet set, Dialect dialect);

/// Brings `database` to the newest step, each step in a transaction of its own; safe when several
/// processes open the database at once. Remedy: repair, when the file is newer than the program or
/// an earlier step is not the one that was applied.
[[nodiscard]] Result<void> migrate(Database& database, MigrationSet set);
[[nodiscard]] Result<void> migrate(Database& database, std::span<const Migration> steps);

}  // namespace garita
