#pragma once

#include <libpq-fe.h>

#include "schema/vocabulary/result.h"

// Seen by the .cpp files of this folder alone.
namespace garita::postgres {

/// What an operation's outcome asks of the caller; `result` may be null. Messages never quote
/// values.
[[nodiscard]] Failure failure_of(PGconn* connection, const PGresult* result);
/// Same, of a connection that was not made; `keywords` and `values` are those it was tried with.
[[nodiscard]] Failure failure_of_connecting(PGconn* connection, const char* const* keywords,
                                            const char* const* values);
/// Whether SQL of our own is wrong, which nothing but another program mends.
[[nodiscard]] bool is_wrong_sql(const PGresult* result);

}  // namespace garita::postgres
