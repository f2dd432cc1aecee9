#include "central-sync/program/officers_list.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "central-sync/program/publishing.h"

namespace garita::central {
namespace {

constexpr auto kChannel = "officers";

/// The bulletin "officers": who may log in where, the verifiers of their passwords, until when.
std::string officers_json(const std::vector<OfficerRow>& officers, Instant expires_at) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const auto& officer : officers)
    list.push_back({{"id", officer.officer.value()},
                    {"name", officer.name},
                    {"roles", officer.roles},
                    {"verifier", officer.verifier},
                    {"active", officer.active}});
  return nlohmann::ordered_json{{"expires_at", expires_at.rfc3339()}, {"officers", list}}.dump(
      -1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace

Result<Bulletin> publish_officers(Centre& centre) {
  return publish(centre, kChannel, [&](const PrivateKey&) -> Result<Bytes> {
    GARITA_TRY(officers, centre.database->book().officers());
    const Instant expires_at = centre.clock->now().plus(kOfficersLast);
    return copy_of(bytes_of(officers_json(officers, expires_at)));
  });
}

Result<void> renew_officers_when_due(Centre& centre) {
  GARITA_TRY(bulletins, centre.database->reading().bulletins());
  const auto listed = std::ranges::find(bulletins, kChannel, &BulletinRow::channel);
  if (listed == bulletins.end()) return {};
  const Instant now = centre.clock->now();
  // A clock that was set back waits for no year.
  const bool fresh = listed->issued_at <= now && now - listed->issued_at < kOfficersRenewedEvery;
  if (fresh) return {};
  const auto published = publish_officers(centre);
  return published ? Result<void>() : Failure(published.error());
}

}  // namespace garita::central
