#include <pthread.h>
#include <spdlog/spdlog.h>

#include <chrono>
#include <csignal>
#include <iostream>

#include "border-station/alerts/names_keeper.h"
#include "border-station/capture/drop_folder.h"
#include "border-station/capture/reader_process.h"
#include "border-station/crossing/counter.h"
#include "border-station/desk/console.h"
#include "border-station/ledger/disk_words.h"
#include "border-station/ledger/journal_check.h"
#include "border-station/ledger/ledger.h"
#include "border-station/lists/list_tables.h"
#include "border-station/program/commands.h"
#include "border-station/uplink/uplink.h"
#include "schema/crypto/seal_certificate.h"
#include "schema/http/token_file.h"
#include "schema/vocabulary/clock.h"

namespace garita::station {
namespace {

using Steady = std::chrono::steady_clock;

/// Without a link a heartbeat goes into the journal this often (design/semantics: Time).
constexpr std::chrono::minutes kHeartbeatEvery{10};
constexpr std::chrono::hours kForgetEvery{1};
/// How long a post can still read what the centre has read: for corrections and for travellers who
/// come back (design/architecture, decision 2).
constexpr std::chrono::days kReadableFor{7};

int failed(const Error& error) {
  std::cerr << error.message << "\n";
  return kExitSomeFailed;
}

/// Signals are waited for, not handled: every thread that starts later leaves them to this one.
sigset_t block_ending_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  return signals;
}

/// True when the program is asked to end within `span`.
bool asked_to_end(const sigset_t& signals, std::chrono::seconds span) {
  const timespec wait{span.count(), 0};
  return sigtimedwait(&signals, nullptr, &wait) > 0;
}

/// What has to be done now and then, beside desk and uplink.
class Upkeep {
 public:
  Upkeep(Ledger& ledger, const Uplink& uplink) : ledger_(ledger), uplink_(uplink) {}

  void look(Steady::time_point now) {
    if (!checked_) check();
    if (uplink_.status().phase == LinkPhase::kUp) last_word_ = now;
    if (now - last_word_ >= kHeartbeatEvery) {
      last_word_ = now;
      report(ledger_.append_heartbeat(), "heartbeat");
    }
    drop_former();
    watch_clock();
    watch_disk(now);
    if (now - last_forget_ >= kForgetEvery) {
      last_forget_ = now;
      report(ledger_.forget(kReadableFor), "retention");
    }
  }

 private:
  /// What lies on this disk, whole? Some of it each second, so that the first traveller does not
  /// wait.
  void check() {
    const auto done = check_.look_on(ledger_, kCheckedEachTime);
    const bool goes_on = done ? !*done : done.error().remedy == Remedy::kRetry;
    if (goes_on) return;
    checked_ = true;
    auto damage = check_.damage();
    // What cannot be read through is not whole.
    if (!done) damage.push_back(done.error().message);
    for (const auto& one : damage) spdlog::error("station.db is damaged: {}", one);
    report(ledger_.note_damage(damage), "looking through the journals");
  }

  /// Several a second, so that they do not pile up however often lists come, each for itself, so
  /// that no decision waits for all.
  void drop_former() {
    for (std::size_t i = 0; i < kDroppedEachTime; ++i) {
      const auto dropped = drop_former_rows(ledger_);
      report(dropped, "dropping a former list");
      if (!dropped || !*dropped) return;
    }
  }

  /// Each change is said once, and nothing of a clock that was always good.
  void watch_clock() {
    const auto standing = ledger_.clock_standing();
    if (!standing) return;
    const auto verdict = judge(*standing);
    if (verdict == clock_) return;
    if (verdict == ClockVerdict::kDoubtful) {
      spdlog::warn("this machine's clock is doubtful: {}", clock_words(*standing));
    } else if (clock_ == ClockVerdict::kDoubtful) {
      spdlog::info("this machine's clock is good again: {}", clock_words(*standing));
    }
    clock_ = verdict;
  }

  /// What is worse is said at once; what is better once it has been so for a while, since a disk
  /// that is nearly full goes up and down.
  void watch_disk(Steady::time_point now) {
    const auto free = ledger_.disk_free_bytes();
    if (!free) return;
    const auto standing = disk_standing(*free);
    const bool worse = standing > disk_;
    if (standing >= disk_) disk_seen_ = now;
    if (!worse && now - disk_seen_ < kDiskBetterFor) return;
    const auto level = standing == DiskStanding::kFull ? spdlog::level::err
                       : worse                         ? spdlog::level::warn
                                                       : spdlog::level::info;
    spdlog::log(level, "disk {}", disk_words(*free));
    disk_ = standing;
    disk_seen_ = now;
  }

  template <typename T>
  static void report(const Result<T>& done, const char* what) {
    if (!done) spdlog::warn("{}: {}", what, done.error().message);
  }

  static constexpr std::size_t kCheckedEachTime = 20'000;
  static constexpr std::size_t kDroppedEachTime = 4;
  static constexpr std::chrono::minutes kDiskBetterFor{1};

  Ledger& ledger_;
  const Uplink& uplink_;
  JournalCheck check_;
  bool checked_ = false;
  ClockVerdict clock_ = ClockVerdict::kUnknown;
  DiskStanding disk_ = DiskStanding::kGood;
  Steady::time_point disk_seen_ = Steady::now();  ///< that it was as bad as `disk_`
  Steady::time_point last_word_ = Steady::now();
  Steady::time_point last_forget_ = Steady::now();
};

/// Read once: a certificate that comes later is believed after the next start.
Result<std::vector<SealCertificate>> seal_signers(const std::string& folder) {
  if (folder.empty()) return std::vector<SealCertificate>();
  GARITA_TRY(found, load_seal_certificates(folder));
  for (const auto& skipped : found.skipped) {
    spdlog::warn("{}/{}: {}", folder, skipped.file, skipped.reason);
  }
  spdlog::info("digital seals: {} signers' certificates", found.certificates.size());
  return std::move(found.certificates);
}

/// The console has a ledger of its own, since its handlers run on other threads.
Result<std::unique_ptr<Console>> open_console(const ServeOptions& options,
                                              const OpenLedger& open_ledger, const Uplink& uplink,
                                              const NamesKeeper& names,
                                              const Clock& machine_clock) {
  GARITA_TRY(ledger, open_ledger());
  GARITA_TRY(signers, seal_signers(options.trust));
  GARITA_TRY(token, load_or_make_token(DataDirectory(options.data).keys() / "metrics.token"));
  std::optional<DropFolder> drop;
  if (!options.drop.empty()) {
    GARITA_TRY(folder, DropFolder::open(options.drop));
    drop = std::move(folder);
  }
  const ConsoleOptions console{
      options.desk_address,
      options.desk_port,
      {reader_beside_this_program(), std::move(token), std::move(signers), std::move(drop),
       [&names] { return names.current(); }, std::chrono::minutes(options.lock_after_minutes),
       CountryCode(options.neighbour), options.camera}};
  return Console::start(
      console, std::move(ledger), [&uplink] { return uplink.status(); }, machine_clock);
}

}  // namespace

int run_serve(const ServeOptions& options) {
  const sigset_t signals = block_ending_signals();
  const DataDirectory directory(options.data);
  const auto enrolment = load_enrolment(directory);
  if (!enrolment) return failed(enrolment.error());
  const auto lock = ServingLock::take(directory);
  if (!lock) {
    const int status = failed(lock.error());
    return lock.error().remedy == Remedy::kReject ? kExitRefused : status;
  }
  const auto clock = clock_of_installation(enrolment->exercise);
  auto loaded = load_identity(directory);
  if (!loaded) return failed(loaded.error());
  const auto identity = std::make_shared<const Identity>(*std::move(loaded));
  const auto open_ledger = [&] {
    return Ledger::open(directory, identity, *clock, bulletin_readers());
  };
  auto ledger = open_ledger();
  if (!ledger) return failed(ledger.error());

  UplinkOptions uplink_options;
  uplink_options.centres = options.centres;
  Uplink uplink(std::move(uplink_options), open_ledger, *clock);
  const auto started = uplink.start();
  if (!started) return failed(started.error());
  const SystemClock machine_clock;
  auto names_ledger = open_ledger();
  if (!names_ledger) return failed(names_ledger.error());
  NamesKeeper names(*std::move(names_ledger), directory.alert_names(), [](const Error& error) {
    spdlog::warn("names of the alert list: {}", error.message);
  });
  const auto has_names = names.start();
  if (!has_names) return failed(has_names.error());
  const auto console = open_console(options, open_ledger, uplink, names, machine_clock);
  if (!console) return failed(console.error());
  spdlog::info("desk on port {}", (*console)->port());
  spdlog::info("{} serves{}", enrolment->station.value(),
               enrolment->exercise ? ", for an exercise" : "");

  Upkeep upkeep(*ledger, uplink);
  constexpr std::chrono::seconds kLookEvery{1};
  while (!asked_to_end(signals, kLookEvery)) {
    upkeep.look(Steady::now());
    (*console)->tick();
  }
  spdlog::info("{} ends", enrolment->station.value());
  (*console)->stop();
  uplink.stop();
  return kExitDone;
}

}  // namespace garita::station
