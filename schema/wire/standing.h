#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "schema/crypto/keys.h"
#include "schema/wire/holdings.h"

namespace garita {

/// What the station still has to send, by its own word: for the posts' health.
struct Backlog {
  std::uint64_t records = 0;
  std::optional<Instant> oldest_at;
  std::uint64_t disk_free_bytes = 0;
  friend bool operator==(const Backlog&, const Backlog&) = default;
};

// What the two ends of a conversation say of themselves as it goes, for a post that has sticks
// alone: signed, since a stick comes from anybody.

/// How a station stood when it wrote a stick: what is shown of it, and what of the lists the answer
/// need not carry.
struct StationStanding {
  StationId station;
  std::uint32_t incarnation = 1;  ///< the one that it writes now
  Instant made_at;                ///< by its own clock
  std::string software;           ///< "garita-station 0.1.0"
  Backlog backlog;
  /// Of each channel, and of long lists the sections that are not what the head held names.
  std::vector<Holding> held;
  Bytes signature;
  void sign(const PrivateKey& station_key);
  [[nodiscard]] bool verify(const PublicKey& station) const;
  friend bool operator==(const StationStanding&, const StationStanding&) = default;
};

/// What the centre says to a station beside its receipts.
struct CentreStanding {
  StationId station;
  Instant at;  ///< by the centre's clock
  PutAside put_aside;
  Bytes signature;
  void sign(const PrivateKey& centre_key);
  [[nodiscard]] bool verify(const PublicKey& centre) const;
  friend bool operator==(const CentreStanding&, const CentreStanding&) = default;
};

// The bodies of frames (PROTOCOL.md). Reading marks what is wrong in `in`.

void put(ByteWriter& out, const Backlog& backlog);
[[nodiscard]] Backlog read_backlog(ByteReader& in);
void put(ByteWriter& out, const PutAside& aside);
[[nodiscard]] PutAside read_put_aside(ByteReader& in);
[[nodiscard]] Bytes encode(const StationStanding& standing);
[[nodiscard]] StationStanding read_station_standing(ByteReader& in);
[[nodiscard]] Bytes encode(const CentreStanding& standing);
[[nodiscard]] CentreStanding read_centre_standing(ByteReader& in);

}  // namespace garita
