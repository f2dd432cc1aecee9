#include "schema/http/server.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <latch>
#include <thread>

#include "schema/crypto/password.h"
#include "schema/http/access.h"
#include "schema/http/events.h"
#include "schema/http/testing/client.h"

namespace garita {
namespace {

using std::chrono::milliseconds;
using testing::Client;
using testing::ConsoleIdentity;
using testing::field_of;
using testing::TlsVersion;

constexpr std::size_t kMegabyte = std::size_t{1024} * 1024;

class StoppedClock : public Clock {
 public:
  [[nodiscard]] Instant now() const override { return Instant{moment}; }
  std::atomic<std::int64_t> moment{1'700'000'000'000};
};

const ConsoleIdentity& identity() {
  static const ConsoleIdentity made;
  return made;
}

const std::string& verifier() {
  static const std::string made =
      make_password_verifier("open sesame", {.memory_kib = 8, .passes = 1});
  return made;
}

std::optional<Account> find_account(const OfficerId& id) {
  if (id.value() == "mduarte") {
    return Account{id, "M. Duarte", {Role::kOfficer}, verifier(), true};
  }
  if (id.value() == "analyst") {
    return Account{id, "An analyst", {Role::kAnalyst}, verifier(), true};
  }
  if (id.value() == "gone") return Account{id, "Gone", {Role::kOfficer}, verifier(), false};
  return std::nullopt;
}

/// A server with a few routes, on a free port.
class Place {
 public:
  explicit Place(ServerLimits limits = {})
      : access({.console = "test", .sessions = {}, .throttle = {}}, find_account, clock) {
    add_routes();
    assets.add("/index.html", "<!doctype html>");
    assets.add("/assets/app-1234.js", "export {};");
    auto started = Server::start({.limits = limits}, identity().view(), router, assets);
    ensure(started.has_value(), "a server starts on loopback");
    server = *std::move(started);
  }

  [[nodiscard]] Client client() const {
    auto made = Client::connect(server->port(), identity().authority());
    ensure(made.has_value(), "the server takes connections");
    return *std::move(made);
  }
  [[nodiscard]] int ask_raw(const std::string& text) const {
    Client to = client();
    to.send(text);
    return to.receive().status;
  }

  StoppedClock clock;
  Access access;
  EventStream events{"life"};
  Router router;
  Assets assets;
  std::latch slow_may_end{1};
  std::latch slow_began{1};
  std::unique_ptr<Server> server;

 private:
  Response log_in(const Request& request) {
    const std::size_t colon = request.body.find(':');
    const OfficerId officer(request.body.substr(0, colon));
    auto done = access.log_in(request, {officer, request.body.substr(colon + 1)},
                              {Role::kOfficer, Role::kOperations});
    if (!done) return done.error();
    Response response = json_response("{}", 201);
    response.headers.push_back(done->set_cookie);
    return response;
  }

  void add_routes() {
    router.add({"GET",
                "/api/things/{thing}",
                [](const Request& request) {
                  return json_response(request.path_parameters.at("thing") + "?" +
                                       request.asked("q").value_or(""));
                },
                {}});
    router.add({"POST",
                "/api/echo",
                [](const Request& request) { return json_response(request.body); },
                {}});
    Route picture{
        "POST",
        "/api/pictures",
        [](const Request& request) { return json_response(std::to_string(request.body.size())); },
        {}};
    picture.body_bytes_max = kPictureBytesMax;
    picture.too_large = "picture-too-large";
    router.add(std::move(picture));
    router.add({"GET",
                "/api/slow",
                [this](const Request&) {
                  slow_began.count_down();
                  slow_may_end.wait();
                  return json_response("{}");
                },
                {}});
    router.add({"GET",
                "/api/fault",
                [](const Request&) -> Response { throw std::runtime_error("secret"); },
                {}});
    router.add({"POST", "/api/session", [this](const Request& r) { return log_in(r); },
                refuse_cross_site});
    router.add(access.route("POST", "/api/work", {Role::kOfficer},
                            [](const Request&, const Session& session) {
                              return json_response(session.officer.value());
                            }));
    router.add(access.route("GET", "/api/figures", {Role::kOperations},
                            [](const Request&, const Session&) { return empty_response(); }));
    router.add(access.route("GET", "/api/events", {Role::kOfficer},
                            [this](const Request&, const Session& session) {
                              auto made = access.subscription(events, session);
                              made.greeting = event_text("strip", "{}");
                              return event_response(std::move(made));
                            }));
  }
};

TEST(Server, AnswersOnOneConnectionAgainAndAgain) {
  const Place place;
  Client client = place.client();
  for (int i = 0; i < 3; ++i) {
    const Response response = client.ask("GET", "/api/things/a%20b?q=x+y%21");
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.body, "a b?x y!");
  }
  EXPECT_EQ(place.server->figures().connections, 1U);
  EXPECT_EQ(place.server->figures().answers_2xx, 3U);
  EXPECT_NE(
      metrics_text(place.server->figures()).find("garita_http_answers_total{class=\"2xx\"} 3\n"),
      std::string::npos);
}

TEST(Server, EveryAnswerCarriesTheSecurityFields) {
  const Place place;
  Client client = place.client();
  for (const std::string target : {"/api/things/1", "/nothing.txt", "/", "/assets/app-1234.js"}) {
    const Response response = client.ask("GET", target);
    EXPECT_NE(field_of(response, "Content-Security-Policy").find("default-src 'self'"),
              std::string::npos)
        << target;
    EXPECT_NE(field_of(response, "Content-Security-Policy").find("frame-ancestors 'none'"),
              std::string::npos);
    EXPECT_EQ(field_of(response, "X-Content-Type-Options"), "nosniff") << target;
    EXPECT_EQ(field_of(response, "Referrer-Policy"), "no-referrer") << target;
    EXPECT_NE(field_of(response, "Cache-Control"), "") << target;
  }
  EXPECT_EQ(field_of(client.ask("GET", "/api/things/1"), "Cache-Control"), "no-store");
}

struct RefusalCase {
  std::string request;
  int status;
};

TEST(Server, SaysWhatIsWrongWithARequest) {
  const Place place;
  const std::string host = "Host: x\r\n";
  const std::vector<RefusalCase> cases{
      {"GET /api/none HTTP/1.1\r\n" + host + "\r\n", 404},
      {"GET /../../etc/passwd HTTP/1.1\r\n" + host + "\r\n", 200},  // a page's address: index.html
      {"GET /assets/../../x.js HTTP/1.1\r\n" + host + "\r\n", 404},
      {"POST /api/things/1 HTTP/1.1\r\n" + host + "Content-Length: 0\r\n\r\n", 405},
      {"BREW /api/pot HTTP/1.1\r\n" + host + "\r\n", 501},
      {"GET /api/things/1 HTTP/1.1\r\n\r\n", 400},
      {"GET http://x/api/things/1 HTTP/1.1\r\n" + host + "\r\n", 400},
      {"GET /api/things/%zz HTTP/1.1\r\n" + host + "\r\n", 404},
      {"GET /api/things/%00 HTTP/1.1\r\n" + host + "\r\n", 404},
      {"GET /api/things/%FF HTTP/1.1\r\n" + host + "\r\n", 404},
      {"\x16\x03\x01 nonsense\r\n\r\n", 400},
      {"GET /api/things/1 HTTP/2.5\r\n" + host + "\r\n", 505},
      {"GET /api/things/1 HTTP/1.1\r\n" + host + "X: " + std::string(20000, 'x') + "\r\n\r\n", 431},
      {"GET /" + std::string(20000, 'x') + " HTTP/1.1\r\n" + host + "\r\n", 431},
      {"POST /api/echo HTTP/1.1\r\n" + host + "Content-Length: 99999999\r\n\r\n", 413},
      {"POST /api/echo HTTP/1.1\r\n" + host + "Content-Length: -1\r\n\r\n", 400},
      {"POST /api/echo HTTP/1.1\r\n" + host + "Content-Length: 1\r\nContent-Length: 2\r\n\r\n",
       400},
      {"POST /api/echo HTTP/1.1\r\n" + host +
           "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
       400},
      {"POST /api/echo HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\nzz\r\n", 400},
      {"OPTIONS /api/things/1 HTTP/1.1\r\n" + host + "\r\n", 204},
      {"OPTIONS * HTTP/1.1\r\n" + host + "\r\n", 204},
  };
  for (const RefusalCase& c : cases) {
    EXPECT_EQ(place.ask_raw(c.request), c.status) << c.request.substr(0, 70);
  }
}

TEST(Server, RefusalsAreProblemDetails) {
  const Place place;
  Client client = place.client();
  const Response missing = client.ask("GET", "/api/none");
  EXPECT_EQ(missing.content_type, "application/problem+json");
  EXPECT_NE(missing.body.find("urn:garita:problem:not-found"), std::string::npos);
  EXPECT_EQ(field_of(client.ask("DELETE", "/api/things/1"), "Allow"), "OPTIONS, GET, HEAD");
  const Response fault = client.ask("GET", "/api/fault");
  EXPECT_EQ(fault.status, 500);
  EXPECT_EQ(fault.body.find("secret"), std::string::npos);
}

TEST(Server, AnswersHeadWithoutABody) {
  const Place place;
  Client client = place.client();
  client.send("HEAD /api/things/abc HTTP/1.1\r\nHost: x\r\n\r\n");
  const std::string head = client.receive_until("\r\n\r\n");
  EXPECT_NE(head.find("Content-Length: 4\r\n"), std::string::npos);
  EXPECT_EQ(client.ask("GET", "/api/things/abc").body, "abc?") << "nothing stood in between";
}

TEST(Server, TakesBodiesWholeInChunksAndAfterContinue) {
  const Place place;
  Client client = place.client();
  EXPECT_EQ(client.ask("POST", "/api/echo", std::string(60000, 'x')).body.size(), 60000U);
  client.send(
      "POST /api/echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
  client.send("2\r\nde\r\n0\r\n\r\n");
  EXPECT_EQ(client.receive().body, "abcde");
  client.send(
      "POST /api/echo HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(client.receive_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  client.send("ok");
  EXPECT_EQ(client.receive().body, "ok");
  client.send(
      "GET /api/things/1 HTTP/1.1\r\nHost: x\r\n\r\nGET /api/things/2 HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(client.receive().body, "1?");
  EXPECT_EQ(client.receive().body, "2?") << "pipelined";
}

TEST(Server, AClientReadsTheRefusalOfABodyThatIsTooLarge) {
  const Place place;
  Client client = place.client();
  EXPECT_EQ(client.ask("POST", "/api/pictures", std::string(3 * kMegabyte, 'x')).body, "3145728");
  const Response refused = client.ask("POST", "/api/pictures", std::string(21 * kMegabyte, 'x'));
  EXPECT_EQ(refused.status, 413);
  EXPECT_NE(refused.body.find("picture-too-large"), std::string::npos);
  Client chunked = place.client();
  chunked.send("POST /api/echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n20000\r\n");
  chunked.send(std::string(0x20000, 'x') + "\r\n0\r\n\r\n");
  EXPECT_EQ(chunked.receive().status, 413);
}

TEST(Server, ManyLargeBodiesAtOnceAreRefusedBeforeTheyCostMemory) {
  const Place place({.bodies_bytes_max = 20 * kMegabyte});
  Client first = place.client();
  const std::string head = "POST /api/pictures HTTP/1.1\r\nHost: x\r\nContent-Length: 15000000\r\n";
  first.send(head + "Expect: 100-continue\r\n\r\n");
  ASSERT_EQ(first.receive_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  EXPECT_EQ(place.ask_raw(head + "\r\n"), 503);
  const std::string body(std::size_t{15} * 1000 * 1000, 'x');
  first.send(body);
  EXPECT_EQ(first.receive().status, 200);
  EXPECT_EQ(place.client().ask("POST", "/api/pictures", body).status, 200);
}

TEST(Server, AHalfSentRequestCostsItsSenderTheConnection) {
  const Place place({.idle_deadline = milliseconds(200),
                     .header_deadline = milliseconds(200),
                     .body_deadline = milliseconds(200)});
  Client head = place.client();
  Client body = place.client();
  Client silent = place.client();
  head.send("GET /api/things/1 HTTP/1.1\r\nHo");
  body.send("POST /api/echo HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc");
  EXPECT_EQ(head.receive().status, 408);
  EXPECT_TRUE(head.is_closed());
  EXPECT_EQ(body.receive().status, 408);
  EXPECT_TRUE(body.is_closed());
  EXPECT_TRUE(silent.is_closed());
}

TEST(Server, ASlowHandlerHoldsUpNobodyElse) {
  Place place;
  Client slow = place.client();
  slow.send("GET /api/slow HTTP/1.1\r\nHost: x\r\n\r\n");
  place.slow_began.wait();
  EXPECT_EQ(place.client().ask("GET", "/api/things/1").status, 200);
  place.slow_may_end.count_down();
  EXPECT_EQ(slow.receive().status, 200);
}

TEST(Server, StopsWhenWorkUnderWayIsDone) {
  Place place;
  Client slow = place.client();
  Client idle = place.client();
  slow.send("GET /api/slow HTTP/1.1\r\nHost: x\r\n\r\n");
  place.slow_began.wait();
  auto stopped = std::async(std::launch::async, [&] { place.server->stop(); });
  EXPECT_TRUE(idle.is_closed());
  place.slow_may_end.count_down();
  EXPECT_EQ(slow.receive().status, 200);
  stopped.wait();
  EXPECT_FALSE(Client::connect(place.server->port(), identity().authority()));
}

TEST(Server, RefusesTls12) {
  const Place place;
  EXPECT_FALSE(Client::connect(place.server->port(), identity().authority(), TlsVersion::k12));
  EXPECT_TRUE(Client::connect(place.server->port(), identity().authority()));
}

TEST(Server, TheConnectionThatWaitsLongestGivesWayWhenThereAreTooMany) {
  const Place place({.connections_max = 2});
  Client first = place.client();
  Client second = place.client();
  EXPECT_EQ(first.ask("GET", "/api/things/1").status, 200) << "so the second waits longer";
  Client third = place.client();
  EXPECT_EQ(third.ask("GET", "/api/things/1").status, 200);
  EXPECT_TRUE(second.is_closed());
  EXPECT_EQ(first.ask("GET", "/api/things/1").status, 200);
  EXPECT_LE(place.server->figures().connections_open, 2U);
}

TEST(Server, ConnectionsWithARequestUnderWayAreLimited) {
  Place place({.connections_max = 1});
  Client slow = place.client();
  slow.send("GET /api/slow HTTP/1.1\r\nHost: x\r\n\r\n");
  place.slow_began.wait();
  EXPECT_FALSE(Client::connect(place.server->port(), identity().authority()));
  place.slow_may_end.count_down();
  EXPECT_EQ(slow.receive().status, 200);
}

TEST(Server, OneAddressHasASmallPartOfTheConnections) {
  const Place place({.connections_per_peer_max = 1});
  Client first = place.client();
  EXPECT_FALSE(Client::connect(place.server->port(), identity().authority()));
  EXPECT_EQ(first.ask("GET", "/api/things/1").status, 200);
}

TEST(Server, AnAddressThatIsTakenIsSaidSo) {
  const Place place;
  ServerOptions same;
  same.port = place.server->port();
  const auto second = Server::start(same, identity().view(), place.router, place.assets);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().remedy, Remedy::kRetry);
}

TEST(Assets, AreRevalidatedAndNamedByHashOnes) {
  const Place place;
  Client client = place.client();
  const Response page = client.ask("GET", "/persons/P-ABC");
  EXPECT_EQ(page.body, "<!doctype html>");
  EXPECT_EQ(page.content_type, "text/html; charset=utf-8");
  const std::string tag = field_of(page, "ETag");
  EXPECT_EQ(client.ask("GET", "/", "", "", "If-None-Match: " + tag + "\r\n").status, 304);
  EXPECT_EQ(client.ask("GET", "/missing.js").status, 404);
  EXPECT_EQ(field_of(client.ask("GET", "/assets/app-1234.js"), "Cache-Control"),
            "public, max-age=31536000, immutable");
}

TEST(Access, LetsInWhoKnowsThePasswordAndHasTheRole) {
  Place place;
  Client client = place.client();
  EXPECT_EQ(client.ask("POST", "/api/work", "{}").status, 401);
  EXPECT_EQ(client.ask("POST", "/api/session", "mduarte:wrong").status, 401);
  EXPECT_EQ(client.ask("POST", "/api/session", "nobody:open sesame").status, 401);
  EXPECT_EQ(client.ask("POST", "/api/session", "gone:open sesame").status, 401);
  EXPECT_EQ(client.ask("POST", "/api/session", "analyst:open sesame").status, 403);
  const Response in = client.ask("POST", "/api/session", "mduarte:open sesame");
  EXPECT_EQ(in.status, 201);
  EXPECT_TRUE(field_of(in, "Set-Cookie").starts_with("__Host-garita-test="));
  EXPECT_TRUE(field_of(in, "Set-Cookie").ends_with("; Path=/; Secure; HttpOnly; SameSite=Strict"));
  EXPECT_EQ(client.ask("POST", "/api/work", "{}").body, "mduarte");
  EXPECT_EQ(client.ask("GET", "/api/figures").status, 403);
  place.clock.moment += 16 * 60 * 1000;
  EXPECT_EQ(client.ask("POST", "/api/work", "{}").status, 401) << "idle for too long";
}

TEST(Access, RefusesWritesFromAnotherSitesPage) {
  Place place;
  Client client = place.client();
  ASSERT_EQ(client.ask("POST", "/api/session", "mduarte:open sesame").status, 201);
  const std::string own = "https://127.0.0.1:" + std::to_string(place.server->port());
  const std::vector<std::pair<std::string, int>> cases{
      {"Sec-Fetch-Site: same-origin\r\n", 200},
      {"Sec-Fetch-Site: cross-site\r\n", 403},
      {"Sec-Fetch-Site: same-site\r\n", 403},
      {"Origin: " + own + "\r\n", 200},
      {"Origin: https://evil.example\r\n", 403},
      {"Origin: null\r\n", 403},
      {"Origin: https://127.0.0.1:1\r\nSec-Fetch-Site: same-origin\r\n", 403},
  };
  for (const auto& [fields, status] : cases) {
    EXPECT_EQ(client.ask("POST", "/api/work", "{}", "application/json", fields).status, status)
        << fields;
  }
}

TEST(Access, GuessingPasswordsTakesLongerAndLonger) {
  Place place;
  Client client = place.client();
  for (int i = 0; i < 3; ++i) {
    ASSERT_EQ(client.ask("POST", "/api/session", "mduarte:wrong").status, 401);
  }
  const Response held = client.ask("POST", "/api/session", "mduarte:open sesame");
  EXPECT_EQ(held.status, 429);
  EXPECT_EQ(field_of(held, "Retry-After"), "2");
  place.clock.moment += 2000;
  EXPECT_EQ(client.ask("POST", "/api/session", "mduarte:open sesame").status, 201);
}

std::string ask_for_events(Client& client, const std::string& more) {
  EXPECT_EQ(client.ask("POST", "/api/session", "mduarte:open sesame").status, 201);
  const Response begun = client.ask("GET", "/api/events", "", "", more);
  EXPECT_EQ(begun.status, 200);
  EXPECT_EQ(begun.content_type, "text/event-stream");
  return client.receive_until("event: strip\ndata: {}\n\n");
}

TEST(Events, ArriveAndResumeWhereTheyBrokeOff) {
  Place place({.heartbeat_every = milliseconds(50)});
  {
    Client client = place.client();
    EXPECT_TRUE(ask_for_events(client, "").starts_with("retry: 2000\n\n"));
    place.events.publish("decision", R"({"n":1})");
    EXPECT_EQ(client.receive_until("{\"n\":1}\n\n"),
              "id: life-1\nevent: decision\ndata: {\"n\":1}\n\n");
    EXPECT_EQ(client.receive_until(": \n\n"), ": \n\n") << "a heartbeat";
  }
  place.events.publish("decision", R"({"n":2})");
  Client again = place.client();
  (void)ask_for_events(again, "Last-Event-ID: life-1\r\n");
  EXPECT_EQ(again.receive_until("{\"n\":2}\n\n"),
            "id: life-2\nevent: decision\ndata: {\"n\":2}\n\n");
  Client other_life = place.client();
  (void)ask_for_events(other_life, "Last-Event-ID: before-1\r\n");
  EXPECT_EQ(other_life.receive_until("{}\n\n"), "id: life-2\nevent: resync\ndata: {}\n\n");
}

TEST(Events, EndWithTheSession) {
  Place place({.heartbeat_every = milliseconds(20)});
  Client client = place.client();
  (void)ask_for_events(client, "");
  place.clock.moment += 16 * 60 * 1000;
  EXPECT_NE(client.receive_until("session_ended").find("session_ended"), std::string::npos);
  EXPECT_TRUE(client.is_closed());
}

TEST(Events, EndWhenTheServerStops) {
  Place place;
  Client client = place.client();
  (void)ask_for_events(client, "");
  place.server->stop();
  EXPECT_TRUE(client.is_closed());
}

TEST(Events, AClientThatIsTooFarBehindIsDropped) {
  EventStream stream("life", {.history_events_max = 8, .queue_events_max = 4, .clients_max = 1});
  int woken = 0;
  const auto slow = stream.subscribe("", [&] { ++woken; });
  EXPECT_EQ(stream.subscribe("", [] {}), nullptr) << "clients_max";
  for (int i = 0; i < 10; ++i) stream.publish("strip", "{}");
  EXPECT_TRUE(slow->lagged());
  EXPECT_EQ(slow->take(), "");
  EXPECT_EQ(woken, 5);
}

}  // namespace
}  // namespace garita
