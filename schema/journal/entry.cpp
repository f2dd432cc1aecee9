#include "schema/journal/entry.h"

#include <algorithm>

#include "schema/crypto/aead.h"
#include "schema/crypto/envelope.h"
#include "schema/journal/codec.h"
#include "schema/journal/compression.h"

namespace garita {
namespace {

constexpr std::size_t kRecordKeyBytes = 32;
constexpr std::int64_t kDayMs = 86'400'000;

/// The key of one record. It is used once, so the nonce may be all zeros; no nonce comes from a
/// clock.
Secret record_key(const Secret& epoch_key, ByteView salt) {
  return derive_key(epoch_key, salt, bytes_of("garita record key 1"), kRecordKeyBytes);
}
constexpr std::array<std::uint8_t, kAeadNonceBytes> kNonce{};

}  // namespace

std::uint32_t epoch_of(Instant moment) {
  return static_cast<std::uint32_t>(std::max<std::int64_t>(0, moment.milliseconds / kDayMs));
}

Result<EpochKey> make_epoch_key(std::uint32_t epoch, const Certificate& seal) {
  EpochKey made{.epoch = epoch, .key = random_secret(kRecordKeyBytes), .wrapped = {}};
  GARITA_TRY(wrapped, seal_to_certificate(made.key.view(), seal));
  made.wrapped = std::move(wrapped);
  return made;
}

Result<Secret> unwrap_epoch_key(ByteView wrapped, const PrivateKey& seal_key,
                                const Certificate& seal) {
  auto key = open_envelope(wrapped, seal_key, seal);
  if (key && key->size() != kRecordKeyBytes) {
    return fail(Remedy::kReject, "the epoch key has not 32 bytes");
  }
  return key;
}

Bytes header_bytes(const EntryHeader& header) {
  ByteWriter out;
  out.raw(bytes_of("GJE1"));
  out.text8(header.journal.station.value());
  out.u32(header.journal.incarnation);
  out.u8(static_cast<std::uint8_t>(header.journal.lane));
  out.u64(header.sequence);
  out.instant(header.recorded_at);
  out.u32(header.epoch);
  out.raw(header.epoch_key_hash);
  out.u16(header.dictionary);
  out.raw(header.previous);
  out.raw(header.salt_hash);
  return out.take();
}

RecordId Entry::id() const {
  const auto& journal = header.journal;
  return {journal.station, journal.incarnation, journal.lane, header.sequence};
}

Digest entry_hash(const Entry& entry) {
  return Sha256().add(header_bytes(entry.header)).add(sha256(entry.ciphertext)).digest();
}

Entry seal_entry(ByteView record, EntryHeader header, const EpochKey& epoch, Bytes salt) {
  ensure(salt.size() == kSaltBytes, "a salt has 16 bytes");
  header.epoch = epoch.epoch;
  header.epoch_key_hash = sha256(epoch.wrapped);
  header.dictionary = kRecordsDictionary;
  header.salt_hash = sha256(salt);
  const auto key = record_key(epoch.key, salt);
  const auto packed = compress_record(record, header.dictionary);
  auto ciphertext = seal_aead(key, kNonce, header_bytes(header), packed);
  ensure(ciphertext.size() <= kCiphertextBytesMax, "records are made smaller than an entry holds");
  return {std::move(header), std::move(salt), std::move(ciphertext)};
}

Result<Bytes> open_entry(const Entry& entry, const Secret& epoch_key) {
  if (entry.salt.empty()) return fail(Remedy::kReject, "the record was erased");
  const auto key = record_key(epoch_key, entry.salt);
  GARITA_TRY(packed, open_aead(key, kNonce, header_bytes(entry.header), entry.ciphertext));
  return expand_record(packed.view(), entry.header.dictionary, kCiphertextBytesMax);
}

Result<JournalHead> check_chain(const JournalId& journal, JournalHead head,
                                std::span<const Entry> entries) {
  for (const auto& entry : entries) {
    const auto& header = entry.header;
    if (header.journal != journal) return fail(Remedy::kReject, "an entry is of another journal");
    const std::string where = entry.id().text();
    if (header.sequence != head.sequence + 1) {
      return fail(Remedy::kReject,
                  where + ": does not follow sequence " + std::to_string(head.sequence));
    }
    if (header.previous != head.hash) {
      return fail(Remedy::kReject, where + ": does not stand on the entry before it");
    }
    if (!entry.salt.empty() && sha256(entry.salt) != header.salt_hash) {
      return fail(Remedy::kReject, where + ": its salt is not the one its header names");
    }
    head = {header.sequence, entry_hash(entry)};
  }
  return head;
}

}  // namespace garita
