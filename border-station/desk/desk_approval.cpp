// The part of Desk for what policies want a second person to approve.
#include "border-station/desk/desk.h"
#include "border-station/desk/desk_answers.h"

namespace garita::station {

namespace {

/// What is to be approved, as `errors`: "#approval/void approval_needed".
Response approval_needed(const std::set<ApprovalMatter>& matters) {
  Problem needed;
  needed.status = 403;
  needed.name = "approval-needed";
  needed.title = "Policies want a supervisor to approve this first";
  for (const auto matter : matters) {
    needed.errors.push_back({.pointer = "#approval/" + std::string(approval_matter_name(matter)),
                             .code = "approval_needed",
                             .detail = ""});
  }
  return problem_response(needed);
}

/// Not with 401, which says that who asks is no longer logged in.
Response not_approved(Access::Refusal refusal) {
  auto& [status, name, title, detail, errors] = refusal.problem;
  if (name == "wrong-credentials" || name == "not-allowed") return approval_refused();
  if (status == 401) status = 403;
  return answer_of(refusal);
}

}  // namespace

/// An approval is looked at where one is asked for, and is for that request alone: nothing of it
/// is kept. Takes the lock by itself.
Response Desk::with_approval(const Request& request, const Session& session,
                             const std::optional<Credentials>& approval,
                             const std::function<Attempt(const OfficerId& approver)>& attempt) {
  auto first = attempt(OfficerId());
  if (first) return *std::move(first);
  if (!approval) return approval_needed(first.error());
  if (approval->officer == session.officer) return approval_refused();
  if (auto refused = without_officers()) return *std::move(refused);
  auto approver = access_.vouch(request, {approval->officer, approval->password, approval->code},
                                {Role::kSupervisor});
  if (!approver) return not_approved(std::move(approver.error()));
  auto approved = attempt(approver->id);
  return approved ? *std::move(approved) : approval_needed(approved.error());
}

/// The lock is held. `approver`: empty where nobody was asked.
void Desk::note_approval(const OfficerId& approver, const RecordId& record, std::string action) {
  if (approver == OfficerId()) return;
  audit_.note(ledger_, approver, "approved", record.text(), std::move(action));
}

}  // namespace garita::station
