#include "central-sync/store/relational/report_indexes.h"

#include <array>
#include <string>
#include <vector>

namespace garita::central {
namespace {

constexpr std::array kForReports = {"persons_by_surname", "crossings_by_number", "cases_due",
                                    "cases_cleared",      "cases_in_review",     "cases_open_stays",
                                    "cases_left_stays",   "cases_others",        "cases_raised"};

constexpr const char* kDefinitionInSqlite =
    "SELECT sql FROM sqlite_schema WHERE type = 'index' AND name = ?1";
constexpr const char* kDefinitionAtServer =
    "SELECT indexdef FROM pg_indexes WHERE schemaname = current_schema() AND CAST(indexname AS "
    "TEXT) = ?1";

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

Result<void> drop(Database& database, const std::string& name) {
  const bool sqlite = database.dialect() == Dialect::kSqlite;
  std::string definition;
  {
    GARITA_TRY(row, database.prepare(sqlite ? kDefinitionInSqlite : kDefinitionAtServer, {name}));
    GARITA_TRY(found, row.step());
    if (!found) return {};
    definition = row.text(0);
  }
  GARITA_CHECK(database.execute("INSERT INTO indexes_put_off (name, definition) VALUES (?1, ?2)",
                                {name, definition}));
  return database.run_script("DROP INDEX " + name);
}

Result<void> make(Database& database, const PutOff& index) {
  GARITA_TRY(transaction, WriteTransaction::begin(database));
  GARITA_CHECK(database.run_script(index.definition));
  GARITA_CHECK(database.execute("DELETE FROM indexes_put_off WHERE name = ?1", {index.name}));
  return transaction.commit();
}

}  // namespace

Result<void> put_off_report_indexes(Database& database) {
  GARITA_TRY(transaction, WriteTransaction::begin(database));
  for (const auto* name : kForReports) GARITA_CHECK(drop(database, name));
  return transaction.commit();
}

Result<void> make_report_indexes(Database& database) {
  GARITA_TRY(indexes, put_off(database));
  for (const auto& index : indexes) GARITA_CHECK(make(database, index));
  return {};
}

}  // namespace garita::central
