// simulate FIRST [COUNT]: runs of the world, from seed FIRST on; what broke, in words.
#include <cstdlib>
#include <iostream>
#include <string>

#include "tests/simulation/repeatable_random.h"
#include "tests/simulation/world.h"

int main(int count, char** words) {
  using namespace garita::tests;
  if (count < 2) {
    std::cerr << "simulate FIRST [COUNT]: runs of the world, from seed FIRST on\n";
    return 2;
  }
  const std::uint64_t first = std::stoull(words[1]);
  const std::uint64_t runs = count > 2 ? std::stoull(words[2]) : 1;
  make_random_repeatable(1);
  SimulatedCountry country;
  RunOutcome all;
  std::uint64_t failed = 0;
  for (std::uint64_t seed = first; seed < first + runs; ++seed) {
    make_random_repeatable(seed);
    const auto outcome = World(country, seed).run();
    all.acknowledged += outcome.acknowledged;
    all.deaths += outcome.deaths;
    all.links += outcome.links;
    all.sticks += outcome.sticks;
    all.second_contents += outcome.second_contents;
    all.typed_in += outcome.typed_in;
    all.lost_with_a_disk += outcome.lost_with_a_disk;
    if (outcome.broken.empty()) continue;
    ++failed;
    std::cout << "seed " << seed << ":\n";
    for (const auto& promise : outcome.broken) std::cout << "  " << promise << "\n";
  }
  std::cout << runs << " runs: " << all.acknowledged << " decisions acknowledged, " << all.deaths
            << " deaths, " << all.links << " links, " << all.sticks << " sticks, "
            << all.lost_with_a_disk << " records lost with a disk that was restored, "
            << all.second_contents << " records of a second branch decided, " << all.typed_in
            << " typed in from paper; " << failed << " runs broke a promise\n";
  return failed == 0 ? 0 : 1;
}
