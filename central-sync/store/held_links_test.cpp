#include "central-sync/projection/held_links.h"

#include <gtest/gtest.h>

namespace garita::central {
namespace {

TEST(HeldLinks, AreInReviewAndKeepWhatLikenessSaid) {
  const PersonLink pair(PersonId("P-A"), PersonId("P-B"));
  for (const auto grade : {LinkGrade::kAutomatic, LinkGrade::kReview, LinkGrade::kIfFitting}) {
    const LinkFact likeness{pair, grade, 500'000, "birth_same 1980-02-29; crossings_fit"};
    const LinkFact link = held(pair, likeness);
    EXPECT_TRUE(is_held(link));
    EXPECT_EQ(link.grade, LinkGrade::kReview);
    EXPECT_EQ(likeness_in(link), likeness) << static_cast<int>(grade);
    EXPECT_FALSE(is_held(likeness));
    EXPECT_EQ(likeness_in(likeness), likeness);
  }
  const LinkFact by_key = held(pair, std::nullopt);
  EXPECT_TRUE(is_held(by_key));
  EXPECT_EQ(likeness_in(by_key), std::nullopt);
}

}  // namespace
}  // namespace garita::central
