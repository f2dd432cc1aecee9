#pragma once

#include <set>

#include "border-station/inspection/inspection.h"

namespace garita::station {

/// What of an admission a second person approves first; empty: nothing, or no policies are held. A
/// referral and a refusal need nobody.
[[nodiscard]] std::set<ApprovalMatter> approvals_for(const PolicyPack* policies,
                                                     const Inspection& inspection,
                                                     const Draft& draft);

/// The same of taking a record back, or of saying what it should have said.
[[nodiscard]] std::set<ApprovalMatter> approvals_for_correction(const PolicyPack* policies,
                                                                bool restates);

}  // namespace garita::station
