#include "central-sync/store/country_book.h"

#include <gtest/gtest.h>

#include "central-sync/store/test_country.h"

namespace garita::central {
namespace {

using testing::TestCentre;

TEST(CountryBook, KeepsAnOfficersSecondFactorThroughANewPassword) {
  TestCentre centre;
  auto& book = centre.database().book();
  const OfficerId jefa("jefa");
  EXPECT_FALSE(*book.put_second_factor(jefa, Bytes{1, 2})) << "nobody is called so";
  ASSERT_TRUE(book.put_officer({jefa, "La jefa", {"supervisor"}, "a verifier", true}));
  EXPECT_FALSE(book.officers()->front().second_factor);
  EXPECT_TRUE(*book.put_second_factor(jefa, Bytes{0, 1, 255}));
  ASSERT_TRUE(book.put_officer({jefa, "La jefa", {"supervisor"}, "another", true}));
  EXPECT_EQ(book.officers()->front().verifier, "another");
  EXPECT_EQ(book.officers()->front().second_factor, (Bytes{0, 1, 255}));
  EXPECT_TRUE(*book.put_second_factor(jefa, std::nullopt));
  EXPECT_FALSE(book.officers()->front().second_factor);
}

}  // namespace
}  // namespace garita::central
