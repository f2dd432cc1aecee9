#include "schema/http/testing/role_table.h"

#include <algorithm>
#include <array>

namespace garita::testing {

namespace {

constexpr std::array kAllRoles{Role::kOfficer,   Role::kSupervisor, Role::kExaminer,
                               Role::kAnalyst,   Role::kReviewer,   Role::kAdministrator,
                               Role::kOperations};

std::string named(RoleSet roles) {
  std::string text;
  for (const Role role : roles.list())
    text += (text.empty() ? "" : "+") + std::string(role_text(role));
  return text.empty() ? "nobody" : text;
}

/// "/api/persons/{person}" asked as "/api/persons/x".
std::string filled(const std::string& pattern) {
  std::string path;
  bool inside = false;
  for (const char c : pattern) {
    if (c == '{') path += 'x';
    inside = c == '{' || (inside && c != '}');
    if (!inside && c != '}') path += c;
  }
  return path;
}

int ask(const Router& router, const Route& route, const std::string& cookie, bool elsewhere) {
  Request request;
  request.method = route.method;
  request.path = filled(route.pattern);
  request.headers = {{"Host", "console"}, {"Cookie", cookie}};
  if (elsewhere) request.headers.push_back({"Sec-Fetch-Site", "cross-site"});
  const auto match = router.match(route.method, request.path);
  if (match.route == nullptr) return 404;
  request.path_parameters = match.path_parameters;
  auto refused = match.route->gate ? match.route->gate(request) : std::nullopt;
  return (refused ? *std::move(refused) : match.route->handler(request)).status;
}

int expected(const RouteForRoles& line, RoleSet roles, bool logged_in) {
  if (!line.roles) return line.status;
  if (!logged_in) return 401;
  return line.roles->shares_any_with(roles) ? line.status : 403;
}

std::vector<RoleSet> all_who_ask() {
  std::vector<RoleSet> sets{RoleSet{}};
  for (const Role role : kAllRoles) sets.push_back({role});
  for (const Role role : kAllRoles) sets.push_back({role, Role::kOperations});
  return sets;
}

void ask_as(const Router& router, const Route& route, const RouteForRoles& line,
            const LogInWith& log_in, std::vector<std::string>& faults) {
  for (const RoleSet roles : all_who_ask()) {
    const std::string cookie = roles.empty() ? "" : log_in(roles);
    const int wanted = expected(line, roles, !cookie.empty());
    const int got = ask(router, route, cookie, false);
    if (got == wanted) continue;
    faults.push_back(line.operation + " as " + named(roles) + ": " + std::to_string(got) +
                     ", not " + std::to_string(wanted));
  }
  if (route.method == "GET") return;
  const RoleSet entitled = line.roles.value_or(RoleSet{Role::kOperations});
  const int got = ask(router, route, log_in(entitled), true);
  if (got != 403) {
    faults.push_back(line.operation + " from another site: " + std::to_string(got) + ", not 403");
  }
}

}  // namespace

std::vector<std::string> role_faults(const Router& router, const std::vector<RouteForRoles>& table,
                                     const LogInWith& log_in) {
  std::vector<std::string> faults;
  for (const Route& route : router.routes()) {
    const std::string operation = route.method + " " + route.pattern;
    const auto line = std::ranges::find(table, operation, &RouteForRoles::operation);
    if (line == table.end())
      faults.push_back(operation + " is not in the table");
    else
      ask_as(router, route, *line, log_in, faults);
  }
  for (const auto& line : table) {
    const bool there = std::ranges::any_of(router.routes(), [&](const Route& route) {
      return route.method + " " + route.pattern == line.operation;
    });
    if (!there) faults.push_back(line.operation + " is no route");
  }
  return faults;
}

}  // namespace garita::testing
