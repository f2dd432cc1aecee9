#pragma once

#include <array>

#include "tests/support/specimens/photograph.h"

namespace garita::reader {

/// Pictures of the same five documents (one of each format), taken alike, and what must be read.
struct DrawnSet {
  tests::Strength strength = tests::Strength::kDecent;
  int long_side_px = 1920;
  int pictures_each = 1;              ///< of each document, at each quarter turn
  std::array<int, 4> exact_min = {};  ///< at 0, 1, 2 and 3 quarter turns
  int valid_but_wrong_max = 0;        ///< at all turns together
};

/// Draws, photographs and reads the set; prints the table and holds its floors and its ceiling.
void expect_read(const DrawnSet& set);

}  // namespace garita::reader
