#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

namespace garita::central {

// What the console's answers are made with.

using Json = nlohmann::ordered_json;

inline std::string dumped(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

inline void put(Json& to, const char* key, const std::string& text) {
  if (!text.empty()) to[key] = text;
}

inline Json object_of(const std::vector<std::pair<std::string, std::string>>& fields) {
  Json object = Json::object();
  for (const auto& [name, value] : fields) object[name] = value;
  return object;
}

}  // namespace garita::central
