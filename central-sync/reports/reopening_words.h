#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "central-sync/store/closing.h"
#include "schema/stay/derivation.h"

namespace garita::central {

/// Why a flag waits again that was raised: what was closed reports again.
inline constexpr std::string_view kReportsAgain = "reports_again";

/// The one that was heard of at that very moment, when watermarks fell for it; null: none was. Of
/// several the last in order.
[[nodiscard]] const Reopening* reopened_at(std::span<const Reopening> all, Instant moment);
/// The cause of a flag that waits for it: "CENTRE-01:1:movement:3 reports_again".
[[nodiscard]] std::string cause_of(const Reopening& reopening);

/// "PASO-01-01 reports again since …; PASO-01 was closed … by directora: the post burnt down".
[[nodiscard]] std::string reopening_words(const Reopening& reopening, Language language);
/// The same for files, as names with values: closing, closed, closed_at, officer, why, station,
/// since; without what is absent.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> reopening_fields(
    const Reopening& reopening);

}  // namespace garita::central
