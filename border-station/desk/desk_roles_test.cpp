#include "border-station/desk/desk_fixture.h"
#include "schema/api/officers.h"
#include "schema/http/testing/role_table.h"

namespace garita::station {
namespace {

const RoleSet kDesk{Role::kOfficer, Role::kSupervisor, Role::kExaminer};
const RoleSet kConsole{Role::kOfficer, Role::kSupervisor, Role::kExaminer, Role::kOperations};

/// Every operation of the desk's console: nobody else reaches it, and a route that is not here
/// fails the test. 400, 404 and 422: the handler was reached, and missed what it was not given.
const std::vector<garita::testing::RouteForRoles> kTable{
    {"GET /api/site", std::nullopt, 200},
    {"GET /api/session", kConsole, 200},
    {"POST /api/session", std::nullopt, 400},
    {"DELETE /api/session", std::nullopt, 204},
    {"POST /api/session/activity", kConsole, 204},
    {"POST /api/session/lock", kConsole, 204},
    {"GET /api/vocabulary", kDesk, 200},
    {"GET /api/events", kDesk, 200},
    {"GET /api/strip", kDesk, 200},
    {"POST /api/readings", kDesk, 400},
    {"POST /api/drops/next", kDesk, 400},
    {"POST /api/inspections", kDesk, 400},
    {"GET /api/inspections/{inspection}", kDesk, 404},
    {"DELETE /api/inspections/{inspection}", kDesk, 404},
    {"PUT /api/inspections/{inspection}/document", kDesk, 400},
    {"GET /api/inspections/{inspection}/picture", kDesk, 404},
    {"GET /api/inspections/{inspection}/alerts/{alert}/picture", kDesk, 404},
    {"PUT /api/inspections/{inspection}/photo", kDesk, 404},
    {"GET /api/inspections/{inspection}/photo", kDesk, 404},
    {"POST /api/inspections/{inspection}/decision", kDesk, 400},
    {"GET /api/decisions", kDesk, 200},
    {"GET /api/decisions/{record}/paper", kDesk, 404},
    {"POST /api/decisions/{record}/correction", kDesk, 400},
    {"GET /api/shift", kDesk, 200},
    {"POST /api/shift/close", kDesk, 200},
    {"GET /api/paper", kDesk, 400},
    {"POST /api/paper", RoleSet{Role::kSupervisor}, 400},
    {"POST /api/paper/close", RoleSet{Role::kSupervisor}, 400},
    {"POST /api/paper/set-aside", RoleSet{Role::kSupervisor}, 400},
    {"GET /api/second-line", RoleSet{Role::kExaminer}, 200},
    {"GET /api/second-line/pictures/{picture}", RoleSet{Role::kExaminer}, 404},
    {"POST /api/second-line/search", RoleSet{Role::kExaminer}, 400},
    {"GET /metrics", RoleSet{Role::kOperations}, 200},
};

TEST_F(DeskTest, EveryRouteIsForTheRolesOfTheTableAlone) {
  const auto verifier = make_password_verifier("open sesame", {.memory_kib = 8, .passes = 1});
  const auto log_in = [&](RoleSet roles) {
    json names = json::array();
    for (const Role role : roles.list()) names.push_back(role_text(role));
    const std::string id = names.dump();
    publish("officers",
            json{{"officers", {{{"id", id}, {"roles", names}, {"verifier", verifier}}}}}.dump());
    cookie_.clear();
    static_cast<void>(
        ask("POST", "/api/session", json{{"officer", id}, {"password", "open sesame"}}.dump()));
    return std::exchange(cookie_, "");
  };
  EXPECT_EQ(garita::testing::role_faults(router_, kTable, log_in), std::vector<std::string>{});
}

}  // namespace
}  // namespace garita::station
