#include <algorithm>
#include <iostream>
#include <set>

#include "border-station/crossing/counter.h"
#include "border-station/ledger/ledger.h"
#include "border-station/program/commands.h"
#include "schema/crypto/private_file.h"
#include "schema/journal/batch.h"
#include "schema/vocabulary/clock.h"
#include "schema/wire/bundle.h"

namespace garita::station {
namespace {

constexpr std::size_t kBatchBytesWanted = std::size_t{128} * 1024;

int failed(const Error& error) {
  std::cerr << error.message << "\n";
  return kExitSomeFailed;
}

/// Writes one bundle's files: STATION-TIME-1.garita, -2, …
class Export {
 public:
  Export(Ledger& ledger, std::filesystem::path folder)
      : ledger_(ledger), folder_(std::move(folder)) {
    std::string time = ledger.now().rfc3339();
    std::erase_if(time, [](char c) { return c == ':' || c == '-'; });
    name_ = ledger.place().station.value() + "-" + time;
  }

  /// Urgent first, in case the stick is read only in part.
  Result<void> write() {
    GARITA_TRY(journals, ledger_.journals());
    std::ranges::stable_sort(journals, {}, [](const auto& journal) { return journal.id.lane; });
    for (const auto& journal : journals) GARITA_CHECK(add_journal(journal));
    GARITA_TRY(claim, ledger_.claim());
    GARITA_CHECK(add(claim));
    return end_file();
  }

  [[nodiscard]] std::uint64_t records() const { return records_; }

 private:
  Result<void> add_journal(const JournalState& journal) {
    std::uint64_t after = journal.held;
    while (true) {
      GARITA_TRY(entries,
                 ledger_.entries_after(journal.id, after, kBatchEntriesMax, kBatchBytesWanted));
      if (entries.empty()) return {};
      for (const auto& entry : entries) GARITA_CHECK(add_key(entry.header));
      after = entries.back().header.sequence;
      records_ += entries.size();
      const auto batch = make_batch(std::move(entries), ledger_.identity().station_key);
      GARITA_CHECK(add(BatchFrame{encode(batch)}));
    }
  }

  Result<void> add_key(const EntryHeader& header) {
    if (!keys_.insert(header.epoch_key_hash).second) return {};
    GARITA_TRY(key, ledger_.wrapped_key(header.journal.incarnation, header.epoch));
    if (!key) return fail(Remedy::kRepair, "station.db: the key of a day is missing");
    return add(*std::move(key));
  }

  Result<void> add(const Message& message) {
    if (file_.add(message)) return {};
    GARITA_CHECK(end_file());
    ensure(file_.add(message), "one message fits into an empty bundle");
    return {};
  }

  Result<void> end_file() {
    if (file_.empty()) return {};
    const auto file = folder_ / (name_ + "-" + std::to_string(++files_) + kBundleSuffix);
    GARITA_CHECK(save_private_file(file, file_.bytes()));
    std::cout << file.string() << "\n";
    file_ = BundleWriter();
    return {};
  }

  Ledger& ledger_;
  std::filesystem::path folder_;
  std::string name_;
  BundleWriter file_;
  std::set<Digest> keys_;
  std::uint64_t records_ = 0;
  int files_ = 0;
};

/// What an import did, for one line of report.
struct Taken {
  std::size_t receipts = 0;
  std::size_t bulletins = 0;
  std::size_t of_others = 0;  ///< receipts of other stations, passed over
};

Result<void> take(Ledger& ledger, const Message& message, Taken& taken) {
  if (const auto* receipt = std::get_if<Receipt>(&message)) {
    if (receipt->journal.station != ledger.place().station) {
      ++taken.of_others;
      return {};
    }
    GARITA_TRY(effect, ledger.take_receipt(*receipt));
    if (effect != ReceiptEffect::kNothingNew) ++taken.receipts;
    return {};
  }
  if (const auto* bulletin = std::get_if<Bulletin>(&message)) {
    GARITA_TRY(effect, ledger.take_bulletin(*bulletin));
    if (effect == TakenBulletin::kTaken) ++taken.bulletins;
    return {};
  }
  return fail(Remedy::kReject, "this is a bundle on its way to the centre");
}

/// One message that is refused does not keep the others out.
int import_file(Ledger& ledger, const std::string& file) {
  const auto content = load_private_file(file, kBundleBytesMax + kFrameBytesMax);
  if (!content) return failed(content.error());
  const auto complain = [&file](const Error& error) {
    return failed({error.remedy, file + ": " + error.message});
  };
  auto bundle = BundleReader::open(content->view());
  if (!bundle) return complain(bundle.error());
  Taken taken;
  int status = kExitDone;
  for (auto message = bundle->next(); !message || *message; message = bundle->next()) {
    const auto done = message ? take(ledger, **message, taken) : Failure(message.error());
    if (!done) status = complain(done.error());
  }
  std::cout << file << ": " << taken.receipts << " receipts, " << taken.bulletins
            << " bulletins taken";
  if (taken.of_others > 0) {
    std::cout << "; " << taken.of_others << " receipts are for other stations";
  }
  std::cout << "\n";
  return status;
}

}  // namespace

int run_export(const std::filesystem::path& data, const std::filesystem::path& folder) {
  const DataDirectory directory(data);
  const auto enrolment = load_enrolment(directory);
  if (!enrolment) return failed(enrolment.error());
  const auto clock = clock_of_installation(enrolment->exercise);
  auto ledger = Ledger::open(directory, *clock, bulletin_readers());
  if (!ledger) return failed(ledger.error());
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  Export bundle(*ledger, folder);
  const auto written = bundle.write();
  if (!written) return failed(written.error());
  std::cerr << bundle.records() << " records that the centre has not confirmed\n";
  return kExitDone;
}

int run_import(const std::filesystem::path& data, const std::vector<std::string>& files) {
  const DataDirectory directory(data);
  const auto enrolment = load_enrolment(directory);
  if (!enrolment) return failed(enrolment.error());
  const auto clock = clock_of_installation(enrolment->exercise);
  auto ledger = Ledger::open(directory, *clock, bulletin_readers());
  if (!ledger) return failed(ledger.error());
  int status = kExitDone;
  for (const auto& file : files) status = std::max(status, import_file(*ledger, file));
  return status;
}

}  // namespace garita::station
