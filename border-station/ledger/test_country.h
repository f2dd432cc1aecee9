#pragma once

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "border-station/ledger/data_directory.h"
#include "border-station/ledger/ledger.h"
#include "schema/vocabulary/clock.h"

// For the tests of border-station alone.
namespace garita::station {

/// A clock that a test sets.
class TestClock : public Clock {
 public:
  [[nodiscard]] Instant now() const override { return now_; }
  void set(std::string_view rfc3339) { now_ = *Instant::from_rfc3339(rfc3339); }
  void advance(std::chrono::milliseconds span) { now_ = now_.plus(span); }

 private:
  Instant now_ = *Instant::from_rfc3339("2026-03-02T14:00:00Z");
};

/// A centre that is keys and certificates, and stations enrolled with it.
class TestCountry {
 public:
  TestCountry() {
    std::string name = (std::filesystem::temp_directory_path() / "garita-XXXXXX").string();
    folder = ::mkdtemp(name.data());
  }
  ~TestCountry() { std::filesystem::remove_all(folder); }
  TestCountry(const TestCountry&) = delete;
  TestCountry& operator=(const TestCountry&) = delete;

  [[nodiscard]] static Validity validity() {
    return Validity::of_days(SystemClock().now(), std::chrono::days(30));
  }
  [[nodiscard]] Certificate issue(const PublicKey& key, CertificateRole role,
                                  const std::string& name) const {
    return *issue_certificate({ca_key, ca}, key, {role, name, {}, {}, validity()});
  }
  [[nodiscard]] Enrolment enrolment(const std::string& station) const {
    Enrolment made;
    made.token = std::string(43, 't');
    made.country = CountryCode("UTO");
    made.station = *parse_station_id(station);
    made.post = post_of(made.station);
    made.directions = {Direction::kEntry, Direction::kExit};
    made.border = "land";
    made.zone = "America/Guatemala";
    made.desk_names = {"localhost"};
    made.authority_certificate = ca.pem();
    made.centre_certificate = centre.pem();
    made.seal_certificate = seal.pem();
    made.bulletins_certificate = bulletins.pem();
    return made;
  }
  [[nodiscard]] EnrolmentAnswer answer(const EnrolmentRequest& request) const {
    const auto station = *CertificateRequest::from_pem(request.station_request);
    const auto console = *CertificateRequest::from_pem(request.console_request);
    const auto& name = request.station.value();
    return {request.station, issue(station.public_key(), CertificateRole::kStation, name).pem(),
            issue(console.public_key(), CertificateRole::kConsole, name).pem()};
  }
  /// An enrolled station's data directory.
  [[nodiscard]] DataDirectory enrol(const std::string& station) const {
    const DataDirectory directory(folder / station);
    const Instant today = SystemClock().now();
    const auto request = begin_enrolment(directory, enrolment(station), today);
    EXPECT_TRUE(request) << request.error().message;
    const auto done = finish_enrolment(directory, answer(*request), today);
    EXPECT_TRUE(done) << done.error().message;
    return directory;
  }
  [[nodiscard]] Bulletin bulletin(const std::string& channel, std::uint64_t version,
                                  std::string_view content) const {
    Bulletin made{channel,
                  version,
                  *Instant::from_rfc3339("2026-03-01T00:00:00Z"),
                  copy_of(bytes_of(content)),
                  {}};
    made.sign(bulletins_key);
    return made;
  }
  [[nodiscard]] Receipt receipt(const JournalState& journal, std::uint64_t held,
                                const Digest& held_hash, std::uint64_t opened) const {
    Receipt made;
    made.journal = journal.id;
    made.held = held;
    made.held_hash = held_hash;
    made.opened = opened;
    made.sign(centre_key);
    return made;
  }

  std::filesystem::path folder;
  PrivateKey ca_key = PrivateKey::generate();
  PrivateKey centre_key = PrivateKey::generate();
  PrivateKey seal_key = PrivateKey::generate();
  PrivateKey bulletins_key = PrivateKey::generate();
  Certificate ca = make_authority_certificate(ca_key, "Garita UTO authority", validity());
  Certificate centre = issue(centre_key.public_key(), CertificateRole::kCentre, "centre");
  Certificate seal = issue(seal_key.public_key(), CertificateRole::kSeal, "seal");
  PrivateKey unit_key = PrivateKey::generate();
  Certificate unit =
      issue(unit_key.public_key(), CertificateRole::kProtectionUnit, "protection unit");
  Certificate bulletins =
      issue(bulletins_key.public_key(), CertificateRole::kBulletins, "bulletins");
};

/// Every file below `folder` in one text: what a thief of the disk has.
inline std::string every_byte_below(const std::filesystem::path& folder) {
  std::ostringstream all;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream file(entry.path(), std::ios::binary);
    all << file.rdbuf();
  }
  return all.str();
}

}  // namespace garita::station
