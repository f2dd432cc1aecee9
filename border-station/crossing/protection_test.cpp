#include "border-station/ledger/protection.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "border-station/crossing/counter.h"
#include "border-station/crossing/test_traveller.h"
#include "border-station/ledger/test_country.h"
#include "schema/crypto/envelope.h"
#include "schema/record/protection.h"

namespace garita::station {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr auto kTold = "habla solo el hombre que la acompaña";

Draft referral(std::vector<std::string> concerns) {
  Draft draft;
  draft.decision = DecisionKind::kRefer;
  draft.grounds = {"second_interview"};
  if (!concerns.empty()) draft.protection_note = kTold;
  draft.concerns = std::move(concerns);
  return draft;
}

class ProtectionTest : public testing::Test {
 protected:
  ProtectionTest() {
    EXPECT_TRUE(ledger_.take_bulletin(country_.bulletin("policies", 4, kTestPack)));
  }
  void name_the_unit(std::uint64_t version, const Certificate& unit) {
    ASSERT_TRUE(ledger_.take_bulletin(country_.bulletin("protection", version, unit.pem())));
  }
  Result<Recorded> record(const Draft& draft, std::string_view number = "L898902C3") {
    const auto examined = counter_.examine(Direction::kEntry, passport(number), std::nullopt);
    EXPECT_TRUE(examined) << examined.error().message;
    return counter_.record(*examined, draft, {OfficerId("mduarte"), EvidenceClass::kOfficerScan});
  }
  /// As whoever has the centre's seal key reads a lane.
  std::vector<Record> read_at_the_centre(Lane lane) {
    std::vector<Record> records;
    const JournalId journal{StationId("PASO-01-01"), 1, lane};
    const auto entries = *ledger_.entries_after(journal, 0, 100, 1 << 20);
    for (const auto& entry : entries) {
      const auto wrapped = *ledger_.wrapped_key(1, entry.header.epoch);
      const auto key = *unwrap_epoch_key(wrapped->wrapped, country_.seal_key, country_.seal);
      records.push_back(*decode_record(*open_entry(entry, key)));
    }
    return records;
  }
  /// The newest referral.
  Referral at_the_centre() { return std::get<Referral>(read_at_the_centre(Lane::kUrgent).back()); }
  std::vector<Record> movements() { return read_at_the_centre(Lane::kMovement); }

  TestCountry country_;
  TestClock clock_;
  DataDirectory directory_ = country_.enrol("PASO-01-01");
  Ledger ledger_ = *Ledger::open(directory_, clock_, bulletin_readers());
  Counter counter_{ledger_};
};

TEST_F(ProtectionTest, WhatIsToldIsReadByTheUnitAlone) {
  name_the_unit(1, country_.unit);
  const auto recorded = record(referral({"others_speak_for", "papers_kept"}));
  ASSERT_TRUE(recorded) << recorded.error().message;
  const auto seen = at_the_centre();
  EXPECT_EQ(seen.reasons, std::vector<std::string>{"second_interview"});
  EXPECT_EQ(seen.note, "");
  EXPECT_FALSE(open_envelope(seen.sealed, country_.seal_key, country_.seal)) << "the centre";
  const auto& own = ledger_.identity();
  EXPECT_FALSE(open_envelope(seen.sealed, own.station_key, own.station_certificate)) << "the post";
  const auto plain = open_envelope(seen.sealed, country_.unit_key, country_.unit);
  ASSERT_TRUE(plain) << plain.error().message;
  const auto told = *decode_protection(plain->view());
  EXPECT_EQ(told.crossing, recorded->written.crossing);
  EXPECT_EQ(told.concerns, (std::vector<std::string>{"others_speak_for", "papers_kept"}));
  EXPECT_EQ(told.note, kTold);
  EXPECT_EQ(told.told.document.surname, "ERIKSSON");
  EXPECT_EQ(told.told.officer.value(), "mduarte");
}

TEST_F(ProtectionTest, ThatFlagsWaitIsAllThatTheCentreIsTold) {
  name_the_unit(1, country_.unit);
  ASSERT_TRUE(record(referral({})));
  ASSERT_EQ(movements().size(), 2U) << "no number tells one referral from another";
  const auto& nothing = std::get<Heartbeat>(movements().back());
  EXPECT_EQ(nothing.last_sequence, 1U) << "a referral alone suspends nothing";
  EXPECT_EQ(nothing.complete_until, clock_.now().minus(std::chrono::milliseconds(1)));
  const auto recorded = record(referral({"others_speak_for"}), "OTHER0001");
  ASSERT_TRUE(recorded) << recorded.error().message;
  const auto written = movements();
  ASSERT_EQ(written.size(), 4U);
  const auto& suspension = std::get<StatusDecision>(written.back());
  EXPECT_EQ(suspension.kind, StatusKind::kSuspend);
  EXPECT_EQ(suspension.entry, recorded->written.crossing);
  EXPECT_EQ(suspension.at, recorded->written.at);
  EXPECT_EQ(suspension.authority, "PASO-01");
  EXPECT_EQ(suspension.officer.value(), "mduarte");
  EXPECT_EQ(suspension.reason, "");
}

TEST_F(ProtectionTest, NothingOfItStaysAtThePost) {
  name_the_unit(1, country_.unit);
  const auto recorded = record(referral({"others_speak_for"}));
  ASSERT_TRUE(recorded) << recorded.error().message;
  const auto own = *ledger_.decision(recorded->written.crossing);
  EXPECT_TRUE(own->crossing->context.answers.empty());
  const std::string kept(text_of(*encode_record(*own->crossing)));
  EXPECT_THAT(kept, Not(HasSubstr("others_speak_for")));
  const auto bytes = every_byte_below(directory_.path());
  EXPECT_THAT(bytes, Not(HasSubstr("others_speak_for")));
  EXPECT_THAT(bytes, Not(HasSubstr(kTold)));
}

TEST_F(ProtectionTest, NobodyTellsReferralsWithAConcernFromThoseWithout) {
  name_the_unit(1, country_.unit);
  ASSERT_TRUE(record(referral({})));
  const auto without = at_the_centre();
  ASSERT_TRUE(record(referral({"needs_care"}), "OTHER0001"));
  const auto with = at_the_centre();
  EXPECT_EQ(without.sealed.size(), with.sealed.size());
  EXPECT_EQ(without.reasons, with.reasons);
  const auto plain = open_envelope(without.sealed, country_.unit_key, country_.unit);
  EXPECT_TRUE(decode_protection(plain->view())->concerns.empty());
  auto doubt = referral({});
  doubt.grounds = {"document_doubt"};
  ASSERT_TRUE(record(doubt, "OTHER0002"));
  EXPECT_TRUE(at_the_centre().sealed.empty()) << "nothing is told with another reason";
}

TEST_F(ProtectionTest, WithoutAUnitNothingIsPromised) {
  const auto refused = record(referral({"needs_care"}));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().remedy, Remedy::kAskOfficer);
  EXPECT_THAT(refused.error().message, HasSubstr("/concerns no_protection_unit"));
  ASSERT_TRUE(record(referral({})));
  EXPECT_TRUE(at_the_centre().sealed.empty());
}

TEST_F(ProtectionTest, AUnitIsWhomTheCountrysAuthorityCertified) {
  const auto refuses = [&](const std::string& content) {
    return !ledger_.take_bulletin(country_.bulletin("protection", 1, content));
  };
  EXPECT_TRUE(refuses("not a certificate"));
  EXPECT_TRUE(refuses(country_.seal.pem())) << "of another role";
  const PrivateKey stranger = PrivateKey::generate();
  const auto root = make_authority_certificate(stranger, "Other", TestCountry::validity());
  const auto foreign =
      *issue_certificate({stranger, root}, country_.unit_key.public_key(),
                         {CertificateRole::kProtectionUnit, "u", {}, {}, TestCountry::validity()});
  EXPECT_TRUE(refuses(foreign.pem()));
  EXPECT_FALSE(refuses(country_.unit.pem()));
}

TEST_F(ProtectionTest, ANewUnitReadsWhatIsToldFromThenOn) {
  name_the_unit(1, country_.unit);
  ASSERT_TRUE(record(referral({"needs_care"})));
  const auto before = at_the_centre();
  const PrivateKey key = PrivateKey::generate();
  const auto unit =
      country_.issue(key.public_key(), CertificateRole::kProtectionUnit, "protection unit");
  name_the_unit(2, unit);
  ASSERT_TRUE(record(referral({"needs_care"}), "OTHER0001"));
  EXPECT_FALSE(open_envelope(before.sealed, key, unit));
  EXPECT_TRUE(open_envelope(at_the_centre().sealed, key, unit));
}

}  // namespace
}  // namespace garita::station
