#pragma once

#include <set>
#include <span>
#include <string>

namespace garita {

/// An officer's statement that a record was wrong. What it should have said comes, if at all, as
/// a movement of its own.
struct Void {
  std::string reference;  ///< of the record that states it
  std::string of;         ///< the movement, decision or void taken back
};

/// The references that are taken back. Of each void it is decided whether it holds: unless a void
/// that holds names it; voids that name one another in a ring hold none. The result is the same for
/// every order and any repetition. Costs n log n of voids, however they name one another.
[[nodiscard]] std::set<std::string> voided(std::span<const Void> voids);

}  // namespace garita
