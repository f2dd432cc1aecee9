#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "border-station/ledger/ledger.h"
#include "schema/wire/bundle.h"

namespace garita::station {

/// Everything that the centre has not confirmed, or has lost since by its newest word, urgent first
/// in case the stick is read only in part, with the keys of its days, and a claim; how many records
/// that is. In files of about `bytes_max`. Fails as the ledger or `keep`.
[[nodiscard]] Result<std::uint64_t> export_bundle(Ledger& ledger, const KeepBundle& keep,
                                                  std::size_t bytes_max = kBundleBytesMax);

/// What the answer to a bundle did.
struct TakenAnswer {
  std::size_t receipts = 0;
  std::size_t bulletins = 0;
  std::size_t of_others = 0;  ///< receipts of other stations, passed over
  /// The file is a station's own, on its way up; it was passed over.
  bool goes_up = false;
  std::optional<StationId> sender;  ///< of such a file, where its first frame can be read
  /// Lists that were not taken, since a later number is held; sections of long ones are not named.
  struct Older {
    std::uint64_t version = 0;
    std::uint64_t held = 0;
  };
  std::map<std::string, Older> older;  ///< by channel
  /// Journals of which the centre holds less than it has given receipts for: it was set back to a
  /// backup, and the next export has what it lost.
  std::size_t set_back = 0;
};

/// Takes receipts and bulletins; what begins as a station's own bundle is passed over whole, since
/// a stick goes to and fro with all that it carries. One message that is refused does not keep the
/// others out: `complain` is told of each, until the file is given up (BundleRefusals). Remedy:
/// reject, when it is no bundle, and nothing was taken.
[[nodiscard]] Result<TakenAnswer> import_answer(Ledger& ledger, ByteView file,
                                                const std::function<void(const Error&)>& complain);

}  // namespace garita::station
