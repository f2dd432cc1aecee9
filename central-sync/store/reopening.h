#pragma once

#include <string>

#include "schema/vocabulary/ids.h"
#include "schema/vocabulary/instant.h"

namespace garita::central {

/// A post, a station or one life of a disk that a person closed as reporting no more, and that has
/// claimed of a later time since: it is waited for again from then on, and flags that were raised
/// without it wait until it has told everything.
struct Reopening {
  std::string record;  ///< the closing
  std::string closed;  ///< "PASO-01", "PASO-01-01" or "PASO-01-01:2"
  Instant closed_at;
  std::string officer;  ///< who closed it; "": it was not stated
  std::string why;
  StationId station;  ///< that reports again
  Instant since;      ///< when the centre heard so
  friend bool operator==(const Reopening&, const Reopening&) = default;
};

}  // namespace garita::central
