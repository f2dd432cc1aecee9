#include "schema/api/log_in.h"

#include <nlohmann/json.hpp>

namespace garita {

Result<Credentials> parse_credentials(std::string_view text) {
  const auto json = nlohmann::json::parse(text, nullptr, false);
  const bool complete = json.is_object() && json.contains("officer") && json.contains("password") &&
                        json["officer"].is_string() && json["password"].is_string();
  if (!complete) return fail(Remedy::kReject, "officer and password are asked for, as JSON texts");
  Credentials credentials{OfficerId(json["officer"].get<std::string>()),
                          json["password"].get<std::string>()};
  if (const auto code = json.find("code"); code != json.end()) {
    if (!code->is_string()) return fail(Remedy::kReject, "a code is a JSON text");
    credentials.code = code->get<std::string>();
    std::erase(credentials.code, ' ');
  }
  if (credentials.officer.value().size() > kOfficerBytesMax ||
      credentials.password.size() > kPasswordBytesMax || credentials.code.size() > kCodeBytesMax) {
    return fail(Remedy::kReject, "officer, password or code is too long");
  }
  return credentials;
}

std::string session_json(const Session& session, Instant expires_at,
                         std::chrono::milliseconds lock_after) {
  nlohmann::ordered_json json{{"officer", session.officer.value()}};
  if (!session.name.empty()) json["name"] = session.name;
  json["roles"] = nlohmann::json::array();
  for (const Role role : session.roles.list()) json["roles"].push_back(role_text(role));
  json["expires_at"] = expires_at.rfc3339();
  json["lock_after_seconds"] = lock_after.count() / 1000;
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace garita
