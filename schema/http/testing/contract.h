#pragma once

#include <filesystem>
#include <set>
#include <string>

#include "schema/http/router.h"

namespace garita::testing {

/// "GET /api/site" for every operation of openapi.yaml that carries the tag. Reads as much of YAML
/// as that file uses: paths at two spaces, methods at four, tags in one line at six.
[[nodiscard]] std::set<std::string> operations_in(const std::filesystem::path& openapi_yaml,
                                                  const std::string& tag);
/// The same of a router.
[[nodiscard]] std::set<std::string> operations_of(const Router& router);

}  // namespace garita::testing
