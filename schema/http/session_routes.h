#pragma once

#include <functional>
#include <optional>
#include <string>

#include "schema/http/access.h"
#include "schema/http/router.h"

namespace garita {

/// GET, POST and DELETE /api/session and what belongs to it, the same at both consoles; 403
/// `not-allowed` for an account with none of `roles`. `refuse_log_in` may answer in place of a
/// log-in (no accounts yet), but not of an officer whose session is open or locked here; it may be
/// empty. `access` outlives the router.
void add_session_routes(Router& router, Access& access, RoleSet roles,
                        std::function<std::optional<Response>()> refuse_log_in = {});

/// GET /metrics for sessions with Role::kOperations, and for whoever brings `token` as a bearer
/// (RFC 6750, 2.1); no token: sessions alone. `text` gives Prometheus' text format.
void add_metrics_route(Router& router, const Access& access, std::string token,
                       std::function<std::string()> text);

/// 400 `bad-request`, for a body that is not what the contract says.
[[nodiscard]] Response bad_request(std::string detail);

}  // namespace garita
