#include "schema/vocabulary/ids.h"

#include <array>
#include <charconv>
#include <optional>
#include <vector>

#include "schema/vocabulary/state_codes.h"

namespace garita {
namespace {

constexpr std::size_t kCodeCharactersMax = 24;

bool is_code(std::string_view text) {
  if (text.size() < 2 || text.size() > kCodeCharactersMax) return false;
  if (text.front() == '-' || text.back() == '-') return false;
  for (const char c : text) {
    if (!((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-')) return false;
  }
  return true;
}

template <typename Integer>
std::optional<Integer> count_from_one(std::string_view text) {
  Integer value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value == 0) return std::nullopt;
  return value;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (std::size_t at = 0;;) {
    const auto end = text.find(separator, at);
    parts.push_back(text.substr(at, end - at));
    if (end == std::string_view::npos) return parts;
    at = end + 1;
  }
}

}  // namespace

bool operator==(const CountryCode& a, const CountryCode& b) {
  return a.as_written_ == b.as_written_ || one_code_of(a.as_written_) == one_code_of(b.as_written_);
}

std::strong_ordering operator<=>(const CountryCode& a, const CountryCode& b) {
  return one_code_of(a.as_written_) <=> one_code_of(b.as_written_);
}

Result<PostCode> parse_post_code(std::string_view text) {
  if (!is_code(text)) {
    return fail(Remedy::kReject,
                "a post's code has 2 to 24 capital letters, digits and hyphens, like PASO-01");
  }
  return PostCode(std::string(text));
}

Result<StationId> parse_station_id(std::string_view text) {
  const auto hyphen = text.rfind('-');
  const bool numbered =
      hyphen != std::string_view::npos && hyphen + 3 == text.size() &&
      text.substr(hyphen + 1).find_first_not_of("0123456789") == std::string_view::npos;
  if (!numbered || !is_code(text.substr(0, hyphen))) {
    return fail(Remedy::kReject, "a station's id is its post's code, a hyphen and two digits");
  }
  return StationId(std::string(text));
}

PostCode post_of(const StationId& station) {
  return PostCode(station.value().substr(0, station.value().rfind('-')));
}

namespace {
constexpr std::array<std::pair<Lane, std::string_view>, 4> kLaneNames{{
    {Lane::kUrgent, "urgent"},
    {Lane::kMovement, "movement"},
    {Lane::kEvidence, "evidence"},
    {Lane::kAudit, "audit"},
}};
}  // namespace

std::string_view lane_name(Lane lane) {
  for (const auto& [known, name] : kLaneNames) {
    if (known == lane) return name;
  }
  return "unknown";
}

Result<Lane> parse_lane(std::string_view name) {
  for (const auto& [lane, known] : kLaneNames) {
    if (known == name) return lane;
  }
  return fail(Remedy::kReject, "a lane is one of urgent, movement, evidence, audit");
}

Result<RecordId> RecordId::parse(std::string_view text) {
  const auto parts = split(text, ':');
  if (parts.size() != 4) {
    return fail(Remedy::kReject, "a record's id is STATION:INCARNATION:LANE:SEQUENCE");
  }
  GARITA_TRY(station, parse_station_id(parts[0]));
  GARITA_TRY(lane, parse_lane(parts[2]));
  const auto incarnation = count_from_one<std::uint32_t>(parts[1]);
  const auto sequence = count_from_one<std::uint64_t>(parts[3]);
  if (!incarnation || !sequence) {
    return fail(Remedy::kReject, "a record's incarnation and sequence are whole numbers from 1");
  }
  return RecordId{station, *incarnation, lane, *sequence};
}

std::string RecordId::text() const {
  return station.value() + ":" + std::to_string(incarnation) + ":" + std::string(lane_name(lane)) +
         ":" + std::to_string(sequence);
}

}  // namespace garita
