#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "schema/crypto/certificate.h"
#include "schema/journal/batch.h"
#include "schema/journal/statements.h"
#include "schema/wire/message.h"

namespace garita::central {

/// A station as intake knows it.
struct KnownStation {
  StationId station;
  Certificate certificate;  ///< the one that its journals are signed under
  std::optional<Instant> revoked_at;
  bool is_office = false;  ///< sees nobody cross
};

/// Why something received was put aside. What is put aside in lane movement and was signed holds
/// the post's watermark back until a person has looked at it.
enum class QuarantineCause {
  kFork,       ///< the same key with another content: kept whole, decided by a person
  kUnchained,  ///< does not stand on what is held
  kUnsigned,   ///< the head's signature is wrong
  kUnopened,   ///< sealed otherwise than it should be, or damaged (found by the projection)
  kUnknown,    ///< a record of a kind or version that this centre does not understand
};
/// "fork", "unchained", "unsigned", "unopened", "unknown".
[[nodiscard]] std::string_view quarantine_cause_name(QuarantineCause cause);

struct Quarantined {
  RecordId record;  ///< where it says that it belongs
  QuarantineCause cause = QuarantineCause::kFork;
  std::string reason;  ///< for people
  /// What was received: encode(Batch). Empty where the journal has it, and for all but the first of
  /// the records that one batch brought.
  Bytes content;
  Digest content_hash{};  ///< one content is put aside once
};

/// A claim and when it came.
struct ReceivedClaim {
  Claim claim;
  Instant received_at;
};

/// The centre's durable memory as intake sees it. One object belongs to one thread; several
/// processes may use one database. Every Result's remedy: retry (busy, full), repair (damaged).
class IntakeStore {
 public:
  IntakeStore() = default;
  IntakeStore(const IntakeStore&) = delete;
  IntakeStore& operator=(const IntakeStore&) = delete;
  virtual ~IntakeStore() = default;

  /// Everything that `work` does becomes durable together, before this returns, or not at all.
  /// The writers of one journal are kept apart. Never nested.
  [[nodiscard]] virtual Result<void> in_transaction(const std::function<Result<void>()>& work) = 0;
  /// Inside a transaction: if `work` fails, what it did is undone, and the transaction goes on.
  /// Never nested. When it cannot be undone the remedy is not reject, and nothing of the
  /// transaction is kept.
  [[nodiscard]] virtual Result<void> attempt(const std::function<Result<void>()>& work) = 0;

  [[nodiscard]] virtual Result<std::optional<KnownStation>> known_station(
      const StationId& station) = 0;
  struct HeldJournal {
    JournalId journal;
    JournalHead head;
    std::uint64_t opened = 0;  ///< as opened_of()
  };
  /// Every journal of the station of which anything is held.
  [[nodiscard]] virtual Result<std::vector<HeldJournal>> journals_held(
      const StationId& station) = 0;
  /// Sequence 0 when nothing is held.
  [[nodiscard]] virtual Result<JournalHead> head_of(const JournalId& journal) = 0;
  /// The hash of a held entry; absent when it is not held.
  [[nodiscard]] virtual Result<std::optional<Digest>> hash_of(const JournalId& journal,
                                                              std::uint64_t sequence) = 0;
  /// Entries that follow the head; `hashes` has the hash of each, and the head of the last is
  /// signed with `signature`. Inside a transaction.
  [[nodiscard]] virtual Result<void> append(std::span<const Entry> entries,
                                            std::span<const Digest> hashes, ByteView signature,
                                            Instant received_at) = 0;
  /// Once a station, incarnation, epoch and content; further ones of another content are kept too,
  /// since an entry names its key by hash.
  [[nodiscard]] virtual Result<void> keep_epoch_key(const WrappedEpochKey& key) = 0;
  /// Whether the key that an entry names was received.
  [[nodiscard]] virtual Result<bool> holds_epoch_key(const EntryHeader& header) = 0;
  /// False: the same was put aside already.
  [[nodiscard]] virtual Result<bool> quarantine(const Quarantined& item, Instant received_at) = 0;
  /// The claims of an incarnation are kept for as long as anybody may ask as known at a moment.
  [[nodiscard]] virtual Result<void> keep_claim(const ReceivedClaim& claim) = 0;
  /// How far the projection has read; 0 for nothing.
  [[nodiscard]] virtual Result<std::uint64_t> opened_of(const JournalId& journal) = 0;

  [[nodiscard]] virtual Result<void> note_contact(const StationId& station, Instant at) = 0;
  [[nodiscard]] virtual Result<void> note_hello(const Hello& hello, Instant at) = 0;
  [[nodiscard]] virtual Result<void> note_backlog(const StationId& station, const Backlog& backlog,
                                                  Instant at) = 0;
  /// Of a channel that there is; what a station says of another changes nothing.
  [[nodiscard]] virtual Result<void> note_bulletin_held(const StationId& station,
                                                        const BulletinHeld& held, Instant at) = 0;
  /// What a station said of itself at `at`, on a stick: counts until something later is heard.
  [[nodiscard]] virtual Result<void> note_standing(const StationStanding& standing, Instant at) = 0;
  /// Records of the station that are put aside, by whether somebody has decided about them; no more
  /// than PutAside::kCounted of either.
  [[nodiscard]] virtual Result<PutAside> put_aside_of(const StationId& station) = 0;
  /// Of each channel of which there is a bulletin, without sections.
  [[nodiscard]] virtual Result<std::map<std::string, std::uint64_t>> newest_versions() = 0;
  /// Of a channel or of a section of one. Absent: there is no such version.
  [[nodiscard]] virtual Result<std::optional<Bulletin>> bulletin(const std::string& channel,
                                                                 std::uint64_t version) = 0;
  /// When it was signed. Absent: there is no such version.
  [[nodiscard]] virtual Result<std::optional<Instant>> bulletin_moment(const std::string& channel,
                                                                       std::uint64_t version) = 0;
  /// The last entry of the journal that was put aside as unchained, whether or not a person has
  /// decided about it; sequence 0 for none.
  [[nodiscard]] virtual Result<JournalHead> aside_head_of(const JournalId& journal) = 0;
};

/// Gives certificates to stations that hold a token. program/ fulfils it: it has the authority's
/// key. One object belongs to one thread.
class Registrar {
 public:
  Registrar() = default;
  Registrar(const Registrar&) = delete;
  Registrar& operator=(const Registrar&) = delete;
  virtual ~Registrar() = default;
  /// schema/record/enrolment's JSON in and out. Remedy: reject (a wrong or spent token, a wrong
  /// request), retry.
  [[nodiscard]] virtual Result<std::string> enrol(const std::string& request_json, Instant now) = 0;
};

}  // namespace garita::central
