#pragma once

#include <memory>
#include <string>

#include "central-sync/program/commands.h"
#include "central-sync/program/installation.h"
#include "central-sync/projection/projector.h"
#include "central-sync/store/central_database.h"
#include "schema/vocabulary/clock.h"
#include "schema/vocabulary/result.h"

namespace garita::central {

/// An installed centre as one command uses it: its database, its settings, its clock.
struct Centre {
  Layout layout;
  std::unique_ptr<CentralDatabase> database;
  CentreSettings settings;
  std::unique_ptr<Clock> clock;
};

/// Remedy: repair, where `init` was never run.
[[nodiscard]] Result<Centre> open_centre(const std::filesystem::path& data);

/// The keys that open records; whoever only lists does not need them.
class ProjectorKeyring {
 public:
  /// Remedy: repair.
  [[nodiscard]] static Result<ProjectorKeyring> load(const Layout& layout,
                                                     CentralDatabase& database);
  [[nodiscard]] ProjectorKeys keys() const {
    return {seal_.key, seal_.certificate, pseudonym_secret_, own_station_};
  }

 private:
  ProjectorKeyring(Credential seal, Secret pseudonym_secret, StationId own_station)
      : seal_(std::move(seal)),
        pseudonym_secret_(std::move(pseudonym_secret)),
        own_station_(std::move(own_station)) {}
  Credential seal_;
  Secret pseudonym_secret_;
  StationId own_station_;
};

/// Projects what has arrived and nobody has projected yet, so that a command answers with all that
/// is held even where no `serve` runs. Without the seal's key it changes nothing.
[[nodiscard]] Result<void> bring_up_to_date(Centre& centre);

/// Ends a command: says what is wrong, and gives the status that goes with the remedy.
ExitStatus report(const Error& error, const Terminal& terminal);
ExitStatus report(const Result<void>& done, const Terminal& terminal);

/// A whole file. Remedy: reject, when it cannot be read or is larger.
[[nodiscard]] Result<std::string> read_file(const std::filesystem::path& file,
                                            std::size_t bytes_max);

/// "entry,exit" taken apart.
[[nodiscard]] std::vector<std::string> split_list(const std::string& list);

}  // namespace garita::central
