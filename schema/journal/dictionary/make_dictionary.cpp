// Makes records-N.zdict out of invented records: make_dictionary FILE. What it wrote once is never
// made again under the same number (README.md).
#include <zdict.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iostream>
#include <random>

#include "schema/record/record.h"

namespace {

using namespace garita;

constexpr std::size_t kSamples = 20'000;
constexpr std::size_t kDictionaryBytes = 8192;
constexpr std::int64_t kFirstMs = 1'770'000'000'000;
constexpr std::int64_t kYearMs = 31'557'600'000;
constexpr std::int32_t kFirstDay = 20'486;

/// Invented records, the same on every machine.
class Inventor {
 public:
  Record record() {
    const int kind = below(20);
    if (kind == 0) return heartbeat();
    if (kind == 1) return hit();
    if (kind == 2) return referral();
    return crossing();
  }

 private:
  // std::uniform_int_distribution differs between libraries; a bias of 2^-32 does not matter here.
  int below(int limit) { return static_cast<int>(random_() % static_cast<unsigned>(limit)); }
  template <std::size_t size>
  std::string one_of(const std::array<const char*, size>& words) {
    return words.at(static_cast<std::size_t>(below(static_cast<int>(size))));
  }
  /// The first words are far more frequent.
  template <std::size_t size>
  std::string often(const std::array<const char*, size>& words) {
    const int limit = below(static_cast<int>(size)) + 1;
    return words.at(static_cast<std::size_t>(below(limit)));
  }
  std::string digits(int count) {
    std::string text;
    for (int i = 0; i < count; ++i) text += static_cast<char>('0' + below(10));
    return text;
  }
  std::string hex(int count) {
    std::string text;
    for (int i = 0; i < count; ++i) text += "0123456789abcdef"[below(16)];
    return text;
  }
  Bytes bytes(int count) {
    Bytes made;
    for (int i = 0; i < count; ++i) made.push_back(static_cast<std::uint8_t>(below(256)));
    return made;
  }
  Instant moment() { return Instant{kFirstMs + static_cast<std::int64_t>(random_()) % kYearMs}; }
  std::optional<PartialDate> day(int first_year, int years) {
    const auto two = [](int number) { return (number < 10 ? "0" : "") + std::to_string(number); };
    return *PartialDate::from_text(std::to_string(first_year + below(years)) + "-" +
                                   two(1 + below(12)) + "-" + two(1 + below(28)));
  }

  std::string post() {
    return one_of(std::array{"PASO-NORTE", "PASO-01", "PASO-02", "AERO-01", "PUERTO-01",
                             "PUENTE-SUR", "FRONTERA-03"});
  }
  std::string officer() {
    return one_of(std::array{"o.17", "o.204", "mgarcia", "jlopez", "o.33", "acastillo"});
  }

  ClockEvidence clock(Instant at) {
    ClockEvidence clock;
    clock.since_boot = std::chrono::milliseconds(static_cast<std::int64_t>(random_()) % kYearMs);
    clock.boot_id = bytes(16);
    clock.trusted_at = at.minus(std::chrono::milliseconds(below(60'000)));
    clock.error_bound = std::chrono::milliseconds(below(900));
    return clock;
  }

  TravelDocument document() {
    static constexpr std::array kStates{"GTM", "SLV", "HND", "NIC", "MEX", "CRI", "USA", "DOM",
                                        "COL", "PAN", "BLZ", "VEN", "CUB", "ESP", "CAN", "JAM",
                                        "HTI", "D<<", "FRA", "GBR", "ECU", "PER", "BRA", "ARG"};
    static constexpr std::array kSurnames{
        "GARCIA LOPEZ", "HERNANDEZ PEREZ",  "MARTINEZ",      "RODRIGUEZ GOMEZ", "LOPEZ MORALES",
        "GONZALEZ",     "RAMIREZ CASTILLO", "PEREZ SANCHEZ", "SANTOS",          "FLORES RIVERA",
        "VASQUEZ",      "MEJIA REYES",      "CRUZ",          "ORELLANA",        "ALVARADO",
        "CHAVEZ",       "RUIZ DIAZ",        "SMITH",         "JOHNSON",         "WILLIAMS",
        "MULLER",       "JEAN BAPTISTE",    "JIMENEZ",       "TORRES"};
    static constexpr std::array kGivenNames{
        "JOSE LUIS",     "MARIA", "JUAN CARLOS",  "ANA MARIA",       "CARLOS ALBERTO",
        "LUIS FERNANDO", "ROSA",  "MIGUEL ANGEL", "SANDRA PATRICIA", "KEVIN",
        "JESSICA",       "PEDRO", "FRANCISCO",    "JORGE",           "CLAUDIA",
        "DANIELA",       "JAMES", "MICHAEL",      "ELIZABETH",       "GLORIA ESPERANZA"};
    TravelDocument made;
    made.document_code = often(std::array{"P", "ID", "I", "AC", "V", "PD"});
    made.issuing_state = often(kStates);
    made.document_number =
        below(3) == 0 ? digits(9) : one_of(std::array{"A", "G", "C0", "B"}) + digits(8 - below(2));
    made.surname = one_of(kSurnames);
    made.given_names = one_of(kGivenNames);
    made.nationality = made.issuing_state;
    made.birth_date = day(1940, 80);
    made.sex = one_of(std::array{"M", "F"});
    made.expiry_date = day(2026, 10);
    if (below(4) == 0) made.optional_data = digits(13);
    return made;
  }

  DecisionContext context(Instant at) {
    DecisionContext context;
    context.alerts_version = static_cast<std::uint64_t>(1 + below(900));
    context.policies_version = static_cast<std::uint64_t>(1 + below(30));
    context.alerts_issued_at = at.minus(std::chrono::milliseconds(below(86'400'000)));
    context.policies_issued_at =
        at.minus(std::chrono::milliseconds(static_cast<std::int64_t>(random_()) % kYearMs));
    context.rule = often(std::array{"visitor", "ca4", "national", "transit", "resident"});
    context.policy_version = one_of(std::array{"2026-1", "2026-2", "2025-4"});
    context.last_legal_day = Date::from_days_since_epoch(kFirstDay + below(450));
    if (below(30) == 0) context.failed_checks = {"document_number", "composite"};
    if (below(25) == 0) {
      context.hits = {seen()};
      context.answers = {{"alert-1", "not_the_same_person", ""}};
    }
    if (below(20) == 0) context.answers.push_back({"child", "accompanied", ""});
    return context;
  }

  HitSeen seen() {
    return {one_of(std::array{"A-", "B-", "UN-"}) + digits(5),
            one_of(std::array{"document", "name_birth_date"})};
  }

  Crossing crossing() {
    Crossing made;
    made.direction = below(2) == 0 ? Direction::kEntry : Direction::kExit;
    const int decision = below(40);
    if (decision == 0) made.decision = DecisionKind::kRefuse;
    if (decision == 1) made.decision = DecisionKind::kRefer;
    made.at = moment();
    made.post = *parse_post_code(post());
    made.officer = OfficerId(officer());
    made.document = document();
    made.purpose = often(std::array{"holiday", "visit_family", "return_home", "business",
                                    "shopping", "transit", "freight", "employment", "border_work",
                                    "education", "health", "crew", "conference", "religion"});
    made.transport = often(std::array{"own_vehicle", "bus", "on_foot", "air_scheduled",
                                      "goods_vehicle", "rented_vehicle", "ferry", "cruise"});
    if (made.direction == Direction::kEntry) {
      made.admission_class = often(std::array{"visitor", "national", "resident", "transit",
                                              "worker", "border_worker", "student", "crew"});
      if (below(2) == 0) made.granted_days = 5 * (1 + below(36));
    }
    if (below(8) == 0) made.evidence = EvidenceClass::kOfficerTyped;
    made.context = context(made.at);
    made.clock = clock(made.at);
    if (below(4) != 0) made.reference = hex(24);
    return made;
  }

  RecordId written() {
    return *RecordId::parse(post() + "-0" + std::to_string(1 + below(4)) +
                            ":1:movement:" + std::to_string(1 + below(90'000)));
  }
  Hit hit() {
    return {
        written(),           moment(), *parse_post_code(post()), seen(), "not_the_same_person", "",
        OfficerId(officer())};
  }
  Referral referral() {
    return {written(),
            moment(),
            *parse_post_code(post()),
            {often(std::array{"document_doubt", "identity_doubt", "alert_hit", "stay_doubt",
                              "child", "second_interview"})},
            "",
            OfficerId(officer())};
  }
  Heartbeat heartbeat() {
    const Instant at = moment();
    return {at, static_cast<std::uint64_t>(below(90'000)), clock(at)};
  }

  std::mt19937 random_{20260301};
};

}  // namespace

int main(int count, char** arguments) {
  if (count != 2) {
    std::cerr << "make_dictionary FILE\n";
    return 2;
  }
  Inventor inventor;
  std::vector<std::uint8_t> samples;
  std::vector<std::size_t> sizes;
  for (std::size_t i = 0; i < kSamples; ++i) {
    const auto bytes = garita::encode_record(inventor.record());
    if (!bytes) {
      std::cerr << bytes.error().message << '\n';
      return 1;
    }
    samples.insert(samples.end(), bytes->begin(), bytes->end());
    sizes.push_back(bytes->size());
  }
  std::vector<char> dictionary(kDictionaryBytes);
  const auto size = ZDICT_trainFromBuffer(dictionary.data(), dictionary.size(), samples.data(),
                                          sizes.data(), static_cast<unsigned>(sizes.size()));
  if (ZDICT_isError(size) != 0) {
    std::cerr << ZDICT_getErrorName(size) << '\n';
    return 1;
  }
  std::ofstream(arguments[1], std::ios::binary)
      .write(dictionary.data(), static_cast<std::streamsize>(size));
  std::cout << size << " bytes out of " << samples.size() << " of " << sizes.size() << " records\n";
  return 0;
}
