#include "schema/api/officers.h"

#include <nlohmann/json.hpp>

#include "schema/crypto/password.h"
#include "schema/vocabulary/json_keys.h"

namespace garita {

namespace {

Result<Account> account_of(const nlohmann::json& json) {
  Account account;
  account.id = OfficerId(json.at("id").get<std::string>());
  account.name = json.value("name", account.id.value());
  account.password_verifier = json.at("verifier").get<std::string>();
  account.active = json.value("active", true);
  for (const auto& name : json.at("roles")) {
    const auto role = parse_role_text(name.get<std::string>());
    if (role) account.roles.add(*role);
  }
  const auto second = json.find("second_factor");
  if (second == json.end()) return account;
  auto sealed = from_base64(second->get<std::string>());
  if (!sealed) return fail(Remedy::kReject, "a second factor that is no base64");
  account.second_factor = *std::move(sealed);
  return account;
}

constexpr auto kExpiresAt = "expires_at";

/// A list that says until when must say it rightly: else it would hold for ever.
Result<std::optional<Instant>> expiry_of(const nlohmann::json& json) {
  if (!json.contains(kExpiresAt)) return std::optional<Instant>();
  const auto& stated = json.at(kExpiresAt);
  const auto moment = stated.is_string() ? Instant::from_rfc3339(stated.get<std::string>())
                                         : fail(Remedy::kReject, "no text");
  if (!moment) return fail(Remedy::kReject, "\"expires_at\" is no moment as RFC 3339 has them");
  return std::optional<Instant>(*moment);
}

}  // namespace

RoleSet desk_roles() { return {Role::kOfficer, Role::kSupervisor, Role::kExaminer}; }

Result<std::vector<Account>> parse_officers(ByteView content) {
  std::vector<Account> accounts;
  try {
    const auto json = nlohmann::json::parse(text_of(content));
    GARITA_CHECK(check_keys_once(text_of(content)));
    const auto& list = json.at("officers");
    GARITA_CHECK(expiry_of(json));
    if (!list.is_array()) return fail(Remedy::kReject, "\"officers\" is no list");
    for (const auto& one : list) {
      GARITA_TRY(account, account_of(one));
      accounts.push_back(std::move(account));
    }
    return accounts;
  } catch (const nlohmann::json::parse_error& error) {
    return fail(Remedy::kReject, "it is no JSON, from byte " + std::to_string(error.byte) + " on");
  } catch (const nlohmann::json::exception&) {
    return fail(Remedy::kReject,
                "it is no list of officers: {\"officers\":[{\"id\", \"name\", \"roles\", "
                "\"verifier\", \"active\"}]}, wrong at officer " +
                    std::to_string(accounts.size() + 1));
  }
}

std::optional<Instant> officers_expire_at(ByteView content) {
  const auto json = nlohmann::json::parse(text_of(content), nullptr, false);
  if (!json.is_object()) return std::nullopt;
  return expiry_of(json).value_or(std::nullopt);
}

std::map<RecordId, Instant> papers_closed(ByteView content) {
  std::map<RecordId, Instant> closed;
  const auto json = nlohmann::json::parse(text_of(content), nullptr, false);
  if (!json.is_object() || !json.contains(kPapersClosed) || !json[kPapersClosed].is_array())
    return closed;
  for (const auto& one : json[kPapersClosed]) {
    if (!one.is_object()) continue;
    const auto text = [&](const char* key) {
      const auto found = one.find(key);
      return found != one.end() && found->is_string() ? found->get<std::string>() : std::string();
    };
    const auto record = RecordId::parse(text("record"));
    const auto at = Instant::from_rfc3339(text("at"));
    if (record && at) closed.emplace(*record, *at);
  }
  return closed;
}

OfficersExpiry judge_expiry(std::optional<Instant> expires_at, Instant now) {
  if (!expires_at || now.plus(kExpiryIsSoon) < *expires_at) return OfficersExpiry::kFar;
  return now < *expires_at ? OfficersExpiry::kSoon : OfficersExpiry::kExpired;
}

bool opens_a_desk(const Account& account) {
  return account.active && account.roles.shares_any_with(desk_roles()) &&
         is_password_verifier(account.password_verifier);
}

}  // namespace garita
