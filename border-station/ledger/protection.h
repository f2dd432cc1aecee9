#pragma once

#include "border-station/ledger/ledger.h"
#include "schema/crypto/certificate.h"
#include "schema/record/record.h"
#include "schema/vocabulary/result.h"

namespace garita::station {

/// The reader of channel "protection": the certificate of the country's protection unit, in PEM.
/// Certificates go by the machine's own clock, also in an exercise. Remedy: reject, when the
/// country's authority did not give it to a protection unit.
[[nodiscard]] Result<ReadBulletin> read_protection_unit(Ledger& ledger, const Bulletin& bulletin);

/// Whom this post can tell of a concern; absent: the centre has named no unit yet. One whose
/// certificate has run out since still is who reads what was sealed to it.
[[nodiscard]] Result<std::optional<Certificate>> protection_unit(Ledger& ledger);

/// What the referral of `crossing` tells the protection unit, sealed to it: of every referral for
/// a second interview, so that nobody tells those with a concern from those without. Empty: it is
/// another referral, or there is no unit. Remedy: reject, when there are concerns and no unit.
[[nodiscard]] Result<Bytes> sealed_for_protection(Ledger& ledger, const NewDecision& decision,
                                                  const RecordId& crossing);

}  // namespace garita::station
