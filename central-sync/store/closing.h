#pragma once

#include <optional>
#include <string>

#include "schema/vocabulary/ids.h"
#include "schema/vocabulary/instant.h"

namespace garita::central {

/// A person's word that a post, a station or one life of a disk reports no more.
struct Closing {
  std::string record;
  std::string closed;  ///< "PASO-01", "PASO-01-01" or "PASO-01-01:2"
  Instant closed_at;
  std::string officer;  ///< who closed it; "": it was not stated
  std::string why;
  friend bool operator==(const Closing&, const Closing&) = default;
};

/// One that holds: what it closed has claimed nothing of a later time, and is waited for no more.
struct StandingClosing : Closing {
  PostCode post;
  /// Up to when what it closed had told everything: flags that are raised later rest on it, for
  /// what it still held is on nobody's record. Absent: it never had.
  std::optional<Instant> complete_until;
  friend bool operator==(const StandingClosing&, const StandingClosing&) = default;
};

/// One of something that has claimed of a later time since: it is waited for again from then on,
/// and flags that were raised without it wait until it has told everything.
struct Reopening : Closing {
  StationId station;  ///< that reports again
  Instant since;      ///< when the centre heard so
  friend bool operator==(const Reopening&, const Reopening&) = default;
};

}  // namespace garita::central
