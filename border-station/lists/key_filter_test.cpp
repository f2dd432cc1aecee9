#include "border-station/lists/key_filter.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace garita::station {
namespace {

std::vector<Digest> hashes(std::string_view of, std::size_t count) {
  std::vector<Digest> made;
  for (std::size_t i = 0; i < count; ++i) {
    made.push_back(sha256(bytes_of(std::string(of) + std::to_string(i))));
  }
  return made;
}

std::size_t taken_for_one(const Bytes& filter, const std::vector<Digest>& asked) {
  std::size_t count = 0;
  for (const auto& hash : asked) count += may_be_among(filter, hash) ? 1U : 0U;
  return count;
}

TEST(KeyFilter, KnowsEveryHashThatItWasMadeOf) {
  for (const std::size_t count : {1U, 2U, 7U, 1'000U, 70'000U}) {
    const auto listed = hashes("listed ", count);
    EXPECT_EQ(taken_for_one(key_filter(listed), listed), count);
  }
}

TEST(KeyFilter, TakesOneOfThreeHundredOthersForOne) {
  const auto filter = key_filter(hashes("listed ", 70'000));
  const auto others = taken_for_one(filter, hashes("another ", 100'000));
  EXPECT_GT(others, 200U);
  EXPECT_LT(others, 450U);
}

TEST(KeyFilter, TakesAByteAndAHalfForAKey) {
  EXPECT_EQ(key_filter(hashes("listed ", 70'000)).size(), 105'001U);
}

TEST(KeyFilter, OfNothingHasNothingAndNoneAtAllMayHaveAnything) {
  EXPECT_EQ(taken_for_one(key_filter({}), hashes("another ", 1'000)), 0U);
  EXPECT_EQ(taken_for_one(Bytes(), hashes("another ", 1'000)), 1'000U);
}

}  // namespace
}  // namespace garita::station
