// Names of the alert list that are being made ready while travellers stand at the desk.
#include <atomic>
#include <thread>

#include "border-station/desk/desk_fixture.h"

namespace garita::station {
namespace {

constexpr std::string_view kAlike =
    "reference,instruction,surname,given_names,birth_date\n"
    "M-1,Call the duty officer,MUSTERR,MAX,1970-01-01\n";

class NamesComeLater : public DeskTest {
 protected:
  NamesComeLater() {
    publish_all();
    publish("alerts", kAlike);
    ready_ = std::exchange(names_, nullptr);
    log_in();
  }
  json get(const json& inspection) {
    return json::parse(ask("GET", "/api/inspections/" + inspection["id"].get<std::string>()).body);
  }
  static std::string kinds(const json& inspection) {
    std::string text;
    for (const auto& alert : inspection["alerts"]) text += alert["kind"].get<std::string>() + ";";
    return text;
  }
  /// What the last crossing says was not searched, as the centre opens it.
  std::vector<std::string> not_searched() {
    const JournalId journal{uplink_->place().station, uplink_->incarnation(), Lane::kMovement};
    const auto entries = *uplink_->entries_after(journal, 0, 100, SIZE_MAX);
    const auto wrapped = *uplink_->wrapped_key(1, entries.back().header.epoch);
    const auto key = *unwrap_epoch_key(wrapped->wrapped, country_.seal_key, country_.seal);
    const auto record = *decode_record(*open_entry(entries.back(), key));
    return std::get<Crossing>(record).context.lists_not_searched;
  }

  std::shared_ptr<const AlertNames> ready_;
};

TEST_F(NamesComeLater, AreLookedThroughForWhoeverStandsThere) {
  const json before = read(kCleanZone);
  EXPECT_EQ(kinds(before), "names_not_searched;");
  desk_->tick();
  EXPECT_EQ(get(before)["revision"], before["revision"]) << "nothing has come";
  names_ = ready_;
  desk_->tick();
  const json after = get(before);
  EXPECT_GT(after["revision"], before["revision"]);
  EXPECT_EQ(kinds(after), "alert_list;");
  json late = kAdmit;
  late["revision"] = before["revision"];
  late["answers"] = {{{"question", "names"}, {"answer", "cannot_wait"}}};
  EXPECT_EQ(problem_of_answer(decide(before, late)), "409 inspection-changed")
      << "the officer has not seen the hit";
}

TEST_F(NamesComeLater, AreLookedThroughForOneTravellerAfterTheOtherAndAnswersGoOutBetween) {
  constexpr int kTravellers = 40;
  // Names are asked for with the lock held: what is answered by the time of the last traveller was
  // answered between two of them.
  std::atomic<int> asked{0};
  std::atomic<bool> asks{false}, answered{false}, answered_before_the_last{false};
  std::thread page;
  const auto names = [&]() -> std::shared_ptr<const AlertNames> {
    if (!names_) return nullptr;
    if (asked++ == 0) {
      page = std::thread([&] {
        asks = true;
        answered = ask("GET", "/api/strip").status == 200;
      });
      while (!asks) std::this_thread::yield();
    }
    answered_before_the_last = answered.load();
    return names_;
  };
  router_ = {};
  desk_.emplace(
      DeskOptions{.reader = directory_.path() / "reader", .metrics_token = "", .names = names},
      *Ledger::open(directory_, clock_, bulletin_readers()), [this] { return link_; }, clock_);
  desk_->add_routes(router_);
  log_in();
  std::vector<json> before;
  for (int i = 0; i < kTravellers; ++i) before.push_back(read(kCleanZone));
  names_ = ready_;
  desk_->tick();
  page.join();
  EXPECT_TRUE(answered_before_the_last);
  for (const auto& each : before) EXPECT_EQ(kinds(get(each)), "alert_list;");
}

TEST_F(NamesComeLater, AreLookedThroughForWhatWasTypedOverToo) {
  json fields = read(kCleanZone)["document"];
  fields.update({{"surname", "QUETZAL"}, {"given_names", "IXCHEL"}});
  const struct {
    std::string how, body, type;
  } cases[] = {{"", json{{"document", fields}}.dump(), "application/json"},
               {"", std::string(kZone), "text/plain"},
               {"?scanned=yes", std::string(kZone), "text/plain"}};
  for (const auto& each : cases) {
    names_ = nullptr;
    const json before = read(kCleanZone);
    const auto target = "/api/inspections/" + before["id"].get<std::string>() + "/document";
    const auto put = ask("PUT", target + each.how, each.body, each.type);
    EXPECT_EQ(hits_shown(json::parse(put.body)), "") << put.body;
    names_ = ready_;
    desk_->tick();
    EXPECT_EQ(hits_shown(get(before)), "M-1 beside; ") << each.how << " " << each.type;
  }
}

TEST_F(NamesComeLater, AreLookedThroughWithTheDecisionAtTheLatest) {
  const json before = read(kCleanZone);
  names_ = ready_;
  json decision = kAdmit;
  decision["revision"] = before["revision"];
  decision["answers"] = {{{"question", "names"}, {"answer", "cannot_wait"}}};
  EXPECT_EQ(problem_of_answer(decide(before, decision)), "409 inspection-changed");
}

TEST_F(NamesComeLater, AndThatCannotBeMadeForAListAreAskedAboutAfterAWhile) {
  names_ = ready_;
  // Nobody listed, and no names of it are made.
  const auto list_comes = [&] {
    const auto before = names_;
    publish("alerts", "reference,instruction,issuer,number\nZ-1,Call,UTO,ZZZ\n");
    names_ = before;
  };
  list_comes();
  const json soon = read(kCleanZone);
  EXPECT_EQ(kinds(soon), "names_of_list_before;");
  // Lists that come ever again do not put it off.
  clock_.advance(std::chrono::seconds(kNamesMadeWithin) / 2);
  list_comes();
  clock_.advance(std::chrono::seconds(kNamesMadeWithin) / 2);
  EXPECT_EQ(kinds(read(kCleanZone)), "names_of_list_before;");
  clock_.advance(std::chrono::seconds(1));
  EXPECT_EQ(kinds(read(kCleanZone)), "names_long_behind;");
  desk_->tick();
  EXPECT_EQ(kinds(get(soon)), "names_long_behind;") << "whoever stands there already, too";
  EXPECT_EQ(pointers(decide(soon, kAdmit)), "#question/names missing; ");
  make_names_ready();
  EXPECT_EQ(kinds(read(kCleanZone)), "");
}

TEST_F(NamesComeLater, AndTheRecordSaysThatTheyWereNotSearched) {
  const json inspection = read(kCleanZone);
  EXPECT_EQ(pointers(decide(inspection, kAdmit)), "#question/names missing; ");
  json decision = kAdmit;
  decision["answers"] = {{{"question", "names"}, {"answer", "compared_by_hand"}}};
  ASSERT_EQ(decide(inspection, decision).status, 201);
  EXPECT_EQ(not_searched(), std::vector<std::string>{"alert_names"});
}

TEST_F(NamesComeLater, AndAnExaminerIsToldSoBySearches) {
  publish("officers", json{{"officers",
                            {{{"id", "exam"},
                              {"roles", {"examiner"}},
                              {"verifier", make_password_verifier(
                                               "open sesame", {.memory_kib = 8, .passes = 1})}}}}}
                          .dump());
  log_in("exam");
  const json form{{"reason", "a call"},
                  {"surname", "MUSTER"},
                  {"given_names", "MAX"},
                  {"birth_date", "1970-01-01"}};
  const auto search = [&] {
    return json::parse(ask("POST", "/api/second-line/search", form.dump()).body);
  };
  EXPECT_EQ(search().value("names_not_searched", false), true);
  names_ = ready_;
  const json found = search();
  EXPECT_FALSE(found.contains("names_not_searched"));
  EXPECT_EQ(found["alerts"].size(), 1U);
}

}  // namespace
}  // namespace garita::station
