#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "border-station/ledger/ledger.h"
#include "schema/alerts/alert_entry.h"
#include "schema/vocabulary/date.h"
#include "schema/vocabulary/instant.h"

// For the .cpp files of views.h alone.
namespace garita::station {

using Json = nlohmann::ordered_json;

/// An absent value is left out (openapi.yaml).
inline void put(Json& to, const char* key, const std::string& text) {
  if (!text.empty()) to[key] = text;
}
inline void put(Json& to, const char* key, const std::optional<Instant>& moment) {
  if (moment) to[key] = moment->rfc3339();
}
inline void put(Json& to, const char* key, const std::optional<Date>& day) {
  if (day) to[key] = day->iso();
}
inline void put(Json& to, const char* key, const std::optional<int>& number) {
  if (number) to[key] = *number;
}
/// A text that is not UTF-8 is shown with replacement characters, never refused.
inline std::string dumped(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

/// Whom an entry of the alert list means, for somebody to compare. The picture is asked for by its
/// own address.
[[nodiscard]] Json listed_json(const AlertEntry& entry);

struct Standing;
/// HeldBulletin of one channel; a channel that is not held is stale.
[[nodiscard]] Json held_bulletin_json(const Standing& standing, const std::string& channel,
                                      Instant now);

}  // namespace garita::station
