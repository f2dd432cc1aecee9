#include "central-sync/directorate/directorate_fixture.h"
#include "schema/http/testing/role_table.h"

namespace garita::central {
namespace {

const RoleSet kConsole{Role::kAnalyst, Role::kReviewer, Role::kAdministrator, Role::kOperations,
                       Role::kSupervisor};
const RoleSet kLists{Role::kAnalyst, Role::kReviewer};

/// Every operation of the directorate's console: nobody else reaches it, and a route that is not
/// here fails the test. 428 and 404: the handler was reached, and asked for a reason or a person.
const std::vector<garita::testing::RouteForRoles> kTable{
    {"GET /api/site", std::nullopt, 200},
    {"GET /api/session", kConsole, 200},
    {"POST /api/session", std::nullopt, 400},
    {"DELETE /api/session", std::nullopt, 204},
    {"POST /api/session/activity", kConsole, 204},
    {"POST /api/session/lock", kConsole, 204},
    {"GET /api/vocabulary", kConsole, 200},
    {"GET /api/overstays", kLists, 200},
    {"GET /api/overstays.csv", kLists, 428},
    {"GET /api/persons/{person}", RoleSet{Role::kReviewer}, 428},
    {"GET /api/reviews", RoleSet{Role::kReviewer}, 200},
    {"GET /api/identity-decisions", RoleSet{Role::kReviewer}, 200},
    {"POST /api/identity-decisions", RoleSet{Role::kReviewer}, 400},
    {"GET /api/identity-decisions/{record}", RoleSet{Role::kReviewer}, 404},
    {"GET /api/waiting-decisions", RoleSet{Role::kReviewer}, 200},
    {"GET /api/incidents", RoleSet{Role::kReviewer}, 200},
    {"GET /api/posts", kConsole, 200},
    {"GET /api/bulletins", kConsole, 200},
    {"GET /metrics", RoleSet{Role::kOperations}, 200},
};

TEST_F(DirectorateTest, EveryRouteIsForTheRolesOfTheTableAlone) {
  const auto log_in = [&](RoleSet roles) {
    std::string name;
    for (const Role role : roles.list()) {
      name += (name.empty() ? "" : "+") + std::string(role_text(role));
    }
    return cookie_of(name);
  };
  EXPECT_EQ(garita::testing::role_faults(router_, kTable, log_in), std::vector<std::string>{});
}

}  // namespace
}  // namespace garita::central
