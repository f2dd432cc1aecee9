#pragma once

#include "central-sync/store/country_book.h"
#include "schema/storage/database.h"

namespace garita::central {

/// The country's book in SQL (migrations 0001). `database` outlives it.
class RelationalCountryBook : public CountryBook {
 public:
  explicit RelationalCountryBook(Database& database) : db_(database) {}

  Result<void> found(const CentreSettings& settings, const StationId& own,
                     const Certificate& own_certificate) override;
  Result<StationId> own_station() override;
  Result<StationId> add_station(const EnrolledStation& station, const Digest& token_hash,
                                Instant now) override;
  Result<std::optional<EnrolledStation>> station_of_token(const Digest& token_hash) override;
  Result<void> note_enrolled(const EnrolledStation& station, Instant at) override;
  Result<void> revoke(const StationId& station, const std::string& why, Instant at) override;
  Result<std::map<StationId, Certificate>> certified_stations() override;
  Result<std::map<RecordId, Instant>> papers_closed(Instant since) override;
  Result<std::optional<Instant>> last_revocation() override;
  Result<std::optional<ListingKey>> listing_key() override;
  Result<void> put_listing_key(const ListingKey& key) override;
  Result<std::vector<OfficerRow>> officers() override;
  Result<void> put_officer(const OfficerRow& officer) override;
  Result<bool> put_second_factor(const OfficerId& officer,
                                 const std::optional<Bytes>& sealed) override;
  Result<std::uint64_t> newest_version(const std::string& channel) override;
  Result<void> put_bulletin(const Bulletin& bulletin) override;
  Result<void> forget_bulletins(const std::string& channel, std::uint64_t versions_kept) override;
  Result<std::vector<Bulletin>> newest_bulletins() override;

 private:
  Result<void> add_post(const PostRow& post, Instant now);

  Database& db_;
};

}  // namespace garita::central
