#include <gmock/gmock.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <random>

#include "central-sync/reports/columns.h"
#include "central-sync/reports/explain.h"
#include "central-sync/reports/health.h"
#include "central-sync/reports/overstays.h"
#include "central-sync/reports/verify.h"
#include "central-sync/store/structure.h"
#include "central-sync/store/test_country.h"
#include "schema/storage/database.h"

namespace garita::central::testing {
namespace {

using ::testing::AllOf;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::Not;

/// STAYS overstays, LEFT left in time through SUR, which told of it on 7 February.
class Reports : public ::testing::Test {
 protected:
  Reports() {
    auto& norte = centre.station("NORTE");
    auto& sur = centre.station("SUR");
    for (const auto* number : {"LEFT", "STAYS"})
      norte.write(entry("NORTE", utc("2026-01-05T16:00:00Z"), number), utc("2026-01-05T16:00:00Z"));
    centre.receive(norte, utc("2026-01-05T16:01:00Z"));
    centre.receive_claim(norte, utc("2026-02-06T12:00:00Z"), utc("2026-02-06T12:00:00Z"));
    sur.write(exit("SUR", utc("2026-02-02T18:00:00Z"), "LEFT"), utc("2026-02-02T18:00:00Z"));
    centre.receive(sur, utc("2026-02-07T08:00:00Z"));
    centre.receive_claim(sur, utc("2026-02-07T08:05:00Z"), utc("2026-02-07T08:05:00Z"));
    centre.project();
  }

  std::vector<OverstayRow> listed(const OverstayQuery& query) {
    return *list_overstays(centre.reading(), query, now);
  }
  std::string states(const OverstayQuery& query) {
    std::string text;
    for (const auto& row : listed(query))
      text += row.document + " " + std::string(state_name(row.flag.state)) + "; ";
    return text;
  }

  TestCentre centre;
  Instant now = utc("2026-02-07T09:00:00Z");
  const std::set<FlagState> all = {FlagState::kOpen,        FlagState::kDue,
                                   FlagState::kPendingData, FlagState::kProbable,
                                   FlagState::kConfirmed,   FlagState::kCleared};
};

TEST_F(Reports, ListWhatIsRaisedUnlessMoreIsAskedFor) {
  EXPECT_EQ(states({}), "GTM|STAYS probable; ");
  EXPECT_EQ(states({{}, {}, all}), "GTM|STAYS probable; GTM|LEFT cleared; ");
}

TEST_F(Reports, AnswerAsKnownAtAnEarlierMoment) {
  EXPECT_EQ(states({{}, utc("2026-02-07T07:00:00Z"), all}),
            "GTM|LEFT pending_data; GTM|STAYS pending_data; ");
  EXPECT_EQ(states({{}, utc("2026-01-20T00:00:00Z"), all}), "GTM|LEFT open; GTM|STAYS open; ");
  EXPECT_EQ(states({utc("2026-01-20T00:00:00Z"), {}, all}), "GTM|LEFT open; GTM|STAYS open; ");
  EXPECT_EQ(states({{}, utc("2026-01-01T00:00:00Z"), all}), "");
}

TEST_F(Reports, SayTheSameFromTablesAsFromRecords) {
  const auto from_tables = listed({{}, {}, all});
  const auto from_records = listed({now, now, all});
  EXPECT_EQ(overstays_csv(from_tables), overstays_csv(from_records));
}

TEST_F(Reports, WriteTheColumnsOfTheContract) {
  const auto rows = listed({});
  const auto csv = overstays_csv(rows);
  EXPECT_THAT(csv, ::testing::StartsWith(
                       "flag,state,person,name,nationality,document,entry_post,entry_at,"
                       "authorised_until,days_over,policy,policy_version,watermark,blocking_posts,"
                       "last_change,cause,subject,evidence,fallback,rests_on\r\n"));
  EXPECT_THAT(csv,
              HasSubstr("OVERSTAY_OPEN,probable," + rows[0].person.value() +
                        ",\"GARCIA STAYS, ANA\",GTM,GTM|STAYS,NORTE,2026-01-05T16:00:00Z,"
                        "2026-02-03,4,visitor,2026-1,2026-02-06T12:00:00Z,,"
                        "2026-02-07T08:05:00Z,watermark,NORTE-01:1:movement:2,officer_scan,,\r\n"));
  const auto json = nlohmann::json::parse(overstays_json(rows));
  EXPECT_EQ(json["days_over"], 4);
  EXPECT_FALSE(json.contains("blocking_posts"));
  now = utc("2026-02-07T07:00:00Z");
  const auto held =
      nlohmann::json::parse(overstays_json(std::vector{listed({{}, now, all}).front()}));
  EXPECT_EQ(held["blocking_posts"], nlohmann::json::array({"SUR"}));
}

TEST_F(Reports, NeverWriteACellThatASpreadsheetWouldRun) {
  EXPECT_EQ(csv_line(std::vector<std::string>{"=1+1", "a\"b", "c,d", "", "-x", "plain"}),
            "'=1+1,\"a\"\"b\",\"c,d\",,'-x,plain\r\n");
}

TEST_F(Reports, LetNoNameMoveTheCursorOrMakeALine) {
  EXPECT_EQ(printable("M\u00fcller \x1b[2J\n\u009b1m\x7f"), "M\u00fcller ?[2J??1m?");
  auto& norte = centre.station("NORTE");
  auto crossing = entry("NORTE", utc("2026-01-06T16:00:00Z"), "EVIL");
  crossing.document.surname = "A\x1b[2J\nB";
  norte.write(crossing, crossing.at);
  centre.receive(norte, utc("2026-02-07T08:10:00Z"));
  centre.project();
  const auto rows = listed({{}, {}, all});
  EXPECT_THAT(overstays_table(rows, Language::kEnglish),
              AllOf(HasSubstr("A?[2J?B"), Not(HasSubstr("\x1b"))));
  const auto person = centre.reading().find_persons("EVIL", 5)->front().person;
  const auto report = *explain(centre.reading(), person.value(), {}, now);
  EXPECT_THAT(explanation_text(report, Language::kEnglish),
              AllOf(HasSubstr("A?[2J?B"), Not(HasSubstr("\x1b"))));
}

TEST_F(Reports, GiveJsonWhateverAStationSaysOfItself) {
  Hello hello;
  hello.station = centre.station("NORTE").id();
  hello.software = "\xff\xfe";
  hello.clock = now;
  auto& intake = centre.database().intake();
  ASSERT_TRUE(intake.in_transaction([&] { return intake.note_hello(hello, now); }));
  EXPECT_TRUE(nlohmann::json::accept(status_json(*centre_status(centre.reading(), now))));
}

TEST_F(Reports, ShowOfStationsThoseThatSomebodyHasToLookAt) {
  auto& intake = centre.database().intake();
  Hello hello;
  hello.station = centre.station("NORTE").id();
  hello.clock = now.plus(std::chrono::milliseconds(2'560));
  ASSERT_TRUE(intake.in_transaction([&] { return intake.note_hello(hello, now); }));
  ASSERT_TRUE(intake.in_transaction([&] {
    return intake.note_backlog(hello.station, Backlog{7, {}, 0}, now);
  }));
  hello.station = centre.station("SUR").id();
  hello.clock = now.minus(std::chrono::milliseconds(900));
  ASSERT_TRUE(intake.in_transaction([&] { return intake.note_hello(hello, now); }));
  for (const auto* post : {"NORTE", "SUR"}) {
    const auto& id = centre.station(post).id();
    ASSERT_TRUE(intake.in_transaction([&] {
      return intake.note_bulletin_held(id, {"policies", id == hello.station ? 1U : 0U}, now);
    }));
  }
  const auto text = [&] { return status_text(*centre_status(centre.reading(), now)); };
  EXPECT_THAT(text(), HasSubstr("policies 2026-1, at 2026-02-07T09:00:00Z\n"));
  EXPECT_THAT(text(), HasSubstr("not yet projected 0, in"));
  EXPECT_THAT(text(), HasSubstr("Bulletins policies 1 (2025-06-01T00:00:00Z)\n"));
  EXPECT_THAT(text(), ContainsRegex("NORTE-01 +- +7 +\\+2\\.5 s +policies 0 of 1\n"));
  EXPECT_THAT(text(), Not(HasSubstr("SUR-01"))) << "all is as it should be";

  ASSERT_TRUE(centre.database().book().revoke(centre.station("NORTE").id(), "stolen", now));
  for (const auto* target : {"SUR-01", "SUR"}) {
    centre.own().write(Closure{target, now, "gone", OfficerId("jefa")}, now);
    centre.receive(centre.own(), now);
    EXPECT_THAT(text(), HasSubstr("not yet projected 1 since 2026-02-07T09:00:00Z, in"));
    centre.project();
  }
  EXPECT_THAT(text(), ContainsRegex("NORTE-01 +revoked 2026-02-07T09:00:00Z +- +- +-\n"));
  EXPECT_THAT(text(), ContainsRegex("NORTE  .* +revoked NORTE-01 is not closed\n"));
  EXPECT_THAT(text(), ContainsRegex("SUR-01 +closed 2026-02-07T09:00:00Z +- +- +-\n"));
  EXPECT_THAT(text(), ContainsRegex("SUR  .* +closed 2026-02-07T09:00:00Z\n"));
  const auto json = nlohmann::json::parse(status_json(*centre_status(centre.reading(), now)));
  EXPECT_EQ(json["now"], "2026-02-07T09:00:00Z");
  EXPECT_EQ(json["bulletins"]["policies"]["version"], 1);
  EXPECT_EQ(json["posts"][1]["stations"][0]["closed_at"], "2026-02-07T09:00:00Z");
}

TEST_F(Reports, ExplainAPersonLineByLineAndProveThatNothingWasRaised) {
  const auto person = centre.reading().find_persons("LEFT", 5)->front().person;
  const auto report = explain(centre.reading(), person.value(), {}, now);
  ASSERT_TRUE(report) << report.error().message;
  const auto text = explanation_text(*report, Language::kSpanish);
  EXPECT_THAT(text, HasSubstr("Último día legal: 3 de febrero de 2026."));
  EXPECT_THAT(text, HasSubstr("sin salida conocida(NORTE-01:1:movement:1) en espera de datos"));
  EXPECT_THAT(text, HasSubstr("retirada"));
  EXPECT_THAT(text, HasSubstr("  días usados: 29; días restantes: 1\n"));
  EXPECT_THAT(
      text, HasSubstr("SUR-01:1:movement:1: llegó una salida en plazo o en los días de gracia\n"));
  EXPECT_THAT(text, HasSubstr("  2026-01-05T16:00:00Z  2026-01-05 10:00  entrada  NORTE"));
  EXPECT_THAT(text, HasSubstr("  salida  SUR"));
  EXPECT_THAT(text, HasSubstr("pasó el plazo"));
  EXPECT_THAT(text, Not(HasSubstr("probable")));
  const auto french = explanation_text(*report, Language::kFrench);
  EXPECT_THAT(french, HasSubstr("  2026-01-05 10:00  entrée  NORTE"));
  EXPECT_THAT(french, HasSubstr("  jours utilisés : 29; jours restants : 1\n"));
  EXPECT_THAT(
      french,
      HasSubstr(
          "SUR-01:1:movement:1: une sortie à temps, ou dans les jours de grâce, est arrivée\n"));
  for (const auto* english :
       {"entry", "exit", " time", "watermark", "pending_data", "cleared", "OVERSTAY"}) {
    EXPECT_THAT(text, Not(HasSubstr(english)));
    EXPECT_THAT(french, Not(HasSubstr(english)));
  }
  const auto by_record = explain(centre.reading(), "SUR-01:1:movement:1", {}, now);
  ASSERT_TRUE(by_record);
  EXPECT_EQ(by_record->person.person, person);
  const auto json = nlohmann::json::parse(explanation_json(*report, Language::kFrench));
  EXPECT_EQ(json["stays"][0]["derivation"].back()["text"], "Dernier jour légal : 3 février 2026.");
  EXPECT_EQ(json["stays"][0]["days_used"], 29);
  EXPECT_EQ(json["stays"][0]["days_remaining"], 1);
  EXPECT_FALSE(explain(centre.reading(), "P-NOBODY", {}, now));
  EXPECT_FALSE(explain(centre.reading(), "SUR-01:1:movement:9", {}, now));
  EXPECT_FALSE(explain(centre.reading(), "nonsense", {}, now));
}

TEST_F(Reports, ExplainWhereAPersonCameFromAndWentTo) {
  auto came = entry("NORTE", utc("2026-01-06T16:00:00Z"), "MOVES");
  came.other_state = "MEX";
  auto left = exit("NORTE", utc("2026-01-08T16:00:00Z"), "MOVES");
  left.other_state = "SLV";
  auto& norte = centre.station("NORTE");
  const auto id = norte.write(came, came.at);
  norte.write(left, left.at);
  centre.receive(norte, utc("2026-02-07T08:30:00Z"));
  centre.project();
  const auto report = explain(centre.reading(), id.text(), {}, now);
  ASSERT_TRUE(report) << report.error().message;
  const auto text = explanation_text(*report, Language::kEnglish);
  EXPECT_THAT(text, HasSubstr("NORTE < MEX  "));
  EXPECT_THAT(text, HasSubstr("NORTE > SLV  "));
  const auto json = nlohmann::json::parse(explanation_json(*report, Language::kEnglish));
  EXPECT_EQ(json["crossings"][0]["other_state"], "MEX");
  EXPECT_EQ(json["crossings"][1]["other_state"], "SLV");
}

TEST_F(Reports, SayWhichPostHoldsUpHowManyDecisions) {
  auto& norte = centre.station("NORTE");
  norte.write(entry("NORTE", utc("2026-01-10T16:00:00Z"), "WAITS"), utc("2026-01-10T16:00:00Z"));
  centre.receive(norte, utc("2026-02-07T08:30:00Z"));
  centre.project();
  now = utc("2026-02-20T00:00:00Z");
  const auto status = *centre_status(centre.reading(), now);
  EXPECT_EQ(status.flags_raised, 1);
  EXPECT_EQ(status.flags_held, 1);
  ASSERT_EQ(status.posts.size(), 2U);
  EXPECT_EQ(status.posts[0].decisions_held_up, 1);
  EXPECT_EQ(status.posts[1].decisions_held_up, 1);
  EXPECT_EQ(status.records_not_projected, 0);
  const auto json = nlohmann::json::parse(status_json(status));
  EXPECT_EQ(json["posts"][1]["watermark"], "2026-02-07T08:05:00Z");
  for (const auto* post : {"NORTE", "SUR"})
    EXPECT_THAT(status_text(status),
                ContainsRegex(std::string(post) + "  .* 1 +silence since 2026-02-07T0"));
}

std::string text_of_file(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

/// What verify says after somebody with access to the database did this.
std::string verdict_after(const std::string& damage) {
  TestCentre centre;
  auto& norte = centre.station("NORTE");
  for (int day = 1; day <= 3; ++day) {
    const Instant at = utc("2026-01-05T16:00:00Z").plus(std::chrono::hours(24 * day));
    norte.write(entry("NORTE", at, std::to_string(day)), at);
    if (day >= 2) centre.receive(norte, at);
    if (day == 3) centre.receive_claim(norte, at, at);
  }
  auto database = centre.connection();
  if (database.dialect() == Dialect::kPostgres) {
    EXPECT_TRUE(
        database.run_script("CREATE FUNCTION zeroblob(bytes BIGINT) RETURNS BYTEA LANGUAGE SQL AS "
                            "$$ SELECT decode(repeat('00', bytes::INTEGER), 'hex') $$"));
  }
  EXPECT_TRUE(database.run_script(damage));
  return verdicts_text(*verify_journals(centre.database(), centre.authority()));
}

TEST(Verify, FindsNothingWrongWithWhatNobodyTouched) {
  EXPECT_EQ(verdict_after(""),
            "ok  CENTRE-01:1:audit  1 records\nok  NORTE-01:1:movement  3 records\n");
}

TEST(Verify, NamesTheFirstRecordThatDoesNotHold) {
  const struct {
    const char* damage;
    const char* says;
  } cases[] = {
      {"UPDATE entries SET ciphertext = zeroblob(length(ciphertext)) WHERE sequence = 2",
       "NORTE-01:1:movement:2: it is not what was received"},
      {"UPDATE entries SET recorded_at = recorded_at + 1 WHERE sequence = 2",
       "NORTE-01:1:movement:2: it is not what was received"},
      {"UPDATE entries SET hash = zeroblob(32) WHERE sequence = 2", "NORTE-01:1:movement:2: "},
      {"UPDATE entries SET salt = zeroblob(16) WHERE sequence = 2", "NORTE-01:1:movement:2: "},
      {"DELETE FROM entries WHERE sequence = 2", "NORTE-01:1:movement:2: "},
      {"DELETE FROM entries WHERE sequence = 3", "NORTE-01:1:movement:3: the journal ends before"},
      {"DELETE FROM signed_heads WHERE sequence = 3",
       "NORTE-01:1:movement:3: the last head is not signed"},
      {"UPDATE signed_heads SET signature = zeroblob(64) WHERE sequence = 2",
       "NORTE-01:1:movement:2: the station did not sign"},
      {"UPDATE epoch_keys SET wrapped = zeroblob(length(wrapped)) WHERE station = 'NORTE-01'",
       "NORTE-01:1:movement:1: the key of its day"},
      {"DELETE FROM epoch_keys WHERE station = 'NORTE-01'",
       "NORTE-01:1:movement:1: the key of its day"},
      {"UPDATE claims SET complete_until = complete_until + 1 WHERE station = 'NORTE-01'",
       "NORTE-01:1:movement:3: the station did not sign this claim"},
      {"UPDATE claims SET station = 'SUR-01' WHERE station = 'NORTE-01'",
       "SUR-01:1:movement:3: the station did not sign this claim"},
  };
  for (const auto& each : cases)
    EXPECT_THAT(verdict_after(each.damage), HasSubstr(std::string("first bad: ") + each.says))
        << each.damage;
}

TEST(Verify, TakesAnErasedRecordForWhole) {
  EXPECT_THAT(verdict_after("UPDATE entries SET salt = NULL WHERE sequence = 2"),
              HasSubstr("ok  NORTE-01:1:movement  3 records, 1 erased"));
}

/// What the journals say, as somebody reads it who trusts the file.
std::string journals_in(const std::filesystem::path& file) {
  std::string text;
  const auto database = Database::open(file, {.mode = OpenMode::kReadOnly});
  if (!database) return "not to be opened";
  for (const auto* sql :
       {"SELECT json_array(j.station, j.incarnation, j.lane, sequence, recorded_at, e.epoch, "
        "hex(epoch_key_hash), dictionary, hex(salt_hash), hex(salt), hex(hash), hex(ciphertext)) "
        "FROM entries e NOT INDEXED JOIN journals j USING (journal) ORDER BY arrival",
        "SELECT json_array(station, incarnation, lane, head_sequence, hex(head_hash)) FROM "
        "journals NOT INDEXED ORDER BY journal",
        // The last head vouches for all before it; that an earlier one is gone takes nothing away.
        "SELECT json_array(journal, sequence, hex(signature)) FROM signed_heads h JOIN journals j "
        "USING (journal) WHERE h.sequence = j.head_sequence ORDER BY journal",
        "SELECT json_array(station, incarnation, complete_until, last_sequence, made_at, "
        "error_bound, hex(signature)) FROM claims NOT INDEXED ORDER BY arrival",
        "SELECT json_array(station, incarnation, hex(wrapped_hash), hex(wrapped)) FROM "
        "epoch_keys"}) {
    auto row = const_cast<Database&>(*database).prepare(sql);
    if (!row) return "not to be read";
    for (;;) {
      const auto found = row->step();
      if (!found) return "not to be read";
      if (!*found) break;
      text += row->text(0) + "\n";
    }
  }
  return text;
}

enum class Finding { kNothingChanged, kFound, kMissed, kCrashed };

/// What a process finds out about a damaged file, which must not be the end of it.
Finding finding_about(const std::filesystem::path& file, const std::string& before,
                      const Certificate& authority) {
  const pid_t child = ::fork();
  if (child == 0) {
    ::close(STDERR_FILENO);
    const auto damage = structural_damage(file);
    if (!damage || !damage->readable) ::_exit(static_cast<int>(Finding::kFound));
    if (journals_in(file) == before) ::_exit(static_cast<int>(Finding::kNothingChanged));
    const auto database = open_store(file, StoreMode::kOpen);
    if (!database) ::_exit(static_cast<int>(Finding::kFound));
    const auto verdicts = verify_journals(**database, authority);
    const bool all_well = verdicts && std::none_of(verdicts->begin(), verdicts->end(),
                                                   [](auto& v) { return v.first_bad.has_value(); });
    ::_exit(static_cast<int>(all_well ? Finding::kMissed : Finding::kFound));
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? static_cast<Finding>(WEXITSTATUS(status)) : Finding::kCrashed;
}

TEST(Verify, FindsEveryFlippedBitThatChangesWhatTheJournalsSay) {
  TestCentre centre;
  if (is_server_address(centre.place())) GTEST_SKIP() << "a server keeps its files itself";
  for (const auto* post : {"NORTE", "SUR"}) {
    auto& station = centre.station(post);
    for (int i = 0; i < 12; ++i) {
      const Instant at = utc("2026-01-05T16:00:00Z").plus(std::chrono::hours(i));
      station.write(entry(post, at, std::string(post) + std::to_string(i)), at);
      if (i % 3 == 0) centre.receive(station, at);
      if (i % 3 == 0) centre.receive_claim(station, at, at);
    }
  }
  centre.close();
  ASSERT_TRUE(Database::open(centre.file(), {.mode = OpenMode::kReadWrite})->checkpoint());
  const std::string before = journals_in(centre.file());
  std::string whole = text_of_file(centre.file());
  TemporaryFolder folder;
  const auto damaged = folder.path() / "centre.sqlite";
  std::mt19937 random(20'260'105);
  std::map<Finding, int> findings;
  for (int round = 0; round < 300; ++round) {
    const std::size_t at = random() % whole.size();
    const auto bit = static_cast<char>(1U << (random() % 8));
    whole[at] = static_cast<char>(whole[at] ^ bit);
    for (const auto* suffix : {"-wal", "-shm"}) std::filesystem::remove(damaged.string() + suffix);
    std::ofstream(damaged, std::ios::binary) << whole;
    whole[at] = static_cast<char>(whole[at] ^ bit);
    const auto finding = finding_about(damaged, before, centre.authority());
    EXPECT_NE(finding, Finding::kCrashed) << "byte " << at;
    EXPECT_NE(finding, Finding::kMissed) << "byte " << at << ":\n" << journals_in(damaged);
    ++findings[finding];
  }
  EXPECT_GT(findings[Finding::kFound], 10) << "the file holds other things too, but not that many";
}

/// A country's file, and a place for damaged copies of it.
class DamagedFile : public ::testing::Test {
 protected:
  void SetUp() override {
    if (is_server_address(centre.place())) GTEST_SKIP() << "a server keeps its files itself";
    // Each writes something: nothing vouches for the key of a day that no record names.
    for (const auto* post : {"NORTE", "SUR"}) {
      auto& station = centre.station(post);
      for (int i = 0; i < 3; ++i) {
        const Instant at = utc("2026-01-05T16:00:00Z").plus(std::chrono::hours(i));
        station.write(entry(post, at, std::string(post) + std::to_string(i)), at);
        centre.receive(station, at);
      }
    }
    centre.close();
    ASSERT_TRUE(Database::open(centre.file(), {.mode = OpenMode::kReadWrite})->checkpoint());
    before = journals_in(centre.file());
    whole = text_of_file(centre.file());
  }
  Finding finding_with(std::size_t at, char byte) {
    auto changed = whole;
    changed[at] = byte;
    const auto file = folder.path() / "centre.sqlite";
    for (const auto* suffix : {"-wal", "-shm"}) std::filesystem::remove(file.string() + suffix);
    std::ofstream(file, std::ios::binary) << changed;
    return finding_about(file, before, centre.authority());
  }

  TestCentre centre;
  TemporaryFolder folder;
  std::string before;
  std::string whole;
};

TEST_F(DamagedFile, WhereAValueIsGoneIsAnErrorAndNoCrash) {
  // In the header of a row 9 stands for the number 1, and 0 for NULL (SQLite's file format, 2.1).
  std::map<Finding, int> findings;
  int tried = 0;
  for (auto at = whole.find('\x09'); at != std::string::npos && tried < 400;
       at = whole.find('\x09', at + 1), ++tried) {
    const auto finding = finding_with(at, '\0');
    EXPECT_NE(finding, Finding::kCrashed) << "byte " << at;
    EXPECT_NE(finding, Finding::kMissed) << "byte " << at;
    ++findings[finding];
  }
  EXPECT_GT(findings[Finding::kFound], 3);
}

TEST_F(DamagedFile, WhereATableIsAnotherIsAnErrorAndNoCrash) {
  for (const std::string name : {"recorded_at ", "head_sequence ", "TABLE stations", "STRICT"}) {
    const auto at = whole.find(name);
    ASSERT_NE(at, std::string::npos) << name;
    EXPECT_EQ(finding_with(at, 'x'), Finding::kFound) << name;
  }
}

TEST(Verify, GoesOnWhereTheCertificateOfAStationCannotBeRead) {
  for (const auto* station : {"NORTE-01", "SUR-01"}) {
    const auto verdicts = verdict_after(
        "UPDATE stations SET certificate = zeroblob(length(certificate)) WHERE "
        "station = '" +
        std::string(station) + "'");
    EXPECT_THAT(verdicts, HasSubstr("ok  CENTRE-01:1:audit  1 records"));
    EXPECT_THAT(verdicts, HasSubstr("BAD " + std::string(station) + ":1:movement"));
    EXPECT_THAT(verdicts, HasSubstr("the certificate of station " + std::string(station) +
                                    " cannot be read: "));
  }
}

}  // namespace
}  // namespace garita::central::testing
