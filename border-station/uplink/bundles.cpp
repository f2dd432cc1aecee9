#include "border-station/uplink/bundles.h"

#include <algorithm>
#include <map>

#include "schema/journal/batch.h"
#include "schema/journal/sections.h"

namespace garita::station {
namespace {

constexpr std::size_t kBatchBytesWanted = std::size_t{128} * 1024;

class Export {
 public:
  Export(Ledger& ledger, const KeepBundle& keep, std::size_t bytes_max)
      : ledger_(ledger), files_(keep, bytes_max) {}

  Result<std::uint64_t> write() {
    GARITA_CHECK(add_journals());
    // What is gone was noted in a journal that may have been passed by then.
    if (noted_) GARITA_CHECK(add_journals());
    GARITA_TRY(claim, ledger_.claim());
    GARITA_CHECK(files_.add(claim));
    GARITA_TRY(standing, ledger_.standing());
    GARITA_CHECK(files_.add(standing));
    GARITA_CHECK(files_.end());
    return records_;
  }

 private:
  Result<void> add_journals() {
    GARITA_TRY(journals, ledger_.journals());
    std::ranges::stable_sort(journals, {}, [](const auto& journal) { return journal.id.lane; });
    for (const auto& journal : journals) GARITA_CHECK(add_journal(journal));
    return {};
  }

  Result<void> add_journal(const JournalState& journal) {
    auto& after = added_.try_emplace(journal.id, journal.centre_held).first->second;
    while (true) {
      GARITA_TRY(gone, ledger_.gone_after(journal.id, after));
      if (gone) GARITA_CHECK(note(*gone));
      if (gone) after = gone->last;
      GARITA_TRY(entries,
                 ledger_.entries_after(journal.id, after, kBatchEntriesMax, kBatchBytesWanted));
      entries.erase(std::ranges::find_if(entries, &Bytes::empty, &Entry::salt), entries.end());
      if (entries.empty()) return {};
      after = entries.back().header.sequence;
      records_ += entries.size();
      GARITA_CHECK(add_batch(std::move(entries), gone));
    }
  }

  Result<void> note(const GoneRecords& gone) {
    noted_ = true;
    GARITA_CHECK(ledger_.note_gone(gone));
    return {};
  }

  Result<void> add_batch(std::vector<Entry> entries, const std::optional<GoneRecords>& before) {
    const auto& key = ledger_.identity().station_key;
    GARITA_TRY(keys, keys_of(entries));
    Bytes batch = encode(make_batch(std::move(entries), key));
    if (!before) return files_.add(keys, BatchFrame{std::move(batch)});
    Gone gone{before->journal, before->first, before->last, {}};
    gone.sign(key);
    return files_.add(keys, BatchAfterGone{std::move(gone), std::move(batch)});
  }

  Result<std::vector<WrappedEpochKey>> keys_of(const std::vector<Entry>& entries) {
    std::vector<WrappedEpochKey> keys;
    for (const auto& entry : entries) {
      const auto& header = entry.header;
      if (!keys.empty() && keys.back().epoch == header.epoch) continue;
      GARITA_TRY(key, ledger_.wrapped_key(header.journal.incarnation, header.epoch));
      if (!key) return fail(Remedy::kRepair, "station.db: the key of a day is missing");
      keys.push_back(*std::move(key));
    }
    return keys;
  }

  Ledger& ledger_;
  BundleFiles files_;
  std::map<JournalId, std::uint64_t> added_;  ///< up to where
  bool noted_ = false;
  std::uint64_t records_ = 0;
};

bool goes_up(const Message& message) {
  return !std::holds_alternative<Receipt>(message) && !std::holds_alternative<Bulletin>(message) &&
         !std::holds_alternative<CentreStanding>(message);
}

TakenAnswer passed_over(const Message& first) {
  TakenAnswer taken;
  taken.goes_up = true;
  if (const auto* key = std::get_if<WrappedEpochKey>(&first)) taken.sender = key->station;
  if (const auto* claim = std::get_if<Claim>(&first)) taken.sender = claim->station;
  if (const auto* standing = std::get_if<StationStanding>(&first)) taken.sender = standing->station;
  const auto* after_gone = std::get_if<BatchAfterGone>(&first);
  const auto* frame = std::get_if<BatchFrame>(&first);
  if (after_gone != nullptr || frame != nullptr) {
    const auto batch = read_batch(frame != nullptr ? frame->batch : after_gone->batch);
    if (batch) taken.sender = batch->journal().station;
  }
  return taken;
}

/// A newer one is held: whoever carries the stick is told, since nothing else shows it.
Result<void> note_older(Ledger& ledger, const Bulletin& bulletin, TakenAnswer& taken) {
  if (parse_section(bulletin.channel)) return {};
  GARITA_TRY(held, ledger.held_bulletin(bulletin.channel));
  if (held && held->version > bulletin.version)
    taken.older[bulletin.channel] = {bulletin.version, held->version};
  return {};
}

Result<void> take(Ledger& ledger, const Message& message, TakenAnswer& taken) {
  if (const auto* receipt = std::get_if<Receipt>(&message)) {
    if (receipt->journal.station != ledger.place().station) {
      ++taken.of_others;
      return {};
    }
    GARITA_TRY(effect, ledger.take_receipt(*receipt));
    const bool counts =
        effect == ReceiptEffect::kProgress || effect == ReceiptEffect::kNewIncarnation;
    if (counts) ++taken.receipts;
    if (effect == ReceiptEffect::kCentreHoldsLess) ++taken.set_back;
    if (effect == ReceiptEffect::kOtherBranch) return ledger.note_put_aside(receipt->journal);
    return {};
  }
  if (const auto* standing = std::get_if<CentreStanding>(&message)) {
    if (standing->station != ledger.place().station) return {};
    return ledger.take_centre_standing(*standing);
  }
  if (const auto* bulletin = std::get_if<Bulletin>(&message)) {
    GARITA_TRY(effect, ledger.take_bulletin(*bulletin));
    if (effect == TakenBulletin::kHeldAlready) return note_older(ledger, *bulletin, taken);
    ++taken.bulletins;
    return {};
  }
  return fail(Remedy::kReject, "this is a bundle on its way to the centre");
}

}  // namespace

Result<std::uint64_t> export_bundle(Ledger& ledger, const KeepBundle& keep, std::size_t bytes_max) {
  return Export(ledger, keep, bytes_max).write();
}

Result<TakenAnswer> import_answer(Ledger& ledger, ByteView file,
                                  const std::function<void(const Error&)>& complain) {
  GARITA_TRY(bundle, BundleReader::open(file));
  TakenAnswer taken;
  // That there is no room holds for each of a list's sections, and is said once.
  std::string no_room;
  BundleRefusals refusals([&](const Error& error) {
    if (error.remedy == Remedy::kRetry && error.message == no_room) return;
    if (error.remedy == Remedy::kRetry) no_room = error.message;
    complain(error);
  });
  bool first = true;
  for (auto message = bundle.next(); !message || *message; message = bundle.next()) {
    if (first && message && goes_up(**message)) return passed_over(**message);
    first = first && !message;
    const auto done = message ? take(ledger, **message, taken) : Failure(message.error());
    if (!done && !refusals.go_on_after(done.error())) break;
  }
  return taken;
}

}  // namespace garita::station
