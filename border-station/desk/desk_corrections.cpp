// The part of Desk that takes decisions back or restates them.
#include "border-station/crossing/company.h"
#include "border-station/crossing/correcting.h"
#include "border-station/desk/desk.h"
#include "border-station/desk/desk_answers.h"
#include "border-station/desk/views.h"
#include "border-station/inspection/approval.h"

namespace garita::station {

namespace {

Response already_corrected() {
  return problem(409, "already-corrected", "Another correction of this decision stands");
}

std::optional<Response> refusal_of(CorrectionObstacle obstacle) {
  switch (obstacle) {
    case CorrectionObstacle::kNone:
    // Asked again, the same correction is answered with its record: the ledger knows.
    case CorrectionObstacle::kAlreadyCorrected:
      return std::nullopt;
    case CorrectionObstacle::kNoLongerReadable:
      return no_longer_readable();
    case CorrectionObstacle::kNotYours:
      return problem(403, "not-your-decision", "A supervisor corrects what others decided");
    case CorrectionObstacle::kSupervisorOnly:
      return problem(403, "supervisor-only", "A supervisor corrects what was corrected before");
    case CorrectionObstacle::kShiftOver:
      return problem(409, "shift-over", "A supervisor corrects what was recorded in another shift");
    case CorrectionObstacle::kTooLate:
      return problem(409, "too-late-to-correct", "The decision was recorded too long ago");
  }
  ensure(false, "every obstacle has an answer");
  return std::nullopt;
}

}  // namespace

Response Desk::correct(const Request& request, const Session& session) {
  const auto form = parse_correction_form(request.body);
  if (!form) return problem_response(form.error());
  const auto id = RecordId::parse(request.path_parameters.at("record"));
  if (!id) return no_such_decision();
  return with_approval(request, session, form->approval, [&](const OfficerId& approver) {
    return try_correction(*id, *form, session, approver);
  });
}

/// `approver`: empty where nobody has approved it yet.
Desk::Attempt Desk::try_correction(const RecordId& id, const CorrectionForm& form,
                                   const Session& session, const OfficerId& approver) {
  const std::lock_guard lock(mutex_);
  const auto found = ledger_.decision(id);
  if (!found) return not_recorded(found.error());
  if (!*found) return no_such_decision();
  const OwnDecision& own = **found;
  CorrectionCase correction;
  correction.own = own.crossing && (own.crossing->officer == session.officer ||
                                    own.crossing->typed_by == session.officer);
  correction.supervisor = session.roles.has(Role::kSupervisor);
  correction.readable = own.crossing.has_value();
  correction.corrected = own.corrected_by.has_value();
  correction.corrects = own.corrects.has_value();
  correction.age = ledger_.now() - own.recorded_at;
  const auto shift = shift_of(session.officer);
  if (!shift) return not_recorded(shift.error());
  correction.shift_over = own.recorded_at < shift->opened_at;
  if (auto refused = refusal_of(obstacle_to(correction))) return *std::move(refused);
  NewCorrection asked{id, form.reason, session.officer, std::nullopt};
  if (form.instead) {
    auto prepared = prepare_replacement(counter_, own, *form.instead);
    if (!prepared) return not_recorded(prepared.error());
    if (!prepared->faults.empty()) return problem_response(incomplete(fields_of(prepared->faults)));
    asked.replacement = std::move(prepared->crossing);
  }
  const auto policies = counter_.policies();
  if (!policies) return not_recorded(policies.error());
  // What stands already is asked for again: nothing new is approved.
  auto matters = correction.corrected
                     ? std::set<ApprovalMatter>()
                     : approvals_for_correction(policies->get(), form.instead.has_value());
  if (!matters.empty()) {
    if (approver == OfficerId()) return tl::unexpected(std::move(matters));
    asked.approved_by = approver;
  }
  return record_correction(std::move(asked));
}

Response Desk::record_correction(NewCorrection asked) {
  const RecordId of = asked.of;
  const OfficerId officer = asked.officer;
  const OfficerId approver = asked.approved_by;
  const std::string action = asked.replacement ? "correction" : "void";
  const auto written = ledger_.append_correction(std::move(asked));
  if (!written) {
    const bool stands = written.error().remedy == Remedy::kReject;
    return stands ? already_corrected() : not_recorded(written.error());
  }
  if (!written->repeated) {
    // Why stands in the correction, sealed: it may speak of the traveller.
    audit_.note(ledger_, officer, "record_corrected", of.text());
    note_approval(approver, of, action);
    // Whose admission is taken back waits again.
    matters_.clear();
  }
  publish_decisions();
  publish_strip();
  const auto corrected = ledger_.decision(of);
  if (!corrected) return not_recorded(corrected.error());
  const auto instead = ledger_.decision(written->correction);
  if (!instead) return not_recorded(instead.error());
  ensure(corrected->has_value(), "a decision that was corrected is there");
  // Who was let pass with an adult goes on alone where the adult is not read again.
  std::vector<std::string> children;
  if (!(*corrected)->replaced) {
    auto with_them = children_let_pass_with(ledger_, **corrected);
    if (!with_them) return not_recorded(with_them.error());
    children = *std::move(with_them);
  }
  return json_response(corrected_json(**corrected, *instead, children),
                       written->repeated ? 200 : 201);
}

}  // namespace garita::station
