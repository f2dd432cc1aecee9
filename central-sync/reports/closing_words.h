#pragma once

#include <span>
#include <string>
#include <utility>
#include <vector>

#include "central-sync/flags/flag.h"
#include "central-sync/store/closing.h"
#include "schema/stay/derivation.h"

namespace garita::central {

/// "PASO-01 was closed 2026-01-20T00:00:00Z by directora: the post burnt down".
[[nodiscard]] std::string closed_words(const Closing& closing, Language language);

/// Those without which the watermark would not have reached the moment of a raised flag: the flag
/// rests on a person's word that what they closed has nothing more to tell. Of another flag none.
[[nodiscard]] std::vector<StandingClosing> closings_behind(
    const Flag& flag, std::span<const StandingClosing> standing);

/// "rests on the closing of PASO-01 (CENTRE-01:1:movement:3)"; of none, nothing.
[[nodiscard]] std::string rests_on_words(std::span<const StandingClosing> closings,
                                         Language language);
/// For a cell of a file: "CENTRE-01:1:movement:3 (PASO-01); …".
[[nodiscard]] std::string rests_on_cell(std::span<const StandingClosing> closings);
/// closed_words(), and up to when its data reached.
[[nodiscard]] std::string closing_words(const StandingClosing& closing, Language language);

/// The same for files, as names with values: closing, closed, closed_at, officer, why; without what
/// is absent.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> closing_fields(
    const Closing& closing);
/// With post and complete_until.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> closing_fields(
    const StandingClosing& closing);

}  // namespace garita::central
