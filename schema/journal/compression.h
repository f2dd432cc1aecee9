#pragma once

#include <cstdint>

#include "schema/vocabulary/bytes.h"
#include "schema/vocabulary/result.h"

namespace garita {

/// What records are compressed with, by the number in an entry's header. Numbers are never used
/// again, and no dictionary ever leaves the programs: entries outlive them.
inline constexpr std::uint16_t kNoDictionary = 0;
/// dictionary/records-1.zdict: what records of crossings have in common.
inline constexpr std::uint16_t kRecordsDictionary = 1;

/// A zstd frame that names its content's size, without its magic number. `dictionary` is one that
/// is here.
[[nodiscard]] Bytes compress_record(ByteView record, std::uint16_t dictionary);
/// Remedy: reject, when the dictionary is one of a later program, when it is no such frame, or when
/// it would have more than `bytes_max`.
[[nodiscard]] Result<Bytes> expand_record(ByteView bytes, std::uint16_t dictionary,
                                          std::size_t bytes_max);

}  // namespace garita
