#include "central-sync/directorate/directorate.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "central-sync/store/test_country.h"
#include "schema/crypto/password.h"
#include "schema/http/testing/contract.h"

namespace garita::central {
namespace {

using nlohmann::json;
using testing::TestCentre;
using testing::utc;

class StoppedClock : public Clock {
 public:
  [[nodiscard]] Instant now() const override { return utc("2026-02-06T12:00:00Z"); }
};

std::optional<Account> account_of(const OfficerId& officer) {
  static const std::string verifier = make_password_verifier("open sesame", {.log2_n = 4});
  const std::map<std::string, RoleSet> roles{{"analyst", {Role::kAnalyst}},
                                             {"reviewer", {Role::kReviewer}},
                                             {"operations", {Role::kOperations}},
                                             {"officer", {Role::kOfficer}}};
  const auto found = roles.find(officer.value());
  if (found == roles.end()) return std::nullopt;
  return Account{officer, officer.value(), found->second, verifier, true};
}

/// Two travellers entered at NORTE a month ago; one left, which SUR has not reported yet.
class DirectorateTest : public ::testing::Test {
 protected:
  DirectorateTest() {
    auto& norte = centre_.station("NORTE");
    for (const auto* number : {"GONE", "STAYS"}) {
      const Instant at = utc("2026-01-05T16:00:00Z");
      norte.write(testing::entry("NORTE", at, number), at);
    }
    centre_.receive(norte, utc("2026-01-05T16:01:00Z"));
    claim("NORTE", "2026-02-06T11:00:00Z");
    claim("SUR", "2026-01-20T11:00:00Z");
    centre_.project();
    auto store = open_reading(centre_.place());
    EXPECT_TRUE(store) << store.error().message;
    const auto note = [this](const AuditNote& written) -> Result<void> {
      if (audit_broken_) return fail(Remedy::kRetry, "the disk is full");
      audit_ += written.officer.value() + " " + written.action + " " + written.subject + " " +
                written.reason + "\n";
      return {};
    };
    directorate_.emplace(
        DirectorateParts{*std::move(store), account_of, note, clock_, "the token"});
    directorate_->add_routes(router_);
  }

  void claim(const std::string& post, std::string_view until) {
    centre_.receive_claim(centre_.station(post), utc(until), utc(until));
  }
  Response ask(const std::string& method, const std::string& target, const std::string& body = "",
               std::vector<HeaderField> more = {}) {
    Request request;
    request.method = method;
    const std::size_t query = std::min(target.find('?'), target.size());
    request.path = target.substr(0, query);
    if (query < target.size()) request.query = parse_query(target.substr(query + 1));
    request.headers = std::move(more);
    request.headers.push_back({"Host", "centre"});
    request.headers.push_back({"Cookie", cookie_});
    request.body = body;
    const auto match = router_.match(method, request.path);
    EXPECT_NE(match.route, nullptr) << method << " " << target;
    if (match.route == nullptr) return {};
    request.path_parameters = match.path_parameters;
    auto refused = match.route->gate ? match.route->gate(request) : std::nullopt;
    return refused ? *std::move(refused) : match.route->handler(request);
  }
  void log_in_as(const std::string& officer) {
    const Response in =
        ask("POST", "/api/session", json{{"officer", officer}, {"password", "open sesame"}}.dump());
    ASSERT_EQ(in.status, 201) << in.body;
    const std::string& cookie = in.headers.at(0).value;
    cookie_ = cookie.substr(0, cookie.find(';'));
  }
  json held() { return json::parse(ask("GET", "/api/overstays?states=pending_data").body); }

  TestCentre centre_;
  StoppedClock clock_;
  Router router_;
  std::optional<Directorate> directorate_;
  std::string audit_;
  bool audit_broken_ = false;
  std::string cookie_;
};

TEST_F(DirectorateTest, AnswersWhatTheContractLists) {
  const auto contract = std::filesystem::path(GARITA_SOURCE_DIR) / "schema/api/openapi.yaml";
  EXPECT_EQ(garita::testing::operations_of(router_),
            garita::testing::operations_in(contract, "directorate"));
}

struct RoleCase {
  std::string officer;
  std::map<std::string, int> statuses;
};

TEST_F(DirectorateTest, ShowsEachRoleItsOwn) {
  const std::vector<RoleCase> cases{
      {"analyst", {{"/api/overstays", 200}, {"/api/persons/P-X", 403}, {"/metrics", 403}}},
      {"reviewer", {{"/api/overstays", 200}, {"/api/persons/P-X", 428}, {"/metrics", 403}}},
      {"operations", {{"/api/overstays", 403}, {"/api/posts", 200}, {"/metrics", 200}}},
  };
  for (const RoleCase& c : cases) {
    log_in_as(c.officer);
    for (const auto& [target, status] : c.statuses) {
      EXPECT_EQ(ask("GET", target).status, status) << c.officer << " " << target;
    }
  }
  cookie_.clear();
  EXPECT_EQ(ask("GET", "/api/overstays").status, 401);
  EXPECT_EQ(ask("POST", "/api/session", R"({"officer":"officer","password":"open sesame"})").status,
            403)
      << "officers of the posts have their own console";
  EXPECT_EQ(ask("POST", "/api/session", "{}", {{"Sec-Fetch-Site", "cross-site"}}).status, 403);
  EXPECT_EQ(ask("GET", "/metrics", "", {{"Authorization", "Bearer the token"}}).status, 200);
}

TEST_F(DirectorateTest, NamesThePostThatHoldsADecisionUp) {
  log_in_as("analyst");
  const json page = held();
  EXPECT_EQ(page["total"], 2);
  ASSERT_EQ(page["items"].size(), 2U);
  EXPECT_EQ(page["items"][0]["blocking_posts"], json::array({"SUR"}));
  EXPECT_EQ(page["blocking"][0]["post"], "SUR");
  EXPECT_EQ(page["blocking"][0]["flags_held"], 2);
}

TEST_F(DirectorateTest, EveryLookAtAPersonIsOnRecordBeforeItIsShown) {
  log_in_as("reviewer");
  const std::string address = "/api/persons/" + held()["items"][0]["person"].get<std::string>();
  EXPECT_EQ(ask("GET", address).status, 428);
  EXPECT_EQ(ask("GET", address, "", {{"Garita-Reason", "curiosity"}}).status, 400);
  for (const std::string& nobody :
       {"P-" + std::string(3000, 'X'), std::string("everybody"), std::string("P-1' OR '1'='1")})
    EXPECT_EQ(ask("GET", "/api/persons/" + nobody, "", {{"Garita-Reason", "flag_review"}}).status,
              404)
        << nobody;
  EXPECT_EQ(audit_, "");
  const Response shown = ask(
      "GET", address, "", {{"Garita-Reason", "flag_review"}, {"Garita-Reason-Note", "n%C2%BA7"}});
  ASSERT_EQ(shown.status, 200) << shown.body;
  EXPECT_EQ(json::parse(shown.body)["flags"].size(), 1U);
  EXPECT_EQ(audit_, "reviewer person_seen " + address.substr(13) + " flag_review: nº7\n");
  audit_broken_ = true;
  EXPECT_EQ(ask("GET", address, "", {{"Garita-Reason", "flag_review"}}).status, 503);
}

TEST_F(DirectorateTest, TellsMomentsInTheZoneOfTheCountrysFirstPost) {
  EXPECT_EQ(json::parse(ask("GET", "/api/site").body)["zone"], "America/Guatemala");
}

TEST_F(DirectorateTest, ADownloadedListIsOnRecord) {
  log_in_as("analyst");
  const Response list = ask("GET", "/api/overstays.csv?states=pending_data");
  EXPECT_EQ(list.status, 200);
  EXPECT_TRUE(list.body.starts_with("flag,state,person,"));
  EXPECT_TRUE(audit_.starts_with("analyst overstays_downloaded")) << audit_;
}

}  // namespace
}  // namespace garita::central
