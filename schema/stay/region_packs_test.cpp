// The packs of the region that the project ships (deploy/policies). What they have to answer is
// from the sources that each rule names.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "schema/stay/authorise.h"

namespace garita {
namespace {

std::filesystem::path folder() {
  return std::filesystem::path(GARITA_SOURCE_DIR) / "deploy/policies";
}

PolicyPack pack_of(const std::string& country) {
  std::ifstream file(folder() / (country + ".toml"));
  const std::string text(std::istreambuf_iterator<char>(file), {});
  auto pack = PolicyPack::from_toml(text);
  EXPECT_TRUE(pack) << country << ": " << pack.error().message;
  return *std::move(pack);
}

struct Entry {
  const char* nationality;
  const char* admission_class;
  const char* entered;
};

Visit visit_of(const Entry& entry) {
  Visit visit;
  visit.admission.entered = *Date::from_iso(entry.entered);
  visit.admission.audience = {CountryCode(entry.nationality), "P", entry.admission_class};
  return visit;
}

std::string told(const AuthorisedStay& stay) {
  return stay.rule + " " + (stay.last_legal_day ? stay.last_legal_day->iso() : "-");
}

std::string answer(const std::string& country, const Entry& entry, int extension_days = 0) {
  auto visit = visit_of(entry);
  if (extension_days > 0) {
    StatusChange extension;
    extension.reference = "extension";
    extension.day = visit.admission.entered;
    extension.days = extension_days;
    visit.changes.push_back(extension);
  }
  return told(authorise_visits(pack_of(country), {&visit, 1}, {}).stays.front());
}

TEST(RegionPacks, AreThoseOfTheRegionAndSayWhereEachRuleWasRead) {
  std::vector<std::string> found;
  for (const auto& file : std::filesystem::directory_iterator(folder()))
    found.push_back(file.path().stem().string());
  std::sort(found.begin(), found.end());
  const std::vector<std::string> wanted = {"BLZ", "CRI", "DOM", "GTM", "HND",
                                           "MEX", "NIC", "PAN", "SLV", "XCC"};
  EXPECT_EQ(found, wanted);
  for (const auto& country : found) {
    const auto pack = pack_of(country);
    EXPECT_EQ(pack.country().value(), country);
    for (const auto& rule : pack.rules()) EXPECT_NE(rule.source, "") << country << " " << rule.id;
  }
}

TEST(RegionPacks, GiveTheStaysThatTheirSourcesState) {
  const struct {
    const char* country;
    Entry entry;
    int extension_days;
    const char* answer;
  } cases[] = {
      {"GTM", {"FRA", "visitor", "2024-01-01"}, 0, "visitor 2024-03-30"},
      {"GTM", {"FRA", "visitor", "2024-01-01"}, 90, "visitor 2024-06-28"},
      {"GTM", {"FRA", "visitor", "2024-01-01"}, 200, "visitor 2024-06-28"},
      {"GTM", {"SLV", "visitor", "2024-01-01"}, 0, "ca4-national -"},
      {"GTM", {"GTM", "national", "2024-01-01"}, 0, " -"},
      {"GTM", {"FRA", "diplomat", "2024-01-01"}, 0, "exempt -"},
      {"HND", {"FRA", "visitor", "2024-01-01"}, 90, "visitor 2024-04-29"},
      {"NIC", {"FRA", "visitor", "2024-01-01"}, 0, "visitor 2024-03-30"},
      {"SLV", {"FRA", "visitor", "2023-01-11"}, 0, "visitor-2006 2023-04-10"},
      {"SLV", {"FRA", "visitor", "2023-01-12"}, 0, "visitor 2023-07-10"},
      {"MEX", {"FRA", "visitor", "2024-01-10"}, 0, "visitor 2024-07-07"},
      {"MEX", {"FRA", "visitor", "2024-01-10"}, 30, "visitor 2024-07-07"},
      {"MEX", {"GTM", "border_worker", "2024-01-10"}, 0, "border-visitor 2024-01-12"},
      {"CRI", {"IND", "visitor", "2025-11-16"}, 0, "group-2-2010 2026-02-13"},
      {"CRI", {"IND", "visitor", "2025-11-17"}, 0, "group-2 2025-12-16"},
      {"CRI", {"D", "visitor", "2026-01-05"}, 0, "group-1 2026-07-03"},
      {"PAN", {"FRA", "visitor", "2023-11-30"}, 0, "visitor 2024-02-29"},
      {"PAN", {"USA", "visitor", "2024-08-15"}, 0, "visitor-six-months 2025-02-15"},
      {"DOM", {"FRA", "visitor", "2023-09-14"}, 0, "visitor 2023-10-13"},
      {"DOM", {"FRA", "visitor", "2023-09-14"}, 150, "visitor 2024-01-11"},
      {"BLZ", {"FRA", "visitor", "2024-05-01"}, 60, "visitor 2024-06-29"},
      {"BLZ", {"TTO", "visitor", "2024-08-30"}, 0, "caricom-national 2025-02-28"},
      {"XCC", {"TTO", "visitor", "2024-08-30"}, 0, "caricom-national 2025-02-28"},
      {"XCC", {"FRA", "visitor", "2024-08-30"}, 0, " -"},
  };
  for (const auto& each : cases)
    EXPECT_EQ(answer(each.country, each.entry, each.extension_days), each.answer)
        << each.country << " " << each.entry.nationality << " " << each.entry.entered;
}

TEST(RegionPacks, OfTheSharedAreaCountOneTermAcrossInnerBorders) {
  auto first = visit_of({"FRA", "visitor", "2024-01-01"});
  first.left = *Date::from_iso("2024-01-20");
  first.went_to = CountryCode("SLV");
  auto second = visit_of({"FRA", "visitor", "2024-01-20"});
  second.came_from = CountryCode("GTM");
  second.left = *Date::from_iso("2024-02-10");
  second.went_to = CountryCode("MEX");
  auto third = visit_of({"FRA", "visitor", "2024-02-11"});
  third.came_from = CountryCode("MEX");
  const std::vector<Visit> visits{first, second, third};
  const auto stays = authorise_visits(pack_of("GTM"), visits, {}).stays;
  EXPECT_EQ(told(stays[0]), "visitor 2024-03-30");
  EXPECT_EQ(told(stays[1]), "visitor 2024-03-30");
  EXPECT_EQ(told(stays[2]), "visitor 2024-05-10");
}

TEST(RegionPacks, OfTheSharedAreaAskWhereTravellersComeFrom) {
  const auto asked = [](const char* country) {
    std::string text;
    for (const auto& state : pack_of(country).states_looked_at()) text += state.value() + " ";
    return text;
  };
  EXPECT_EQ(asked("GTM"), "HND NIC SLV ");
  EXPECT_EQ(asked("HND"), "GTM NIC SLV ");
  EXPECT_EQ(asked("MEX"), "");
}

}  // namespace
}  // namespace garita
