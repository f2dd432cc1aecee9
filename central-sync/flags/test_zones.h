#pragma once

#include "central-sync/flags/post_zones.h"

namespace garita::central {

/// One post, A, which was always there.
inline PostZones guatemala() {
  PostZones zones;
  zones.add(PostCode("A"), *Zone::named("America/Guatemala"), {{Instant{}}});
  return zones;
}

}  // namespace garita::central
