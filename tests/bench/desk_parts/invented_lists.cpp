#include "tests/bench/desk_parts/invented_lists.h"

#include <array>
#include <fstream>
#include <functional>
#include <random>
#include <utility>

#include "schema/alerts/alert_entry.h"
#include "schema/crypto/envelope.h"
#include "schema/matching/normalise.h"
#include "schema/openstays/open_stay_list.h"

namespace garita::tests {
namespace {

constexpr std::uint32_t kTravellersSeed = 41;
constexpr std::uint32_t kListedSeed = 42;
constexpr auto kIssuer = "UTO";
constexpr std::array<const char*, 4> kOrders = {"Detain and call the duty officer",
                                                "To the second line", "Verify by telephone",
                                                "Keep the document"};
constexpr auto kLost = "Lost or stolen";
constexpr std::size_t kEach = 20;  ///< travellers, of whom each kind is one

/// "XB0012345": what no traveller's begins with.
std::string number_of(char series, std::size_t index) {
  std::string digits = std::to_string(index);
  return std::string("X") + series + std::string(8 - std::min<std::size_t>(8, digits.size()), '0') +
         digits;
}

bool is_whole(const std::string& birth) { return birth.size() == 10; }

std::optional<PartialDate> birth_of(const InventedPerson& person) {
  std::string text = person.birth;
  if (text == "-") return std::nullopt;
  if (!is_whole(text)) text += "-XX-XX";
  const auto date = PartialDate::from_text(text);
  ensure(date.has_value(), "people are invented with dates that exist");
  return *date;
}

AlertEntry entry_of(const InventedPerson& person, std::string number, std::size_t index) {
  AlertEntry entry;
  entry.reference = "P-" + std::to_string(index);
  entry.instruction = kOrders.at(index % kOrders.size());
  entry.issuer = kIssuer;
  entry.number = std::move(number);
  entry.surname = person.surname;
  entry.given_names = person.given;
  entry.birth_date = birth_of(person);
  entry.nationality = person.nationality;
  return entry;
}

/// Two letters in the middle have changed places.
std::string mistyped(std::string surname) {
  const std::size_t middle = surname.size() / 2;
  if (middle > 0) std::swap(surname[middle - 1], surname[middle]);
  return surname;
}

/// What is listed of the travellers themselves.
std::vector<AlertEntry> sought(const std::vector<DeskTraveller>& travellers) {
  std::vector<AlertEntry> entries;
  for (std::size_t i = 0; i < travellers.size(); ++i) {
    const auto& [number, person] = travellers[i];
    const std::size_t kind = i % kEach;
    if (kind == 3) {
      AlertEntry entry;
      entry.reference = "S-" + std::to_string(i);
      entry.instruction = kLost;
      entry.issuer = kIssuer;
      entry.number = number;
      entries.push_back(std::move(entry));
    } else if (kind == 9 || kind == 15) {
      entries.push_back(entry_of(person, number_of('S', i), i));
      entries.back().reference = "S-" + std::to_string(i);
      if (kind == 15) entries.back().surname = mistyped(person.surname);
    }
  }
  return entries;
}

Result<void> write_alerts(const ListSizes& sizes, const std::vector<AlertEntry>& first,
                          const std::filesystem::path& file) {
  std::ofstream out(file);
  out << alert_header();
  for (const auto& entry : first) out << alert_row(entry);
  Inventor inventor(kListedSeed);
  for (std::size_t i = 0; i < sizes.persons; ++i) {
    out << alert_row(entry_of(inventor.person(), number_of('P', i), i));
  }
  AlertEntry lost;
  lost.issuer = kIssuer;
  lost.instruction = kLost;
  for (std::size_t i = sizes.persons; i < sizes.documents; ++i) {
    lost.reference = "D-" + std::to_string(i);
    lost.number = number_of('D', i);
    out << alert_row(lost);
  }
  if (!out.flush()) return fail(Remedy::kRetry, "cannot write " + file.string());
  return {};
}

Result<void> write_stays(const ListSizes& sizes, const std::vector<DeskTraveller>& travellers,
                         const ListReader& reader, Date today, const std::filesystem::path& file) {
  std::mt19937 random(kListedSeed);
  const Secret key = random_secret(kOpenStaysKeyBytes);
  GARITA_TRY(sealed, seal_to_certificate(key.view(), reader.certificate));
  std::ofstream out(file);
  out << open_stays_header() << csv_row(OpenStaysKey{reader.station, sealed});
  for (std::size_t i = 0; i < sizes.stays; ++i) {
    const bool comes = 2 * i < travellers.size();
    const std::string number = comes ? travellers[2 * i].number : number_of('O', i);
    OpenStayEntry entry;
    entry.reference = open_stay_reference(key, document_key(kIssuer, number));
    entry.entered = today.minus(std::chrono::days(random() % 120));
    entry.until = entry.entered.plus(std::chrono::days(1 + random() % 90));
    out << csv_row(entry);
  }
  if (!out.flush()) return fail(Remedy::kRetry, "cannot write " + file.string());
  return {};
}

}  // namespace

std::vector<DeskTraveller> desk_travellers(std::size_t count) {
  Inventor inventor(kTravellersSeed);
  std::vector<DeskTraveller> travellers;
  while (travellers.size() < count) {
    InventedPerson person = inventor.person();
    if (!is_whole(person.birth) || person.birth > "2000") continue;
    std::string digits = std::to_string(4'410'283 + 7919 * travellers.size());
    travellers.push_back({"UT" + digits.substr(0, 7), std::move(person)});
  }
  return travellers;
}

Result<void> write_lists(const ListSizes& sizes, const ListReader& reader, Date today,
                         const std::filesystem::path& folder) {
  const auto travellers = desk_travellers(sizes.travellers);
  std::ofstream out(folder / "travellers.tsv");
  for (const auto& [number, person] : travellers) {
    out << number << '\t' << person.surname << '\t' << person.given << '\t' << person.birth << '\n';
  }
  if (!out.flush()) return fail(Remedy::kRetry, "cannot write to " + folder.string());
  GARITA_CHECK(write_alerts(sizes, sought(travellers), folder / "alerts.csv"));
  return write_stays(sizes, travellers, reader, today, folder / "stays.csv");
}

}  // namespace garita::tests
