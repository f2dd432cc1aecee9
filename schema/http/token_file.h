#pragma once

#include <filesystem>
#include <string>

#include "schema/vocabulary/result.h"

namespace garita {

/// A bearer token that whoever may read the file may bring (0600; a line end does not count); 256
/// random bits when it is not there yet. Remedy: retry, repair.
[[nodiscard]] Result<std::string> load_or_make_token(const std::filesystem::path& file);

}  // namespace garita
