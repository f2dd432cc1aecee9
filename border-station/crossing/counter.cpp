#include "border-station/crossing/counter.h"

#include <algorithm>

#include "border-station/alerts/judged_pair.h"
#include "border-station/crossing/decided_here.h"
#include "border-station/crossing/visits_seen.h"
#include "border-station/ledger/protection.h"
#include "schema/matching/normalise.h"

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

}  // namespace

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

Result<std::optional<AppealWords>> Counter::appeal() {
  GARITA_TRY(pack, policies());
  return pack ? appeal_ : std::optional<AppealWords>();
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

}  // namespace garita::station
