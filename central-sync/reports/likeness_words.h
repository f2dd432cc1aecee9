#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "schema/stay/derivation.h"

namespace garita::central {

/// One reason why two may be one person.
struct LikenessReason {
  std::string_view word;   ///< "word_same", for machines
  std::string_view value;  ///< "GARCIA"; "": none
};

/// "word_same GARCIA; birth_same 1980-02-29", as links have it, part by part. Of what is held apart
/// also what likeness says, but not what it was before, nor that crossings fit each other: nobody
/// looked whether they do. Views of `reasons`.
[[nodiscard]] std::vector<LikenessReason> reasons_in(std::string_view reasons);

/// The same as one text for machines.
[[nodiscard]] std::string reasons_told(std::string_view reasons);

/// The same for people: "the same: García; same birth: 1980-02-29". A reason that has no words here
/// as it is.
[[nodiscard]] std::string likeness_words(std::string_view reasons, Language language);

}  // namespace garita::central
