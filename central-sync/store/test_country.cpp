#include "central-sync/store/test_country.h"

namespace garita::central::testing {
namespace {

Validity validity() {
  return Validity::of_days(utc("2025-01-01T00:00:00Z"), std::chrono::days(3650));
}

}  // namespace

Database connected_to(const std::string& place) {
  auto database = is_server_address(place) ? Database::connect(place)
                                           : Database::open(place, {.mode = OpenMode::kReadWrite});
  EXPECT_TRUE(database) << database.error().message;
  return *std::move(database);
}

std::vector<std::string> rows_of(Database& database, const std::string& columns,
                                 const std::string& table_and_rest) {
  const std::string json = database.dialect() == Dialect::kSqlite
                               ? "json_array(" + columns + ")"
                               : "CAST(json_build_array(" + columns + ") AS TEXT)";
  auto row = *database.prepare("SELECT " + json + " FROM " + table_and_rest);
  std::vector<std::string> rows;
  while (*row.step()) rows.push_back(row.text(0));
  return rows;
}

std::vector<std::string> all_rows(Database database) {
  std::vector<std::string> all;
  for (const auto& [columns, table] :
       {std::pair{"'crossing', record, person, movement, day, origin, keys, known_at, approved_by, "
                  "group_record, relationship, typed_by, relationship_evidence",
                  "crossings ORDER BY record"},
        {"'void', statement, of, person, known_at, officer, reason, approved_by",
         "voids ORDER BY statement"},
        {"'decision', record, person, entry, kind, day, named, known_at",
         "decisions ORDER BY record"},
        {"'description', number, pseudonym, name, birth, nationality",
         "descriptions ORDER BY number"},
        {"'key', key, description", "candidate_keys ORDER BY key, description"},
        {"'link', number, one, other, grade, score, reasons, known_from, known_to, cause",
         "person_links ORDER BY number"},
        {"'identity', record, kind, one, other, known_at", "identity_decisions ORDER BY record"},
        {"'pseudonym', pseudonym, person", "pseudonyms ORDER BY pseudonym"},
        {"'person', person, surname, given_names, surname_key, birth, sex, nationality, "
         "document_issuer, document_number, document_key",
         "persons ORDER BY person"},
        {"'case', number, person, family, kind, subject, post, at, due_at, raise_at, met, "
         "authorised_until, days_over, rule, policy_version, known_from, known_to, cause, "
         "cleared_reason, cleared_by, ends_at, probably_left, review, before_records",
         "cases ORDER BY number"},
        {"'incarnation', station, incarnation, known_at",
         "incarnations ORDER BY station, incarnation"},
        {"'step', station, incarnation, known_from, complete_until",
         "incarnation_steps ORDER BY station, incarnation, known_from"},
        {"'watermark', sees, known_from, complete_until",
         "watermark_steps ORDER BY sees, known_from"},
        {"'incident', record, kind, crossing, at, known_at", "incidents ORDER BY record, kind"},
        {"'aside', number, station, sequence, cause, reason, known_at, resolved_at",
         "quarantine ORDER BY number"},
        {"'note', number, record, subject", "notes ORDER BY number"},
        {"'closure', record, target, known_at", "closures ORDER BY record"},
        {"'journal', station, lane, opened", "journals ORDER BY journal"},
        {"'position', arrival, known_at", "position"}})
    for (auto& row : rows_of(database, columns, table)) all.push_back(std::move(row));
  return all;
}

std::string thirty_days() {
  return "name = \"test\"\nversion = \"2026-1\"\ncountry = \"UTO\"\n[[rule]]\nid = \"visitor\"\n"
         "citation = \"Act, section 5\"\neffective_from = 1990-01-01\nkind = \"fixed_days\"\n"
         "days = 30\n";
}

RecordId TestStation::write(const Record& record, Instant at, Lane lane) {
  JournalHead& head = heads_[lane];
  EntryHeader header;
  header.journal = {id_, incarnation_, lane};
  header.sequence = head.sequence + 1;
  header.recorded_at = at;
  header.previous = head.hash;
  auto bytes = *encode_record(record);
  if (std::exchange(corrupt_next_, false)) bytes = copy_of(bytes_of("no record at all"));
  auto sealed = seal_entry(bytes, header, epoch_, random_bytes(kSaltBytes));
  head = {header.sequence, entry_hash(sealed)};
  unsent_[lane].push_back(sealed);
  return sealed.id();
}

std::optional<Batch> TestStation::take(Lane lane) {
  auto entries = std::move(unsent_[lane]);
  unsent_[lane].clear();
  if (entries.empty()) return std::nullopt;
  return make_batch(std::move(entries), key_);
}

Claim TestStation::claim(Instant complete_until) const {
  Claim claim;
  claim.station = id_;
  claim.incarnation = incarnation_;
  claim.complete_until = complete_until;
  const auto head = heads_.find(Lane::kMovement);
  if (head != heads_.end()) {
    claim.last_sequence = head->second.sequence;
    claim.last_hash = head->second.hash;
  }
  claim.made_at = complete_until;
  claim.sign(key_);
  return claim;
}

TestCentre::TestCentre(std::string_view live_since, std::vector<std::string> posts)
    : live_since_(utc(live_since)),
      posts_(std::move(posts)),
      authority_(make_authority_certificate(authority_key_, "Test", validity())),
      seal_(issued(seal_key_, CertificateRole::kSeal, "seal")) {
  own_ = std::make_unique<TestStation>(own_id_, seal_, station_key_);
  for (const auto& post : posts_)
    stations_[post] = std::make_unique<TestStation>(StationId(post + "-01"), seal_, station_key_);
  found();
}

void TestCentre::found() {
  place_ = fresh_place(folder_.path());
  database_ = *open_store(place_, StoreMode::kCreate);
  const auto own_certificate = issued(station_key_, CertificateRole::kStation, own_id_.value());
  EXPECT_TRUE(
      database_->book().found({CountryCode("UTO"), true, live_since_}, own_id_, own_certificate));
  EXPECT_TRUE(database_->intake().keep_epoch_key(own_->wrapped_key()));
  for (const auto& post : posts_) enrol(post, live_since_);
  publish_policies(thirty_days(), live_since_);
}

void TestCentre::begin_again() {
  database_.reset();
  own_->begin_incarnation(1);
  found();
}

Certificate TestCentre::issued_to(const PublicKey& key, CertificateRole role,
                                  const std::string& name) const {
  const CertificateOrder order{role, name, {}, {}, validity()};
  return *issue_certificate(Authority{authority_key_, authority_}, key, order);
}

void TestCentre::enrol(const std::string& post, Instant at, const std::string& border,
                       const std::string& zone) {
  const bool sees = border != kOffice;
  const PostRow row{PostCode(post), zone, border, sees, sees, at, {}, ""};
  EnrolledStation announced;
  announced.post = row;
  const auto token = random_bytes(32);
  const auto id = database_->book().add_station(announced, sha256(token), at);
  ASSERT_TRUE(id) << id.error().message;
  auto enrolled = *database_->book().station_of_token(sha256(token));
  ASSERT_TRUE(enrolled);
  enrolled->request_hash = sha256(token);
  enrolled->certificate = issued(station_key_, CertificateRole::kStation, id->value());
  enrolled->console_certificate = enrolled->certificate;
  ASSERT_TRUE(database_->book().note_enrolled(*enrolled, at));
  auto& station = stations_[id->value().ends_with("-01") ? post : id->value()];
  if (!station) station = std::make_unique<TestStation>(*id, seal_, station_key_);
  ASSERT_TRUE(database_->intake().keep_epoch_key(station->wrapped_key()));
}

Accepted TestCentre::receive(const Batch& batch, Instant received_at) {
  const auto known = *database_->intake().known_station(batch.journal().station);
  EXPECT_TRUE(known);
  const auto accepted =
      accept_batch(database_->intake(), *known, encode(batch), centre_key_, received_at);
  EXPECT_TRUE(accepted) << accepted.error().message;
  return accepted ? *accepted : Accepted{};
}

Accepted TestCentre::receive(TestStation& station, Instant received_at, Lane lane) {
  EXPECT_TRUE(database_->intake().keep_epoch_key(station.wrapped_key()));
  const auto batch = station.take(lane);
  return batch ? receive(*batch, received_at) : Accepted{};
}

void TestCentre::receive_claim(TestStation& station, Instant complete_until, Instant received_at) {
  const auto known = *database_->intake().known_station(station.id());
  ASSERT_TRUE(
      accept_claim(database_->intake(), *known, station.claim(complete_until), received_at));
}

Projector TestCentre::projector(CentralDatabase& database) {
  return projector(database.intake(), database.projection());
}

Projector TestCentre::projector(IntakeStore& intake, ProjectionTables& tables) {
  return Projector(intake, tables, {seal_key_, seal_, pseudonym_secret_, own_id_});
}

std::size_t TestCentre::project() {
  const auto count = projector(*database_).project_all();
  EXPECT_TRUE(count) << count.error().message;
  return count.value_or(0);
}

std::size_t TestCentre::rebuild() {
  const auto count = projector(*database_).rebuild();
  EXPECT_TRUE(count) << count.error().message;
  return count.value_or(0);
}

void TestCentre::publish_policies(const std::string& toml, Instant at) {
  Bulletin bulletin;
  bulletin.channel = "policies";
  bulletin.version = *database_->book().newest_version("policies") + 1;
  bulletin.issued_at = at;
  bulletin.content = copy_of(bytes_of(toml));
  bulletin.sign(centre_key_);
  const auto stored = database_->book().put_bulletin(bulletin);
  ASSERT_TRUE(stored) << stored.error().message;
  AuditNote note;
  note.at = at;
  note.action = kBulletinPublished;
  note.subject = "policies/" + std::to_string(bulletin.version);
  own_->write(note, at, Lane::kAudit);
  receive(*own_, at, Lane::kAudit);
}

void TestCentre::reopen() {
  database_.reset();
  database_ = *open_store(place_, StoreMode::kOpen);
}

std::string in_letters(std::string text) {
  for (auto& c : text)
    if (c >= '0' && c <= '9') c = static_cast<char>(c - '0' + 'A');
  return text;
}

namespace {

/// A day of birth of that traveller's own: of one day and one given name, crossings that fit each
/// other would be asked about.
PartialDate birth_of(const std::string& number) {
  std::uint32_t mixed = 2'166'136'261;
  for (const char c : number) mixed = (mixed ^ static_cast<unsigned char>(c)) * 16'777'619;
  const auto day = Date::from_days_since_epoch(-7'000 + static_cast<int>(mixed % 17'000));
  return *PartialDate::from_text(day.iso());
}

}  // namespace

Crossing crossing(Direction direction, const std::string& post, Instant at,
                  const std::string& number) {
  Crossing made;
  made.direction = direction;
  made.at = at;
  made.post = PostCode(post);
  made.officer = OfficerId("ramos");
  made.document.document_code = "P";
  made.document.issuing_state = "GTM";
  made.document.document_number = number;
  made.document.surname = "GARCIA " + in_letters(number);
  made.document.given_names = "ANA";
  made.document.nationality = "GTM";
  made.document.birth_date = birth_of(number);
  made.document.sex = "F";
  made.document.expiry_date = *PartialDate::from_text("2031-01-31");
  made.purpose = "holiday";
  made.transport = "own_vehicle";
  made.admission_class = "visitor";
  return made;
}

std::vector<TravelDocument> lookalikes() {
  struct Said {
    const char* number;
    const char* surname;
    const char* given;
    const char* birth;
    const char* nationality;
  };
  constexpr Said kSaid[] = {
      {"A1", "IXQUIAC TZOC", "MARISOL EULALIA", "1980-03-09", "HND"},
      {"A2", "IXQUIAC TZOC", "MARISOL EULALIA", "1980-03-09", "ESP"},
      {"A3", "IXQUIAC", "MARISOL EULALIA", "1980-03-09", "HND"},
      {"A4", "TZOC IXQUIAC", "EULALIA MARISOL", "1980-XX-XX", "HND"},
      {"A5", "IXQUIAC TZOC", "MARISOL", "1980-03-09", "HND"},
      {"A6", "IXQUIAC TZOK", "MARISOL EULALIA", "1980-09-03", "HND"},
      {"B1", "IXQUIAC TZOC", "JACINTO", "1980-03-09", "HND"},
      {"B2", "IXQUIAC TZOC", "JACINTA", "1980-03-09", "HND"},
      {"A1", "PORTILLO", "MARISOL", "1980-03-09", "HND"},
      {"A7", "PORTILLO", "MARISOL", "1980-03-09", "HND"},
      {"", "IXQUIAC TZOC", "MARISOL EULALIA", "1980-XX-XX", "HND"},
      {"B1", "IXQUIAC", "JACINTO", "1980-XX-XX", ""},
      {"B2", "CHUB CAAL", "TEOFILO", "1961-11-20", "HND"},
      // Two documents: as their zones have the State, and as lists have it.
      {"D1", "IXQUIAC TZOC", "MARISOL EULALIA", "1980-03-09", "D"},
      {"D1", "IXQUIAC TZOC", "MARISOL EULALIA", "1980-03-09", "DEU"},
      {"D2", "OBERKOFLER", "WALTRAUD NOTBURGA", "1980-XX-XX", "DEU"},
      {"D2", "OBERKOFLER", "WALTRAUD NOTBURGA", "1980-XX-XX", "D"},
  };
  std::vector<TravelDocument> documents;
  for (const auto& said : kSaid) {
    TravelDocument made = entry("NORTE", Instant{}, "X").document;
    made.document_number = said.number;
    made.issuing_state = *said.number == '\0' ? "" : said.nationality;
    made.surname = said.surname;
    made.given_names = said.given;
    made.birth_date = *PartialDate::from_text(said.birth);
    made.nationality = said.nationality;
    documents.push_back(made);
  }
  return documents;
}

}  // namespace garita::central::testing
