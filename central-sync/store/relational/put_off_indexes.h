#pragma once

#include "schema/storage/database.h"

namespace garita::central {

/// By which descriptions are found that bear a candidate key.
inline constexpr const char* kIndexOfCandidates = "candidate_keys_once";

/// Drops the indexes that a rebuild can do without, and keeps in the table `indexes_put_off` what
/// they were: a table that is filled at random places costs less for each index that it lacks, one
/// that is made of a full table is made in order, and a server changes a row where it is if none of
/// its indexes tells what changes. Reports are right without them, and slow. Who bears a candidate
/// key a rebuild knows by heart (DescriptionCache), as long as its memory lasts.
[[nodiscard]] Result<void> put_off_indexes(Database& database);
/// Whether the database has that table: of those from before, none has.
[[nodiscard]] Result<bool> notes_put_off_indexes(Database& database);
/// Makes those that were put off, each in a transaction of its own, as far as they are not there;
/// how many were noted. Also of a database that has no such table yet.
[[nodiscard]] Result<std::size_t> make_indexes(Database& database);
/// The one of candidates alone, in the caller's transaction.
[[nodiscard]] Result<void> make_index_of_candidates(Database& database);

}  // namespace garita::central
