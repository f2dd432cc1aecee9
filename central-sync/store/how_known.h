#pragma once

#include <string>

#include "schema/record/record.h"
#include "schema/vocabulary/ids.h"

namespace garita::central {

/// What a crossing is known by.
struct HowKnown {
  EvidenceClass evidence = EvidenceClass::kOfficerScan;
  bool fallback = false;   ///< decided on paper, typed in later
  std::string taken_over;  ///< "SOURCE|REFERENCE" of the older system that had the stay; or ""

  friend bool operator==(const HowKnown&, const HowKnown&) = default;
};

/// A stay that was taken over from an older system.
struct TakenOver {
  RecordId record;      ///< by which the centre states its entry
  std::string content;  ///< of that record, as content_of_taken_over() gives it
};

}  // namespace garita::central
