#include "central-sync/program/projecting.h"

#include <chrono>
#include <optional>

namespace garita::central {
namespace {

/// How often the thread looks whether another connection has committed something.
constexpr std::chrono::milliseconds kLookEvery{50};
constexpr std::chrono::milliseconds kAfterFailure{1'000};

}  // namespace

ProjectorThread::ProjectorThread(const Layout& layout, std::function<void(const Error&)> said)
    : layout_(layout), said_(std::move(said)) {}

ProjectorThread::~ProjectorThread() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

Result<void> ProjectorThread::start() {
  GARITA_TRY(place, database_of(layout_));
  GARITA_TRY(database, open_store(place, StoreMode::kOpen));
  GARITA_CHECK(database->make_indexes());
  GARITA_TRY(keyring, ProjectorKeyring::load(layout_, *database));
  thread_ = std::thread([this, database = std::move(database), keyring = std::move(keyring)] {
    run(*database, keyring);
  });
  return {};
}

bool ProjectorThread::wait_to_stop(std::chrono::milliseconds span) {
  std::unique_lock lock(mutex_);
  return wake_.wait_for(lock, span, [this] { return stopping_; });
}

Result<void> ProjectorThread::project(Projector& projector) {
  // Between any two transactions it may be asked to stop: what is left is done next time.
  while (!wait_to_stop(std::chrono::milliseconds(0))) {
    GARITA_TRY(step, projector.project_some(kArrivalsAtOnce));
    if (step.at_rest) return {};
  }
  return {};
}

void ProjectorThread::run(CentralDatabase& database, const ProjectorKeyring& keyring) {
  Projector projector(database.intake(), database.projection(), keyring.keys());
  std::optional<std::int64_t> seen;
  while (!wait_to_stop(kLookEvery)) {
    const auto mine = database.take_projecting();
    // Another process does it; when that one ends, this one goes on.
    if (mine && !*mine) continue;
    const auto changed = database.change_count();
    if (changed && seen == *changed) continue;
    const auto projected = project(projector);
    if (projected) {
      seen = changed ? std::optional(*changed) : std::nullopt;
      continue;
    }
    said_(projected.error());
    if (wait_to_stop(kAfterFailure)) return;
  }
}

}  // namespace garita::central
