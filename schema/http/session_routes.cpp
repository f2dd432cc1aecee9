#include "schema/http/session_routes.h"

#include "schema/api/log_in.h"
#include "schema/crypto/secret.h"
#include "schema/http/answer.h"

namespace garita {

namespace {

constexpr std::string_view kBearer = "Bearer ";

using RefuseLogIn = std::function<std::optional<Response>()>;

std::string json_of(const Access& access, const Session& session) {
  return session_json(session, access.expires_at(session), access.lock_after());
}

Response log_in(Access& access, RoleSet roles, const RefuseLogIn& refuse_log_in,
                const Request& request) {
  const auto credentials = parse_credentials(request.body);
  if (!credentials) return bad_request(credentials.error().message);
  const auto before = access.session_of(request);
  const bool goes_on = before && before->officer == credentials->officer;
  if (refuse_log_in && !goes_on) {
    if (auto refused = refuse_log_in()) return *std::move(refused);
  }
  const auto done = access.log_in(
      request, {credentials->officer, credentials->password, credentials->code}, roles);
  if (!done) return done.error();
  Response response = json_response(json_of(access, done->session), 201);
  response.headers.push_back(done->set_cookie);
  return response;
}

Response log_out(Access& access, const Request& request) {
  Response response = empty_response();
  response.headers.push_back(access.log_out(request));
  return response;
}

bool brings(const Request& request, const std::string& token) {
  const auto given = request.header("Authorization").value_or("");
  if (token.empty() || !given.starts_with(kBearer)) return false;
  return equal_in_constant_time(bytes_of(given.substr(kBearer.size())), bytes_of(token));
}

}  // namespace

Response bad_request(std::string detail) {
  return problem_response({.status = 400,
                           .name = "bad-request",
                           .title = "The request is not what the interface says",
                           .detail = std::move(detail),
                           .errors = {}});
}

void add_session_routes(Router& router, Access& access, RoleSet roles,
                        std::function<std::optional<Response>()> refuse_log_in) {
  router.add(access.route(
      "GET", "/api/session", roles,
      [&access](const Request&, const Session& session) {
        return json_response(json_of(access, session));
      },
      Attention::kPageAlone));
  router.add(access.route("POST", "/api/session/activity", roles,
                          [](const Request&, const Session&) { return empty_response(); }));
  router.add(access.route("POST", "/api/session/lock", roles,
                          [&access](const Request& request, const Session&) {
                            access.lock(request);
                            return empty_response();
                          }));
  Route in;
  in.method = "POST";
  in.pattern = "/api/session";
  in.gate = refuse_cross_site;
  in.handler = [&access, roles, refuse_log_in](const Request& request) {
    return log_in(access, roles, refuse_log_in, request);
  };
  router.add(std::move(in));
  Route out;
  out.method = "DELETE";
  out.pattern = "/api/session";
  out.gate = refuse_cross_site;
  out.handler = [&access](const Request& request) { return log_out(access, request); };
  router.add(std::move(out));
}

void add_metrics_route(Router& router, const Access& access, std::string token,
                       std::function<std::string()> text) {
  Route by_session =
      access.route("GET", "/metrics", {Role::kOperations},
                   [text](const Request&, const Session&) { return metrics_response(text()); });
  Route route;
  route.method = "GET";
  route.pattern = "/metrics";
  route.gate = [gate = by_session.gate, token](const Request& request) {
    return brings(request, token) ? std::nullopt : gate(request);
  };
  route.handler = [session = by_session.handler, token, text](const Request& request) {
    return brings(request, token) ? metrics_response(text()) : session(request);
  };
  router.add(std::move(route));
}

}  // namespace garita
