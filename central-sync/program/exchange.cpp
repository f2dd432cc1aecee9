// import: journals that came on removable media, and the answer that goes back with them.
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
  bool all_well = true;
};

void take_file(Centre& centre, const PrivateKey& key, const std::filesystem::path& file,
               const Terminal& terminal, Exchange& exchange) {
  const auto complain = [&](const Error& error) {
    exchange.all_well = false;
    terminal.err << "garita-central: " << file.string() << ": " << error.message << '\n';
  };
  const auto content = read_file(file, kBundleBytesMax + kFrameBytesMax);
  if (!content) return complain(content.error());
  const auto taken = import_bundle(centre.database->intake(), key, bytes_of(*content),
                                   centre.clock->now(), complain);
  if (!taken) return complain(taken.error());
  terminal.out << file.string() << ": " << taken->appended << " records taken, "
               << taken->held_already << " held already\n";
  for (const auto& station : taken->stations) exchange.folders[station] = file.parent_path();
}

Result<bool> import_files(const ImportOptions& options, const Terminal& terminal) {
  GARITA_TRY(centre, open_centre(options.data));
  GARITA_TRY(credential, load_credential(centre.layout, kCentreKey));
  Exchange exchange;
  for (const auto& file : options.files)
    take_file(centre, credential.key, file, terminal, exchange);
  GARITA_CHECK(bring_up_to_date(centre));
  const Instant now = centre.clock->now();
  for (const auto& [station, where_it_lay] : exchange.folders) {
    const auto& folder = options.to.empty() ? where_it_lay : options.to;
    const auto name = station.value() + "-from-centre-" + std::to_string(now.milliseconds / 1000);
    int files = 0;
    // STATION-from-centre-TIME-1.garita, -2, …
    const auto keep = [&](ByteView content) -> Result<void> {
      const auto file = folder / (name + "-" + std::to_string(++files) + kBundleSuffix);
      GARITA_CHECK(save_private_file(file, content));
      terminal.out << file.string() << '\n';
      return {};
    };
    GARITA_CHECK(write_answer(centre.database->intake(), credential.key, station, now, keep));
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
