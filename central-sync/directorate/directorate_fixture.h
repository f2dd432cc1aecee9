#pragma once

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "central-sync/directorate/directorate.h"
#include "central-sync/store/test_country.h"
#include "schema/crypto/password.h"

// For the tests of this folder alone.
namespace garita::central {

using nlohmann::json;
using testing::TestCentre;
using testing::utc;

class StoppedClock : public Clock {
 public:
  [[nodiscard]] Instant now() const override { return now_; }
  void pass(std::chrono::milliseconds span) { now_ = now_.plus(span); }

 private:
  Instant now_ = utc("2026-02-06T12:00:00Z");
};

/// Who is called by their roles, "analyst" or "reviewer+operations", has these.
inline std::optional<Account> account_of(const OfficerId& officer) {
  static const std::string verifier =
      make_password_verifier("open sesame", {.memory_kib = 8, .passes = 1});
  Account account{officer, officer.value(), {}, verifier, true};
  std::istringstream names(officer.value());
  for (std::string name; std::getline(names, name, '+');) {
    const auto role = parse_role_text(name);
    if (!role) return std::nullopt;
    account.roles.add(*role);
  }
  return account;
}

/// Two travellers entered at NORTE a month ago; one left, which SUR has not reported yet.
class DirectorateTest : public ::testing::Test {
 protected:
  DirectorateTest() {
    auto& norte = centre_.station("NORTE");
    for (const auto* number : {"GONE", "STAYS"}) {
      const Instant at = utc("2026-01-05T16:00:00Z");
      auto made = testing::entry("NORTE", at, number);
      made.other_state = "MEX";
      norte.write(made, at);
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
    const auto decide = [this, note](const IdentityDecision& decision,
                                     const AuditNote& written) -> Result<RecordId> {
      GARITA_CHECK(note(written));
      const auto id = centre_.own().write(decision, decision.at);
      centre_.receive(centre_.own(), decision.at);
      return id;
    };
    directorate_.emplace(
        DirectorateParts{*std::move(store), account_of, note, decide, clock_, "the token"});
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
  /// "" where the log-in was refused.
  std::string cookie_of(const std::string& officer) {
    const Response in =
        ask("POST", "/api/session", json{{"officer", officer}, {"password", "open sesame"}}.dump());
    if (in.status != 201) return "";
    const std::string& cookie = in.headers.at(0).value;
    return cookie.substr(0, cookie.find(';'));
  }
  void log_in_as(const std::string& officer) {
    cookie_ = cookie_of(officer);
    ASSERT_NE(cookie_, "") << officer;
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

}  // namespace garita::central
