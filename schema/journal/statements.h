#pragma once

#include <cstdint>
#include <string>

#include "schema/journal/entry.h"

namespace garita {

/// What is signed and by whom: each statement's bytes begin with its own name, so that no signature
/// passes for another statement's. Encodings are in FORMAT.md. `read_…` checks the form alone, and
/// `verify` the signature.

/// "My journal ends here": by the station, over the head of each batch. None travels without its
/// batch.
struct SignedHead {
  JournalId journal;
  JournalHead head;
  Bytes signature;
  [[nodiscard]] static SignedHead make(const JournalId& journal, const JournalHead& head,
                                       const PrivateKey& station_key);
  [[nodiscard]] bool verify(const PublicKey& station) const;
};

/// "All my movement records of this incarnation with `at` <= complete_until have a sequence <=
/// last_sequence": by the station, made whether or not anybody crosses (semantics: Time,
/// Completeness).
struct Claim {
  StationId station;
  std::uint32_t incarnation = 1;
  Instant complete_until;
  std::uint64_t last_sequence = 0;
  /// Of that entry; zeros when it is 0. A disk that went back writes another entry of this number,
  /// for which the claim must not count.
  Digest last_hash{};
  Instant made_at;
  std::chrono::milliseconds clock_error_bound{0};
  Bytes signature;
  void sign(const PrivateKey& station_key);
  [[nodiscard]] bool verify(const PublicKey& station) const;
  friend bool operator==(const Claim&, const Claim&) = default;
};
[[nodiscard]] Bytes encode(const Claim& claim);
[[nodiscard]] Result<Claim> read_claim(ByteView bytes);

/// "I hold this journal up to `held`, durably, and have read it up to `opened`": by the centre,
/// kept by the station for as long as it keeps the journal.
struct Receipt {
  JournalId journal;
  std::uint64_t held = 0;
  Digest held_hash{};  ///< of entry `held`; zeros when held is 0
  std::uint64_t opened = 0;
  Instant at;
  Bytes signature;
  void sign(const PrivateKey& centre_key);
  [[nodiscard]] bool verify(const PublicKey& centre) const;
  friend bool operator==(const Receipt&, const Receipt&) = default;
};
[[nodiscard]] Bytes encode(const Receipt& receipt);
[[nodiscard]] Result<Receipt> read_receipt(ByteView bytes);

/// "My records `first` to `last` are nowhere any more: the centre that held them was set back, and
/// I have dropped them": by the station, before what it still has of that journal.
struct Gone {
  JournalId journal;
  std::uint64_t first = 1;
  std::uint64_t last = 1;
  Bytes signature;
  void sign(const PrivateKey& station_key);
  [[nodiscard]] bool verify(const PublicKey& station) const;
  friend bool operator==(const Gone&, const Gone&) = default;
};
/// A station's name has at most 255 bytes.
inline constexpr std::size_t kGoneBytesMax = 1 + 255 + 4 + 1 + 8 + 8 + kSignatureBytes;
[[nodiscard]] Bytes encode(const Gone& gone);
[[nodiscard]] Result<Gone> read_gone(ByteView bytes);

inline constexpr std::size_t kBulletinBytesMax = std::size_t{8} * 1024 * 1024;

/// Signed data on the way down. Which versions a station takes, by either way: PROTOCOL.md, 5.
struct Bulletin {
  /// alerts, alert-pictures, cleared-pairs, policies, officers, trust, open-stays, messages,
  /// protection; or a section (sections.h)
  std::string channel;
  std::uint64_t version = 1;
  Instant issued_at;
  Bytes content;
  Bytes signature;  ///< over the SHA-256 of the content, among the rest
  void sign(const PrivateKey& bulletins_key);
  [[nodiscard]] bool verify(const PublicKey& bulletins) const;
  friend bool operator==(const Bulletin&, const Bulletin&) = default;
};
[[nodiscard]] bool is_channel(std::string_view name);
/// The content travels compressed.
[[nodiscard]] Bytes encode(const Bulletin& bulletin);
[[nodiscard]] Result<Bulletin> read_bulletin(ByteView bytes);
/// When it was signed, of as many bytes of its beginning as hold that.
inline constexpr std::size_t kBulletinMomentBytes = 256 + 8 + 8;
[[nodiscard]] Result<Instant> read_bulletin_moment(ByteView beginning);

[[nodiscard]] Bytes encode(const WrappedEpochKey& key);
[[nodiscard]] Result<WrappedEpochKey> read_wrapped_epoch_key(ByteView bytes);

}  // namespace garita
