#pragma once

#include <string>

#include "central-sync/store/central_store.h"
#include "schema/vocabulary/result.h"

namespace garita::central {

/// Whether posts could read `content` as one of `channel`, by the parsers that they use: at the
/// posts it would be refused too, but later, and what it replaces is out of force by then. alerts:
/// schema/alerts; policies: schema/stay; officers: schema/api; trust: certificates in PEM
/// (schema/crypto/seal_certificate.h); open-stays: schema/openstays; messages: UTF-8.
/// No reference comes twice in a list, and policies are those of the centre's country and name
/// nothing that no record could have (schema/stay/policy_words.h). Remedy: reject, with the place;
/// ask the officer, when it is a list of officers after which nobody could open a desk.
[[nodiscard]] Result<void> check_content(const std::string& channel, const std::string& content,
                                         const CentreSettings& settings);

}  // namespace garita::central
