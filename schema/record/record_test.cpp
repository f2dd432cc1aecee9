#include "schema/record/record.h"

#include <gtest/gtest.h>

#include <array>

namespace garita {
namespace {

Crossing full_crossing() {
  Crossing crossing;
  crossing.direction = Direction::kExit;
  crossing.decision = DecisionKind::kRefer;
  crossing.at = *Instant::from_rfc3339("2026-03-02T14:00:00.250Z");
  crossing.post = PostCode("PASO-NORTE");
  crossing.officer = OfficerId("mduarte");
  crossing.document = {.document_code = "P",
                       .issuing_state = "UTO",
                       .document_number = "L898902C3",
                       .surname = "ERIKSSON",
                       .given_names = "ANNA MARIA",
                       .nationality = "UTO",
                       .birth_date = *PartialDate::from_text("1974-08-XX"),
                       .sex = "F",
                       .expiry_date = *PartialDate::from_text("2012-04-15"),
                       .optional_data = "ZE184226B"};
  crossing.purpose = "holiday";
  crossing.granted_days = 30;
  crossing.granted_until = *Date::from_iso("2026-04-01");
  crossing.evidence = EvidenceClass::kOfficerTyped;
  crossing.fallback = true;
  crossing.context.alerts_version = 7;
  crossing.context.hits = {{"A-1", "document"}};
  crossing.context.answers = {{"alert-1", "not_the_same_person", "another birth place"}};
  crossing.context.failed_checks = {"birth_date"};
  crossing.context.lists_not_searched = {"alert_names"};
  crossing.context.last_legal_day = *Date::from_iso("1969-12-31");
  crossing.clock.since_boot = std::chrono::milliseconds(12);
  crossing.clock.boot_id = Bytes(16, 3);
  crossing.clock.trusted_at = Instant{-5};
  crossing.reference = "line-7";
  crossing.first_picture = 41;
  crossing.picture_chunks = 12;
  crossing.other_state = "SLV";
  crossing.group = *RecordId::parse("PASO-NORTE-01:1:movement:40");
  crossing.relationship = "with_parent";
  crossing.relationship_evidence = "birth_certificate";
  crossing.approved_by = OfficerId("jefa");
  crossing.typed_by = OfficerId("agarcia");
  return crossing;
}

TEST(Record, SaysTheSameAfterEncodingAndDecoding) {
  const RecordId id = *RecordId::parse("PASO-NORTE-01:1:movement:42");
  const Instant at{1'700'000'000'000};
  const PostCode post("PASO-NORTE");
  const OfficerId officer("mduarte");
  Crossing smallest;
  smallest.post = post;
  StatusDecision extension;
  extension.at = at;
  extension.entry = id;
  extension.days = 30;
  extension.authority = "Directorate";
  const std::vector<Record> records{
      full_crossing(),
      smallest,
      Hit{id, at, post, {"A-1", "name_birth_date"}, "", "", officer},
      HitLeft{at,
              post,
              officer,
              Direction::kExit,
              full_crossing().document,
              {"A-1", "document"},
              false,
              std::string(kPutAside),
              "read for another",
              "ab12"},
      Refusal{id, at, post, {"A", "G"}, "note", officer},
      Referral{id, at, post, {"document_doubt"}, "", officer},
      extension,
      Correction{id, at, "typed wrong", officer, full_crossing(), OfficerId("jefa")},
      Correction{id, at, "nobody was asked", officer, {}},
      Heartbeat{at, 42, {}},
      Closure{"PASO-SUR", at, "flood", officer},
      PaperPeriod{post, true, at, at, at, officer},
      AuditNote{at, officer, "person_seen", "P-1", "review"},
      PictureChunk{id, PictureKind::kTraveller, 2, 3, 9, Bytes(kChunkBytesMax, 0xd8)},
      IdentityDecision{IdentityDecisionKind::kSeparate, PersonId("P-A"), PersonId("P-B"), at,
                       officer, "twins"},
  };
  for (const auto& record : records) {
    const auto back = decode_record(*encode_record(record));
    ASSERT_TRUE(back) << back.error().message;
    EXPECT_EQ(*back, record) << record.index();
  }
}

TEST(Record, KeepsEveryKindOfDecisionUnderItsNumber) {
  const std::array<const char*, 22> names{"extend_days",
                                          "extend_until",
                                          "change_class",
                                          "suspend",
                                          "resume",
                                          "revoke",
                                          "confirm",
                                          "clear",
                                          "apply",
                                          "grant_application",
                                          "refuse_application",
                                          "event",
                                          "residence",
                                          "protection",
                                          "asylum",
                                          "end_protection",
                                          "annul",
                                          "regularise",
                                          "document_lost",
                                          "document_stolen",
                                          "document_invalidated",
                                          "document_replaced"};
  for (std::size_t i = 0; i < names.size(); ++i) {
    StatusDecision decision;
    decision.kind = static_cast<StatusKind>(i + 1);
    EXPECT_EQ(status_kind_name(decision.kind), names[i]);
    EXPECT_EQ(*parse_status_kind(names[i]), decision.kind);
    const auto back = decode_record(*encode_record(decision));
    ASSERT_TRUE(back) << names[i] << ": " << back.error().message;
    EXPECT_EQ(*back, Record(decision));
  }
  StatusDecision unknown;
  for (const int kind : {0, 23, 255}) {
    unknown.kind = static_cast<StatusKind>(kind);
    EXPECT_EQ(encode_record(unknown).error().message, "record: kind is unknown") << kind;
  }
  const auto refused = parse_status_kind("deport");
  ASSERT_FALSE(refused);
  for (const auto& name : names)
    EXPECT_NE(refused.error().message.find(name), std::string::npos) << "whoever errs is told them";
}

std::string refusal_of(const Bytes& bytes) {
  const auto record = decode_record(bytes);
  return record ? "taken" : record.error().message;
}

std::string encoded(const Record& record) {
  const auto bytes = encode_record(record);
  return bytes ? "encoded" : bytes.error().message;
}

TEST(Record, IsNotMadeOfWhatCouldNotBeReadBack) {
  auto crossing = full_crossing();
  crossing.direction = static_cast<Direction>(3);
  EXPECT_EQ(encoded(crossing), "record: direction is unknown");
  crossing = full_crossing();
  crossing.granted_days = 0;
  EXPECT_EQ(encoded(crossing), "record: granted_days is out of range");
  crossing = full_crossing();
  crossing.post = PostCode("paso norte");
  EXPECT_EQ(encoded(crossing), "record: post is no post's code");
  crossing = full_crossing();
  crossing.document.sex = "Q";
  EXPECT_EQ(encoded(crossing), "record: sex is none of M, F, X");
  crossing = full_crossing();
  crossing.document.surname = std::string(kTextCharactersMax + 1, 'A');
  EXPECT_EQ(encoded(crossing), "record: document is too long");
  crossing.document.surname = std::string(kRecordBytesMax, 'A');
  EXPECT_EQ(encoded(crossing), "record: the whole is larger than 16 KiB");
  crossing = full_crossing();
  crossing.document.surname = "\xFF\xFE";
  EXPECT_EQ(encoded(crossing), "record: the whole is no protobuf message of ours");
  crossing = full_crossing();
  crossing.context.days_over = -1;
  EXPECT_EQ(encoded(crossing), "record: context.days_over is out of range");
  crossing = full_crossing();
  crossing.context.policies_version = std::uint64_t{1} << 63;
  EXPECT_EQ(encoded(crossing), "record: context.policies_version is out of range");
}

TEST(Record, IsApprovedByASecondPerson) {
  auto crossing = full_crossing();
  crossing.approved_by = crossing.officer;
  EXPECT_EQ(encoded(crossing), "record: approved_by is the officer");
  const RecordId id = *RecordId::parse("PASO-NORTE-01:1:movement:42");
  Correction correction{id, Instant{}, "why", OfficerId("jefa"), {}, OfficerId("jefa")};
  EXPECT_EQ(encoded(correction), "record: approved_by is the officer");
  correction.approved_by = OfficerId("mduarte");
  EXPECT_EQ(encoded(correction), "encoded");
}

TEST(Record, IsTypedInBySomebodyFromPaperAlone) {
  auto crossing = full_crossing();
  crossing.fallback = false;
  EXPECT_EQ(encoded(crossing), "record: typed_by is of what was not on paper");
  crossing.typed_by = OfficerId();
  EXPECT_EQ(encoded(crossing), "encoded");
}

TEST(Record, OfADecisionNamesTwoPseudonyms) {
  IdentityDecision decision{
      IdentityDecisionKind::kLink, PersonId("P-A"), PersonId("P-A"), Instant{}, {}, ""};
  EXPECT_EQ(encoded(decision), "record: other is the same pseudonym");
  decision.other = PersonId("");
  EXPECT_EQ(encoded(decision), "record: other names nobody");
  decision.other = PersonId("P-B");
  EXPECT_EQ(encoded(decision), "encoded");
  decision.kind = static_cast<IdentityDecisionKind>(3);
  EXPECT_EQ(encoded(decision), "record: kind is unknown");
}

TEST(Record, OfBytesThatAreNoneIsRefused) {
  EXPECT_EQ(refusal_of({}), "record: the whole is of a kind that this version does not know");
  EXPECT_EQ(refusal_of({0xff, 0xff}), "record: the whole is no protobuf message of ours");
  EXPECT_EQ(refusal_of(Bytes(kRecordBytesMax + 1)), "record: the whole is larger than 16 KiB");
}

TEST(Record, EveryTruncationIsRefusedOrAnotherRecordAndNeverACrash) {
  const Bytes whole = *encode_record(full_crossing());
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const auto cut = decode_record(ByteView(whole).first(size));
    if (cut) {
      EXPECT_NE(*cut, Record(full_crossing())) << size;
    }
  }
}

}  // namespace
}  // namespace garita
