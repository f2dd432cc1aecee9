#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "schema/crypto/certificate.h"
#include "schema/vocabulary/date.h"
#include "schema/vocabulary/ids.h"
#include "schema/vocabulary/result.h"
#include "tests/names/people.h"

namespace garita::tests {

/// How much is listed. Everybody is invented.
struct ListSizes {
  std::size_t persons = 3'000'000;     ///< by name and birth, each with a document as well
  std::size_t documents = 10'000'000;  ///< in all: of those persons, and lost or stolen ones
  std::size_t stays = 2'000'000;
  std::size_t travellers = 120;
};

/// Whoever comes to the desk, with a passport of Utopia.
struct DeskTraveller {
  std::string number;
  InventedPerson person;
};
/// The same as ever; all of age, with a whole birth date.
[[nodiscard]] std::vector<DeskTraveller> desk_travellers(std::size_t count);

/// For whom the list of open stays has its key.
struct ListReader {
  StationId station;
  Certificate certificate;
};

/// Writes `folder`/alerts.csv, stays.csv and travellers.tsv (number, surname, given names, birth).
/// Of twenty travellers one has a document that is listed, one the name and birth of somebody
/// listed, one a name that is written a little differently; ten are in the list of open stays.
/// Remedy: retry.
[[nodiscard]] Result<void> write_lists(const ListSizes& sizes, const ListReader& reader, Date today,
                                       const std::filesystem::path& folder);

}  // namespace garita::tests
