#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/vocabulary/date.h"
#include "schema/vocabulary/result.h"

namespace garita {

enum class HistoryEventKind { kIn, kOut, kPermit, kAdmit, kExtend, kYear };

/// One event of a history as text: IN@date[@place[<from]], OUT@date[@place[>to]],
/// PERMIT@from..to, ADMIT@date, EXT@date+Nd, EXT@date+untilDATE, Yn@days.
struct HistoryEvent {
  HistoryEventKind kind = HistoryEventKind::kIn;
  Date day = Date::from_days_since_epoch(0);
  std::string place;          ///< "" where it is not said
  std::string other;          ///< where from, or where to
  std::optional<Date> until;  ///< of a permit and of an extension by date
  int days = 0;               ///< of an extension by days and of a year
  int year = 0;               ///< of a year: 0 is the newest
};

/// Events separated by ";", in the order of the text; "-" or nothing: none. Remedy: reject, with
/// the event's number and text, and for more than 12,000.
[[nodiscard]] Result<std::vector<HistoryEvent>> parse_history(std::string_view text);

/// The parts between the separators; none for "" and "-". A separator at the end separates nothing.
[[nodiscard]] std::vector<std::string_view> parts_of(std::string_view text, char separator);
/// A whole number without a sign. Remedy: reject.
[[nodiscard]] Result<int> parse_count(std::string_view text, int min, int max);
/// 1 to 24 letters, digits, hyphens and underscores. Remedy: reject.
[[nodiscard]] Result<std::string> parse_place(std::string_view text);

}  // namespace garita
