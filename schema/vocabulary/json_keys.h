#pragma once

#include <string_view>

#include "schema/vocabulary/result.h"

namespace garita {

/// That no object of a JSON text gives a key twice: whoever reads it would take one of the two, and
/// nobody could say which was meant. Of what is no JSON nothing is said. Remedy: reject, naming the
/// key where it looks like one.
[[nodiscard]] Result<void> check_keys_once(std::string_view json);

}  // namespace garita
