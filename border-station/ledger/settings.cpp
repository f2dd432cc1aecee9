#include <ctime>
#include <fstream>
#include <map>
#include <sstream>

#include "border-station/ledger/ledger_state.h"
#include "schema/vocabulary/text.h"

namespace garita::station {
namespace {

constexpr std::string_view kRead = "SELECT value FROM setting WHERE name = ?1";
constexpr std::string_view kWrite =
    "INSERT INTO setting (name, value) VALUES (?1, ?2)"
    " ON CONFLICT (name) DO UPDATE SET value = excluded.value";

constexpr auto kIncarnation = "incarnation";
constexpr auto kTrustedAt = "trusted_at";
constexpr auto kTrustedBound = "trusted_bound_ms";
constexpr auto kTrustedOffset = "trusted_offset_ms";
constexpr auto kTrustedSinceBoot = "trusted_since_boot_ms";
constexpr auto kTrustedBoot = "trusted_boot";
constexpr auto kLinkPhase = "link_phase";
constexpr auto kLinkSince = "link_since";
constexpr auto kLinkLastContact = "link_last_contact";
constexpr auto kLinkReason = "link_reason";
constexpr auto kLinkDetail = "link_detail";
constexpr auto kRefusedBulletin = "refused_bulletin";
constexpr auto kDamage = "damage";

constexpr std::size_t kRefusalBytesMax = 2'000;
constexpr std::uint32_t kIncarnationMax = INT32_MAX;

/// What a cheap crystal drifts, and then some: 100 parts in a million.
constexpr std::int64_t kDriftDivisor = 10'000;

}  // namespace

Result<std::optional<std::string>> setting(Database& database, std::string_view name) {
  GARITA_TRY(row, database.prepare(kRead, {name}));
  GARITA_TRY(found, row.step());
  if (!found) return std::optional<std::string>();
  return std::optional<std::string>(row.text(0));
}

Result<std::optional<std::int64_t>> number_setting(Database& database, std::string_view name) {
  GARITA_TRY(text, setting(database, name));
  if (!text) return std::optional<std::int64_t>();
  char* end = nullptr;
  const long long number = std::strtoll(text->c_str(), &end, 10);
  if (text->empty() || *end != '\0') {
    return fail(Remedy::kRepair, "station.db: setting " + std::string(name) + " is no number");
  }
  return std::optional<std::int64_t>(number);
}

bool is_word_of(std::string_view list, std::string_view word) {
  std::istringstream words{std::string(list)};
  for (std::string one; words >> one;) {
    if (one == word) return true;
  }
  return false;
}

Result<void> set_setting(Database& database, std::string_view name, std::string_view value) {
  auto written = database.execute(kWrite, {name, value});
  if (!written) return Failure(written.error());
  return {};
}

Result<std::uint32_t> read_incarnation(Database& database) {
  GARITA_TRY(number, number_setting(database, kIncarnation));
  if (!number || *number < 1 || *number > kIncarnationMax) {
    return fail(Remedy::kRepair, "station.db: the incarnation is missing");
  }
  return static_cast<std::uint32_t>(*number);
}

Result<std::uint32_t> begin_incarnation_after(Database& database, std::uint32_t incarnation) {
  if (incarnation >= kIncarnationMax) {
    return fail(Remedy::kReject, "a life of this disk with a number that none can have");
  }
  GARITA_CHECK(set_setting(database, kIncarnation, std::to_string(incarnation + 1)));
  return incarnation + 1;
}

std::chrono::milliseconds time_since_boot() {
  timespec time{};
  ensure(::clock_gettime(CLOCK_BOOTTIME, &time) == 0, "Linux counts the time since its start");
  return std::chrono::milliseconds(time.tv_sec * 1000 + time.tv_nsec / 1'000'000);
}

Bytes read_boot_id() {
  std::ifstream file("/proc/sys/kernel/random/boot_id");
  std::string text;
  std::getline(file, text);
  std::erase(text, '-');
  const auto id = from_hex(text);
  return id && id->size() == 16 ? *id : Bytes();
}

Result<ClockEvidence> clock_evidence(Database& database) {
  ClockEvidence evidence;
  evidence.since_boot = time_since_boot();
  evidence.boot_id = read_boot_id();
  GARITA_TRY(trusted, number_setting(database, kTrustedAt));
  if (!trusted) return evidence;
  evidence.trusted_at = Instant{*trusted};
  GARITA_TRY(bound, number_setting(database, kTrustedBound));
  GARITA_TRY(since_boot, number_setting(database, kTrustedSinceBoot));
  GARITA_TRY(boot, setting(database, kTrustedBoot));
  std::int64_t elapsed = evidence.since_boot.count();
  if (boot == to_hex(evidence.boot_id)) elapsed -= since_boot.value_or(0);
  const std::int64_t drift = elapsed > 0 ? elapsed / kDriftDivisor : 0;
  evidence.error_bound = std::chrono::milliseconds(bound.value_or(0) + drift);
  return evidence;
}

Result<Digest> digest_column(const Statement& row, int column) {
  auto digest = digest_from(row.blob(column));
  if (!digest) return fail(Remedy::kRepair, "station.db: a stored hash is damaged");
  return digest;
}

namespace {

/// A line each: the name, a tab, and why.
std::string lines_of(const std::map<std::string, std::string>& refused) {
  std::string lines;
  for (const auto& [name, why] : refused) {
    lines += name + '\t' + as_one_line(why, kRefusalBytesMax) + '\n';
  }
  return lines;
}

std::map<std::string, std::string> refusals_of(const std::string& lines) {
  std::map<std::string, std::string> refused;
  std::istringstream in(lines);
  for (std::string line; std::getline(in, line);) {
    const auto tab = line.find('\t');
    if (tab != std::string::npos) refused[line.substr(0, tab)] = line.substr(tab + 1);
  }
  return refused;
}

std::string text_of_moment(const std::optional<Instant>& moment) {
  return moment ? std::to_string(moment->milliseconds) : "";
}

Result<std::optional<Instant>> moment_setting(Database& database, std::string_view name) {
  GARITA_TRY(text, setting(database, name));
  if (!text || text->empty()) return std::optional<Instant>();
  GARITA_TRY(number, number_setting(database, name));
  return std::optional<Instant>(Instant{*number});
}

}  // namespace

Result<void> Ledger::keep_link_status(const LinkStatus& status) {
  auto& database = state_->database;
  GARITA_TRY(transaction, WriteTransaction::begin(database));
  const std::pair<const char*, std::string> values[] = {
      {kLinkPhase, std::string(link_phase_name(status.phase))},
      {kLinkSince, text_of_moment(status.since)},
      {kLinkLastContact, text_of_moment(status.last_contact)},
      {kLinkReason, std::string(link_reason_name(status.reason))},
      {kLinkDetail, status.detail},
      {kRefusedBulletin, lines_of(status.refused)},
  };
  for (const auto& [name, value] : values) GARITA_CHECK(set_setting(database, name, value));
  return transaction.commit();
}

Result<LinkStatus> Ledger::link_status() {
  auto& database = state_->database;
  LinkStatus status;
  GARITA_TRY(phase, setting(database, kLinkPhase));
  if (!phase) return status;
  // A word of a later version is no reason to fail: what is not known is not said.
  status.phase = parse_link_phase(*phase).value_or(LinkPhase::kDown);
  GARITA_TRY(reason, setting(database, kLinkReason));
  status.reason = parse_link_reason(reason.value_or("")).value_or(LinkReason::kNone);
  GARITA_TRY(since, moment_setting(database, kLinkSince));
  status.since = since;
  GARITA_TRY(last_contact, moment_setting(database, kLinkLastContact));
  status.last_contact = last_contact;
  GARITA_TRY(detail, setting(database, kLinkDetail));
  status.detail = detail.value_or("");
  GARITA_TRY(refused, setting(database, kRefusedBulletin));
  status.refused = refusals_of(refused.value_or(""));
  return status;
}

Result<void> Ledger::forget_refusal(const std::string& channel, bool is_long) {
  auto& database = state_->database;
  GARITA_TRY(kept, setting(database, kRefusedBulletin));
  if (!kept || kept->empty()) return {};
  const auto refused = refusals_of(*kept);
  auto left = refused;
  std::erase_if(left, [&](const auto& one) {
    const std::string& name = one.first;
    return name == channel || name.starts_with(channel + "/") || (is_long && name.empty());
  });
  if (left == refused) return {};
  return set_setting(database, kRefusedBulletin, lines_of(left));
}

Result<void> Ledger::note_trusted_time(Instant centre, std::chrono::milliseconds bound) {
  auto& database = state_->database;
  GARITA_TRY(transaction, WriteTransaction::begin(database));
  const std::pair<const char*, std::string> values[] = {
      {kTrustedAt, std::to_string(centre.milliseconds)},
      {kTrustedBound, std::to_string(bound.count())},
      {kTrustedOffset, std::to_string((now() - centre).count())},
      {kTrustedSinceBoot, std::to_string(time_since_boot().count())},
      {kTrustedBoot, to_hex(read_boot_id())},
  };
  for (const auto& [name, value] : values) GARITA_CHECK(set_setting(database, name, value));
  return transaction.commit();
}

Result<ClockStanding> Ledger::clock_standing() {
  auto& database = state_->database;
  GARITA_TRY(trusted, number_setting(database, kTrustedAt));
  if (!trusted) return ClockStanding();
  ClockReading reading{Instant{*trusted}, std::nullopt, std::nullopt};
  GARITA_TRY(offset, number_setting(database, kTrustedOffset));
  if (offset) reading.offset = std::chrono::milliseconds(*offset);
  GARITA_TRY(since_boot, number_setting(database, kTrustedSinceBoot));
  GARITA_TRY(boot, setting(database, kTrustedBoot));
  const auto elapsed = time_since_boot() - std::chrono::milliseconds(since_boot.value_or(0));
  const bool runs_since = since_boot && boot == to_hex(read_boot_id()) && elapsed.count() >= 0;
  if (runs_since && !place().exercise) reading.elapsed = elapsed;
  return station::clock_standing(reading, now());
}

Result<void> Ledger::note_damage(const std::vector<std::string>& damage) {
  std::string lines;
  for (const auto& one : damage) lines += one + "\n";
  return set_setting(state_->database, kDamage, lines);
}

Result<std::string> Ledger::noted_damage() {
  GARITA_TRY(lines, setting(state_->database, kDamage));
  return lines.value_or("");
}

}  // namespace garita::station
