// Corrections, decisions and what takes them back may arrive before what they speak of: at rest the
// tables say the same.
#include <gmock/gmock.h>

#include <algorithm>
#include <random>

#include "central-sync/store/test_country.h"
#include "schema/storage/database.h"

namespace garita::central::testing {
namespace {

/// Every row of what the projection makes, without when it became known.
std::vector<std::string> state(Database database) {
  std::vector<std::string> all;
  for (const auto& [columns, table] :
       {std::pair{"'crossing', record, person, movement, day, origin", "crossings ORDER BY record"},
        {"'void', statement, of, person", "voids ORDER BY statement"},
        {"'decision', record, person, day, kind", "decisions ORDER BY record"},
        {"'pseudonym', pseudonym, person", "pseudonyms ORDER BY pseudonym"},
        {"'person', person, surname, document_number", "persons ORDER BY person"},
        {"'description', pseudonym, name, birth, nationality",
         "descriptions ORDER BY pseudonym, name, birth, nationality"},
        {"'link', one, other, grade, score, reasons",
         "person_links WHERE known_to IS NULL ORDER BY one, other"},
        {"'identity', record, kind, one, other", "identity_decisions ORDER BY record"},
        {"'case', person, kind, subject, due_at, authorised_until, days_over, met, ends_at, "
         "probably_left, review, before_records",
         "cases WHERE known_to IS NULL ORDER BY family, subject"}})
    for (auto& row : rows_of(database, columns, table)) all.push_back(std::move(row));
  return all;
}

class Order : public ::testing::Test {
 protected:
  /// The record alone as one batch, in the queue of its journal.
  RecordId write(TestStation& station, const Record& record) {
    const auto id = station.write(record, at_);
    auto batch = *station.take();
    queues_[batch.journal()].push_back(std::move(batch));
    at_ = at_.plus(std::chrono::hours(1));
    return id;
  }
  Correction correction(const RecordId& of, std::optional<Crossing> replacement = {}) {
    return {of, at_, "a mistake", OfficerId("ramos"), std::move(replacement)};
  }
  StatusDecision extension(const RecordId& entry, int days) {
    StatusDecision made;
    made.at = at_;
    made.entry = entry;
    made.days = days;
    return made;
  }
  StatusDecision decision(StatusKind kind, const RecordId& entry) {
    StatusDecision made;
    made.kind = kind;
    made.at = at_;
    made.entry = entry;
    return made;
  }
  Crossing on(Direction direction, const std::string& post, int day, const std::string& number) {
    return crossing(direction, post, utc("2026-01-01T15:00:00Z").plus(std::chrono::hours(24 * day)),
                    number);
  }

  /// What the tables say after the batches have arrived in an order that keeps each journal's own.
  template <typename Choose>
  std::vector<std::string> arrive(Choose choose) {
    centre.begin_again();
    for (const auto& key : keys_) EXPECT_TRUE(centre.database().intake().keep_epoch_key(key));
    auto queues = queues_;
    while (!queues.empty()) {
      auto queue = queues.begin();
      std::advance(queue, static_cast<long>(choose(queues.size())));
      centre.receive(queue->second.front(), utc("2026-03-01T00:00:00Z"));
      centre.project();
      queue->second.erase(queue->second.begin());
      if (queue->second.empty()) queues.erase(queue);
    }
    EXPECT_EQ((*centre.reading().counts()).quarantined, 0);
    return state(centre.connection());
  }

  /// A record in a journal of its own, so that it may arrive before or after any other.
  RecordId write_apart(TestStation& station, const Record& record) {
    station.begin_incarnation(++incarnations_);
    keys_.push_back(station.wrapped_key());
    return write(station, record);
  }
  void forget_all() {
    queues_.clear();
    keys_.clear();
  }

  TestCentre centre;
  std::uint32_t incarnations_ = 1;
  std::map<JournalId, std::vector<Batch>> queues_;
  std::vector<WrappedEpochKey> keys_;
  Instant at_ = utc("2026-02-01T00:00:00Z");
};

TEST_F(Order, OfJournalsThatSpeakOfOneAnotherMakesNoDifference) {
  auto& norte = centre.station("NORTE");
  auto& sur = centre.station("SUR");
  const auto entered = write(norte, on(Direction::kEntry, "NORTE", 1, "ANA"));
  const auto second = write(norte, on(Direction::kEntry, "NORTE", 9, "LUZ"));
  write(sur, on(Direction::kExit, "SUR", 5, "ANA"));
  // The station's next disk corrects what the first wrote, and corrects its correction.
  keys_.push_back(norte.wrapped_key());
  norte.begin_incarnation(2);
  keys_.push_back(norte.wrapped_key());
  const auto corrected =
      write(norte, correction(entered, on(Direction::kEntry, "NORTE", 2, "ANA")));
  const auto once_more =
      write(norte, correction(corrected, on(Direction::kEntry, "NORTE", 3, "ANA")));
  const auto taken_back = write(norte, correction(second));
  // The centre decides about the first entry, takes one decision back, and a station's voiding too.
  write(centre.own(), extension(entered, 20));
  const auto mistaken = write(centre.own(), extension(second, 50));
  write(centre.own(), correction(mistaken));
  write(centre.own(), correction(taken_back));
  const auto expected = arrive([](std::size_t) { return 0U; });
  EXPECT_THAT(expected, ::testing::Contains(::testing::HasSubstr(once_more.text() + "\",")));
  std::mt19937 random(20'260'301);
  for (int round = 0; round < 24; ++round)
    ASSERT_EQ(arrive([&](std::size_t journals) { return random() % journals; }), expected)
        << "round " << round;
}

TEST_F(Order, OfDecisionsOfEveryKindAndOfWeakEvidenceMakesNoDifference) {
  auto& norte = centre.station("NORTE");
  auto& sur = centre.station("SUR");
  const auto ana = write(norte, on(Direction::kEntry, "NORTE", 1, "ANA"));
  const auto luz = write(norte, on(Direction::kEntry, "NORTE", 2, "LUZ"));
  const auto eva = write(norte, on(Direction::kEntry, "NORTE", 3, "EVA"));
  const auto ida = write(norte, on(Direction::kEntry, "NORTE", 4, "IDA"));
  for (const auto evidence : {EvidenceClass::kStatement, EvidenceClass::kCarrier}) {
    auto unseen =
        on(Direction::kExit, "SUR", 20, evidence == EvidenceClass::kCarrier ? "LUZ" : "EVA");
    unseen.evidence = evidence;
    write(sur, unseen);
  }
  auto left_as_worker = on(Direction::kExit, "SUR", 21, "IDA");
  left_as_worker.admission_class = "worker";
  write(sur, left_as_worker);
  write(centre.own(), decision(StatusKind::kRevoke, ana));
  write(centre.own(), decision(StatusKind::kDocumentStolen, ana));
  const auto asylum = write(centre.own(), decision(StatusKind::kAsylum, luz));
  write(centre.own(), correction(asylum));
  write(centre.own(), decision(StatusKind::kDocumentLost, luz));
  write(centre.own(), decision(StatusKind::kDocumentReplaced, luz));
  write(centre.own(), decision(StatusKind::kAnnul, luz));
  write(centre.own(), decision(StatusKind::kProtection, eva));
  write(centre.own(), decision(StatusKind::kApply, ida));
  const auto expected = arrive([](std::size_t) { return 0U; });
  const auto is_case = [&](const RecordId& entry, FlagKind kind) {
    return ::testing::Contains(::testing::AllOf(
        ::testing::HasSubstr("\"case\""), ::testing::HasSubstr(entry.text()),
        ::testing::ContainsRegex("\", ?" + std::to_string(static_cast<int>(kind)) + ", ?\"")));
  };
  EXPECT_THAT(expected, is_case(ana, FlagKind::kRevoked));
  EXPECT_THAT(expected, is_case(ana, FlagKind::kDocumentInvalid));
  EXPECT_THAT(expected, is_case(luz, FlagKind::kRevoked));
  EXPECT_THAT(expected, is_case(ida, FlagKind::kClassMismatch));
  EXPECT_THAT(expected, ::testing::Not(is_case(luz, FlagKind::kDocumentInvalid)));
  EXPECT_THAT(expected, ::testing::Not(is_case(eva, FlagKind::kOverstayOpen)));
  std::mt19937 random(20'260'302);
  for (int round = 0; round < 24; ++round)
    ASSERT_EQ(arrive([&](std::size_t journals) { return random() % journals; }), expected)
        << "round " << round;
}

TEST_F(Order, OfLookalikesAndOfWhatIsDecidedAboutThemMakesNoDifference) {
  const auto documents = lookalikes();
  for (unsigned seed = 1; seed <= 4; ++seed) {
    std::mt19937 random(seed);
    forget_all();
    for (std::size_t i = 0; i < 18; ++i) {
      const bool leaves = random() % 2 == 0;
      auto made = on(leaves ? Direction::kExit : Direction::kEntry, leaves ? "SUR" : "NORTE",
                     static_cast<int>(random() % 20), "X");
      made.document = documents[i < documents.size() ? i : random() % documents.size()];
      write_apart(centre.station(leaves ? "SUR" : "NORTE"), made);
    }
    arrive([](std::size_t) { return 0U; });
    auto connection = centre.connection();
    std::vector<PersonId> pseudonyms;
    auto row = *connection.prepare("SELECT pseudonym FROM pseudonyms ORDER BY pseudonym");
    while (*row.step()) pseudonyms.emplace_back(row.text(0));
    for (int i = 0; i < 7; ++i) {
      IdentityDecision decision;
      decision.kind =
          random() % 3 == 0 ? IdentityDecisionKind::kLink : IdentityDecisionKind::kSeparate;
      decision.one = pseudonyms[random() % pseudonyms.size()];
      decision.other = i == 6 ? PersonId("P-NOBODY") : pseudonyms[random() % pseudonyms.size()];
      decision.at = at_;
      if (decision.one != decision.other) write_apart(centre.own(), decision);
    }
    const auto expected = arrive([](std::size_t) { return 0U; });
    EXPECT_THAT(expected, ::testing::Contains(::testing::HasSubstr("\"link\"")));
    for (int round = 0; round < 6; ++round)
      ASSERT_EQ(arrive([&](std::size_t journals) { return random() % journals; }), expected)
          << "seed " << seed << ", round " << round;
  }
}

TEST_F(Order, OfNamesakesWhoAreInsideAtOnceAndOfWhatIsDecidedAboutThemMakesNoDifference) {
  for (unsigned seed = 1; seed <= 4; ++seed) {
    std::mt19937 random(seed);
    forget_all();
    for (int i = 0; i < 14; ++i) {
      const bool leaves = random() % 2 == 0;
      auto made = on(leaves ? Direction::kExit : Direction::kEntry, leaves ? "SUR" : "NORTE",
                     static_cast<int>(random() % 50), "ANA");
      made.document.document_number = "D" + std::to_string(random() % 3);
      const auto id = write_apart(centre.station(leaves ? "SUR" : "NORTE"), made);
      if (i % 7 == 6) write_apart(centre.own(), correction(id));
    }
    EXPECT_THAT(arrive([](std::size_t) { return 0U; }),
                ::testing::Contains(::testing::ContainsRegex("\"case\".*P-.*~P-")));
    for (int i = 0; i < 2; ++i) {
      const auto reviews = *centre.reading().reviews(10);
      IdentityDecision decision;
      decision.kind = i == 0 ? IdentityDecisionKind::kLink : IdentityDecisionKind::kSeparate;
      if (reviews.empty()) break;
      std::tie(decision.one, decision.other) = reviews.back().row.link.pair;
      decision.at = at_;
      write_apart(centre.own(), decision);
      arrive([](std::size_t) { return 0U; });
    }
    const auto expected = arrive([](std::size_t) { return 0U; });
    for (int round = 0; round < 6; ++round)
      ASSERT_EQ(arrive([&](std::size_t journals) { return random() % journals; }), expected)
          << "seed " << seed << ", round " << round;
  }
}

TEST_F(Order, OfMoreDocumentsOfANameThatSeparatedPeopleBearMakesNoDifference) {
  std::size_t held = 0;
  for (unsigned seed = 1; seed <= 5; ++seed) {
    std::mt19937 random(seed);
    forget_all();
    for (int i = 0; i < 10; ++i) {
      auto made = on(Direction::kEntry, "NORTE", static_cast<int>(random() % 50), "ANA");
      made.document.document_number = "D" + std::to_string(random() % 5);
      if (random() % 4 == 0) made.document.given_names = "QUETZALLI";
      write_apart(centre.station("NORTE"), made);
    }
    arrive([](std::size_t) { return 0U; });
    auto connection = centre.connection();
    std::vector<PersonId> pseudonyms;
    auto row = *connection.prepare("SELECT pseudonym FROM pseudonyms ORDER BY pseudonym");
    while (*row.step()) pseudonyms.emplace_back(row.text(0));
    for (int i = 0; i < 4; ++i) {
      IdentityDecision decision;
      decision.kind = i == 3 ? IdentityDecisionKind::kLink : IdentityDecisionKind::kSeparate;
      decision.one = pseudonyms[random() % pseudonyms.size()];
      decision.other = pseudonyms[random() % pseudonyms.size()];
      decision.at = at_;
      if (decision.one != decision.other) write_apart(centre.own(), decision);
    }
    const auto expected = arrive([](std::size_t) { return 0U; });
    held += static_cast<std::size_t>(std::ranges::count_if(expected, [](const std::string& each) {
      return each.find("held_apart") != std::string::npos;
    }));
    for (int round = 0; round < 8; ++round)
      ASSERT_EQ(arrive([&](std::size_t journals) { return random() % journals; }), expected)
          << "seed " << seed << ", round " << round;
  }
  EXPECT_GT(held, 3U);
}

TEST_F(Order, OfThoseWhoseCrossingsFitEachOtherAndOfWhatIsDecidedAboutThemMakesNoDifference) {
  std::size_t held = 0;
  const char* const surnames[] = {"GARCIA LOPEZ", "MORALES", "ROMERO", "IXQUIAC TZOC"};
  for (unsigned seed = 1; seed <= 6; ++seed) {
    std::mt19937 random(seed);
    forget_all();
    for (int i = 0; i < 12; ++i) {
      const bool leaves = random() % 2 == 0;
      auto made = on(leaves ? Direction::kExit : Direction::kEntry, leaves ? "SUR" : "NORTE",
                     static_cast<int>(random() % 50), "X");
      const auto who = random() % 4;
      made.document.surname = surnames[who];
      made.document.document_number = "D" + std::to_string(who) + std::to_string(random() % 2);
      if (random() % 9 == 0) made.document.sex = "M";
      const auto id = write_apart(centre.station(leaves ? "SUR" : "NORTE"), made);
      if (i % 6 == 5) write_apart(centre.own(), correction(id));
    }
    arrive([](std::size_t) { return 0U; });
    auto connection = centre.connection();
    held += rows_of(connection, "l.one",
                    "cases c JOIN person_links l ON l.one || '~' || l.other = c.review AND l.grade "
                    "= 3 AND l.known_to IS NULL WHERE c.known_to IS NULL")
                .size();
    for (int i = 0; i < 2; ++i) {
      const auto reviews = *centre.reading().reviews(10);
      IdentityDecision decision;
      decision.kind = i == 0 ? IdentityDecisionKind::kLink : IdentityDecisionKind::kSeparate;
      if (reviews.empty()) break;
      std::tie(decision.one, decision.other) = reviews.back().row.link.pair;
      decision.at = at_;
      write_apart(centre.own(), decision);
      arrive([](std::size_t) { return 0U; });
    }
    const auto expected = arrive([](std::size_t) { return 0U; });
    for (int round = 0; round < 8; ++round)
      ASSERT_EQ(arrive([&](std::size_t journals) { return random() % journals; }), expected)
          << "seed " << seed << ", round " << round;
  }
  EXPECT_GT(held, 5U);
}

TEST_F(Order, OfMoreLookalikesThanAKeyCanTellApartMakesNoDifference) {
  auto made = on(Direction::kEntry, "NORTE", 1, "X");
  made.document.surname = "IXQUIAC TZOC";
  made.document.given_names = "MARISOL EULALIA";
  for (int i = 0; i < 70; ++i) {
    made.document.document_number = "N" + std::to_string(i);
    made.document.nationality =
        std::string("Q") + static_cast<char>('A' + i / 26) + static_cast<char>('A' + i % 26);
    write_apart(centre.station("NORTE"), made);
    // Two of them are alike by other keys too.
    if (i < 2) {
      auto other = made;
      other.document.document_number = "M" + std::to_string(i);
      other.document.given_names = "QUETZALLI";
      other.document.nationality = i == 0 ? "HND" : "ESP";
      write_apart(centre.station("NORTE"), other);
    }
  }
  const auto expected = arrive([](std::size_t) { return 0U; });
  EXPECT_THAT(expected, ::testing::Contains(::testing::HasSubstr("\"link\"")).Times(1));
  std::mt19937 random(5);
  for (int round = 0; round < 3; ++round)
    ASSERT_EQ(arrive([&](std::size_t journals) { return random() % journals; }), expected)
        << "round " << round;
}

}  // namespace
}  // namespace garita::central::testing
