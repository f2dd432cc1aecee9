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
  if (kept) {
    names_ = std::make_shared<const AlertNames>(*std::move(kept));
    say_where_they_lie(*names_);
  }
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
  say_where_they_lie(*names);
  // What is left of the disk is for crossings: at the next start they are made anew.
  const auto free = ledger_.disk_free_bytes().value_or(0);
  if (free < kDiskForCrossingsBytes + 2 * names->bytes()) return {};
  return names->keep(ledger_, file_);
}

void NamesKeeper::say_where_they_lie(const AlertNames& names) const {
  if (names.locked()) return;
  said_(fail(Remedy::kRepair,
             "the system may write the names of the alert list to its swap: allow this program " +
                 std::to_string(names.bytes() >> 20U) + " MiB of locked memory (LimitMEMLOCK)")
            .value());
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
