#include "schema/api/officers.h"

#include <nlohmann/json.hpp>

#include "schema/crypto/password.h"

namespace garita {

namespace {

Account account_of(const nlohmann::json& json) {
  Account account;
  account.id = OfficerId(json.at("id").get<std::string>());
  account.name = json.value("name", account.id.value());
  account.password_verifier = json.at("verifier").get<std::string>();
  account.active = json.value("active", true);
  for (const auto& name : json.at("roles")) {
    const auto role = parse_role_text(name.get<std::string>());
    if (role) account.roles.add(*role);
  }
  return account;
}

}  // namespace

RoleSet desk_roles() { return {Role::kOfficer, Role::kSupervisor, Role::kExaminer}; }

Result<std::vector<Account>> parse_officers(ByteView content) {
  std::vector<Account> accounts;
  try {
    const auto json = nlohmann::json::parse(text_of(content));
    const auto& list = json.at("officers");
    if (!list.is_array()) return fail(Remedy::kReject, "\"officers\" is no list");
    for (const auto& one : list) accounts.push_back(account_of(one));
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

bool opens_a_desk(const Account& account) {
  return account.active && account.roles.shares_any_with(desk_roles()) &&
         is_password_verifier(account.password_verifier);
}

}  // namespace garita
