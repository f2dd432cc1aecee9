#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "schema/journal/codec.h"
#include "schema/vocabulary/instant.h"

namespace garita {

/// A bulletin that a station holds. When it was signed tells it from another of the same version,
/// which a centre makes that was set back to a backup. Version 0: none is held.
struct Holding {
  std::string channel;  ///< or a section
  std::uint64_t version = 0;
  Instant issued_at;
  friend bool operator==(const Holding&, const Holding&) = default;
};

/// What a station holds, since version 2 of the conversation.
struct Holdings {
  std::string list;  ///< of which these are all sections; "" where nothing was asked
  std::vector<Holding> held;
  friend bool operator==(const Holdings&, const Holdings&) = default;
};
/// As many as a greeting's channels, and all sections of both lists.
inline constexpr std::size_t kHoldingsMax = 16 + 2 * 256;

/// "Which sections of this list do you hold?", by the centre.
struct SectionsAsked {
  std::string channel;
  friend bool operator==(const SectionsAsked&, const SectionsAsked&) = default;
};

/// How the centre stands with what it has put aside of a station, since version 2: records that
/// wait for a person, and those about which one has decided.
struct PutAside {
  /// Of more than this it is said that there are as many.
  static constexpr int kCounted = 1000;
  std::uint32_t waiting = 0;
  std::uint32_t decided = 0;
  friend bool operator==(const PutAside&, const PutAside&) = default;
};

// The bodies of frames. Reading marks what is wrong in `in`.

void put(ByteWriter& out, const Holdings& holdings);
[[nodiscard]] Holdings read_holdings(ByteReader& in);
[[nodiscard]] SectionsAsked read_sections_asked(ByteReader& in);

/// Of long lists, versions by section's name: sections in a row of one version are one line.
void put_sections(ByteWriter& out, const std::map<std::string, std::uint64_t>& sections);
[[nodiscard]] std::map<std::string, std::uint64_t> read_sections(ByteReader& in);

}  // namespace garita
