#include "border-station/ledger/ledger.h"

#include <filesystem>
#include <fstream>

#include "border-station/ledger/ledger_state.h"
#include "schema/crypto/aead.h"
#include "schema/storage/migrations.h"

namespace garita::station {
namespace {

constexpr auto kIncarnation = "incarnation";
constexpr auto kMachine = "machine";
constexpr auto kMachineFile = "/etc/machine-id";

/// A hash, since the file's own words ask not to pass the id on.
std::string machine_identity() {
  std::ifstream file(kMachineFile);
  std::string id;
  if (!(file >> id)) return "";
  return to_hex(sha256(bytes_of("garita machine " + id)));
}

std::optional<std::uint64_t> free_bytes_of(const std::filesystem::path& folder) {
  std::error_code unknown;
  const auto space = std::filesystem::space(folder, unknown);
  if (unknown) return std::nullopt;
  return space.available;
}

/// A database that wakes up on another machine was cloned or restored: it starts a new life.
Result<void> settle_machine(Database& database) {
  const std::string here = machine_identity();
  GARITA_TRY(transaction, WriteTransaction::begin(database));
  GARITA_TRY(incarnation, setting(database, kIncarnation));
  if (!incarnation) GARITA_CHECK(set_setting(database, kIncarnation, "1"));
  GARITA_TRY(before, setting(database, kMachine));
  if (!here.empty() && before != here) {
    if (before) {
      GARITA_TRY(former, read_incarnation(database));
      GARITA_TRY(begun, begin_incarnation_after(database, former));
      ensure(begun > 1, "a later life has a later number");
    }
    GARITA_CHECK(set_setting(database, kMachine, here));
  }
  return transaction.commit();
}

/// Reading alone first: most starts have nothing to settle and need no lock.
Result<void> settle_machine_if_needed(Database& database) {
  GARITA_TRY(incarnation, setting(database, kIncarnation));
  GARITA_TRY(before, setting(database, kMachine));
  const std::string here = machine_identity();
  if (incarnation && (here.empty() || before == here)) return {};
  return settle_machine(database);
}

}  // namespace

Ledger::Ledger(std::unique_ptr<State> state) : state_(std::move(state)) {}
Ledger::Ledger(Ledger&&) noexcept = default;
Ledger& Ledger::operator=(Ledger&&) noexcept = default;
Ledger::~Ledger() = default;

Result<Ledger> Ledger::open(const DataDirectory& directory, const Clock& clock,
                            BulletinReaders readers) {
  GARITA_TRY(identity, load_identity(directory));
  return open(directory, std::make_shared<const Identity>(std::move(identity)), clock,
              std::move(readers));
}

Result<Ledger> Ledger::open(const DataDirectory& directory,
                            std::shared_ptr<const Identity> identity, const Clock& clock,
                            BulletinReaders readers) {
  GARITA_TRY(zone, Zone::named(identity->enrolment.zone));
  GARITA_TRY(secret, load_local_secret(directory));
  GARITA_TRY(database, Database::open(directory.database()));
  GARITA_CHECK(migrate(database, MigrationSet::kStation));
  GARITA_CHECK(settle_machine_if_needed(database));
  GARITA_TRY(incarnation, read_incarnation(database));
  const auto derived = [&secret](std::string_view purpose) {
    return derive_key(secret, {}, bytes_of(purpose), kAeadKeyBytes);
  };
  return Ledger(std::make_unique<State>(
      State{&clock, std::move(readers), std::move(identity), std::move(zone), std::move(database),
            derived("garita station columns 1"), derived("garita station look-ups 1"), incarnation,
            [data = directory.path()] { return free_bytes_of(data); }}));
}

std::optional<std::uint64_t> Ledger::disk_free_bytes() const { return state_->disk_free(); }

void Ledger::watch_disk(std::function<std::optional<std::uint64_t>()> free_bytes) {
  state_->disk_free = std::move(free_bytes);
}

DiskLevel disk_level(std::uint64_t free_bytes) {
  if (free_bytes < kDiskForCrossingsBytes) return DiskLevel::kNoPictures;
  return free_bytes < kDiskLowBytes ? DiskLevel::kLow : DiskLevel::kEnough;
}

std::string_view pictures_kept_name(PicturesKept kept) {
  switch (kept) {
    case PicturesKept::kAll:
      return "all";
    case PicturesKept::kTooLarge:
      return "too_large";
    case PicturesKept::kDiskLow:
      return "disk_low";
  }
  ensure(false, "whatever became of the pictures has a name");
  return "";
}

std::string_view disk_level_name(DiskLevel level) {
  switch (level) {
    case DiskLevel::kEnough:
      return "enough";
    case DiskLevel::kLow:
      return "low";
    case DiskLevel::kNoPictures:
      return "no_pictures";
  }
  ensure(false, "every level of the disk has a name");
  return "";
}

const Identity& Ledger::identity() const { return *state_->identity; }

const Zone& Ledger::zone() const { return state_->zone; }

std::uint32_t Ledger::incarnation() const { return state_->incarnation; }

Instant Ledger::now() const { return state_->clock->now(); }

Database& Ledger::database() { return state_->database; }

Result<std::int64_t> Ledger::data_version() { return state_->database.data_version(); }

Bytes Ledger::seal_column(std::string_view column, ByteView content) const {
  return seal_box(state_->column_key, bytes_of(column), content);
}

Result<Secret> Ledger::open_column(std::string_view column, ByteView sealed) const {
  auto content = open_box(state_->column_key, bytes_of(column), sealed);
  if (!content) {
    return fail(Remedy::kRepair,
                "station.db, " + std::string(column) + ": sealed under another key, or damaged");
  }
  return content;
}

Digest Ledger::look_up_hash(std::string_view kind, std::string_view key) const {
  return keyed_hash(state_->look_up_key, bytes_of(std::string(kind) + "\n" + std::string(key)));
}

Result<bool> Ledger::end_incarnation(std::uint32_t incarnation) {
  GARITA_TRY(transaction, WriteTransaction::begin(state_->database));
  GARITA_TRY(current, read_incarnation(state_->database));
  state_->incarnation = current;
  if (incarnation < current) return false;
  // Of a disk that was restored twice the centre knows a life that this copy never led.
  GARITA_TRY(begun, begin_incarnation_after(state_->database, incarnation));
  GARITA_CHECK(transaction.commit());
  state_->incarnation = begun;
  return true;
}

std::string_view record_state_name(RecordState state) {
  switch (state) {
    case RecordState::kRecorded:
      return "recorded";
    case RecordState::kHeld:
      return "held";
    case RecordState::kOpened:
      return "opened";
  }
  ensure(false, "every state of a record has a name");
  return "";
}

}  // namespace garita::station
