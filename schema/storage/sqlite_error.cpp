#include "schema/storage/sqlite_error.h"

namespace garita::sqlite {
namespace {

constexpr int kPrimaryCodeMask = 0xFF;

Remedy remedy_of(int code) {
  switch (code & kPrimaryCodeMask) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_NOMEM:
    case SQLITE_INTERRUPT:
      return Remedy::kRetry;
    case SQLITE_CONSTRAINT:
    case SQLITE_TOOBIG:
    case SQLITE_MISMATCH:
      return Remedy::kReject;
    default:
      return Remedy::kRepair;
  }
}

std::string_view words_of(int code) {
  // The index of the WAL could not be made longer, which is how a full disk shows at a start.
  if (code == SQLITE_IOERR_SHMSIZE) return "the disk is full";
  switch (code & kPrimaryCodeMask) {
    case SQLITE_FULL:
      return "the disk is full";
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return "another process is writing";
    default:
      return sqlite3_errstr(code);
  }
}

}  // namespace

Failure failure_of(int code, std::string_view doing) {
  return fail(remedy_of(code), std::string(doing) + ": " + std::string(words_of(code)));
}

Failure failure_of(sqlite3* connection, std::string_view doing) {
  return failure_of(sqlite3_extended_errcode(connection), doing);
}

}  // namespace garita::sqlite
