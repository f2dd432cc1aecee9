#include <gmock/gmock.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "central-sync/program/centre.h"
#include "central-sync/program/officers_list.h"
#include "central-sync/program/own_journal.h"
#include "central-sync/program/registrar.h"
#include "central-sync/program/test_program.h"
#include "central-sync/store/test_country.h"
#include "schema/record/decision_file.h"
#include "schema/record/enrolment.h"
#include "schema/wire/bundle.h"
#include "tests/support/postgres_cluster/postgres_cluster.h"

namespace garita::central::testing {
namespace {

using garita::testing::PostgresCluster;
using ::testing::HasSubstr;

using Program = ProgramTest;

EnrolmentRequest request_for(const Enrolment& enrolment, const PrivateKey& key) {
  return {enrolment.token, enrolment.station,
          CertificateRequest::make(key, enrolment.station.value()).pem(),
          CertificateRequest::make(key, enrolment.station.value()).pem()};
}

TEST_F(Program, MakesACountryOnceAndKeepsItsKeysToItself) {
  found();
  EXPECT_EQ(std::filesystem::status(data() + "/keys").permissions(),
            std::filesystem::perms::owner_all);
  const auto again = run({"init", "--country", "UTO", "--exercise"});
  EXPECT_EQ(again.status, 3);
  EXPECT_THAT(again.err, HasSubstr("has a country already"));
  EXPECT_EQ(run({"init", "--country", "utopia"}).status, 2);
}

TEST_F(Program, IsOfACountryThatThereIsUnlessItIsAnExercise) {
  for (const auto* code : {"GUA", "ZEN", "UTO"}) {
    const auto refused = run({"init", "--country", code});
    EXPECT_EQ(refused.status, 1) << code;
    EXPECT_THAT(refused.err, HasSubstr(" is no country's code in ISO 3166-1"));
    EXPECT_FALSE(std::filesystem::exists(data() + "/keys")) << code;
  }
  EXPECT_THAT(run({"init", "--country", "GTM"}).out, HasSubstr("The centre of GTM is made in "));
  TemporaryFolder exercise;
  EXPECT_THAT(run_in(exercise.path() / "c", {"init", "--country", "GUA", "--exercise"}).out,
              HasSubstr("GUA (EXERCISE)"));
}

TEST_F(Program, LeavesNoKeysWhereInitFailedAndTouchesNoneThatWereThere) {
  const std::string nowhere = "postgresql:///x?host=/nowhere";
  EXPECT_EQ(run({"init", "--country", "GTM", "--database", nowhere}).status, 1);
  EXPECT_FALSE(std::filesystem::exists(data() + "/keys"));
  EXPECT_EQ(run({"init", "--country", "GTM"}).status, 0);
  EXPECT_EQ(run({"init", "--country", "GTM"}).status, 3);
  EXPECT_TRUE(std::filesystem::exists(data() + "/keys/authority.key"));
}

TEST_F(Program, OverwritesNoEnrolmentThatMayBeOnItsWay) {
  found();
  const auto file = written("norte.enrolment", "another one");
  const auto refused = run({"enrol", "NORTE", "--directions", "entry", "--border", "land", "--zone",
                            "America/Guatemala", "--out", file});
  EXPECT_EQ(refused.status, 3);
  EXPECT_THAT(refused.err, HasSubstr("is there already"));
  EXPECT_EQ(*read_file(file, 100), "another one");
  EXPECT_EQ(nlohmann::json::parse(run({"status", "--json"}).out)["posts"].size(), 0U);
}

TEST_F(Program, EndsAsTheContractsSay) {
  EXPECT_EQ(run({}).status, 2);
  EXPECT_THAT(run_in(data(), {"erase"}).err, HasSubstr("there is no subcommand 'erase'"));
  EXPECT_EQ(run({"erase", "P-0", "--why", "asked"}).status, 2);
  EXPECT_THAT(run({"officer", "remove", "ramos"}).err,
              HasSubstr("officer: there is no subcommand 'remove'"));
  EXPECT_THAT(run({"officer"}).err, HasSubstr("subcommand is required"));
  EXPECT_EQ(run({"overstays", "--format", "xml"}).status, 2);
  EXPECT_EQ(run({"status"}).status, 1);
  EXPECT_EQ(run({"--version"}).status, 0);
  EXPECT_THAT(run({"serve", "--help"}).out, HasSubstr("--console-port"));
  found();
  const std::vector<std::vector<std::string>> wrong = {
      {"overstays", "--states", "raised"},
      {"overstays", "--as-of", "yesterday"},
      {"overstays", "--known-at", "2026-02-30T00:00:00Z"},
      {"explain", "P-0", "--language", "la"},
      {"explain", "P-0", "--as-of", "2026"},
      {"serve", "--role", "everything"},
      {"revoke", "nobody"},
      {"paper", "open", "norte"},
      {"paper", "open", "NORTE", "--from", "today"},
      {"close", "NORTE"},
      {"close", "NORTE", "--why", ""},
      {"close", "NORTE", "--why", " \t"},
      {"revoke", "NORTE-01", "--why", ""},
      {"adopt", "NORTE-01:1:movement:1", "--why", ""},
      {"pictures", "NORTE-01:1:movement:1", "--to", "x", "--why", ""},
      {"persons", "link", "P-0", "P-1", "--reason", ""},
      {"bulletin", "publish", "policies"},
      {"bulletin"},
  };
  for (const auto& words : wrong) EXPECT_EQ(run(words).status, 2) << words.front();
  EXPECT_EQ(run({"explain", "P-0"}).status, 1);
  EXPECT_EQ(run({"paper", "open", "NORTE"}).status, 1);
  EXPECT_EQ(run({"import", data() + "/nothing"}).status, 1);
  EXPECT_EQ(run({"decide", data() + "/nothing"}).status, 1);
}

TEST_F(Program, KeepsItsDatabaseWhereInitPutIt) {
  const auto refused =
      run({"init", "--country", "UTO", "--exercise", "--database", "centre.sqlite"});
  EXPECT_EQ(refused.status, 1);
  EXPECT_THAT(refused.err, HasSubstr("postgresql://"));
  const std::string nowhere = "postgresql:///x?host=/nowhere&password=secret";
  EXPECT_EQ(run({"init", "--country", "UTO", "--exercise", "--database", nowhere}).status, 1);
  EXPECT_FALSE(std::filesystem::exists(Layout(data()).address_file())) << "none answered there";
  found();
  const auto elsewhere = run({"init", "--country", "UTO", "--exercise", "--database", nowhere});
  EXPECT_EQ(elsewhere.status, 3);
  EXPECT_THAT(elsewhere.err, HasSubstr("has its database elsewhere already"));
  EXPECT_EQ(elsewhere.err.find("secret"), std::string::npos);
}

TEST_F(Program, KeepsACountryOnAServer_postgres) {
  const std::string address = PostgresCluster::of_program().fresh_address();
  ASSERT_EQ(run({"init", "--country", "UTO", "--exercise", "--database", address}).status, 0);
  const auto file = Layout(data()).address_file();
  EXPECT_EQ(std::filesystem::status(file).permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  EXPECT_FALSE(std::filesystem::exists(Layout(data()).database_file()));
  EXPECT_THAT(run({"init", "--country", "UTO", "--exercise", "--database", address}).err,
              HasSubstr("has a country already"));
  EXPECT_THAT(run({"init", "--country", "UTO", "--exercise"}).err,
              HasSubstr("has its database elsewhere already"));
  EXPECT_EQ(enrolled("NORTE").station.value(), "NORTE-01");
  EXPECT_EQ(run({"bulletin", "publish", "policies", written("p.toml", thirty_days())}).out,
            "policies 1\n");
  const auto status = nlohmann::json::parse(run({"status", "--json"}).out);
  EXPECT_EQ(status["policy_version"], "2026-1");
  EXPECT_EQ(run({"verify"}).status, 0);
  EXPECT_EQ(run({"rebuild"}).status, 0);

  TemporaryFolder other;
  const auto second = run_in(other.path() / "centre",
                             {"init", "--country", "UTO", "--exercise", "--database", address});
  EXPECT_EQ(second.status, 3) << "two folders with different keys never share a database";
  EXPECT_FALSE(std::filesystem::exists(Layout(other.path() / "centre").address_file()));
}

TEST_F(Program, RefusesAPackThatContradictsItselfAndKeepsTheOldOne) {
  found();
  EXPECT_EQ(run({"bulletin", "publish", "policies", written("p.toml", thirty_days())}).out,
            "policies 1\n");
  const auto twice = thirty_days() + thirty_days().substr(thirty_days().find("[[rule]]"));
  const auto refused = run({"bulletin", "publish", "policies", written("q.toml", twice)});
  EXPECT_EQ(refused.status, 1);
  EXPECT_THAT(refused.err, HasSubstr("visitor"));
  EXPECT_EQ(run({"bulletin", "publish", "gossip", written("g", "x")}).status, 1);
  const auto status = nlohmann::json::parse(run({"status", "--json"}).out);
  EXPECT_EQ(status["policy_version"], "2026-1");
}

TEST_F(Program, RefusesAnAlertListThatNoPostCouldRead) {
  found();
  std::string list = "reference,instruction,issuer,number\n";
  for (const std::size_t rows : {std::size_t{1}, std::size_t{300'000}}) {
    for (std::size_t row = 0; row < rows; ++row)
      list += std::to_string(list.size()) + ",Stop,UTO,X12345678\n";
    const auto refused =
        run({"bulletin", "publish", "alerts", written("a.csv", list + ",Stop,UTO,X1\n")});
    EXPECT_EQ(refused.status, 1);
    EXPECT_THAT(refused.err, HasSubstr("a.csv: line "));
    EXPECT_THAT(refused.err, HasSubstr(": reference is missing"));
  }
  EXPECT_EQ(run({"bulletin", "publish", "alerts", written("a.csv", list)}).out, "alerts 1\n");
}

TEST_F(Program, EnrolsAStationOnceAndGivesTheSameKeysTheSameAnswer) {
  found();
  const auto enrolment = enrolled("NORTE");
  EXPECT_EQ(enrolment.station.value(), "NORTE-01");
  EXPECT_TRUE(enrolment.exercise);
  const auto registrar = *CentreRegistrar::open(Layout(data()));
  const PrivateKey key = PrivateKey::generate();
  const auto request = to_json(request_for(enrolment, key));
  const Instant now = SystemClock().now();
  const auto answer = registrar->enrol(request, now);
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(*registrar->enrol(request, now), *answer);
  const auto signed_again = to_json(request_for(enrolment, key));
  ASSERT_NE(signed_again, request);
  EXPECT_EQ(*registrar->enrol(signed_again, now), *answer);
  const auto given = *parse_enrolment_answer(*answer);
  const auto station = *Certificate::from_pem(given.station_certificate);
  const auto authority = *Certificate::from_pem(enrolment.authority_certificate);
  EXPECT_TRUE(check_certificate(station, authority, CertificateRole::kStation, now));
  EXPECT_EQ(station.common_name(), "NORTE-01");
  const auto console = *Certificate::from_pem(given.console_certificate);
  EXPECT_TRUE(check_certificate(console, authority, CertificateRole::kConsole, now));

  const auto other = registrar->enrol(to_json(request_for(enrolment, PrivateKey::generate())), now);
  ASSERT_FALSE(other);
  EXPECT_THAT(other.error().message, HasSubstr("with other keys"));
  auto mixed = request_for(enrolment, key);
  mixed.console_request = request_for(enrolment, PrivateKey::generate()).console_request;
  EXPECT_FALSE(registrar->enrol(to_json(mixed), now)) << "only one of the keys is the same";
  auto guessed = enrolment;
  guessed.token = to_base64url(random_bytes(32));
  EXPECT_FALSE(registrar->enrol(to_json(request_for(guessed, key)), now));
  EXPECT_FALSE(registrar->enrol("{}", now));
}

TEST_F(Program, EnrolsNobodyByAFileThatIsOldOrOfAStationThatWasRevoked) {
  found();
  const auto registrar = *CentreRegistrar::open(Layout(data()));
  const auto said = [&](const Enrolment& enrolment, Instant at) {
    const auto key = PrivateKey::generate();
    const auto answer = registrar->enrol(to_json(request_for(enrolment, key)), at);
    return answer ? "enrolled" : answer.error().message;
  };
  const auto norte = enrolled("NORTE");
  const Instant end = *norte.token_valid_until;
  EXPECT_NEAR(static_cast<double>((end - SystemClock().now()).count()), 30 * 86'400e3, 60e3);
  EXPECT_THAT(said(norte, end), HasSubstr("the enrolment file of NORTE-01 was good until " +
                                          end.rfc3339() + ": make a new one"));
  const auto key = PrivateKey::generate();
  const auto request = to_json(request_for(norte, key));
  const auto answer = registrar->enrol(request, end.minus(std::chrono::milliseconds(1)));
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(*registrar->enrol(request, end.plus(std::chrono::days(99))), *answer)
      << "its answer was lost";
  const auto lost = enrolled("NORTE");
  EXPECT_EQ(run({"revoke", "NORTE-02", "--why", "the file was lost"}).status, 0);
  EXPECT_THAT(said(lost, SystemClock().now()),
              HasSubstr("NORTE-02 was revoked before it was enrolled"));
  const auto file = (folder_.path() / "sur.enrolment").string();
  EXPECT_THAT(run({"enrol", "SUR", "--directions", "entry", "--border", "land", "--zone",
                   "America/Guatemala", "--out", file})
                  .err,
              HasSubstr("delete it; good until 20"));
}

TEST_F(Program, NumbersTheStationsOfAPostAndHoldsThePostToItsFirstDescription) {
  found();
  EXPECT_EQ(enrolled("NORTE").station.value(), "NORTE-01");
  EXPECT_EQ(enrolled("NORTE").station.value(), "NORTE-02");
  const auto other = run({"enrol", "NORTE", "--directions", "exit", "--border", "land", "--zone",
                          "America/Guatemala"});
  EXPECT_EQ(other.status, 1);
  EXPECT_THAT(other.err, HasSubstr("another zone, border or directions"));
  for (const auto& wrong : {std::pair("--zone", "America/Nowhere"), std::pair("--border", "moon"),
                            std::pair("--directions", "sideways")}) {
    std::map<std::string, std::string> all = {
        {"--directions", "entry"}, {"--border", "land"}, {"--zone", "America/Guatemala"}};
    all[wrong.first] = wrong.second;
    std::vector<std::string> words = {"enrol", "SUR"};
    for (const auto& [name, value] : all) words.insert(words.end(), {name, value});
    EXPECT_EQ(run(words).status, 2) << wrong.second;
  }
}

TEST_F(Program, WritesWhatPersonsDecideIntoAJournalThatHolds) {
  found();
  enrolled("NORTE");
  EXPECT_EQ(run({"paper", "open", "NORTE", "--from", "2026-01-01T00:00:00Z"}).out,
            "CENTRE-01:1:movement:1\n");
  EXPECT_EQ(run({"paper", "close", "NORTE"}).out, "CENTRE-01:1:movement:2\n");
  EXPECT_EQ(run({"close", "NORTE-01", "--why", "burnt down"}).out, "CENTRE-01:1:movement:3\n");
  EXPECT_EQ(run({"close", "NOWHERE", "--why", "x"}).status, 1);
  EXPECT_THAT(run({"close", "NORTE-01:1:movement:1", "--why", "x"}).err,
              HasSubstr("no record NORTE-01:1:movement:1 is in quarantine"));
  EXPECT_EQ(run({"close", "NORTE-01"}).status, 2);
  EXPECT_THAT(run({"revoke", "NORTE-01", "--why", "stolen"}).out, HasSubstr("is revoked"));
  EXPECT_EQ(run({"revoke", "SUR-01"}).status, 1);
  EXPECT_EQ(run({"verify"}).out,
            "ok  CENTRE-01:1:movement  3 records\nok  CENTRE-01:1:audit  1 records\n");
  EXPECT_EQ(run({"rebuild"}).status, 0);
  for (const auto* why : {"flooded", "flooded, as was said"})
    EXPECT_EQ(run({"close", "NORTE", "--why", why}).status, 0);
  const auto status = nlohmann::json::parse(run({"status", "--json"}).out);
  EXPECT_EQ(status["posts"].size(), 1U) << "closed twice, it is one post still";
  EXPECT_EQ(status["records_not_projected"], 0);
  EXPECT_EQ(status["quarantined"], 0);
}

TEST_F(Program, AsksWhoIsOnePersonAndRecordsWhatIsDecided) {
  found();
  enrolled("NORTE");
  EXPECT_EQ(run({"persons", "review"}).out, "");
  {
    auto centre = *open_centre(data());
    auto journal = *OwnJournal::open(*centre.database, centre.layout);
    for (const auto* birth : {"1980-03-09", "1980-XX-XX"}) {
      auto made = entry("NORTE", utc("2026-01-05T16:00:00Z"), std::string("N") + birth[5]);
      made.document.surname = "GARCIA LOPEZ";
      made.document.given_names = "ANA MARIA";
      made.document.birth_date = *PartialDate::from_text(birth);
      ASSERT_TRUE(journal.write(made, Lane::kMovement, utc("2026-01-05T16:00:00Z")));
    }
  }
  const auto review = nlohmann::json::parse(run({"persons", "review", "--json"}).out);
  EXPECT_EQ(review["one"]["surname"], "GARCIA LOPEZ");
  EXPECT_THAT(std::string(review["reasons"]), HasSubstr("birth_compatible"));
  const std::string told = run({"persons", "review", "--language", "es"}).out;
  EXPECT_THAT(told, ::testing::ContainsRegex("GARCIA LOPEZ, ANA MARIA; 1980-XX-XX.*igual: GARCIA"));
  const std::string one = review["one"]["pseudonym"];
  const std::string other = review["other"]["pseudonym"];
  EXPECT_EQ(run({"persons", "link", one, other}).status, 2) << "no reason";
  EXPECT_EQ(run({"persons", "link", one, one, "--reason", "x"}).status, 1);
  EXPECT_EQ(run({"persons", "link", one, "P-NOBODY", "--reason", "x"}).status, 1);
  EXPECT_EQ(run({"persons", "link", one, other, "--reason", "seen"}).out,
            "CENTRE-01:1:movement:3\n");
  EXPECT_EQ(run({"persons", "review"}).out, "");
  EXPECT_THAT(run({"persons", "link", one, other, "--reason", "x"}).err,
              HasSubstr("one person already"));
  EXPECT_THAT(run({"explain", one}).out, HasSubstr("CENTRE-01:1:movement:3  seen"));
  EXPECT_EQ(run({"persons", "separate", one, other, "--reason", "twins"}).status, 0);
  EXPECT_EQ(run({"persons", "separate", one, other, "--reason", "twins"}).status, 1);
  const auto whole = nlohmann::json::parse(run({"explain", one, "--json"}).out);
  const auto partial = nlohmann::json::parse(run({"explain", other, "--json"}).out);
  EXPECT_EQ(whole["links"][0]["state"], "separated");
  // Only who has a whole birth date has a name's pseudonym beside the document's.
  const auto& two = whole.contains("aliases") ? whole : partial;
  const std::string decided = whole.contains("aliases") ? one : other;
  const std::string far = whole.contains("aliases") ? other : one;
  const std::string alias = two["person"] == decided ? two["aliases"][0] : two["person"];
  const auto refused = run({"persons", "link", alias, far, "--reason", "x"});
  EXPECT_EQ(refused.status, 3) << refused.err;
  EXPECT_THAT(refused.err, HasSubstr("link those"));
  EXPECT_EQ(run({"persons", "link", one, other, "--reason", "not twins"}).status, 0);
  EXPECT_EQ(run({"rebuild"}).status, 0);
  EXPECT_EQ(run({"persons", "review"}).out, "");
  EXPECT_EQ(run({"verify"}).status, 0);
}

TEST_F(Program, VerifiesWhatWasSignedAndSaysWhatItLeavesOut) {
  found();
  for (const auto* text : {"Fog at the pass", "No fog"})
    EXPECT_EQ(run({"bulletin", "publish", "messages", written("m", text)}).status, 0);
  const auto whole = run({"verify"});
  EXPECT_EQ(whole.status, 0) << whole.err;
  EXPECT_THAT(whole.out, HasSubstr("ok  bulletins  2 signed\n"));
  EXPECT_THAT(whole.err, HasSubstr("not covered: when records were received (received_at)"));
  const auto damage = [&](const char* sql) {
    return Database::open(Layout(data()).database_file())->execute(sql).value_or(0);
  };
  EXPECT_EQ(damage("UPDATE bulletins SET signed = (SELECT signed FROM bulletins WHERE version = 1) "
                   "WHERE version = 2"),
            1);
  const auto swapped = run({"verify"});
  EXPECT_EQ(swapped.status, 1);
  EXPECT_THAT(swapped.out, HasSubstr("BAD bulletin messages 2: it is another one"));
  const auto json = run({"verify", "--json"}).out;
  EXPECT_THAT(json, HasSubstr(R"({"bulletins":1,"ok":false,"bad":[{"channel":"messages")"));
  EXPECT_EQ(damage("UPDATE bulletins SET signed = zeroblob(length(signed)) WHERE version = 2"), 1);
  EXPECT_THAT(run({"verify"}).out, HasSubstr("BAD bulletin messages 2: it cannot be read: "));
}

TEST_F(Program, PublishesOfficersWithVerifiersAndNeverAPassword) {
  found();
  EXPECT_EQ(run({"officer", "add", "jefa", "--roles", "reviewer"}, "correct horse\n").out,
            "officers 1\n");
  EXPECT_EQ(run({"officer", "add", "ramos"}, "short\n").status, 1);
  EXPECT_EQ(run({"officer", "add", "ra mos\n"}, "correct horse\n").status, 1);
  const auto king = run({"officer", "add", "ramos", "--roles", "king"}, "correct horse\n");
  EXPECT_EQ(king.status, 1);
  EXPECT_THAT(king.err, HasSubstr("no such role: king; there are officer, supervisor, examiner, "
                                  "analyst, reviewer, administrator, operations"));
  const auto enrolment = enrolled("NORTE");
  ASSERT_EQ(enrolment.bulletins.size(), 1U);
  const auto bulletin = *read_bulletin(enrolment.bulletins.front());
  const auto key = *Certificate::from_pem(enrolment.bulletins_certificate)->public_key();
  EXPECT_TRUE(bulletin.verify(key));
  const auto officers = nlohmann::json::parse(text_of(bulletin.content));
  EXPECT_EQ(officers["officers"][0]["id"], "jefa");
  EXPECT_THAT(officers["officers"][0]["verifier"],
              ::testing::StartsWith("$argon2id$v=19$m=32768,t=3,p=1$"));
  EXPECT_THAT(std::string(text_of(bulletin.content)), ::testing::Not(HasSubstr("horse")));
  const auto lasts =
      *Instant::from_rfc3339(officers["expires_at"].get<std::string>()) - bulletin.issued_at;
  EXPECT_LE(lasts, kOfficersLast);
  EXPECT_GT(lasts, kOfficersLast - std::chrono::minutes(1));
  EXPECT_EQ(run({"officer", "renew"}).out, "officers 2\n");
}

TEST_F(Program, TakesBundlesFromAStickAndAnswersWithReceiptsAndBulletins) {
  found();
  EXPECT_EQ(run({"bulletin", "publish", "policies", written("p.toml", thirty_days())}).status, 0);
  const auto enrolment = enrolled("NORTE");
  const PrivateKey key = PrivateKey::generate();
  const auto request = written("request.json", to_json(request_for(enrolment, key)));
  EXPECT_EQ(run({"enrol", "--request", request, "--out", data() + "/answer"}).status, 0);
  EXPECT_EQ(run({"enrol", "NORTE", "--request", request}).status, 2);
  EXPECT_EQ(run({"enrol"}).status, 2);

  TestStation station(enrolment.station, *Certificate::from_pem(enrolment.seal_certificate), key);
  const Instant at = SystemClock().now().minus(std::chrono::hours(1));
  station.write(entry("NORTE", at, "ANA"), at);
  BundleWriter bundle;
  ASSERT_TRUE(bundle.add(station.wrapped_key()));
  ASSERT_TRUE(bundle.add(BatchFrame{encode(*station.take())}));
  ASSERT_TRUE(bundle.add(station.claim(at)));
  const auto file = written("up.garita", std::string(text_of(bundle.bytes())));
  auto taken = run({"import", file});
  EXPECT_EQ(taken.status, 0) << taken.err;
  EXPECT_THAT(taken.out, HasSubstr("1 records taken, 0 held already"));
  taken = run({"import", file});
  EXPECT_EQ(taken.status, 0) << taken.err;
  EXPECT_THAT(taken.out, HasSubstr("0 records taken, 1 held already"));
  const auto answer = taken.out.substr(taken.out.find('\n') + 1);
  const auto content = read_file(answer.substr(0, answer.size() - 1), kBundleBytesMax);
  auto down = BundleReader::open(bytes_of(*content));
  ASSERT_TRUE(down) << down.error().message;
  const auto first = down->next();
  const auto* receipt = std::get_if<Receipt>(&**first);
  ASSERT_NE(receipt, nullptr);
  EXPECT_TRUE(receipt->verify(*Certificate::from_pem(enrolment.centre_certificate)->public_key()));
  EXPECT_EQ(receipt->opened, 1U);
  EXPECT_TRUE(std::holds_alternative<CentreStanding>(**down->next()));
  EXPECT_TRUE(std::holds_alternative<Bulletin>(**down->next()));
  const auto status = nlohmann::json::parse(run({"status", "--json"}).out);
  EXPECT_EQ(status["persons"], 1);
  EXPECT_TRUE(status["posts"][0].contains("watermark"));
  EXPECT_EQ(run({"import", written("x.garita", "nonsense"), file}).status, 1);
  // Frames of no kind, 100,000 of them behind what is good.
  std::string flood(text_of(bundle.bytes()));
  for (int i = 0; i < 100'000; ++i) flood += std::string("\0\0\0\1\xFF", 5);
  taken = run({"import", written("flood.garita", flood)});
  EXPECT_EQ(taken.status, 1);
  EXPECT_THAT(taken.out, HasSubstr("0 records taken, 1 held already"));
  EXPECT_THAT(taken.err, HasSubstr("1000 of its frames were refused"));
  EXPECT_THAT(taken.err, HasSubstr("and 990 more frames"));
  EXPECT_EQ(std::ranges::count(taken.err, '\n'), 12);
}

TEST_F(Program, WritesNothingIntoItsJournalThatNobodyCouldReadAgain) {
  found();
  enrolled("NORTE");
  EXPECT_THAT(run({"close", "NORTE-01", "--why", std::string(2001, 'x')}).err,
              HasSubstr("why is too long"));
  EXPECT_THAT(run({"close", "NORTE-01", "--why", std::string(40'000, 'x')}).err,
              HasSubstr("larger than 16 KiB"));
  EXPECT_EQ(run({"revoke", "NORTE-01", "--why", "\xff\xfe"}).status, 1);
  const auto status = nlohmann::json::parse(run({"status", "--json"}).out);
  EXPECT_EQ(status["quarantined"], 0);
  EXPECT_EQ(status["records"], 0);
  EXPECT_FALSE(status["posts"][0]["stations"][0].contains("revoked_at")) << "both or neither";
}

std::string parsed(const std::string& json) {
  const auto decision = parse_decision_file(json, utc("2026-03-01T00:00:00Z"));
  return decision ? std::string(status_kind_name(decision->kind)) : decision.error().message;
}

TEST(DecisionFile, HoldsWhatItsKindNeeds) {
  EXPECT_EQ(parsed(R"({"kind":"extend_days","person":"P-1","days":30,"authority":"DGM"})"),
            "extend_days");
  EXPECT_EQ(parsed(R"({"kind":"extend_until","entry":"NORTE-01:1:movement:1","until":"2026-05-01",
                       "authority":"DGM","at":"2026-02-01T10:00:00Z","reason":"ill"})"),
            "extend_until");
  for (const auto* rest :
       {R"(apply")", R"(grant_application","until":"2026-09-01")", R"(refuse_application")",
        R"(event","until":"2026-09-01")", R"(residence","admission_class":"worker")",
        R"(protection")", R"(asylum")", R"(end_protection")", R"(annul","until":"2026-03-05")",
        R"(regularise","days":90)", R"(document_lost")", R"(document_stolen")",
        R"(document_invalidated")", R"(document_replaced")"}) {
    const std::string text(rest);
    EXPECT_EQ(parsed(R"({"authority":"DGM","person":"P-1","kind":")" + text + "}"),
              text.substr(0, text.find('"')));
  }
  const std::pair<const char*, const char*> wrong[] = {
      {"[]", "no JSON object"},
      {R"({"kind":"forgive","person":"P-1","authority":"DGM"})", ""},
      {R"({"kind":"suspend","authority":"DGM"})", "neither a person nor an entry"},
      {R"({"kind":"extend_days","person":"P-1","authority":"DGM"})", "needs days"},
      {R"({"kind":"extend_days","person":"P-1","days":0,"authority":"DGM"})", "days is no number"},
      {R"({"kind":"extend_until","person":"P-1","authority":"DGM"})", "needs until"},
      {R"({"kind":"change_class","person":"P-1","authority":"DGM"})", "needs admission_class"},
      {R"({"kind":"suspend","person":"P-1"})", "authority is missing"},
      {R"({"kind":"suspend","person":"P-1","authority":"DGM","reason":" "})", "reason is empty"},
      {R"({"kind":"suspend","person":"P-1","authority":"DGM","at":"2026-04-01T00:00:00Z"})",
       "future"},
      {R"({"kind":"suspend","person":"P-1","authority":"DGM","day":3})", "no key day"},
      {R"({"kind":"asylum","person":"P-1","authority":"DGM","until":"2026-05-01"})",
       "until means nothing for asylum"},
      {R"({"kind":"revoke","person":"P-1","authority":"DGM","days":3})",
       "days means nothing for revoke"},
      {R"({"kind":"refuse_application","person":"P-1","authority":"DGM","until":"2026-05-01"})",
       "until means nothing for refuse_application"},
      {R"({"kind":"residence","person":"P-1","authority":"DGM","admission_class":"guest"})", ""},
  };
  for (const auto& [json, says] : wrong) EXPECT_THAT(parsed(json), HasSubstr(says)) << json;
}

}  // namespace
}  // namespace garita::central::testing
