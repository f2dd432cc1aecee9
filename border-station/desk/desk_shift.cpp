// The part of Desk that keeps shifts: who works here since when, and what they did.
#include "border-station/desk/desk.h"
#include "border-station/desk/desk_answers.h"
#include "border-station/desk/json_pieces.h"
#include "border-station/desk/shift.h"

namespace garita::station {

namespace {

/// An officer who logged out, or whose station was started anew, goes on with the shift meanwhile.
constexpr std::chrono::minutes kShiftGrace{15};
/// As many as decisions (decisions_since).
constexpr std::size_t kUrgentReadMax = 10'000;

}  // namespace

/// Whoever opens the desk's page, or decides, is on shift. The lock is held.
void Desk::ensure_shift(const OfficerId& officer) {
  if (shifts_.contains(officer)) return;
  const auto opened = ledger_.open_shift(officer);
  if (!opened) return;
  shifts_[officer] = std::nullopt;
  if (*opened) audit_.note(ledger_, officer, "shift_opened", ledger_.place().station.value());
}

Result<Desk::ShiftNow> Desk::shift_of(const OfficerId& officer) {
  ensure_shift(officer);
  GARITA_TRY(open, ledger_.open_shifts());
  const auto found = std::ranges::find(open, officer, &OpenShift::officer);
  if (found == open.end()) return fail(Remedy::kRetry, "the shift could not be opened");
  GARITA_TRY(decisions, ledger_.decisions_since(found->opened_at));
  GARITA_TRY(urgent, ledger_.urgent_since(found->opened_at, kUrgentReadMax));
  GARITA_TRY(unsent, ledger_.unsent(Counted::kMovementAndEvidence));
  return ShiftNow{found->opened_at, count_shift(decisions, urgent, officer),
                  unsent.records - unsent.evidence};
}

Result<void> Desk::end_shift(const OfficerId& officer, const ShiftNow& shift, std::string why) {
  GARITA_CHECK(ledger_.end_shift(officer));
  shifts_.erase(officer);
  audit_.note(ledger_, officer, "shift_closed",
              counts_text(shift.counts) + ", unsent " + std::to_string(shift.unsent) + ", since " +
                  shift.opened_at.rfc3339(),
              std::move(why));
  return {};
}

std::string Desk::shift_json(const Session& session, const ShiftNow& shift,
                             std::optional<Instant> closed_at) const {
  Json json{{"officer", session.officer.value()}};
  put(json, "name", session.name);
  json["opened_at"] = shift.opened_at.rfc3339();
  put(json, "closed_at", closed_at);
  json["entries"] = shift.counts.entries;
  json["exits"] = shift.counts.exits;
  json["referrals"] = shift.counts.referrals;
  json["refusals"] = shift.counts.refusals;
  json["exit_stops"] = shift.counts.exit_stops;
  json["corrected"] = shift.counts.corrected;
  json["hits"] = shift.counts.hits;
  json["unsent"] = shift.unsent;
  return dumped(json);
}

Response Desk::get_shift(const Request&, const Session& session) {
  const std::lock_guard lock(mutex_);
  const auto shift = shift_of(session.officer);
  if (!shift) return not_available(shift.error());
  return json_response(shift_json(session, *shift, std::nullopt));
}

Response Desk::close_shift(const Request&, const Session& session) {
  const std::lock_guard lock(mutex_);
  const auto shift = shift_of(session.officer);
  if (!shift) return not_available(shift.error());
  const auto ended = end_shift(session.officer, *shift, "");
  if (!ended) return not_available(ended.error());
  return json_response(shift_json(session, *shift, ledger_.now()));
}

/// `here` has a session, locked or not; whoever has had none for a while has gone. The lock is
/// held.
void Desk::end_forgotten_shifts(const std::set<OfficerId>& here) {
  const Instant now = machine_clock_.now();
  std::vector<OfficerId> gone;
  for (auto& [officer, gone_since] : shifts_) {
    if (here.contains(officer)) {
      gone_since.reset();
      continue;
    }
    if (!gone_since) gone_since = now;
    if (now - *gone_since >= kShiftGrace) gone.push_back(officer);
  }
  for (const auto& officer : gone) {
    const auto shift = shift_of(officer);
    if (shift) static_cast<void>(end_shift(officer, *shift, "forgotten"));
  }
}

}  // namespace garita::station
