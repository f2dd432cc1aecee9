#include "central-sync/program/officers_list.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "central-sync/program/publishing.h"
#include "schema/api/officers.h"
#include "schema/api/second_factor.h"
#include "schema/crypto/envelope.h"

namespace garita::central {
namespace {

constexpr auto kChannel = "officers";

using Json = nlohmann::ordered_json;

bool has_second_factor(const OfficerRow& officer) { return officer.second_factor.has_value(); }

/// The second factors of a list under a key of its own, and that key for each station that may
/// have it.
class SecondFactorSealer {
 public:
  static Result<SecondFactorSealer> for_stations(Centre& centre) {
    GARITA_TRY(seal, load_credential(centre.layout, kSealKey));
    SecondFactorSealer sealer(std::move(seal));
    GARITA_TRY(stations, centre.database->book().certified_stations());
    for (const auto& [station, certificate] : stations) {
      GARITA_TRY(sealed, seal_to_certificate(sealer.list_key_.view(), certificate));
      sealer.keys_[station.value()] = to_base64(sealed);
    }
    return sealer;
  }

  [[nodiscard]] const Json& keys() const { return keys_; }
  [[nodiscard]] Result<std::string> sealed(const OfficerRow& officer) const {
    GARITA_TRY(key, open_envelope(*officer.second_factor, seal_.key, seal_.certificate));
    return to_base64(seal_second_factor(list_key_, officer.officer, key));
  }

 private:
  explicit SecondFactorSealer(Credential seal) : seal_(std::move(seal)) {}
  Credential seal_;
  Secret list_key_ = random_secret(kSecondFactorsKeyBytes);
  Json keys_ = Json::object();
};

/// The bulletin "officers": who may log in where, the verifiers of their passwords, until when.
Result<std::string> officers_json(Centre& centre, const std::vector<OfficerRow>& officers) {
  std::optional<SecondFactorSealer> sealer;
  if (std::ranges::any_of(officers, has_second_factor)) {
    GARITA_TRY(made, SecondFactorSealer::for_stations(centre));
    sealer.emplace(std::move(made));
  }
  Json list = Json::array();
  for (const auto& officer : officers) {
    Json one{{"id", officer.officer.value()},
             {"name", officer.name},
             {"roles", officer.roles},
             {"verifier", officer.verifier},
             {"active", officer.active}};
    if (has_second_factor(officer)) {
      GARITA_TRY(sealed, sealer->sealed(officer));
      one["second_factor"] = sealed;
    }
    list.push_back(std::move(one));
  }
  const Instant expires_at = centre.clock->now().plus(kOfficersLast);
  Json json{{"expires_at", expires_at.rfc3339()}, {"officers", std::move(list)}};
  if (sealer) json["second_factor_keys"] = sealer->keys();
  GARITA_TRY(papers, closed_at_desks(centre));
  for (const auto& [record, at] : papers)
    json[kPapersClosed].push_back({{"record", record.text()}, {"at", at.rfc3339()}});
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

/// Whether stations came or went since the list was made, that have keys in it or should have.
Result<bool> is_for_other_stations(Centre& centre, const Bulletin& list) {
  GARITA_TRY(officers, centre.database->book().officers());
  if (std::ranges::none_of(officers, has_second_factor)) return false;
  GARITA_TRY(keys, second_factor_keys(list.content));
  GARITA_TRY(stations, centre.database->book().certified_stations());
  return !std::ranges::equal(
      keys, stations, {}, [](const auto& one) { return one.first; },
      [](const auto& one) { return one.first; });
}

}  // namespace

Result<Bulletin> publish_officers(Centre& centre) {
  return publish(centre, kChannel, [&](const PrivateKey&) -> Result<Bytes> {
    GARITA_TRY(officers, centre.database->book().officers());
    GARITA_TRY(json, officers_json(centre, officers));
    return copy_of(bytes_of(json));
  });
}

Result<std::map<RecordId, Instant>> closed_at_desks(Centre& centre) {
  return centre.database->book().papers_closed(centre.clock->now().minus(kOfficersLast));
}

Result<void> tell_desks(Centre& centre) {
  GARITA_TRY(newest, centre.database->book().newest_version(kChannel));
  if (newest == 0) return {};
  const auto published = publish_officers(centre);
  return published ? Result<void>() : Failure(published.error());
}

Result<void> renew_officers_when_due(Centre& centre) {
  GARITA_TRY(bulletins, centre.database->reading().bulletins());
  const auto listed = std::ranges::find(bulletins, kChannel, &BulletinRow::channel);
  if (listed == bulletins.end()) return {};
  const Instant now = centre.clock->now();
  // A clock that was set back waits for no year.
  const bool fresh = listed->issued_at <= now && now - listed->issued_at < kOfficersRenewedEvery;
  if (fresh) {
    GARITA_TRY(list, centre.database->intake().bulletin(kChannel, listed->version));
    if (!list) return {};
    GARITA_TRY(other, is_for_other_stations(centre, *list));
    if (!other) return {};
  }
  const auto published = publish_officers(centre);
  return published ? Result<void>() : Failure(published.error());
}

}  // namespace garita::central
