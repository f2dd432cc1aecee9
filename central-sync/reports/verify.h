#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "central-sync/store/central_database.h"
#include "schema/crypto/certificate.h"
#include "schema/journal/entry.h"
#include "schema/vocabulary/ids.h"
#include "schema/vocabulary/result.h"

namespace garita::central {

/// What was found about one journal.
struct JournalVerdict {
  JournalId journal;
  std::uint64_t records = 0;  ///< that hold
  std::uint64_t erased = 0;   ///< of these, whose salt was destroyed
  /// The first record that does not hold, and why; absent: the journal is whole.
  std::optional<RecordId> first_bad;
  std::string why;
};

/// Reads every journal from its first record: no gap, each record the one that was received (its
/// hash), each on the one before, salts as their headers say, the key of its day whole, every head
/// that a receipt was given for signed by the station. Claims are checked with the journal that
/// they speak of: the record that one names is bad when the station did not sign the claim. A
/// station whose certificate cannot be read costs its own journals alone.
/// `authority` issued the stations' certificates. Remedy: as the store.
[[nodiscard]] Result<std::vector<JournalVerdict>> verify_journals(CentralDatabase& database,
                                                                  const Certificate& authority);

/// What was found about the bulletins that were signed.
struct BulletinVerdict {
  std::uint64_t held = 0;  ///< that hold
  struct Bad {
    std::string channel;  ///< or section
    std::uint64_t version = 0;
    std::string why;
  };
  std::vector<Bad> bad;
};
/// Every version of every channel and section that is kept: whether it is the one that its place
/// says and the country signed it. Remedy: as the store.
[[nodiscard]] Result<BulletinVerdict> verify_bulletins(CentralDatabase& database,
                                                       const PublicKey& bulletins);

/// What none of this looks at, as a sentence.
[[nodiscard]] std::string_view not_verified();

/// "" where nothing was ever published.
[[nodiscard]] std::string bulletins_text(const BulletinVerdict& verdict);
[[nodiscard]] std::string bulletins_json(const BulletinVerdict& verdict);

[[nodiscard]] std::string verdicts_text(const std::vector<JournalVerdict>& verdicts);
/// One JSON object a journal and line.
[[nodiscard]] std::string verdicts_json(const std::vector<JournalVerdict>& verdicts);

}  // namespace garita::central
