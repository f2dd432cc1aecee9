#pragma once

#include "schema/journal/statements.h"

namespace garita {

/// A bulletin on its way over a link: whole, or as what changed since a version that the station
/// holds. `stream` is what travels, in parts that go on in the middle. The country's signature is
/// over the whole content, so that a change that was put together wrongly is noticed.
struct Delivery {
  std::string channel;
  std::uint64_t version = 1;
  std::uint64_t base = 0;  ///< the version that it changes; 0: whole
  Bytes stream;
  std::uint64_t id = 0;  ///< stream_id(stream)

  friend bool operator==(const Delivery&, const Delivery&) = default;
};

/// The bounds of a stream: a bulletin that does not shrink, and what stands around it.
inline constexpr std::size_t kDeliveryBytesMax = kBulletinBytesMax + std::size_t{64} * 1024;

/// Of this very stream: a transfer goes on only with the same.
[[nodiscard]] std::uint64_t stream_id(ByteView stream);

/// `held` is what the station has of the channel, or nothing. The smaller of the two ways.
[[nodiscard]] Delivery make_delivery(const Bulletin& bulletin, const Bulletin* held);
/// `held` is the bulletin of version `delivery.base`, where that is not 0. The signature is for the
/// caller to check. Remedy: reject.
[[nodiscard]] Result<Bulletin> read_delivery(const Delivery& delivery, const Bulletin* held);

}  // namespace garita
