// The part of Desk from an opened inspection to the decision.
#include <algorithm>
#include <chrono>
#include <iterator>
#include <thread>

#include "border-station/crossing/company.h"
#include "border-station/crossing/decided_here.h"
#include "border-station/crossing/statement.h"
#include "border-station/desk/desk.h"
#include "border-station/desk/desk_answers.h"
#include "border-station/desk/views.h"
#include "border-station/inspection/approval.h"
#include "document-reader/reading/barcode_document.h"

namespace garita::station {

namespace {

constexpr std::chrono::milliseconds kOthersGetIn{1};

Response inspection_changed() {
  return problem(409, "inspection-changed",
                 "What is known of the traveller has changed: look again");
}

/// A licence prints no check digits, so that none is missed. Whatever else may be read by a barcode
/// (an emergency passport, a visa) prints a zone, and so does what an officer says is no licence,
/// whatever barcode stands on it.
void drop_untyped_digits(const OpenInspection& inspection, PresentedDocument& document) {
  if (!inspection.read) return;
  const auto told = reader::document_of_barcode(*inspection.read);
  if (!told || told->kind != reader::payload_kind_name(reader::PayloadKind::kAamva)) return;
  if (document.document_code != told->fields.document_code) return;
  std::erase_if(document.check_digits, [](const auto& digit) { return !digit.second; });
}

/// The picture stays; what counts is what the reader of zones has read.
void take_zone(OpenInspection& inspection, reader::ReadMrz zone) {
  if (!inspection.read) inspection.read.emplace();
  reader::put_zone(*inspection.read, std::move(zone));
  inspection.named_beside = named_beside(*inspection.read);
  inspection.source = DocumentSource::kMrzText;
}

AlertQuestion asked_of(const PresentedDocument& document, Date today) {
  return question_of(travel_document(document), today);
}

Response too_many_documents() {
  return problem(
      409, "too-many-documents",
      "So many documents are no longer one traveller: put this one aside and begin anew");
}

Response decided_elsewhere() {
  return problem(409, "decided-meanwhile", "This document was decided about meanwhile: look again");
}

/// What other desks decided about the document since it was known `before` is told with what it
/// says now.
void tell_news(OpenInspection& inspection, const std::vector<DecidedHere>& before) {
  const auto& now = inspection.examined.situation.decided_here;
  const auto news = std::ranges::find_if(now, [&](const DecidedHere& decided) {
    return std::ranges::find(before, decided.record, &DecidedHere::record) == before.end();
  });
  if (news != now.end()) inspection.decided_meanwhile = news->record;
  if (const auto& record = inspection.decided_meanwhile)
    note_decided_meanwhile(inspection.examined, *record);
}

/// What `next` takes the place of is looked up beside it from now on, where it asks another thing
/// of the list. False where these would be too many questions; one that was asked before is none
/// more. What any of them finds makes no difference: an answer shows nothing of a silent hit.
bool keep_replaced(OpenInspection& inspection, const PresentedDocument& next) {
  const auto& situation = inspection.examined.situation;
  if (!situation.document) return true;
  auto& before = inspection.asked_before;
  const auto is_kept = [&](const AlertQuestion& question) {
    return std::ranges::any_of(before, [&](const PresentedDocument& one) {
      return asked_of(one, situation.today) == question;
    });
  };
  const auto replaced = asked_of(*situation.document, situation.today);
  const auto asked = asked_of(next, situation.today);
  if (asked == replaced) return true;
  if (!is_kept(replaced)) before.push_back(*situation.document);
  return is_kept(asked) || before.size() < kQuestionsMax;
}

std::optional<reader::Mrz> zone_of(const OpenInspection& inspection) {
  if (!inspection.read || !inspection.read->mrz) return std::nullopt;
  return inspection.read->mrz->mrz;
}

/// What the post may keep of a decision: what the protection unit was told is gone once it is
/// sealed.
Draft without_told(Draft draft) {
  draft.concerns.clear();
  draft.protection_note.clear();
  return draft;
}

/// Knows the same again without keeping it.
Digest told_hash(const Ledger& ledger, const Draft& draft) {
  std::string told;
  for (const auto& concern : draft.concerns) told += concern + "\n";
  return ledger.look_up_hash("told in confidence", told + "\n" + draft.protection_note);
}

}  // namespace

/// What cannot be answered for now leaves no inspection behind: nobody would see it.
Response Desk::open(OpenInspection inspection, Direction direction,
                    std::optional<PresentedDocument> document, const Session& session) {
  const auto now_standing = standing();
  if (!now_standing) return not_available(now_standing.error());
  inspection.looked_at_by = session.officer;
  auto examined = counter_.examine(direction, std::move(document), inspection.moment(),
                                   std::nullopt, inspection.clearings());
  if (!examined) return problem_response(problem_of(examined.error(), "not-available"));
  examined->optional_data = std::move(inspection.examined.optional_data);
  inspection.opened_at = inspection.looked_at = examined->situation.now;
  meet_hits(inspection, *examined);
  const auto beside = look_up_beside(inspection, *examined);
  if (!beside) return problem_response(problem_of(beside.error(), "not-available"));
  inspection.examined = *std::move(examined);
  const auto adults = look_for_adults(inspection, session);
  if (!adults) return not_available(adults.error());
  keep_look_up(inspection);
  const OpenInspection& added = inspections_.add(std::move(inspection));
  Response response = show(added, *now_standing, 201);
  response.headers.push_back({"Location", "/api/inspections/" + added.id});
  return response;
}

RecordState Desk::state_of(const OpenInspection& inspection) {
  if (!inspection.taken) return RecordState::kRecorded;
  const auto own = ledger_.decision(inspection.taken->recorded.written.crossing);
  return own && *own ? (*own)->state : RecordState::kRecorded;
}

/// `now_standing` may fail, and is asked for before anything changes.
Response Desk::show(const OpenInspection& inspection, const Standing& now_standing, int status) {
  return json_response(
      inspection_json(inspection, now_standing, state_of(inspection), ledger_.now()), status);
}

Response Desk::get_inspection(const Request& request, const Session&) {
  const std::lock_guard lock(mutex_);
  const OpenInspection* inspection = inspections_.find(request.path_parameters.at("inspection"));
  if (inspection == nullptr) return no_such_inspection();
  const auto now_standing = standing();
  return now_standing ? show(*inspection, *now_standing, 200) : not_available(now_standing.error());
}

/// Its fields, or the lines of its zone.
tl::expected<Desk::Entered, Response> Desk::document_entered(const Request& request) {
  if (!request.header("Content-Type").value_or("").starts_with("text/plain")) {
    auto typed = parse_typed_document(request.body);
    if (!typed) return tl::unexpected(problem_response(typed.error()));
    return Entered{*std::move(typed)};
  }
  const auto zone = read_zone(request);
  if (!zone) return tl::unexpected(zone.error());
  const auto& read = *zone->read->mrz;
  Entered entered{{presented_document(read.mrz), read.mrz.fields.optional_data}};
  // Whoever does not know to say so, as a page of before, has somebody's typing to send.
  if (request.asked("scanned") == "yes") entered.zone = read;
  return entered;
}

Response Desk::enter_document(const Request& request, const Session& session) {
  auto entered = document_entered(request);
  if (!entered) return entered.error();
  const std::lock_guard lock(mutex_);
  OpenInspection* inspection = inspections_.find(request.path_parameters.at("inspection"));
  if (inspection == nullptr) return no_such_inspection();
  if (inspection->taken) return already_decided();
  return replace_document(*inspection, *std::move(entered), session);
}

/// What the document before said stays with the inspection, and in the audit. Where a look-up fails
/// nothing of what is shown has changed.
Response Desk::replace_document(OpenInspection& shown, Entered entered, const Session& session) {
  const auto now_standing = standing();
  if (!now_standing) return not_available(now_standing.error());
  OpenInspection inspection = shown;
  const Examined& before = shown.examined;
  auto& [document, optional_data] = entered.document;
  const bool is_typed = !entered.zone;
  const auto evidence = is_typed ? EvidenceClass::kOfficerTyped : EvidenceClass::kOfficerScan;
  if (is_typed) drop_untyped_digits(inspection, document);
  inspection.earlier.add(before, zone_of(inspection));
  if (entered.zone) take_zone(inspection, *std::move(entered.zone));
  // What was typed answers a bad picture, and no contradiction.
  if (inspection.read) document.contradictions = contradictions_in(*inspection.read);
  if (!keep_replaced(inspection, document)) return too_many_documents();
  auto examined =
      counter_.examine(before.situation.direction, std::move(document), inspection.moment(),
                       std::nullopt, clearings_of(evidence, inspection.on_paper.has_value()));
  if (!examined) return not_available(examined.error());
  const auto beside = look_up_beside(inspection, *examined);
  if (!beside) return not_available(beside.error());
  const bool other = document_reference(ledger_, before) != document_reference(ledger_, *examined);
  inspection.examined = *std::move(examined);
  const auto adults = look_for_adults(inspection, session);
  if (!adults) return not_available(adults.error());
  if (other && before.situation.document)
    note_looked_at(shown, shown.looked_at_by, "document_replaced", "");
  inspection.examined.optional_data = std::move(optional_data);
  if (inspection.photo) note_photo(inspection.examined);
  if (other) {
    inspection.decided_meanwhile.reset();
    inspection.decided_told.reset();
    inspection.noted = false;
    inspection.looked_at = inspection.examined.situation.now;
    inspection.looked_at_by = session.officer;
  } else {
    tell_news(inspection, before.situation.decided_here);
  }
  if (meet_hits(inspection, inspection.examined) || *beside || other) keep_look_up(inspection);
  inspection.entered_by_hand = is_typed;
  ++inspection.revision;
  shown = std::move(inspection);
  return show(shown, *now_standing, 200);
}

/// Whom the other barcodes name is looked up too, whatever the officer makes of the document, and
/// so is what lay there before: names that come, or a newer list, may say another thing of it. What
/// is found is put into `examined`, with what was found before. Whether a hit is new.
Result<bool> Desk::look_up_beside(OpenInspection& inspection, Examined& examined) {
  auto beside = inspection.named_beside;
  const auto& situation = examined.situation;
  std::ranges::copy_if(
      inspection.asked_before, std::back_inserter(beside), [&](const PresentedDocument& one) {
        return asked_of(one, situation.today) != asked_of(*situation.document, situation.today);
      });
  bool news = false;
  for (const auto& named : beside) {
    GARITA_TRY(found, counter_.examine(situation.direction, named, inspection.moment(),
                                       std::nullopt, Clearings::kNone));
    news = meet_hits(inspection, found) || news;
    inspection.earlier.add_hits(found);
  }
  inspection.earlier.put_into(examined);
  return news;
}

Response Desk::get_picture(const Request& request, const Session&) {
  const std::lock_guard lock(mutex_);
  const OpenInspection* inspection = inspections_.find(request.path_parameters.at("inspection"));
  if (inspection == nullptr) return no_such_inspection();
  if (!inspection->picture) return no_picture();
  Response response;
  response.content_type = viewable_type(*inspection->picture);
  if (response.content_type.empty()) {
    return problem(415, "not-viewable", "Browsers do not show pictures of this format");
  }
  response.body = *inspection->picture;
  return response;
}

Response Desk::decide(const Request& request, const Session& session) {
  const auto form = parse_decision_form(request.body);
  if (!form) return problem_response(form.error());
  return with_approval(request, session, form->approval, [&](const OfficerId& approver) {
    return try_decision(request, *form, session, approver);
  });
}

/// `approver`: empty where nobody has approved it yet.
Desk::Attempt Desk::try_decision(const Request& request, const DecisionForm& form,
                                 const Session& session, const OfficerId& approver) {
  const std::lock_guard lock(mutex_);
  const std::string& id = request.path_parameters.at("inspection");
  OpenInspection* inspection = inspections_.find(id);
  if (inspection == nullptr) return decide_unknown(id, form.draft);
  if (inspection->taken) {
    const auto& taken = *inspection->taken;
    const bool same =
        taken.draft == without_told(form.draft) && taken.told == told_hash(ledger_, form.draft);
    if (!same) return already_decided();
    return json_response(decided_json(*inspection, state_of(*inspection)));
  }
  if (auto refused = refusal_on_paper(inspection->on_paper)) return *std::move(refused);
  const auto looked = look_again(*inspection);
  if (!looked) return not_recorded(looked.error());
  if (inspection->decided_told != inspection->decided_meanwhile) {
    inspection->decided_told = inspection->decided_meanwhile;
    return decided_elsewhere();
  }
  const auto& officer = inspection->on_paper ? inspection->on_paper->officer : session.officer;
  // With the decision that would part them, and not before: a clean traveller waits for no such
  // search. What the officer has not been asked yet is a change.
  if (form.draft.decision != DecisionKind::kAdmit) {
    const auto others = look_for_company(*inspection, officer);
    if (!others) return not_recorded(others.error());
    if (*others) ++inspection->revision;
  }
  if (form.revision && *form.revision != inspection->revision) return inspection_changed();
  const auto faults = counter_.faults(inspection->examined, form.draft, officer);
  if (!faults) return not_recorded(faults.error());
  if (!faults->empty()) return problem_response(incomplete(fields_of(*faults)));
  const auto& examined = inspection->examined;
  auto matters = approvals_for(examined.situation.policies, examined.inspection, form.draft);
  if (matters.empty()) return record(*inspection, form.draft, session, {});
  if (approver == OfficerId()) return tl::unexpected(std::move(matters));
  if (approver == officer) return approval_refused();
  return record(*inspection, form.draft, session, approver);
}

/// An inspection that is no longer held may have been decided: the answer was lost, and the station
/// was started again since. Its record knows.
Response Desk::decide_unknown(const std::string& id, const Draft& draft) {
  const auto recorded = ledger_.decision_under(id);
  if (!recorded || !*recorded) return no_such_inspection();
  const auto stands = ledger_.statement_under(id);
  if (!stands) return not_available(stands.error());
  const OwnDecision& own = **recorded;
  const bool same = *stands
                        ? **stands == statement_of(ledger_, draft)
                        : own.decision == draft.decision &&
                              (!own.crossing || own.crossing->granted_days == draft.granted_days);
  return same ? json_response(decided_json(own)) : already_decided();
}

/// Names that came meanwhile are looked through, and the pages told to show what was found. The
/// lock is not held: of all desks together these are hundreds of look-ups, and decisions are taken
/// between one traveller's and the next one's.
void Desk::look_again_where_names_came() {
  std::vector<std::string> waiting;
  {
    const std::lock_guard lock(mutex_);
    for (const auto* inspection : inspections_.waiting_for_names())
      waiting.push_back(inspection->id);
  }
  bool news = false;
  for (const auto& id : waiting) {
    {
      const std::lock_guard lock(mutex_);
      auto* inspection = inspections_.find(id);
      if (inspection == nullptr || inspection->taken) continue;
      const int shown = inspection->revision;
      // What fails now is looked at with the decision, which says so.
      static_cast<void>(look_again(*inspection));
      news = news || inspection->revision != shown;
    }
    // Locked again at once, a mutex is given to nobody who waits for it.
    std::this_thread::sleep_for(kOthersGetIn);
  }
  if (news) stream_.publish("looked_again", "{}");
}

/// Between the reading and the key a list may have come, or midnight, or somebody at another desk
/// has decided about the same document: the decision is for what holds now.
Result<void> Desk::look_again(OpenInspection& inspection) {
  const Examined& before = inspection.examined;
  const auto version_of = [](const std::optional<HeldBulletin>& held) {
    return held ? held->version : 0;
  };
  GARITA_TRY(alerts, ledger_.held_bulletin("alerts"));
  GARITA_TRY(policies, ledger_.held_bulletin("policies"));
  GARITA_TRY(open_stays, ledger_.held_bulletin("open-stays"));
  GARITA_TRY(cleared_pairs, ledger_.held_bulletin(kClearedPairsChannel));
  const auto known = before.situation.decided_here;
  std::vector<OwnDecision> decided;
  if (before.situation.document) {
    GARITA_TRY(found, decisions_of(ledger_, *before.situation.document, std::nullopt));
    decided = std::move(found);
  }
  const bool same =
      std::ranges::equal(decided, known, {}, &OwnDecision::record, &DecidedHere::record) &&
      version_of(alerts) == version_of(before.alerts) &&
      version_of(policies) == version_of(before.policies) &&
      version_of(open_stays) == version_of(before.open_stays) &&
      version_of(cleared_pairs) == version_of(before.cleared_pairs) &&
      counter_.names_searched(alerts) == before.situation.names_searched &&
      ledger_.zone().local_day(inspection.moment().value_or(ledger_.now())) ==
          before.situation.today;
  if (same) return {};
  const std::string shown = rules_json(inspection);
  GARITA_TRY(examined, counter_.examine(before.situation.direction, before.situation.document,
                                        inspection.moment(), std::nullopt, inspection.clearings()));
  examined.optional_data = before.optional_data;
  examined.situation.company = before.situation.company;
  GARITA_TRY(beside, look_up_beside(inspection, examined));
  inspection.examined = std::move(examined);
  if (inspection.photo) note_photo(inspection.examined);
  tell_news(inspection, known);
  if (meet_hits(inspection, inspection.examined) || beside) keep_look_up(inspection);
  if (rules_json(inspection) != shown) ++inspection.revision;
  return {};
}

Result<bool> Desk::look_for_company(OpenInspection& inspection, const OfficerId& officer) {
  const auto& situation = inspection.examined.situation;
  GARITA_TRY(company, company_admitted(ledger_, situation, officer, ledger_.now()));
  if (company == situation.company) return false;
  note_company(inspection.examined, std::move(company));
  return true;
}

/// Of a child it is told at once with whom it may be; nobody else waits for such a search.
Result<void> Desk::look_for_adults(OpenInspection& inspection, const Session& session) {
  const auto& questions = inspection.examined.inspection.questions;
  if (std::ranges::none_of(questions, &Question::of_company)) return {};
  const auto& on_paper = inspection.on_paper;
  GARITA_CHECK(look_for_company(inspection, on_paper ? on_paper->officer : session.officer));
  return {};
}

Response Desk::record(OpenInspection& inspection, const Draft& draft, const Session& session,
                      const OfficerId& approver) {
  // Before anything is recorded in it.
  ensure_shift(session.officer);
  Provenance provenance;
  const auto& on_paper = inspection.on_paper;
  provenance.officer = on_paper ? on_paper->officer : session.officer;
  provenance.approved_by = approver;
  provenance.fallback = on_paper.has_value();
  if (on_paper) provenance.typed_by = session.officer;
  provenance.evidence = inspection.evidence();
  // Asked again after an answer that got lost, nothing new is written.
  provenance.reference = inspection.id;
  if (inspection.picture) {
    provenance.pictures = {{PictureKind::kDocument, copy_of(bytes_of(*inspection.picture))}};
  }
  for (const auto& picture : inspection.other_lights) {
    provenance.pictures.push_back({PictureKind::kDocument, copy_of(bytes_of(*picture))});
  }
  if (inspection.photo) {
    provenance.pictures.push_back({PictureKind::kTraveller, copy_of(bytes_of(*inspection.photo))});
  }
  Draft dated = draft;
  dated.at = inspection.moment();
  auto recorded = counter_.record(inspection.examined, dated, provenance);
  if (!recorded) {
    const auto before = ledger_.decision_under(inspection.id);
    if (before && *before) return already_decided();
    return not_recorded(recorded.error());
  }
  note_approval(approver, recorded->written.crossing, "admit");
  if (on_paper) note_typed_in(*on_paper, session, recorded->written.crossing);
  inspection.taken =
      TakenDecision{without_told(draft), told_hash(ledger_, draft), *std::move(recorded)};
  look_ups_ended_.insert(inspection.id);
  inspection.picture.reset();
  inspection.other_lights.clear();
  inspection.photo.reset();
  publish_decisions();
  publish_strip();
  return json_response(decided_json(inspection, state_of(inspection)), 201);
}

Response Desk::not_recorded(const Error& error) const {
  if (error.remedy == Remedy::kAskOfficer || error.remedy == Remedy::kReject) {
    return problem_response(problem_of(error, "incomplete"));
  }
  const auto free = ledger_.disk_free_bytes();
  if (free && *free < kDiskFullBytes) {
    return problem(507, "disk-full", "The disk is full: nothing was recorded");
  }
  return problem(503, "not-recorded", "Nothing was recorded: try again");
}

}  // namespace garita::station
