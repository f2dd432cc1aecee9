#include "central-sync/projection/projector.h"

#include <algorithm>
#include <thread>

namespace garita::central {
namespace {

/// A transaction ends with the arrival that brings its evaluations to this many movements: about as
/// much work as 500 travellers of four movements each. Evaluation stays one for each arrival, since
/// what a person's cases were after each record must not depend on how arrivals were batched.
constexpr std::size_t kMovementsAtOnce = 2000;
constexpr std::size_t kMovementsAnArrival = kMovementsAtOnce / kArrivalsAtOnce;
/// As many as a rebuild takes at once: intake waits for some seconds, and pages that several
/// records change are written once.
constexpr std::size_t kRebuiltAtOnce = 32'000;
/// SQLite's lock goes to whoever asks first, and who waits asks every other millisecond. Without a
/// rest in between, intake was seen to wait for several such transactions, and gave up.
constexpr std::chrono::milliseconds kOthersHaveTheirTurn{6};
constexpr std::size_t kEpochKeysKept = 256;
constexpr std::size_t kReadAhead = 256;
/// A rebuild has the store look at its tables when it has done that many, and as often as what is
/// done has grown by that factor since.
constexpr std::int64_t kSizesLearntFirst = 8000, kSizesLearntEach = 8;

/// Whether a failure says that the record is wrong, and not that the machine is.
bool is_about_the_record(const Error& error) {
  return error.remedy == Remedy::kReject || error.remedy == Remedy::kAskOfficer;
}

/// The life of a station of which it is the first or another word about movements.
std::optional<std::pair<StationId, std::uint32_t>> speaker_of(const Arrived& arrived) {
  if (const auto* claim = std::get_if<Claim>(&arrived.what))
    return std::pair(claim->station, claim->incarnation);
  if (const auto* aside = std::get_if<PutAsideOnArrival>(&arrived.what)) {
    if (!aside->is_waited_for) return std::nullopt;
    return std::pair(aside->station, aside->incarnation);
  }
  const JournalId& journal = std::get<Entry>(arrived.what).header.journal;
  if (journal.lane != Lane::kMovement) return std::nullopt;
  return std::pair(journal.station, journal.incarnation);
}

}  // namespace

Projector::Projector(IntakeStore& transactions, ProjectionTables& tables, const ProjectorKeys& keys)
    : transactions_(transactions),
      tables_(tables),
      keys_(keys),
      applier_(tables, keys.own_station) {}

Result<Projector::Step> Projector::project_some(std::size_t limit) {
  Step step;
  GARITA_CHECK(transactions_.in_transaction([&]() -> Result<void> {
    GARITA_TRY(done, project_batch(limit));
    step = done;
    return {};
  }));
  return step;
}

Result<std::size_t> Projector::project_all() {
  std::size_t projected = 0;
  for (;;) {
    GARITA_TRY(step, project_some(kArrivalsAtOnce));
    projected += step.arrivals;
    if (step.at_rest) return projected;
  }
}

Result<std::size_t> Projector::rebuild(const std::function<void(const Progress&)>& told) {
  GARITA_CHECK(transactions_.in_transaction([&] { return tables_.drop_all(); }));
  Progress progress;
  GARITA_TRY(all, tables_.last_arrival());
  progress.all = all;
  GARITA_CHECK(tables_.set_rebuilding(true));
  std::int64_t learnt_next = kSizesLearntFirst;
  for (;;) {
    GARITA_TRY(step, project_some(kRebuiltAtOnce));
    progress.done += static_cast<std::int64_t>(step.arrivals);
    told(progress);
    std::this_thread::sleep_for(kOthersHaveTheirTurn);
    if (!step.at_rest && progress.done < learnt_next) continue;
    GARITA_CHECK(tables_.learn_sizes());
    learnt_next = progress.done * kSizesLearntEach;
    if (step.at_rest) break;
  }
  // The first that is committed so makes all before it durable.
  GARITA_CHECK(tables_.set_rebuilding(false));
  GARITA_CHECK(transactions_.in_transaction([&]() -> Result<void> {
    GARITA_TRY(position, tables_.position());
    return tables_.move_to(position);
  }));
  return static_cast<std::size_t>(progress.done);
}

Result<Projector::Step> Projector::project_batch(std::size_t limit) {
  Step step;
  const std::size_t movements = std::max(kMovementsAtOnce, limit * kMovementsAnArrival);
  GARITA_TRY(position, tables_.position());
  GARITA_TRY(publication, tables_.publication());
  if (publication) {
    GARITA_CHECK(applier_.look_up_country());
    GARITA_TRY(persons, applier_.go_on_with(*publication, limit, movements));
    step.persons = persons;
    return step;
  }
  GARITA_TRY(arrivals, tables_.arrived_after(position.arrival, limit));
  step.at_rest = arrivals.empty();
  if (step.at_rest) return step;
  GARITA_CHECK(applier_.look_up_country());
  GARITA_CHECK(project_arrivals(arrivals, movements, position, step));
  GARITA_CHECK(tables_.move_to(position));
  forget_old_keys();
  return step;
}

/// While the first are applied, those after them are opened.
Result<void> Projector::project_arrivals(std::span<const Arrived> arrivals,
                                         std::size_t movements_max, Position& position,
                                         Step& step) {
  GARITA_TRY(keys, keys_of(arrivals));
  Opening opening(arrivals, keys, {keys_.pseudonym_secret, applier_.matcher()});
  const std::size_t evaluated_before = applier_.movements_evaluated();
  for (std::size_t from = 0; from < arrivals.size(); from += kReadAhead) {
    const std::size_t to = std::min(from + kReadAhead, arrivals.size());
    const auto opened = opening.first(to);
    GARITA_CHECK(read_ahead(opened.subspan(from)));
    // A server writes what those before these made while these are applied.
    if (from > 0) GARITA_CHECK(tables_.write_out());
    for (std::size_t i = from; i < to; ++i) {
      GARITA_TRY(opens, open_zone(arrivals[i], position));
      if (opens) return {};
      GARITA_CHECK(project(arrivals[i], opened[i], position));
      ++step.arrivals;
      // What comes next is judged by the new policies, so everybody else is first.
      GARITA_TRY(begun, tables_.publication());
      if (begun || applier_.movements_evaluated() - evaluated_before >= movements_max) return {};
    }
  }
  return {};
}

Result<std::vector<OpeningKey>> Projector::keys_of(std::span<const Arrived> arrivals) {
  std::vector<OpeningKey> keys(arrivals.size());
  for (std::size_t i = 0; i < arrivals.size(); ++i) {
    const auto* entry = std::get_if<Entry>(&arrivals[i].what);
    if (entry == nullptr || !is_opened(*entry)) continue;
    const auto key = epoch_key_of(entry->header);
    if (key)
      keys[i].key = *key;
    else if (is_about_the_record(key.error()))
      keys[i].fault = key.error().message;
    else
      return Failure(key.error());
  }
  return keys;
}

Result<void> Projector::read_ahead(std::span<const Opened> opened) {
  std::vector<const Traveller*> travellers;
  for (const auto& each : opened)
    if (each.traveller) travellers.push_back(&*each.traveller);
  return applier_.read_ahead(travellers);
}

/// True: it waits, like everything behind it, until everybody is judged by the zone that it opens.
Result<bool> Projector::open_zone(const Arrived& arrived, Position& position) {
  const auto speaker = speaker_of(arrived);
  if (!speaker || !applier_.opens_zone(speaker->first)) return false;
  GARITA_TRY(anybody, tables_.persons_after(PersonId(""), 1));
  if (anybody.empty()) return false;
  // A moment of its own, as a publication of policies has.
  position.known_at =
      std::max(position.known_at.plus(std::chrono::milliseconds(1)), arrived.received_at);
  return applier_.open_zone(speaker->first, speaker->second, position.known_at);
}

Result<void> Projector::project(const Arrived& arrived, const Opened& opened, Position& position) {
  const Instant known_before = position.known_at;
  position.arrival = arrived.arrival;
  position.known_at = std::max(known_before, arrived.received_at);
  if (const auto* claim = std::get_if<Claim>(&arrived.what))
    return project_claim(*claim, arrived.received_at, position);
  if (const auto* aside = std::get_if<PutAsideOnArrival>(&arrived.what)) {
    GARITA_CHECK(tables_.note_aside(arrived.arrival, *aside, position.known_at));
    if (!aside->is_waited_for) return {};
    return applier_.note_aside(aside->station, aside->incarnation, position.known_at);
  }
  const auto& entry = std::get<Entry>(arrived.what);
  const JournalId& journal = entry.header.journal;
  if (journal.lane == Lane::kMovement)
    GARITA_CHECK(
        applier_.meet_incarnation(journal.station, journal.incarnation, position.known_at));
  GARITA_CHECK(project_entry(arrived, opened, known_before, position));
  GARITA_CHECK(tables_.note_opened(journal, entry.header.sequence));
  return project_waiting_claim(entry.header, opened.hash, position);
}

Result<void> Projector::project_entry(const Arrived& arrived, const Opened& opened,
                                      Instant known_before, Position& position) {
  const auto& entry = std::get<Entry>(arrived.what);
  const RecordId id = entry.id();
  GARITA_TRY(settled, tables_.settle_aside(id, opened.hash, position.known_at));
  if (settled == Settled::kStated) return {};
  // The post's watermark may have waited for nothing else.
  if (settled == Settled::kWaitedFor && id.lane == Lane::kMovement)
    GARITA_CHECK(applier_.note_aside(id.station, id.incarnation, position.known_at));
  if (!opened.record) {
    if (opened.fault.empty()) return {};
    return put_aside(id, opened.cause, opened.fault, position.known_at);
  }
  // A moment of its own: whoever asks while it is being applied is answered as known before it, and
  // of hours on paper that come together it is known which were closed and which announced then.
  const bool alone = applier_.publishes_policies(id, *opened.record) ||
                     applier_.closes_station(id, *opened.record) ||
                     std::holds_alternative<PaperPeriod>(*opened.record) ||
                     applier_.lives_again(id, *opened.record, arrived.received_at);
  if (alone && position.known_at == known_before)
    position.known_at = known_before.plus(std::chrono::milliseconds(1));
  const Traveller* traveller = opened.traveller ? &*opened.traveller : nullptr;
  auto applied = tables_.attempt([&] {
    return applier_.apply(id, *opened.record, traveller, arrived.received_at, position.known_at);
  });
  if (!applied && is_about_the_record(applied.error()))
    return put_aside(id, QuarantineCause::kUnknown, applied.error().message, position.known_at);
  return applied;
}

Result<void> Projector::put_aside(const RecordId& record, QuarantineCause cause,
                                  const std::string& reason, Instant known_at) {
  GARITA_CHECK(tables_.put_aside(record, cause, reason, known_at));
  if (record.lane != Lane::kMovement) return {};
  return applier_.note_aside(record.station, record.incarnation, known_at);
}

Result<void> Projector::project_claim(const Claim& claim, Instant received_at, Position& position) {
  GARITA_CHECK(applier_.meet_incarnation(claim.station, claim.incarnation, position.known_at));
  GARITA_TRY(arrived, tables_.arrived_by(position.arrival, claim));
  if (!arrived) return {};
  const Instant complete_until = claim.complete_until.minus(claim.clock_error_bound);
  if (applier_.lives_again(claim.station, std::min(received_at, complete_until)))
    position.known_at = position.known_at.plus(std::chrono::milliseconds(1));
  return applier_.apply_claim({claim.station, claim.incarnation, position.known_at, complete_until},
                              received_at);
}

Result<void> Projector::project_waiting_claim(const EntryHeader& header, const Digest& hash,
                                              Position& position) {
  if (header.journal.lane != Lane::kMovement) return {};
  GARITA_TRY(waiting,
             tables_.claim_waiting_for(position.arrival, header.journal, {header.sequence, hash}));
  return waiting ? project_claim(waiting->claim, waiting->received_at, position) : Result<void>();
}

Result<Record> Projector::open(const Entry& entry) {
  forget_old_keys();
  GARITA_TRY(bytes, unsealed(entry));
  return decode_record(bytes);
}

Result<Bytes> Projector::unsealed(const Entry& entry) {
  GARITA_TRY(key, epoch_key_of(entry.header));
  return open_entry(entry, *key);
}

Result<const Secret*> Projector::epoch_key_of(const EntryHeader& header) {
  const auto known = std::find_if(epoch_keys_.begin(), epoch_keys_.end(), [&](const auto& each) {
    return each.first == header.epoch_key_hash;
  });
  if (known != epoch_keys_.end()) {
    epoch_keys_.splice(epoch_keys_.begin(), epoch_keys_, known);
    return &epoch_keys_.front().second;
  }
  GARITA_TRY(wrapped, tables_.wrapped_key_of(header));
  if (!wrapped) return fail(Remedy::kReject, "the key of its day was never received");
  GARITA_TRY(key, unwrap_epoch_key(*wrapped, keys_.seal_key, keys_.seal));
  epoch_keys_.emplace_front(header.epoch_key_hash, std::move(key));
  return &epoch_keys_.front().second;
}

void Projector::forget_old_keys() {
  while (epoch_keys_.size() > kEpochKeysKept) epoch_keys_.pop_back();
}

}  // namespace garita::central
