#include "central-sync/store/relational/batched_tables.h"

#include <algorithm>
#include <utility>

#include "central-sync/store/relational/columns.h"

namespace garita::central {
namespace {

constexpr std::size_t kWaitedForKept = 10'000;
constexpr const char* kWaitedFor =
    "SELECT of FROM voids WHERE person = '' UNION SELECT entry FROM decisions WHERE person = '' "
    "LIMIT ?1";
constexpr const char* kIsWaitedFor =
    "SELECT 1 FROM voids WHERE of = ?1 AND person = '' UNION ALL SELECT 1 FROM decisions WHERE "
    "entry = ?1 AND person = ''";
constexpr std::size_t kClaimsKept = 10'000;
constexpr const char* kClaimed =
    "SELECT last_sequence, min(arrival) FROM claims WHERE station = ?1 AND incarnation = ?2 AND "
    "last_sequence >= ?3 AND arrival <= ?4 GROUP BY last_sequence LIMIT ?5";

}  // namespace

// --- batches

Result<Position> BatchedTables::position() {
  GARITA_TRY(position, tables_.position());
  // Another process has projected, or the last transaction was undone.
  if (expected_ != position.arrival) {
    persons_.forget_all();
    forget_questions();
    keys_indexed_ = false;
  }
  // While all are here nobody else puts any, but what was put may be undone.
  const auto& here_at = descriptions_.is_whole() ? whole_at_ : expected_;
  if (here_at != position.arrival) descriptions_.forget_all();
  // As long as it stands where this one read it or left it, nobody else has put anybody.
  if (position.arrival != read_at_ && position.arrival != left_at_) forget_seen();
  read_at_ = position.arrival;
  publishing_ = false;
  expected_.reset();
  read_until_ = position.arrival;
  watermarks_.forget_what_others_write();
  unchained_.reset();
  return position;
}

void BatchedTables::forget_questions() {
  opened_.clear();
  claimed_.clear();
  applied_.clear();
  met_.clear();
  forget_answers();
  waited_for_.reset();
  waits_for_many_ = false;
}

void BatchedTables::forget_answers() {
  watermarks_.forget();
  policies_.reset();
  publication_.reset();
}

Result<void> BatchedTables::move_to(const Position& position) {
  GARITA_CHECK(write_out());
  for (const auto& [journal, sequence] : opened_)
    GARITA_CHECK(tables_.note_opened(journal, sequence));
  opened_.clear();
  end_batch();
  GARITA_CHECK(tables_.move_to(position));
  // Others go on with what begins here, and the position stays where it is.
  if (!publishing_) expected_ = position.arrival;
  whole_at_ = left_at_ = position.arrival;
  return {};
}

Result<std::vector<Arrived>> BatchedTables::arrived_after(std::int64_t arrival, std::size_t limit) {
  GARITA_TRY(arrivals, read_after(arrival, limit));
  // Nothing will be done.
  if (arrivals.empty()) expected_ = arrival;
  for (const auto& arrived : arrivals) {
    const auto* claim = std::get_if<Claim>(&arrived.what);
    if (claim == nullptr) continue;
    const auto known = claimed_.find({claim->station, claim->incarnation});
    if (known != claimed_.end() && known->second)
      known->second->emplace(claim->last_sequence, arrived.arrival);
  }
  if (!arrivals.empty()) read_until_ = arrivals.back().arrival;
  return arrivals;
}

/// Of a journal everything before what was applied last is there, and nothing behind it yet.
Result<bool> BatchedTables::arrived_by(std::int64_t arrival, const Claim& claim) {
  const auto applied = applied_.find({claim.station, claim.incarnation});
  if (claim.last_sequence == 0 || applied == applied_.end() ||
      claim.last_sequence < applied->second.sequence)
    return tables_.arrived_by(arrival, claim);
  return claim.last_sequence == applied->second.sequence && claim.last_hash == applied->second.hash;
}

Result<std::optional<ReceivedClaim>> BatchedTables::claim_waiting_for(std::int64_t arrival,
                                                                      const JournalId& journal,
                                                                      const JournalHead& last) {
  const Incarnation of{journal.station, journal.incarnation};
  applied_[of] = last;
  if (!claimed_.contains(of)) GARITA_CHECK(look_up_claims(of, last.sequence));
  auto& claimed = claimed_.at(of);
  if (claimed) {
    const auto first = claimed->find(last.sequence);
    if (claimed->size() > kClaimsKept)
      claimed.reset();
    else if (first == claimed->end() || first->second > arrival)
      return std::nullopt;
  }
  return tables_.claim_waiting_for(arrival, journal, last);
}

Result<void> BatchedTables::look_up_claims(const Incarnation& of, std::uint64_t from) {
  auto& claimed = claimed_[of];
  GARITA_TRY(row, db_.prepare(kClaimed,
                              {of.first.value(), of.second, from, read_until_, kClaimsKept + 1}));
  claimed.emplace();
  for (;;) {
    GARITA_TRY(found, row.step());
    if (!found) return {};
    claimed->emplace(static_cast<std::uint64_t>(row.integer(0)), row.integer(1));
  }
}

Result<void> BatchedTables::note_opened(const JournalId& journal, std::uint64_t sequence) {
  auto& opened = opened_[journal];
  opened = std::max(opened, sequence);
  return {};
}

Result<void> BatchedTables::read_ahead(std::span<const PersonId> pseudonyms) {
  return persons_.read(pseudonyms);
}

Result<void> BatchedTables::write_out() {
  GARITA_CHECK(persons_.write_out());
  GARITA_CHECK(descriptions_.write_out());
  return watermarks_.write_out();
}

/// Of what is done outside attempts, and has no place in the order of arrival.
Result<void> BatchedTables::write_out_and_end() {
  if (attempt_ != Attempt::kNone) return {};
  GARITA_CHECK(write_out());
  end_batch();
  return {};
}

void BatchedTables::end_batch() {
  persons_.end_batch();
  descriptions_.end_batch();
}

Result<void> BatchedTables::drop_all() {
  persons_.forget_all();
  descriptions_.forget_all();
  forget_questions();
  return tables_.drop_all();
}

// --- attempts

Result<void> BatchedTables::attempt(const std::function<Result<void>()>& work) {
  auto done = attempt_in_memory(work);
  if (std::exchange(attempt_, Attempt::kNone) != Attempt::kWantsTables) return done;
  GARITA_CHECK(write_out());
  attempt_ = Attempt::kOnTables;
  descriptions_.begin_trial();
  done = tables_.attempt(work);
  attempt_ = Attempt::kNone;
  descriptions_.end_trial(done.has_value());
  forget_touched();
  if (!done) forget_answers();
  return done;
}

Result<void> BatchedTables::attempt_in_memory(const std::function<Result<void>()>& work) {
  attempt_ = Attempt::kInMemory;
  savepoint_ = false;
  persons_.begin_trial();
  descriptions_.begin_trial();
  auto done = work();
  const bool kept = done && attempt_ == Attempt::kInMemory;
  descriptions_.end_trial(kept);
  if (kept) {
    persons_.keep_trial();
  } else {
    persons_.undo_trial();
    // What went straight to the tables is undone there.
    if (savepoint_) forget_answers();
  }
  if (!savepoint_) return done;
  if (!kept) GARITA_CHECK(db_.execute("ROLLBACK TO attempt"));
  GARITA_CHECK(db_.execute("RELEASE attempt"));
  return done;
}

Result<void> BatchedTables::go_to_tables() {
  if (attempt_ == Attempt::kNone) return write_out();
  if (on_tables()) return {};
  attempt_ = Attempt::kWantsTables;
  return fail(Remedy::kRetry, "this is done on the tables themselves");
}

Result<void> BatchedTables::go_straight() {
  if (attempt_ != Attempt::kInMemory || savepoint_) return {};
  // What the attempt has nothing to do with is not undone with it.
  GARITA_CHECK(watermarks_.write_out());
  GARITA_CHECK(db_.execute("SAVEPOINT attempt"));
  savepoint_ = true;
  return {};
}

void BatchedTables::end_step() {
  if (!on_tables()) forget_touched();
}

void BatchedTables::forget_touched() {
  for (const auto& person : touched_) persons_.forget(person, person);
  touched_.clear();
  persons_.forget_numbers();
  if (std::exchange(put_on_tables_, false)) descriptions_.forget();
  waited_for_.reset();
  waits_for_many_ = false;
}

// --- persons

Result<std::optional<PersonId>> BatchedTables::person_behind(const PersonId& pseudonym) {
  if (!on_tables()) return persons_.behind(pseudonym);
  touch(pseudonym);
  GARITA_TRY(person, tables_.person_behind(pseudonym));
  if (person) touch(*person);
  return person;
}

Result<void> BatchedTables::set_person_behind(const PersonId& pseudonym, const PersonId& person) {
  if (!on_tables()) {
    GARITA_TRY(before, persons_.behind(pseudonym));
    if (before == person) return {};
    if (!before) {
      if (!persons_.has(person)) {
        // Somebody who goes by pseudonyms that were unknown is new.
        GARITA_TRY(known, persons_.behind(person));
        if (known) GARITA_CHECK(persons_.person(person));
      }
      persons_.set_behind(pseudonym, person);
      return {};
    }
  }
  GARITA_CHECK(go_to_tables());
  touch(pseudonym);
  touch(person);
  if (seen_) seen_->pseudonyms.add(SeenInRebuild::hash_of(pseudonym));
  GARITA_CHECK(tables_.set_person_behind(pseudonym, person));
  end_step();
  return {};
}

Result<void> BatchedTables::absorb(const PersonId& absorbed, const PersonId& person) {
  if (!on_tables()) {
    GARITA_TRY(done, persons_.absorb(absorbed, person));
    if (done) return {};
  }
  GARITA_CHECK(go_to_tables());
  touch(absorbed);
  touch(person);
  GARITA_CHECK(tables_.absorb(absorbed, person));
  end_step();
  return {};
}

Result<bool> BatchedTables::is_waited_for(const std::string& record) {
  if (!waited_for_ && !waits_for_many_) {
    GARITA_TRY(row, db_.prepare(kWaitedFor, {kWaitedForKept + 1}));
    waited_for_.emplace();
    for (;;) {
      GARITA_TRY(found, row.step());
      if (!found) break;
      waited_for_->insert(row.text(0));
    }
    waits_for_many_ = waited_for_->size() > kWaitedForKept;
    if (waits_for_many_) waited_for_.reset();
  }
  if (waited_for_) return waited_for_->contains(record);
  GARITA_TRY(one, one_integer(db_, kIsWaitedFor, {record}));
  return one.has_value();
}

Result<bool> BatchedTables::put_crossing(const CrossingFact& fact) {
  if (!on_tables() && fact.origin.empty()) {
    GARITA_TRY(waited_for, is_waited_for(fact.record.text()));
    if (!waited_for) return persons_.put_crossing(fact);
  }
  GARITA_CHECK(go_to_tables());
  touch(fact.person);
  GARITA_TRY(added, tables_.put_crossing(fact));
  end_step();
  return added;
}

Result<std::vector<PersonId>> BatchedTables::trace_back(const RecordId& record,
                                                        const std::string& origin) {
  GARITA_CHECK(go_to_tables());
  GARITA_TRY(persons, tables_.trace_back(record, origin));
  for (const auto& person : persons) touch(person);
  end_step();
  return persons;
}

Result<bool> BatchedTables::put_void(const VoidFact& fact) {
  GARITA_CHECK(go_to_tables());
  touch(fact.person);
  GARITA_TRY(added, tables_.put_void(fact));
  end_step();
  return added;
}

Result<bool> BatchedTables::put_change(const ChangeFact& fact) {
  GARITA_CHECK(go_to_tables());
  touch(fact.person);
  GARITA_TRY(added, tables_.put_change(fact));
  end_step();
  return added;
}

Result<std::optional<PersonId>> BatchedTables::owner_of(const std::string& reference) {
  GARITA_CHECK(go_to_tables());
  return tables_.owner_of(reference);
}

Result<std::optional<ProjectionTables::CrossingPlace>> BatchedTables::place_of(
    const std::string& reference) {
  GARITA_CHECK(go_to_tables());
  return tables_.place_of(reference);
}

Result<PersonHistory> BatchedTables::history_of(const PersonId& person) {
  if (on_tables()) return tables_.history_of(person);
  GARITA_TRY(known, persons_.person(person));
  if (!known->decided) return persons_.history_of(person);
  // What was decided of them, also together with others, is told by the tables.
  GARITA_CHECK(go_to_tables());
  return tables_.history_of(person);
}

Result<std::optional<PersonHistory>> BatchedTables::history_around(const PersonId& person,
                                                                   const RecordId& crossing,
                                                                   const Standards& standards) {
  if (on_tables()) return std::optional<PersonHistory>();
  GARITA_TRY(known, persons_.changing(person));
  const int next = static_cast<int>(standards_.size()) + 1;
  const int number = standards_.try_emplace(standards.text, next).first->second;
  auto around = known->around(crossing.text(), {number, standards.reaches});
  if (!around || around->movements.empty() || !known->in_review()) return around;
  GARITA_TRY(reviews, persons_.reviews_of(person));
  around->reviews = std::move(reviews);
  return around;
}

Result<std::vector<PersonId>> BatchedTables::persons_after(const PersonId& person,
                                                           std::size_t limit) {
  GARITA_CHECK(go_to_tables());
  return tables_.persons_after(person, limit);
}

Result<std::vector<CaseVersion>> BatchedTables::standing_cases(const PersonId& person) {
  if (on_tables()) {
    touch(person);
    return tables_.standing_cases(person);
  }
  GARITA_TRY(known, persons_.person(person));
  std::vector<CaseVersion> versions;
  for (const auto& each : known->standing) versions.push_back(each.version);
  return versions;
}

Result<void> BatchedTables::begin_case(const PersonId& person, const CaseVersion& version) {
  if (!on_tables()) return persons_.begin_case(person, version);
  touch(person);
  return tables_.begin_case(person, version);
}

Result<void> BatchedTables::end_case(const PersonId& person, const CaseVersion& version) {
  if (!on_tables()) {
    GARITA_TRY(ended, persons_.end_case(person, version));
    if (ended) return {};
  }
  GARITA_CHECK(go_to_tables());
  return tables_.end_case(person, version);
}

// --- what is about no person

Result<bool> BatchedTables::put_incarnation(const StationId& station, std::uint32_t incarnation,
                                            Instant known_at) {
  const Incarnation one{station, incarnation};
  if (met_.contains(one)) return false;
  GARITA_CHECK(go_straight());
  GARITA_TRY(is_new, tables_.put_incarnation(station, incarnation, known_at));
  if (is_new) watermarks_.forget_facts_of(post_of(station));
  if (attempt_ == Attempt::kNone) met_.insert(one);
  return is_new;
}

Result<void> BatchedTables::put_incarnation_step(const IncarnationStep& step) {
  if (attempt_ == Attempt::kNone) return watermarks_.put_step(step);
  GARITA_CHECK(go_straight());
  GARITA_CHECK(tables_.put_incarnation_step(step));
  watermarks_.note_step(step);
  return {};
}

Result<void> BatchedTables::put_closure(const RecordId& record, const Closure& closure,
                                        Instant known_at) {
  GARITA_CHECK(go_straight());
  watermarks_.forget_facts();
  return tables_.put_closure(record, closure, known_at);
}

Result<void> BatchedTables::put_paper_period(const RecordId& record, const PaperPeriod& period,
                                             Instant known_at) {
  GARITA_CHECK(go_straight());
  watermarks_.forget_facts();
  return tables_.put_paper_period(record, period, known_at);
}

Result<void> BatchedTables::put_watermark_step(Sees sees, const WatermarkStep& step) {
  if (attempt_ == Attempt::kNone) return watermarks_.put_watermark_step(sees, step);
  GARITA_CHECK(go_straight());
  watermarks_.forget_trail(sees);
  return tables_.put_watermark_step(sees, step);
}

Result<void> BatchedTables::put_note(const RecordId& record, const AuditNote& note) {
  GARITA_CHECK(go_straight());
  return tables_.put_note(record, note);
}

Result<void> BatchedTables::put_incident(const Incident& incident) {
  GARITA_CHECK(go_straight());
  return tables_.put_incident(incident);
}

Result<void> BatchedTables::put_judged_pair(const JudgedPair& judged) {
  GARITA_CHECK(go_straight());
  return tables_.put_judged_pair(judged);
}

Result<void> BatchedTables::put_policies_in_force(std::uint64_t version, Instant known_at) {
  GARITA_CHECK(go_straight());
  policies_.reset();
  return tables_.put_policies_in_force(version, known_at);
}

Result<std::optional<std::uint64_t>> BatchedTables::policies_in_force(Instant known_at) {
  // Of later moments than the one asked about, nothing is known before it is put.
  if (policies_ && policies_->first <= known_at) return policies_->second;
  GARITA_TRY(version, tables_.policies_in_force(known_at));
  policies_.emplace(known_at, version);
  return version;
}

Result<std::optional<Publication>> BatchedTables::publication() {
  if (publication_) return *publication_;
  GARITA_TRY(publication, tables_.publication());
  publication_ = publication;
  return publication;
}

Result<void> BatchedTables::put_publication(const Publication& publication) {
  publication_.reset();
  publishing_ = true;
  GARITA_CHECK(write_out_and_end());
  GARITA_CHECK(go_straight());
  return tables_.put_publication(publication);
}

Result<void> BatchedTables::end_publication() {
  publication_.reset();
  GARITA_CHECK(write_out_and_end());
  GARITA_CHECK(go_straight());
  return tables_.end_publication();
}

}  // namespace garita::central
