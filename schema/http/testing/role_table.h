#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "schema/api/account.h"
#include "schema/http/router.h"

namespace garita::testing {

/// What a console promises of one operation.
struct RouteForRoles {
  std::string operation;  ///< "GET /api/strip", the pattern as the router has it
  /// Whose request reaches the handler; absent: anybody's, also without a session.
  std::optional<RoleSet> roles;
  int status = 200;  ///< of a request without a body that reaches the handler, parameters all "x"
};

/// The roles of which one is enough to log in, and the cookie of a new session with exactly these
/// roles ("" where the console refuses the log-in).
using LogInWith = std::function<std::string(RoleSet)>;

/// Asks every operation of `router` with each single role, with each pair that holds
/// Role::kOperations (which logs in everywhere), with nobody's cookie, and, where it changes
/// something, from another site's page. A sentence for each answer that is not the table's, for
/// each route that the table does not name, and for each line without a route.
[[nodiscard]] std::vector<std::string> role_faults(const Router& router,
                                                   const std::vector<RouteForRoles>& table,
                                                   const LogInWith& log_in);

}  // namespace garita::testing
