#include "schema/api/account.h"

#include <array>
#include <utility>

namespace garita {

namespace {

constexpr std::array<std::pair<Role, std::string_view>, 7> kRoles{{
    {Role::kOfficer, "officer"},
    {Role::kSupervisor, "supervisor"},
    {Role::kExaminer, "examiner"},
    {Role::kAnalyst, "analyst"},
    {Role::kReviewer, "reviewer"},
    {Role::kAdministrator, "administrator"},
    {Role::kOperations, "operations"},
}};

std::uint32_t bit_of(Role role) { return std::uint32_t{1} << static_cast<unsigned>(role); }

}  // namespace

std::string_view role_text(Role role) {
  for (const auto& [known, name] : kRoles) {
    if (known == role) return name;
  }
  ensure(false, "every role has a name");
  return "";
}

std::string role_names() {
  std::string names;
  for (const auto& [role, name] : kRoles) names += (names.empty() ? "" : ", ") + std::string(name);
  return names;
}

Result<Role> parse_role_text(std::string_view name) {
  for (const auto& [role, known] : kRoles) {
    if (known == name) return role;
  }
  return fail(Remedy::kReject,
              "there is no such role: " + std::string(name) + "; there are " + role_names());
}

RoleSet::RoleSet(std::initializer_list<Role> roles) {
  for (const Role role : roles) add(role);
}

void RoleSet::add(Role role) { bits_ |= bit_of(role); }

bool RoleSet::has(Role role) const { return (bits_ & bit_of(role)) != 0; }

std::vector<Role> RoleSet::list() const {
  std::vector<Role> held;
  for (const auto& [role, name] : kRoles) {
    if (has(role)) held.push_back(role);
  }
  return held;
}

}  // namespace garita
