#include <gtest/gtest.h>

#include <limits>

#include "schema/crypto/certificate.h"
#include "schema/journal/batch.h"
#include "schema/journal/codec.h"

namespace garita {
namespace {

struct Centre {
  PrivateKey authority_key = PrivateKey::generate();
  Certificate authority = make_authority_certificate(authority_key, "Test authority", validity());
  PrivateKey seal_key = PrivateKey::generate();
  Certificate seal = issued(seal_key, CertificateRole::kSeal);

  static Validity validity() {
    return Validity::of_days(*Instant::from_rfc3339("2026-01-01T00:00:00Z"),
                             std::chrono::days(3650));
  }
  Certificate issued(const PrivateKey& key, CertificateRole role) const {
    const CertificateOrder order{role, "test", {}, {}, validity()};
    return *issue_certificate(Authority{authority_key, authority}, key.public_key(), order);
  }
};

const JournalId kJournal{StationId("PASO-NORTE-01"), 1, Lane::kMovement};

/// A chain of `count` records that say their own number.
std::vector<Entry> chain(const EpochKey& epoch, int count, JournalHead head = {}) {
  std::vector<Entry> entries;
  for (int i = 0; i < count; ++i) {
    EntryHeader header;
    header.journal = kJournal;
    header.sequence = head.sequence + 1;
    header.recorded_at = Instant{1'700'000'000'000 + i};
    header.previous = head.hash;
    const std::string text = "record " + std::to_string(header.sequence);
    entries.push_back(seal_entry(bytes_of(text), header, epoch, random_bytes(kSaltBytes)));
    head = {header.sequence, entry_hash(entries.back())};
  }
  return entries;
}

std::string checked(std::span<const Entry> entries, JournalHead head = {}) {
  const auto end = check_chain(kJournal, head, entries);
  return end ? "holds up to " + std::to_string(end->sequence) : end.error().message;
}

TEST(Journal, TheCentreReadsWhatTheStationSealed) {
  const Centre centre;
  const auto epoch = *make_epoch_key(20000, centre.seal);
  const auto entries = chain(epoch, 3);
  const auto key = unwrap_epoch_key(epoch.wrapped, centre.seal_key, centre.seal);
  ASSERT_TRUE(key) << key.error().message;
  EXPECT_EQ(text_of(*open_entry(entries[2], *key)), "record 3");
  EXPECT_EQ(entries[2].id().text(), "PASO-NORTE-01:1:movement:3");
}

TEST(Journal, AnyChangedBitOfAnEntryIsNoticed) {
  const Centre centre;
  const auto epoch = *make_epoch_key(20000, centre.seal);
  const auto entries = chain(epoch, 2);
  for (std::size_t i = 0; i < entries[0].ciphertext.size(); ++i) {
    auto changed = entries[0];
    changed.ciphertext[i] ^= 1;
    EXPECT_FALSE(open_entry(changed, epoch.key)) << i;
  }
  auto changed = entries[0];
  changed.header.recorded_at = changed.header.recorded_at.plus(std::chrono::milliseconds(1));
  EXPECT_FALSE(open_entry(changed, epoch.key));
  EXPECT_FALSE(open_entry(entries[0], random_secret(32)));
}

TEST(Journal, TheChainNamesTheFirstEntryThatDoesNotFit) {
  const Centre centre;
  const auto epoch = *make_epoch_key(20000, centre.seal);
  const auto whole = chain(epoch, 4);
  EXPECT_EQ(checked(whole), "holds up to 4");

  auto gap = whole;
  gap.erase(gap.begin() + 1);
  EXPECT_EQ(checked(gap), "PASO-NORTE-01:1:movement:3: does not follow sequence 1");

  auto changed = whole;
  changed[1].ciphertext[0] ^= 1;
  EXPECT_EQ(checked(changed), "PASO-NORTE-01:1:movement:3: does not stand on the entry before it");

  auto salted = whole;
  salted[2].salt[0] ^= 1;
  EXPECT_EQ(checked(salted),
            "PASO-NORTE-01:1:movement:3: its salt is not the one its header names");

  auto erased = whole;
  erased[2].salt.clear();
  EXPECT_EQ(checked(erased), "holds up to 4") << "erasure leaves the chain whole";
  EXPECT_EQ(open_entry(erased[2], epoch.key).error().message, "the record was erased");
}

TEST(Batch, CarriesEntriesWholeAndSigned) {
  const Centre centre;
  const auto station = PrivateKey::generate();
  const auto monday = *make_epoch_key(20000, centre.seal);
  const auto tuesday = *make_epoch_key(20001, centre.seal);
  auto entries = chain(monday, 2);
  const JournalHead head{2, entry_hash(entries[1])};
  for (auto& entry : chain(tuesday, 2, head)) entries.push_back(entry);

  const auto batch = make_batch(entries, station);
  const auto back = read_batch(encode(batch));
  ASSERT_TRUE(back) << back.error().message;
  EXPECT_EQ(back->entries, entries);
  EXPECT_TRUE(back->head.verify(station.public_key()));
  EXPECT_FALSE(back->head.verify(PrivateKey::generate().public_key()));
  EXPECT_EQ(checked(back->entries), "holds up to 4");
}

TEST(Batch, AnyFlippedBitIsRefusedOrBreaksTheSignature) {
  const Centre centre;
  const auto station = PrivateKey::generate();
  const auto epoch = *make_epoch_key(20000, centre.seal);
  const Bytes whole = encode(make_batch(chain(epoch, 2), station));
  for (std::size_t bit = 0; bit < whole.size() * 8; bit += 3) {
    Bytes flipped = whole;
    flipped[bit / 8] = static_cast<std::uint8_t>(flipped[bit / 8] ^ (1U << (bit % 8)));
    const auto back = read_batch(flipped);
    EXPECT_TRUE(!back || !back->head.verify(station.public_key())) << bit;
  }
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_FALSE(read_batch(ByteView(whole).first(size))) << size;
  }
}

TEST(Statements, SayTheSameAfterEncodingAndAreBoundToTheirSigner) {
  const auto key = PrivateKey::generate();
  Claim claim{.station = kJournal.station,
              .incarnation = 2,
              .complete_until = Instant{1'700'000'000'000},
              .last_sequence = 9,
              .last_hash = sha256(bytes_of("entry 9")),
              .made_at = Instant{1'700'000'000'001},
              .clock_error_bound = std::chrono::milliseconds(40),
              .signature = {}};
  claim.sign(key);
  const auto claim_back = read_claim(encode(claim));
  ASSERT_TRUE(claim_back);
  EXPECT_EQ(*claim_back, claim);
  EXPECT_TRUE(claim_back->verify(key.public_key()));
  auto other = claim;
  other.last_sequence = 8;
  EXPECT_FALSE(other.verify(key.public_key()));
  other = claim;
  other.last_hash = sha256(bytes_of("another entry 9"));
  EXPECT_FALSE(other.verify(key.public_key()));

  Receipt receipt{kJournal, 7, sha256(bytes_of("x")), 5, Instant{1}, {}};
  receipt.sign(key);
  const auto receipt_back = read_receipt(encode(receipt));
  ASSERT_TRUE(receipt_back);
  EXPECT_EQ(*receipt_back, receipt);
  EXPECT_TRUE(receipt_back->verify(key.public_key()));
  receipt.opened = 8;
  EXPECT_EQ(read_receipt(encode(receipt)).error().message, "a receipt opened more than it holds");
}

TEST(Statements, ABulletinIsReadWholeOrNotAtAll) {
  const auto key = PrivateKey::generate();
  Bulletin bulletin{"alerts", 3, Instant{5}, Bytes(100'000, 'a'), {}};
  bulletin.sign(key);
  const Bytes whole = encode(bulletin);
  EXPECT_LT(whole.size(), 1000U) << "content travels compressed";
  const auto back = read_bulletin(whole);
  ASSERT_TRUE(back) << back.error().message;
  EXPECT_EQ(*back, bulletin);
  EXPECT_TRUE(back->verify(key.public_key()));
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_FALSE(read_bulletin(ByteView(whole).first(size)));
  }
  bulletin.channel = "gossip";
  EXPECT_EQ(read_bulletin(encode(bulletin)).error().message,
            "a bulletin is of no channel that is known");
}

TEST(Statements, HoldNoNumberThatCannotBeReckonedWith) {
  constexpr auto kFarthest = std::numeric_limits<std::int64_t>::max();
  const auto reading = [](std::int64_t until, std::uint64_t last, std::int64_t bound) {
    const Claim claim{
        kJournal.station,      1, {until}, last, {}, {}, std::chrono::milliseconds(bound),
        Bytes(kSignatureBytes)};
    const auto read = read_claim(encode(claim));
    return read ? "taken" : read.error().message;
  };
  EXPECT_EQ(reading(1, 1, 1), "taken");
  EXPECT_EQ(reading(kFarthest, 1, 1), "a claim has a moment outside the years 1 to 9999");
  EXPECT_EQ(reading(-kFarthest, 1, 1), "a claim has a moment outside the years 1 to 9999");
  EXPECT_EQ(reading(1, std::uint64_t{1} << 63, 1), "a claim has a number above 2^63 - 1");
  EXPECT_EQ(reading(1, 1, kFarthest), "a claim has an impossible bound");
  EXPECT_EQ(reading(1, 1, -1), "a claim has an impossible bound");
}

TEST(Statements, ABulletinIsNotExpandedBeyondItsLimit) {
  // A zstd frame of one segment that announces 8 MiB and a byte, in runs of 128 KiB of one byte
  // (RFC 8878, 3.1.1).
  ByteWriter packed;
  packed.raw(*from_hex("28b52ffda001008000"));
  for (int block = 0; block < 64; ++block) packed.raw(*from_hex("02001061"));
  packed.raw(*from_hex("0b000061"));
  ByteWriter bulletin;
  bulletin.text8("alerts");
  bulletin.u64(1);
  bulletin.instant({});
  bulletin.blob(packed.bytes());
  bulletin.raw(Bytes(kSignatureBytes));
  EXPECT_LT(bulletin.bytes().size(), 400U);
  EXPECT_EQ(read_bulletin(bulletin.bytes()).error().message,
            "a bulletin is not compressed as it should be");
}

}  // namespace
}  // namespace garita
