#pragma once

#include <string>
#include <vector>

#include "schema/vocabulary/result.h"

namespace garita::central {

/// What a look at a database's own structure found.
struct StructuralDamage {
  std::vector<std::string> what;  ///< in the database's words; never what stands in a row
  /// Whether rows can be read as what they should be. Else nothing of the database may be read by
  /// this program, which takes its own tables for whole.
  bool readable = true;
};

/// Looks through the whole database at `place`, as open_store takes it, without changing it and
/// before anything that it holds is believed: tables as this program lays them out, a value
/// wherever there has to be one, pages and indexes whole. PostgreSQL's server answers for its own
/// structure (data checksums, amcheck): nothing is found there. Remedy: retry; repair, when SQLite
/// cannot open it.
[[nodiscard]] Result<StructuralDamage> structural_damage(const std::string& place);

}  // namespace garita::central
