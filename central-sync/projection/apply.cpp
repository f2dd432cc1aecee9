#include "central-sync/projection/apply.h"

#include <algorithm>
#include <limits>
#include <variant>

#include "central-sync/intake/intake.h"
#include "central-sync/persons/identity.h"
#include "central-sync/projection/facts.h"
#include "central-sync/projection/rights.h"
#include "schema/vocabulary/codes.h"

namespace garita::central {
namespace {

std::string bulletin_version(const AuditNote& note, std::string_view channel) {
  const std::string prefix = std::string(channel) + "/";
  if (note.action != kBulletinPublished || !note.subject.starts_with(prefix)) return "";
  return note.subject.substr(prefix.size());
}

Instant complete_until_of(const Heartbeat& heartbeat) {
  return heartbeat.complete_until.minus(heartbeat.clock.error_bound);
}

/// When somebody may leave where, by all that is known.
PostZones zones_of(std::span<const ProjectionTables::Place> places) {
  constexpr Instant kAllThatIsKnown{std::numeric_limits<std::int64_t>::max()};
  std::vector<PostInZone> posts;
  for (const auto& place : places) {
    PostInZone post{place.post, place.zone, {}};
    for (const auto& station : place.stations) {
      if (place.is_office) break;
      const auto open = open_times(station, kAllThatIsKnown);
      post.open.insert(post.open.end(), open.begin(), open.end());
    }
    posts.push_back(std::move(post));
  }
  return PostZones::among(posts);
}

/// Else all days end at the same moment everywhere, whichever post is open.
bool lie_in_several_zones(std::span<const ProjectionTables::Place> places) {
  return std::ranges::any_of(
      places, [&](const auto& place) { return place.zone.name() != places.front().zone.name(); });
}

}  // namespace

bool Applier::publishes_policies(const RecordId& id, const Record& record) const {
  const auto* note = std::get_if<AuditNote>(&record);
  return note != nullptr && id.station == own_station_ &&
         !bulletin_version(*note, "policies").empty();
}

bool Applier::closes_station(const RecordId& id, const Record& record) const {
  const auto* closure = std::get_if<Closure>(&record);
  if (closure == nullptr || id.station != own_station_) return false;
  const std::string& target = closure->target;
  return std::ranges::any_of(posts_, [&](const ProjectionTables::Place& place) {
    return place.post.value() == target ||
           std::ranges::any_of(place.stations,
                               [&](const auto& each) { return each.station.value() == target; });
  });
}

Applier::Applier(ProjectionTables& tables, const StationId& own_station)
    : tables_(tables), own_station_(own_station) {}

Result<void> Applier::look_up_country() {
  // Whatever was done since may have been undone, or done by another process.
  watermarks_at_.reset();
  GARITA_TRY(places, tables_.places());
  posts_ = std::move(places);
  learn_zones();
  went_live_.clear();
  offices_.clear();
  for (const auto& place : posts_) {
    if (place.sees_entries) went_live_.push_back(place.went_live);
    if (place.is_office) offices_.insert(place.post);
  }
  // Where a decision names no post, the day is that of the first: it never becomes another.
  if (!posts_.empty()) country_zone_ = posts_.front().zone;
  GARITA_TRY(any, tables_.any_identity_decision());
  any_identity_decision_ = any;
  return {};
}

void Applier::learn_zones() {
  zones_ = zones_of(posts_);
  places_ = zones_.times_text();
  for (const auto& place : posts_)
    places_ += place.post.value() + ' ' + place.zone.name() + ' ' + place.went_live.rfc3339() +
               (place.sees_entries ? " entries;"
                : place.is_office  ? " office;"
                                   : ";");
}

const StationTimes* Applier::times_of(const StationId& station) const {
  const auto post = std::ranges::find(posts_, post_of(station), &ProjectionTables::Place::post);
  if (post == posts_.end() || post->is_office) return nullptr;
  const auto found = std::ranges::find(post->stations, station, &StationTimes::station);
  return found == post->stations.end() ? nullptr : &*found;
}

bool Applier::opens_zone(const StationId& station) const {
  const auto* times = times_of(station);
  if (times == nullptr || times->heard_since) return false;
  StationTimes heard = *times;
  // Whatever closed it did so before.
  heard.heard_since = Instant{std::numeric_limits<std::int64_t>::max()};
  PostZones zones = zones_;
  zones.add(post_of(station), *zones_.of(post_of(station)), open_times(heard, *heard.heard_since));
  return zones.times_text() != zones_.times_text();
}

bool Applier::lives_again(const StationId& station, Instant complete_until) const {
  const auto* times = times_of(station);
  if (times == nullptr) return false;
  return std::ranges::any_of(times->closings, [&](const StationTimes::Closing& closing) {
    return !closing.spoke_again && closing.at < complete_until;
  });
}

bool Applier::lives_again(const RecordId& id, const Record& record, Instant received_at) const {
  const auto* heartbeat = std::get_if<Heartbeat>(&record);
  return heartbeat != nullptr &&
         lives_again(id.station, std::min(received_at, complete_until_of(*heartbeat)));
}

Result<bool> Applier::open_zone(const StationId& station, std::uint32_t incarnation,
                                Instant known_at) {
  GARITA_CHECK(meet_incarnation(station, incarnation, known_at));
  if (!lie_in_several_zones(posts_)) return false;
  GARITA_CHECK(tables_.put_publication({kPostInAnotherZone, known_at, PersonId("")}));
  return true;
}

Result<void> Applier::follow_zones(const Cause& cause) {
  GARITA_TRY(places, tables_.places());
  posts_ = std::move(places);
  if (zones_of(posts_).times_text() == zones_.times_text()) return {};
  GARITA_TRY(anybody, tables_.persons_after(PersonId(""), 1));
  if (anybody.empty() || !lie_in_several_zones(posts_)) {
    learn_zones();
    return {};
  }
  // This may be undone and done again: until everybody is judged anew, zones_ are as they were.
  return tables_.put_publication({cause.what, cause.known_at, PersonId("")});
}

Result<void> Applier::meet_incarnation(const StationId& station, std::uint32_t incarnation,
                                       Instant known_at) {
  GARITA_TRY(is_new, tables_.put_incarnation(station, incarnation, known_at));
  if (!is_new) return {};
  if (const auto* times = times_of(station); times != nullptr && !times->heard_since) {
    const auto post = std::ranges::find(posts_, post_of(station), &ProjectionTables::Place::post);
    std::ranges::find(post->stations, station, &StationTimes::station)->heard_since = known_at;
    learn_zones();
  }
  // More are not taken (kLivesMax), but may stand in an old database.
  for (std::uint32_t before = std::min(incarnation, kLivesMax + 1) - 1; before > 0; --before) {
    GARITA_TRY(also_new, tables_.put_incarnation(station, before, known_at));
    // Whoever is known is known with all before it.
    if (!also_new) break;
  }
  return note_watermark(post_of(station), known_at);
}

Result<void> Applier::note_aside(const StationId& station, std::uint32_t incarnation,
                                 Instant known_at) {
  ++movements_evaluated_;
  GARITA_CHECK(meet_incarnation(station, incarnation, known_at));
  return note_watermark(post_of(station), known_at);
}

Result<void> Applier::apply(const RecordId& id, const Record& record, const Traveller* traveller,
                            Instant received_at, Instant known_at) {
  GARITA_CHECK(check_right(id, record, writer_of(id)));
  const Arrival arrival{id, received_at, known_at, traveller};
  auto taken = std::visit([&](const auto& each) { return take(arrival, each); }, record);
  // What it did is undone, and this is worked out anew.
  if (!taken) watermarks_at_.reset();
  return taken;
}

Writer Applier::writer_of(const RecordId& id) const {
  if (id.station == own_station_) return Writer::kCentre;
  return offices_.contains(post_of(id.station)) ? Writer::kOffice : Writer::kPost;
}

Result<void> Applier::take(const Arrival& arrival, const Crossing& crossing) {
  return put_crossing(arrival, crossing, "");
}

Result<void> Applier::put_crossing(const Arrival& arrival, const Crossing& crossing,
                                   const std::string& origin) {
  GARITA_CHECK(check_crossing(arrival, crossing));
  GARITA_TRY(joining, join_crossing(arrival));
  CrossingFact fact;
  fact.record = arrival.id;
  fact.person = joining.person;
  fact.crossing = crossing;
  fact.day = legal_day(crossing, *zones_.of(crossing.post));
  fact.origin = origin;
  fact.movement = is_movement(crossing);
  fact.keys = arrival.traveller->pseudonyms;
  fact.by_document = arrival.traveller->by_document;
  fact.known_at = arrival.known_at;
  GARITA_TRY(added, tables_.put_crossing(fact));
  if (joining.by_another_name) GARITA_CHECK(note_other_holder(arrival, fact, joining.alike));
  // What a correction restates was there in time.
  if (origin.empty()) GARITA_CHECK(note_lateness(arrival, crossing.at, crossing.fallback));
  if (origin.empty() && !joining.merged) {
    if (added && joining.reviewed.empty()) {
      GARITA_TRY(done, evaluate_around(joining.person, arrival));
      if (done) return {};
    }
    return evaluate_grown(joining.person, joining.reviewed, arrival);
  }
  if (!origin.empty()) {
    GARITA_TRY(others, tables_.trace_back(arrival.id, origin));
    joining.changed.insert(others.begin(), others.end());
  }
  joining.changed.insert(joining.person);
  joining.changed.merge(joining.reviewed);
  return reevaluate(joining.changed, arrival);
}

Result<void> Applier::note_lateness(const Arrival& arrival, Instant at, bool from_paper) {
  if (arrival.id.station == own_station_) return {};
  GARITA_TRY(declared, tables_.complete_until(arrival.id.station, arrival.id.incarnation));
  if (!declared || at > *declared) return {};
  // Typed in from paper: while the period is open, nobody has declared it complete.
  GARITA_TRY(on_paper, tables_.on_paper_since(arrival.id.station, arrival.known_at));
  if (from_paper && on_paper && at >= *on_paper) return {};
  return tables_.put_incident({arrival.id, "behind_watermark", arrival.id, at, arrival.known_at});
}

Result<void> Applier::check_crossing(const Arrival& arrival, const Crossing& crossing) {
  if (zones_.of(crossing.post) == nullptr)
    return fail(Remedy::kReject,
                "it names the post " + crossing.post.value() + ", which is not enrolled");
  if (arrival.id.station != own_station_ && crossing.post != post_of(arrival.id.station))
    return fail(Remedy::kReject, "it names another post than its station's");
  return check_times(crossing, arrival.received_at.plus(kFutureTolerance));
}

Result<void> Applier::read_ahead(std::span<const Traveller* const> travellers) {
  std::vector<PersonId> pseudonyms;
  for (const auto* each : travellers)
    pseudonyms.insert(pseudonyms.end(), each->pseudonyms.begin(), each->pseudonyms.end());
  GARITA_CHECK(tables_.read_ahead(pseudonyms));
  std::vector<std::int64_t> candidates;
  for (const auto* each : travellers) {
    if (!each->candidate_keys) continue;
    GARITA_TRY(person, tables_.person_behind(each->described()));
    if (person) continue;
    candidates.insert(candidates.end(), each->candidate_keys->begin(), each->candidate_keys->end());
  }
  return tables_.read_ahead_bearers(candidates);
}

Result<void> Applier::take(const Arrival& arrival, const Correction& correction) {
  if (correction.replacement) GARITA_CHECK(check_crossing(arrival, *correction.replacement));
  GARITA_TRY(identity, tables_.is_identity_decision(correction.of));
  if (identity)
    return fail(Remedy::kReject, "a decision on who is one person is taken back by its opposite");
  const std::string of = correction.of.text();
  GARITA_TRY(owner, tables_.owner_of(of));
  GARITA_TRY(place, tables_.place_of(of));
  // What comes in the place of a record is not taken back together with the statement that the
  // record was wrong: they get names of their own.
  const std::string name = correction.replacement ? arrival.id.text() + "#void" : arrival.id.text();
  GARITA_CHECK(tables_.put_void({{name, of},
                                 owner.value_or(PersonId("")),
                                 arrival.known_at,
                                 correction.officer,
                                 correction.reason,
                                 correction.approved_by}));
  if (correction.replacement) {
    const std::string origin = place && !place->origin.empty() ? place->origin : of;
    GARITA_CHECK(put_crossing(arrival, *correction.replacement, origin));
  }
  if (!owner) return {};
  GARITA_TRY(still, tables_.person_behind(*owner));
  return reevaluate({still.value_or(*owner)}, arrival);
}

Result<void> Applier::take(const Arrival& arrival, const Heartbeat& heartbeat) {
  if (arrival.id.lane != Lane::kMovement || heartbeat.last_sequence > arrival.id.sequence)
    return fail(Remedy::kReject, "a heartbeat that speaks of records after itself");
  return apply_claim(
      {arrival.id.station, arrival.id.incarnation, arrival.known_at, complete_until_of(heartbeat)},
      arrival.received_at);
}

Result<void> Applier::apply_claim(const IncarnationStep& claimed, Instant received_at) {
  ++movements_evaluated_;
  GARITA_CHECK(meet_incarnation(claimed.station, claimed.incarnation, claimed.known_from));
  GARITA_TRY(aside, tables_.has_movement_in_quarantine(claimed.station, claimed.incarnation,
                                                       claimed.known_from));
  if (aside) return {};
  IncarnationStep step = claimed;
  step.complete_until = std::min(claimed.complete_until, received_at);
  GARITA_CHECK(tables_.put_incarnation_step(step));
  GARITA_CHECK(note_watermark(post_of(step.station), step.known_from));
  if (!lives_again(step.station, step.complete_until)) return {};
  return follow_zones({kPostInAnotherZone, step.known_from});
}

Result<void> Applier::note_watermarks(Instant known_at) {
  GARITA_TRY(watermarks, tables_.watermarks(known_at));
  watermarks_ = std::move(watermarks);
  watermarks_at_ = known_at;
  for (const auto& each : watermarks_) movements_evaluated_ += 1 + each.incarnations;
  return put_watermark_steps(known_at);
}

Result<void> Applier::note_watermark(const PostCode& post, Instant known_at) {
  if (!watermarks_at_) return note_watermarks(known_at);
  GARITA_TRY(more, tables_.any_enrolled(*watermarks_at_, known_at));
  if (more) return note_watermarks(known_at);
  GARITA_TRY(watermark, tables_.watermark_of(post, known_at));
  const auto before = std::ranges::find(watermarks_, post, &PostWatermark::post);
  const bool same = (before != watermarks_.end()) == watermark.has_value();
  if (!same) return note_watermarks(known_at);
  if (watermark) *before = *watermark;
  if (watermark) movements_evaluated_ += watermark->incarnations;
  watermarks_at_ = known_at;
  return put_watermark_steps(known_at);
}

Result<void> Applier::put_watermark_steps(Instant known_at) {
  for (const auto sees : {Sees::kEntries, Sees::kExits}) {
    const WatermarkStep step{known_at, lowest_watermark(watermarks_, sees)};
    GARITA_TRY(last, tables_.last_watermark_step(sees));
    if (last && last->complete_until == step.complete_until) continue;
    GARITA_CHECK(tables_.put_watermark_step(sees, step));
  }
  return {};
}

Result<void> Applier::take(const Arrival& arrival, const Closure& closure) {
  GARITA_CHECK(tables_.put_closure(arrival.id, closure, arrival.known_at));
  // A station speaks of itself alone.
  if (arrival.id.station != own_station_)
    return note_watermark(post_of(arrival.id.station), arrival.known_at);
  GARITA_CHECK(note_watermarks(arrival.known_at));
  return follow_zones({kPostInAnotherZoneClosed, arrival.known_at});
}

Result<std::optional<Instant>> Applier::declared_before(const Arrival& arrival,
                                                        const PaperPeriod& period) {
  if (arrival.id.station != own_station_)
    return tables_.complete_until(arrival.id.station, arrival.id.incarnation);
  // The centre speaks of the whole post, and flags went by what that had declared.
  GARITA_TRY(watermark, tables_.watermark_of(period.post, arrival.known_at));
  return watermark ? watermark->complete_until : std::nullopt;
}

Result<void> Applier::take(const Arrival& arrival, const PaperPeriod& period) {
  // A post that has claimed to be complete over these hours: what was listed may be taken back.
  GARITA_TRY(declared, declared_before(arrival, period));
  if (period.opens && declared && period.from <= *declared)
    GARITA_CHECK(tables_.put_incident(
        {arrival.id, "behind_watermark", arrival.id, period.from, arrival.known_at}));
  GARITA_CHECK(tables_.put_paper_period(arrival.id, period, arrival.known_at));
  return note_watermark(period.post, arrival.known_at);
}

Result<void> Applier::take(const Arrival& arrival, const AuditNote& note) {
  GARITA_CHECK(tables_.put_note(arrival.id, note));
  if (!publishes_policies(arrival.id, note)) return {};
  const std::string version = bulletin_version(note, "policies");
  if (version.find_first_not_of("0123456789") != std::string::npos || version.size() > 18)
    return fail(Remedy::kReject, "a bulletin without a version");
  GARITA_CHECK(tables_.put_policies_in_force(std::stoull(version), arrival.known_at));
  return tables_.put_publication({arrival.id.text(), arrival.known_at, PersonId("")});
}

Result<void> Applier::take(const Arrival& arrival, const Hit& hit) {
  GARITA_CHECK(tables_.put_incident({arrival.id, "hit", hit.crossing, hit.at, arrival.known_at}));
  // A station speaks of its own travellers.
  if (hit.pair.empty() || hit.crossing.station != arrival.id.station) return {};
  const auto answer = hit.answer == kNotTheSamePerson   ? PairAnswer::kNotTheSame
                      : hit.answer == kHitClearedBefore ? PairAnswer::kSaidBefore
                                                        : PairAnswer::kAnotherThing;
  return tables_.put_judged_pair({arrival.id, hit.pair, answer, hit.crossing, hit.at});
}
Result<void> Applier::take(const Arrival& arrival, const HitLeft& left) {
  // No crossing followed that it could name.
  return tables_.put_incident({arrival.id, "hit_left", arrival.id, left.at, arrival.known_at});
}
Result<void> Applier::take(const Arrival& arrival, const Refusal& refusal) {
  return tables_.put_incident(
      {arrival.id, "refusal", refusal.crossing, refusal.at, arrival.known_at});
}
Result<void> Applier::take(const Arrival& arrival, const Referral& referral) {
  return tables_.put_incident(
      {arrival.id, "referral", referral.crossing, referral.at, arrival.known_at});
}

}  // namespace garita::central
