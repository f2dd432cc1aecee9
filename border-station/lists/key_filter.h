#pragma once

#include <span>

#include "schema/crypto/hash.h"
#include "schema/vocabulary/bytes.h"

namespace garita::station {

/// Eight bits of each hash (a Bloom filter), 12 for a key: of 300 hashes that are not among them
/// about one may be. `hashes` are keyed ones: they are taken for random as they are, and their bits
/// say no more than they do.
[[nodiscard]] Bytes key_filter(std::span<const Digest> hashes);
/// False: it is not among those that the filter was made of. An empty filter is none: all may be.
[[nodiscard]] bool may_be_among(ByteView filter, const Digest& hash);

}  // namespace garita::station
