// import: journals that came on removable media, and the answer that goes back with them.
#include <functional>
#include <map>
#include <ostream>

#include "central-sync/intake/bundles.h"
#include "central-sync/program/centre.h"
#include "schema/crypto/private_file.h"

namespace garita::central {
namespace {

/// What became of the files so far.
struct Exchange {
  /// Each station's answer goes where its file lay, unless one folder is named for all.
  std::map<StationId, std::filesystem::path> folders;
  std::map<StationId, Addressee> addressees;
  bool all_well = true;
};

Result<TakenBundle> take_content(Centre& centre, const PrivateKey& key, const std::string& content,
                                 const std::function<void(const Error&)>& complain) {
  auto taken = import_bundle(centre.database->intake(), key, bytes_of(content), centre.clock->now(),
                             complain);
  if (taken) return taken;
  const bool whole = taken.error().remedy == Remedy::kReject;
  return fail(taken.error().remedy,
              taken.error().message +
                  (whole ? "; nothing of it was taken"
                         : "; what came before in the file may be taken, import it again"));
}

void take_file(Centre& centre, const PrivateKey& key, const std::filesystem::path& file,
               const Terminal& terminal, Exchange& exchange) {
  const auto complain = [&](const Error& error) {
    exchange.all_well = false;
    terminal.err << "garita-central: " << file.string() << ": " << error.message << '\n';
  };
  const auto content = read_file(file, kBundleBytesMax + kFrameBytesMax);
  if (!content) return complain(content.error());
  const auto taken = take_content(centre, key, *content, complain);
  if (!taken) return complain(taken.error());
  if (taken->goes_down) {
    terminal.out << file.string() << ": "
                 << (taken->answer_for ? "an answer for " + taken->answer_for->value()
                                       : std::string("lists for the posts"))
                 << ", skipped\n";
    return;
  }
  terminal.out << file.string() << ": " << taken->appended << " records taken, "
               << taken->held_already << " held already";
  if (taken->aside_already > 0) {
    terminal.out << ", " << taken->aside_already
                 << " are in quarantine since they came before (garita-central quarantine)";
  }
  terminal.out << '\n';
  for (const auto& [station, said] : taken->stations) {
    exchange.folders[station] = file.parent_path();
    exchange.addressees.try_emplace(station, Addressee{station, {}, {}}).first->second.merge(said);
  }
}

/// Before anything is taken: records that are held and not answered would be carried up again.
Result<void> make_folder(const std::filesystem::path& folder) {
  if (folder.empty()) return {};
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (!error) return {};
  return fail(Remedy::kRetry,
              "--to " + folder.string() + ": " + error.message() + "; no file was read");
}

Result<bool> import_files(const ImportOptions& options, const Terminal& terminal) {
  GARITA_TRY(centre, open_centre(options.data));
  GARITA_TRY(credential, load_credential(centre.layout, kCentreKey));
  GARITA_CHECK(make_folder(options.to));
  Exchange exchange;
  for (const auto& file : options.files)
    take_file(centre, credential.key, file, terminal, exchange);
  GARITA_CHECK(bring_up_to_date(centre));
  const Instant now = centre.clock->now();
  for (const auto& [station, where_it_lay] : exchange.folders) {
    const auto& folder = options.to.empty() ? where_it_lay : options.to;
    const auto name = station.value() + "-from-centre-" + std::to_string(now.milliseconds / 1000);
    int files = 0;
    // STATION-from-centre-TIME-0001.garita, -0002, …
    const auto keep = [&](ByteView content) -> Result<void> {
      const auto file = folder / bundle_file_name(name, ++files);
      GARITA_CHECK(save_private_file(file, content));
      terminal.out << file.string() << '\n';
      return {};
    };
    const auto& to = exchange.addressees.at(station);
    GARITA_CHECK(write_answer(centre.database->intake(), credential.key, to, now, keep));
  }
  return exchange.all_well;
}

}  // namespace

ExitStatus run_import(const ImportOptions& options, const Terminal& terminal) {
  const auto done = import_files(options, terminal);
  if (!done) return report(done.error(), terminal);
  return *done ? ExitStatus::kDone : ExitStatus::kSomeFailed;
}

}  // namespace garita::central
