#include "central-sync/store/relational/country_tables.h"

#include "central-sync/store/relational/columns.h"
#include "schema/journal/sections.h"

namespace garita::central {
namespace {

constexpr int kStationsAtAPostMax = 99;

constexpr const char* kSetting = "INSERT INTO settings (name, value) VALUES (?1, ?2)";
constexpr const char* kOwnStation =
    "INSERT INTO own_station (station, certificate) VALUES (?1, ?2)";
constexpr const char* kAddPost =
    "INSERT INTO posts (post, zone, border, sees_entries, sees_exits, opened_at) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO NOTHING";
constexpr const char* kSamePost =
    "SELECT 1 FROM posts WHERE post = ?1 AND zone = ?2 AND border = ?3 AND sees_entries = ?4 AND "
    "sees_exits = ?5";
constexpr const char* kCountStations = "SELECT count(*) FROM stations WHERE post = ?1";
constexpr const char* kAddStation =
    "INSERT INTO stations (station, post, token_hash, made_at, desk_names) VALUES (?1, ?2, ?3, ?4, "
    "?5)";
constexpr const char* kByToken =
    "SELECT s.station, s.request_hash, s.certificate, s.console_certificate, p.post, p.zone, "
    "p.border, p.sees_entries, p.sees_exits, p.opened_at, s.desk_names, s.made_at, s.revoked_at "
    "FROM stations s JOIN posts p USING (post) WHERE s.token_hash = ?1";
constexpr const char* kEnrolled =
    "UPDATE stations SET request_hash = ?2, certificate = ?3, console_certificate = ?4, "
    "enrolled_at = ?5 WHERE station = ?1 AND enrolled_at IS NULL";
constexpr const char* kRevoke =
    "UPDATE stations SET revoked_at = coalesce(revoked_at, ?2), revoked_why = "
    "coalesce(revoked_why, "
    "?3) WHERE station = ?1";
constexpr const char* kPutOfficer =
    "INSERT INTO officers (officer, name, roles, verifier, active) VALUES (?1, ?2, ?3, ?4, ?5) "
    "ON CONFLICT (officer) DO UPDATE SET name = excluded.name, roles = excluded.roles, "
    "verifier = excluded.verifier, active = excluded.active";
constexpr const char* kNewestVersion = "SELECT max(version) FROM bulletins WHERE channel = ?1";
constexpr const char* kNewestSectionVersion =
    "SELECT max(version) FROM bulletin_sections WHERE channel = ?1";
constexpr const char* kPutSection =
    "INSERT INTO bulletin_sections (channel, version, signed) VALUES (?1, ?2, ?3)";
constexpr const char* kPutBulletin =
    "INSERT INTO bulletins (channel, version, signed) VALUES (?1, ?2, ?3)";
constexpr const char* kNewest =
    "SELECT signed FROM bulletins b WHERE version = (SELECT max(version) FROM bulletins n WHERE "
    "n.channel = b.channel) ORDER BY channel";

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : ",") + word;
  return text;
}

std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> words;
  std::size_t from = 0;
  while (from < text.size()) {
    const auto to = std::min(text.find(',', from), text.size());
    words.push_back(text.substr(from, to - from));
    from = to + 1;
  }
  return words;
}

Result<std::optional<Certificate>> certificate_at(const Statement& row, int column) {
  const auto der = row.nullable_blob(column);
  if (!der) return std::nullopt;
  GARITA_TRY(certificate, Certificate::from_der(*der));
  return certificate;
}

}  // namespace

Result<void> RelationalCountryBook::found(const CentreSettings& settings, const StationId& own,
                                          const Certificate& own_certificate) {
  GARITA_TRY(transaction, WriteTransaction::begin(db_));
  GARITA_TRY(there, one_integer(db_, "SELECT 1 FROM own_station", {}));
  if (there) return fail(Remedy::kReject, "this centre has a country already");
  GARITA_CHECK(db_.execute(kSetting, {"country", settings.country.value()}));
  GARITA_CHECK(db_.execute(kSetting, {"exercise", settings.exercise ? "yes" : "no"}));
  GARITA_CHECK(
      db_.execute(kSetting, {"created_at", std::to_string(settings.created_at.milliseconds)}));
  GARITA_CHECK(db_.execute(kOwnStation, {own.value(), own_certificate.der()}));
  return transaction.commit();
}

Result<StationId> RelationalCountryBook::own_station() {
  GARITA_TRY(station, one_text(db_, "SELECT station FROM own_station", {}));
  if (!station) return fail(Remedy::kRepair, "there is no country here: run init first");
  return StationId(*station);
}

Result<void> RelationalCountryBook::add_post(const PostRow& post, Instant now) {
  GARITA_CHECK(db_.execute(kAddPost, {post.post.value(), post.zone, post.border, post.sees_entries,
                                      post.sees_exits, now.milliseconds}));
  GARITA_TRY(same, one_integer(db_, kSamePost,
                               {post.post.value(), post.zone, post.border, post.sees_entries,
                                post.sees_exits}));
  if (same) return {};
  return fail(Remedy::kReject, "the post " + post.post.value() +
                                   " is there with another zone, border or directions");
}

Result<StationId> RelationalCountryBook::add_station(const EnrolledStation& announced,
                                                     const Digest& token_hash, Instant now) {
  const PostRow& post = announced.post;
  GARITA_TRY(transaction, WriteTransaction::begin(db_));
  GARITA_CHECK(add_post(post, now));
  GARITA_TRY(count, one_integer(db_, kCountStations, {post.post.value()}));
  if (*count >= kStationsAtAPostMax)
    return fail(Remedy::kReject, "the post " + post.post.value() + " has 99 stations");
  const std::string desk_names = joined(announced.desk_names);
  const std::string number = std::to_string(*count + 1);
  GARITA_TRY(station,
             parse_station_id(post.post.value() + "-" + (number.size() == 1 ? "0" : "") + number));
  GARITA_CHECK(db_.execute(
      kAddStation, {station.value(), post.post.value(), token_hash, now.milliseconds, desk_names}));
  GARITA_CHECK(transaction.commit());
  return station;
}

Result<std::optional<EnrolledStation>> RelationalCountryBook::station_of_token(
    const Digest& token_hash) {
  GARITA_TRY(row, db_.prepare(kByToken, {token_hash}));
  GARITA_TRY(found, row.step());
  if (!found) return std::nullopt;
  EnrolledStation station;
  station.station = StationId(row.text(0));
  if (const auto hash = row.nullable_blob(1)) {
    GARITA_TRY(digest, digest_from(*hash));
    station.request_hash = digest;
  }
  station.desk_names = split(row.text(10));
  station.made_at = instant_at(row, 11);
  station.revoked_at = nullable_instant_at(row, 12);
  GARITA_TRY(certificate, certificate_at(row, 2));
  station.certificate = certificate;
  GARITA_TRY(console_certificate, certificate_at(row, 3));
  station.console_certificate = console_certificate;
  station.post.post = PostCode(row.text(4));
  station.post.zone = row.text(5);
  station.post.border = row.text(6);
  station.post.sees_entries = row.integer(7) != 0;
  station.post.sees_exits = row.integer(8) != 0;
  station.post.opened_at = instant_at(row, 9);
  return station;
}

Result<void> RelationalCountryBook::note_enrolled(const EnrolledStation& station, Instant at) {
  const auto der = [](const std::optional<Certificate>& certificate) {
    return certificate ? std::optional(certificate->der()) : std::optional<Bytes>();
  };
  const auto certificate = der(station.certificate);
  const auto console_certificate = der(station.console_certificate);
  GARITA_CHECK(db_.execute(kEnrolled, {station.station.value(), station.request_hash, certificate,
                                       console_certificate, at.milliseconds}));
  return {};
}

Result<void> RelationalCountryBook::revoke(const StationId& station, const std::string& why,
                                           Instant at) {
  GARITA_TRY(changed, db_.execute(kRevoke, {station.value(), at.milliseconds, why}));
  if (changed == 0) return fail(Remedy::kReject, "there is no station " + station.value());
  return {};
}

Result<std::vector<OfficerRow>> RelationalCountryBook::officers() {
  GARITA_TRY(
      row, db_.prepare("SELECT officer, name, roles, verifier, active, second_factor FROM officers "
                       "ORDER BY officer"));
  std::vector<OfficerRow> officers;
  for (;;) {
    GARITA_TRY(found, row.step());
    if (!found) return officers;
    officers.push_back({OfficerId(row.text(0)), row.text(1), split(row.text(2)), row.text(3),
                        row.integer(4) != 0, row.nullable_blob(5)});
  }
}

Result<void> RelationalCountryBook::put_officer(const OfficerRow& officer) {
  const std::string roles = joined(officer.roles);
  GARITA_CHECK(db_.execute(kPutOfficer, {officer.officer.value(), officer.name, roles,
                                         officer.verifier, officer.active}));
  return {};
}

Result<bool> RelationalCountryBook::put_second_factor(const OfficerId& officer,
                                                      const std::optional<Bytes>& sealed) {
  GARITA_TRY(changed, db_.execute("UPDATE officers SET second_factor = ?2 WHERE officer = ?1",
                                  {officer.value(), sealed}));
  return changed == 1;
}

Result<std::uint64_t> RelationalCountryBook::newest_version(const std::string& channel) {
  const char* question = parse_section(channel) ? kNewestSectionVersion : kNewestVersion;
  GARITA_TRY(version, one_integer(db_, question, {channel}));
  return static_cast<std::uint64_t>(version.value_or(0));
}

Result<void> RelationalCountryBook::put_bulletin(const Bulletin& bulletin) {
  GARITA_TRY(newest, newest_version(bulletin.channel));
  if (bulletin.version != newest + 1)
    return fail(Remedy::kReject, "version " + std::to_string(bulletin.version) +
                                     " does not follow " + std::to_string(newest));
  const char* put = parse_section(bulletin.channel) ? kPutSection : kPutBulletin;
  GARITA_CHECK(db_.execute(put, {bulletin.channel, bulletin.version, encode(bulletin)}));
  return {};
}

Result<std::vector<Bulletin>> RelationalCountryBook::newest_bulletins() {
  GARITA_TRY(row, db_.prepare(kNewest));
  std::vector<Bulletin> bulletins;
  for (;;) {
    GARITA_TRY(found, row.step());
    if (!found) return bulletins;
    GARITA_TRY(bulletin, read_bulletin(row.blob(0)));
    bulletins.push_back(std::move(bulletin));
  }
}

}  // namespace garita::central
