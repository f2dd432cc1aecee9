// The second part of Directorate: who may be one person, and what somebody decides of it.
#include <nlohmann/json.hpp>

#include "central-sync/directorate/answers.h"
#include "central-sync/directorate/directorate.h"
#include "central-sync/directorate/identity_json.h"
#include "schema/matching/normalise.h"
#include "schema/vocabulary/text.h"

namespace garita::central {
namespace {

using nlohmann::json;

/// A page that one person works through; the note of who saw them has room for their names.
constexpr std::size_t kReviewsShown = 20;
constexpr std::size_t kDecisionsShown = 50;
constexpr std::size_t kPseudonymBytesMax = 80;
/// Of 200 characters in UTF-8.
constexpr std::size_t kReasonBytesMax = 800;

Response not_understood(const char* field) {
  return refused(400, "bad-request", "The request is not what the interface says.", field);
}

/// "": it is not there, is no text, or is longer.
std::string text_in(const json& body, const char* key, std::size_t bytes_max) {
  const auto found = body.find(key);
  if (found == body.end() || !found->is_string()) return "";
  auto text = found->get<std::string>();
  return text.size() <= bytes_max && is_utf8(text) ? text : "";
}

tl::expected<IdentityDecision, Response> decision_in(const std::string& text) {
  const json body = json::parse(text, nullptr, false);
  if (!body.is_object()) return tl::unexpected(not_understood("an object"));
  IdentityDecision decision;
  const std::string kind = text_in(body, "decision", kPseudonymBytesMax);
  if (kind != "link" && kind != "separate") return tl::unexpected(not_understood("decision"));
  decision.kind = kind == "link" ? IdentityDecisionKind::kLink : IdentityDecisionKind::kSeparate;
  decision.one = PersonId(text_in(body, "one", kPseudonymBytesMax));
  decision.other = PersonId(text_in(body, "other", kPseudonymBytesMax));
  for (const auto& pseudonym : {decision.one, decision.other})
    if (!pseudonym.value().starts_with("P-")) return tl::unexpected(not_understood("one, other"));
  decision.reason = text_in(body, "reason", kReasonBytesMax);
  if (decision.reason.find_first_not_of(' ') == std::string::npos)
    return tl::unexpected(refused(428, "reason-required", "Whoever decides states a reason."));
  return decision;
}

std::string pair_text(const PersonLink& pair) {
  return pair.first.value() + "~" + pair.second.value();
}

std::string pairs_text(const std::vector<ReviewShown>& reviews) {
  std::string text;
  for (const auto& each : reviews)
    text += (text.empty() ? "" : " ") + pair_text(each.row.row.link.pair);
  return text;
}

}  // namespace

/// Of one person, whose documents are what is asked about, that of the side alone.
Result<std::vector<std::string>> Directorate::documents_of(const ReviewRow& row,
                                                           const PersonSummary& side) {
  if (row.one.person != row.other.person) return parts_.store->documents_of(side.person);
  return std::vector{document_key(side.document_issuer, side.document_number)};
}

Response Directorate::reviews(const Session& session) {
  const Instant now = parts_.clock.now();
  const std::lock_guard lock(store_mutex_);
  const auto moment = parts_.store->one_moment();
  if (!moment) return failed(moment.error());
  auto rows = parts_.store->reviews(kReviewsShown + 1);
  if (!rows) return failed(rows.error());
  const bool more = rows->size() > kReviewsShown;
  if (more) rows->pop_back();
  std::vector<ReviewShown> shown;
  for (auto& row : *rows) {
    auto one = documents_of(row, row.one);
    auto other = documents_of(row, row.other);
    if (!one) return failed(one.error());
    if (!other) return failed(other.error());
    shown.push_back({std::move(row), *std::move(one), *std::move(other)});
  }
  // Who saw whom is on record before it is shown.
  if (!shown.empty()) {
    const auto noted = parts_.audit({now, session.officer, "reviews_seen", pairs_text(shown), ""});
    if (auto refusal = not_noted(noted)) return *std::move(refusal);
  }
  return json_response(review_page_json(shown, more, now));
}

Response Directorate::identity_decisions() {
  const std::lock_guard lock(store_mutex_);
  const auto moment = parts_.store->one_moment();
  if (!moment) return failed(moment.error());
  const auto rows = parts_.store->identity_decisions(kDecisionsShown);
  if (!rows) return failed(rows.error());
  return json_response(identity_decisions_json(*rows));
}

Response Directorate::decide_identity(const Request& request, const Session& session) {
  auto decision = decision_in(request.body);
  if (!decision) return std::move(decision.error());
  decision->at = parts_.clock.now();
  decision->officer = session.officer;
  const std::lock_guard lock(store_mutex_);
  {
    const auto moment = parts_.store->one_moment();
    if (!moment) return failed(moment.error());
    const auto sound = check_decision(*parts_.store, *decision);
    if (!sound) {
      const auto& error = sound.error();
      if (error.remedy == Remedy::kRetry || error.remedy == Remedy::kRepair) return failed(error);
      return refused(409, "nothing-to-decide", "It would not change what was meant.",
                     error.message);
    }
  }
  const bool links = decision->kind == IdentityDecisionKind::kLink;
  const auto record = parts_.decide(
      *decision, {decision->at, session.officer, links ? "persons_linked" : "persons_separated",
                  pair_text(link_of(decision->one, decision->other)), decision->reason});
  if (!record) {
    if (record.error().remedy == Remedy::kReject) return not_understood("reason");
    return failed(record.error());
  }
  return json_response(identity_outcome_json(*record, nullptr, nullptr), 201);
}

Response Directorate::identity_outcome(const Request& request) {
  const auto named = request.path_parameters.find("record");
  const auto record = RecordId::parse(named == request.path_parameters.end() ? "" : named->second);
  if (!record) return refused(404, "not-found", "There is no such record.");
  const std::lock_guard lock(store_mutex_);
  const auto moment = parts_.store->one_moment();
  if (!moment) return failed(moment.error());
  const auto decision = parts_.store->identity_decision(*record);
  if (!decision) return failed(decision.error());
  // It waits for whoever projects, or is none: the page asks for those alone that it was given.
  if (!*decision) return json_response(identity_outcome_json(*record, nullptr, nullptr));
  const auto change = change_by(*parts_.store, **decision);
  if (!change) return failed(change.error());
  return json_response(identity_outcome_json(*record, &**decision, &*change));
}

}  // namespace garita::central
