#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "central-sync/intake/intake.h"
#include "central-sync/projection/projector.h"
#include "central-sync/store/central_database.h"
#include "schema/crypto/certificate.h"
#include "schema/journal/batch.h"
#include "schema/record/enrolment.h"
#include "schema/record/record.h"
#include "schema/storage/database.h"

namespace garita::central::testing {

[[nodiscard]] inline Instant utc(std::string_view text) { return *Instant::from_rfc3339(text); }

[[nodiscard]] Database connected_to(const std::string& place);
/// "SELECT COLUMNS FROM TABLE REST" with the columns of each row as JSON.
[[nodiscard]] std::vector<std::string> rows_of(Database& database, const std::string& columns,
                                               const std::string& table_and_rest);

/// Every row of everything that is projected.
[[nodiscard]] std::vector<std::string> all_rows(Database database);

/// An empty database's place, as open_store takes it, perhaps in `folder`; what was there before is
/// gone. A test program links one of two: test_place.cpp for SQLite, tests/support for PostgreSQL.
[[nodiscard]] std::string fresh_place(const std::filesystem::path& folder);

/// A folder that is gone afterwards.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "garita-XXXXXX").string();
    path_ = ::mkdtemp(name.data());
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() { std::filesystem::remove_all(path_); }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// A station's end: seals records into its journals and hands them over when it is told to.
class TestStation {
 public:
  TestStation(StationId id, const Certificate& seal, const PrivateKey& key)
      : id_(std::move(id)), key_(key), epoch_(*make_epoch_key(20'000, seal)) {}

  /// Into the journal; not sent yet.
  RecordId write(const Record& record, Instant at, Lane lane = Lane::kMovement);
  /// What was written and not taken yet, as one batch.
  [[nodiscard]] std::optional<Batch> take(Lane lane = Lane::kMovement);
  [[nodiscard]] WrappedEpochKey wrapped_key() const {
    return {id_, incarnation_, epoch_.epoch, epoch_.wrapped};
  }
  [[nodiscard]] Claim claim(Instant complete_until) const;
  void sign(Claim& claim) const { claim.sign(key_); }
  void corrupt_next() { corrupt_next_ = true; }
  void begin_incarnation(std::uint32_t incarnation) {
    incarnation_ = incarnation;
    heads_.clear();
    unsent_.clear();
  }
  [[nodiscard]] const StationId& id() const { return id_; }

 private:
  StationId id_;
  const PrivateKey& key_;
  EpochKey epoch_;
  std::uint32_t incarnation_ = 1;
  bool corrupt_next_ = false;
  std::map<Lane, JournalHead> heads_;
  std::map<Lane, std::vector<Entry>> unsent_;
};

/// A centre of its own with posts in the zone of Guatemala, a station each, and a pack of 30 days
/// in force.
class TestCentre {
 public:
  explicit TestCentre(std::string_view live_since = "2025-06-01T00:00:00Z",
                      std::vector<std::string> posts = {"NORTE", "SUR"});

  TestStation& station(const std::string& post) { return *stations_.at(post); }
  TestStation& own() { return *own_; }
  CentralDatabase& database() { return *database_; }
  CentralStore& reading() { return database_->reading(); }
  [[nodiscard]] const Certificate& authority() const { return authority_; }
  [[nodiscard]] const Certificate& seal() const { return seal_; }
  /// Every station's, and the one that signs receipts.
  [[nodiscard]] const PrivateKey& station_key() const { return station_key_; }
  [[nodiscard]] const PrivateKey& centre_key() const { return centre_key_; }
  [[nodiscard]] Certificate issued(const PrivateKey& key, CertificateRole role,
                                   const std::string& name) const {
    return issued_to(key.public_key(), role, name);
  }
  [[nodiscard]] Certificate issued_to(const PublicKey& key, CertificateRole role,
                                      const std::string& name) const;
  /// Where its database is, as open_store takes it.
  [[nodiscard]] const std::string& place() const { return place_; }
  /// The same where it is a file.
  [[nodiscard]] std::filesystem::path file() const { return place_; }
  /// Past the store, as somebody who has access to the database.
  [[nodiscard]] Database connection() const { return connected_to(place_); }

  /// Everything that the station has written arrives.
  Accepted receive(TestStation& station, Instant received_at, Lane lane = Lane::kMovement);
  Accepted receive(const Batch& batch, Instant received_at);
  void receive_claim(TestStation& station, Instant complete_until, Instant received_at);
  std::size_t project();
  std::size_t rebuild();
  [[nodiscard]] Projector projector(CentralDatabase& database);
  [[nodiscard]] Projector projector(IntakeStore& intake, ProjectionTables& tables);
  void publish_policies(const std::string& toml, Instant at);
  /// One station more, of a post that may be new; named by its post if it is the first there, else
  /// by its own name.
  void enrol(const std::string& post, Instant at, const std::string& border = "land",
             const std::string& zone = "America/Guatemala");
  /// Lets go of the database, and takes it up again.
  void close() { database_.reset(); }
  void reopen();
  /// An empty database with the same keys and stations: as if nothing had arrived yet.
  void begin_again();

 private:
  void found();

  TemporaryFolder folder_;
  std::string place_;
  Instant live_since_;
  std::vector<std::string> posts_;
  PrivateKey authority_key_ = PrivateKey::generate();
  Certificate authority_;
  PrivateKey seal_key_ = PrivateKey::generate();
  Certificate seal_;
  PrivateKey station_key_ = PrivateKey::generate();
  PrivateKey centre_key_ = PrivateKey::generate();
  Secret pseudonym_secret_ = Secret::copy_of(bytes_of("a secret of thirty-two bytes, or so"));
  StationId own_id_{"CENTRE-01"};
  std::unique_ptr<CentralDatabase> database_;
  std::map<std::string, std::unique_ptr<TestStation>> stations_;
  std::unique_ptr<TestStation> own_;
};

/// Names hold no digits: each becomes a letter.
[[nodiscard]] std::string in_letters(std::string text);

/// A crossing of somebody who is told apart by `number`, which is the document's too.
[[nodiscard]] Crossing crossing(Direction direction, const std::string& post, Instant at,
                                const std::string& number);
[[nodiscard]] inline Crossing entry(const std::string& post, Instant at,
                                    const std::string& number) {
  return crossing(Direction::kEntry, post, at, number);
}
[[nodiscard]] inline Crossing exit(const std::string& post, Instant at, const std::string& number) {
  return crossing(Direction::kExit, post, at, number);
}

/// Families whose names resemble one another: twins, second nationalities, surnames left out and in
/// another order and other ones, partial birth dates, one document under two names, of two people,
/// and under both codes of a State.
[[nodiscard]] std::vector<TravelDocument> lookalikes();

/// 30 days from entry for everybody.
[[nodiscard]] std::string thirty_days();

}  // namespace garita::central::testing
