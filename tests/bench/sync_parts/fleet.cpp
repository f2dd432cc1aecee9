#include "tests/bench/sync_parts/fleet.h"

#include <fstream>

#include "central-sync/program/installation.h"
#include "central-sync/store/central_database.h"
#include "schema/crypto/private_file.h"
#include "schema/crypto/secret.h"
#include "schema/record/record.h"
#include "schema/vocabulary/clock.h"
#include "tests/bench/sync_parts/travellers.h"

namespace garita::tests {
namespace {

using central::EnrolledStation;
using central::Layout;

constexpr std::size_t kStationsOfAPost = 99;
constexpr std::chrono::days kCertificateLifetime{30};

/// One of the fleet, as the centre's book and an enrolled station's disk would have it.
Result<FleetIdentity> enrol_one(central::CountryBook& book, const central::Credential& authority,
                                std::size_t number) {
  const Instant now = SystemClock().now();
  EnrolledStation announced;
  announced.post = {PostCode("FLEET" + std::to_string(number / kStationsOfAPost)),
                    "America/Guatemala",
                    "land",
                    true,
                    true,
                    now,
                    {},
                    ""};
  const Digest token = sha256(random_bytes(32));
  GARITA_TRY(id, book.add_station(announced, token, now));
  PrivateKey key = PrivateKey::generate();
  const CertificateOrder order{CertificateRole::kStation,
                               id.value(),
                               {},
                               {},
                               Validity::of_days(SystemClock().now(), kCertificateLifetime)};
  GARITA_TRY(certificate,
             issue_certificate({authority.key, authority.certificate}, key.public_key(), order));
  GARITA_TRY(enrolled, book.station_of_token(token));
  ensure(enrolled.has_value(), "a station that was just announced is in the book");
  enrolled->request_hash = token;
  enrolled->certificate = certificate;
  enrolled->console_certificate = certificate;
  GARITA_CHECK(book.note_enrolled(*enrolled, now));
  return FleetIdentity{std::move(id), std::move(key), std::move(certificate)};
}

Crossing crossing_of(const FleetIdentity& owner, std::uint64_t number) {
  TravelDocument model;
  model.document_code = "P";
  model.issuing_state = "UTO";
  model.nationality = "UTO";
  model.sex = "F";
  Crossing crossing;
  crossing.at = SystemClock().now();
  crossing.post = post_of(owner.station);
  crossing.document = traveller(model, number);
  crossing.purpose = "holiday";
  crossing.transport = "bus";
  crossing.admission_class = "visitor";
  crossing.granted_days = 30;
  crossing.officer = OfficerId("m.duarte");
  crossing.context.alerts_version = 41;
  crossing.context.policies_version = 3;
  crossing.context.alerts_issued_at = crossing.at;
  crossing.context.policies_issued_at = crossing.at;
  crossing.context.rule = "visitor_visa_free";
  crossing.context.policy_version = "2026-1";
  return crossing;
}

}  // namespace

Result<FleetCentre> load_fleet_centre(const std::filesystem::path& centre_data) {
  const Layout layout(centre_data);
  GARITA_TRY(authority, central::load_certificate(layout, central::kAuthorityKey));
  GARITA_TRY(seal, central::load_certificate(layout, central::kSealKey));
  return FleetCentre{std::move(authority), std::move(seal)};
}

Result<void> enrol_fleet(const std::filesystem::path& centre_data,
                         const std::filesystem::path& file, std::size_t count) {
  const Layout layout(centre_data);
  GARITA_TRY(authority, central::load_credential(layout, central::kAuthorityKey));
  GARITA_TRY(place, central::database_of(layout));
  GARITA_TRY(database, central::open_store(place, central::StoreMode::kOpen));
  std::string lines;
  for (std::size_t i = 0; i < count; ++i) {
    GARITA_TRY(one, enrol_one(database->book(), authority, i));
    lines += one.station.value() + " " + to_base64(one.key.pem().view()) + " " +
             to_base64(bytes_of(one.certificate.pem())) + "\n";
  }
  return save_private_file(file, bytes_of(lines));
}

Result<std::vector<FleetIdentity>> load_fleet(const std::filesystem::path& file) {
  std::ifstream in(file);
  std::vector<FleetIdentity> fleet;
  std::string name;
  std::string key;
  std::string certificate;
  while (in >> name >> key >> certificate) {
    GARITA_TRY(key_pem, from_base64(key));
    GARITA_TRY(certificate_pem, from_base64(certificate));
    GARITA_TRY(own_key, PrivateKey::from_pem(text_of(key_pem)));
    GARITA_TRY(own_certificate, Certificate::from_pem(text_of(certificate_pem)));
    fleet.push_back({StationId(name), std::move(own_key), std::move(own_certificate)});
  }
  if (fleet.empty()) return fail(Remedy::kRepair, "no fleet in " + file.string());
  return fleet;
}

PreparedJournal::PreparedJournal(const FleetIdentity& owner, const Certificate& seal,
                                 std::size_t batches, std::size_t in_a_batch)
    : owner_(owner), epoch_(*make_epoch_key(epoch_of(SystemClock().now()), seal)) {
  head_.journal = {owner.station, 1, Lane::kMovement};
  add(batches, in_a_batch);
}

void PreparedJournal::add(std::size_t batches, std::size_t in_a_batch) {
  for (std::size_t i = 0; i < batches; ++i) {
    const std::uint64_t after = head_.head.sequence;
    std::vector<Entry> entries;
    for (std::size_t j = 0; j < in_a_batch; ++j) {
      EntryHeader header;
      header.journal = head_.journal;
      header.sequence = head_.head.sequence + 1;
      header.recorded_at = SystemClock().now();
      header.previous = head_.head.hash;
      const auto record = encode_record(crossing_of(owner_, header.sequence));
      ensure(record.has_value(), "an invented crossing is a record");
      entries.push_back(seal_entry(*record, header, epoch_, random_bytes(kSaltBytes)));
      head_.head = {header.sequence, entry_hash(entries.back())};
    }
    OutgoingBatch outgoing;
    if (after == 0) outgoing.keys.push_back({owner_.station, 1, epoch_.epoch, epoch_.wrapped});
    outgoing.journal = head_.journal;
    outgoing.last = head_.head.sequence;
    outgoing.batch = encode(make_batch(std::move(entries), owner_.key));
    batches_.emplace(after, std::move(outgoing));
  }
}

std::optional<OutgoingBatch> PreparedJournal::batch_after(std::uint64_t after) const {
  const auto found = batches_.find(after);
  return found == batches_.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace garita::tests
