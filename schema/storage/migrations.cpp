#include "schema/storage/migrations.h"

#include <string>

namespace garita {
namespace {

constexpr std::string_view kTableThere =
    "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'migration'";
constexpr std::string_view kTableThereInPostgres =
    "SELECT count(*) FROM pg_catalog.pg_tables WHERE schemaname = current_schema() AND "
    "tablename = 'migration'";
constexpr std::string_view kCreateTable =
    "CREATE TABLE migration (number INTEGER PRIMARY KEY, name TEXT NOT NULL, sql TEXT NOT NULL)";
constexpr std::string_view kNewest = "SELECT coalesce(max(number), 0) FROM migration";
constexpr std::string_view kApplied = "SELECT sql FROM migration WHERE number = ?1";
constexpr std::string_view kRemember =
    "INSERT INTO migration (number, name, sql) VALUES (?1, ?2, ?3)";

Result<std::int64_t> number_of(Database& database, std::string_view aggregate) {
  GARITA_TRY(statement, database.prepare(aggregate));
  GARITA_TRY(has_row, statement.step());
  ensure(has_row, "an aggregate gives a row");
  return statement.integer(0);
}

Result<bool> has_table(Database& database) {
  const bool sqlite = database.dialect() == Dialect::kSqlite;
  GARITA_TRY(count, number_of(database, sqlite ? kTableThere : kTableThereInPostgres));
  return count > 0;
}

/// To look at a database that is laid out needs no lock that others hold.
Result<void> make_table(Database& database) {
  GARITA_TRY(there, has_table(database));
  if (there) return {};
  GARITA_TRY(transaction, WriteTransaction::begin(database));
  GARITA_TRY(made_meanwhile, has_table(database));
  if (made_meanwhile) return {};
  const bool strict = database.dialect() == Dialect::kSqlite;
  GARITA_CHECK(database.run_script(std::string(kCreateTable) + (strict ? " STRICT" : "")));
  return transaction.commit();
}

Result<void> check_unchanged(Database& database, const Migration& step) {
  GARITA_TRY(statement, database.prepare(kApplied, {step.number}));
  GARITA_TRY(has_row, statement.step());
  if (has_row && statement.text(0) == step.sql) return {};
  return fail(Remedy::kRepair, "the database was laid out by another program: step " +
                                   std::to_string(step.number) + " differs");
}

Result<void> apply(Database& database, const Migration& step) {
  GARITA_CHECK(database.run_script(std::string(step.sql)));
  GARITA_TRY(remembered, database.execute(kRemember, {step.number, step.name, step.sql}));
  ensure(remembered == 1, "a step is remembered once");
  return {};
}

/// True when there was a step to apply. Each asks again under the lock, since another process may
/// have been faster.
Result<bool> apply_next(Database& database, std::span<const Migration> steps) {
  GARITA_TRY(transaction, WriteTransaction::begin(database));
  GARITA_TRY(newest, number_of(database, kNewest));
  if (newest > static_cast<std::int64_t>(steps.size())) {
    return fail(Remedy::kRepair, "the database is newer than this program (step " +
                                     std::to_string(newest) + "): install the newer program");
  }
  if (newest == static_cast<std::int64_t>(steps.size())) return false;
  GARITA_CHECK(apply(database, steps[static_cast<std::size_t>(newest)]));
  GARITA_CHECK(transaction.commit());
  return true;
}

}  // namespace

Result<void> migrate(Database& database, std::span<const Migration> steps) {
  GARITA_CHECK(make_table(database));
  GARITA_TRY(newest, number_of(database, kNewest));
  for (const auto& step : steps) {
    if (step.number <= newest) GARITA_CHECK(check_unchanged(database, step));
  }
  if (newest == static_cast<std::int64_t>(steps.size())) return {};
  while (true) {
    GARITA_TRY(applied, apply_next(database, steps));
    if (!applied) return {};
  }
}

Result<void> migrate(Database& database, MigrationSet set) {
  return migrate(database, migrations_of(set, database.dialect()));
}

}  // namespace garita
