#include "border-station/crossing/counter.h"

#include <algorithm>
#include <iterator>

#include "border-station/alerts/judged_pair.h"
#include "border-station/crossing/decided_here.h"
#include "border-station/crossing/statement.h"
#include "border-station/crossing/visits_seen.h"
#include "border-station/ledger/protection.h"
#include "schema/matching/normalise.h"
#include "schema/vocabulary/codes.h"

namespace garita::station {
namespace {

/// A list that was made so long after an officer of this post cleared a pair knows of it: where it
/// does not tell the pair, somebody elsewhere has said another thing since.
constexpr std::chrono::hours kClearingToldWithin{1};

constexpr auto kPolicies = "policies";
constexpr auto kProtection = "protection";
/// Of a document, that the desk shows.
constexpr std::size_t kCrossingsShown = 5;

Result<ReadBulletin> check_policies(Ledger&, const Bulletin& bulletin) {
  GARITA_TRY(pack, PolicyPack::from_toml(text_of(bulletin.content)));
  return ReadBulletin{pack.rules().size(), nullptr};
}

std::string person_key_of(const PresentedDocument& document) {
  if (document.surname.empty() || !document.birth_date) return "";
  return person_key(document.surname, document.given_names, *document.birth_date,
                    document.nationality);
}

/// The newest admitted crossing, or entry, that is not later than `moment`.
const OwnDecision* last_movement(const std::vector<OwnDecision>& decisions, Instant moment,
                                 bool entry_alone = false) {
  const auto newest = std::ranges::find_if(decisions, [&](const OwnDecision& own) {
    const bool counts = !entry_alone || own.direction == Direction::kEntry;
    return counts && own.decision == DecisionKind::kAdmit && own.at <= moment;
  });
  return newest == decisions.end() ? nullptr : &*newest;
}

/// An entry is a stay that is still open, as far as this post knows.
void look_at_own(Examined& examined, const OwnDecision& last, const Zone& zone) {
  const auto& shown = *examined.situation.document;
  if (!last.crossing) return;
  examined.situation.state_last = CountryCode(last.crossing->other_state);
  if (last.direction != Direction::kEntry) return;
  const auto& crossing = *last.crossing;
  auto& known = examined.situation.open_stay.emplace();
  known.admission = admission_of(crossing, zone.local_day(last.at));
  known.basis = "local_records";
  known.by_document = is_of_document(crossing, document_key_of(shown));
  known.came_from = CountryCode(crossing.other_state);
}

/// What the centre lists counts before what this post makes of its own entry, since it knows of
/// extensions and of other posts; what this post saw later than that counts before the list, which
/// may have been made before the centre heard of it.
void look_at_listed(Examined& examined, const ListedStay& listed, const OwnDecision* last,
                    const Zone& zone) {
  auto& known = examined.situation.open_stay;
  Admission admission;
  if (last != nullptr) {
    const Date day = zone.local_day(last->at);
    const bool seen_later = last->direction == Direction::kExit
                                ? day >= listed.entered
                                : day > listed.entered || last->at > listed.list_issued_at;
    if (seen_later) return;
    if (known && day == listed.entered) admission = known->admission;
  }
  admission.entered = listed.entered;
  known = KnownStay{std::move(admission),
                    {},
                    "open_stays",
                    listed.list_issued_at,
                    KnownStay::Listed{listed.until},
                    {},
                    true};
}

/// The group is named by the crossing of its first.
Result<void> join_group(Ledger& ledger, const Draft& draft, Crossing& crossing) {
  if (!draft.with) return {};
  GARITA_TRY(first, ledger.decision(*draft.with));
  ensure(first && first->crossing, "the rules have seen the record that is joined");
  crossing.group = first->crossing->group.value_or(first->record);
  return {};
}

/// Of a child in a group, or with somebody whom the answer's note names.
void note_relationship(const Draft& draft, Crossing& crossing) {
  const auto answer = std::ranges::find(draft.answers, "child", &Answer::question);
  if (answer == draft.answers.end() || !is_with_somebody(answer->answer)) return;
  if (draft.child_evidence.empty()) return;
  crossing.relationship = answer->answer;
  crossing.relationship_evidence = draft.child_evidence;
}

std::string faults_text(const std::vector<Fault>& faults) {
  std::string text;
  for (const auto& fault : faults) {
    if (!text.empty()) text += "; ";
    text += fault.pointer + " " + fault.code + ": " + fault.detail;
  }
  return text;
}

DecisionContext context_of(const Examined& examined, const Draft& draft) {
  DecisionContext context;
  if (examined.alerts) {
    context.alerts_version = examined.alerts->version;
    context.alerts_issued_at = examined.alerts->issued_at;
  }
  if (examined.policies) {
    context.policies_version = examined.policies->version;
    context.policies_issued_at = examined.policies->issued_at;
  }
  if (examined.open_stays) context.open_stays_version = examined.open_stays->version;
  for (const auto& hit : examined.hits) {
    context.hits.push_back({hit.entry.reference, std::string(matched_by_name(hit.matched_by))});
  }
  for (const auto& answer : draft.answers) {
    context.answers.push_back({answer.question, answer.answer, answer.note});
  }
  for (const auto& check : examined.inspection.checks) {
    if (check.state == CheckState::kFail) context.failed_checks.push_back(check.code);
    const bool of_lists = check.code.starts_with("alert_");
    if (of_lists && check.state == CheckState::kNotDone)
      context.lists_not_searched.push_back(check.code);
  }
  return context;
}

/// Who was compared, where that is to be remembered: of the document on the desk alone. Whoever is
/// not let go on is cleared of nothing by that, and no longer what they were cleared of before.
Bytes pair_of(const Examined& examined, std::size_t place, const Hit& hit, const Draft& draft) {
  const auto& situation = examined.situation;
  const auto& seen = situation.hits.at(place);
  if (seen.of_earlier_reading || !situation.document) return {};
  if (draft.decision != DecisionKind::kAdmit && hit.answer == kNotTheSamePerson) return {};
  const auto pair = judged_pair(examined.hits.at(place), travel_document(*situation.document));
  return pair ? copy_of(*pair) : Bytes();
}

/// The hits as urgent records, each with the answer that it was given; those that were not shown
/// last.
std::vector<Hit> hits_of(const Examined& examined, const Draft& draft) {
  std::vector<Hit> hits;
  for (const auto& alert : examined.inspection.alerts) {
    if (!alert.hit) continue;
    const auto& entry = examined.hits.at(*alert.hit);
    Hit hit;
    hit.seen = {entry.entry.reference, std::string(matched_by_name(entry.matched_by))};
    const auto answered = std::ranges::find(draft.answers, alert.id, &Answer::question);
    const auto& cleared = examined.situation.hits.at(*alert.hit).cleared;
    if (cleared) {
      if (draft.decision == DecisionKind::kAdmit) hit.answer = kHitClearedBefore;
      hit.note = cleared->record.text();
    } else if (answered != draft.answers.end()) {
      hit.answer = answered->answer;
      hit.note = answered->note;
    }
    hit.pair = pair_of(examined, *alert.hit, hit, draft);
    hits.push_back(std::move(hit));
  }
  for (const auto& silent : examined.silent_hits) {
    Hit hit;
    hit.seen = {silent.entry.reference, std::string(matched_by_name(silent.matched_by))};
    hit.answer = kHitNotShown;
    hits.push_back(std::move(hit));
  }
  return hits;
}

Crossing crossing_of(const Examined& examined, const Draft& draft, const Provenance& provenance) {
  Crossing crossing;
  crossing.direction = examined.situation.direction;
  crossing.decision = draft.decision;
  crossing.officer = provenance.officer;
  crossing.approved_by = provenance.approved_by;
  crossing.typed_by = provenance.typed_by;
  if (examined.situation.document) {
    crossing.document = travel_document(*examined.situation.document);
    crossing.document.optional_data = examined.optional_data;
  }
  crossing.purpose = draft.purpose;
  crossing.transport = draft.transport;
  crossing.admission_class = draft.admission_class;
  const bool entering = crossing.direction == Direction::kEntry;
  if (entering && crossing.admission_class.empty()) crossing.admission_class = kVisitorClass;
  crossing.granted_days = draft.granted_days;
  crossing.granted_until = draft.granted_until;
  crossing.other_state = draft.other_state;
  crossing.evidence = provenance.evidence;
  crossing.fallback = provenance.fallback;
  crossing.reference = provenance.reference;
  crossing.context = context_of(examined, draft);
  return crossing;
}

/// The ids of what was not shown would show it.
void hide_silent(const Examined& examined, Written& written) {
  const auto shown = examined.hits.size();
  const auto first = std::min(shown, written.additional.size());
  const auto last = std::min(shown + examined.silent_hits.size(), written.additional.size());
  const auto begin = written.additional.begin();
  written.additional.erase(begin + static_cast<std::ptrdiff_t>(first),
                           begin + static_cast<std::ptrdiff_t>(last));
}

}  // namespace

void note_stay(const Examined& examined, Crossing& crossing) {
  const bool admitted_entry =
      crossing.direction == Direction::kEntry && crossing.decision == DecisionKind::kAdmit;
  std::optional<AuthorisedStay> stay;
  if (admitted_entry) {
    if (!examined.pack) return;
    Visit visit;
    visit.admission = admission_of(crossing, examined.situation.today);
    visit.came_from = CountryCode(crossing.other_state);
    visit.absence_unseen = true;
    stay = authorise_after(*examined.pack, examined.situation.visits_before, visit);
  } else if (examined.inspection.stay) {
    stay = examined.inspection.stay->authorised;
    crossing.context.days_over = examined.inspection.stay->position.days_over;
  }
  if (!stay) return;
  crossing.context.rule = stay->rule;
  crossing.context.policy_version = stay->policy_version;
  crossing.context.last_legal_day = stay->last_legal_day;
}

void note_decided_meanwhile(Examined& examined, const RecordId& record) {
  examined.situation.decided_meanwhile = record;
  examined.inspection = inspect(examined.situation);
}

void note_company(Examined& examined, Company company) {
  examined.situation.company = std::move(company);
  examined.inspection = inspect(examined.situation);
}

void note_photo(Examined& examined) {
  examined.situation.photo_taken = true;
  examined.inspection = inspect(examined.situation);
}

BulletinReaders bulletin_readers() {
  return {{std::string(kAlertsChannel), read_alerts},
          {std::string(kAlertPicturesChannel), read_alert_pictures},
          {std::string(kClearedPairsChannel), read_cleared_pairs},
          {kPolicies, check_policies},
          {std::string(kOpenStaysChannel), read_open_stays},
          {kProtection, read_protection_unit}};
}

PresentedDocument presented_document(const reader::MrzFields& fields) {
  return {fields.document_code,   CountryCode(fields.issuing_state),
          fields.document_number, fields.surname,
          fields.given_names,     CountryCode(fields.nationality),
          fields.birth_date,      fields.sex,
          fields.expiry_date,     {}};
}

PresentedDocument presented_document(const reader::Mrz& mrz) {
  auto document = presented_document(mrz.fields);
  for (const auto& check : mrz.checks) document.check_digits.emplace_back(check.name, check.ok);
  return document;
}

TravelDocument travel_document(const PresentedDocument& document) {
  TravelDocument made;
  made.document_code = document.document_code;
  made.issuing_state = document.issuing_state.value();
  made.document_number = document.document_number;
  made.surname = document.surname;
  made.given_names = document.given_names;
  made.nationality = document.nationality.value();
  made.birth_date = document.birth_date;
  made.sex = document.sex;
  made.expiry_date = document.expiry_date;
  return made;
}

AlertQuestion question_of(const TravelDocument& document, Date today) {
  return {document.issuing_state,
          document.document_number,
          document.surname,
          document.given_names,
          document.birth_date,
          document.nationality,
          today};
}

Result<void> Counter::read_policies(Examined& examined) {
  GARITA_TRY(held, ledger_.held_bulletin(kPolicies));
  GARITA_TRY(pack, policies());
  examined.policies = held;
  examined.pack = std::move(pack);
  examined.appeal = appeal_;
  examined.situation.policies = examined.pack.get();
  return {};
}

Result<std::shared_ptr<const PolicyPack>> Counter::policies() {
  GARITA_TRY(held, ledger_.held_bulletin(kPolicies));
  if (!held) return std::shared_ptr<const PolicyPack>();
  if (held->version != pack_version_) {
    GARITA_TRY(bulletin, ledger_.bulletin(kPolicies));
    ensure(bulletin.has_value(), "a bulletin that is held has a content");
    GARITA_TRY(pack, PolicyPack::from_toml(text_of(bulletin->content)));
    GARITA_TRY(appeal, appeal_of(text_of(bulletin->content)));
    appeal_ = std::move(appeal);
    pack_ = std::make_shared<const PolicyPack>(std::move(pack));
    pack_version_ = bulletin->version;
  }
  return pack_;
}

Result<Examined> Counter::examine(Direction direction, std::optional<PresentedDocument> document,
                                  std::optional<Instant> at, const std::optional<RecordId>& without,
                                  Clearings clearings) {
  Examined examined;
  auto& situation = examined.situation;
  situation.direction = direction;
  situation.neighbour = neighbour_;
  situation.post_sees_direction = ledger_.place().directions.contains(direction);
  situation.now = ledger_.now();
  situation.today = ledger_.zone().local_day(at.value_or(situation.now));
  situation.document = std::move(document);
  situation.typed_in_of = at;
  GARITA_CHECK(read_policies(examined));
  GARITA_TRY(alerts, ledger_.held_bulletin(kAlertsChannel));
  examined.alerts = std::move(alerts);
  situation.alert_list_held = examined.alerts.has_value();
  situation.names_searched = names_searched(examined.alerts);
  GARITA_TRY(open_stays, ledger_.held_bulletin(kOpenStaysChannel));
  examined.open_stays = std::move(open_stays);
  GARITA_TRY(cleared_pairs, ledger_.held_bulletin(kClearedPairsChannel));
  examined.cleared_pairs = std::move(cleared_pairs);
  GARITA_TRY(unit, ledger_.held_bulletin(kProtection));
  situation.protection_unit_known = unit.has_value();
  if (situation.document) {
    const auto& shown = *situation.document;
    GARITA_TRY(decisions, ledger_.decisions_about(document_key_of(shown), person_key_of(shown)));
    std::erase_if(decisions, [&](const OwnDecision& own) { return own.record == without; });
    GARITA_CHECK(look_at_alerts(examined, without, clearings));
    const auto* last = last_movement(decisions, at.value_or(situation.now));
    if (last != nullptr) look_at_own(examined, *last, ledger_.zone());
    // An exit has no purpose that could be proposed.
    const auto* entry = last_movement(decisions, at.value_or(situation.now), true);
    if (entry != nullptr) examined.last_trip = entry->crossing;
    situation.visits_before =
        visits_before(decisions, direction, at.value_or(situation.now), ledger_.zone());
    GARITA_TRY(listed, find_open_stay(open_stays_, document_key_of(shown)));
    if (listed) look_at_listed(examined, *listed, last, ledger_.zone());
    GARITA_TRY(of_document, decisions_of(ledger_, shown, without));
    situation.decided_here = decided_here(of_document);
    of_document.resize(std::min(of_document.size(), kCrossingsShown));
    examined.crossings = std::move(of_document);
  }
  examined.inspection = inspect(situation);
  return examined;
}

NamesSearched Counter::names_searched(const std::optional<HeldBulletin>& alerts) {
  if (!names_) return NamesSearched::kNotHere;
  const auto names = names_();
  if (!names) return NamesSearched::kNotYet;
  const bool of_this = !alerts || names->version() == alerts->version;
  if (of_this) return NamesSearched::kOfThisList;
  if (!names_behind_ || names_behind_->version != names->version())
    names_behind_ = NamesBehind{names->version(), alerts->received_at};
  return ledger_.now() - names_behind_->since > kNamesMadeWithin ? NamesSearched::kOfListLongBefore
                                                                 : NamesSearched::kOfListBefore;
}

Result<std::vector<AlertHit>> Counter::listed(const AlertQuestion& question) {
  const auto names = names_ ? names_() : nullptr;
  return find_alerts(alerts_, question, names.get());
}

Result<std::optional<Secret>> Counter::listed_picture(std::string_view reference) {
  return find_alert_picture(alert_pictures_, reference);
}

Result<std::optional<Clearing>> Counter::clearing_of(const Digest& pair,
                                                     const std::optional<HeldBulletin>& list) {
  GARITA_TRY(own, ledger_.clearing_of(pair));
  const bool stands = own && !own->taken_back;
  const bool list_knows_it = stands && list && list->issued_at > own->at.plus(kClearingToldWithin);
  if (stands && !list_knows_it) return own;
  // What another post said; of what was taken back here, what was said since.
  GARITA_TRY(listed, find_cleared_pair(cleared_pairs_, pair));
  if (!listed && stands) {
    GARITA_TRY(tells, tells_of_cleared_pairs(cleared_pairs_));
    if (!tells) return own;
  }
  if (listed && own && own->taken_back && listed->at <= own->at) listed.reset();
  return listed;
}

Result<std::optional<ListHit::Cleared>> Counter::cleared(const AlertHit& hit,
                                                         const TravelDocument& shown,
                                                         const std::optional<HeldBulletin>& list) {
  const auto pair = judged_pair(hit, shown);
  if (!pair) return std::optional<ListHit::Cleared>();
  GARITA_TRY(clearing, clearing_of(*pair, list));
  if (!clearing) return std::optional<ListHit::Cleared>();
  return std::optional(ListHit::Cleared{ledger_.zone().local_day(clearing->at),
                                        post_of(clearing->record.station).value(),
                                        clearing->record});
}

Result<void> Counter::look_at_alerts(Examined& examined, const std::optional<RecordId>& without,
                                     Clearings clearings) {
  auto& situation = examined.situation;
  const auto shown = travel_document(*situation.document);
  GARITA_TRY(hits, listed(question_of(shown, situation.today)));
  for (auto& hit : hits) {
    if (hit.entry.action == AlertAction::kInform) {
      examined.silent_hits.push_back(std::move(hit));
      continue;
    }
    std::optional<ListHit::Cleared> before;
    if (clearings == Clearings::kRemembered) {
      GARITA_TRY(found, cleared(hit, shown, examined.cleared_pairs));
      if (found && found->record != without) before = std::move(found);
    }
    situation.hits.push_back(
        {hit.entry.reference, std::string(matched_by_name(hit.matched_by)), std::move(before)});
    examined.hits.push_back(std::move(hit));
  }
  return {};
}

Result<std::optional<Companion>> Counter::companion_of(const Draft& draft,
                                                       const OfficerId& officer) {
  if (!draft.with) return std::optional<Companion>();
  GARITA_TRY(own, ledger_.decision(*draft.with));
  if (!own || !own->crossing) return std::optional<Companion>();
  Companion companion;
  companion.direction = own->direction;
  companion.decision = own->decision;
  companion.own = own->crossing->officer == officer;
  companion.holds = !own->corrected_by;
  companion.age_years =
      age_on(ledger_.zone().local_day(own->at), own->crossing->document.birth_date);
  companion.ago = ledger_.now() - own->recorded_at;
  return std::optional<Companion>(companion);
}

Result<std::vector<Fault>> Counter::faults(const Examined& examined, const Draft& draft,
                                           const OfficerId& officer) {
  auto found = faults_of(examined.situation, examined.inspection, draft);
  GARITA_TRY(companion, companion_of(draft, officer));
  auto together = family_faults(examined.situation, examined.inspection, draft, companion);
  std::ranges::move(together, std::back_inserter(found));
  return found;
}

Result<Recorded> Counter::record(const Examined& examined, const Draft& draft,
                                 const Provenance& provenance) {
  GARITA_TRY(wrong, faults(examined, draft, provenance.officer));
  if (!wrong.empty()) return fail(Remedy::kAskOfficer, faults_text(wrong));
  NewDecision decision;
  decision.crossing = crossing_of(examined, draft, provenance);
  GARITA_CHECK(join_group(ledger_, draft, decision.crossing));
  note_relationship(draft, decision.crossing);
  note_stay(examined, decision.crossing);
  decision.at = draft.at;
  decision.hits = hits_of(examined, draft);
  if (clearings_of(provenance.evidence, provenance.fallback) == Clearings::kNone)
    for (auto& hit : decision.hits)
      if (hit.answer == kNotTheSamePerson) hit.pair.clear();
  decision.grounds = draft.grounds;
  decision.note = draft.note;
  decision.pictures = provenance.pictures;
  decision.told = {draft.concerns, draft.protection_note};
  decision.statement = statement_of(ledger_, draft);
  const bool admitted_entry =
      decision.crossing.direction == Direction::kEntry && draft.decision == DecisionKind::kAdmit;
  std::optional<Date> last_legal_day;
  if (admitted_entry) last_legal_day = decision.crossing.context.last_legal_day;
  GARITA_TRY(written, ledger_.append_decision(std::move(decision)));
  hide_silent(examined, written);
  return Recorded{std::move(written), last_legal_day};
}

}  // namespace garita::station
