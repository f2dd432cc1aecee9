#pragma once

#include <string>

#include "schema/record/record.h"

namespace garita::tests {

/// Somebody else for each number: `model`'s document with another number, name and day of birth, as
/// long as those of real travellers.
[[nodiscard]] TravelDocument traveller(const TravelDocument& model, std::uint64_t number);

}  // namespace garita::tests
