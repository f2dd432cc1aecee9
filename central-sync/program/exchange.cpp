// import: journals that came on removable media, and the answer that goes back with them.
#include <map>
#include <ostream>
#include <set>

#include "central-sync/intake/intake.h"
#include "central-sync/program/centre.h"
#include "schema/crypto/private_file.h"
#include "schema/journal/batch.h"
#include "schema/wire/bundle.h"

namespace garita::central {
namespace {

/// Takes what bundles carry, message by message: one that is refused does not keep the others out.
class Import {
 public:
  Import(Centre& centre, const PrivateKey& centre_key, const Terminal& terminal)
      : centre_(centre),
        intake_(centre.database->intake()),
        key_(centre_key),
        terminal_(terminal) {}

  /// The stations that the file speaks of; nothing when it could not be read at all.
  std::set<StationId> take_file(const std::filesystem::path& file) {
    stations_.clear();
    appended_ = held_already_ = 0;
    const auto content = read_file(file, kBundleBytesMax + kFrameBytesMax);
    auto bundle = content ? BundleReader::open(bytes_of(*content))
                          : Result<BundleReader>(Failure(content.error()));
    if (!bundle) {
      complain(file, bundle.error());
      return {};
    }
    for (auto message = bundle->next(); !message || *message; message = bundle->next()) {
      const auto taken = message ? take(**message) : Failure(message.error());
      if (!taken) complain(file, taken.error());
    }
    terminal_.out << file.string() << ": " << appended_ << " records taken, " << held_already_
                  << " held already\n";
    return stations_;
  }

  [[nodiscard]] bool all_well() const { return all_well_; }

 private:
  void complain(const std::filesystem::path& file, const Error& error) {
    all_well_ = false;
    terminal_.err << "garita-central: " << file.string() << ": " << error.message << '\n';
  }

  Result<KnownStation> station(const StationId& id) {
    GARITA_TRY(known, intake_.known_station(id));
    if (!known) return fail(Remedy::kReject, "no station " + id.value() + " is enrolled here");
    if (known->revoked_at) return fail(Remedy::kReject, id.value() + " is revoked");
    stations_.insert(id);
    return *std::move(known);
  }

  Result<void> take(const Message& message) {
    if (const auto* key = std::get_if<WrappedEpochKey>(&message)) return take_key(*key);
    if (const auto* frame = std::get_if<BatchFrame>(&message)) return take_batch(frame->batch);
    if (const auto* claim = std::get_if<Claim>(&message)) return take_claim(*claim);
    return fail(Remedy::kReject, "this is a bundle on its way to a station");
  }

  Result<void> take_key(const WrappedEpochKey& key) {
    GARITA_CHECK(station(key.station));
    return intake_.in_transaction([&] { return intake_.keep_epoch_key(key); });
  }

  Result<void> take_batch(const Bytes& bytes) {
    GARITA_TRY(batch, read_batch(bytes));
    GARITA_TRY(known, station(batch.journal().station));
    GARITA_TRY(accepted, accept_batch(intake_, known, bytes, key_, centre_.clock->now()));
    appended_ += accepted.appended;
    held_already_ += accepted.held_already;
    if (accepted.quarantined == 0) return {};
    return fail(Remedy::kReject, std::to_string(accepted.quarantined) + " records of " +
                                     known.station.value() + " went into quarantine");
  }

  Result<void> take_claim(const Claim& claim) {
    GARITA_TRY(known, station(claim.station));
    return accept_claim(intake_, known, claim, centre_.clock->now());
  }

  Centre& centre_;
  IntakeStore& intake_;
  const PrivateKey& key_;
  const Terminal& terminal_;
  std::set<StationId> stations_;
  std::uint64_t appended_ = 0;
  std::uint64_t held_already_ = 0;
  bool all_well_ = true;
};

/// Writes the files of one answer: STATION-from-centre-TIME-1.garita, -2, …
class Answer {
 public:
  Answer(std::filesystem::path folder, std::string name, const Terminal& terminal)
      : folder_(std::move(folder)), name_(std::move(name)), terminal_(terminal) {}

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
    terminal_.out << file.string() << '\n';
    file_ = BundleWriter();
    return {};
  }

 private:
  std::filesystem::path folder_;
  std::string name_;
  const Terminal& terminal_;
  BundleWriter file_;
  int files_ = 0;
};

/// Receipts of everything that is held of the station, and the newest bulletins.
Result<void> write_answer(Centre& centre, const PrivateKey& key, const StationId& station,
                          Answer answer) {
  IntakeStore& intake = centre.database->intake();
  GARITA_TRY(positions, intake.positions(station));
  for (const auto& position : positions) {
    GARITA_TRY(receipt, receipt_for(intake, position.journal, key, centre.clock->now()));
    GARITA_CHECK(answer.add(receipt));
  }
  GARITA_TRY(bulletins, intake.bulletins_above({}));
  for (const auto& bulletin : bulletins) GARITA_CHECK(answer.add(bulletin));
  return answer.end_file();
}

Result<bool> import_files(const ImportOptions& options, const Terminal& terminal) {
  GARITA_TRY(centre, open_centre(options.data));
  GARITA_TRY(credential, load_credential(centre.layout, kCentreKey));
  Import import(centre, credential.key, terminal);
  // Each station's answer goes where its file lay, unless one folder is named for all.
  std::map<StationId, std::filesystem::path> folders;
  for (const auto& file : options.files)
    for (const auto& station : import.take_file(file))
      folders[station] = options.to.empty() ? file.parent_path() : options.to;
  GARITA_CHECK(bring_up_to_date(centre));
  const std::string seconds = std::to_string(centre.clock->now().milliseconds / 1000);
  for (const auto& [station, folder] : folders) {
    const std::string name = station.value() + "-from-centre-" + seconds;
    GARITA_CHECK(write_answer(centre, credential.key, station, Answer(folder, name, terminal)));
  }
  return import.all_well();
}

}  // namespace

ExitStatus run_import(const ImportOptions& options, const Terminal& terminal) {
  const auto done = import_files(options, terminal);
  if (!done) return report(done.error(), terminal);
  return *done ? ExitStatus::kDone : ExitStatus::kSomeFailed;
}

}  // namespace garita::central
