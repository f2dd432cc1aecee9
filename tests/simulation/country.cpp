#include "tests/simulation/country.h"

#include <fstream>
#include <iterator>

#include "border-station/ledger/ledger.h"
#include "schema/crypto/private_file.h"
#include "schema/vocabulary/clock.h"

namespace garita::tests {
namespace {

constexpr auto kOneDay =
    "name = \"simulated\"\nversion = \"2026-1\"\ncountry = \"UTO\"\n[[rule]]\nid = \"visitor\"\n"
    "citation = \"Act, section 5\"\neffective_from = 1990-01-01\nkind = \"fixed_days\"\n"
    "days = 1\n";

/// A database that everybody has closed: one file.
FaultyDisk::Files closed_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  auto file = std::make_shared<FaultyFile>();
  file->content.assign(std::istreambuf_iterator<char>(in), {});
  file->durable = file->content;
  file->durably_there = true;
  return {{path.string(), std::move(file)}};
}

}  // namespace

SimulatedCountry::SimulatedCountry() {
  centre_.publish_policies(kOneDay, live_since());
  for (const auto* post : {"NORTE", "NORTE", "SUR"}) enrol(post);
  save_keys_of_own_journal();
  centre_.project();
  centre_.close();
  centre_files_ = closed_file(centre_.file());
}

void SimulatedCountry::save_keys_of_own_journal() {
  const auto own = *centre_.database().book().own_station();
  const auto& key = centre_.station_key();
  const auto keys = layout_.keys();
  std::filesystem::create_directories(keys);
  const auto save = [&keys](const char* name, const Certificate& certificate) {
    const auto file = keys / (std::string(name) + ".pem");
    ensure(save_private_file(file, bytes_of(certificate.pem())).has_value(), "a key is saved");
  };
  ensure(key.save(keys / (std::string(central::kJournalKey) + ".key")).has_value(),
         "a key is saved");
  save(central::kJournalKey, centre_.issued(key, CertificateRole::kStation, own.value()));
  save(central::kSealKey, centre_.seal());
}

void SimulatedCountry::enrol(const std::string& post) {
  const Instant at = live_since();
  auto& book = centre_.database().book();
  central::EnrolledStation announced;
  announced.post = {PostCode(post), "America/Guatemala", "land", true, true, at, {}, ""};
  const auto token = sha256(bytes_of(post + std::to_string(stations_.size())));
  const auto id = *book.add_station(announced, token, at);

  const auto& key = centre_.centre_key();
  Enrolment enrolment;
  enrolment.token = std::string(43, 't');
  enrolment.country = CountryCode("UTO");
  enrolment.station = id;
  enrolment.post = PostCode(post);
  enrolment.directions = {Direction::kEntry, Direction::kExit};
  enrolment.border = "land";
  enrolment.zone = "America/Guatemala";
  enrolment.desk_names = {"localhost"};
  enrolment.authority_certificate = centre_.authority().pem();
  enrolment.centre_certificate = centre_.issued(key, CertificateRole::kCentre, "centre").pem();
  enrolment.seal_certificate = centre_.seal().pem();
  enrolment.bulletins_certificate =
      centre_.issued(key, CertificateRole::kBulletins, "bulletins").pem();

  const station::DataDirectory directory(folder_.path() / id.value());
  const Instant today = SystemClock().now();
  const auto request = *station::begin_enrolment(directory, enrolment, today);
  const auto asked = *CertificateRequest::from_pem(request.station_request);
  const auto console = *CertificateRequest::from_pem(request.console_request);
  auto enrolled = *book.station_of_token(token);
  enrolled->request_hash = token;
  enrolled->certificate =
      centre_.issued_to(asked.public_key(), CertificateRole::kStation, id.value());
  enrolled->console_certificate =
      centre_.issued_to(console.public_key(), CertificateRole::kConsole, id.value());
  ensure(book.note_enrolled(*enrolled, at).has_value(), "a station may enrol");
  const EnrolmentAnswer answer{id, enrolled->certificate->pem(),
                               enrolled->console_certificate->pem()};
  const auto done = station::finish_enrolment(directory, answer, today);
  ensure(done.has_value(), "a station takes its certificate");
  {
    const SystemClock clock;
    ensure(station::Ledger::open(directory, clock, {}).has_value(), "an enrolled station opens");
  }
  auto identity = station::load_identity(directory);
  ensure(identity.has_value(), "an enrolled station knows who it is");
  stations_.push_back({id, PostCode(post), directory, closed_file(directory.database()),
                       std::make_shared<const station::Identity>(*std::move(identity))});
  const station::DataDirectory twin(folder_.path() / (id.value() + "-twin"));
  std::filesystem::copy(directory.path(), twin.path(), std::filesystem::copy_options::recursive);
  twins_.push_back({id, PostCode(post), twin, {}, stations_.back().identity});
}

}  // namespace garita::tests
