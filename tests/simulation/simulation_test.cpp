// Runs of the world; `simulate SEED` plays one of them again, and `simulate FIRST COUNT` more.
#include <gmock/gmock.h>

#include "tests/simulation/repeatable_random.h"
#include "tests/simulation/world.h"

namespace garita::tests {
namespace {

constexpr std::uint64_t kSeedsEach = 125;

class Simulation : public testing::TestWithParam<std::uint64_t> {};

TEST_P(Simulation, KeepsItsPromisesUnderEveryFault) {
  make_random_repeatable(1);
  SimulatedCountry country;
  std::size_t deaths = 0;
  for (std::uint64_t i = 0; i < kSeedsEach; ++i) {
    const std::uint64_t seed = GetParam() * kSeedsEach + i;
    make_random_repeatable(seed);
    const auto outcome = World(country, seed).run();
    deaths += outcome.deaths;
    EXPECT_THAT(outcome.broken, testing::IsEmpty()) << "seed " << seed;
  }
  EXPECT_GT(deaths, kSeedsEach) << "the faults are there";
}

INSTANTIATE_TEST_SUITE_P(Seeds, Simulation, testing::Range(std::uint64_t{0}, std::uint64_t{8}));

}  // namespace
}  // namespace garita::tests
