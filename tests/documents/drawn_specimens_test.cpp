// Drawn specimens of fictional States as a scanner and a careful hand take them: a floor of hits
// and, apart, a ceiling of misreads, at four quarter turns.

#include <gtest/gtest.h>

#include "tests/documents/drawn_specimens.h"

namespace garita::reader {
namespace {

TEST(DrawnSpecimens, CleanScansAreReadAtFourTurns) {
  expect_read({.strength = tests::Strength::kClean,
               .long_side_px = 1280,
               .pictures_each = 1,
               .exact_min = {5, 5, 5, 5},
               .valid_but_wrong_max = 0});
}

TEST(DrawnSpecimens, DecentPhotographsAreReadAtFourTurns) {
  expect_read({.strength = tests::Strength::kDecent,
               .long_side_px = 1920,
               .pictures_each = 1,
               .exact_min = {4, 4, 4, 4},
               .valid_but_wrong_max = 0});
}

}  // namespace
}  // namespace garita::reader
