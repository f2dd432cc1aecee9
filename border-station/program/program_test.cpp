#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include <cstdio>
#include <nlohmann/json.hpp>
#include <set>
#include <thread>
#include <utility>

#include "border-station/crossing/counter.h"
#include "border-station/program/decision_json.h"
#include "border-station/program/program_fixture.h"
#include "schema/crypto/private_file.h"
#include "schema/record/enrolment.h"
#include "schema/wire/bundle.h"

namespace garita::station {
namespace {

using nlohmann::json;
using testing::HasSubstr;

std::string refused(const std::string& text) {
  const auto input = parse_decision_json(text);
  return input ? "taken" : input.error().message;
}

TEST(DecisionJson, IsReadKeyByKey) {
  const auto input = parse_decision_json(
      R"({"direction":"exit","decision":"refer","at":"2026-03-01T10:00:00Z",)"
      R"("grounds":["document_doubt"],"note":"n","officer":"mduarte","reference":"r-1",)"
      R"("answers":[{"question":"alert-1","answer":"known_and_cleared","note":"seen"}],)"
      R"("fallback":true,"evidence":"stamp","other_state":"SLV","child_evidence":"court_order",)"
      R"("with":"PASO-01-01:1:movement:7","document":{"document_number":"A1","birth_date":"1980-XX-XX","nationality":"D","sex":"<","optional_data":"7"}})");
  ASSERT_TRUE(input) << input.error().message;
  EXPECT_EQ(input->direction, Direction::kExit);
  EXPECT_EQ(input->draft.decision, DecisionKind::kRefer);
  EXPECT_EQ(input->draft.at, *Instant::from_rfc3339("2026-03-01T10:00:00Z"));
  EXPECT_EQ(input->draft.grounds, std::vector<std::string>{"document_doubt"});
  EXPECT_EQ(input->draft.answers.at(0).note, "seen");
  EXPECT_EQ(input->draft.other_state + input->draft.child_evidence, "SLVcourt_order");
  EXPECT_EQ(input->draft.with->text(), "PASO-01-01:1:movement:7");
  EXPECT_EQ(input->provenance.officer.value(), "mduarte");
  EXPECT_EQ(input->provenance.evidence, EvidenceClass::kStamp);
  EXPECT_TRUE(input->provenance.fallback);
  EXPECT_EQ(input->document->birth_date->text() + input->document->sex, "1980-XX-XXX");
  EXPECT_EQ(input->optional_data, "7");
}

TEST(DecisionJson, IsRefusedByNameAndNeverByValue) {
  EXPECT_EQ(refused("["), "this is no JSON object");
  EXPECT_EQ(refused("{}"), "a direction is entry or exit");
  EXPECT_EQ(refused(changed("\"decision\"", "\"decisoin\"")), "a decision has no key decisoin");
  EXPECT_EQ(refused(changed("\"decision\"", "\"HERRERASCAN\"")),
            "a key that a decision does not have");
  EXPECT_EQ(refused(changed("\"decision\"", "\"decision\":\"refuse\",\"decision\"")),
            "the key decision comes twice");
  EXPECT_EQ(refused(changed("admit", "let in")), "a decision is admit, refer or refuse");
  EXPECT_EQ(refused(changed("1974-08-12", "1974-13-12")),
            "document: birth_date is no date (YYYY-MM-DD, XX for what is unknown)");
  EXPECT_EQ(refused(changed("\"UTO\"", "\"utopia\"")),
            "document: issuing_state is no country code of one to three letters");
  EXPECT_EQ(refused(changed("\"QZX4711K9\"", "4711")), "document: document_number is no text");
  EXPECT_EQ(refused(changed("10,", "\"ten\",")), "granted_days is no whole number");
  EXPECT_EQ(refused(changed("10,", "99999999999,")), "granted_days is out of range");
  EXPECT_EQ(refused(changed("\"transport\"", "\"evidence\":\"taken_over\",\"transport\"")),
            "evidence is no class of evidence of a post");
}

TEST_F(Program, SaysThatNobodyIsLookedUpWhereNoAlertListIsHeld) {
  const DataDirectory with_list = std::exchange(directory_, country_.enrol("PASO-02-01"));
  const auto done = run("record -", std::string(kClean) + "\n" + kClean + "\n");
  EXPECT_EQ(done.status, 0);
  EXPECT_EQ(done.out, "PASO-02-01:1:movement:1\nPASO-02-01:1:movement:2\n");
  EXPECT_EQ(done.errors,
            "no alert list is held here: nobody is looked up in one until it has come\n")
      << "once a run";
  EXPECT_THAT(run("status").out, HasSubstr("NO ALERT LIST is held here"));
  directory_ = with_list;
  EXPECT_EQ(run("record -", kClean).errors, "");
  EXPECT_THAT(run("status").out, Not(HasSubstr("NO ALERT LIST")));
}

TEST_F(Program, StatusSaysInWordsWhatIsOldAndWhatIsOnItsWay) {
  auto station = ledger();
  EXPECT_THAT(run("status").out, HasSubstr(": never compared with the centre's\n"));
  ASSERT_TRUE(
      station.note_trusted_time(clock_.now().plus(std::chrono::days(10)), std::chrono::days(10)));
  const std::string officers =
      R"({"officers":[{"id":"a","verifier":"x","roles":[]},{"id":"b","verifier":"x","roles":[]}]})";
  ASSERT_TRUE(station.take_bulletin(country_.bulletin("officers", 1, officers)));
  ASSERT_TRUE(station.take_part({"alerts", 5, 0, 77, 400, 0, Bytes(100)}));
  ASSERT_EQ(run("record -", kClean).status, 0);
  const auto text = run("status").out;
  EXPECT_THAT(text, HasSubstr(", DOUBTFUL: 10 days behind the centre's clock, compared "));
  EXPECT_THAT(text, HasSubstr("  a newer list is on its way: version 5, 25 %\n"));
  EXPECT_THAT(text, HasSubstr(", 2 entries\n"));
  EXPECT_THAT(text, HasSubstr("unsent: 1 records, 0 urgent, the oldest of 20"));
  const auto object = json::parse(run("status --json").out);
  EXPECT_EQ(object["clock"]["state"], "doubtful");
  EXPECT_LT(object["clock"]["offset_ms"], -863'000'000);
  EXPECT_GE(object["clock"]["trusted_age_seconds"], 0);
  EXPECT_EQ(object["bulletins"][0]["newer"]["percent"], 25);
}

TEST_F(Program, StatusSaysWhichHoursOnPaperTheCentreHasToClose) {
  EXPECT_FALSE(json::parse(run("status --json").out).contains("paper"));
  auto station = ledger();
  const Instant from = clock_.now().minus(std::chrono::hours(3));
  ASSERT_TRUE(station.open_paper(from, clock_.now(), OfficerId("jefa")));
  const auto typed =
      changed("\"document\":", "\"fallback\":true,\"at\":\"" + from.rfc3339() + "\",\"document\":");
  ASSERT_EQ(run("record -", typed).status, 0);
  EXPECT_THAT(run("status").out, HasSubstr("on paper from " + from.rfc3339() + " to "));
  EXPECT_THAT(run("status").out, HasSubstr(", 1 typed in\n"));
  ASSERT_EQ(station.end_incarnation(1), true);
  EXPECT_THAT(run("status").out, HasSubstr("(garita-central paper close PASO-01)"));
  EXPECT_EQ(json::parse(run("status --json").out)["paper"]["of_earlier_incarnation"], true);
}

TEST_F(Program, PrintsOneIdForEachDecisionThatIsDurable) {
  const auto done = run("record -", std::string(kClean) + "\n\n" + kClean + "\n");
  EXPECT_EQ(done.status, 0) << done.errors;
  EXPECT_EQ(done.out, "PASO-01-01:1:movement:1\nPASO-01-01:1:movement:2\n");
  EXPECT_EQ(done.errors, "");
  const auto status = run("status --json");
  ASSERT_EQ(status.status, 0) << status.errors;
  const auto object = json::parse(status.out);
  EXPECT_EQ(object["unsent"], 2);
  EXPECT_EQ(object["station"], "PASO-01-01");
  EXPECT_EQ(object["journals"][0]["unsent"], 2);
  EXPECT_EQ(run("status").status, 0);
}

TEST_F(Program, OneBadDecisionDoesNotStopTheOthers) {
  const auto lines = std::string(kClean) + "\n{\"direction\":\n" + kClean + "\n" +
                     changed("holiday", "sunbathing") + "\n" + changed("\"entry\"", "\"in\"") +
                     "\nnonsense\n" + kClean + "\n";
  const auto done = run("record -", lines);
  EXPECT_EQ(done.status, 1);
  EXPECT_EQ(done.out,
            "PASO-01-01:1:movement:1\nPASO-01-01:1:movement:2\nPASO-01-01:1:movement:3\n");
  EXPECT_EQ(done.errors,
            "line 2: this is no JSON object\n"
            "line 4: /purpose unknown_code: sunbathing is none of the purposes (garita-station "
            "vocabulary prints them)\n"
            "line 5: a direction is entry or exit\n"
            "line 6: this is no JSON object\n");
}

TEST_F(Program, ALineWithoutEndCostsItselfAloneAndLittleMemory) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "the sanitizer's own memory is above the limit";
#endif
  const auto file = (country_.folder / "endless").string();
  {
    std::ofstream out(file);
    out << kClean << "\n{\"note\":\"";
    const std::string megabyte(1024 * 1024, 'x');
    for (int i = 0; i < 128; ++i) out << megabyte;
    out << "\"}\n" << kClean << "\n";
  }
  // 64 MiB of memory: the line has twice as much.
  const std::string limit = "ulimit -d 65536; ";
  const std::string command = limit + kProgram + " record " + file + " --data " +
                              directory_.path().string() + " > " + file + ".out 2> " + file +
                              ".err";
  const int status = WEXITSTATUS(std::system(command.c_str()));
  const auto content = [&](const char* suffix) {
    std::ifstream in(file + suffix);
    return std::string(std::istreambuf_iterator<char>(in), {});
  };
  EXPECT_EQ(status, 1);
  EXPECT_EQ(content(".out"), "PASO-01-01:1:movement:1\nPASO-01-01:1:movement:2\n");
  EXPECT_EQ(content(".err"), "line 2: the decision is too long\n");
}

TEST_F(Program, AnOfficeRecordsWhatItDecidedAndSeesNobodyCross) {
  auto office = country_.enrolment("OFICINA-01-01");
  office.border = kOffice;
  office.directions.clear();
  const auto at_office = country_.enrol(office);
  const std::string extension =
      R"({"kind":"extend_days","days":30,"entry":"PASO-01-01:1:movement:7","authority":"DGM",
          "officer":"rsolis","at":"2026-01-20T15:00:00Z","reason":"ill"})";
  const auto done = run_at(at_office, "decide --json -", extension);
  EXPECT_EQ(done.status, 0) << done.errors;
  EXPECT_EQ(done.out, "{\"record\":\"OFICINA-01-01:1:movement:1\"}\n");
  EXPECT_EQ(json::parse(run_at(at_office, "status --json").out)["unsent"], 1);
  const std::pair<const char*, const char*> refused[] = {
      {R"({"kind":"extend_days","person":"P-1","authority":"DGM"})", "-: extend_days needs days\n"},
      {R"({"kind":"clear","person":"P-1","authority":"DGM"})",
       "-: only the centre judges a flag\n"},
      {R"({"kind":"extend_until","kind":"revoke","person":"P-1","authority":"DGM"})",
       "-: the key kind comes twice\n"},
  };
  for (const auto& [text, why] : refused) {
    const auto not_taken = run_at(at_office, "decide -", text);
    EXPECT_EQ(not_taken.status, 1);
    EXPECT_EQ(not_taken.errors, why);
  }
  EXPECT_EQ(run_at(at_office, "decide -", std::string(100'000, '[')).errors, "-: it is too long\n");
  EXPECT_EQ(run_at(at_office, "record -", kClean).status, 1);
  EXPECT_EQ(json::parse(run_at(at_office, "status --json").out)["unsent"], 1) << "nothing more";
  EXPECT_EQ(run("decide -", extension).status, 3) << "at a border post";
}

TEST_F(Program, TakesADecisionThatIsSpreadOverLines) {
  const auto spread = json::parse(kClean).dump(2);
  const auto done = run("record --json -", spread + "\n" + kClean + "\n");
  EXPECT_EQ(done.status, 0) << done.errors;
  const auto first = json::parse(done.out.substr(0, done.out.find('\n')));
  EXPECT_EQ(first["record"], "PASO-01-01:1:movement:1");
}

TEST_F(Program, ACrossingInTheFutureIsRefused) {
  const auto done = run("record -", changed("\"decision\"",
                                            "\"at\":\"2199-01-01T00:00:00Z\","
                                            "\"decision\""));
  EXPECT_EQ(done.status, 1);
  EXPECT_THAT(done.errors, HasSubstr("/at in_the_future"));
}

TEST_F(Program, SaysWhereTheRuleGivesTheDaysAndNotTheOfficer) {
  constexpr auto kPack = R"(
name = "Reglas"
version = "2026-1"
country = "GTM"
[[rule]]
id = "visitor"
kind = "fixed_days"
days = 30
classes = ["visitor"]
effective_from = 2020-01-01
citation = "art. 1"
)";
  ASSERT_TRUE(ledger().take_bulletin(country_.bulletin("policies", 1, kPack)));
  const auto done = run("record -", std::string(kClean) + "\n" + changed("10,", "30,") + "\n");
  EXPECT_EQ(done.status, 0) << done.errors;
  EXPECT_EQ(done.errors,
            "line 1: recorded, but granted_days 10 is passed over: for class visitor the rule "
            "fixes the days, 30\n");
}

TEST_F(Program, TheSameReferenceGivesTheSameRecord) {
  const auto line = changed("\"decision\"", "\"reference\":\"n-1\",\"decision\"") + "\n";
  const auto done = run("record -", line + line);
  EXPECT_EQ(done.out, "PASO-01-01:1:movement:1\nPASO-01-01:1:movement:1\n");
}

TEST_F(Program, ManyProcessesAtOnceWriteOneChainAndNothingInClear) {
  constexpr int kProcesses = 4;
  constexpr int kDecisions = 10;
  std::string lines;
  for (int i = 0; i < kDecisions; ++i) lines += std::string(kClean) + "\n";
  std::vector<Outcome> runs(kProcesses);
  std::vector<std::jthread> threads;
  const auto work = [&](std::size_t i) {
    const auto base = (country_.folder / ("part-" + std::to_string(i))).string();
    std::ofstream(base) << lines;
    const std::string command = std::string(kProgram) + " record " + base + " --data " +
                                directory_.path().string() + " > " + base + ".out";
    runs[i].status = WEXITSTATUS(std::system(command.c_str()));
    std::ifstream file(base + ".out");
    runs[i].out = std::string(std::istreambuf_iterator<char>(file), {});
  };
  for (std::size_t i = 0; i < kProcesses; ++i) threads.emplace_back(work, i);
  threads.clear();
  std::set<std::string> ids;
  for (const auto& done : runs) {
    EXPECT_EQ(done.status, 0);
    std::istringstream out(done.out);
    for (std::string id; std::getline(out, id);) EXPECT_TRUE(ids.insert(id).second) << id;
  }
  EXPECT_EQ(ids.size(), std::size_t{kProcesses * kDecisions});

  const SystemClock clock;
  auto ledger = Ledger::open(directory_, clock, bulletin_readers());
  ASSERT_TRUE(ledger);
  const JournalId movement{ledger->place().station, 1, Lane::kMovement};
  const auto entries = *ledger->entries_after(movement, 0, 1000, SIZE_MAX);
  EXPECT_EQ(entries.size(), ids.size());
  EXPECT_TRUE(check_chain(movement, {}, entries));
  const auto bytes = every_byte_below(directory_.path());
  for (const auto* clear : {"QZX4711K9", "HERRERASCAN", "1974-08-12"}) {
    EXPECT_EQ(bytes.find(clear), std::string::npos) << clear;
  }
}

/// `garita-station serve` with a centre that nobody reaches; killed at the end.
class Serving {
 public:
  explicit Serving(const DataDirectory& directory) {
    child_ = ::fork();
    if (child_ != 0) return;
    const std::string data = directory.path().string();
    ::execl(kProgram, kProgram, "serve", "--data", data.c_str(), "--desk-port", "0", "--centre",
            "127.0.0.1:9", nullptr);
    ::_exit(127);
  }
  Serving(const Serving&) = delete;
  Serving& operator=(const Serving&) = delete;
  ~Serving() { end(SIGKILL); }

  /// Its exit status, or the negative signal that ended it.
  int end(int signal) {
    if (child_ == 0) return 0;
    ::kill(child_, signal);
    int status = 0;
    ::waitpid(child_, &status, 0);
    child_ = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  }

 private:
  pid_t child_ = 0;
};

TEST_F(Program, RecordsBesideServeWhichMayBeKilledAtAnyTime) {
  int recorded = 0;
  for (int round = 0; round < 3; ++round) {
    Serving serving(directory_);
    for (int i = 0; i < 3; ++i) {
      const auto done = run("record -", std::string(kClean) + "\n");
      EXPECT_EQ(done.out, "PASO-01-01:1:movement:" + std::to_string(++recorded) + "\n");
    }
    if (round < 2) {
      EXPECT_EQ(serving.end(SIGKILL), -SIGKILL);
    } else {
      EXPECT_EQ(serving.end(SIGTERM), 0) << "asked, it ends well";
    }
  }
  EXPECT_EQ(json::parse(run("status --json").out)["unsent"], recorded);
}

TEST_F(Program, CarriesItsRecordsAndTheirReceiptsByStick) {
  ASSERT_EQ(run("record -", std::string(kClean) + "\n" + kClean + "\n").status, 0);
  const auto stick = (country_.folder / "stick").string();
  std::ofstream(country_.folder / "a file") << "no folder";
  EXPECT_THAT(run("export --to '" + (country_.folder / "a file/stick").string() + "'").errors,
              HasSubstr("a file/stick: Not a directory"));
  const auto written = run("export --to " + stick);
  ASSERT_EQ(written.status, 0) << written.errors;
  const auto file = written.out.substr(0, written.out.find('\n'));
  EXPECT_TRUE(file.ends_with("-0001.garita")) << file << " comes before -0010 in a list by name";
  std::ifstream in(file, std::ios::binary);
  const std::string content(std::istreambuf_iterator<char>(in), {});
  auto bundle = BundleReader::open(bytes_of(content));
  ASSERT_TRUE(bundle) << bundle.error().message;
  std::vector<Message> messages;
  for (auto next = bundle->next(); next && *next; next = bundle->next()) messages.push_back(**next);
  ASSERT_EQ(messages.size(), 4U) << "a key, a batch, a claim and how it stands";
  const auto batch = read_batch(std::get<BatchFrame>(messages.at(1)).batch);
  ASSERT_TRUE(batch) << batch.error().message;
  EXPECT_EQ(batch->last(), 2U);

  BundleWriter back;
  const JournalState journal{batch->journal(), batch->head.head, 0, 0};
  const auto receipt = country_.receipt(journal, 2, batch->head.head.hash, 2);
  ASSERT_TRUE(back.add(receipt));
  ASSERT_TRUE(back.add(country_.bulletin("alerts", 3, "reference,instruction,issuer,number\n")));
  auto forged = country_.bulletin("policies", 9, "x");
  forged.version = 10;
  ASSERT_TRUE(back.add(forged));
  ASSERT_TRUE(save_private_file(stick + "/back.garita", back.bytes()));
  const auto taken = run("import " + stick + "/back.garita");
  EXPECT_EQ(taken.status, 1) << "one bulletin is not the centre's";
  EXPECT_THAT(taken.errors, HasSubstr("bulletin policies: not signed by this country's centre"));
  EXPECT_THAT(taken.out, HasSubstr("1 receipts, 1 bulletins taken"));
  const auto now = json::parse(run("status --json").out);
  EXPECT_EQ(now["unsent"], 0);
  EXPECT_EQ(now["journals"][0]["receipt_at"], receipt.at.rfc3339());
  EXPECT_THAT(run("status").out, HasSubstr("  receipt of " + receipt.at.rfc3339() + "\n"));
  const auto own = run("import " + file);
  EXPECT_EQ(own.status, 0) << own.errors;
  EXPECT_EQ(own.out, file + ": records of PASO-01-01 on their way to the centre, skipped\n");
}

TEST_F(Program, SaysOfWhatFollowsTheGoneWhatIsTrueThenAndNoMore) {
  ASSERT_EQ(run("record -", std::string(kClean) + "\n" + kClean + "\n").status, 0);
  auto own = ledger();
  const JournalId movement{own.place().station, 1, Lane::kMovement};
  const auto gone_line = [&] {
    const auto text = run("status").out;
    const auto from = text.find("GONE: ");
    return from == std::string::npos ? "" : text.substr(from, text.find('\n', from) - from);
  };
  EXPECT_EQ(gone_line(), "");
  ASSERT_TRUE(own.note_gone({movement, 1, 1}));
  const std::string gone =
      "GONE: records PASO-01-01:1:movement 1-1: the centre lost them when it was set back, and they"
      " had been dropped here";
  const std::string waits =
      "; 1 follow them here: the centre puts them aside as they come, and a person there decides"
      " about them";
  EXPECT_EQ(gone_line(), gone + waits) << "nothing of it has been sent";
  ASSERT_TRUE(own.keep_centre_put_aside({1, 0}, own.now()));
  EXPECT_EQ(gone_line(), gone + waits);
  ASSERT_TRUE(own.keep_centre_put_aside({0, 1}, own.now()));
  EXPECT_EQ(gone_line(), gone +
                             "; 1 follow them here: a person at the centre has decided about all"
                             " that it had put aside");
  ASSERT_TRUE(own.note_gone({movement, 2, 2}));
  EXPECT_THAT(run("status").out,
              HasSubstr("movement 2-2: the centre lost them when it was set back,"
                        " and they had been dropped here\n"));
}

TEST_F(Program, SaysWhatAStickThatBringsNothingIsLike) {
  const auto file = (country_.folder / "back.garita").string();
  const auto said = [&](const std::string& content) {
    EXPECT_TRUE(save_private_file(file, bytes_of(content)));
    const auto done = run("import " + file);
    return done.out + done.errors;
  };
  BundleWriter older;
  ASSERT_TRUE(ledger().take_bulletin(country_.bulletin("alerts", 7, kNobodyIsSought)));
  ASSERT_TRUE(older.add(country_.bulletin("alerts", 3, kNobodyIsSought)));
  const std::string whole(text_of(older.bytes()));
  EXPECT_EQ(said(whole),
            file + ": 0 receipts, 0 bulletins taken\n" + file +
                ": alerts 3 is not taken: this post holds a newer one, number 7 (where the centre "
                "came back from a backup, connect the post once)\n");
  for (const auto& blank : {std::string(), std::string(200, '\0')})
    EXPECT_THAT(said(blank), HasSubstr("it is empty: the stick was pulled out too early"));
  const auto torn = said(whole.substr(0, whole.size() - 9));
  EXPECT_THAT(torn, HasSubstr("the bundle is cut off in frame 1"));
  EXPECT_THAT(torn, HasSubstr("; nothing of it was taken\n"));
}

TEST_F(Program, SaysWhatIsWrongByItsExitStatus) {
  EXPECT_EQ(run("record").status, 2);
  const auto dance = run("dance");
  EXPECT_EQ(dance.status, 2);
  EXPECT_EQ(dance.errors,
            "garita-station: there is no subcommand 'dance'; --help names those that there are\n");
  EXPECT_THAT(run("").errors, HasSubstr("subcommand is required"));
  EXPECT_EQ(run("--help").status, 0);
  EXPECT_EQ(run("record /no/such/file").status, 1);
  const auto garbage = (country_.folder / "garbage").string();
  std::ofstream(garbage) << "{\"kind\":\"garita-enrolment\"";
  EXPECT_EQ(run("enrol " + garbage).status, 1) << "not understood";
  std::ofstream(garbage) << to_json(country_.enrolment("PASO-02-01"));
  const auto other = run("enrol " + garbage);
  EXPECT_EQ(other.status, 3) << "refused: the directory is another station's";
  EXPECT_THAT(other.errors, HasSubstr("belongs to station PASO-01-01"));
  for (const auto* command : {"enrol", "serve", "status", "record", "export", "import"}) {
    EXPECT_EQ(run(std::string(command) + " --help").status, 0) << command;
  }
  EXPECT_EQ(
      std::system((std::string(kProgram) + " status --data /nowhere 2> /dev/null").c_str()) >> 8,
      1);
  EXPECT_THAT(run("vocabulary").errors, HasSubstr("--data")) << "it needs none, and says so";
}

}  // namespace
}  // namespace garita::station
