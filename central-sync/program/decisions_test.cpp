#include <gmock/gmock.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <thread>

#include "central-sync/program/centre.h"
#include "central-sync/program/test_program.h"

namespace garita::central::testing {
namespace {

using std::chrono::minutes;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class Decisions : public ProgramTest {
 protected:
  Decisions() { found(); }

  /// A disk was copied: two crossings of the copy are put aside.
  void fork() {
    auto norte = joined("NORTE");
    admit(norte, "ANA", minutes(60));
    EXPECT_EQ(run({"import", written("a.garita", stick_of(norte))}).status, 0);
    auto copied = copy_of_station("NORTE-01", station_key_);
    admit(copied, "BERTA", minutes(50));
    admit(copied, "CLARA", minutes(40));
    const auto taken = run({"import", written("b.garita", stick_of(copied))});
    EXPECT_EQ(taken.status, 1);
    EXPECT_THAT(taken.err, HasSubstr("2 records of NORTE-01 went into quarantine"));
  }
  std::vector<nlohmann::json> aside() {
    std::vector<nlohmann::json> rows;
    std::istringstream lines(run({"quarantine", "--json"}).out);
    for (std::string line; std::getline(lines, line);) rows.push_back(nlohmann::json::parse(line));
    return rows;
  }
};

TEST_F(Decisions, ToCloseGivesNothingUpUnseen) {
  fork();
  for (const auto* target : {"NORTE-01:1", "NORTE-01", "NORTE"}) {
    const auto refused = run({"close", target, "--why", "burnt"});
    EXPECT_EQ(refused.status, 3) << target;
    EXPECT_EQ(refused.out, "");
    EXPECT_THAT(refused.err, AllOf(HasSubstr("NORTE-01:1:movement:1  fork  this place"),
                                   HasSubstr("NORTE-01:1:movement:2  unchained  "),
                                   HasSubstr("would give up 2 records in quarantine")));
    EXPECT_EQ(run({"close", target, "--why", "burnt", "--give-up", "1"}).status, 3);
  }
  for (const auto& row : aside()) EXPECT_FALSE(row.contains("resolved_at")) << row;
  const auto closed = run({"close", "NORTE-01:1", "--why", "burnt", "--give-up", "2"});
  EXPECT_EQ(closed.status, 0) << closed.err;
  EXPECT_EQ(closed.out, "CENTRE-01:1:movement:1\n");
  EXPECT_THAT(closed.err, HasSubstr("NORTE-01:1 is closed and waited for no more; 2 records in "
                                    "quarantine were given up"));
  for (const auto& row : aside()) EXPECT_EQ(row["resolution"], "burnt") << row;
  EXPECT_EQ(run({"close", "NORTE-01", "--why", "burnt", "--give-up", "2"}).status, 3)
      << "nothing is left to be given up";
  EXPECT_EQ(run({"close", "NORTE-01", "--why", "burnt", "--officer", "jefa"}).status, 0);
}

TEST_F(Decisions, ToCloseOneRecordNamesWhatIsGivenUp) {
  fork();
  const auto closed = run({"close", "NORTE-01:1:movement:2", "--why", "a test"});
  EXPECT_EQ(closed.status, 0) << closed.err;
  EXPECT_THAT(closed.err, HasSubstr("1 records in quarantine were given up"));
  EXPECT_THAT(run({"close", "NORTE-01", "--why", "x"}).err, HasSubstr("would give up 1 records"));
}

TEST_F(Decisions, ToAdoptTakesTheHashThatIsListed) {
  fork();
  auto third = copy_of_station("NORTE-01", station_key_);
  admit(third, "DORA", minutes(30));
  EXPECT_EQ(run({"import", written("c.garita", stick_of(third))}).status, 1);
  const auto rows = aside();
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(rows[0]["record"], "NORTE-01:1:movement:1");
  EXPECT_EQ(rows[0]["cause"], "fork");
  const std::string hash = rows[0]["hash"];
  EXPECT_EQ(hash.size(), 64U);
  EXPECT_THAT(run({"quarantine"}).out, HasSubstr(hash.substr(0, 16)));
  const auto unnamed = run({"adopt", "NORTE-01:1:movement:1", "--why", "which?"});
  EXPECT_EQ(unnamed.status, 3) << "a person has to say which";
  EXPECT_THAT(unnamed.err, HasSubstr("which of them happened by --hash"));
  const auto adopted =
      run({"adopt", "NORTE-01:1:movement:1", "--hash", hash, "--why", "she did cross"});
  EXPECT_EQ(adopted.status, 0) << adopted.err;
  EXPECT_EQ(nlohmann::json::parse(run({"status", "--json"}).out)["persons"], 2);
  const auto again = run({"adopt", "NORTE-01:1:movement:1", "--why", "again"});
  EXPECT_EQ(again.status, 1);
  EXPECT_THAT(again.err, AllOf(HasSubstr("NORTE-01:1:movement:1 was decided on at 20"),
                               HasSubstr(": adopted 1 of 2: she did cross")));
  EXPECT_THAT(run({"adopt", "NORTE-01:1:movement:9", "--why", "x"}).err,
              HasSubstr("nothing is in quarantine for record NORTE-01:1:movement:9"));
}

TEST_F(Decisions, ToAdoptThatTwoPersonsTakeAtOnceAreTakenOnce) {
  fork();
  std::array<Ran, 4> ran;
  {
    std::vector<std::jthread> persons;
    for (auto& one : ran)
      persons.emplace_back([this, &one] {
        one = run({"adopt", "NORTE-01:1:movement:1", "--why", "she did cross"});
      });
  }
  EXPECT_EQ(std::ranges::count(ran, 0, &Ran::status), 1);
  const auto crossings = run({"crossings", "--json"}).out;
  EXPECT_EQ(std::ranges::count(crossings, '\n'), 2) << crossings;
}

TEST_F(Decisions, ToAdoptWhatNeverCouldHaveBeenSayWhatToDo) {
  auto norte = joined("NORTE");
  admit(norte, "ANA", minutes(-60));
  EXPECT_EQ(run({"import", written("a.garita", stick_of(norte))}).status, 0);
  EXPECT_THAT(run({"adopt", "NORTE-01:1:movement:1", "--why", "clock"}).err,
              AllOf(HasSubstr("cannot be adopted as it is (its time lies in the future)"),
                    HasSubstr("again at the post, then close NORTE-01:1:movement:1")));
}

/// A post's records 2 and 3 are gone; of those after them 5 corrects 4, 6 takes 1 back.
TEST_F(Decisions, ToAdoptManyAtOnceFollowsTheCorrectionsAmongThem) {
  auto norte = joined("NORTE");
  admit(norte, "ANA", minutes(60));
  EXPECT_EQ(run({"import", written("a.garita", stick_of(norte))}).status, 0);
  for (const auto* lost : {"BERTA", "CLARA"}) admit(norte, lost, minutes(50));
  static_cast<void>(norte.take());
  admit(norte, "DORA", minutes(40));
  const auto now = SystemClock().now();
  Correction correction;
  correction.of = {norte.id(), 1, Lane::kMovement, 4};
  correction.at = now;
  correction.reason = "misread";
  correction.officer = OfficerId("ramos");
  correction.replacement = entry("NORTE", now.minus(minutes(40)), "DOROTEA");
  norte.write(correction, now);
  correction.of.sequence = 1;
  correction.replacement.reset();
  norte.write(correction, now);
  norte.write(Heartbeat{now, 6, {}}, now);
  admit(norte, "ELENA", minutes(10));
  BundleWriter stick;
  ASSERT_TRUE(stick.add(norte.wrapped_key()));
  Gone gone{{norte.id(), 1, Lane::kMovement}, 2, 3, {}};
  gone.sign(station_key_);
  ASSERT_TRUE(stick.add(BatchAfterGone{gone, encode(*norte.take())}));
  const auto taken = run({"import", written("b.garita", std::string(text_of(stick.bytes())))});
  EXPECT_THAT(taken.err, HasSubstr("5 records of NORTE-01 went into quarantine"));
  EXPECT_THAT(run({"close", "NORTE-01:1", "--why", "set back"}).err,
              HasSubstr("would give up 5 records"));
  EXPECT_EQ(run({"adopt", "NORTE-01:1:movement:9-99", "--why", "x"}).status, 1);
  EXPECT_EQ(run({"adopt", "NORTE-01:1:audit:1-99", "--why", "x"}).status, 1);

  const auto some = run({"adopt", "NORTE-01:1:movement:7-8", "--why", "set back"});
  EXPECT_EQ(some.status, 0) << some.err;
  EXPECT_THAT(some.err, HasSubstr("2 records of NORTE-01:1:movement:7-8 are decided about, 1 "));
  const auto all = run({"adopt", "NORTE-01:1", "--why", "set back"});
  EXPECT_EQ(all.status, 3);
  EXPECT_EQ(std::count(all.out.begin(), all.out.end(), '\n'), 1) << all.out;
  EXPECT_THAT(all.err,
              AllOf(HasSubstr("2 records of NORTE-01:1 are decided about, 1 crossings"),
                    HasSubstr("NORTE-01:1:movement:6: it corrects NORTE-01:1:movement:1, which is "
                              "not among what is adopted"),
                    HasSubstr("1 records are left")));
  for (const auto& [name, known] :
       std::map<std::string, std::size_t>{{"ANA", 1}, {"DORA", 0}, {"DOROTEA", 1}, {"ELENA", 1}}) {
    auto centre = open_centre(data());
    ASSERT_TRUE(centre) << centre.error().message;
    EXPECT_EQ(centre->database->reading().find_persons(name, 5)->size(), known) << name;
  }
  EXPECT_THAT(run({"close", "NORTE-01:1", "--why", "set back"}).err,
              HasSubstr("would give up 1 records"));
}

TEST_F(Decisions, ListCrossingsThatCameBehindTheWatermarkByPost) {
  auto norte = joined("NORTE");
  const auto claim = norte.claim(SystemClock().now().minus(minutes(10)));
  BundleWriter bundle;
  ASSERT_TRUE(bundle.add(claim));
  EXPECT_EQ(run({"import", written("claim.garita", std::string(text_of(bundle.bytes())))}).status,
            0);
  EXPECT_THAT(run({"quarantine"}).out, Not(HasSubstr("behind_watermark")));
  admit(norte, "ANA", minutes(60));
  EXPECT_EQ(run({"import", written("a.garita", stick_of(norte))}).status, 0);
  const auto rows = aside();
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0]["incident"], "behind_watermark");
  EXPECT_EQ(rows[0]["post"], "NORTE");
  EXPECT_EQ(rows[0]["record"], "NORTE-01:1:movement:1");
  EXPECT_THAT(run({"quarantine"}).out, HasSubstr("NORTE  behind_watermark  NORTE-01:1:movement:1"));
}

TEST_F(Decisions, AboutAnEntryThatHasNotArrivedAreListedUntilItDoes) {
  auto norte = joined("NORTE");
  auto office = joined("OFICINA", "office");
  for (const auto* entry : {"NORTE-01:1:movement:1", "NORTE-01:1:movement:7"}) {
    StatusDecision decision;
    decision.at = SystemClock().now().minus(minutes(30));
    decision.entry = *RecordId::parse(entry);
    decision.days = 30;
    decision.authority = "DGM";
    decision.officer = OfficerId("rsolis");
    office.write(decision, decision.at);
  }
  EXPECT_EQ(run({"import", written("office.garita", stick_of(office))}).status, 0);
  const auto waiting = [&](const char* days) {
    std::string text;
    std::istringstream lines(run({"quarantine", "--json", "--waiting-days", days}).out);
    for (std::string line; std::getline(lines, line);) {
      const auto row = nlohmann::json::parse(line);
      text += row["decision"].get<std::string>() + " of " + row["entry"].get<std::string>() + "; ";
      EXPECT_EQ(row["authority"], "DGM");
    }
    return text;
  };
  EXPECT_EQ(waiting("0"),
            "extend_days of NORTE-01:1:movement:1; extend_days of NORTE-01:1:movement:7; ");
  EXPECT_EQ(waiting("3"), "") << "it may be on its way";
  EXPECT_THAT(run({"quarantine", "--waiting-days", "0"}).out,
              HasSubstr("NORTE-01:1:movement:7  extend_days  OFICINA-01:1:movement:2  DGM"));
  EXPECT_EQ(nlohmann::json::parse(run({"status", "--json"}).out)["decisions_waiting"], 2);
  EXPECT_THAT(run({"status"}).out, HasSubstr("entries that have not arrived: 2;"));

  admit(norte, "ANA", minutes(60));
  EXPECT_EQ(run({"import", written("a.garita", stick_of(norte))}).status, 0);
  EXPECT_EQ(waiting("0"), "extend_days of NORTE-01:1:movement:7; ");
  EXPECT_EQ(nlohmann::json::parse(run({"status", "--json"}).out)["decisions_waiting"], 1);
}

TEST_F(Decisions, MakeSenseOfTheStayThatTheyAreAbout) {
  auto norte = joined("NORTE");
  const auto pack = written("thirty.toml", thirty_days());
  ASSERT_EQ(run({"bulletin", "publish", "policies", pack}).status, 0);
  constexpr int kDay = 24 * 60;
  admit(norte, "OVER", minutes(40 * kDay));
  admit(norte, "WITHIN", minutes(10 * kDay));
  EXPECT_EQ(run({"import", written("a.garita", stick_of(norte))}).status, 0);
  const auto day = [](int ago) {
    return Zone::named("America/Guatemala")
        ->local_day(SystemClock().now().minus(std::chrono::hours(24 * ago)))
        .iso();
  };
  const auto decided = [&](int entry, const std::string& kind, const std::string& until) {
    nlohmann::json decision{{"kind", kind},
                            {"entry", "NORTE-01:1:movement:" + std::to_string(entry)},
                            {"authority", "DGM"}};
    if (!until.empty()) decision["until"] = until;
    return run({"decide", written("decision.json", decision.dump())});
  };
  const struct {
    const char* what;
    int entry;
    const char* kind;
    std::string until;
    const char* refused;
  } cases[] = {
      {"revoked before it began", 1, "revoke", day(41), "lies before the entry"},
      {"revoked on its first day", 1, "revoke", day(40), ""},
      {"annulled from before", 2, "annul", day(20), ""},
      {"cleared when it is over", 1, "clear", "", ""},
  };
  EXPECT_THAT(decided(2, "clear", "").err, HasSubstr("within its term until"));
  for (const auto& each : cases) {
    const auto ran = decided(each.entry, each.kind, each.until);
    EXPECT_EQ(ran.status == 0, *each.refused == 0) << each.what << ": " << ran.err;
    EXPECT_THAT(ran.err, HasSubstr(each.refused)) << each.what;
  }
}

TEST_F(Decisions, AreListedOfNoMomentThatIsToCome) {
  const auto future = run({"overstays", "--as-of", "2999-01-01T00:00:00Z"});
  EXPECT_EQ(future.status, 1);
  EXPECT_THAT(future.err, HasSubstr("--as-of lies in the future"));
  EXPECT_EQ(run({"overstays", "--as-of", "2026-01-01T00:00:00Z"}).status, 0);
}

TEST_F(Decisions, ThatCannotBearOnTheirEntryAreRefusedAndThoseThatChangeNothingSaySo) {
  const auto pack = written("pack.toml", thirty_days());
  ASSERT_EQ(run({"bulletin", "publish", "policies", pack}).status, 0);
  auto norte = joined("NORTE");
  admit(norte, "ANA", minutes(60));
  EXPECT_EQ(run({"import", written("a.garita", stick_of(norte))}).status, 0);
  const auto decided = [&](const std::string& rest) {
    return run(
        {"decide",
         written("d.json", R"({"entry":"NORTE-01:1:movement:1","authority":"DGM",)" + rest + "}")});
  };
  const struct {
    const char* rest;
    const char* says;
  } cases[] = {
      {R"("kind":"revoke","at":"2020-01-01T00:00:00Z")", "at 2020-01-01T00:00:00Z lies before the"},
      {R"("kind":"extend_until","until":"2020-01-01")", "until 2020-01-01 lies before the entry"},
  };
  for (const auto& [rest, says] : cases) {
    const auto refused = decided(rest);
    EXPECT_EQ(refused.status, 1) << says;
    EXPECT_EQ(refused.out, "");
    EXPECT_THAT(refused.err, HasSubstr(says));
  }
  const auto revoked = decided(R"("kind":"revoke")");
  EXPECT_EQ(revoked.status, 0);
  EXPECT_EQ(revoked.err, "");
  const auto event = decided(R"("kind":"event")");
  EXPECT_EQ(event.status, 0);
  EXPECT_THAT(event.err, HasSubstr("changes nothing of any stay"));
}

TEST_F(Decisions, OnPaperAreAboutHoursThatWere) {
  enrolled("NORTE");
  const Instant now = SystemClock().now();
  const auto later = [&](minutes span) { return now.plus(span).rfc3339(); };
  const struct {
    std::vector<std::string> words;
    const char* says;
  } cases[] = {
      {{"close", "NORTE"}, "NORTE has no open period on paper"},
      {{"open", "NORTE", "--from", later(minutes(10))}, "is in the future"},
      {{"open", "NORTE", "--to", later(minutes(60 * 25))}, "is more than a day ahead"},
      {{"open", "NORTE", "--from", later(minutes(-10)), "--to", later(minutes(-20))},
       "ends before it begins"},
      {{"open", "NORTE", "--to", later(minutes(-20))}, "say by --from since when"},
      {{"open", "SUR"}, "there is no post"},
  };
  for (auto [words, says] : cases) {
    words.insert(words.begin(), "paper");
    const auto refused = run(words);
    EXPECT_EQ(refused.status, 1) << says;
    EXPECT_THAT(refused.err, HasSubstr(says));
  }
  EXPECT_EQ(run({"paper", "open", "NORTE", "--to", later(minutes(60 * 23))}).status, 0);
  EXPECT_THAT(run({"paper", "open", "NORTE"}).err, HasSubstr("NORTE is on paper already"));
  const auto closed = run({"paper", "close", "NORTE"});
  EXPECT_EQ(closed.status, 0);
  EXPECT_EQ(closed.err, "");
  EXPECT_THAT(run({"paper", "close", "NORTE"}).err, HasSubstr("no open period"));
}

TEST_F(Decisions, OnPaperThatEndWhatADeskAnnouncedSaySo) {
  auto norte = joined("NORTE");
  const Instant now = SystemClock().now();
  norte.write(
      PaperPeriod{PostCode("NORTE"), true, now.minus(minutes(90)), {}, now, OfficerId("jefa")},
      now);
  EXPECT_EQ(run({"import", written("a.garita", stick_of(norte))}).status, 0);
  EXPECT_EQ(run({"officer", "add", "jefa"}, "correct horse\n").out, "officers 1\n");
  const auto version = [&] {
    return *open_centre(data())->database->book().newest_version("officers");
  };
  const auto closed = run({"paper", "close", "NORTE"});
  EXPECT_EQ(closed.status, 0);
  EXPECT_THAT(closed.err, HasSubstr("NORTE-01 announced hours at its desk"));
  EXPECT_EQ(version(), 2U) << "the desk is told";
  EXPECT_EQ(run({"paper", "open", "NORTE"}).status, 0);
  EXPECT_EQ(version(), 2U) << "later hours are no news of those";
  const auto again = run({"paper", "open", "NORTE", "--from", now.minus(minutes(95)).rfc3339()});
  EXPECT_EQ(again.status, 0);
  EXPECT_EQ(version(), 3U) << "those are waited for again";
}

}  // namespace
}  // namespace garita::central::testing
