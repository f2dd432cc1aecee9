#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include "record.pb.h"
#include "schema/record/record.h"

namespace garita {
namespace {

namespace pb = record::v1;

void put(const TravelDocument& from, pb::Document& to) {
  to.set_document_code(from.document_code);
  to.set_issuing_state(from.issuing_state);
  to.set_document_number(from.document_number);
  to.set_surname(from.surname);
  to.set_given_names(from.given_names);
  to.set_nationality(from.nationality);
  if (from.birth_date) to.set_birth_date(from.birth_date->text());
  to.set_sex(from.sex);
  if (from.expiry_date) to.set_expiry_date(from.expiry_date->text());
  to.set_optional_data(from.optional_data);
}

void put(const ClockEvidence& from, pb::Clock& to) {
  to.set_monotonic_ms(from.since_boot.count());
  to.set_boot_id(from.boot_id.data(), from.boot_id.size());
  if (from.trusted_at) to.set_trusted_at_ms(from.trusted_at->milliseconds);
  to.set_error_bound_ms(from.error_bound.count());
}

void put(const HitSeen& from, pb::HitSeen& to) {
  to.set_reference(from.reference);
  to.set_matched_by(from.matched_by);
}

void put(const DecisionContext& from, pb::Context& to) {
  to.set_alerts_version(from.alerts_version);
  to.set_policies_version(from.policies_version);
  to.set_open_stays_version(from.open_stays_version);
  if (from.alerts_issued_at) to.set_alerts_issued_ms(from.alerts_issued_at->milliseconds);
  if (from.policies_issued_at) to.set_policies_issued_ms(from.policies_issued_at->milliseconds);
  for (const auto& hit : from.hits) put(hit, *to.add_hits());
  for (const auto& answer : from.answers) {
    auto& added = *to.add_answers();
    added.set_question(answer.question);
    added.set_answer(answer.answer);
    added.set_note(answer.note);
  }
  for (const auto& check : from.failed_checks) to.add_failed_checks(check);
  for (const auto& list : from.lists_not_searched) to.add_lists_not_searched(list);
  to.set_rule(from.rule);
  to.set_policy_version(from.policy_version);
  if (from.last_legal_day) to.set_last_legal_day(from.last_legal_day->days_since_epoch());
  to.set_days_over(from.days_over);
}

void put(const Crossing& from, pb::Crossing& to) {
  to.set_direction(static_cast<int>(from.direction));
  to.set_decision(static_cast<int>(from.decision));
  to.set_at_ms(from.at.milliseconds);
  to.set_post(from.post.value());
  to.set_officer(from.officer.value());
  put(from.document, *to.mutable_document());
  to.set_purpose(from.purpose);
  to.set_transport(from.transport);
  to.set_admission_class(from.admission_class);
  if (from.granted_days) to.set_granted_days(*from.granted_days);
  if (from.granted_until) to.set_granted_until(from.granted_until->days_since_epoch());
  to.set_evidence(static_cast<int>(from.evidence));
  to.set_fallback(from.fallback);
  put(from.context, *to.mutable_context());
  put(from.clock, *to.mutable_clock());
  to.set_reference(from.reference);
  to.set_first_picture(from.first_picture);
  to.set_picture_chunks(from.picture_chunks);
  to.set_other_state(from.other_state);
  if (from.group) to.set_group(from.group->text());
  to.set_relationship(from.relationship);
  to.set_relationship_evidence(from.relationship_evidence);
  to.set_approved_by(from.approved_by.value());
  to.set_typed_by(from.typed_by.value());
}

void put(const Hit& from, pb::Hit& to) {
  to.set_crossing(from.crossing.text());
  to.set_at_ms(from.at.milliseconds);
  to.set_post(from.post.value());
  put(from.seen, *to.mutable_seen());
  to.set_answer(from.answer);
  to.set_note(from.note);
  to.set_officer(from.officer.value());
  to.set_pair(from.pair.data(), from.pair.size());
}

void put(const HitLeft& from, pb::HitLeft& to) {
  to.set_at_ms(from.at.milliseconds);
  to.set_post(from.post.value());
  to.set_officer(from.officer.value());
  to.set_direction(static_cast<int>(from.direction));
  put(from.document, *to.mutable_document());
  put(from.seen, *to.mutable_seen());
  to.set_shown(from.shown);
  to.set_how(from.how);
  to.set_note(from.note);
  to.set_inspection(from.inspection);
}

void put(const Refusal& from, pb::Refusal& to) {
  to.set_crossing(from.crossing.text());
  to.set_at_ms(from.at.milliseconds);
  to.set_post(from.post.value());
  for (const auto& ground : from.grounds) to.add_grounds(ground);
  to.set_note(from.note);
  to.set_officer(from.officer.value());
}

void put(const Referral& from, pb::Referral& to) {
  to.set_crossing(from.crossing.text());
  to.set_at_ms(from.at.milliseconds);
  to.set_post(from.post.value());
  for (const auto& reason : from.reasons) to.add_reasons(reason);
  to.set_note(from.note);
  to.set_officer(from.officer.value());
  to.set_sealed(from.sealed.data(), from.sealed.size());
}

void put(const StatusDecision& from, pb::StatusDecision& to) {
  to.set_kind(static_cast<int>(from.kind));
  to.set_at_ms(from.at.milliseconds);
  to.set_person(from.person.value());
  if (from.entry) to.set_entry(from.entry->text());
  if (from.days) to.set_days(*from.days);
  if (from.until) to.set_until(from.until->days_since_epoch());
  to.set_admission_class(from.admission_class);
  to.set_authority(from.authority);
  to.set_officer(from.officer.value());
  to.set_reason(from.reason);
}

void put(const Correction& from, pb::Correction& to) {
  to.set_of(from.of.text());
  to.set_at_ms(from.at.milliseconds);
  to.set_reason(from.reason);
  to.set_officer(from.officer.value());
  if (from.replacement) put(*from.replacement, *to.mutable_replacement());
  to.set_approved_by(from.approved_by.value());
}

void put(const Heartbeat& from, pb::Heartbeat& to) {
  to.set_complete_until_ms(from.complete_until.milliseconds);
  to.set_last_sequence(from.last_sequence);
  put(from.clock, *to.mutable_clock());
}

void put(const Closure& from, pb::Closure& to) {
  to.set_target(from.target);
  to.set_at_ms(from.at.milliseconds);
  to.set_why(from.why);
  to.set_officer(from.officer.value());
  for (const auto& content : from.adopted) to.add_adopted(content.data(), content.size());
}

void put(const PaperPeriod& from, pb::PaperPeriod& to) {
  to.set_post(from.post.value());
  to.set_opens(from.opens);
  to.set_from_ms(from.from.milliseconds);
  if (from.to) to.set_to_ms(from.to->milliseconds);
  to.set_at_ms(from.at.milliseconds);
  to.set_officer(from.officer.value());
}

void put(const AuditNote& from, pb::AuditNote& to) {
  to.set_at_ms(from.at.milliseconds);
  to.set_officer(from.officer.value());
  to.set_action(from.action);
  to.set_subject(from.subject);
  to.set_reason(from.reason);
}

void put(const PictureChunk& from, pb::PictureChunk& to) {
  to.set_crossing(from.crossing.text());
  to.set_kind(static_cast<int>(from.kind));
  to.set_picture(from.picture);
  to.set_part(from.part);
  to.set_parts(from.parts);
  to.set_content(from.content.data(), from.content.size());
}

void put(const IdentityDecision& from, pb::IdentityDecision& to) {
  to.set_kind(static_cast<int>(from.kind));
  to.set_one(from.one.value());
  to.set_other(from.other.value());
  to.set_at_ms(from.at.milliseconds);
  to.set_officer(from.officer.value());
  to.set_reason(from.reason);
}

struct BodyOf {
  pb::Record& record;
  void operator()(const Crossing& body) const { put(body, *record.mutable_crossing()); }
  void operator()(const Hit& body) const { put(body, *record.mutable_hit()); }
  void operator()(const HitLeft& body) const { put(body, *record.mutable_hit_left()); }
  void operator()(const Refusal& body) const { put(body, *record.mutable_refusal()); }
  void operator()(const Referral& body) const { put(body, *record.mutable_referral()); }
  void operator()(const StatusDecision& body) const {
    put(body, *record.mutable_status_decision());
  }
  void operator()(const Correction& body) const { put(body, *record.mutable_correction()); }
  void operator()(const Heartbeat& body) const { put(body, *record.mutable_heartbeat()); }
  void operator()(const Closure& body) const { put(body, *record.mutable_closure()); }
  void operator()(const PaperPeriod& body) const { put(body, *record.mutable_paper_period()); }
  void operator()(const AuditNote& body) const { put(body, *record.mutable_audit_note()); }
  void operator()(const PictureChunk& body) const { put(body, *record.mutable_picture_chunk()); }
  void operator()(const IdentityDecision& body) const {
    put(body, *record.mutable_identity_decision());
  }
};

}  // namespace

Result<Bytes> encode_record(const Record& record) {
  pb::Record message;
  std::visit(BodyOf{message}, record);
  std::string out;
  {
    google::protobuf::io::StringOutputStream stream(&out);
    google::protobuf::io::CodedOutputStream coded(&stream);
    coded.SetSerializationDeterministic(true);
    message.SerializeToCodedStream(&coded);
  }
  GARITA_CHECK(decode_record(bytes_of(out)));
  return copy_of(bytes_of(out));
}

}  // namespace garita
