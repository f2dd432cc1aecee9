#include "border-station/desk/officers.h"

#include <nlohmann/json.hpp>

namespace garita::station {

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

Result<std::vector<Account>> parse_officers(ByteView content) {
  try {
    std::vector<Account> accounts;
    const auto json = nlohmann::json::parse(text_of(content));
    for (const auto& one : json.at("officers")) accounts.push_back(account_of(one));
    return accounts;
  } catch (const nlohmann::json::exception&) {
    return fail(Remedy::kReject, "the bulletin of officers is not as it should be");
  }
}

}  // namespace garita::station
