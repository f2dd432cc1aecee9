#pragma once

#include <vector>

#include "border-station/crossing/counter.h"

namespace garita::station {

/// Adds to `open` the hits of the document that lies on the desk which nobody has answered: those
/// that are shown, but for what was cleared before, and the silent ones. Those of a document before
/// it are there already, with that one; a silent one that is shown by now is shown from then
/// on. Whether there was any that `open` did not have, or not as shown.
bool add_open_hits(std::vector<HitLeft>& open, const Examined& examined);

}  // namespace garita::station
