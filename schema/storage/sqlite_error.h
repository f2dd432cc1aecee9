#pragma once

#include <sqlite3.h>

#include <string_view>

#include "schema/vocabulary/result.h"

// Seen by the .cpp files of this folder alone.
namespace garita::sqlite {

/// What SQLite's result code asks of the caller; `doing` stands in front of SQLite's own words,
/// which never quote values.
[[nodiscard]] Failure failure_of(int code, std::string_view doing);
/// Same, for the last thing that `connection` did.
[[nodiscard]] Failure failure_of(sqlite3* connection, std::string_view doing);

}  // namespace garita::sqlite
