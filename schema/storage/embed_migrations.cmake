# Writes OUTPUT, a .cpp with every FOLDER/NNNN_name.sql of each set, in order:
# cmake -DFOLDER=… -DOUTPUT=… -P embed_migrations.cmake
set(code "#include \"schema/storage/migrations.h\"\n\n#include <array>\n\nnamespace garita {\nnamespace {\n\n")
foreach(set station central-sqlite central-postgres)
  file(GLOB files "${FOLDER}/${set}/*.sql")
  list(SORT files)
  list(LENGTH files count)
  string(REPLACE "-" "_" identifier "${set}")
  string(APPEND code "constexpr std::array<Migration, ${count}> k_${identifier}{{\n")
  set(number 0)
  foreach(file IN LISTS files)
    math(EXPR number "${number} + 1")
    get_filename_component(name "${file}" NAME_WE)
    string(REGEX MATCH "^[0-9]+" stated "${name}")
    math(EXPR stated "${stated}")
    if(NOT stated EQUAL number)
      message(FATAL_ERROR "${file}: migrations are numbered without a gap, this is the ${number}th")
    endif()
    file(READ "${file}" sql)
    string(APPEND code "    {${number}, \"${name}\", R\"garitasql(${sql})garitasql\"},\n")
  endforeach()
  string(APPEND code "}};\n\n")
endforeach()
string(APPEND code "}  // namespace\n\nstd::span<const Migration> migrations_of(MigrationSet set, Dialect dialect) {
  if (set == MigrationSet::kStation) return k_station;
  if (dialect == Dialect::kSqlite) return k_central_sqlite;
  return k_central_postgres;\n}\n\n}  // namespace garita\n")
file(WRITE "${OUTPUT}" "${code}")
