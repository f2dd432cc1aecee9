#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "border-station/desk/desk.h"
#include "border-station/ledger/test_country.h"
#include "schema/crypto/password.h"

// For the tests of this folder alone.
namespace garita::station {

using nlohmann::json;

inline constexpr std::string_view kPolicies = R"(
name = "Zenda: visitors"
version = "2026-1"
country = "ZEN"

[[rule]]
id = "visitor"
kind = "granted_days"
cap = 90
effective_from = 2020-01-01
citation = "Aliens Act, section 5"
)";
inline constexpr std::string_view kAlerts =
    "reference,instruction,issuer,number,surname,birth_date\n"
    "A-17,Detain the passport,UTO,L898902C3,,\n";
inline constexpr std::string_view kZone =
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\r\n"
    "L898902C36UTO7408122F3204153ZE184226B<<<<<16";
inline constexpr std::string_view kCleanZone =
    "P<UTOMUSTER<<MAX<<<<<<<<<<<<<<<<<<<<<<<<<<<<\n"
    "X1234567<7UTO7001017M3012316<<<<<<<<<<<<<<06";

inline const json kAdmit{{"decision", "admit"},
                         {"purpose", "holiday"},
                         {"transport", "own_vehicle"},
                         {"granted_days", 30}};

/// Corrections of an admission.
inline const json kVoid{{"reason", "Read twice."}};
inline const json kRestated{{"reason", "Said thirty, keyed ten."},
                            {"instead",
                             {{"direction", "entry"},
                              {"purpose", "education"},
                              {"transport", "bus"},
                              {"granted_days", 60}}}};

class DeskTest : public ::testing::Test {
 protected:
  DeskTest() {
    start();
    uplink_.emplace(*Ledger::open(directory_, clock_, bulletin_readers()));
  }
  /// As a new process would: nothing is left but the disk.
  void start() {
    auto ledger = Ledger::open(directory_, clock_, bulletin_readers());
    EXPECT_TRUE(ledger) << ledger.error().message;
    router_ = {};
    desk_.emplace(
        DeskOptions{.reader = directory_.path() / "reader",
                    .metrics_token = "the token",
                    .names = [this] { return names_; }},
        *std::move(ledger), [this] { return link_; }, clock_);
    desk_->add_routes(router_);
  }

  /// The same with the real reader, a scanner's folder, and a camera of the station's own.
  void start_with_reader(std::optional<DropFolder> drop = std::nullopt,
                         const std::string& camera = "") {
    router_ = {};
    desk_.emplace(
        DeskOptions{.reader = std::filesystem::path(GARITA_BIN_DIR) / "garita-reader",
                    .metrics_token = "",
                    .drop = std::move(drop),
                    .names = [this] { return names_; },
                    .camera = camera},
        *Ledger::open(directory_, clock_, bulletin_readers()), [this] { return link_; }, clock_);
    desk_->add_routes(router_);
  }

  void publish(const std::string& channel, std::string_view content) {
    const auto taken = uplink_->take_bulletin(country_.bulletin(channel, ++version_, content));
    ASSERT_TRUE(taken) << taken.error().message;
    if (channel == "alerts") make_names_ready();
  }
  void make_names_ready() {
    names_ = std::make_shared<const AlertNames>(*AlertNames::build(*uplink_));
  }
  void publish_all() {
    publish("policies", kPolicies);
    publish("alerts", kAlerts);
    publish_officers(true);
  }
  void publish_officers(bool active) {
    const auto verifier = make_password_verifier("open sesame", {.memory_kib = 8, .passes = 1});
    publish("officers", json{{"officers",
                              {{{"id", "agarcia"},
                                {"name", "A. García"},
                                {"roles", {"officer", "from_the_future"}},
                                {"verifier", verifier},
                                {"active", active}},
                               {{"id", "blopez"},
                                {"name", "B. López"},
                                {"roles", {"officer"}},
                                {"verifier", verifier},
                                {"active", true}},
                               {{"id", "jefa"},
                                {"name", "The supervisor"},
                                {"roles", {"supervisor"}},
                                {"verifier", verifier},
                                {"active", true}},
                               {{"id", "analyst"},
                                {"name", "At the centre"},
                                {"roles", {"analyst"}},
                                {"verifier", verifier},
                                {"active", true}}}}}
                            .dump());
  }

  /// As the server would: gate, then handler.
  Response ask(const std::string& method, const std::string& target, const std::string& body = "",
               const std::string& type = "application/json") {
    Request request;
    request.method = method;
    const std::size_t query = std::min(target.find('?'), target.size());
    request.path = target.substr(0, query);
    if (query < target.size()) request.query = parse_query(target.substr(query + 1));
    request.headers = {{"Content-Type", type}, {"Host", "desk"}, {"Cookie", cookie_}};
    if (!bearer_.empty()) request.headers.push_back({"Authorization", "Bearer " + bearer_});
    request.body = body;
    request.peer_address = "10.0.0.7";
    const auto match = router_.match(method, request.path);
    EXPECT_NE(match.route, nullptr) << method << " " << target;
    if (match.route == nullptr) return {};
    request.path_parameters = match.path_parameters;
    auto refused = match.route->gate ? match.route->gate(request) : std::nullopt;
    Response response = refused ? *std::move(refused) : match.route->handler(request);
    for (const auto& field : response.headers) {
      if (field.name == "Set-Cookie") cookie_ = field.value.substr(0, field.value.find(';'));
    }
    return response;
  }
  void log_in(const std::string& officer = "agarcia") {
    const Response in =
        ask("POST", "/api/session", json{{"officer", officer}, {"password", "open sesame"}}.dump());
    ASSERT_EQ(in.status, 201) << in.body;
  }
  json read(std::string_view zone, const std::string& direction = "entry") {
    const Response response =
        ask("POST", "/api/readings?direction=" + direction, std::string(zone), "text/plain");
    EXPECT_EQ(response.status, 201) << response.body;
    return json::parse(response.body);
  }
  Response decide(const json& inspection, const json& decision) {
    return ask("POST", "/api/inspections/" + inspection["id"].get<std::string>() + "/decision",
               decision.dump());
  }

  /// Of each picture in the evidence that was sealed, as the centre opens it: its kind and size.
  std::string evidence() {
    auto ledger = Ledger::open(directory_, clock_, bulletin_readers());
    const auto station = ledger->place().station;
    std::string text;
    const auto entries = *ledger->entries_after({station, ledger->incarnation(), Lane::kEvidence},
                                                0, 1'000, SIZE_MAX);
    for (const auto& entry : entries) {
      const auto wrapped = *ledger->wrapped_key(ledger->incarnation(), entry.header.epoch);
      const auto key = *unwrap_epoch_key(wrapped->wrapped, country_.seal_key, country_.seal);
      const auto record = *decode_record(*open_entry(entry, key));
      const auto& chunk = std::get<PictureChunk>(record);
      text += std::string(picture_kind_name(chunk.kind)) + " " +
              std::to_string(chunk.content.size()) + ";";
    }
    return text;
  }

  TestCountry country_;
  TestClock clock_;
  DataDirectory directory_ = country_.enrol("PASO-01-01");
  LinkStatus link_;
  Router router_;
  std::optional<Desk> desk_;
  std::optional<Ledger> uplink_;
  std::shared_ptr<const AlertNames> names_;  ///< as its keeper would have them
  std::uint64_t version_ = 0;
  std::string cookie_;
  std::string bearer_;
};

inline std::string problem_of_answer(const Response& response) {
  const auto body = json::parse(response.body, nullptr, false);
  const std::string type = body.is_object() ? body.value("type", "") : "";
  return std::to_string(response.status) + " " + type.substr(type.rfind(':') + 1);
}

/// The entries of the alert list that it shows: "A-1; A-2 beside; ", the latter of what was read
/// beside the document or before it.
inline std::string hits_shown(const json& inspection) {
  std::string text;
  for (const auto& alert : inspection["alerts"]) {
    if (!alert.contains("reference")) continue;
    text += alert["reference"].get<std::string>() +
            (alert.value("earlier_reading", false) ? " beside; " : "; ");
  }
  return text;
}

inline std::string pointers(const Response& response) {
  std::string text;
  for (const auto& error : json::parse(response.body).value("errors", json::array())) {
    text += error["pointer"].get<std::string>() + " " + error["code"].get<std::string>() + "; ";
  }
  return text;
}

}  // namespace garita::station
