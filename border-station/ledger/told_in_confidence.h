#pragma once

#include <string>
#include <vector>

namespace garita::station {

/// What the protection unit alone is told of somebody (schema/record/protection.h).
struct ToldInConfidence {
  std::vector<std::string> concerns = {};
  std::string note = "";

  friend bool operator==(const ToldInConfidence&, const ToldInConfidence&) = default;
};

}  // namespace garita::station
