#include "border-station/ledger/ledger_state.h"

namespace garita::station {
namespace {

constexpr std::string_view kHeld =
    "SELECT channel, version, issued_at, received_at, entries FROM bulletin ORDER BY channel";
constexpr std::string_view kHeldOne =
    "SELECT channel, version, issued_at, received_at, entries FROM bulletin WHERE channel = ?1";
constexpr std::string_view kSigned = "SELECT signed_sealed FROM bulletin WHERE channel = ?1";
constexpr std::string_view kKeep =
    "INSERT INTO bulletin (channel, version, issued_at, received_at, entries, signed_sealed)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (channel) DO UPDATE"
    " SET version = excluded.version, issued_at = excluded.issued_at,"
    " received_at = excluded.received_at, entries = excluded.entries,"
    " signed_sealed = excluded.signed_sealed";

constexpr auto kSignedColumn = "bulletin.signed";

HeldBulletin held_of(const Statement& row) {
  return {row.text(0), static_cast<std::uint64_t>(row.integer(1)), Instant{row.integer(2)},
          Instant{row.integer(3)}, static_cast<std::uint64_t>(row.integer(4))};
}

/// Certificates go by the machine's own clock, also in an exercise.
Result<void> check_signed(const Identity& identity, const Bulletin& bulletin) {
  if (!is_channel(bulletin.channel)) {
    return fail(Remedy::kReject, "a bulletin of a channel that is not known");
  }
  GARITA_CHECK(check_certificate(identity.bulletins, identity.authority,
                                 CertificateRole::kBulletins, SystemClock().now()));
  GARITA_TRY(key, identity.bulletins.public_key());
  if (!bulletin.verify(key)) {
    return fail(Remedy::kReject, "bulletin " + bulletin.channel +
                                     ": not signed by this country's centre, or changed since");
  }
  return {};
}

}  // namespace

Result<TakenBulletin> Ledger::take_bulletin(const Bulletin& bulletin) {
  GARITA_CHECK(check_signed(identity(), bulletin));
  auto& database = state_->database;
  const auto holds = [&](const std::optional<HeldBulletin>& held) {
    return held && held->version >= bulletin.version;
  };
  GARITA_TRY(held_before, held_bulletin(bulletin.channel));
  if (holds(held_before)) return TakenBulletin::kHeldAlready;
  ReadBulletin content;
  const auto reader = state_->readers.find(bulletin.channel);
  if (reader != state_->readers.end()) {
    auto read = reader->second(*this, bulletin.content);
    if (!read) return fail(read.error(), "bulletin " + bulletin.channel);
    content = *std::move(read);
  }
  const Bytes sealed = seal_column(kSignedColumn, encode(bulletin));
  GARITA_TRY(transaction, WriteTransaction::begin(database));
  // Another process may have taken it, or a newer one, while this one was reading.
  GARITA_TRY(held, held_bulletin(bulletin.channel));
  if (holds(held)) return TakenBulletin::kHeldAlready;
  if (content.store) GARITA_CHECK(content.store());
  GARITA_TRY(kept, database.execute(
                       kKeep, {bulletin.channel, bulletin.version, bulletin.issued_at.milliseconds,
                               now().milliseconds, content.entries, sealed}));
  ensure(kept == 1, "a bulletin is one row");
  GARITA_CHECK(transaction.commit());
  return TakenBulletin::kTaken;
}

Result<std::vector<HeldBulletin>> Ledger::held_bulletins() {
  GARITA_TRY(row, state_->database.prepare(kHeld));
  std::vector<HeldBulletin> bulletins;
  while (true) {
    GARITA_TRY(found, row.step());
    if (!found) return bulletins;
    bulletins.push_back(held_of(row));
  }
}

Result<std::optional<HeldBulletin>> Ledger::held_bulletin(std::string_view channel) {
  GARITA_TRY(row, state_->database.prepare(kHeldOne, {channel}));
  GARITA_TRY(found, row.step());
  if (!found) return std::optional<HeldBulletin>();
  return std::optional<HeldBulletin>(held_of(row));
}

Result<std::optional<Bulletin>> Ledger::bulletin(std::string_view channel) {
  GARITA_TRY(row, state_->database.prepare(kSigned, {channel}));
  GARITA_TRY(found, row.step());
  if (!found) return std::optional<Bulletin>();
  GARITA_TRY(bytes, open_column(kSignedColumn, row.blob(0)));
  GARITA_TRY(bulletin, read_bulletin(bytes.view()));
  return std::optional<Bulletin>(std::move(bulletin));
}

}  // namespace garita::station
