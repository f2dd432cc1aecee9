// serve: the sync port, the projector and the console in one process, until it is asked to stop.
#include <pthread.h>

#include <csignal>
#include <ostream>

#include "central-sync/program/centre.h"
#include "central-sync/program/console.h"
#include "central-sync/program/listing.h"
#include "central-sync/program/projecting.h"
#include "central-sync/program/registrar.h"
#include "central-sync/server/server.h"

namespace garita::central {
namespace {

/// SIGINT and SIGTERM, held back from every thread that is started afterwards.
class StopSignals {
 public:
  StopSignals() {
    sigemptyset(&set_);
    sigaddset(&set_, SIGINT);
    sigaddset(&set_, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &set_, nullptr);
  }
  void wait() const {
    int signal = 0;
    while (sigwait(&set_, &signal) != 0) {
    }
  }

 private:
  sigset_t set_{};
};

bool has_role(const std::string& role, const char* part) { return role == "all" || role == part; }

/// Everything that the sync port needs, in the order in which it is torn down again.
struct SyncPort {
  Credential credential;
  Certificate authority;
  std::unique_ptr<SyncServer> server;
};

Result<std::unique_ptr<SyncPort>> open_sync_port(const Centre& centre,
                                                 const ServeOptions& options) {
  GARITA_TRY(credential, load_credential(centre.layout, kCentreKey));
  GARITA_TRY(authority, load_certificate(centre.layout, kAuthorityKey));
  auto port =
      std::unique_ptr<SyncPort>(new SyncPort{std::move(credential), std::move(authority), nullptr});
  SyncServerOptions wanted;
  wanted.address = options.address;
  wanted.port = options.sync_port;
  // An exercise plays weeks in minutes: its posts say often up to when they are complete.
  if (centre.settings.exercise) wanted.heartbeat_every = std::chrono::milliseconds(1'000);
  const SyncIdentity identity{port->credential.key, port->credential.certificate, port->authority};
  const Layout& layout = centre.layout;
  GARITA_TRY(place, database_of(layout));
  port->server = std::make_unique<SyncServer>(
      wanted, identity, [place] { return open_intake(place); },
      [&layout] { return CentreRegistrar::open(layout); }, *centre.clock);
  GARITA_CHECK(port->server->start());
  return port;
}

Result<void> serve(const ServeOptions& options, const Terminal& terminal) {
  const StopSignals signals;
  GARITA_TRY(centre, open_centre(options.data));
  std::optional<ProjectorThread> projector;
  if (has_role(options.role, "project")) {
    projector.emplace(centre.layout, [&terminal](const Error& error) {
      terminal.err << "garita-central: projecting: " << error.message << std::endl;
    });
    GARITA_CHECK(projector->start());
  }
  std::optional<ListingThread> listing;
  if (has_role(options.role, "project")) {
    listing.emplace(centre.layout, std::chrono::minutes(options.open_stays_minutes),
                    [&terminal](const Error& error) {
                      terminal.err << "garita-central: publishing lists: " << error.message
                                   << std::endl;
                    });
    GARITA_CHECK(listing->start());
  }
  std::unique_ptr<SyncPort> sync;
  if (has_role(options.role, "ingest")) {
    GARITA_TRY(port, open_sync_port(centre, options));
    sync = std::move(port);
    terminal.err << "garita-central: stations on port " << sync->server->port() << std::endl;
  }
  std::unique_ptr<Console> console;
  if (has_role(options.role, "console")) {
    GARITA_TRY(started, Console::start(centre.layout, *centre.clock, options));
    console = std::move(started);
    terminal.err << "garita-central: console on port " << console->port() << std::endl;
  }
  signals.wait();
  if (sync) sync->server->stop();
  return {};
}

}  // namespace

ExitStatus run_serve(const ServeOptions& options, const Terminal& terminal) {
  return report(serve(options, terminal), terminal);
}

}  // namespace garita::central
