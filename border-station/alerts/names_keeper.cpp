#include "border-station/alerts/names_keeper.h"

#include <chrono>

#include "border-station/alerts/alert_row.h"

namespace garita::station {
namespace {

/// How often it looks whether another list is in force.
constexpr std::chrono::seconds kLookEvery{1};

}  // namespace

NamesKeeper::NamesKeeper(Ledger ledger, std::filesystem::path file,
                         std::function<void(const Error&)> said)
    : ledger_(std::move(ledger)), file_(std::move(file)), said_(std::move(said)) {}

NamesKeeper::~NamesKeeper() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

Result<void> NamesKeeper::start() {
  GARITA_TRY(kept, AlertNames::load(ledger_, file_));
  if (kept) names_ = std::make_shared<const AlertNames>(*std::move(kept));
  thread_ = std::thread([this] { run(); });
  return {};
}

std::shared_ptr<const AlertNames> NamesKeeper::current() const {
  const std::lock_guard lock(mutex_);
  return names_;
}

Result<void> NamesKeeper::follow() {
  GARITA_TRY(held, ledger_.held_bulletin(kAlertsChannel));
  const auto before = current();
  if (!held || (before && before->version() == held->version)) return {};
  GARITA_TRY(made, AlertNames::build(ledger_));
  auto names = std::make_shared<const AlertNames>(std::move(made));
  {
    const std::lock_guard lock(mutex_);
    names_ = names;
  }
  return names->keep(ledger_, file_);
}

void NamesKeeper::run() {
  while (true) {
    const auto done = follow();
    if (!done) said_(done.error());
    std::unique_lock lock(mutex_);
    if (wake_.wait_for(lock, kLookEvery, [this] { return stopping_; })) return;
  }
}

}  // namespace garita::station
