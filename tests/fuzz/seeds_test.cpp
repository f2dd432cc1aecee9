// The seeds that our own encoders make, for the targets whose inputs are bytes. A change of a
// format shows here; UPDATE_GOLDEN=1 writes them anew.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "document-reader/mrz/mrz.h"
#include "schema/journal/batch.h"
#include "schema/journal/codec.h"
#include "schema/journal/compression.h"
#include "schema/journal/delivery.h"
#include "schema/matching/name_index.h"
#include "schema/record/enrolment.h"
#include "schema/record/protection.h"
#include "schema/record/record.h"
#include "schema/wire/bundle.h"
#include "schema/wire/message.h"

namespace garita {
namespace {

const StationId kStation("PASO-01-01");
const Instant kThen{1'772'460'000'000};

void expect_seed(const std::string& name, const Bytes& content) {
  const std::string file = std::string(GARITA_SOURCE_DIR) + "/tests/fuzz/corpus/" + name;
  if (std::getenv("UPDATE_GOLDEN") != nullptr) {
    std::filesystem::create_directories(std::filesystem::path(file).parent_path());
    std::ofstream(file, std::ios::binary) << text_of(content);
  }
  std::ifstream in(file, std::ios::binary);
  const std::string held(std::istreambuf_iterator<char>(in), {});
  EXPECT_EQ(to_hex(bytes_of(held)), to_hex(content)) << name;
}

Bytes behind(std::uint8_t first, const Bytes& rest) {
  Bytes whole{first};
  whole.insert(whole.end(), rest.begin(), rest.end());
  return whole;
}

Crossing crossing() {
  Crossing crossing;
  crossing.at = kThen;
  crossing.post = PostCode("PASO-01");
  crossing.officer = OfficerId("mduarte");
  crossing.document = {.document_code = "P",
                       .issuing_state = "UTO",
                       .document_number = "L898902C3",
                       .surname = "ERIKSSON",
                       .given_names = "ANNA MARIA",
                       .nationality = "UTO",
                       .birth_date = *PartialDate::from_text("1974-08-XX"),
                       .sex = "F",
                       .expiry_date = *PartialDate::from_text("2027-04-15"),
                       .optional_data = "ZE184226B"};
  crossing.purpose = "holiday";
  crossing.transport = "road";
  crossing.admission_class = "visitor";
  crossing.granted_days = 30;
  crossing.context.alerts_version = 7;
  crossing.context.alerts_issued_at = kThen;
  crossing.context.hits = {{"A-1", "document"}};
  crossing.context.answers = {{"alert-1", "not_the_same_person", "another birth place"}};
  crossing.context.failed_checks = {"birth_date"};
  crossing.context.lists_not_searched = {"alert_names"};
  crossing.context.last_legal_day = *Date::from_iso("2026-04-01");
  crossing.clock = {std::chrono::milliseconds(12), Bytes(16, 3), kThen,
                    std::chrono::milliseconds(40)};
  return crossing;
}

TEST(Seeds, OfRecords) {
  const RecordId id{kStation, 1, Lane::kMovement, 42};
  const PostCode post("PASO-01");
  const OfficerId officer("mduarte");
  StatusDecision decision;
  decision.at = kThen;
  decision.entry = id;
  decision.days = 30;
  decision.authority = "Directorate";
  StatusDecision annulment = decision;
  annulment.kind = StatusKind::kAnnul;
  annulment.days.reset();
  annulment.until = *Date::from_iso("2026-03-05");
  StatusDecision residence = decision;
  residence.kind = StatusKind::kResidence;
  residence.entry.reset();
  residence.person = PersonId("P-0123456789AB");
  residence.days.reset();
  residence.admission_class = "resident";
  StatusDecision replaced = annulment;
  replaced.kind = StatusKind::kDocumentReplaced;
  replaced.until.reset();
  replaced.reason = "a new passport";
  const std::vector<std::pair<std::string, Record>> records{
      {"crossing", crossing()},
      {"status_annulment", annulment},
      {"status_residence", residence},
      {"status_document", replaced},
      {"hit", Hit{id, kThen, post, {"A-1", "name_birth_date"}, "", "", officer, Bytes(32, 7)}},
      {"refusal", Refusal{id, kThen, post, {"A", "G"}, "note", officer}},
      {"referral", Referral{id, kThen, post, {"document_doubt"}, "", officer}},
      {"status_decision", decision},
      {"correction", Correction{id, kThen, "typed wrong", officer, crossing()}},
      {"heartbeat", Heartbeat{kThen, 42, {}}},
      {"closure", Closure{"PASO-02", kThen, "flood", officer}},
      {"paper_period", PaperPeriod{post, true, kThen, kThen, kThen, officer}},
      {"audit_note", AuditNote{kThen, officer, "person_seen", "P-1", "review"}}};
  for (const auto& [name, record] : records) expect_seed("record/" + name, *encode_record(record));
}

TEST(Seeds, OfWhatTheProtectionUnitIsTold) {
  const RecordId id{kStation, 1, Lane::kMovement, 42};
  expect_seed("protection/told",
              *encode_protection({id, crossing(), {"papers_kept", "needs_care"}, "a note"}));
  expect_seed("protection/nothing", *encode_protection({id, crossing(), {}, ""}));
}

TEST(Seeds, OfEnrolments) {
  const std::string token(43, 'A');
  Enrolment enrolment;
  enrolment.token = token;
  enrolment.country = CountryCode("UTO");
  enrolment.station = kStation;
  enrolment.post = PostCode("PASO-01");
  enrolment.directions = {Direction::kEntry, Direction::kExit};
  enrolment.border = "land";
  enrolment.zone = "America/Guatemala";
  enrolment.exercise = true;
  enrolment.centres = {"centre.example:7410"};
  enrolment.desk_names = {"localhost"};
  enrolment.authority_certificate = "-----BEGIN CERTIFICATE-----\n";
  enrolment.bulletins = {Bytes(20, 7)};
  const EnrolmentRequest request{token, kStation, "a request", "another"};
  const EnrolmentAnswer answer{kStation, "a certificate", "another"};
  expect_seed("enrolment/file", copy_of(bytes_of(to_json(enrolment))));
  expect_seed("enrolment/request", copy_of(bytes_of(to_json(request))));
  expect_seed("enrolment/answer", copy_of(bytes_of(to_json(answer))));
}

TEST(Seeds, OfZones) {
  using reader::MrzFormat;
  reader::MrzFields fields;
  fields.issuing_state = "UTO";
  fields.document_number = "X1234567";
  fields.surname = "MARTINEZ DE LA ROSA";
  fields.given_names = "ANA LUCIA";
  fields.nationality = "UTO";
  fields.birth_date = *PartialDate::from_text("1980-XX-XX");
  fields.sex = "F";
  fields.expiry_date = *PartialDate::from_text("2031-04-15");
  for (const auto format :
       {MrzFormat::kTd1, MrzFormat::kTd2, MrzFormat::kTd3, MrzFormat::kMrva, MrzFormat::kMrvb}) {
    const bool visa = format == MrzFormat::kMrva || format == MrzFormat::kMrvb;
    fields.document_code = visa ? "V" : format == MrzFormat::kTd3 ? "P" : "I";
    std::string text;
    const auto lines = compose_mrz(format, fields);
    ASSERT_TRUE(lines) << lines.error().message;
    for (const auto& line : *lines) text += line + "\n";
    expect_seed("mrz/" + std::string(format_name(format)), copy_of(bytes_of(text)));
  }
}

/// A chain of two under a fixed key and salt: the same bytes each time. The signature is left zero.
Batch batch() {
  const EpochKey epoch{20514, Secret(Bytes(32, 0x2a)), Bytes(310, 7)};
  Batch batch;
  JournalHead head;
  for (std::uint8_t i = 1; i <= 2; ++i) {
    EntryHeader header;
    header.journal = {kStation, 1, Lane::kMovement};
    header.sequence = i;
    header.recorded_at = kThen;
    header.previous = head.hash;
    batch.entries.push_back(
        seal_entry(*encode_record(crossing()), header, epoch, Bytes(kSaltBytes, i)));
    head = {i, entry_hash(batch.entries.back())};
  }
  batch.head = {batch.entries.back().header.journal, head, Bytes(kSignatureBytes)};
  return batch;
}

Claim claim() {
  return {kStation,
          1,
          kThen,
          42,
          sha256(bytes_of("42")),
          kThen,
          std::chrono::milliseconds(40),
          Bytes(kSignatureBytes)};
}

Receipt receipt() {
  return {{kStation, 1, Lane::kMovement}, 42, {}, 41, kThen, Bytes(kSignatureBytes)};
}

Bulletin bulletin() {
  return {"alerts", 3, kThen, copy_of(bytes_of("reference,instruction,issuer,number\n")),
          Bytes(kSignatureBytes)};
}

Gone gone() { return {{kStation, 1, Lane::kMovement}, 101, 200, Bytes(kSignatureBytes)}; }

WrappedEpochKey epoch_key() { return {kStation, 1, 20514, Bytes(310, 7)}; }

TEST(Seeds, OfJournals) {
  expect_seed("journal/batch", behind(0, encode(batch())));
  expect_seed("journal/claim", behind(1, encode(claim())));
  expect_seed("journal/receipt", behind(2, encode(receipt())));
  expect_seed("journal/bulletin", behind(3, encode(bulletin())));
  expect_seed("journal/epoch_key", behind(4, encode(epoch_key())));
  expect_seed("journal/delivery", behind(5, make_delivery(bulletin(), nullptr).stream));
  const Bytes record = *encode_record(crossing());
  expect_seed("journal/gone", behind(7, encode(gone())));
  expect_seed("journal/packed", behind(6, compress_record(record, kRecordsDictionary)));
}

Hello hello() {
  Hello hello;
  hello.station = kStation;
  hello.clock = kThen;
  hello.software = "garita-station 0.1.0";
  hello.journals = {{{kStation, 1, Lane::kMovement}, {9, {}}}};
  hello.bulletins = {{"alerts", 3}};
  hello.disk_free_bytes = 1'000'000;
  return hello;
}

Welcome welcome() {
  Welcome welcome;
  welcome.clock = kThen;
  welcome.held = {{{kStation, 1, Lane::kMovement}, {7, {}}}};
  return welcome;
}

Bytes frames(std::initializer_list<Message> messages) {
  Bytes frames;
  for (const auto& message : messages) {
    const auto frame = encode_frame(message);
    frames.insert(frames.end(), frame.begin(), frame.end());
  }
  return frames;
}

StationStanding station_standing() {
  return {kStation,
          1,
          kThen,
          "garita-station 0.1.0",
          {3, kThen, 1'000'000},
          {{"alerts/003", 3, kThen}},
          Bytes(kSignatureBytes)};
}

CentreStanding centre_standing() { return {kStation, kThen, {2, 1}, Bytes(kSignatureBytes)}; }

Bytes from_station() {
  return frames({hello(), Ping{1}, epoch_key(), BatchFrame{encode(batch())}, claim(),
                 Backlog{3, kThen, 1'000'000}, PartHeld{"alerts", 7, 4'096},
                 BulletinHeld{"alerts", 3}, Holdings{"alerts", {{"alerts/003", 3, kThen}}},
                 BatchAfterGone{gone(), encode(batch())}, TimeAsked{1}, Pong{1},
                 Goodbye{RefusalCode::kStopping, "the program ends"}});
}

BulletinPart bulletin_part() {
  const auto delivery = make_delivery(bulletin(), nullptr);
  const auto size = static_cast<std::uint32_t>(delivery.stream.size());
  return {delivery.channel, delivery.version, 0, delivery.id, size, 0, delivery.stream};
}

Bytes from_centre() {
  return frames({welcome(), receipt(), bulletin_part(), SectionsAsked{"alerts"}, PutAside{2, 1},
                 AsideUpTo{{{kStation, 1, Lane::kMovement}, {250, {}}}}, Pong{1},
                 TimeTold{1, kThen}, Ping{1},
                 Goodbye{RefusalCode::kUnavailable, "the disk is full"}});
}

TEST(Seeds, OfFrames) {
  expect_seed("wire_frames/station", behind(0, from_station()));
  expect_seed("wire_frames/station_in_pieces", behind(9, from_station()));
  expect_seed("wire_frames/centre", behind(1 + 3 * 15, from_centre()));
  expect_seed("wire_frames/bundle",
              behind(2 + 3 * 15, frames({epoch_key(), claim(), bulletin(), station_standing(),
                                         centre_standing()})));
  expect_seed("wire_frames/enrolment", behind(3 * 15, frames({EnrolRequest{"{}"}})));
  expect_seed("wire_frames/enrolled", behind(1 + 3 * 15, frames({EnrolAnswer{"{}"}})));
}

TEST(Seeds, OfBundles) {
  BundleWriter up;
  EXPECT_TRUE(up.add(epoch_key()) && up.add(BatchFrame{encode(batch())}) && up.add(claim()) &&
              up.add(station_standing()));
  expect_seed("bundle/up", up.bytes());
  BundleWriter down;
  EXPECT_TRUE(down.add(receipt()) && down.add(centre_standing()) && down.add(bulletin()));
  expect_seed("bundle/down", down.bytes());
}

/// One step of wire_sessions' script.
void put(ByteWriter& out, std::uint8_t what, std::uint16_t wanted, const Bytes& bytes = {}) {
  out.u8(what);
  out.u16(bytes.empty() ? wanted : static_cast<std::uint16_t>(bytes.size()));
  out.raw(bytes);
}

TEST(Seeds, OfConversations) {
  ByteWriter quiet;
  for (int i = 0; i < 8; ++i) put(quiet, i % 2 == 0 ? 3 : 2, 0);
  expect_seed("wire_sessions/well_behaved", quiet.take());
  ByteWriter station;
  put(station, 4, 0);
  put(station, 0, 0, from_station());
  put(station, 4, 0);
  expect_seed("wire_sessions/station_by_hand", station.take());
  ByteWriter centre;
  put(centre, 4, 0);
  put(centre, 1, 0, from_centre());
  put(centre, 5, 0, copy_of(bytes_of("a policy")));
  put(centre, 4, 0);
  expect_seed("wire_sessions/centre_by_hand", centre.take());
}

TEST(Seeds, OfIndexesOfNames) {
  const NameReader reader;
  NameIndexBuilder builder;
  for (const auto* name : {"MORALES XICAY, Delfina Rosario", "ABUSALEH, Karim", "VILLATORO, V."})
    ASSERT_TRUE(builder.add(
        name, {reader.read(name), *Birth::from_text("1974-03-09"), CountryCode("GTM")}));
  expect_seed("names_image/three", builder.build());
  expect_seed("names_image/none", NameIndexBuilder().build());
}

}  // namespace
}  // namespace garita
