#pragma once

#include <condition_variable>
#include <mutex>

#include "central-sync/intake/store.h"

namespace garita::central::testing {

/// Lets a test hold every commit back, and see that one is waiting.
class Gate {
 public:
  void close() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
  }
  void open() {
    const std::lock_guard lock(mutex_);
    closed_ = false;
    changed_.notify_all();
  }
  void pass() {
    std::unique_lock lock(mutex_);
    ++waiting_;
    changed_.notify_all();
    changed_.wait(lock, [&] { return !closed_; });
    --waiting_;
  }
  /// Whether somebody stands before the gate, within ten seconds.
  [[nodiscard]] bool somebody_waits() {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::seconds(10), [&] { return waiting_ > 0; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool closed_ = false;
  int waiting_ = 0;
};

/// A store whose commits go through a gate.
class GatedStore : public IntakeStore {
 public:
  GatedStore(std::unique_ptr<IntakeStore> store, Gate& gate)
      : store_(std::move(store)), gate_(gate) {}

  Result<void> in_transaction(const std::function<Result<void>()>& work) override {
    gate_.pass();
    return store_->in_transaction(work);
  }
  Result<void> attempt(const std::function<Result<void>()>& work) override {
    return store_->attempt(work);
  }
  Result<std::optional<KnownStation>> known_station(const StationId& station) override {
    return store_->known_station(station);
  }
  Result<std::vector<HeldJournal>> journals_held(const StationId& station) override {
    return store_->journals_held(station);
  }
  Result<JournalHead> head_of(const JournalId& journal) override {
    return store_->head_of(journal);
  }
  Result<std::optional<Digest>> hash_of(const JournalId& journal, std::uint64_t sequence) override {
    return store_->hash_of(journal, sequence);
  }
  Result<void> append(std::span<const Entry> entries, std::span<const Digest> hashes,
                      ByteView signature, Instant received_at) override {
    return store_->append(entries, hashes, signature, received_at);
  }
  Result<void> keep_epoch_key(const WrappedEpochKey& key) override {
    return store_->keep_epoch_key(key);
  }
  Result<bool> holds_epoch_key(const EntryHeader& header) override {
    return store_->holds_epoch_key(header);
  }
  Result<bool> quarantine(const Quarantined& item, Instant received_at) override {
    return store_->quarantine(item, received_at);
  }
  Result<JournalHead> aside_head_of(const JournalId& journal) override {
    return store_->aside_head_of(journal);
  }
  Result<void> keep_claim(const ReceivedClaim& claim) override { return store_->keep_claim(claim); }
  Result<std::uint64_t> opened_of(const JournalId& journal) override {
    return store_->opened_of(journal);
  }
  Result<void> note_contact(const StationId& station, Instant at) override {
    return store_->note_contact(station, at);
  }
  Result<void> note_hello(const Hello& hello, Instant at) override {
    return store_->note_hello(hello, at);
  }
  Result<void> note_backlog(const StationId& station, const Backlog& backlog, Instant at) override {
    return store_->note_backlog(station, backlog, at);
  }
  Result<void> note_bulletin_held(const StationId& station, const BulletinHeld& held,
                                  Instant at) override {
    return store_->note_bulletin_held(station, held, at);
  }
  Result<void> note_standing(const StationStanding& standing, Instant at) override {
    return store_->note_standing(standing, at);
  }
  Result<PutAside> put_aside_of(const StationId& station) override {
    return store_->put_aside_of(station);
  }
  Result<std::map<std::string, std::uint64_t>> newest_versions() override {
    return store_->newest_versions();
  }
  Result<std::optional<Bulletin>> bulletin(const std::string& channel,
                                           std::uint64_t version) override {
    return store_->bulletin(channel, version);
  }
  Result<std::optional<Instant>> bulletin_moment(const std::string& channel,
                                                 std::uint64_t version) override {
    return store_->bulletin_moment(channel, version);
  }

 private:
  std::unique_ptr<IntakeStore> store_;
  Gate& gate_;
};

}  // namespace garita::central::testing
