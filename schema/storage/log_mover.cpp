#include "schema/storage/log_mover.h"

#include <utility>

#include "schema/storage/sqlite_error.h"

namespace garita::storage {

Result<std::unique_ptr<LogMover>> LogMover::begin(sqlite3* writer, const std::string& name,
                                                  std::int64_t pages_at_once) {
  constexpr int kFlags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  sqlite3* raw = nullptr;
  int code = sqlite3_open_v2(sqlite3_db_filename(writer, "main"), &raw, kFlags, nullptr);
  sqlite::Connection connection(raw);
  // A connection that has read nothing knows of no log, and moves none.
  if (code == SQLITE_OK)
    code = sqlite3_exec(raw, "PRAGMA synchronous=FULL; SELECT 1 FROM sqlite_schema;", nullptr,
                        nullptr, nullptr);
  if (code != SQLITE_OK) return sqlite::failure_of(code, name);
  std::unique_ptr<LogMover> mover(new LogMover(std::move(connection), name, pages_at_once));
  const auto after_commit = [](void* self, sqlite3*, const char*, int log_pages) {
    static_cast<LogMover*>(self)->note_commit(log_pages);
    return SQLITE_OK;
  };
  sqlite3_wal_hook(writer, after_commit, mover.get());
  return mover;
}

LogMover::LogMover(sqlite::Connection connection, std::string name, std::int64_t pages_at_once)
    : connection_(std::move(connection)), name_(std::move(name)), pages_at_once_(pages_at_once) {
  thread_ = std::thread([this] { work(); });
}

LogMover::~LogMover() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void LogMover::note_commit(std::int64_t log_pages) {
  {
    const std::lock_guard lock(mutex_);
    // It may have been begun anew.
    if (moved_ >= log_pages_) moved_ = 0;
    log_pages_ = log_pages;
    asked_ = asked_ || log_pages_ - moved_ >= pages_at_once_;
  }
  changed_.notify_all();
}

Result<void> LogMover::make_room() {
  std::unique_lock lock(mutex_);
  if (log_pages_ < kLogPartsMax * pages_at_once_) return answer();
  return moved_all(std::move(lock));
}

Result<void> LogMover::finish() { return moved_all(std::unique_lock(mutex_)); }

Result<void> LogMover::moved_all(std::unique_lock<std::mutex> lock) {
  asked_ = asked_ || moved_ < log_pages_;
  changed_.notify_all();
  changed_.wait(lock, [this] { return !asked_ && !moving_; });
  return answer();
}

Result<void> LogMover::answer() {
  if (!failure_) return {};
  return Failure(*std::exchange(failure_, std::nullopt));
}

void LogMover::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return ending_ || asked_; });
    if (ending_) return;
    asked_ = false;
    moving_ = true;
    lock.unlock();
    const auto moved = move_log();
    lock.lock();
    moving_ = false;
    if (!moved)
      failure_ = moved.error();
    else if (*moved)
      moved_ = **moved;
    // What was committed meanwhile may be among it. A checkpoint that begins with nothing left to
    // move, just as the writer begins the log anew, is by what SQLite before 3.51.3 may lose pages
    // (sqlite.org/wal.html, the WAL-reset bug).
    if (moved_ >= log_pages_) asked_ = false;
    changed_.notify_all();
  }
}

Result<std::optional<std::int64_t>> LogMover::move_log() {
  int in_log = 0;
  int moved = 0;
  const int code = sqlite3_wal_checkpoint_v2(connection_.get(), "main", SQLITE_CHECKPOINT_PASSIVE,
                                             &in_log, &moved);
  if (code == SQLITE_OK) return moved;
  if ((code & 0xFF) == SQLITE_BUSY) return std::nullopt;
  return sqlite::failure_of(code, name_);
}

}  // namespace garita::storage
