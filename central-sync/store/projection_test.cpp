// The tables are a function of the journals: order, repetition, rebuilding and sudden death change
// nothing.
#include <gmock/gmock.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <random>

#include "central-sync/store/test_country.h"
#include "schema/storage/database.h"

namespace garita::central::testing {
namespace {

std::vector<std::string> columns_of(Database& database, const std::string& table) {
  auto row = *database.prepare(
      database.dialect() == Dialect::kSqlite
          ? "SELECT name FROM pragma_table_info(?1)"
          : "SELECT CAST(column_name AS TEXT) FROM information_schema.columns WHERE table_schema = "
            "current_schema() AND table_name = CAST(?1 AS TEXT) ORDER BY ordinal_position",
      {table});
  std::vector<std::string> names;
  while (*row.step()) names.push_back(row.text(0));
  return names;
}

/// Every row of the projected tables as text.
std::vector<std::string> everything(Database database) {
  std::vector<std::string> all;
  for (const auto* table :
       {"persons", "pseudonyms", "crossings", "voids", "decisions", "cases", "incarnations",
        "incarnation_steps", "watermark_steps", "closures", "paper_periods", "policies_in_force",
        "notes", "incidents", "position", "quarantine"}) {
    std::string columns;
    for (const auto& name : columns_of(database, table))
      if (name != "content" && name != "content_hash" && name != "number")
        columns += (columns.empty() ? "" : ", ") + name;
    for (const auto& row : rows_of(database, columns, std::string(table) + " ORDER BY " + columns))
      all.push_back(table + row);
  }
  return all;
}

/// What the tables say without when it became known: equal whatever the order of arrival.
std::vector<std::string> state(Database database) {
  std::vector<std::string> all;
  for (auto rows :
       {rows_of(database, "record, person, movement, at, day, post, origin",
                "crossings ORDER BY record"),
        rows_of(database, "pseudonym, person", "pseudonyms ORDER BY pseudonym"),
        rows_of(database, "statement, of, person", "voids ORDER BY statement"),
        rows_of(database, "record, person", "decisions ORDER BY record"),
        rows_of(database, "person, surname, document_number", "persons ORDER BY person"),
        rows_of(database,
                "person, kind, subject, due_at, authorised_until, days_over, probably_left",
                "cases WHERE known_to IS NULL ORDER BY family, subject")})
    all.insert(all.end(), rows.begin(), rows.end());
  return all;
}

/// Batches of a busy fortnight at two posts, in the order of writing, with corrections and a
/// document that changes hands with its name.
std::vector<Batch> busy_fortnight(TestCentre& centre, unsigned seed) {
  std::mt19937 random(seed);
  std::vector<Batch> batches;
  std::map<std::string, RecordId> last;
  for (int hour = 0; hour < 60; ++hour) {
    const std::string post = random() % 2 ? "NORTE" : "SUR";
    auto& station = centre.station(post);
    const Instant at = utc("2026-01-01T00:00:00Z").plus(std::chrono::hours(6 * hour));
    auto made = crossing(random() % 2 ? Direction::kEntry : Direction::kExit, post, at,
                         "D" + std::to_string(random() % 6));
    if (random() % 5 == 0) made.evidence = static_cast<EvidenceClass>(1 + random() % 6);
    if (random() % 6 == 0) made.admission_class = "worker";
    if (random() % 8 == 0)
      made.document.surname = "GARCIA " + in_letters("D" + std::to_string(random() % 6));
    if (random() % 9 == 0 && last.contains(post)) {
      Correction correction{last.at(post), at, "typing error", OfficerId("ramos"), {}};
      if (random() % 2) correction.replacement = made;
      last.insert_or_assign(post, station.write(correction, at));
    } else {
      last.insert_or_assign(post, station.write(made, at));
    }
    if (random() % 3 == 0) batches.push_back(*station.take());
  }
  for (const auto* post : {"NORTE", "SUR"})
    if (auto rest = centre.station(post).take()) batches.push_back(*std::move(rest));
  return batches;
}

/// The batches of each station stay in their order, as the wire keeps it; how the stations mix
/// with one another, and what is sent again, is chance.
std::vector<Batch> mixed(const std::vector<Batch>& batches, std::mt19937& random) {
  std::map<std::string, std::vector<Batch>> queues;
  for (const auto& batch : batches) queues[batch.journal().station.value()].push_back(batch);
  std::vector<Batch> order;
  while (
      std::any_of(queues.begin(), queues.end(), [](const auto& q) { return !q.second.empty(); })) {
    auto queue = queues.begin();
    std::advance(queue, static_cast<long>(random() % queues.size()));
    if (queue->second.empty()) continue;
    order.push_back(queue->second.front());
    if (random() % 3 != 0) queue->second.erase(queue->second.begin());
  }
  return order;
}

TEST(Projection, IsTheSameForEveryOrderOfArrivalAndEveryRepetition) {
  TestCentre reference;
  const auto batches = busy_fortnight(reference, 11);
  for (const auto& batch : batches) reference.receive(batch, utc("2026-02-01T00:00:00Z"));
  reference.project();
  const auto expected = state(reference.connection());
  EXPECT_GT(expected.size(), 60U);
  std::mt19937 random(12);
  for (int round = 0; round < 4; ++round) {
    reference.begin_again();
    for (const auto& batch : mixed(batches, random)) {
      reference.receive(batch, utc("2026-02-01T00:00:00Z"));
      if (random() % 2) reference.project();
    }
    reference.project();
    ASSERT_EQ(state(reference.connection()), expected) << "round " << round;
  }
}

TEST(Projection, IsRebuiltRowByRowAsItWas) {
  TestCentre centre;
  std::mt19937 random(5);
  Instant now = utc("2026-02-01T00:00:00Z");
  centre.station("SUR").corrupt_next();
  for (const auto& batch : busy_fortnight(centre, 21)) {
    now = now.plus(std::chrono::hours(3));
    centre.receive(batch, now);
    if (random() % 2) centre.receive_claim(centre.station("NORTE"), now, now);
    if (random() % 3) centre.project();
  }
  centre.project();
  const auto before = everything(centre.connection());
  centre.rebuild();
  EXPECT_EQ(everything(centre.connection()), before);
  centre.rebuild();
  EXPECT_EQ(everything(centre.connection()), before);
}

TEST(Projection, GoesOnWhereItStoodWhenItWasKilled) {
  TestCentre centre;
  for (const auto& batch : busy_fortnight(centre, 31))
    centre.receive(batch, utc("2026-02-01T00:00:00Z"));
  std::mt19937 random(32);
  // No connection of this process may be open while it forks: SQLite's locks do not survive that.
  centre.close();
  for (int life = 0; life < 12; ++life) {
    const pid_t child = ::fork();
    if (child == 0) {
      auto database = *open_store(centre.place(), StoreMode::kOpen);
      auto projector = centre.projector(*database);
      while (true) {
        if (!projector.project_some(2)) ::_exit(1);
        ::usleep(200);
      }
    }
    ::usleep(1'000 + static_cast<useconds_t>(random() % 12'000));
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
  }
  centre.reopen();
  centre.project();
  const auto survived = everything(centre.connection());
  centre.rebuild();
  EXPECT_EQ(everything(centre.connection()), survived);
}

TEST(Projection, EndsATransactionWhereAFloodOfClaimsHasCostAsMuchAsRecordsMay) {
  TestCentre centre;
  auto& norte = centre.station("NORTE");
  Instant now = utc("2026-01-05T16:00:00Z");
  // Each claim is about a post whose station has begun so many lives.
  constexpr std::uint32_t kLives = 100;
  for (std::uint32_t life = 1; life <= kLives; ++life) {
    norte.begin_incarnation(life);
    centre.receive_claim(norte, now, now);
  }
  centre.project();
  constexpr std::size_t kClaims = 400;
  for (std::size_t i = 0; i < kClaims; ++i) {
    now = now.plus(std::chrono::seconds(1));
    centre.receive_claim(norte, now, now);
  }
  auto projector = centre.projector(centre.database());
  std::size_t projected = 0;
  for (auto step = *projector.project_some(kArrivalsAtOnce); !step.at_rest;
       step = *projector.project_some(kArrivalsAtOnce)) {
    EXPECT_LE(step.arrivals, 2000 / kLives);
    projected += step.arrivals;
  }
  EXPECT_EQ(projected, kClaims);
  Database database = centre.connection();
  const auto steps = rows_of(database, "complete_until",
                             "incarnation_steps WHERE incarnation = 100 ORDER BY known_from DESC");
  EXPECT_EQ(steps.front(), "[" + std::to_string(now.milliseconds) + "]");
}

TEST(Projection, MakesOnePersonOfTwoWhenARecordBringsTheirKeysTogether) {
  TestCentre centre;
  auto& norte = centre.station("NORTE");
  const Instant at = utc("2026-01-05T16:00:00Z");
  auto first = entry("NORTE", at, "OLD");
  auto second = exit("NORTE", at.plus(std::chrono::hours(24)), "NEW");
  norte.write(first, first.at);
  norte.write(second, second.at);
  centre.receive(norte, second.at);
  centre.project();
  EXPECT_EQ((*centre.reading().counts()).persons, 2);
  const auto old_name = centre.reading().find_persons("OLD", 5)->front().person;
  const auto new_name = centre.reading().find_persons("NEW", 5)->front().person;
  // The new document under the old name: now both are known to be one.
  auto renewed = entry("NORTE", at.plus(std::chrono::hours(48)), "NEW");
  renewed.document.surname = first.document.surname;
  renewed.document.birth_date = first.document.birth_date;
  norte.write(renewed, renewed.at);
  centre.receive(norte, renewed.at);
  centre.project();
  EXPECT_EQ((*centre.reading().counts()).persons, 1);
  const auto person = (*centre.reading().person(old_name))->person;
  EXPECT_EQ((*centre.reading().person(new_name))->person, person);
  EXPECT_EQ(person, std::min({person, old_name, new_name}));
  EXPECT_EQ(centre.reading().history_of(person)->movements.size(), 3U);
  EXPECT_EQ(centre.reading().aliases_of(person)->size(), 3U);
  const auto cases = *centre.reading().cases({CaseSelection::kCurrent, {}, person});
  ASSERT_EQ(cases.size(), 1U);
  EXPECT_EQ(cases.front().version.flag.at, renewed.at);
}

TEST(Projection, TakesACorrectionInThePlaceOfWhatItCorrects) {
  TestCentre centre;
  auto& norte = centre.station("NORTE");
  const Instant at = utc("2026-01-05T16:00:00Z");
  const auto wrong = norte.write(entry("NORTE", at, "ANA"), at);
  StatusDecision extension;
  extension.at = at.plus(std::chrono::hours(24));
  extension.entry = wrong;
  extension.days = 10;
  centre.own().write(extension, extension.at);
  centre.receive(norte, at);
  centre.receive(centre.own(), extension.at);
  // The officer had misread the date of entry; the extension still holds.
  Correction correction{wrong, at.plus(std::chrono::hours(30)), "day", OfficerId("ramos"),
                        entry("NORTE", at.minus(std::chrono::hours(48)), "ANA")};
  const auto corrected = norte.write(correction, correction.at);
  centre.receive(norte, correction.at);
  centre.project();
  const auto person = centre.reading().find_persons("ANA", 5)->front().person;
  const auto cases = *centre.reading().cases({CaseSelection::kCurrent, {}, person});
  ASSERT_EQ(cases.size(), 1U);
  EXPECT_EQ(cases.front().version.flag.subject, corrected.text());
  EXPECT_EQ(cases.front().version.flag.authorised_until->iso(), "2026-02-11");
  const auto crossings = *centre.reading().crossings_of(person);
  ASSERT_EQ(crossings.size(), 2U);
  EXPECT_TRUE(crossings[1].voided);
}

TEST(Projection, CountsOneTermOverAnInnerBorderInWhateverOrderTheCrossingsArrive) {
  const Instant first = utc("2026-01-05T16:00:00Z");
  const auto days = [](int count) { return std::chrono::hours(24 * count); };
  for (const bool exit_is_late : {false, true}) {
    TestCentre centre;
    centre.publish_policies(
        "name = \"pool\"\nversion = \"1\"\ncountry = \"UTO\"\n[[rule]]\nid = \"visitor\"\n"
        "citation = \"-\"\neffective_from = 2020-01-01\nkind = \"shared_pool\"\ncap = 30\n"
        "states = [\"UTO\", \"SLV\"]\n",
        first.minus(days(1)));
    auto& norte = centre.station("NORTE");
    auto& sur = centre.station("SUR");
    auto came = entry("NORTE", first, "ANA");
    came.other_state = "MEX";
    norte.write(came, first);
    auto left = exit("SUR", first.plus(days(5)), "ANA");
    left.other_state = "SLV";
    sur.write(left, left.at);
    if (!exit_is_late) centre.receive(sur, left.at);
    auto back = entry("NORTE", first.plus(days(10)), "ANA");
    back.other_state = "SLV";
    const auto open = norte.write(back, back.at);
    centre.receive(norte, back.at);
    centre.project();
    if (exit_is_late) centre.receive(sur, first.plus(days(11)));
    centre.project();
    const auto person = centre.reading().find_persons("ANA", 5)->front().person;
    const auto crossings = *centre.reading().crossings_of(person);
    std::string states;
    for (const auto& crossing : crossings) states += crossing.other_state + " ";
    EXPECT_EQ(states, "MEX SLV SLV ");
    const auto cases = *centre.reading().cases({CaseSelection::kCurrent, {}, person});
    const auto of_open = std::ranges::find_if(
        cases, [&](const CaseRow& row) { return row.version.flag.subject == open.text(); });
    ASSERT_NE(of_open, cases.end());
    EXPECT_EQ(of_open->version.flag.authorised_until->iso(), "2026-02-03") << exit_is_late;
    const auto before = everything(centre.connection());
    centre.rebuild();
    EXPECT_EQ(everything(centre.connection()), before);
  }
}

TEST(Projection, KeepsADecisionThatArrivesBeforeItsEntry) {
  TestCentre centre;
  auto& norte = centre.station("NORTE");
  const Instant at = utc("2026-01-05T16:00:00Z");
  const auto id = norte.write(entry("NORTE", at, "ANA"), at);
  StatusDecision extension;
  extension.at = at.plus(std::chrono::hours(1));
  extension.entry = id;
  extension.days = 10;
  centre.own().write(extension, extension.at);
  centre.receive(centre.own(), extension.at);
  centre.project();
  centre.receive(norte, at.plus(std::chrono::hours(9)));
  centre.project();
  const auto cases = *centre.reading().cases({CaseSelection::kCurrent, {}, {}});
  ASSERT_EQ(cases.size(), 1U);
  EXPECT_EQ(cases.front().version.flag.authorised_until->iso(), "2026-02-13");
}

TEST(Projection, AlarmsWhenAPostSendsWhatItHadDeclaredComplete) {
  TestCentre centre;
  auto& norte = centre.station("NORTE");
  centre.receive_claim(norte, utc("2026-01-10T00:00:00Z"), utc("2026-01-10T00:00:00Z"));
  norte.write(entry("NORTE", utc("2026-01-09T00:00:00Z"), "ANA"), utc("2026-01-11T00:00:00Z"));
  centre.receive(norte, utc("2026-01-11T00:00:00Z"));
  centre.project();
  EXPECT_EQ((*centre.reading().counts()).behind_watermark,
            (std::map<PostCode, std::int64_t>{{PostCode("NORTE"), 1}}));
}

TEST(Projection, ListsIncidentsByWhenTheyWereHeardOfAndNoKindHidesAnother) {
  TestCentre centre;
  auto& norte = centre.station("NORTE");
  centre.receive_claim(norte, utc("2026-01-10T00:00:00Z"), utc("2026-01-10T00:00:00Z"));
  const auto heard = [&](int day) {
    return utc("2026-01-11T00:00:00Z").plus(day * std::chrono::hours(24));
  };
  for (const auto* at : {"2026-01-09T00:00:00Z", "2026-01-08T00:00:00Z", "2026-01-07T00:00:00Z"}) {
    const auto day = norte.write(entry("NORTE", utc(at), at), heard(0)).sequence;
    centre.receive(norte, heard(static_cast<int>(day)));
  }
  for (int day = 4; day < 7; ++day) {
    HitLeft left;
    left.at = heard(day);
    left.post = PostCode("NORTE");
    left.document.document_number = "LISTED1";
    left.seen = {"ZEN-2026-0107", "document"};
    left.how = kPutAside;
    norte.write(left, left.at, Lane::kUrgent);
    centre.receive(norte, left.at, Lane::kUrgent);
  }
  centre.project();
  const auto listed = *centre.reading().incidents(2);
  std::string text;
  for (const auto& row : listed.rows)
    text += row.record.substr(11) + " " + row.at.rfc3339().substr(0, 10) + "; ";
  EXPECT_EQ(
      text,
      "urgent:3 2026-01-17; urgent:2 2026-01-16; movement:3 2026-01-07; movement:2 2026-01-08; ");
  EXPECT_TRUE(listed.more);
  EXPECT_EQ(centre.reading().incidents(3)->rows.size(), 6U);
  EXPECT_FALSE(centre.reading().incidents(3)->more);
}

/// A program that does not know a kind of record keeps it whole; the next one reads it from there.
TEST(Projection, ReadsAnewWhatAnOlderProgramDidNotUnderstand) {
  TestCentre centre;
  auto& norte = centre.station("NORTE");
  const Instant at = utc("2026-01-05T16:00:00Z");
  const auto id = norte.write(entry("NORTE", at, "ANA"), at);
  centre.receive(norte, at);
  auto& tables = centre.database().projection();
  ASSERT_TRUE(centre.database().intake().in_transaction([&]() -> Result<void> {
    GARITA_TRY(position, tables.position());
    GARITA_TRY(last, tables.last_arrival());
    position = {last, at};
    GARITA_CHECK(tables.put_aside(id, QuarantineCause::kUnknown, "a kind that is not known", at));
    return tables.move_to(position);
  }));
  centre.project();
  EXPECT_EQ(*centre.reading().in_quarantine(id), true);
  EXPECT_TRUE(centre.reading().find_persons("ANA", 5)->empty());
  centre.rebuild();
  EXPECT_EQ(*centre.reading().in_quarantine(id), false);
  EXPECT_EQ(centre.reading().find_persons("ANA", 5)->size(), 1U);
}

}  // namespace
}  // namespace garita::central::testing
