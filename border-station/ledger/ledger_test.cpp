#include "border-station/ledger/ledger.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include <map>
#include <thread>

#include "border-station/ledger/ledger_fixture.h"
#include "schema/journal/batch.h"

namespace garita::station {
namespace {

using testing::HasSubstr;

TEST_F(LedgerTest, ADecisionAndItsUrgentRecordsBecomeDurableTogether) {
  auto ledger = open();
  auto decision = entry_of();
  decision.crossing.decision = DecisionKind::kRefuse;
  decision.grounds = {"false_document"};
  decision.hits.emplace_back();
  decision.hits.back().seen = {"A-1", "document"};
  const auto written = ledger.append_decision(std::move(decision));
  ASSERT_TRUE(written) << written.error().message;
  EXPECT_EQ(written->crossing.text(), "PASO-01-01:1:movement:1");
  ASSERT_EQ(written->additional.size(), 2U);
  EXPECT_EQ(written->additional[1].text(), "PASO-01-01:1:urgent:2");
  EXPECT_EQ(written->at, clock_.now());

  // The centre opens what was sealed to it.
  const JournalId urgent{ledger.place().station, 1, Lane::kUrgent};
  const auto entries = whole(ledger, urgent);
  ASSERT_EQ(entries.size(), 2U);
  const auto wrapped = *ledger.wrapped_key(1, entries[0].header.epoch);
  ASSERT_TRUE(wrapped);
  const auto key = unwrap_epoch_key(wrapped->wrapped, country_.seal_key, country_.seal);
  ASSERT_TRUE(key);
  const auto record = decode_record(*open_entry(entries[1], *key));
  ASSERT_TRUE(record);
  const auto* refusal = std::get_if<Refusal>(&*record);
  ASSERT_NE(refusal, nullptr);
  EXPECT_EQ(refusal->crossing, written->crossing);
  EXPECT_EQ(refusal->grounds, std::vector<std::string>{"false_document"});
}

TEST_F(LedgerTest, WhatIsNoRecordIsRefusedAndLeavesNoGap) {
  auto ledger = open();
  auto wrong = entry_of();
  wrong.crossing.granted_days = 100'000;
  const auto refused = ledger.append_decision(std::move(wrong));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().remedy, Remedy::kReject);
  EXPECT_EQ(ledger.append_decision(entry_of())->crossing.sequence, 1U);
}

TEST_F(LedgerTest, NothingOfATravellerStandsInAnyFile) {
  auto ledger = open();
  for (int i = 0; i < 20; ++i) ASSERT_TRUE(ledger.append_decision(entry_of()));
  ASSERT_TRUE(ledger.append(Lane::kAudit,
                            AuditNote{clock_.now(), OfficerId("x"), "look_up", kNumber, "check"}));
  auto referenced = entry_of();
  referenced.crossing.reference = "line-QZX4711K9";
  ASSERT_TRUE(ledger.append_decision(std::move(referenced)));
  const auto bytes = every_byte_below(country_.folder);
  ASSERT_GT(bytes.size(), 10'000U);
  EXPECT_THAT(bytes, HasSubstr("PASO-01-01")) << "the scan sees what is in clear";
  for (const auto* clear : {kNumber, kSurname, "MARIASCAN", "1974-08-12", "740812"}) {
    EXPECT_EQ(bytes.find(clear), std::string::npos) << clear;
  }
}

TEST_F(LedgerTest, AReferenceGivesTheSameRecordAgain) {
  auto ledger = open();
  auto first = entry_of();
  first.crossing.reference = "kiosk 7";
  auto second = first;
  const auto written = *ledger.append_decision(std::move(first));
  clock_.advance(std::chrono::hours(1));
  const auto again = *ledger.append_decision(std::move(second));
  EXPECT_TRUE(again.repeated);
  EXPECT_EQ(again.crossing, written.crossing);
  EXPECT_EQ(again.at, written.at);
  EXPECT_EQ(state_of(ledger, Lane::kMovement).head.sequence, 1U);
  EXPECT_EQ((*ledger.decision_under("kiosk 7"))->record, written.crossing);
  EXPECT_FALSE(*ledger.decision_under("kiosk 8"));
}

TEST_F(LedgerTest, AReferenceThatStandsForAnotherDecisionIsRefusedAndNotTakenForDone) {
  auto ledger = open();
  auto first = entry_of();
  first.crossing.reference = "kiosk 7";
  first.statement = Digest{1};
  const auto kept = first;
  ASSERT_TRUE(ledger.append_decision(std::move(first)));
  const auto refused = [&](auto change) {
    auto other = kept;
    change(other);
    const auto written = ledger.append_decision(std::move(other));
    return written ? "written" : written.error().message;
  };
  const std::string expected =
      "this reference stands for another decision, record PASO-01-01:1:movement:1: nothing was "
      "recorded";
  EXPECT_EQ(refused([](auto& it) { it.crossing.document.document_number = "OTHER1"; }), expected);
  EXPECT_EQ(refused([](auto& it) { it.crossing.decision = DecisionKind::kRefuse; }), expected);
  EXPECT_EQ(refused([](auto& it) { it.crossing.direction = Direction::kExit; }), expected);
  EXPECT_EQ(refused([](auto& it) { it.crossing.granted_days = 11; }), expected);
  EXPECT_EQ(refused([](auto& it) { it.statement = Digest{2}; }), expected);
  EXPECT_EQ(refused([&](auto& it) { it.at = clock_.now().minus(std::chrono::hours(1)); }),
            expected);
  EXPECT_EQ(refused([](auto& it) { it.crossing.context.alerts_version = 9; }), "written");
  EXPECT_EQ(state_of(ledger, Lane::kMovement).head.sequence, 1U);
}

TEST_F(LedgerTest, APostRemembersADocumentAndAPerson) {
  auto ledger = open();
  const auto first = *ledger.append_decision(entry_of());
  clock_.advance(std::chrono::hours(1));
  auto leaving = entry_of("OTHER1");
  leaving.crossing.direction = Direction::kExit;
  ASSERT_TRUE(ledger.append_decision(std::move(leaving)));
  const auto person = "HERRERASCAN<<ANA MARIASCAN|1974-08-12|UTO";
  const auto by_document = *ledger.decisions_about("UTO|QZX4711K9", "");
  ASSERT_EQ(by_document.size(), 1U);
  EXPECT_EQ(by_document[0].record, first.crossing);
  EXPECT_EQ(by_document[0].crossing->granted_days, 10);
  const auto by_person = *ledger.decisions_about("", person);
  ASSERT_EQ(by_person.size(), 2U);
  EXPECT_EQ(by_person[0].direction, Direction::kExit) << "newest first";
  EXPECT_EQ(ledger.decisions_about("UTO|NOBODY", "")->size(), 0U);
  EXPECT_EQ(ledger.decisions_about("", "")->size(), 0U);
  EXPECT_EQ(ledger.recent_decisions(1)->size(), 1U);
  EXPECT_TRUE(ledger.decision(first.crossing)->has_value());
}

TEST_F(LedgerTest, AHeartbeatSaysInTheJournalUpToWhereAndWhenItIsComplete) {
  auto ledger = open();
  ASSERT_TRUE(ledger.note_trusted_time(clock_.now(), std::chrono::milliseconds(40)));
  // Each heartbeat's number, and what is said in it: "1: all before 13:59:59.999 up to 0".
  const auto beat = [&] {
    const auto id = *ledger.append_heartbeat();
    EXPECT_EQ(id.lane, Lane::kMovement);
    const auto entry = whole(ledger, movement(ledger)).back();
    EXPECT_EQ(entry.id(), id);
    const auto wrapped = **ledger.wrapped_key(1, entry.header.epoch);
    const auto key = *unwrap_epoch_key(wrapped.wrapped, country_.seal_key, country_.seal);
    const auto heartbeat = std::get<Heartbeat>(*decode_record(*open_entry(entry, key)));
    EXPECT_EQ(heartbeat.clock.error_bound, std::chrono::milliseconds(40));
    EXPECT_EQ(heartbeat.complete_until, clock_.now().minus(std::chrono::milliseconds(1)))
        << "a record of this very millisecond may still follow";
    return std::to_string(id.sequence) + ": up to " + std::to_string(heartbeat.last_sequence);
  };
  EXPECT_EQ(beat(), "1: up to 0") << "nobody crossed";
  ASSERT_TRUE(ledger.append_decision(entry_of()));
  ASSERT_TRUE(ledger.append_decision(entry_of()));
  EXPECT_EQ(beat(), "4: up to 3");
  EXPECT_EQ(beat(), "5: up to 4");
  EXPECT_EQ(ledger.unsent()->records, 5U) << "it is sent like any record";
}

TEST_F(LedgerTest, ReceiptsSayWhatIsStillToBeSent) {
  auto ledger = open();
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(ledger.append_decision(entry_of()));
  EXPECT_EQ(ledger.unsent()->records, 3U);
  EXPECT_EQ(ledger.unsent()->oldest_at, clock_.now());
  const auto journal = state_of(ledger, Lane::kMovement);
  const auto hash = **ledger.hash_of(journal.id, 2);
  EXPECT_EQ(ledger.take_receipt(country_.receipt(journal, 2, hash, 1)), ReceiptEffect::kProgress);
  EXPECT_EQ(ledger.take_receipt(country_.receipt(journal, 2, hash, 1)), ReceiptEffect::kNothingNew);
  EXPECT_EQ(ledger.unsent()->records, 1U);
  ASSERT_TRUE(
      ledger.append(Lane::kEvidence, AuditNote{clock_.now(), OfficerId("x"), "a", "b", "c"}));
  auto refusal = entry_of();
  refusal.crossing.decision = DecisionKind::kRefuse;
  refusal.grounds = {"threat"};
  clock_.advance(std::chrono::hours(1));
  ASSERT_TRUE(ledger.append_decision(std::move(refusal)));
  EXPECT_EQ(ledger.unsent()->records, 4U);
  EXPECT_EQ(ledger.unsent()->urgent, 1U);
  EXPECT_GT(ledger.unsent()->evidence_bytes, 10U);
  EXPECT_EQ(ledger.unsent()->oldest_at, clock_.now().minus(std::chrono::hours(1)));
  const auto recent = *ledger.recent_decisions(10);
  EXPECT_EQ(recent[1].state, RecordState::kRecorded);
  EXPECT_EQ(recent[2].state, RecordState::kHeld);
  EXPECT_EQ(recent[3].state, RecordState::kOpened);
  EXPECT_EQ(ledger.receipts_of(journal.id)->held->held, 2U);

  auto forged = country_.receipt(journal, 3, journal.head.hash, 3);
  forged.opened = 2;
  EXPECT_EQ(ledger.take_receipt(forged).error().remedy, Remedy::kReject);
  EXPECT_EQ(ledger.unsent()->records, 4U);
}

TEST_F(LedgerTest, OfReceiptsThatComeOutOfOrderNoProofIsLost) {
  auto ledger = open();
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(ledger.append_decision(entry_of()));
  const auto journal = state_of(ledger, Lane::kMovement);
  // What each is: "held/opened", and which receipts are kept after it.
  const auto after = [&](std::uint64_t held, std::uint64_t opened) {
    const auto hash = **ledger.hash_of(journal.id, held);
    EXPECT_TRUE(ledger.take_receipt(country_.receipt(journal, held, hash, opened)));
    const auto kept = *ledger.receipts_of(journal.id);
    const auto text = [](const std::optional<Receipt>& receipt) {
      return receipt ? std::to_string(receipt->held) + "/" + std::to_string(receipt->opened)
                     : std::string("none");
    };
    return text(kept.held) + " " + text(kept.opened);
  };
  EXPECT_FALSE(ledger.receipts_of(journal.id)->held);
  EXPECT_EQ(after(4, 1), "4/1 4/1");
  EXPECT_EQ(after(3, 3), "4/1 3/3");
  EXPECT_EQ(after(2, 2), "4/1 3/3");
  EXPECT_EQ(after(5, 2), "5/2 3/3");
  EXPECT_EQ(after(5, 4), "5/4 5/4");
  const auto state = state_of(ledger, Lane::kMovement);
  EXPECT_EQ(state.held, 5U);
  EXPECT_EQ(state.opened, 4U);
}

TEST_F(LedgerTest, ADiskThatTheCentreIsAheadOfBeginsANewLife) {
  auto ledger = open();
  ASSERT_TRUE(ledger.append_decision(entry_of()));
  const auto journal = state_of(ledger, Lane::kMovement);
  EXPECT_EQ(ledger.take_receipt(country_.receipt(journal, 5, Digest{}, 0)),
            ReceiptEffect::kNewIncarnation);
  EXPECT_EQ(ledger.append_decision(entry_of())->crossing.text(), "PASO-01-01:2:movement:1");
  // The same receipt again is about the former life.
  EXPECT_EQ(ledger.take_receipt(country_.receipt(journal, 5, Digest{}, 0)),
            ReceiptEffect::kOtherBranch);
  EXPECT_EQ(ledger.put_aside(), 0U);
  ASSERT_TRUE(ledger.note_put_aside(journal.id));
  ASSERT_TRUE(ledger.note_put_aside(journal.id));
  EXPECT_EQ(ledger.put_aside(), 1U) << "of the former life; what the new one wrote is on its way";
  EXPECT_EQ(ledger.unsent()->records, 2U);
  auto other = open();
  EXPECT_EQ(other.put_aside(), 1U);
  EXPECT_EQ(other.incarnation(), 2U);
  const auto other_hash = country_.receipt(state_of(other, Lane::kMovement), 1, Digest{1}, 0);
  EXPECT_EQ(other.take_receipt(other_hash), ReceiptEffect::kNewIncarnation);
}

TEST_F(LedgerTest, ALifeEndsOnceHoweverOftenTheCentreIsFoundAhead) {
  auto ledger = open();
  EXPECT_EQ(ledger.end_incarnation(1), true);
  EXPECT_EQ(ledger.end_incarnation(1), false) << "another lane of the same life, or a later day";
  EXPECT_EQ(ledger.incarnation(), 2U);
  auto other = open();
  EXPECT_EQ(other.end_incarnation(5), true) << "a life that this copy of the disk never led";
  EXPECT_EQ(ledger.append_decision(entry_of())->crossing.text(), "PASO-01-01:6:movement:1");
}

TEST_F(LedgerTest, BatchesStayWithinTheirBounds) {
  auto ledger = open();
  for (int i = 0; i < 10; ++i) ASSERT_TRUE(ledger.append_decision(entry_of()));
  const auto journal = movement(ledger);
  const auto one = batch_bytes_of(ledger.entries_after(journal, 0, 1, SIZE_MAX)->front());
  EXPECT_EQ(ledger.entries_after(journal, 0, 4, SIZE_MAX)->size(), 4U);
  EXPECT_EQ(ledger.entries_after(journal, 0, 100, 3 * one + one / 2)->size(), 3U);
  EXPECT_EQ(ledger.entries_after(journal, 0, 100, 1)->size(), 1U) << "one always fits";
  EXPECT_EQ(ledger.entries_after(journal, 8, 100, SIZE_MAX)->front().header.sequence, 9U);
  EXPECT_TRUE(ledger.entries_after(journal, 10, 100, SIZE_MAX)->empty());
}

TEST_F(LedgerTest, AClaimCoversWhatCanNoLongerChange) {
  auto ledger = open();
  ASSERT_TRUE(ledger.append_decision(entry_of()));
  const auto claim = *ledger.claim();
  EXPECT_TRUE(claim.verify(ledger.identity().station_key.public_key()));
  EXPECT_EQ(claim.last_sequence, 1U);
  EXPECT_LT(claim.complete_until, ledger.append_decision(entry_of())->at);
  EXPECT_EQ(claim.made_at, clock_.now());
  ASSERT_TRUE(ledger.note_trusted_time(clock_.now(), std::chrono::milliseconds(40)));
  EXPECT_EQ(ledger.claim()->clock_error_bound, std::chrono::milliseconds(40));
  const auto standing = *ledger.clock_standing();
  EXPECT_EQ(standing.trusted_at, clock_.now());
  EXPECT_EQ(judge(standing), ClockVerdict::kGood);
  clock_.advance(-std::chrono::days(10));
  EXPECT_EQ(judge(*ledger.clock_standing()), ClockVerdict::kDoubtful) << "put back since";
  ASSERT_TRUE(
      ledger.note_trusted_time(clock_.now().plus(std::chrono::days(10)), std::chrono::days(10)));
  EXPECT_THAT(clock_words(*ledger.clock_standing()), testing::StartsWith("10 days behind"));
}

TEST_F(LedgerTest, ABulletinIsTakenWholeOrNotAtAll) {
  const BulletinReaders readers{
      {"alerts", [](Ledger& into, const Bulletin& bulletin) -> Result<ReadBulletin> {
         const ByteView content(bulletin.content);
         if (text_of(content) == "bad") return fail(Remedy::kReject, "bad");
         const bool half = text_of(content) == "half";
         return ReadBulletin{7, [&into, half]() -> Result<void> {
                               constexpr auto kRow =
                                   "INSERT INTO list_part (channel, section, version, state)"
                                   " VALUES ('alerts', -1, 0, 1)";
                               GARITA_TRY(done, into.database().execute(kRow));
                               static_cast<void>(done);
                               if (half) return fail(Remedy::kRetry, "the disk is full");
                               return {};
                             }};
       }}};
  auto ledger = open(readers);
  EXPECT_EQ(ledger.take_bulletin(country_.bulletin("alerts", 2, "good")), TakenBulletin::kTaken);
  const auto refused = [&](const Bulletin& bulletin) {
    const auto taken = ledger.take_bulletin(bulletin);
    return taken ? "taken" : taken.error().message;
  };
  EXPECT_EQ(refused(country_.bulletin("alerts", 3, "bad")), "bulletin alerts: bad");
  EXPECT_EQ(refused(country_.bulletin("alerts", 3, "half")), "the disk is full");
  EXPECT_EQ(ledger.take_bulletin(country_.bulletin("alerts", 2, "x")), TakenBulletin::kHeldAlready);
  EXPECT_EQ(ledger.take_bulletin(country_.bulletin("alerts", 1, "x")), TakenBulletin::kHeldAlready);
  auto changed = country_.bulletin("alerts", 9, "good");
  changed.content.push_back('!');
  EXPECT_THAT(refused(changed), HasSubstr("not signed by this country's centre"));
  auto renumbered = country_.bulletin("alerts", 2, "good");
  renumbered.version = 10;
  EXPECT_THAT(refused(renumbered), HasSubstr("not signed by this country's centre"));
  EXPECT_THAT(refused(country_.bulletin("weather", 1, "")), HasSubstr("channel that is not known"));

  const auto held = *ledger.held_bulletins();
  ASSERT_EQ(held.size(), 1U);
  EXPECT_EQ(held[0].version, 2U);
  EXPECT_EQ(held[0].entries, 7U);
  EXPECT_EQ(text_of((*ledger.bulletin("alerts"))->content), "good");
  EXPECT_EQ(*ledger.database().execute("DELETE FROM list_part"), 1) << "the refused left nothing";
}

TEST_F(LedgerTest, AReferenceWhoseTravellerIsForgottenStillStandsForNobodyElse) {
  auto ledger = open();
  auto first = entry_of();
  first.crossing.reference = "sheet 4, line 7";
  const auto kept = first;
  const auto written = *ledger.append_decision(std::move(first));
  const auto window = std::chrono::days(7);
  clock_.advance(std::chrono::days(30));
  const auto journal = state_of(ledger, Lane::kMovement);
  ASSERT_TRUE(ledger.take_receipt(country_.receipt(journal, 1, journal.head.hash, 1)));
  ASSERT_TRUE(ledger.forget(window));
  clock_.advance(window);
  ASSERT_TRUE(ledger.forget(window));
  ASSERT_FALSE((*ledger.decision(written.crossing))->crossing);
  for (const auto* number : {"OTHER1", ""}) {
    auto other = kept;
    other.crossing.document.document_number = number;
    const auto refused = ledger.append_decision(std::move(other));
    ASSERT_FALSE(refused) << number;
    EXPECT_THAT(refused.error().message, HasSubstr("stands for another decision"));
  }
  auto same = kept;
  const auto again = ledger.append_decision(std::move(same));
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_TRUE(again->repeated);
  EXPECT_EQ(again->crossing, written.crossing);
}

TEST_F(LedgerTest, ReadableContentIsForgottenAWhileAfterTheCentreReadIt) {
  auto ledger = open();
  const auto written = *ledger.append_decision(entry_of());
  const auto window = std::chrono::days(7);
  clock_.advance(std::chrono::days(30));
  ASSERT_TRUE(ledger.forget(window));
  EXPECT_TRUE((*ledger.decision(written.crossing))->crossing) << "the centre has not read it";
  const auto journal = state_of(ledger, Lane::kMovement);
  ASSERT_TRUE(ledger.take_receipt(country_.receipt(journal, 1, journal.head.hash, 1)));
  ASSERT_TRUE(ledger.forget(window));
  EXPECT_TRUE((*ledger.decision(written.crossing))->crossing) << "the window is open";
  clock_.advance(window);
  ASSERT_TRUE(ledger.forget(window));
  const auto own = *ledger.decision(written.crossing);
  EXPECT_FALSE(own->crossing);
  EXPECT_EQ(whole(ledger, journal.id).size(), 1U);
  EXPECT_EQ(ledger.append_decision(entry_of())->crossing.sequence, 2U);
  // A clock that goes back to a day without a key still records.
  clock_.set("2026-03-02T15:00:00Z");
  EXPECT_EQ(ledger.append_decision(entry_of())->crossing.sequence, 3U);
}

TEST_F(LedgerTest, HowTheLinkStoodIsKnownAfterAStart) {
  EXPECT_EQ(*open().link_status(), LinkStatus{});
  const LinkStatus status{LinkPhase::kRefused,
                          clock_.now(),
                          clock_.now(),
                          LinkReason::kRevoked,
                          "centre x: revoked",
                          {{"", "no room"},
                           {"alerts", "alerts, version 3: line 4"},
                           {"alerts/003", "alerts/003: line 5"},
                           {"policies", "policies, version 2: no pack"}}};
  ASSERT_TRUE(open().keep_link_status(status));
  EXPECT_EQ(*open().link_status(), status);
  EXPECT_EQ(status.refused_bulletin(),
            "no room; alerts, version 3: line 4; alerts/003: line 5; policies, version 2: no pack");
  // What a stick brought is no longer refused, and what is long finds room.
  ASSERT_TRUE(open().take_bulletin(country_.bulletin("alerts", 4, "a short list")));
  EXPECT_EQ(open().link_status()->refused_bulletin(), "no room; policies, version 2: no pack");
  ASSERT_TRUE(open().take_bulletin(country_.bulletin("messages", 1, std::string(300'000, 'x'))));
  EXPECT_EQ(open().link_status()->refused_bulletin(), "policies, version 2: no pack");
}

TEST_F(LedgerTest, AnEnrolmentIsTakenOnceAndOnlyWithRightCertificates) {
  const auto today = SystemClock().now();
  const DataDirectory fresh(country_.folder / "fresh");
  EXPECT_THAT(load_identity(fresh).error().message, HasSubstr("is not enrolled"));
  const auto enrolment = country_.enrolment("PASO-02-01");
  const auto request = *begin_enrolment(fresh, enrolment, today);
  EXPECT_THAT(load_identity(fresh).error().message, HasSubstr("has not answered"));
  EXPECT_TRUE(begin_enrolment(fresh, enrolment, today)) << "asking again is harmless";
  EXPECT_THAT(begin_enrolment(directory_, enrolment, today).error().message,
              HasSubstr("belongs to station PASO-01-01"));

  auto others = country_.answer(request);
  others.station_certificate =
      country_.issue(PrivateKey::generate().public_key(), CertificateRole::kStation, "PASO-02-01")
          .pem();
  EXPECT_FALSE(finish_enrolment(fresh, others, today));
  const TestCountry abroad;
  EXPECT_FALSE(finish_enrolment(fresh, abroad.answer(request), today));
  auto mixed = enrolment;
  mixed.seal_certificate = abroad.seal.pem();
  EXPECT_FALSE(begin_enrolment(DataDirectory(country_.folder / "mixed"), mixed, today));
  ASSERT_TRUE(finish_enrolment(fresh, country_.answer(request), today));
  const auto identity = load_identity(fresh);
  ASSERT_TRUE(identity);
  EXPECT_EQ(identity->station_certificate.common_name(), "PASO-02-01");
  const auto mode = std::filesystem::status(fresh.keys()).permissions();
  EXPECT_EQ(mode, std::filesystem::perms::owner_all);
}

}  // namespace
}  // namespace garita::station
