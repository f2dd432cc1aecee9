#pragma once

#include <compare>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "schema/vocabulary/bytes.h"
#include "schema/vocabulary/ids.h"
#include "schema/vocabulary/result.h"

namespace garita {

/// What a person may do at a console.
enum class Role : std::uint8_t {
  kOfficer,        ///< first line: read, decide
  kSupervisor,     ///< also overrides, sees the post's figures
  kExaminer,       ///< second line
  kAnalyst,        ///< directorate: lists and statistics without a person's page
  kReviewer,       ///< directorate: persons' pages, decisions on flags
  kAdministrator,  ///< accounts, bulletins, posts; no person's page
  kOperations,     ///< /metrics and health alone
};
/// "officer", "supervisor", "examiner", "analyst", "reviewer", "administrator", "operations".
[[nodiscard]] std::string_view role_text(Role role);
/// All of them: "officer, supervisor, …".
[[nodiscard]] std::string role_names();
/// Remedy: reject, naming those that there are.
[[nodiscard]] Result<Role> parse_role_text(std::string_view name);

class RoleSet {
 public:
  RoleSet() = default;
  RoleSet(std::initializer_list<Role> roles);
  void add(Role role);
  [[nodiscard]] bool has(Role role) const;
  [[nodiscard]] bool shares_any_with(RoleSet other) const { return (bits_ & other.bits_) != 0; }
  [[nodiscard]] bool empty() const { return bits_ == 0; }
  /// In the order of the enumeration.
  [[nodiscard]] std::vector<Role> list() const;
  friend bool operator==(const RoleSet&, const RoleSet&) = default;

 private:
  std::uint32_t bits_ = 0;
};

/// Someone who may log in.
struct Account {
  OfficerId id;
  std::string name;  ///< as colleagues call them
  RoleSet roles;
  std::string password_verifier;  ///< make_password_verifier's
  bool active = true;
  /// The key of the officer's telephone as it is sealed where the account comes from; empty: a
  /// password is enough.
  Bytes second_factor = {};
};

}  // namespace garita
