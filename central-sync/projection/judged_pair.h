#pragma once

#include "schema/vocabulary/bytes.h"
#include "schema/vocabulary/ids.h"
#include "schema/vocabulary/instant.h"

namespace garita::central {

/// What an officer made of a traveller and a listed person who were found alike (Hit::pair).
enum class PairAnswer { kNotTheSame = 1, kSaidBefore = 2, kAnotherThing = 3 };
struct JudgedPair {
  RecordId record;
  Bytes pair;
  PairAnswer answer = PairAnswer::kAnotherThing;
  RecordId crossing;
  Instant at;
};

}  // namespace garita::central
