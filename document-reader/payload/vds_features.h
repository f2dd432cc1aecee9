#pragma once

#include <span>
#include <string>
#include <vector>

#include "document-reader/payload/payload.h"
#include "document-reader/payload/vds.h"
#include "schema/vocabulary/date.h"
#include "schema/vocabulary/result.h"

namespace garita::reader {

/// What a seal's features say.
struct SealContent {
  std::vector<PayloadField> fields;
  std::vector<std::string> warnings;  ///< sentences, nothing of the traveller
  /// Against the format of Doc 9303-13, appendix D: a required feature that lacks, a value of the
  /// wrong length or that cannot be read. A seal with one is not valid, whoever signed it.
  std::vector<std::string> faults;
};

/// The fields in the order of the features: document_type where the definition is known, then each
/// feature by its name (SealFeatureDefinition); behind a zone ("mrz", as sealed: a visa's second
/// line has 28 characters) what parse_mrz reads in it. A feature that is not known is
/// "feature_2a": its bytes in hexadecimal digits; that is no fault. `today` as parse_mrz takes it.
[[nodiscard]] SealContent read_seal_features(const Seal& seal, Date today);

/// The features that say `fields`, in their order: names and values as read_seal_features gives
/// them for `definition`, or "feature_2a". Remedy: reject, with the name of the field.
[[nodiscard]] Result<std::vector<SealFeature>> encode_seal_features(
    SealDefinitionId definition, std::span<const PayloadField> fields);

}  // namespace garita::reader
