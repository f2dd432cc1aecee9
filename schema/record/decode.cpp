#include "record.pb.h"
#include "schema/record/decode_pieces.h"
#include "schema/record/record.h"

namespace garita {
namespace {

namespace pb = record::v1;

constexpr int kDaysMax = 3660;
constexpr std::size_t kBootIdBytes = 16;
constexpr std::size_t kHashBytes = 32;
constexpr int kDaysOverMax = 3'660'000;

Result<TravelDocument> take(const pb::Document& from) {
  TravelDocument to;
  GARITA_CHECK(take_texts({
      {from.document_code(), "document", to.document_code},
      {from.issuing_state(), "document", to.issuing_state},
      {from.document_number(), "document", to.document_number},
      {from.surname(), "document", to.surname},
      {from.given_names(), "document", to.given_names},
      {from.nationality(), "document", to.nationality},
      {from.sex(), "document", to.sex},
      {from.optional_data(), "document", to.optional_data},
  }));
  GARITA_TRY(birth, partial_date(from.birth_date(), "birth_date"));
  GARITA_TRY(expiry, partial_date(from.expiry_date(), "expiry_date"));
  if (!to.sex.empty() && to.sex != "M" && to.sex != "F" && to.sex != "X") {
    return wrong("sex", "is none of M, F, X");
  }
  to.birth_date = birth;
  to.expiry_date = expiry;
  return to;
}

Result<ClockEvidence> take(const pb::Clock& from) {
  ClockEvidence to;
  GARITA_TRY(since_boot, span_of(from.monotonic_ms(), "clock.monotonic_ms"));
  GARITA_TRY(bound, span_of(from.error_bound_ms(), "clock.error_bound_ms"));
  if (!from.boot_id().empty() && from.boot_id().size() != kBootIdBytes) {
    return wrong("clock.boot_id", "has not 16 bytes");
  }
  to.since_boot = since_boot;
  to.error_bound = bound;
  to.boot_id = Bytes(from.boot_id().begin(), from.boot_id().end());
  if (from.has_trusted_at_ms()) {
    GARITA_TRY(trusted, moment(from.trusted_at_ms(), "clock.trusted_at_ms"));
    to.trusted_at = trusted;
  }
  return to;
}

Result<HitSeen> take(const pb::HitSeen& from) {
  HitSeen to;
  GARITA_CHECK(take_texts({{from.reference(), "hit.reference", to.reference},
                           {from.matched_by(), "hit.matched_by", to.matched_by}}));
  return to;
}

Result<AnswerGiven> take(const pb::Answer& from) {
  GARITA_TRY(question, text(from.question(), "answer.question"));
  GARITA_TRY(answer, text(from.answer(), "answer.answer"));
  GARITA_TRY(note, text(from.note(), "answer.note"));
  return AnswerGiven{std::move(question), std::move(answer), std::move(note)};
}

Result<void> take_lists(const pb::Context& from, DecisionContext& to) {
  if (static_cast<std::size_t>(from.hits_size()) > kListItemsMax ||
      static_cast<std::size_t>(from.answers_size()) > kListItemsMax) {
    return wrong("context", "has too many hits or answers");
  }
  for (const auto& one : from.hits()) {
    GARITA_TRY(hit, take(one));
    to.hits.push_back(std::move(hit));
  }
  for (const auto& one : from.answers()) {
    GARITA_TRY(answer, take(one));
    to.answers.push_back(std::move(answer));
  }
  GARITA_TRY(checks, texts(from.failed_checks(), "context.failed_checks"));
  to.failed_checks = std::move(checks);
  GARITA_TRY(lists, texts(from.lists_not_searched(), "context.lists_not_searched"));
  to.lists_not_searched = std::move(lists);
  return {};
}

Result<DecisionContext> take(const pb::Context& from) {
  DecisionContext to;
  GARITA_TRY(alerts, number(from.alerts_version(), "context.alerts_version"));
  GARITA_TRY(policies, number(from.policies_version(), "context.policies_version"));
  GARITA_TRY(open_stays, number(from.open_stays_version(), "context.open_stays_version"));
  to.alerts_version = alerts;
  to.policies_version = policies;
  to.open_stays_version = open_stays;
  if (from.has_alerts_issued_ms()) {
    GARITA_TRY(issued, moment(from.alerts_issued_ms(), "context.alerts_issued_ms"));
    to.alerts_issued_at = issued;
  }
  if (from.has_policies_issued_ms()) {
    GARITA_TRY(issued, moment(from.policies_issued_ms(), "context.policies_issued_ms"));
    to.policies_issued_at = issued;
  }
  GARITA_CHECK(take_lists(from, to));
  GARITA_CHECK(take_texts({{from.rule(), "context.rule", to.rule},
                           {from.policy_version(), "context.policy_version", to.policy_version}}));
  if (from.has_last_legal_day()) {
    GARITA_TRY(last, day(from.last_legal_day(), "context.last_legal_day"));
    to.last_legal_day = last;
  }
  if (from.days_over() < 0 || from.days_over() > kDaysOverMax) {
    return wrong("context.days_over", "is out of range");
  }
  to.days_over = from.days_over();
  return to;
}

/// Whoever approves is a second person.
Result<OfficerId> approver(const std::string& from, const OfficerId& officer) {
  GARITA_TRY(taken, text(from, "approved_by"));
  if (!taken.empty() && taken == officer.value()) return wrong("approved_by", "is the officer");
  return OfficerId(std::move(taken));
}

/// Whoever decides at a desk types nothing in for anybody.
Result<OfficerId> typist(const std::string& from, bool fallback) {
  GARITA_TRY(taken, text(from, "typed_by"));
  if (!taken.empty() && !fallback) return wrong("typed_by", "is of what was not on paper");
  return OfficerId(std::move(taken));
}

/// The parts of a crossing that are closed lists or ranges.
Result<void> take_numbers(const pb::Crossing& from, Crossing& to) {
  GARITA_TRY(which_way, direction(from.direction()));
  if (from.decision() < 1 || from.decision() > 3) return wrong("decision", "is unknown");
  if (from.evidence() < 1 || from.evidence() > 7) return wrong("evidence", "is unknown");
  to.direction = which_way;
  to.decision = static_cast<DecisionKind>(from.decision());
  to.evidence = static_cast<EvidenceClass>(from.evidence());
  if (from.has_granted_days()) {
    if (from.granted_days() < 1 || from.granted_days() > kDaysMax) {
      return wrong("granted_days", "is out of range");
    }
    to.granted_days = from.granted_days();
  }
  if (from.has_granted_until()) {
    GARITA_TRY(until, day(from.granted_until(), "granted_until"));
    to.granted_until = until;
  }
  to.fallback = from.fallback();
  return {};
}

Result<Crossing> take(const pb::Crossing& from) {
  Crossing to;
  GARITA_CHECK(take_numbers(from, to));
  GARITA_CHECK(take_texts({
      {from.purpose(), "purpose", to.purpose},
      {from.transport(), "transport", to.transport},
      {from.admission_class(), "admission_class", to.admission_class},
      {from.reference(), "reference", to.reference},
      {from.other_state(), "other_state", to.other_state},
      {from.relationship(), "relationship", to.relationship},
      {from.relationship_evidence(), "relationship_evidence", to.relationship_evidence},
  }));
  if (!from.group().empty()) {
    GARITA_TRY(group, record_id(from.group(), "group"));
    to.group = group;
  }
  GARITA_TRY(at, moment(from.at_ms(), "at"));
  GARITA_TRY(post, post_code(from.post()));
  GARITA_TRY(officer, text(from.officer(), "officer"));
  GARITA_TRY(document, take(from.document()));
  GARITA_TRY(context, take(from.context()));
  GARITA_TRY(clock, take(from.clock()));
  GARITA_TRY(first_picture, number(from.first_picture(), "first_picture"));
  if (from.picture_chunks() > kPicturesMax * (kEvidencePictureBytesMax / kChunkBytesMax)) {
    return wrong("picture_chunks", "is out of range");
  }
  to.at = at;
  to.post = std::move(post);
  to.officer = OfficerId(std::move(officer));
  GARITA_TRY(approved_by, approver(from.approved_by(), to.officer));
  to.approved_by = std::move(approved_by);
  GARITA_TRY(typed_by, typist(from.typed_by(), to.fallback));
  to.typed_by = std::move(typed_by);
  to.document = std::move(document);
  to.context = std::move(context);
  to.clock = std::move(clock);
  to.first_picture = first_picture;
  to.picture_chunks = from.picture_chunks();
  return to;
}

/// What an officer of a post did, and when.
template <typename From, typename To>
Result<void> take_done(const From& from, To& to) {
  GARITA_TRY(at, moment(from.at_ms(), "at"));
  GARITA_TRY(post, post_code(from.post()));
  GARITA_CHECK(take_texts({{from.note(), "note", to.note}}));
  GARITA_TRY(officer, text(from.officer(), "officer"));
  to.at = at;
  to.post = std::move(post);
  to.officer = OfficerId(std::move(officer));
  return {};
}

/// What hits, refusals and referrals have in common.
template <typename From, typename To>
Result<void> take_common(const From& from, To& to) {
  GARITA_TRY(crossing, record_id(from.crossing(), "crossing"));
  to.crossing = crossing;
  return take_done(from, to);
}

Result<Hit> take(const pb::Hit& from) {
  Hit to;
  GARITA_CHECK(take_common(from, to));
  GARITA_TRY(seen, take(from.seen()));
  GARITA_CHECK(take_texts({{from.answer(), "answer", to.answer}}));
  if (!from.pair().empty() && from.pair().size() != kHashBytes) return wrong("pair", "is no hash");
  to.pair = copy_of(bytes_of(from.pair()));
  to.seen = std::move(seen);
  return to;
}

Result<HitLeft> take(const pb::HitLeft& from) {
  HitLeft to;
  GARITA_CHECK(take_done(from, to));
  GARITA_TRY(which_way, direction(from.direction()));
  GARITA_TRY(document, take(from.document()));
  GARITA_TRY(seen, take(from.seen()));
  GARITA_CHECK(
      take_texts({{from.how(), "how", to.how}, {from.inspection(), "inspection", to.inspection}}));
  to.direction = which_way;
  to.document = std::move(document);
  to.seen = std::move(seen);
  to.shown = from.shown();
  return to;
}

Result<Refusal> take(const pb::Refusal& from) {
  Refusal to;
  GARITA_CHECK(take_common(from, to));
  GARITA_TRY(grounds, texts(from.grounds(), "grounds"));
  to.grounds = std::move(grounds);
  return to;
}

Result<Referral> take(const pb::Referral& from) {
  Referral to;
  GARITA_CHECK(take_common(from, to));
  GARITA_TRY(reasons, texts(from.reasons(), "reasons"));
  if (from.sealed().size() > kSealedReferralBytesMax) return wrong("sealed", "is too long");
  to.reasons = std::move(reasons);
  to.sealed = copy_of(bytes_of(from.sealed()));
  return to;
}

Result<StatusDecision> take(const pb::StatusDecision& from) {
  StatusDecision to;
  if (from.kind() < 1 || from.kind() > static_cast<int>(kStatusKindLast))
    return wrong("kind", "is unknown");
  to.kind = static_cast<StatusKind>(from.kind());
  GARITA_TRY(at, moment(from.at_ms(), "at"));
  GARITA_TRY(person, text(from.person(), "person"));
  GARITA_TRY(officer, text(from.officer(), "officer"));
  GARITA_CHECK(take_texts({{from.admission_class(), "admission_class", to.admission_class},
                           {from.authority(), "authority", to.authority},
                           {from.reason(), "reason", to.reason}}));
  if (!from.entry().empty()) {
    GARITA_TRY(entry, record_id(from.entry(), "entry"));
    to.entry = entry;
  }
  if (from.has_days()) {
    if (from.days() < 1 || from.days() > kDaysMax) return wrong("days", "is out of range");
    to.days = from.days();
  }
  if (from.has_until()) {
    GARITA_TRY(until, day(from.until(), "until"));
    to.until = until;
  }
  to.at = at;
  to.person = PersonId(std::move(person));
  to.officer = OfficerId(std::move(officer));
  return to;
}

Result<Correction> take(const pb::Correction& from) {
  Correction to;
  GARITA_TRY(of, record_id(from.of(), "of"));
  GARITA_TRY(at, moment(from.at_ms(), "at"));
  GARITA_CHECK(take_texts({{from.reason(), "reason", to.reason}}));
  GARITA_TRY(officer, text(from.officer(), "officer"));
  to.of = of;
  to.at = at;
  to.officer = OfficerId(std::move(officer));
  GARITA_TRY(approved_by, approver(from.approved_by(), to.officer));
  to.approved_by = std::move(approved_by);
  if (from.has_replacement()) {
    GARITA_TRY(replacement, take(from.replacement()));
    to.replacement = std::move(replacement);
  }
  return to;
}

Result<Heartbeat> take(const pb::Heartbeat& from) {
  Heartbeat to;
  GARITA_TRY(until, moment(from.complete_until_ms(), "complete_until"));
  GARITA_TRY(clock, take(from.clock()));
  GARITA_TRY(last, number(from.last_sequence(), "last_sequence"));
  to.complete_until = until;
  to.last_sequence = last;
  to.clock = std::move(clock);
  return to;
}

Result<Closure> take(const pb::Closure& from) {
  Closure to;
  GARITA_CHECK(take_texts({{from.target(), "target", to.target}, {from.why(), "why", to.why}}));
  GARITA_TRY(at, moment(from.at_ms(), "at"));
  GARITA_TRY(officer, text(from.officer(), "officer"));
  to.at = at;
  to.officer = OfficerId(std::move(officer));
  for (const auto& content : from.adopted()) {
    if (content.size() != kHashBytes) return wrong("adopted", "is no hash of a content");
    to.adopted.push_back(copy_of(bytes_of(content)));
  }
  return to;
}

Result<PaperPeriod> take(const pb::PaperPeriod& from) {
  PaperPeriod to;
  GARITA_TRY(post, post_code(from.post()));
  GARITA_TRY(begin, moment(from.from_ms(), "from"));
  GARITA_TRY(at, moment(from.at_ms(), "at"));
  GARITA_TRY(officer, text(from.officer(), "officer"));
  to.post = std::move(post);
  to.opens = from.opens();
  to.from = begin;
  to.at = at;
  to.officer = OfficerId(std::move(officer));
  if (from.has_to_ms()) {
    GARITA_TRY(end, moment(from.to_ms(), "to"));
    to.to = end;
  }
  return to;
}

Result<AuditNote> take(const pb::AuditNote& from) {
  AuditNote to;
  GARITA_TRY(at, moment(from.at_ms(), "at"));
  GARITA_TRY(officer, text(from.officer(), "officer"));
  GARITA_CHECK(take_texts({{from.action(), "action", to.action},
                           {from.subject(), "subject", to.subject},
                           {from.reason(), "reason", to.reason}}));
  to.at = at;
  to.officer = OfficerId(std::move(officer));
  return to;
}

Result<PictureChunk> take(const pb::PictureChunk& from) {
  PictureChunk to;
  GARITA_TRY(crossing, record_id(from.crossing(), "crossing"));
  if (from.kind() < 1 || from.kind() > 2) return wrong("kind", "is unknown");
  if (from.picture() < 1 || from.picture() > kPicturesMax) return wrong("picture", "is no number");
  if (from.part() < 1 || from.part() > from.parts() ||
      from.parts() > kEvidencePictureBytesMax / kChunkBytesMax) {
    return wrong("part", "is none of the parts");
  }
  if (from.content().size() > kChunkBytesMax) return wrong("content", "is too long");
  to.crossing = crossing;
  to.kind = static_cast<PictureKind>(from.kind());
  to.picture = from.picture();
  to.part = from.part();
  to.parts = from.parts();
  to.content = copy_of(bytes_of(from.content()));
  return to;
}

Result<PersonId> pseudonym(const std::string& from, const char* field) {
  if (from.empty()) return wrong(field, "names nobody");
  GARITA_TRY(taken, text(from, field));
  return PersonId(std::move(taken));
}

Result<IdentityDecision> take(const pb::IdentityDecision& from) {
  IdentityDecision to;
  if (from.kind() < 1 || from.kind() > 2) return wrong("kind", "is unknown");
  GARITA_TRY(one, pseudonym(from.one(), "one"));
  GARITA_TRY(other, pseudonym(from.other(), "other"));
  if (one == other) return wrong("other", "is the same pseudonym");
  GARITA_TRY(at, moment(from.at_ms(), "at"));
  GARITA_TRY(officer, text(from.officer(), "officer"));
  GARITA_CHECK(take_texts({{from.reason(), "reason", to.reason}}));
  to.kind = static_cast<IdentityDecisionKind>(from.kind());
  to.one = std::move(one);
  to.other = std::move(other);
  to.at = at;
  to.officer = OfficerId(std::move(officer));
  return to;
}

template <typename Body>
Result<Record> as_record(Result<Body> body) {
  if (!body) return Failure(std::move(body.error()));
  return Record(*std::move(body));
}

}  // namespace

Result<Record> decode_record(ByteView bytes) {
  if (bytes.size() > kRecordBytesMax) return wrong("the whole", "is larger than 16 KiB");
  pb::Record message;
  if (!message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return wrong("the whole", "is no protobuf message of ours");
  }
  switch (message.body_case()) {
    case pb::Record::kCrossing:
      return as_record(take(message.crossing()));
    case pb::Record::kHit:
      return as_record(take(message.hit()));
    case pb::Record::kHitLeft:
      return as_record(take(message.hit_left()));
    case pb::Record::kRefusal:
      return as_record(take(message.refusal()));
    case pb::Record::kReferral:
      return as_record(take(message.referral()));
    case pb::Record::kStatusDecision:
      return as_record(take(message.status_decision()));
    case pb::Record::kCorrection:
      return as_record(take(message.correction()));
    case pb::Record::kHeartbeat:
      return as_record(take(message.heartbeat()));
    case pb::Record::kClosure:
      return as_record(take(message.closure()));
    case pb::Record::kPaperPeriod:
      return as_record(take(message.paper_period()));
    case pb::Record::kAuditNote:
      return as_record(take(message.audit_note()));
    case pb::Record::kPictureChunk:
      return as_record(take(message.picture_chunk()));
    case pb::Record::kIdentityDecision:
      return as_record(take(message.identity_decision()));
    case pb::Record::BODY_NOT_SET:
      break;
  }
  return wrong("the whole", "is of a kind that this version does not know");
}

}  // namespace garita
