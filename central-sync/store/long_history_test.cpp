// One person with very many crossings in one batch costs no more than their own length.
#include <algorithm>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <limits>
#include <span>

#include "central-sync/store/test_country.h"

namespace garita::central::testing {
namespace {

double cpu_seconds() {
  timespec time{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

Instant moment(int number) {
  return utc("2025-07-01T12:00:00Z").plus(std::chrono::hours(3) * number);
}

struct Case {
  const char* what;
  /// Two posts, of which the second one's crossings arrive after all of the first one's.
  std::vector<Crossing> (*first)(int crossings);
  std::vector<Crossing> (*second)(int crossings);
  /// What else there is before.
  void (*before)(TestCentre& centre) = [](TestCentre&) {};
  /// Whether the second one's come to a centre that has begun anew since the first one's.
  bool begins_anew = false;
};

Crossing often(Direction direction, const std::string& post, int number) {
  return crossing(direction, post, moment(number), "OFTEN");
}

std::vector<Crossing> in_and_out(int crossings) {
  std::vector<Crossing> made;
  for (int i = 0; i < crossings; ++i)
    made.push_back(often(i % 2 == 0 ? Direction::kEntry : Direction::kExit, "NORTE", i));
  return made;
}
std::vector<Crossing> nothing(int) { return {}; }
std::vector<Crossing> entries(int crossings) {
  std::vector<Crossing> made;
  for (int i = 0; i < crossings; i += 2) made.push_back(often(Direction::kEntry, "NORTE", i));
  return made;
}
std::vector<Crossing> exits(int crossings) {
  std::vector<Crossing> made;
  for (int i = 1; i < crossings; i += 2) made.push_back(often(Direction::kExit, "SUR", i));
  return made;
}
std::vector<Crossing> backwards(int crossings) {
  auto made = in_and_out(crossings);
  std::ranges::reverse(made);
  return made;
}
std::vector<Crossing> unseen_exits(int crossings) {
  auto made = exits(crossings);
  for (auto& each : made) each.evidence = EvidenceClass::kStatement;
  return made;
}
std::vector<Crossing> refusals(int crossings) {
  auto made = in_and_out(crossings);
  for (auto& each : made) each.decision = DecisionKind::kRefuse;
  return made;
}

std::vector<Crossing> between_states(int crossings) {
  auto made = in_and_out(crossings);
  for (auto& each : made) each.other_state = "MEX";
  return made;
}
std::vector<Crossing> renewed(int crossings) {
  auto made = in_and_out(crossings);
  for (auto& each : std::span(made).last(made.size() / 2)) each.document.document_number = "NEW";
  return made;
}

std::vector<Crossing> refusals_elsewhere(int crossings) {
  auto made = refusals(crossings);
  for (auto& each : made) each.post = PostCode("SUR");
  return made;
}
/// Each of another name and birth, by a number that stands for none.
std::vector<Crossing> by_one_number(int crossings) {
  std::vector<Crossing> made;
  for (int i = 0; i < crossings; ++i) {
    const auto direction = i % 2 == 0 ? Direction::kEntry : Direction::kExit;
    auto& one = made.emplace_back(
        crossing(direction, "NORTE", moment(i), "N" + std::to_string(7919 * (i + 1))));
    one.document.document_number = "NONE";
    one.document.surname = in_letters(std::to_string(7919 * (i + 1))) + "QUI";
    one.document.given_names = in_letters(std::to_string(104'729 * (i + 1))) + "TZU";
  }
  return made;
}

void take_one_back(TestCentre& centre) {
  auto& station = centre.station("NORTE");
  const auto entered = station.write(often(Direction::kEntry, "NORTE", -9), moment(-9));
  station.write(Correction{entered, moment(-8), "a mistake", OfficerId("ramos"), {}}, moment(-8));
  centre.receive(station, moment(-8));
}
void ask_about_a_namesake(TestCentre& centre) {
  auto namesake = often(Direction::kEntry, "SUR", -9);
  namesake.document.document_number = "OTHER";
  namesake.document.birth_date =
      *PartialDate::from_text(namesake.document.birth_date->text().substr(0, 7) + "-XX");
  auto& station = centre.station("SUR");
  station.write(namesake, moment(-9));
  centre.receive(station, moment(-9));
}
std::string region_pack(const std::string& country) {
  std::ifstream file(std::filesystem::path(GARITA_SOURCE_DIR) / "deploy/policies" /
                     (country + ".toml"));
  return {std::istreambuf_iterator<char>(file), {}};
}
void share_a_pool(TestCentre& centre) { centre.publish_policies(region_pack("SLV"), moment(-9)); }
void count_in_a_window(TestCentre& centre) {
  std::string pack = thirty_days();
  const std::string fixed = "kind = \"fixed_days\"\ndays = 30";
  pack.replace(pack.find(fixed), fixed.size(),
               "kind = \"rolling_days\"\ndays = 9\nwindow_days = 18");
  centre.publish_policies(pack.replace(pack.find("2026-1"), 6, "2026-2"), moment(-9));
}

const std::vector<Case> kCases = {
    {"one after the other", in_and_out, nothing},
    {"exits behind all entries", entries, exits},
    {"the latest first", backwards, nothing},
    {"entries alone, each flagged", entries, nothing},
    {"exits alone, each flagged", nothing, exits},
    {"exits that nobody saw, behind entries", entries, unseen_exits},
    {"exits that nobody saw, alone", nothing, unseen_exits},
    {"turned back each time", refusals, nothing},
    {"turned back, by a centre that has begun anew", in_and_out, refusals_elsewhere,
     [](TestCentre&) {}, true},
    {"very many people by one number", by_one_number, nothing},
    {"one was taken back", in_and_out, nothing, take_one_back},
    {"perhaps somebody else too", in_and_out, nothing, ask_about_a_namesake},
    {"with another document since", renewed, nothing},
    {"under a rule with a window", in_and_out, nothing, count_in_a_window},
    {"from and to another State, where some share a pool", between_states, nothing, share_a_pool},
};

/// In batches, as a station sends them.
constexpr int kTogether = 250;

void send(TestCentre& centre, const std::string& post, std::vector<Crossing> crossings) {
  auto& station = centre.station(post);
  const Instant received = moment(10'000);
  for (std::size_t i = 0; i < crossings.size(); ++i) {
    station.write(crossings[i], received);
    if ((i + 1) % kTogether == 0 || i + 1 == crossings.size()) centre.receive(station, received);
  }
}

/// CPU of projecting so many crossings of one person, in seconds.
double cpu_of_projecting(int crossings, const Case& c) {
  TestCentre centre;
  c.before(centre);
  centre.project();
  send(centre, "NORTE", c.first(crossings));
  if (c.begins_anew) {
    centre.project();
    centre.reopen();
  }
  send(centre, "SUR", c.second(crossings));
  const double begun = cpu_seconds();
  centre.project();
  return cpu_seconds() - begun;
}

/// The least of some, since others use the machine too.
double least_cpu(int crossings, const Case& c) {
  return std::min(cpu_of_projecting(crossings, c), cpu_of_projecting(crossings, c));
}

// Eight times the crossings cost some eight times the work;
// where the whole history is judged anew for each, 60.
TEST(LongHistory, CostsItsOwnLength) {
  for (const auto& c : kCases) {
    const double once = least_cpu(250, c);
    const double eight_times = least_cpu(2000, c);
    EXPECT_LT(eight_times / once, 24) << c.what << ": " << once << " and " << eight_times << " s";
  }
}

}  // namespace
}  // namespace garita::central::testing
