#include "schema/stay/history_text.h"

#include <algorithm>
#include <charconv>

namespace garita {
namespace {

constexpr std::size_t kEventsMax = 12'000;
constexpr std::size_t kPlaceBytesMax = 24;
constexpr std::size_t kShownBytesMax = 60;
constexpr int kDaysMax = 36'600;
constexpr int kDaysOfAYear = 366;

Failure refuse(std::string what) { return fail(Remedy::kReject, std::move(what)); }

/// `text` up to the separator; `text` becomes what follows it, or nothing where there is none.
std::string_view take_until(std::string_view& text, std::string_view separator) {
  const auto at = text.find(separator);
  const auto head = text.substr(0, at);
  text = at == std::string_view::npos ? std::string_view() : text.substr(at + separator.size());
  return head;
}

Result<HistoryEvent> movement(std::string_view rest, HistoryEventKind kind) {
  HistoryEvent event;
  event.kind = kind;
  const bool placed = rest.find('@') != std::string_view::npos;
  GARITA_TRY(day, Date::from_iso(take_until(rest, "@")));
  event.day = day;
  if (!placed) return event;
  const std::string_view arrow = kind == HistoryEventKind::kIn ? "<" : ">";
  const bool directed = rest.find(arrow) != std::string_view::npos;
  GARITA_TRY(place, parse_place(take_until(rest, arrow)));
  event.place = std::move(place);
  if (!directed) return event;
  GARITA_TRY(other, parse_place(rest));
  event.other = std::move(other);
  return event;
}

Result<HistoryEvent> permit(std::string_view rest) {
  HistoryEvent event;
  event.kind = HistoryEventKind::kPermit;
  GARITA_TRY(from, Date::from_iso(take_until(rest, "..")));
  GARITA_TRY(to, Date::from_iso(rest));
  if (to < from) return refuse("it ends before it begins");
  event.day = from;
  event.until = to;
  return event;
}

Result<HistoryEvent> admission(std::string_view rest) {
  HistoryEvent event;
  event.kind = HistoryEventKind::kAdmit;
  GARITA_TRY(day, Date::from_iso(rest));
  event.day = day;
  return event;
}

Result<HistoryEvent> extension(std::string_view rest) {
  HistoryEvent event;
  event.kind = HistoryEventKind::kExtend;
  GARITA_TRY(day, Date::from_iso(take_until(rest, "+")));
  event.day = day;
  if (rest.starts_with("until")) {
    GARITA_TRY(until, Date::from_iso(rest.substr(5)));
    event.until = until;
    return event;
  }
  if (!rest.ends_with('d')) return refuse("what it adds is neither Nd nor untilDATE");
  GARITA_TRY(days, parse_count(rest.substr(0, rest.size() - 1), 1, kDaysMax));
  event.days = days;
  return event;
}

Result<HistoryEvent> year(std::string_view name, std::string_view rest) {
  HistoryEvent event;
  event.kind = HistoryEventKind::kYear;
  event.year = name[1] - '0';
  GARITA_TRY(days, parse_count(rest, 0, kDaysOfAYear));
  event.days = days;
  return event;
}

Result<HistoryEvent> event_of(std::string_view text) {
  const auto name = take_until(text, "@");
  if (name == "IN") return movement(text, HistoryEventKind::kIn);
  if (name == "OUT") return movement(text, HistoryEventKind::kOut);
  if (name == "PERMIT") return permit(text);
  if (name == "ADMIT") return admission(text);
  if (name == "EXT") return extension(text);
  if (name == "Y0" || name == "Y1" || name == "Y2") return year(name, text);
  return refuse("there is no such event");
}

std::string shown(std::string_view text) {
  std::string clean(text.substr(0, kShownBytesMax));
  for (char& c : clean)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = '?';
  return clean;
}

}  // namespace

std::vector<std::string_view> parts_of(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  if (text.ends_with(separator)) text.remove_suffix(1);
  if (text.empty() || text == "-") return parts;
  for (;;) {
    const auto at = text.find(separator);
    parts.push_back(text.substr(0, at));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + 1);
  }
}

Result<int> parse_count(std::string_view text, int min, int max) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool digits = !text.empty() && text.front() != '-';
  if (!digits || error != std::errc() || end != text.data() + text.size() || value < min ||
      value > max)
    return refuse("no number from " + std::to_string(min) + " to " + std::to_string(max));
  return value;
}

Result<std::string> parse_place(std::string_view text) {
  const auto allowed = [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
  };
  if (text.empty() || text.size() > kPlaceBytesMax ||
      !std::all_of(text.begin(), text.end(), allowed))
    return refuse("a place is 1 to 24 letters, digits, hyphens or underscores");
  return std::string(text);
}

Result<std::vector<HistoryEvent>> parse_history(std::string_view text) {
  const auto parts = parts_of(text, ';');
  if (parts.size() > kEventsMax)
    return refuse("more than " + std::to_string(kEventsMax) + " events");
  std::vector<HistoryEvent> events;
  events.reserve(parts.size());
  for (const auto part : parts) {
    auto event = event_of(part);
    if (!event)
      return fail(std::move(event.error()),
                  "event " + std::to_string(events.size() + 1) + ", `" + shown(part) + "`");
    events.push_back(*std::move(event));
  }
  return events;
}

}  // namespace garita
