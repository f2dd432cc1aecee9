#pragma once

#include <optional>
#include <string>
#include <vector>

#include "border-station/ledger/ledger.h"

namespace garita::station {

/// Reads every journal of a disk from its first record, some at a time, so that a start need not
/// wait: no gap, each record the one that was written (its hash), each on the one before. Of what
/// was handed over and dropped the hashes are looked at alone.
class JournalCheck {
 public:
  /// Looks at up to `records` more. True: all were looked at. Remedy: as the ledger.
  [[nodiscard]] Result<bool> look_on(Ledger& ledger, std::size_t records);
  /// Of each journal the first record that does not hold, with the reason.
  [[nodiscard]] const std::vector<std::string>& damage() const { return damage_; }

 private:
  [[nodiscard]] Result<void> begin(Ledger& ledger);

  bool begun_ = false;
  std::vector<JournalState> left_;  ///< as they stood at the beginning
  JournalHead at_;                  ///< in the last of left_
  std::vector<std::string> damage_;
};

}  // namespace garita::station
