// Hits on the alert list that no decision followed.
#include <functional>

#include "border-station/desk/desk_fixture.h"

namespace garita::station {
namespace {

/// The bearer of kZone stops the traveller, that of kCleanZone is for the second line alone.
constexpr std::string_view kShownAndSilent =
    "reference,instruction,issuer,number,surname,birth_date,action\n"
    "A-17,Detain the passport,UTO,L898902C3,,,detain\n"
    "S-1,Tell the unit,UTO,X1234567,MUSTER,1970-01-01,inform\n";
constexpr std::string_view kNobodysZone =
    "P<UTOMUSTER<<ERIKA<<<<<<<<<<<<<<<<<<<<<<<<<<\n"
    "Z7654321<9UTO8501019F3012316<<<<<<<<<<<<<<06";
const json kReason{{"reason", "Read for another"}};

using std::chrono::minutes;

class HitsLeft : public DeskTest {
 protected:
  HitsLeft() {
    publish_all();
    publish("alerts", kShownAndSilent);
    log_in();
  }
  Response put_aside(const json& inspection, const json& form = json()) {
    return ask("DELETE", "/api/inspections/" + inspection["id"].get<std::string>(),
               form.is_null() ? "" : form.dump());
  }
  void put(const json& inspection, std::string_view zone) {
    const auto target = "/api/inspections/" + inspection["id"].get<std::string>() + "/document";
    EXPECT_EQ(ask("PUT", target, std::string(zone), "text/plain").status, 200);
  }
  void refer(const json& inspection) {
    const json draft{{"decision", "refer"}, {"grounds", {"document_doubt"}}};
    EXPECT_EQ(decide(inspection, draft).status, 201);
  }
  void start_again() {
    start();
    log_in();
  }
  void wait(std::chrono::seconds time) {
    clock_.advance(time);
    desk_->tick();
  }
  /// Of every hit that was left since the last call, oldest first: "A-17 put_aside L898902C3
  /// agarcia Read for another;", with "silent" where nobody saw it.
  std::string told() {
    std::string text;
    auto all = *uplink_->urgent_since(Instant{}, 1'000);
    std::ranges::reverse(all);
    for (const auto& record : all) {
      const auto* left = std::get_if<HitLeft>(&record.what);
      if (left == nullptr || !seen_.insert(record.record).second) continue;
      EXPECT_EQ(left->post, PostCode("PASO-01"));
      text += left->seen.reference + (left->shown ? " " : " silent ") + left->how + " " +
              left->document.document_number + " " + left->officer.value();
      text += (left->note.empty() ? "" : " " + left->note) + ";";
    }
    return text;
  }

  std::set<RecordId> seen_;
};

TEST_F(HitsLeft, AreToldHoweverTheInspectionEnds) {
  struct Case {
    std::string_view zone;
    std::function<void(const json&)> act;
    std::string told;
  };
  const Case cases[] = {
      {kZone, [&](const json& opened) { put_aside(opened, kReason); },
       "A-17 put_aside L898902C3 agarcia Read for another;"},
      {kCleanZone, [&](const json& opened) { put_aside(opened); },
       "S-1 silent put_aside X1234567 agarcia;"},
      {kNobodysZone, [&](const json& opened) { put_aside(opened); }, ""},
      {kZone, [&](const json& opened) { refer(opened); }, ""},
      {kZone,
       [&](const json& opened) {
         put(opened, kCleanZone);
         put(opened, kNobodysZone);
         put_aside(opened, kReason);
       },
       "A-17 put_aside L898902C3 agarcia Read for another;"
       "S-1 silent put_aside X1234567 agarcia Read for another;"},
      {kZone, [&](const json&) { start_again(); }, "A-17 left_undecided L898902C3 agarcia;"},
      {kCleanZone,
       [&](const json&) {
         wait(minutes(2));
         start_again();
       },
       "S-1 silent left_undecided X1234567 agarcia;"},
      {kZone,
       [&](const json& opened) {
         wait(minutes(6));
         wait(minutes(6));
         put_aside(opened, kReason);
       },
       "A-17 left_undecided L898902C3 agarcia;A-17 put_aside L898902C3 agarcia Read for another;"},
      {kZone,
       [&](const json&) {
         wait(minutes(6));
         start_again();
       },
       "A-17 left_undecided L898902C3 agarcia;"},
      {kZone,
       [&](const json&) {
         for (std::size_t i = 0; i < OpenInspections::kInspectionsMax; ++i)
           static_cast<void>(read(kNobodysZone));
       },
       "A-17 left_undecided L898902C3 agarcia;"},
  };
  for (const auto& [zone, act, expected] : cases) {
    act(read(zone));
    EXPECT_EQ(told(), expected);
  }
}

TEST_F(HitsLeft, ThatANewListShowsAreNoLongerSilent) {
  const std::function<void(const json&)> ends[] = {
      [&](const json& opened) {
        EXPECT_EQ(problem_of_answer(put_aside(opened)), "422 incomplete");
        EXPECT_EQ(put_aside(opened, kReason).status, 204);
      },
      [&](const json&) { start_again(); },
      [&](const json&) {
        // Killed: the disk knows.
        Desk next(
            {directory_.path() / "reader", ""},
            *Ledger::open(directory_, clock_, bulletin_readers()), [this] { return link_; },
            clock_);
      }};
  const std::string_view expected[] = {"S-1 put_aside X1234567 agarcia Read for another;",
                                       "S-1 left_undecided X1234567 agarcia;",
                                       "S-1 left_undecided X1234567 agarcia;"};
  for (std::size_t i = 0; i < std::size(ends); ++i) {
    publish("alerts", kShownAndSilent);
    const json opened = read(kCleanZone);
    publish("alerts",
            "reference,instruction,issuer,number,action\nS-1,Ask the unit,UTO,X1234567,refer\n");
    json admit = kAdmit;
    admit["revision"] = opened["revision"];
    EXPECT_EQ(problem_of_answer(decide(opened, admit)), "409 inspection-changed");
    ends[i](opened);
    EXPECT_EQ(told(), expected[i]);
  }
}

TEST_F(HitsLeft, ThatAKillEndsAreToldAtTheNextStartOnce) {
  static_cast<void>(read(kZone));
  const json silent = read(kCleanZone);
  refer(read(kZone));
  wait(minutes(2));
  EXPECT_EQ(told(), "") << "noted as looked at, and still on the desk";
  const auto begin_again = [this] {
    // The process is gone, and nothing of it runs any more: another begins on the same disk.
    auto ledger = Ledger::open(directory_, clock_, bulletin_readers());
    Desk next(
        {directory_.path() / "reader", ""}, *std::move(ledger), [this] { return link_; }, clock_);
  };
  begin_again();
  EXPECT_EQ(told(),
            "A-17 left_undecided L898902C3 agarcia;S-1 silent left_undecided X1234567 agarcia;");
  begin_again();
  EXPECT_EQ(told(), "");
}

TEST_F(HitsLeft, ThatWereSeenArePutAsideWithAReasonInWordsAlone) {
  const json opened = read(kZone);
  for (const auto& form : {json(), json::object(), json{{"reason", ""}}, json{{"reason", " . "}}}) {
    const Response refused = put_aside(opened, form);
    EXPECT_EQ(problem_of_answer(refused), "422 incomplete") << form;
    EXPECT_EQ(pointers(refused), "/reason missing; ") << form;
  }
  EXPECT_EQ(problem_of_answer(put_aside(opened, json::array())), "400 bad-request");
  EXPECT_EQ(ask("GET", "/api/inspections/" + opened["id"].get<std::string>()).status, 200);
  EXPECT_EQ(told(), "");
  EXPECT_EQ(put_aside(opened, kReason).status, 204);
}

TEST_F(HitsLeft, ThatNobodySawChangeNoAnswerAlsoWhereTheDiskTakesNothing) {
  auto& database = uplink_->database();
  for (const bool full : {false, true}) {
    if (full) {
      ASSERT_TRUE(database.execute(
          "CREATE TRIGGER full BEFORE INSERT ON entry BEGIN INSERT INTO nowhere VALUES (1); END"));
    }
    const Response silent = put_aside(read(kCleanZone));
    const Response nobodys = put_aside(read(kNobodysZone));
    EXPECT_EQ(silent.status, 204) << silent.body;
    EXPECT_EQ(silent.status, nobodys.status);
    EXPECT_EQ(silent.body, nobodys.body);
    EXPECT_EQ(silent.headers.size(), nobodys.headers.size());
  }
  static_cast<void>(told());
  ASSERT_TRUE(database.execute("DROP TRIGGER full"));
  desk_->tick();
  EXPECT_EQ(told(), "S-1 silent put_aside X1234567 agarcia;");
}

TEST_F(HitsLeft, StandBeforeTheSecondLineWithWhomAndWhy) {
  ASSERT_EQ(put_aside(read(kZone), kReason).status, 204);
  publish_officers(true);
  const auto verifier = make_password_verifier("open sesame", {.memory_kib = 8, .passes = 1});
  publish("officers",
          json{{"officers", {{{"id", "exa"}, {"roles", {"examiner"}}, {"verifier", verifier}}}}}
              .dump());
  cookie_.clear();
  log_in("exa");
  const json seen = json::parse(ask("GET", "/api/second-line").body)["items"];
  ASSERT_EQ(seen.size(), 1U) << seen;
  const json expected{{"kind", "hit_left"},
                      {"left", "put_aside"},
                      {"note", "Read for another"},
                      {"officer", "agarcia"},
                      {"direction", "entry"},
                      {"surname", "ERIKSSON"},
                      {"document_number", "L898902C3"}};
  for (const auto& [key, value] : expected.items()) EXPECT_EQ(seen[0][key], value) << key;
  EXPECT_EQ(seen[0]["alert"]["instruction"], "Detain the passport");
  EXPECT_FALSE(seen[0].contains("crossing"));
}

TEST_F(HitsLeft, CountInTheShiftOfWhoSawThemOnceEach) {
  const auto hits = [this] {
    return json::parse(ask("GET", "/api/shift").body)["hits"].get<int>();
  };
  const int before = hits();
  put_aside(read(kCleanZone));
  EXPECT_EQ(hits(), before) << "nobody saw it";
  const json opened = read(kZone);
  wait(minutes(6));
  EXPECT_EQ(hits(), before + 1) << "nothing is decided yet";
  refer(opened);
  EXPECT_EQ(hits(), before + 1) << "decided after all";
  put_aside(read(kZone), kReason);
  EXPECT_EQ(hits(), before + 2);
}

TEST_F(HitsLeft, OfOneOfficerPushOutNoOtherOfficersInspection) {
  const std::string agarcia = std::exchange(cookie_, "");
  log_in("blopez");
  const auto other = "/api/inspections/" + read(kNobodysZone)["id"].get<std::string>();
  const std::string blopez = std::exchange(cookie_, agarcia);
  for (std::size_t i = 0; i < OpenInspections::kInspectionsMax + 6; ++i)
    static_cast<void>(read(kNobodysZone));
  cookie_ = blopez;
  EXPECT_EQ(ask("GET", other).status, 200);
}

}  // namespace
}  // namespace garita::station
