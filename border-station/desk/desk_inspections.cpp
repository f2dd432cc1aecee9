// The part of Desk from a document's reading to the decision.
#include <algorithm>

#include "border-station/capture/page_form.h"
#include "border-station/crossing/statement.h"
#include "border-station/desk/desk.h"
#include "border-station/desk/desk_answers.h"
#include "border-station/desk/views.h"
#include "border-station/inspection/approval.h"
#include "document-reader/reading/barcode_document.h"
#include "document-reader/reading/lights.h"
#include "schema/crypto/secret.h"

namespace garita::station {

namespace {

constexpr std::size_t kIdBytes = 12;
constexpr std::size_t kZoneCharactersMax = 400;

Response inspection_changed() {
  return problem(409, "inspection-changed",
                 "What is known of the traveller has changed: look again");
}

Response too_many_pictures() {
  Response response =
      problem(503, "overloaded", "Other pictures are being read: try again in a moment");
  response.headers.push_back({"Retry-After", "2"});
  return response;
}

/// A place in a queue, given back at the end.
class Place {
 public:
  explicit Place(std::atomic<int>& taken) : taken_(taken), number_(++taken) {}
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;
  ~Place() { --taken_; }
  [[nodiscard]] int number() const { return number_; }

 private:
  std::atomic<int>& taken_;
  int number_;
};

/// Of several documents in a picture the one that can be relied on most.
reader::ReadDocument best_of(std::vector<reader::ReadDocument> documents) {
  const auto rank = [](const reader::ReadDocument& document) {
    if (!document.mrz) return reader::document_of_barcode(document) ? 1 : 0;
    return document.mrz->valid() ? 3 : 2;
  };
  const auto with_zone = std::ranges::count_if(
      documents, [](const reader::ReadDocument& document) { return document.mrz.has_value(); });
  const auto best = std::ranges::max_element(documents, {}, rank);
  if (best == documents.end()) return {};
  reader::ReadDocument chosen = std::move(*best);
  if (with_zone > 1) {
    chosen.findings.push_back(
        {"several_documents", reader::FindingSeverity::kWarning, std::to_string(with_zone)});
  }
  return chosen;
}

bool is_picture_type(std::string_view type) {
  return type.starts_with("image/") || type.starts_with("application/octet-stream");
}

OpenInspection begun(DocumentSource source) {
  OpenInspection inspection;
  inspection.id = to_hex(random_bytes(kIdBytes));
  inspection.source = source;
  return inspection;
}

std::optional<PresentedDocument> document_in(const OpenInspection& inspection) {
  if (!inspection.read) return std::nullopt;
  if (inspection.read->mrz) return presented_document(inspection.read->mrz->mrz);
  const auto barcode = reader::document_of_barcode(*inspection.read);
  if (!barcode) return std::nullopt;
  auto document = presented_document(barcode->fields);
  document.to_confirm = true;
  return document;
}

/// A card without a zone prints no check digits, so that none is missed.
void drop_untyped_digits(const OpenInspection& inspection, PresentedDocument& document) {
  if (!inspection.read || !reader::document_of_barcode(*inspection.read)) return;
  std::erase_if(document.check_digits, [](const auto& digit) { return !digit.second; });
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

tl::expected<reader::Reading, Response> Desk::reading_of(const std::string& picture) {
  Date today = Date::from_days_since_epoch(0);
  {
    const std::lock_guard lock(mutex_);
    today = ledger_.zone().local_day(ledger_.now());
  }
  const Place place(readings_);
  if (place.number() > kReadingsMax) return tl::unexpected(too_many_pictures());
  auto reading = [&] {
    const std::lock_guard lock(reader_mutex_);
    return reader_.read(bytes_of(picture), today);
  }();
  if (reading) return *std::move(reading);
  const bool refused =
      reading.error().remedy == Remedy::kAskOfficer || reading.error().remedy == Remedy::kReject;
  if (refused) return tl::unexpected(not_a_picture());
  return tl::unexpected(problem(503, "reader-unavailable", "The picture was not read"));
}

tl::expected<OpenInspection, Response> Desk::read_page(Page page) {
  // White light is what the officer sees.
  std::ranges::stable_partition(page, [](const LitPicture& lit) { return lit.light == "white"; });
  std::vector<reader::LightReading> lights;
  std::optional<Response> refused;
  for (auto& lit : page) {
    auto reading = reading_of(lit.file);
    if (!reading) {
      refused = std::move(reading.error());
      lit.file.clear();
      continue;
    }
    reader::expect_light(*reading, lit.light);
    lights.push_back({lit.light, *std::move(reading)});
  }
  if (lights.empty()) return tl::unexpected(*std::move(refused));
  auto reading = reader::merge_lights(std::move(lights));
  OpenInspection inspection = begun(DocumentSource::kPicture);
  inspection.elapsed_ms = reading.elapsed_ms;
  inspection.read = best_of(std::move(reading.documents));
  for (auto& lit : page) {
    if (lit.file.empty()) {
      inspection.read->findings.push_back(
          {"light_not_read", reader::FindingSeverity::kWarning, lit.light});
      continue;
    }
    auto picture = std::make_shared<const std::string>(std::move(lit.file));
    if (inspection.picture) {
      inspection.other_lights.push_back(std::move(picture));
    } else {
      inspection.picture = std::move(picture);
    }
  }
  return inspection;
}

tl::expected<OpenInspection, Response> Desk::read_zone(const Request& request) {
  if (request.body.size() > kZoneCharactersMax) {
    return tl::unexpected(problem(422, "not-an-mrz", "A zone has at most 90 characters"));
  }
  Date today = Date::from_days_since_epoch(0);
  {
    const std::lock_guard lock(mutex_);
    today = ledger_.zone().local_day(ledger_.now());
  }
  const auto mrz = reader::parse_mrz(lines_of_zone(request.body), today);
  if (!mrz) return tl::unexpected(problem(422, "not-an-mrz", "This is no machine readable zone"));
  OpenInspection inspection = begun(DocumentSource::kMrzText);
  inspection.entered_by_hand = request.asked("typed") == "yes";
  inspection.read = reader::ReadDocument{};
  inspection.read->mrz = reader::ReadMrz{*mrz, 1.0, {}, false};
  return inspection;
}

/// A picture, a page's lights, or the lines of a zone.
tl::expected<OpenInspection, Response> Desk::read_upload(const Request& request,
                                                         std::string_view type) {
  if (is_picture_type(type)) return read_page({{"white", request.body}});
  if (!is_form(type)) return read_zone(request);
  auto page = page_of_form(type, request.body);
  if (!page) return tl::unexpected(bad_request(page.error().message));
  return read_page(*std::move(page));
}

Response Desk::read_document(const Request& request, const Session& session) {
  const auto direction = direction_asked(request);
  if (!direction) return which_direction();
  const std::string type(request.header("Content-Type").value_or(""));
  if (!is_picture_type(type) && !is_form(type) && !type.starts_with("text/plain")) {
    return problem(415, "unsupported-type", "A picture or the lines of a zone are asked for");
  }
  if (request.asked("frame")) return read_frame(request, session, *direction);
  auto on_paper = on_paper_asked(request, session);
  if (!on_paper) return on_paper.error();
  auto inspection = read_upload(request, type);
  if (!inspection) return inspection.error();
  inspection->on_paper = *std::move(on_paper);
  const std::lock_guard lock(mutex_);
  return open_read(*std::move(inspection), *direction, session);
}

/// Opens what was read; the lock is held.
Response Desk::open_read(OpenInspection inspection, Direction direction, const Session& session) {
  auto document = document_in(inspection);
  if (document && !document->to_confirm) {
    inspection.examined.optional_data = inspection.read->mrz->mrz.fields.optional_data;
  }
  return open(std::move(inspection), direction, std::move(document), session);
}

Response Desk::open_by_hand(const Request& request, const Session& session) {
  const auto direction = direction_asked(request);
  if (!direction) return which_direction();
  auto typed = parse_typed_document(request.body);
  if (!typed) return problem_response(typed.error());
  auto on_paper = on_paper_asked(request, session);
  if (!on_paper) return on_paper.error();
  OpenInspection inspection = begun(DocumentSource::kTyped);
  inspection.on_paper = *std::move(on_paper);
  inspection.entered_by_hand = true;
  inspection.examined.optional_data = typed->optional_data;
  const std::lock_guard lock(mutex_);
  return open(std::move(inspection), *direction, std::move(typed->document), session);
}

Response Desk::open(OpenInspection inspection, Direction direction,
                    std::optional<PresentedDocument> document, const Session& session) {
  inspection.looked_at_by = session.officer;
  auto examined = counter_.examine(direction, std::move(document), inspection.moment(),
                                   std::nullopt, inspection.clearings());
  if (!examined) return problem_response(problem_of(examined.error(), "not-available"));
  examined->optional_data = std::move(inspection.examined.optional_data);
  inspection.examined = *std::move(examined);
  inspection.opened_at = inspection.looked_at = inspection.examined.situation.now;
  meet_hits(inspection);
  keep_look_up(inspection);
  const OpenInspection& added = inspections_.add(std::move(inspection));
  Response response = show(added, 201);
  response.headers.push_back({"Location", "/api/inspections/" + added.id});
  return response;
}

RecordState Desk::state_of(const OpenInspection& inspection) {
  if (!inspection.taken) return RecordState::kRecorded;
  const auto own = ledger_.decision(inspection.taken->recorded.written.crossing);
  return own && *own ? (*own)->state : RecordState::kRecorded;
}

Response Desk::show(const OpenInspection& inspection, int status) {
  const auto now_standing = standing();
  if (!now_standing) return problem_response(problem_of(now_standing.error(), "not-available"));
  return json_response(
      inspection_json(inspection, *now_standing, state_of(inspection), ledger_.now()), status);
}

Response Desk::get_inspection(const Request& request, const Session&) {
  const std::lock_guard lock(mutex_);
  const OpenInspection* inspection = inspections_.find(request.path_parameters.at("inspection"));
  return inspection == nullptr ? no_such_inspection() : show(*inspection, 200);
}

/// Its fields, or the lines of its zone.
tl::expected<TypedDocument, Response> Desk::document_typed(const Request& request) {
  if (!request.header("Content-Type").value_or("").starts_with("text/plain")) {
    auto typed = parse_typed_document(request.body);
    if (!typed) return tl::unexpected(problem_response(typed.error()));
    return *std::move(typed);
  }
  const auto zone = read_zone(request);
  if (!zone) return tl::unexpected(zone.error());
  return TypedDocument{*document_in(*zone), zone->read->mrz->mrz.fields.optional_data};
}

Response Desk::enter_document(const Request& request, const Session& session) {
  auto typed = document_typed(request);
  if (!typed) return typed.error();
  const std::lock_guard lock(mutex_);
  OpenInspection* inspection = inspections_.find(request.path_parameters.at("inspection"));
  if (inspection == nullptr) return no_such_inspection();
  if (inspection->taken) return already_decided();
  return replace_document(*inspection, *std::move(typed), session);
}

/// What the document before said stays with the inspection, and in the audit.
Response Desk::replace_document(OpenInspection& inspection, TypedDocument typed,
                                const Session& session) {
  const Examined& before = inspection.examined;
  drop_untyped_digits(inspection, typed.document);
  auto examined = counter_.examine(before.situation.direction, std::move(typed.document),
                                   inspection.moment(), std::nullopt, Clearings::kNone);
  if (!examined) return problem_response(problem_of(examined.error(), "not-available"));
  const bool other = document_reference(ledger_, before) != document_reference(ledger_, *examined);
  if (other && before.situation.document) {
    note_looked_at(inspection, inspection.looked_at_by, "document_replaced", "");
  }
  inspection.earlier.add(before, zone_of(inspection));
  inspection.earlier.put_into(*examined);
  inspection.examined = *std::move(examined);
  inspection.examined.optional_data = std::move(typed.optional_data);
  if (inspection.photo) note_photo(inspection.examined);
  if (other) {
    inspection.noted = false;
    inspection.looked_at = inspection.examined.situation.now;
    inspection.looked_at_by = session.officer;
  }
  if (meet_hits(inspection) || other) keep_look_up(inspection);
  inspection.entered_by_hand = true;
  ++inspection.revision;
  return show(inspection, 200);
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
  const auto looked = look_again(*inspection);
  if (!looked) return not_recorded(looked.error());
  if (form.revision && *form.revision != inspection->revision) return inspection_changed();
  if (auto refused = refusal_on_paper(inspection->on_paper)) return *std::move(refused);
  const auto& officer = inspection->on_paper ? inspection->on_paper->officer : session.officer;
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
/// lock is held.
void Desk::look_again_where_names_came() {
  bool news = false;
  for (auto* inspection : inspections_.waiting_for_names()) {
    const int shown = inspection->revision;
    // What fails now is looked at with the decision, which says so.
    static_cast<void>(look_again(*inspection));
    news = news || inspection->revision != shown;
  }
  if (news) stream_.publish("looked_again", "{}");
}

/// Between the reading and the key a list may have come, or midnight: the decision is for what
/// holds now.
Result<void> Desk::look_again(OpenInspection& inspection) {
  const Examined& before = inspection.examined;
  const auto version_of = [](const std::optional<HeldBulletin>& held) {
    return held ? held->version : 0;
  };
  GARITA_TRY(alerts, ledger_.held_bulletin("alerts"));
  GARITA_TRY(policies, ledger_.held_bulletin("policies"));
  GARITA_TRY(open_stays, ledger_.held_bulletin("open-stays"));
  GARITA_TRY(cleared_pairs, ledger_.held_bulletin(kClearedPairsChannel));
  const bool same = version_of(alerts) == version_of(before.alerts) &&
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
  inspection.earlier.put_into(examined);
  inspection.examined = std::move(examined);
  if (inspection.photo) note_photo(inspection.examined);
  if (meet_hits(inspection)) keep_look_up(inspection);
  if (rules_json(inspection) != shown) ++inspection.revision;
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
