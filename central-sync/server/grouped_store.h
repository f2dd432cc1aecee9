#pragma once

#include <functional>
#include <span>

#include "central-sync/intake/store.h"

namespace garita::central {

/// A store for whoever has several things to keep at once: they become durable with one commit. A
/// commit waits for the disk, and a thousand stations would each wait for it in turn.
class GroupedStore : public IntakeStore {
 public:
  /// Uses this store, and keeps for itself what came of it. May be done several times: only of the
  /// last one anything is kept.
  using Work = std::function<void()>;

  /// `store` outlives it.
  explicit GroupedStore(IntakeStore& store) : store_(store) {}

  /// When it returns, each work was done, and what it wrote is durable or it was told why not. If
  /// one of them fails, all are done again, each so that it can be undone by itself; if the store
  /// or the commit does, each is done again with a commit of its own: a bad one costs itself alone.
  void run(std::span<const Work> works);

  /// Inside run() everything is in one transaction already.
  [[nodiscard]] Result<void> in_transaction(const std::function<Result<void>()>& work) override;

  Result<void> attempt(const std::function<Result<void>()>& work) override {
    return store_.attempt(work);
  }
  Result<std::optional<KnownStation>> known_station(const StationId& station) override {
    return store_.known_station(station);
  }
  Result<std::vector<HeldJournal>> journals_held(const StationId& station) override {
    return store_.journals_held(station);
  }
  Result<JournalHead> head_of(const JournalId& journal) override { return store_.head_of(journal); }
  Result<std::optional<Digest>> hash_of(const JournalId& journal, std::uint64_t sequence) override {
    return store_.hash_of(journal, sequence);
  }
  Result<void> append(std::span<const Entry> entries, std::span<const Digest> hashes,
                      ByteView signature, Instant received_at) override {
    return store_.append(entries, hashes, signature, received_at);
  }
  Result<void> keep_epoch_key(const WrappedEpochKey& key) override {
    return store_.keep_epoch_key(key);
  }
  Result<bool> holds_epoch_key(const EntryHeader& header) override {
    return store_.holds_epoch_key(header);
  }
  Result<bool> quarantine(const Quarantined& item, Instant received_at) override {
    return store_.quarantine(item, received_at);
  }
  Result<JournalHead> aside_head_of(const JournalId& journal) override {
    return store_.aside_head_of(journal);
  }
  Result<void> keep_claim(const ReceivedClaim& claim) override { return store_.keep_claim(claim); }
  Result<std::uint64_t> opened_of(const JournalId& journal) override {
    return store_.opened_of(journal);
  }
  Result<void> note_contact(const StationId& station, Instant at) override {
    return store_.note_contact(station, at);
  }
  Result<void> note_hello(const Hello& hello, Instant at) override {
    return store_.note_hello(hello, at);
  }
  Result<void> note_backlog(const StationId& station, const Backlog& backlog, Instant at) override {
    return store_.note_backlog(station, backlog, at);
  }
  Result<void> note_bulletin_held(const StationId& station, const BulletinHeld& held,
                                  Instant at) override {
    return store_.note_bulletin_held(station, held, at);
  }
  Result<void> note_standing(const StationStanding& standing, Instant at) override {
    return store_.note_standing(standing, at);
  }
  Result<PutAside> put_aside_of(const StationId& station) override {
    return store_.put_aside_of(station);
  }
  Result<std::map<std::string, std::uint64_t>> newest_versions() override {
    return store_.newest_versions();
  }
  Result<std::optional<Bulletin>> bulletin(const std::string& channel,
                                           std::uint64_t version) override {
    return store_.bulletin(channel, version);
  }
  Result<std::optional<Instant>> bulletin_moment(const std::string& channel,
                                                 std::uint64_t version) override {
    return store_.bulletin_moment(channel, version);
  }

 private:
  /// How the transaction of a work is made.
  enum class Way {
    kAlone,     ///< as one of its own
    kTogether,  ///< in that of all works, which is given up when one fails
    kUndoable,  ///< in that of all works, so that it can be undone by itself
  };
  /// Of all works, with one commit.
  Result<void> run(std::span<const Work> works, Way way);

  IntakeStore& store_;
  Way way_ = Way::kAlone;
  bool failed_ = false;
};

}  // namespace garita::central
