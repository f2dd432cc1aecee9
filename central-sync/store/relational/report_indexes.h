#pragma once

#include "schema/storage/database.h"

namespace garita::central {

/// Drops the indexes that reports read and projecting does not, and keeps in the table
/// `indexes_put_off` what they were: a table that is filled at random places costs less for each
/// index that it lacks, and one that is made of a full table is made in order. Reports are right
/// without them, and slow.
[[nodiscard]] Result<void> put_off_report_indexes(Database& database);
/// Whether the database has that table: of those from before, none has.
[[nodiscard]] Result<bool> notes_put_off_indexes(Database& database);
/// Makes those that were put off, each in a transaction of its own, as far as they are not there;
/// how many were noted. Also of a database that has no such table yet.
[[nodiscard]] Result<std::size_t> make_report_indexes(Database& database);

}  // namespace garita::central
