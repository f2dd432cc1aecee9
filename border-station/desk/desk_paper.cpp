// The part of Desk for hours on paper: announced, typed in later, and closed.
#include "border-station/desk/closed_paper.h"
#include "border-station/desk/desk.h"
#include "border-station/desk/desk_answers.h"
#include "border-station/desk/views.h"
#include "border-station/inspection/paper.h"
#include "schema/api/officers.h"

namespace garita::station {

namespace {

Response not_on_paper() {
  return problem(409, "not-on-paper", "No period on paper is open at this station");
}

Response count_changed() {
  return problem(409, "paper-count-changed", "Another number of decisions is typed in by now");
}

/// The hours that are open here, and how many decisions of them a person says are typed in.
struct PaperEnding {
  OpenPaper paper;
  std::uint64_t entered = 0;
};

tl::expected<PaperEnding, Response> paper_ending(Ledger& ledger, const Request& request) {
  const auto entered = parse_paper_closing(request.body);
  if (!entered) return tl::unexpected(problem_response(entered.error()));
  auto paper = ledger.paper();
  if (!paper) return tl::unexpected(not_available(paper.error()));
  if (!*paper) return tl::unexpected(not_on_paper());
  return PaperEnding{**std::move(paper), *entered};
}

}  // namespace

void Desk::add_paper_routes(Router& router) {
  const RoleSet supervisor{Role::kSupervisor};
  router.add(officers("GET", "/api/paper", &Desk::check_on_paper));
  router.add(access_.route("POST", "/api/paper", supervisor,
                           [this](const Request& request, const Session& session) {
                             return announce_paper(request, session);
                           }));
  router.add(access_.route("POST", "/api/paper/close", supervisor,
                           [this](const Request& request, const Session& session) {
                             return close_paper(request, session);
                           }));
  router.add(access_.route("POST", "/api/paper/set-aside", supervisor,
                           [this](const Request& request, const Session& session) {
                             return set_paper_aside(request, session);
                           }));
}

Response Desk::announce_paper(const Request& request, const Session& session) {
  const auto form = parse_paper_form(request.body);
  if (!form) return problem_response(form.error());
  const std::lock_guard lock(mutex_);
  const Instant now = ledger_.now();
  const PaperSpan span{form->from.value_or(now), form->to};
  const auto faults = announcement_faults(span, now);
  if (!faults.empty()) return problem_response(incomplete(fields_of(faults)));
  const auto announced = ledger_.open_paper(span.from, span.to, session.officer);
  if (!announced) {
    const bool is_open = announced.error().remedy == Remedy::kReject;
    if (!is_open) return not_recorded(announced.error());
    return problem(409, "paper-open-already", "A period on paper is open at this station already");
  }
  audit_.note(ledger_, session.officer, "paper_announced", announced->text(), form->reason);
  publish_strip();
  return empty_response();
}

Response Desk::close_paper(const Request& request, const Session& session) {
  const std::lock_guard lock(mutex_);
  const auto ending = paper_ending(ledger_, request);
  if (!ending) return ending.error();
  if (ending->paper.of_earlier_life) {
    return problem(409, "paper-of-earlier-life",
                   "An earlier life of this disk announced these hours: the centre closes them");
  }
  const auto closed = ledger_.close_paper(ending->entered, session.officer);
  if (!closed) {
    const bool other_count = closed.error().remedy == Remedy::kReject;
    return other_count ? count_changed() : not_recorded(closed.error());
  }
  audit_.note(ledger_, session.officer, "paper_closed", closed->text(),
              "typed in " + std::to_string(ending->entered));
  publish_strip();
  return empty_response();
}

Response Desk::set_paper_aside(const Request& request, const Session& session) {
  const std::lock_guard lock(mutex_);
  const auto ending = paper_ending(ledger_, request);
  if (!ending) return ending.error();
  if (!ending->paper.of_earlier_life) {
    return problem(409, "paper-of-this-life", "These hours are closed here");
  }
  const auto aside = ledger_.set_paper_aside(ending->entered);
  if (!aside) {
    const bool other_count = aside.error().remedy == Remedy::kReject;
    return other_count ? count_changed() : not_recorded(aside.error());
  }
  audit_.note(ledger_, session.officer, "paper_set_aside", ending->paper.from.rfc3339(),
              "typed in " + std::to_string(ending->entered));
  publish_strip();
  return empty_response();
}

/// Whoever typed it in, for whom, and whether it came too late. The lock is held.
void Desk::note_typed_in(const DecidedOnPaper& on_paper, const Session& session,
                         const RecordId& record) {
  std::string said;
  if (on_paper.officer != session.officer) said = "decided by " + on_paper.officer.value();
  const auto paper = ledger_.paper();
  const bool late = paper && *paper && closed_at_centre(ledger_, **paper);
  if (late) said += std::string(said.empty() ? "" : ", ") + "the centre had closed these hours";
  audit_.note(ledger_, session.officer, "typed_in_from_paper", record.text(), std::move(said));
}

tl::expected<std::optional<DecidedOnPaper>, Response> Desk::on_paper_asked(const Request& request,
                                                                           const Session& session) {
  const auto asked = request.asked("paper_at");
  if (!asked) return std::optional<DecidedOnPaper>();
  const auto at = Instant::from_rfc3339(*asked);
  if (!at) return tl::unexpected(bad_request("paper_at is a moment"));
  DecidedOnPaper on_paper{*at, session.officer};
  const auto officer = request.asked("paper_officer").value_or("");
  if (!officer.empty()) on_paper.officer = OfficerId(officer);
  // One who is an officer no more may have decided then; one who never could at a desk has not.
  const auto account = find_account(on_paper.officer);
  if (!account || !account->roles.shares_any_with(desk_roles())) {
    return tl::unexpected(problem_response(
        incomplete({{.pointer = "/paper_officer", .code = "unknown_officer", .detail = ""}})));
  }
  const std::lock_guard lock(mutex_);
  if (auto refused = refusal_on_paper(on_paper)) return tl::unexpected(*std::move(refused));
  return on_paper;
}

/// Before a document is read for it.
Response Desk::check_on_paper(const Request& request, const Session& session) {
  const auto on_paper = on_paper_asked(request, session);
  if (!on_paper) return on_paper.error();
  return *on_paper ? empty_response() : bad_request("paper_at is a moment");
}

/// The lock is held.
std::optional<Response> Desk::refusal_on_paper(const std::optional<DecidedOnPaper>& on_paper) {
  if (!on_paper) return std::nullopt;
  const auto paper = ledger_.paper();
  if (!paper) return not_available(paper.error());
  if (!*paper) return not_on_paper();
  const auto faults = typed_in_faults({(*paper)->from, (*paper)->to}, on_paper->at, ledger_.now());
  if (faults.empty()) return std::nullopt;
  return problem_response(incomplete(fields_of(faults)));
}

}  // namespace garita::station
