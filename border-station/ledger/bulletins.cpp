#include <map>

#include "border-station/ledger/ledger_state.h"
#include "schema/journal/sections.h"

namespace garita::station {
namespace {

constexpr std::string_view kHeld =
    "SELECT channel, version, issued_at, received_at, entries FROM bulletin ORDER BY channel";
constexpr std::string_view kHeldSections =
    "SELECT channel, version, content_hash FROM bulletin_section ORDER BY channel";
constexpr std::string_view kHeldSectionsOf =
    "SELECT channel, version, issued_at, received_at, entries FROM bulletin_section"
    " WHERE substr(channel, 1, length(?1) + 1) = ?1 || '/' ORDER BY channel";
// Of a list's sections too: what is left of them was of a list that will not come into force.
constexpr std::string_view kDropParts =
    "DELETE FROM bulletin_part WHERE (channel = ?1 AND version <= ?2)"
    " OR substr(channel, 1, length(?1) + 1) = ?1 || '/'";

/// Channels and sections stand in tables of the same columns.
struct Table {
  std::string_view held;
  std::string_view content;
  std::string_view keep;  ///< of sections with the hash of the content behind the rest
};
constexpr Table kChannels{
    "SELECT channel, version, issued_at, received_at, entries FROM bulletin WHERE channel = ?1",
    "SELECT signed_sealed FROM bulletin WHERE channel = ?1",
    "INSERT INTO bulletin (channel, version, issued_at, received_at, entries, signed_sealed)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (channel) DO UPDATE"
    " SET version = excluded.version, issued_at = excluded.issued_at,"
    " received_at = excluded.received_at, entries = excluded.entries,"
    " signed_sealed = excluded.signed_sealed"};
constexpr Table kSectionTable{
    "SELECT channel, version, issued_at, received_at, entries FROM bulletin_section"
    " WHERE channel = ?1",
    "SELECT signed_sealed FROM bulletin_section WHERE channel = ?1",
    "INSERT INTO bulletin_section (channel, version, issued_at, received_at, entries,"
    " signed_sealed, content_hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"
    " ON CONFLICT (channel) DO UPDATE"
    " SET version = excluded.version, issued_at = excluded.issued_at,"
    " received_at = excluded.received_at, entries = excluded.entries,"
    " signed_sealed = excluded.signed_sealed, content_hash = excluded.content_hash"};
constexpr std::string_view kSectionContent =
    "SELECT version, content_hash FROM bulletin_section WHERE channel = ?1";

const Table& table_of(std::string_view channel) {
  return parse_section(channel) ? kSectionTable : kChannels;
}

/// Of a section's SHA-256, keyed: a section of one row could else be guessed.
Digest content_hash(const Ledger& ledger, const Digest& content) {
  return ledger.look_up_hash("section content", to_hex(content));
}

constexpr auto kSignedColumn = "bulletin.signed";

HeldBulletin held_of(const Statement& row) {
  return {row.text(0), static_cast<std::uint64_t>(row.integer(1)), Instant{row.integer(2)},
          Instant{row.integer(3)}, static_cast<std::uint64_t>(row.integer(4))};
}

/// Certificates go by the machine's own clock, also in an exercise.
Result<void> check_signed(const Identity& identity, const Bulletin& bulletin) {
  if (!is_bulletin_name(bulletin.channel)) {
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

/// Of what is carried by hand a higher number is not enough, where the centre was set back to a
/// backup: it gave out that number too, before.
Result<void> check_moment(const HeldBulletin& held, const Bulletin& bulletin, BulletinWay way) {
  if (way == BulletinWay::kLink || bulletin.issued_at >= held.issued_at) return {};
  return fail(Remedy::kReject,
              "bulletin " + bulletin.channel + ", version " + std::to_string(bulletin.version) +
                  ", was signed " + bulletin.issued_at.rfc3339() + ", before the version " +
                  std::to_string(held.version) + " of " + held.issued_at.rfc3339() +
                  " that is held: it is not taken from a file. What counts comes over the link, or"
                  " in a newer file from the centre");
}

}  // namespace

Result<void> Ledger::check_room(std::string_view channel, std::size_t bytes) const {
  const auto section = parse_section(channel);
  if (!section && bytes <= kShortBulletinBytesMax) return {};
  const std::uint64_t free = disk_free_bytes().value_or(0);
  if (disk_level(free) != DiskLevel::kNoPictures) return {};
  constexpr std::uint64_t kMebibyte = std::uint64_t{1} << 20;
  return fail(Remedy::kRetry,
              "bulletin " + (section ? section->channel : std::string(channel)) +
                  " is not taken: the disk of this post has " + std::to_string(free / kMebibyte) +
                  " MiB left, and the last " + std::to_string(kDiskForCrossingsBytes / kMebibyte) +
                  " are kept for crossings. Free some of the disk: then it comes by itself over"
                  " the link, or import its file again");
}

bool is_held_already(const HeldBulletin& held, std::uint64_t version, Instant issued_at,
                     BulletinWay way) {
  if (held.version < version) return false;
  if (way == BulletinWay::kStick) return true;
  if (parse_section(held.channel)) return held.version == version && held.issued_at == issued_at;
  return held.issued_at >= issued_at;
}

Result<TakenBulletin> Ledger::take_bulletin(const Bulletin& bulletin, BulletinWay way) {
  GARITA_CHECK(check_signed(identity(), bulletin));
  auto& database = state_->database;
  const auto holds = [&](const std::optional<HeldBulletin>& held) {
    return held && is_held_already(*held, bulletin.version, bulletin.issued_at, way);
  };
  GARITA_TRY(held_before, held_bulletin(bulletin.channel));
  if (holds(held_before)) return TakenBulletin::kHeldAlready;
  if (held_before) GARITA_CHECK(check_moment(*held_before, bulletin, way));
  GARITA_CHECK(check_room(bulletin.channel, bulletin.content.size()));
  GARITA_TRY(content, read_content(bulletin));
  const Bytes sealed = seal_column(kSignedColumn, encode(bulletin));
  GARITA_TRY(transaction, WriteTransaction::begin(database));
  // Another process may have taken it, or a newer one, while this one was reading.
  GARITA_TRY(held, held_bulletin(bulletin.channel));
  if (holds(held)) return TakenBulletin::kHeldAlready;
  if (held) GARITA_CHECK(check_moment(*held, bulletin, way));
  GARITA_CHECK(check_sections(bulletin));
  if (content.store) GARITA_CHECK(content.store());
  std::vector<Value> row{bulletin.channel,   bulletin.version, bulletin.issued_at.milliseconds,
                         now().milliseconds, content.entries,  sealed};
  const Digest hash = content_hash(*this, sha256(bulletin.content));
  if (parse_section(bulletin.channel)) row.emplace_back(hash);
  GARITA_TRY(kept, database.execute(table_of(bulletin.channel).keep, row));
  ensure(kept == 1, "a bulletin is one row");
  // Whatever was on its way is here, by this way or another.
  GARITA_CHECK(database.execute(kDropParts, {bulletin.channel, bulletin.version}));
  const bool is_long = bulletin.content.size() > kShortBulletinBytesMax ||
                       parse_section(bulletin.channel) || is_section_head(bulletin.content);
  GARITA_CHECK(forget_refusal(bulletin.channel, is_long));
  GARITA_CHECK(transaction.commit());
  return TakenBulletin::kTaken;
}

Result<ReadBulletin> Ledger::read_content(const Bulletin& bulletin) {
  const auto section = parse_section(bulletin.channel);
  const auto reader = state_->readers.find(section ? section->channel : bulletin.channel);
  if (reader != state_->readers.end()) {
    auto read = reader->second(*this, bulletin);
    if (!read) return fail(read.error(), "bulletin " + bulletin.channel);
    return *std::move(read);
  }
  if (!is_section_head(bulletin.content)) return ReadBulletin();
  GARITA_TRY(head, read_section_head(bulletin.content));
  return ReadBulletin{head.rows(), nullptr};
}

/// Of a long list, its head: all its sections must be there, and be what it names. A short list
/// leaves them where they are: the centre knows that they are held, and the list may be long again.
Result<void> Ledger::check_sections(const Bulletin& bulletin) {
  if (!is_list_channel(bulletin.channel) || !is_section_head(bulletin.content)) return {};
  GARITA_TRY(head, read_section_head(bulletin.content));
  std::size_t missing = 0;
  std::size_t other = 0;
  for (std::size_t i = 0; i < kSections; ++i) {
    const auto& named = head.sections.at(i);
    GARITA_TRY(row,
               state_->database.prepare(kSectionContent, {section_channel(bulletin.channel, i)}));
    GARITA_TRY(found, row.step());
    if (!found || static_cast<std::uint64_t>(row.integer(0)) != named.version) {
      ++missing;
      continue;
    }
    GARITA_TRY(held, digest_column(row, 1));
    if (held != content_hash(*this, named.content)) ++other;
  }
  if (missing > 0) {
    return fail(Remedy::kReject, "bulletin " + bulletin.channel + ": " + std::to_string(missing) +
                                     " of its " + std::to_string(kSections) +
                                     " sections are not held. Over the link they come by"
                                     " themselves; from files, import all that the centre wrote"
                                     " for this list, in the order of their numbers");
  }
  if (other == 0) return {};
  return fail(Remedy::kReject,
              "bulletin " + bulletin.channel + ": " + std::to_string(other) + " of its " +
                  std::to_string(kSections) +
                  " sections are held with another content under the same version, most likely"
                  " because the centre was set back to a backup; the list before stays in force."
                  " Over the link the right ones come by themselves: connect this post once");
}

Result<std::map<std::string, std::uint64_t>> Ledger::sections_apart() {
  std::map<std::string, std::uint64_t> apart;
  std::map<std::string, std::optional<SectionHead>> heads;
  GARITA_TRY(row, state_->database.prepare(kHeldSections));
  while (true) {
    GARITA_TRY(found, row.step());
    if (!found) return apart;
    const std::string name = row.text(0);
    const auto place = parse_section(name);
    ensure(place.has_value(), "what stands among the sections is one");
    if (!heads.contains(place->channel)) {
      GARITA_TRY(head, held_head(place->channel));
      heads[place->channel] = head;
    }
    const auto version = static_cast<std::uint64_t>(row.integer(1));
    const auto& head = heads[place->channel];
    if (head) {
      const auto& named = head->sections.at(place->section);
      GARITA_TRY(held, digest_column(row, 2));
      if (named.version == version && held == content_hash(*this, named.content)) continue;
    }
    apart[name] = version;
  }
}

Result<std::optional<SectionHead>> Ledger::held_head(const std::string& channel) {
  GARITA_TRY(held, bulletin(channel));
  if (!held || !is_section_head(held->content)) return std::optional<SectionHead>();
  GARITA_TRY(head, read_section_head(held->content));
  return std::optional(head);
}

Result<std::vector<HeldBulletin>> Ledger::held_sections(std::string_view channel) {
  GARITA_TRY(row, state_->database.prepare(kHeldSectionsOf, {channel}));
  std::vector<HeldBulletin> sections;
  while (true) {
    GARITA_TRY(found, row.step());
    if (!found) return sections;
    sections.push_back(held_of(row));
  }
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
  GARITA_TRY(row, state_->database.prepare(table_of(channel).held, {channel}));
  GARITA_TRY(found, row.step());
  if (!found) return std::optional<HeldBulletin>();
  return std::optional<HeldBulletin>(held_of(row));
}

Result<std::optional<Bulletin>> Ledger::bulletin(std::string_view channel) {
  GARITA_TRY(row, state_->database.prepare(table_of(channel).content, {channel}));
  GARITA_TRY(found, row.step());
  if (!found) return std::optional<Bulletin>();
  GARITA_TRY(bytes, open_column(kSignedColumn, row.blob(0)));
  GARITA_TRY(bulletin, read_bulletin(bytes.view()));
  return std::optional<Bulletin>(std::move(bulletin));
}

}  // namespace garita::station
