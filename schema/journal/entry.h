#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "schema/crypto/certificate.h"
#include "schema/crypto/hash.h"
#include "schema/crypto/secret.h"
#include "schema/vocabulary/bytes.h"
#include "schema/vocabulary/ids.h"
#include "schema/vocabulary/instant.h"
#include "schema/vocabulary/result.h"

namespace garita {

/// One journal: a station's records of one lane in one life of its disk.
struct JournalId {
  StationId station;
  std::uint32_t incarnation = 1;
  Lane lane = Lane::kMovement;
  friend auto operator<=>(const JournalId&, const JournalId&) = default;
};

/// A day's key of one station, from which every record of that day gets its own.
struct EpochKey {
  std::uint32_t epoch = 0;  ///< days since 1970-01-01 by the station's clock; no clock is trusted
  Secret key;               ///< 32 bytes
  Bytes wrapped;            ///< the same key, sealed to the centre: CMS, see crypto/envelope.h
};
[[nodiscard]] Result<EpochKey> make_epoch_key(std::uint32_t epoch, const Certificate& seal);
/// What the epoch key's number and sealed form are, without the key: this travels.
struct WrappedEpochKey {
  StationId station;
  std::uint32_t incarnation = 1;
  std::uint32_t epoch = 0;
  Bytes wrapped;
  friend bool operator==(const WrappedEpochKey&, const WrappedEpochKey&) = default;
};
inline constexpr std::size_t kWrappedKeyBytesMax = 2048;
[[nodiscard]] std::uint32_t epoch_of(Instant moment);

/// What of a record stays in clear: associated data of its seal and part of its hash.
struct EntryHeader {
  JournalId journal;
  std::uint64_t sequence = 1;  ///< from 1, without gaps
  Instant recorded_at;
  std::uint32_t epoch = 0;
  Digest epoch_key_hash{};       ///< SHA-256 of the wrapped epoch key
  std::uint16_t dictionary = 0;  ///< of the compression; 0: none
  Digest previous{};             ///< hash of the entry before; zeros before the first
  Digest salt_hash{};  ///< SHA-256 of the salt: damage shows, erasure leaves the chain whole
  friend bool operator==(const EntryHeader&, const EntryHeader&) = default;
};
/// The bytes that are authenticated and hashed; FORMAT.md, "Header".
[[nodiscard]] Bytes header_bytes(const EntryHeader& header);

inline constexpr std::size_t kSaltBytes = 16;
/// A sealed record with its tag, 64 KiB at most (chunks of pictures are the largest).
inline constexpr std::size_t kCiphertextBytesMax = std::size_t{64} * 1024;

/// One sealed record of a journal. An erased one has no salt and can never be read again.
struct Entry {
  EntryHeader header;
  Bytes salt;  ///< 16 bytes, or empty: erased
  Bytes ciphertext;

  [[nodiscard]] RecordId id() const;
  friend bool operator==(const Entry&, const Entry&) = default;
};

/// SHA-256 over the header and the hash of the ciphertext: the next entry's `previous`.
[[nodiscard]] Digest entry_hash(const Entry& entry);

/// Seals a record: zstd, then AES-256-GCM under HKDF-SHA256(epoch key, salt), the header as
/// associated data. `header` is complete but for epoch, epoch_key_hash, dictionary and salt_hash.
/// `salt` has 16 random bytes.
[[nodiscard]] Entry seal_entry(ByteView record, EntryHeader header, const EpochKey& epoch,
                               Bytes salt);
/// The record's bytes again. Remedy: reject, when the key is another, the salt is gone, or a bit
/// differs.
[[nodiscard]] Result<Bytes> open_entry(const Entry& entry, const Secret& epoch_key);

/// The key out of its wrapped form. Remedy: reject.
[[nodiscard]] Result<Secret> unwrap_epoch_key(ByteView wrapped, const PrivateKey& seal_key,
                                              const Certificate& seal);

/// Where a journal ends: the last sequence and its hash. Sequence 0: nothing yet.
struct JournalHead {
  std::uint64_t sequence = 0;
  Digest hash{};
  friend bool operator==(const JournalHead&, const JournalHead&) = default;
};

/// Holds when `entries` follow `head` without a gap, each on the hash of the one before, every
/// salt is what its header says. Remedy: reject, naming the first that does not fit.
[[nodiscard]] Result<JournalHead> check_chain(const JournalId& journal, JournalHead head,
                                              std::span<const Entry> entries);

}  // namespace garita
