#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "central-sync/projection/tables.h"
#include "schema/storage/database.h"
#include "schema/storage/sender.h"
#include "schema/vocabulary/result.h"

namespace garita::central {

/// The entries of all journals after that arrival, in order, at most `limit`.
[[nodiscard]] Result<std::vector<Arrived>> entries_after(Database& database, std::int64_t arrival,
                                                         std::size_t limit);

/// The same for a rebuild, with a server's connection of its own that reads the next ones while
/// those before are applied: an entry never changes, and arrivals are committed in their order.
class EntriesAhead {
 public:
  /// At `address`, as Database::connect takes it, with its remedies.
  [[nodiscard]] static Result<std::unique_ptr<EntriesAhead>> open(const std::string& address);

  /// As entries_after(). After a failure it is of no use any more.
  [[nodiscard]] Result<std::vector<Arrived>> after(std::int64_t arrival, std::size_t limit);

 private:
  explicit EntriesAhead(Database connection) : connection_(std::move(connection)) {}
  [[nodiscard]] Result<void> take_what_was_read();
  void begin_to_read(std::size_t limit);

  Database connection_;  ///< the thread's while it is busy
  std::int64_t asked_after_ = 0;
  std::deque<Arrived> held_;  ///< all from the first behind that on
  std::vector<Arrived> read_;
  storage::Sender thread_;  ///< ends before what it uses
};

}  // namespace garita::central
