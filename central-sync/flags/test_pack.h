#pragma once

#include <string>

#include "schema/stay/policy.h"

namespace garita::central {

/// Of the country UTO, with one rule that holds always: "kind = \"fixed_days\"\ndays = 30\n".
inline PolicyPack pack_of(const std::string& rule) {
  return *PolicyPack::from_toml(
      "name = \"t\"\nversion = \"1\"\ncountry = \"UTO\"\n[[rule]]\nid = \"r\"\ncitation = \"-\"\n"
      "effective_from = 1990-01-01\n" +
      rule);
}

}  // namespace garita::central
