#include "schema/api/second_factor.h"

#include <nlohmann/json.hpp>
#include <string>

#include "schema/crypto/aead.h"

namespace garita {
namespace {

std::string belongs_to(const OfficerId& officer) { return "second factor of " + officer.value(); }

}  // namespace

Bytes seal_second_factor(const Secret& list_key, const OfficerId& officer, const Secret& totp_key) {
  return seal_box(list_key, bytes_of(belongs_to(officer)), totp_key.view());
}

Result<Secret> open_second_factor(const Secret& list_key, const OfficerId& officer,
                                  ByteView sealed) {
  return open_box(list_key, bytes_of(belongs_to(officer)), sealed);
}

Result<std::map<StationId, Bytes>> second_factor_keys(ByteView officers) {
  const auto json = nlohmann::json::parse(text_of(officers), nullptr, false);
  std::map<StationId, Bytes> keys;
  const auto found = json.find("second_factor_keys");
  if (found == json.end()) return keys;
  if (!found->is_object()) return fail(Remedy::kReject, "\"second_factor_keys\" is no object");
  for (const auto& [station, sealed] : found->items()) {
    if (!sealed.is_string()) return fail(Remedy::kReject, "a second factor's key that is no text");
    GARITA_TRY(bytes, from_base64(sealed.get<std::string>()));
    keys.emplace(StationId(station), std::move(bytes));
  }
  return keys;
}

}  // namespace garita
