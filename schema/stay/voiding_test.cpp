#include "schema/stay/voiding.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

namespace garita {
namespace {

/// "v1>m v2>v1": each statement with what it takes back. What is taken back, in order.
std::string gone(const std::string& statements, unsigned seed = 0) {
  std::vector<Void> voids;
  for (std::size_t from = 0; from < statements.size();) {
    const auto to = std::min(statements.find(' ', from), statements.size());
    const auto said = statements.substr(from, to - from);
    const auto of = said.find('>');
    voids.push_back({said.substr(0, of), said.substr(of + 1)});
    from = to + 1;
  }
  std::mt19937 random(seed);
  if (seed > 0 && !voids.empty()) voids.push_back(voids[random() % voids.size()]);
  if (seed > 0) std::shuffle(voids.begin(), voids.end(), random);
  std::string text;
  for (const auto& each : voided(voids)) text += (text.empty() ? "" : " ") + each;
  return text;
}

TEST(Voided, IsWhatAStatementNamesThatHoldsHoweverLongTheChain) {
  struct Case {
    const char *statements, *expected;
  };
  const Case cases[] = {
      {"", ""},
      {"v1>m", "m"},
      {"v1>m v2>v1", "v1"},
      {"v1>m v2>v1 v3>v2", "m v2"},
      {"v1>m v2>v1 v3>v2 v4>v3", "v1 v3"},
      {"v1>m v2>v1 v3>v2 v4>v3 v5>v4", "m v2 v4"},
      // One that holds is enough, and one that does not is none.
      {"v1>m w1>m v2>v1", "m v1"},
      {"v1>m w1>m v2>v1 w2>w1", "v1 w1"},
      {"v1>m v2>v1 w2>v1 v3>v2", "v1 v2"},
      // What names itself, or is named in a ring, holds nothing back, and takes nothing back.
      {"v1>v1", ""},
      {"v1>v2 v2>v1", ""},
      {"v1>v3 v2>v1 v3>v2 w>m", "m"},
      // A ring out of which one is taken is none any more.
      {"v1>v3 v2>v1 v3>v2 w>v1", "v1 v2"},
      // What nobody knows may be named.
      {"v1>nowhere", "nowhere"},
  };
  for (const auto& each : cases) {
    EXPECT_EQ(gone(each.statements), each.expected) << each.statements;
    for (unsigned seed = 1; seed <= 20; ++seed)
      EXPECT_EQ(gone(each.statements, seed), each.expected) << each.statements << ", " << seed;
  }
}

}  // namespace
}  // namespace garita
