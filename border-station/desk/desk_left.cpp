// The part of Desk for documents that were looked at and led to no decision: the audit says who
// looked, and the second line and the centre hear of every hit that nobody answered.
#include <algorithm>

#include "border-station/crossing/open_hits.h"
#include "border-station/desk/desk.h"
#include "border-station/desk/desk_answers.h"
#include "border-station/ledger/look_ups.h"

namespace garita::station {

namespace {

/// A document that was looked at for so long without a decision is on record as looked at: nobody
/// has to wait for its end to know.
constexpr std::chrono::minutes kLookedAtAfter{1};
/// The same of a hit: long enough for an officer who does something about it.
constexpr std::chrono::minutes kHitUnansweredFor{5};
/// Beyond it the oldest are lost, where the disk takes nothing.
constexpr std::size_t kHitsLeftMax = 256;

std::string noted_as(std::string_view how) { return "document_" + std::string(how); }

void say_how(std::vector<HitLeft>& hits, std::string_view how) {
  for (auto& hit : hits) hit.how = how;
}

}  // namespace

Response Desk::drop_inspection(const Request& request, const Session& session) {
  const auto form = parse_putting_aside(request.body);
  if (!form) return problem_response(form.error());
  const std::lock_guard lock(mutex_);
  OpenInspection* inspection = inspections_.find(request.path_parameters.at("inspection"));
  if (inspection == nullptr) return no_such_inspection();
  if (inspection->taken) return already_decided();
  // Of those that nobody sees nothing is asked.
  const bool shown = std::ranges::any_of(inspection->open_hits, &HitLeft::shown);
  if (shown && form->empty())
    return problem_response(incomplete({{.pointer = "/reason", .code = "missing", .detail = ""}}));
  leave(*inspection, {session.officer, kPutAside, *form});
  inspections_.drop(inspection->id);
  return empty_response();
}

/// Whoever looks a document up and never decides has looked somebody up.
void Desk::note_looked_at(OpenInspection& inspection, const OfficerId& officer, std::string action,
                          std::string reason) {
  if (inspection.taken || inspection.noted) return;
  inspection.noted = true;
  const bool durable =
      audit_.note(ledger_, officer, std::move(action),
                  document_reference(ledger_, inspection.examined), std::move(reason));
  // What is kept of hits ends when they are told, or answered.
  const bool told = inspection.open_hits.empty() || inspection.hits_told;
  if (durable && told) look_ups_ended_.insert(inspection.id);
}

/// Those of a document of its own. Whether there is one that it had not met before.
bool Desk::meet_hits(OpenInspection& inspection, const Examined& examined) {
  auto& hits = inspection.open_hits;
  const auto before = static_cast<std::ptrdiff_t>(hits.size());
  if (!add_open_hits(hits, examined)) return false;
  for (auto hit = hits.begin() + before; hit != hits.end(); ++hit) {
    hit->at = inspection.looked_at;
    hit->post = ledger_.place().post;
    hit->officer = inspection.looked_at_by;
    hit->inspection = inspection.id;
  }
  inspection.hits_told = false;
  return true;
}

/// Before the document is shown: a kill from then on loses no note. A disk that does not take it
/// keeps nobody from the work.
void Desk::keep_look_up(const OpenInspection& inspection) {
  const LookUp look_up{inspection.id, inspection.looked_at_by,
                       document_reference(ledger_, inspection.examined), inspection.looked_at,
                       inspection.open_hits};
  if (station::keep_look_up(ledger_, look_up, look_ups_ended_)) look_ups_ended_.clear();
}

/// It lies on no desk any more. The lock is held.
void Desk::leave(OpenInspection& inspection, Leaving leaving) {
  note_looked_at(inspection, leaving.officer, noted_as(leaving.how), leaving.reason);
  if (leaving.how == kPutAside || !inspection.hits_told) tell_hits(inspection, leaving);
}

void Desk::leave_all() {
  // Also what was opened at this very moment.
  for (auto* inspection : inspections_.undecided_since(ledger_.now().plus(std::chrono::seconds(1))))
    leave(*inspection, {inspection->looked_at_by, kLeftUndecided});
}

/// What a desk is answered never depends on them: where the disk does not take them now, they wait.
void Desk::tell_hits(OpenInspection& inspection, const Leaving& leaving) {
  inspection.hits_told = true;
  if (inspection.open_hits.empty()) return;
  auto hits = inspection.open_hits;
  say_how(hits, leaving.how);
  for (auto& hit : hits) {
    hit.officer = leaving.officer;
    hit.note = leaving.reason;
  }
  hits_left_.push_back({inspection.id, std::move(hits)});
  if (hits_left_.size() > kHitsLeftMax) hits_left_.pop_front();
  write_hits_left();
}

void Desk::write_hits_left() {
  while (!hits_left_.empty()) {
    const auto written =
        ledger_.append_left(hits_left_.front().inspection, hits_left_.front().hits);
    // What is no record will be none the next time either.
    if (!written && written.error().remedy != Remedy::kReject) return;
    hits_left_.pop_front();
  }
}

/// Now and then. The lock is held.
void Desk::look_after_look_ups() {
  const Instant now = ledger_.now();
  for (auto* inspection : inspections_.undecided_since(now.minus(kLookedAtAfter)))
    note_looked_at(*inspection, inspection->looked_at_by, "document_looked_at", "");
  for (auto* inspection : inspections_.undecided_since(now.minus(kHitUnansweredFor)))
    if (!inspection->hits_told) tell_hits(*inspection, {inspection->looked_at_by, kLeftUndecided});
  write_hits_left();
  if (end_look_ups(ledger_, look_ups_ended_)) look_ups_ended_.clear();
}

/// Of a process that was killed. What was decided has its record.
void Desk::note_look_ups_left() {
  auto left = look_ups_left(ledger_);
  if (!left) return;
  for (auto& one : *left) {
    const auto decided = ledger_.decision_under(one.inspection);
    if (!decided) continue;
    const bool done = *decided || audit_.note(ledger_, one.officer, noted_as(kLeftUndecided),
                                              one.subject, "looked at " + one.at.rfc3339());
    if (!*decided && !one.hits.empty()) {
      say_how(one.hits, kLeftUndecided);
      hits_left_.push_back({one.inspection, std::move(one.hits)});
    } else if (done) {
      look_ups_ended_.insert(one.inspection);
    }
  }
  write_hits_left();
  if (end_look_ups(ledger_, look_ups_ended_)) look_ups_ended_.clear();
}

}  // namespace garita::station
