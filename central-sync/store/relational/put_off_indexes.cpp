#include "central-sync/store/relational/put_off_indexes.h"

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "central-sync/store/relational/columns.h"

namespace garita::central {
namespace {

constexpr std::array kPutOff = {"persons_by_surname", "crossings_by_number", "crossings_by_group",
                                "cases_due",          "cases_cleared",       "cases_in_review",
                                "cases_open_stays",   "cases_left_stays",    "cases_others",
                                "cases_raised",       "cases_standing",      kIndexOfCandidates};

constexpr const char* kDefinitionInSqlite =
    "SELECT sql FROM sqlite_schema WHERE type = 'index' AND name = ?1";
constexpr const char* kDefinitionAtServer =
    "SELECT indexdef FROM pg_indexes WHERE schemaname = current_schema() AND CAST(indexname AS "
    "TEXT) = ?1";

constexpr const char* kHasTableInSqlite =
    "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'indexes_put_off'";
constexpr const char* kHasTableAtServer =
    "SELECT 1 WHERE to_regclass('indexes_put_off') IS NOT NULL";

/// To the transaction's end, where the server has less for it: to sort ten million rows in 64 MB
/// passes through its disk.
constexpr const char* kSortInMemory =
    "SELECT set_config('maintenance_work_mem', '512MB', true) FROM pg_settings WHERE name = "
    "'maintenance_work_mem' AND CAST(setting AS BIGINT) < 524288";

struct PutOff {
  std::string name;
  std::string definition;
};

Result<std::vector<PutOff>> put_off(Database& database) {
  GARITA_TRY(row, database.prepare("SELECT name, definition FROM indexes_put_off ORDER BY name"));
  std::vector<PutOff> indexes;
  for (;;) {
    GARITA_TRY(found, row.step());
    if (!found) return indexes;
    indexes.push_back({row.text(0), row.text(1)});
  }
}

Result<std::optional<std::string>> definition_of(Database& database, const std::string& name) {
  const bool sqlite = database.dialect() == Dialect::kSqlite;
  GARITA_TRY(row, database.prepare(sqlite ? kDefinitionInSqlite : kDefinitionAtServer, {name}));
  GARITA_TRY(found, row.step());
  if (!found) return std::nullopt;
  return row.text(0);
}

Result<void> drop(Database& database, const std::string& name) {
  GARITA_TRY(definition, definition_of(database, name));
  if (!definition) return {};
  GARITA_CHECK(database.execute("INSERT INTO indexes_put_off (name, definition) VALUES (?1, ?2)",
                                {name, *definition}));
  return database.run_script("DROP INDEX " + name);
}

/// Unless another process has made it meanwhile.
Result<void> make(Database& database, const PutOff& index) {
  GARITA_TRY(there, definition_of(database, index.name));
  const bool at_server = database.dialect() == Dialect::kPostgres;
  if (!there && at_server) GARITA_CHECK(database.execute(kSortInMemory));
  if (!there) GARITA_CHECK(database.run_script(index.definition));
  GARITA_CHECK(database.execute("DELETE FROM indexes_put_off WHERE name = ?1", {index.name}));
  return {};
}

}  // namespace

Result<void> put_off_indexes(Database& database) {
  GARITA_TRY(transaction, WriteTransaction::begin(database));
  for (const auto* name : kPutOff) GARITA_CHECK(drop(database, name));
  // Most cases end while they are filled in: room for what they become, on the same page.
  if (database.dialect() == Dialect::kPostgres)
    GARITA_CHECK(database.run_script("ALTER TABLE cases SET (fillfactor = 55)"));
  return transaction.commit();
}

Result<bool> notes_put_off_indexes(Database& database) {
  const bool sqlite = database.dialect() == Dialect::kSqlite;
  GARITA_TRY(one, one_integer(database, sqlite ? kHasTableInSqlite : kHasTableAtServer, {}));
  return one.has_value();
}

Result<std::size_t> make_indexes(Database& database) {
  GARITA_TRY(notes, notes_put_off_indexes(database));
  if (!notes) return 0;
  GARITA_TRY(indexes, put_off(database));
  if (!indexes.empty() && database.dialect() == Dialect::kPostgres)
    GARITA_CHECK(database.run_script("ALTER TABLE cases RESET (fillfactor)"));
  for (const auto& index : indexes) {
    GARITA_TRY(transaction, WriteTransaction::begin(database));
    GARITA_CHECK(make(database, index));
    GARITA_CHECK(transaction.commit());
  }
  return indexes.size();
}

Result<void> make_index_of_candidates(Database& database) {
  GARITA_TRY(indexes, put_off(database));
  for (const auto& index : indexes)
    if (index.name == kIndexOfCandidates) return make(database, index);
  return {};
}

}  // namespace garita::central
