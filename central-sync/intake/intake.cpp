#include "central-sync/intake/intake.h"

#include <algorithm>
#include <array>

#include "schema/journal/sections.h"

namespace garita::central {
namespace {

/// Moments outside the years 1 to 9999 are nobody's, and sums of such do not overflow.
constexpr std::int64_t kEarliestMs = -62'135'596'800'000;
constexpr std::int64_t kLatestMs = 253'402'300'799'999;

bool is_sensible(const Claim& claim) {
  const std::int64_t until = claim.complete_until.milliseconds;
  return until >= kEarliestMs && until <= kLatestMs && claim.clock_error_bound.count() >= 0 &&
         claim.clock_error_bound.count() <= kLatestMs;
}

/// One batch on its way into one journal, inside a transaction.
class Acceptance {
 public:
  Acceptance(IntakeStore& store, const Batch& batch, ByteView bytes, Instant received_at)
      : store_(store), batch_(batch), bytes_(bytes), received_at_(received_at) {}
  /// The station says that what comes before the batch is gone.
  void stands_after(const Gone& gone) { gone_ = &gone; }

  Result<void> run(Accepted& accepted) {
    GARITA_TRY(head, store_.head_of(batch_.journal()));
    hash_entries();
    const auto first_new = std::ranges::find_if(
        batch_.entries, [&](const Entry& entry) { return entry.header.sequence > head.sequence; });
    const auto known = static_cast<std::size_t>(first_new - batch_.entries.begin());
    for (std::size_t i = 0; i < known; ++i) {
      GARITA_TRY(held, store_.hash_of(batch_.journal(), batch_.entries[i].header.sequence));
      if (!held || *held != hashes_[i]) {
        GARITA_CHECK(put_aside({i, known}, QuarantineCause::kFork,
                               "this place of the journal holds another record", accepted));
        return put_aside_unchained(known, accepted);
      }
      ++accepted.held_already;
    }
    if (known == batch_.entries.size()) return {};
    if (batch_.entries[known].header.sequence != head.sequence + 1) {
      GARITA_TRY(goes_on, gone_ != nullptr ? follows_what_is_gone(head.sequence)
                                           : goes_on_with_what_is_aside());
      if (goes_on) return put_aside_unchained(known, accepted);
      return fail(Remedy::kReject,
                  "a batch that leaves out records after " + std::to_string(head.sequence) +
                      ": another stick of this post is still on its way, or this centre came back "
                      "from a backup; then connect the post once over the link");
    }
    if (batch_.entries[known].header.previous != head.hash) {
      return put_aside_unchained(known, accepted);
    }
    const auto fresh = std::span(batch_.entries).subspan(known);
    GARITA_CHECK(check_keys(fresh));
    accepted.appended = fresh.size();
    return store_.append(fresh, std::span(hashes_).subspan(known), batch_.head.signature,
                         received_at_);
  }

  Result<void> put_new_aside(const std::string& reason, Accepted& accepted) {
    GARITA_TRY(head, store_.head_of(batch_.journal()));
    hash_entries();
    for (std::size_t i = 0; i < batch_.entries.size(); ++i) {
      const auto sequence = batch_.entries[i].header.sequence;
      if (sequence <= head.sequence) {
        GARITA_TRY(held, store_.hash_of(batch_.journal(), sequence));
        if (held == hashes_[i]) {
          ++accepted.held_already;
          continue;
        }
      }
      GARITA_CHECK(put_aside({i, i + 1}, QuarantineCause::kUnchained, reason, accepted));
    }
    return {};
  }

  Result<void> put_all_aside(QuarantineCause cause, const std::string& reason, Accepted& accepted) {
    hash_entries();
    return put_aside({0, batch_.entries.size()}, cause, reason, accepted);
  }

 private:
  struct Part {
    std::size_t begin = 0;
    std::size_t end = 0;
  };
  Result<void> put_aside(Part part, QuarantineCause cause, const std::string& reason,
                         Accepted& accepted) {
    for (std::size_t i = part.begin; i < part.end; ++i) {
      // Once is enough: a batch has 250 records, and whoever sends forks may send many.
      const Quarantined item{batch_.entries[i].id(), cause, reason,
                             content_kept_ ? Bytes() : copy_of(bytes_), hashes_[i]};
      GARITA_TRY(is_new, store_.quarantine(item, received_at_));
      content_kept_ = content_kept_ || is_new;
      ++(is_new ? accepted.quarantined : accepted.aside_already);
    }
    return {};
  }

  /// What lies beyond the head and does not stand on it.
  Result<void> put_aside_unchained(std::size_t from, Accepted& accepted) {
    return put_aside({from, batch_.entries.size()}, QuarantineCause::kUnchained,
                     "this record does not stand on the one that is held before it" + after_gone(),
                     accepted);
  }

  [[nodiscard]] std::string after_gone() const {
    if (gone_ == nullptr) return "";
    return ": " + std::to_string(gone_->first) + "-" + std::to_string(gone_->last) +
           " were lost when the centre was set back, and the post has dropped them";
  }

  /// What is gone has to begin where what is here ends: else something that is not gone is missing.
  Result<bool> follows_what_is_gone(std::uint64_t held) {
    GARITA_TRY(aside, store_.aside_head_of(batch_.journal()));
    return gone_->first <= std::max(held, aside.sequence) + 1;
  }

  /// Whether the batch is a later part of a second branch; whatever of one lies beyond the head is
  /// unchained. It is asked by putting aside again what the batch stands on: where that is new, the
  /// transaction fails and nothing of it stays.
  Result<bool> goes_on_with_what_is_aside() {
    const EntryHeader& first = batch_.entries.front().header;
    const RecordId before{first.journal.station, first.journal.incarnation, first.journal.lane,
                          first.sequence - 1};
    const Quarantined item{before, QuarantineCause::kUnchained, "", {}, first.previous};
    GARITA_TRY(is_new, store_.quarantine(item, received_at_));
    return !is_new;
  }

  /// What nobody could open is not acknowledged: the station still has the key, and sends it with
  /// the records, once it sees that they are not held.
  Result<void> check_keys(std::span<const Entry> entries) {
    const Digest* known = nullptr;
    for (const auto& entry : entries) {
      if (known != nullptr && *known == entry.header.epoch_key_hash) continue;
      GARITA_TRY(held, store_.holds_epoch_key(entry.header));
      if (!held) {
        return fail(Remedy::kReject, "the key of the day of record " + entry.id().text() +
                                         " did not come before it");
      }
      known = &entry.header.epoch_key_hash;
    }
    return {};
  }

  void hash_entries() {
    if (!hashes_.empty()) return;
    // Reading the batch has hashed each entry already: it is what the next one stands on.
    for (std::size_t i = 1; i < batch_.entries.size(); ++i)
      hashes_.push_back(batch_.entries[i].header.previous);
    hashes_.push_back(batch_.head.head.hash);
  }

  IntakeStore& store_;
  const Batch& batch_;
  ByteView bytes_;
  Instant received_at_;
  const Gone* gone_ = nullptr;
  std::vector<Digest> hashes_;
  bool content_kept_ = false;
};

/// Each life costs the centre a place for good, and so do those before it; whoever restores disks
/// so often is looked at by a person first.
Result<void> check_life(const StationId& station, std::uint32_t incarnation) {
  if (incarnation <= kLivesMax) return {};
  return fail(Remedy::kReject, "the disk of " + station.value() + " has begun " +
                                   std::to_string(incarnation - 1) +
                                   " lives, and more are not taken: revoke it and enrol it anew");
}

}  // namespace

std::string_view quarantine_cause_name(QuarantineCause cause) {
  constexpr std::array<std::string_view, 5> kNames{"fork", "unchained", "unsigned", "unopened",
                                                   "unknown"};
  const auto index = static_cast<std::size_t>(cause);
  return index < kNames.size() ? kNames.at(index) : "unknown";
}

Result<Receipt> receipt_for(IntakeStore& store, const JournalId& journal,
                            const PrivateKey& centre_key, Instant now) {
  GARITA_TRY(head, store.head_of(journal));
  GARITA_TRY(opened, store.opened_of(journal));
  Receipt receipt;
  receipt.journal = journal;
  receipt.held = head.sequence;
  receipt.held_hash = head.hash;
  receipt.opened = std::min(opened, head.sequence);
  receipt.at = now;
  receipt.sign(centre_key);
  return receipt;
}

Result<Signatory> signatory_of(const KnownStation& station) {
  GARITA_TRY(key, station.certificate.public_key());
  return Signatory{station.station, std::move(key)};
}

bool goes_to_offices(std::string_view channel) { return !is_list_channel(channel); }

bool goes_to(const KnownStation& station, std::string_view channel) {
  return !station.is_office || goes_to_offices(channel);
}

Result<Accepted> accept_batch(IntakeStore& store, const KnownStation& station, ByteView bytes,
                              const PrivateKey& centre_key, Instant received_at) {
  GARITA_TRY(signatory, signatory_of(station));
  return accept_batch(store, signatory, bytes, centre_key, received_at);
}

namespace {

/// A batch as it came; `gone` where it follows records that are.
struct Arrival {
  ByteView bytes;
  const Gone* gone = nullptr;
  Instant at;
};

Result<void> check_gone(const Gone& gone, const Batch& batch, const PublicKey& station) {
  const bool is_before =
      gone.journal == batch.journal() && gone.last + 1 == batch.entries.front().header.sequence;
  if (!is_before) return fail(Remedy::kReject, "a batch that does not follow what it says is gone");
  if (gone.verify(station)) return {};
  return fail(Remedy::kReject, "a statement of records that are gone, not signed by the station");
}

Result<void> run(Acceptance& acceptance, Accepted& accepted) { return acceptance.run(accepted); }

/// `how` is given what is signed.
Result<Accepted> take_batch(IntakeStore& store, const Signatory& station, const Arrival& arrival,
                            const PrivateKey& centre_key,
                            Result<void> (*how)(Acceptance&, Accepted&)) {
  const auto& [bytes, gone, received_at] = arrival;
  GARITA_TRY(batch, read_batch(bytes));
  if (batch.journal().station != station.station) {
    return fail(Remedy::kReject, "a batch of another station's journal");
  }
  if (gone != nullptr) GARITA_CHECK(check_gone(*gone, batch, station.key));
  const bool is_signed = batch.head.verify(station.key);
  Accepted accepted;
  const auto take = [&]() -> Result<void> {
    accepted = {};
    GARITA_CHECK(check_life(station.station, batch.journal().incarnation));
    Acceptance acceptance(store, batch, arrival.bytes, arrival.at);
    if (arrival.gone != nullptr) acceptance.stands_after(*arrival.gone);
    if (is_signed) return how(acceptance, accepted);
    return acceptance.put_all_aside(QuarantineCause::kUnsigned,
                                    "the journal's head is not signed by the station", accepted);
  };
  GARITA_CHECK(store.in_transaction(take));
  GARITA_TRY(receipt, receipt_for(store, batch.journal(), centre_key, received_at));
  accepted.receipt = std::move(receipt);
  if (gone == nullptr) return accepted;
  GARITA_TRY(aside, store.aside_head_of(batch.journal()));
  accepted.aside = aside;
  return accepted;
}

}  // namespace

Result<Accepted> accept_batch(IntakeStore& store, const Signatory& station, ByteView bytes,
                              const PrivateKey& centre_key, Instant received_at) {
  return take_batch(store, station, {bytes, nullptr, received_at}, centre_key, run);
}

Result<Accepted> accept_batch(IntakeStore& store, const Signatory& station,
                              const BatchAfterGone& batch, const PrivateKey& centre_key,
                              Instant received_at) {
  return take_batch(store, station, {batch.batch, &batch.gone, received_at}, centre_key, run);
}

Result<Accepted> put_batch_aside(IntakeStore& store, const Signatory& station, ByteView bytes,
                                 const PrivateKey& centre_key, Instant received_at) {
  return take_batch(store, station, {bytes, nullptr, received_at}, centre_key,
                    [](Acceptance& acceptance, Accepted& accepted) {
                      return acceptance.put_new_aside(
                          "its station was revoked before it came: whoever has the station's key "
                          "may have written it",
                          accepted);
                    });
}

Result<void> accept_claim(IntakeStore& store, const KnownStation& station, const Claim& claim,
                          Instant received_at) {
  GARITA_TRY(signatory, signatory_of(station));
  return accept_claim(store, signatory, claim, received_at);
}

Result<void> accept_standing(IntakeStore& store, const Signatory& station,
                             const StationStanding& standing, Instant received_at) {
  if (standing.station != station.station) {
    return fail(Remedy::kReject, "what another station says of itself");
  }
  if (!standing.verify(station.key))
    return fail(Remedy::kReject, "what a station says of itself, and did not sign");
  const Instant at = std::min(standing.made_at, received_at);
  return store.in_transaction([&] { return store.note_standing(standing, at); });
}

Result<void> accept_claim(IntakeStore& store, const Signatory& station, const Claim& claim,
                          Instant received_at) {
  if (claim.station != station.station) {
    return fail(Remedy::kReject, "a claim of another station");
  }
  if (!claim.verify(station.key))
    return fail(Remedy::kReject, "a claim that the station did not sign");
  if (!is_sensible(claim)) return fail(Remedy::kReject, "a claim about a moment that is none");
  GARITA_CHECK(check_life(station.station, claim.incarnation));
  return store.in_transaction([&] { return store.keep_claim({claim, received_at}); });
}

}  // namespace garita::central
