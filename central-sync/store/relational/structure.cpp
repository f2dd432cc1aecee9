#include "central-sync/store/structure.h"

#include <cstdlib>
#include <filesystem>
#include <system_error>

#include "central-sync/store/central_database.h"
#include "central-sync/store/relational/put_off_indexes.h"
#include "schema/storage/database.h"
#include "schema/storage/migrations.h"

namespace garita::central {
namespace {

constexpr const char* kLayout =
    "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE "
    "'\\' ORDER BY type, name";
// The statement names the table between ON and the columns.
constexpr const char* kLayoutWithPutOff =
    "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE "
    "'\\' UNION ALL SELECT 'index', name, rtrim(substr(definition, instr(definition, ' ON ') + 4, "
    "instr(definition, ' (') - instr(definition, ' ON ') - 4)), definition FROM indexes_put_off "
    "ORDER BY type, name";
constexpr const char* kIntegrity = "PRAGMA integrity_check(1000)";
constexpr std::size_t kFindingsMax = 1000;

/// A folder for a database that is looked at once.
class ScratchFolder {
 public:
  static Result<ScratchFolder> make() {
    std::error_code error;
    auto name = (std::filesystem::temp_directory_path(error) / "garita-layout-XXXXXX").string();
    if (error || ::mkdtemp(name.data()) == nullptr)
      return fail(Remedy::kRetry, "no folder for temporary files can be made");
    return ScratchFolder(name);
  }
  ScratchFolder(ScratchFolder&& other) noexcept : path_(std::move(other.path_)) {
    other.path_.clear();
  }
  ScratchFolder& operator=(ScratchFolder&&) = delete;
  ~ScratchFolder() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
  }
  [[nodiscard]] std::filesystem::path file() const { return path_ / "layout.sqlite"; }

 private:
  explicit ScratchFolder(std::filesystem::path path) : path_(std::move(path)) {}
  std::filesystem::path path_;
};

/// Versions of SQLite that rewrote a statement differ in blanks and quotes.
std::string plain(const std::string& sql) {
  std::string text;
  for (const char c : sql) {
    if (c != ' ' && c != '\n' && c != '\t' && c != '"') text += c;
  }
  return text;
}

/// Indexes that a rebuild put off are a part of it.
Result<std::vector<std::string>> layout_of(Database& database) {
  GARITA_TRY(notes, notes_put_off_indexes(database));
  GARITA_TRY(row, database.prepare(notes ? kLayoutWithPutOff : kLayout));
  std::vector<std::string> layout;
  for (;;) {
    GARITA_TRY(found, row.step());
    if (!found) return layout;
    std::string one;
    for (int column = 0; column < 4; ++column)
      one += plain(row.nullable_text(column).value_or("-")) + "|";
    layout.push_back(std::move(one));
  }
}

/// As this program laid it out, up to any of its steps: an older one may have done so.
Result<bool> is_laid_out(Database& database) {
  GARITA_TRY(layout, layout_of(database));
  GARITA_TRY(scratch, ScratchFolder::make());
  GARITA_TRY(reference, Database::open(scratch.file(), {.mode = OpenMode::kCreate}));
  const auto steps = migrations_of(MigrationSet::kCentral, Dialect::kSqlite);
  for (std::size_t step = 1; step <= steps.size(); ++step) {
    GARITA_CHECK(migrate(reference, steps.first(step)));
    GARITA_TRY(wanted, layout_of(reference));
    if (layout == wanted) return true;
  }
  return false;
}

}  // namespace

Result<StructuralDamage> structural_damage(const std::string& place) {
  StructuralDamage damage;
  if (is_server_address(place)) return damage;
  GARITA_TRY(database, Database::open(place, {.mode = OpenMode::kReadWrite}));
  GARITA_TRY(laid_out, is_laid_out(database));
  if (!laid_out) {
    damage.what.emplace_back("its tables are not laid out as this program lays them out");
    damage.readable = false;
    return damage;
  }
  GARITA_TRY(row, database.prepare(kIntegrity));
  for (;;) {
    GARITA_TRY(found, row.step());
    if (!found) break;
    auto text = row.nullable_text(0).value_or("no answer");
    if (text == "ok") continue;
    if (text.starts_with("NULL value in ")) damage.readable = false;
    damage.what.push_back(std::move(text));
  }
  if (damage.what.size() >= kFindingsMax) damage.readable = false;
  return damage;
}

}  // namespace garita::central
