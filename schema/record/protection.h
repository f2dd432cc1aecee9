#pragma once

#include <string>
#include <vector>

#include "schema/record/record.h"
#include "schema/vocabulary/bytes.h"
#include "schema/vocabulary/ids.h"
#include "schema/vocabulary/result.h"

namespace garita {

/// What an officer tells the protection unit of somebody who is referred for a second interview:
/// the plaintext of Referral::sealed.
struct ProtectionReferral {
  RecordId crossing;
  Crossing told;  ///< that crossing, without context and clock: who, where, when, before whom
  std::vector<std::string> concerns;  ///< of kProtectionConcern; empty: nothing was told
  std::string note;

  friend bool operator==(const ProtectionReferral&, const ProtectionReferral&) = default;
};

/// Every plaintext is filled up to a multiple of this, so that the size of what is sealed does not
/// say whether anything was told.
inline constexpr std::size_t kProtectionBlockBytes = 1024;

/// record.proto's bytes. Remedy: reject, when decode_protection would not take them.
[[nodiscard]] Result<Bytes> encode_protection(const ProtectionReferral& referral);
/// Codes are not checked: a newer station may know more words. Remedy: reject, naming the field.
[[nodiscard]] Result<ProtectionReferral> decode_protection(ByteView bytes);

}  // namespace garita
