// init, enrol, revoke.
#include <ostream>

#include "central-sync/intake/bundles.h"
#include "central-sync/program/centre.h"
#include "central-sync/program/own_journal.h"
#include "central-sync/program/registrar.h"
#include "schema/crypto/private_file.h"
#include "schema/journal/sections.h"
#include "schema/record/enrolment.h"
#include "schema/vocabulary/iso_countries.h"

namespace garita::central {
namespace {

constexpr const char* kOwnStation = "CENTRE-01";
constexpr std::size_t kTokenBytes = 32;

std::vector<std::string> or_local(const std::vector<std::string>& names) {
  return names.empty() ? std::vector<std::string>{"localhost", "127.0.0.1"} : names;
}

/// A country that there is, by the code that its own documents have in their zones: Germany's is
/// "D" (ICAO Doc 9303-3, section 5), Kosovo's "RKS". In an exercise any will do.
Result<void> check_real(const InitOptions& options) {
  const auto& code = options.country;
  if (options.exercise || is_iso_country(code) || code == "D" || code == "RKS") return {};
  return fail(Remedy::kReject, code +
                                   " is no country's code in ISO 3166-1 alpha-3 (Guatemala's is "
                                   "GTM); only an exercise (--exercise) may have any");
}

/// Takes back the keys of an init that failed, which would be nobody's. What lay there before
/// stays.
class FreshKeys {
 public:
  explicit FreshKeys(std::filesystem::path folder)
      : folder_(std::move(folder)), fresh_(!std::filesystem::exists(folder_)) {}
  FreshKeys(const FreshKeys&) = delete;
  FreshKeys& operator=(const FreshKeys&) = delete;
  ~FreshKeys() {
    std::error_code ignored;
    if (fresh_) std::filesystem::remove_all(folder_, ignored);
  }
  void keep() { fresh_ = false; }

 private:
  std::filesystem::path folder_;
  bool fresh_;
};

Result<void> init(const InitOptions& options, const Terminal& terminal) {
  GARITA_CHECK(check_real(options));
  const bool at_server = !options.database.empty();
  if (at_server && !is_server_address(options.database))
    return fail(Remedy::kReject, "--database takes postgresql://…; without it there is a file");
  const Layout layout(options.data);
  GARITA_TRY(place, place_to_found(layout, options.database));
  const StationId own(kOwnStation);
  const CountryCode country(options.country);
  FreshKeys fresh(layout.keys());
  // An init that was cut short after the keys goes on from there.
  if (!std::filesystem::exists(layout.keys() / (std::string(kAuthorityKey) + ".key")))
    GARITA_CHECK(make_keys(layout, country, own, or_local(options.console_names)));
  GARITA_TRY(certificate, load_certificate(layout, kJournalKey));
  GARITA_TRY(database, open_store(place, StoreMode::kCreate));
  // Whoever keeps a country in this database already has other keys than these.
  if (database->book().own_station())
    return fail(Remedy::kAskOfficer, "this centre has a country already: it stays as it is");
  if (at_server) GARITA_CHECK(save_private_file(layout.address_file(), bytes_of(place)));
  const auto clock = clock_of_installation(options.exercise);
  auto founded =
      database->book().found({country, options.exercise, clock->now()}, own, certificate);
  // Somebody else was faster, with other keys: this folder has no place there.
  if (!founded && founded.error().remedy == Remedy::kReject) {
    std::filesystem::remove(layout.address_file());
    return fail(Remedy::kAskOfficer, founded.error().message);
  }
  GARITA_CHECK(std::move(founded));
  fresh.keep();
  terminal.out << "The centre of " << country.value() << (options.exercise ? " (EXERCISE)" : "")
               << " is made in " << layout.data().string() << "; its keys in "
               << layout.keys().string() << " are all that opens its records: keep a copy apart\n";
  return {};
}

/// Before a station gets its number: the file of another one may still be on its way.
Result<void> check_free(const std::filesystem::path& file) {
  std::error_code ignored;
  if (file.empty() || !std::filesystem::exists(file, ignored)) return {};
  return fail(Remedy::kAskOfficer, file.string() + " is there already and stays as it is");
}

Result<PostRow> post_of_options(const EnrolOptions& options) {
  PostRow post;
  GARITA_TRY(code, parse_post_code(options.post));
  if (code == post_of(StationId(kOwnStation)))
    return fail(Remedy::kReject, "the post " + code.value() + " is the centre itself");
  post.post = code;
  GARITA_TRY(zone, Zone::named(options.zone));
  post.zone = zone.name();
  post.border = options.border;
  std::set<Direction> directions;
  if (post.border != kOffice) {
    GARITA_TRY(seen, directions_of(options.directions));
    directions = std::move(seen);
  }
  post.sees_entries = directions.contains(Direction::kEntry);
  post.sees_exits = directions.contains(Direction::kExit);
  return post;
}

Result<std::string> pem_of(const Layout& layout, const char* name) {
  GARITA_TRY(certificate, load_certificate(layout, name));
  return certificate.pem();
}

/// Everything of the file but token, station and post.
Result<Enrolment> common_part(Centre& centre, const EnrolOptions& options) {
  Enrolment enrolment;
  enrolment.country = centre.settings.country;
  enrolment.exercise = centre.settings.exercise;
  enrolment.centres = options.centres;
  enrolment.desk_names = or_local(options.desk_names);
  GARITA_TRY(authority, pem_of(centre.layout, kAuthorityKey));
  enrolment.authority_certificate = authority;
  GARITA_TRY(centre_certificate, pem_of(centre.layout, kCentreKey));
  enrolment.centre_certificate = centre_certificate;
  GARITA_TRY(seal, pem_of(centre.layout, kSealKey));
  enrolment.seal_certificate = seal;
  GARITA_TRY(bulletins, pem_of(centre.layout, kBulletinsKey));
  enrolment.bulletins_certificate = bulletins;
  GARITA_TRY(newest, centre.database->book().newest_bulletins());
  for (const auto& bulletin : newest) {
    // A long list does not fit: it goes beside, or comes over the link.
    if (!is_section_head(bulletin.content)) enrolment.bulletins.push_back(encode(bulletin));
  }
  return enrolment;
}

Result<Enrolment> make_enrolment(Centre& centre, const EnrolOptions& options) {
  GARITA_TRY(post, post_of_options(options));
  GARITA_TRY(enrolment, common_part(centre, options));
  enrolment.token = to_base64url(random_bytes(kTokenBytes));
  const Instant now = centre.clock->now();
  enrolment.token_valid_until = now.plus(kEnrolmentTokenLifetime);
  EnrolledStation announced;
  announced.post = post;
  announced.desk_names = enrolment.desk_names;
  GARITA_TRY(station, centre.database->book().add_station(announced,
                                                          sha256(bytes_of(enrolment.token)), now));
  enrolment.station = station;
  enrolment.post = post.post;
  if (post.sees_entries) enrolment.directions.insert(Direction::kEntry);
  if (post.sees_exits) enrolment.directions.insert(Direction::kExit);
  enrolment.border = post.border;
  enrolment.zone = post.zone;
  return enrolment;
}

Result<void> answer_request(const EnrolOptions& options, const Terminal& terminal) {
  GARITA_CHECK(check_free(options.out));
  GARITA_TRY(centre, open_centre(options.data));
  GARITA_TRY(text, read_file(options.request, kEnrolmentBytesMax));
  GARITA_TRY(registrar, CentreRegistrar::open(centre.layout));
  auto answer = registrar->enrol(text, centre.clock->now());
  if (!answer) return fail(std::move(answer.error()), options.request.string());
  GARITA_TRY(given, parse_enrolment_answer(*answer));
  if (options.out.empty())
    terminal.out << *answer << '\n';
  else
    GARITA_CHECK(save_private_file(options.out, bytes_of(*answer)));
  terminal.err << given.station.value() << " is enrolled"
               << (options.out.empty() ? "" : ": take " + options.out.string() + " back to it")
               << '\n';
  return {};
}

/// NAME-lists-0001.garita, … beside the enrolment file.
Result<void> put_lists_beside(Centre& centre, const std::filesystem::path& enrolment,
                              const Terminal& terminal) {
  int files = 0;
  const auto keep = [&](ByteView content) -> Result<void> {
    const auto file =
        enrolment.parent_path() / bundle_file_name(enrolment.stem().string() + "-lists", ++files);
    GARITA_CHECK(save_private_file(file, content));
    terminal.err << file.string() << " (for garita-station import, once it is enrolled)\n";
    return {};
  };
  GARITA_CHECK(write_long_lists(centre.database->intake(), keep));
  return {};
}

Result<void> enrol(const EnrolOptions& options, const Terminal& terminal) {
  if (!options.request.empty()) return answer_request(options, terminal);
  GARITA_CHECK(check_free(options.out));
  GARITA_TRY(centre, open_centre(options.data));
  GARITA_TRY(enrolment, make_enrolment(centre, options));
  const std::string text = to_json(enrolment);
  if (options.out.empty()) {
    terminal.out << text << '\n';
    return {};
  }
  GARITA_CHECK(save_private_file(options.out, bytes_of(text)));
  terminal.err << enrolment.station.value() << ": " << options.out.string()
               << " (carries a secret: take it to the station and delete it; good until "
               << enrolment.token_valid_until->rfc3339() << ")\n";
  if (enrolment.border == kOffice) return {};  // no list of persons goes to it
  return put_lists_beside(centre, options.out, terminal);
}

Result<void> revoke(const EndOptions& options, const Terminal& terminal) {
  GARITA_TRY(centre, open_centre(options.data));
  GARITA_TRY(station, parse_station_id(options.what));
  GARITA_TRY(journal, OwnJournal::open(*centre.database, centre.layout));
  const Instant now = centre.clock->now();
  AuditNote note;
  note.at = now;
  note.action = "station_revoked";
  note.subject = station.value();
  note.reason = options.why;
  GARITA_CHECK(journal.write(note, Lane::kAudit, now, [&] {
    return centre.database->book().revoke(station, options.why, now);
  }));
  terminal.out
      << station.value()
      << " is revoked: it is talked to no more. Its post waits for it until it is closed\n";
  return {};
}

}  // namespace

Result<void> check_country(const std::string& country) {
  const bool letters = country.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ") == std::string::npos;
  if (letters && !country.empty() && country.size() <= 3) return {};
  return fail(Remedy::kReject, country + " is no country code of the machine readable zone");
}

Result<std::set<Direction>> directions_of(const std::string& list) {
  std::set<Direction> directions;
  for (const auto& name : split_list(list)) {
    GARITA_TRY(direction, parse_direction(name));
    directions.insert(direction);
  }
  if (directions.empty()) return fail(Remedy::kReject, "a post sees entries, exits or both");
  return directions;
}

ExitStatus run_init(const InitOptions& options, const Terminal& terminal) {
  return report(init(options, terminal), terminal);
}

ExitStatus run_enrol(const EnrolOptions& options, const Terminal& terminal) {
  const bool is_office = options.border == kOffice;
  const bool described = !options.post.empty() && (is_office || !options.directions.empty()) &&
                         !options.border.empty() && !options.zone.empty();
  if (!described && options.request.empty()) {
    terminal.err << "garita-central: a post needs --directions, --border and --zone\n";
    return ExitStatus::kUsage;
  }
  if (is_office && !options.directions.empty()) {
    terminal.err << "garita-central: an office sees nobody cross: it has no --directions\n";
    return ExitStatus::kUsage;
  }
  return report(enrol(options, terminal), terminal);
}

ExitStatus run_revoke(const EndOptions& options, const Terminal& terminal) {
  return report(revoke(options, terminal), terminal);
}

}  // namespace garita::central
