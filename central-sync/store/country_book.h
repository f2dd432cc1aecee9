#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "central-sync/store/central_store.h"
#include "schema/crypto/certificate.h"
#include "schema/crypto/hash.h"
#include "schema/crypto/secret.h"
#include "schema/journal/statements.h"
#include "schema/vocabulary/ids.h"
#include "schema/vocabulary/instant.h"
#include "schema/vocabulary/result.h"

namespace garita::central {

/// Someone who may log in, at a post or at the directorate's console.
struct OfficerRow {
  OfficerId officer;
  std::string name;
  std::vector<std::string> roles;  ///< as schema/api spells them
  std::string verifier;            ///< scrypt, schema/crypto/password
  bool active = true;
  /// The key of the officer's telephone, sealed to the centre's seal certificate; absent: a
  /// password is enough. put_officer leaves it as it is.
  std::optional<Bytes> second_factor = std::nullopt;
};

/// A station that was announced, and what it became.
struct EnrolledStation {
  StationId station;
  PostRow post;
  Instant made_at;                      ///< when the token was given out
  std::vector<std::string> desk_names;  ///< under which officers open the desk
  std::optional<Instant> revoked_at;
  std::optional<Digest> request_hash;  ///< of the request that spent the token
  std::optional<Certificate> certificate;
  std::optional<Certificate> console_certificate;
};

/// The key under which documents stand in the list of open stays (schema/openstays).
struct ListingKey {
  Secret key;
  Instant made_at;
  std::map<StationId, Bytes> sealed;  ///< to whom it was sealed already
};

/// What persons settle at the centre: the country, its posts and stations, officers, bulletins.
/// One object belongs to one thread. Remedies: retry (busy, full), repair (damaged), and reject
/// where it says so.
class CountryBook {
 public:
  CountryBook() = default;
  CountryBook(const CountryBook&) = delete;
  CountryBook& operator=(const CountryBook&) = delete;
  virtual ~CountryBook() = default;

  /// Once. Remedy: reject, when the country is there already.
  [[nodiscard]] virtual Result<void> found(const CentreSettings& settings, const StationId& own,
                                           const Certificate& own_certificate) = 0;
  [[nodiscard]] virtual Result<StationId> own_station() = 0;

  /// Adds a station with the next number of its post, and the post when it is new. Remedy: reject,
  /// when the post is there with another zone, border or directions, or has 99 stations. Of
  /// `station`, the id is chosen here.
  [[nodiscard]] virtual Result<StationId> add_station(const EnrolledStation& station,
                                                      const Digest& token_hash, Instant now) = 0;
  [[nodiscard]] virtual Result<std::optional<EnrolledStation>> station_of_token(
      const Digest& token_hash) = 0;
  [[nodiscard]] virtual Result<void> note_enrolled(const EnrolledStation& station, Instant at) = 0;
  /// Remedy: reject, when there is no such station.
  [[nodiscard]] virtual Result<void> revoke(const StationId& station, const std::string& why,
                                            Instant at) = 0;

  /// The stations that may hold what goes down: enrolled, and not revoked.
  [[nodiscard]] virtual Result<std::map<StationId, Certificate>> certified_stations() = 0;
  /// The hours on paper that desks announced, by the record that did, which the centre closed since
  /// then; and when. What the announcing life of a disk closed itself is not among them, nor what a
  /// period of the centre's own opened again, which begins no later.
  [[nodiscard]] virtual Result<std::map<RecordId, Instant>> papers_closed(Instant since) = 0;
  /// When a station was revoked last; absent: none ever was.
  [[nodiscard]] virtual Result<std::optional<Instant>> last_revocation() = 0;

  /// Absent before the first.
  [[nodiscard]] virtual Result<std::optional<ListingKey>> listing_key() = 0;
  /// Takes the place of the one before.
  [[nodiscard]] virtual Result<void> put_listing_key(const ListingKey& key) = 0;

  [[nodiscard]] virtual Result<std::vector<OfficerRow>> officers() = 0;
  /// Adds or replaces.
  [[nodiscard]] virtual Result<void> put_officer(const OfficerRow& officer) = 0;
  /// False: there is no such officer.
  [[nodiscard]] virtual Result<bool> put_second_factor(const OfficerId& officer,
                                                       const std::optional<Bytes>& sealed) = 0;

  /// Of a channel or of a section of one; 0 before the first.
  [[nodiscard]] virtual Result<std::uint64_t> newest_version(const std::string& channel) = 0;
  /// Signed. Remedy: reject, when the version is not the next one.
  [[nodiscard]] virtual Result<void> put_bulletin(const Bulletin& bulletin) = 0;
  /// Forgets of a channel and of its sections all but the newest versions of each: what is known of
  /// a post that holds an older one is sent whole.
  [[nodiscard]] virtual Result<void> forget_bulletins(const std::string& channel,
                                                      std::uint64_t versions_kept) = 0;
  /// Of each channel, without sections.
  [[nodiscard]] virtual Result<std::vector<Bulletin>> newest_bulletins() = 0;
};

}  // namespace garita::central
