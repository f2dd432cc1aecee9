#pragma once

#include "central-sync/intake/store.h"

namespace garita::central {

/// Lives of one station's disk (semantics: Identities) that are taken: each is a restored or cloned
/// disk. They are numbered from 1 on.
inline constexpr std::uint32_t kLivesMax = 128;

/// What became of a batch: always a receipt for what is held now, and what was put aside.
struct Accepted {
  Receipt receipt;  ///< signed; given only after the commit
  std::uint64_t appended = 0;
  std::uint64_t held_already = 0;
  std::uint64_t quarantined = 0;    ///< put aside now
  std::uint64_t aside_already = 0;  ///< put aside when it came before
  /// Of what does not stand on what is held: how far it is put aside. Sequence 0: nothing is.
  JournalHead aside;
};

/// Whose signatures are looked for. Reading the key out of a certificate costs as much as some
/// hundred records do, so that whoever has many batches does it once.
struct Signatory {
  StationId station;
  PublicKey key;
};
/// Remedy: reject.
[[nodiscard]] Result<Signatory> signatory_of(const KnownStation& station);

/// An office, which sees nobody cross, is sent no list of persons.
[[nodiscard]] bool goes_to_offices(std::string_view channel);
/// Whether the station is sent what is published in a channel.
[[nodiscard]] bool goes_to(const KnownStation& station, std::string_view channel);

/// Verifies and durably keeps a batch of `station`: signature on the head, the chain, and that it
/// stands on what is held. The same key with the same hash is held already, counted and
/// acknowledged; the same key with another hash goes into quarantine as a fork, with everything
/// that follows it, in this batch and in later ones. A wrong signature puts the batch into
/// quarantine. Nothing is decrypted here. Remedy: reject, when the bytes are no batch of this
/// station, or entries before it or the key of a day are missing: the conversation is out of step
/// and begins again from what is held; else as the store.
[[nodiscard]] Result<Accepted> accept_batch(IntakeStore& store, const Signatory& station,
                                            ByteView batch, const PrivateKey& centre_key,
                                            Instant received_at);
[[nodiscard]] Result<Accepted> accept_batch(IntakeStore& store, const KnownStation& station,
                                            ByteView batch, const PrivateKey& centre_key,
                                            Instant received_at);

/// Of a station that was revoked, by whoever may hold its key now: what is not held goes into
/// quarantine, for a person to decide whether it happened. Remedy: as accept_batch.
[[nodiscard]] Result<Accepted> put_batch_aside(IntakeStore& store, const Signatory& station,
                                               ByteView batch, const PrivateKey& centre_key,
                                               Instant received_at);

/// The same with the first batch after records that are gone: it stands on nothing that is held,
/// and goes into quarantine whole, as then do the batches that follow it. What was said to be gone
/// has to follow what is held or put aside here; else, and where the station did not sign that it
/// is gone, the remedy is reject.
[[nodiscard]] Result<Accepted> accept_batch(IntakeStore& store, const Signatory& station,
                                            const BatchAfterGone& batch,
                                            const PrivateKey& centre_key, Instant received_at);

/// Remedy: reject, when it is another station's, the signature is wrong, or it speaks of no moment.
[[nodiscard]] Result<void> accept_claim(IntakeStore& store, const Signatory& station,
                                        const Claim& claim, Instant received_at);
[[nodiscard]] Result<void> accept_claim(IntakeStore& store, const KnownStation& station,
                                        const Claim& claim, Instant received_at);

/// What a station says of itself on a stick. Remedy: reject, when it is another station's, or the
/// signature is wrong.
[[nodiscard]] Result<void> accept_standing(IntakeStore& store, const Signatory& station,
                                           const StationStanding& standing, Instant received_at);

/// Of what is held and opened now, signed. Call it outside of a transaction that changes either.
[[nodiscard]] Result<Receipt> receipt_for(IntakeStore& store, const JournalId& journal,
                                          const PrivateKey& centre_key, Instant now);

}  // namespace garita::central
