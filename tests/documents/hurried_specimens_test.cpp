// Drawn specimens as a hasty hand takes them: what is lost there may not turn into misreads.

#include <gtest/gtest.h>

#include "tests/documents/drawn_specimens.h"

namespace garita::reader {
namespace {

TEST(HurriedSpecimens, AreReadOrNotButSeldomMisread) {
  expect_read({.strength = tests::Strength::kHard,
               .long_side_px = 1920,
               .pictures_each = 4,
               .exact_min = {19, 19, 19, 19},
               .valid_but_wrong_max = 0});
}

}  // namespace
}  // namespace garita::reader
