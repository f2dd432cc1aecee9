#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "schema/vocabulary/result.h"

namespace garita {

/// A value that must not be mistaken for another of the same representation: a station's id never
/// compares with a document number.
template <typename Tag, typename T>
class Named {
 public:
  Named() = default;
  explicit Named(T value) : value_(std::move(value)) {}
  [[nodiscard]] const T& value() const { return value_; }
  friend auto operator<=>(const Named&, const Named&) = default;

 private:
  T value_{};
};

/// A border crossing point, or an office of the centre: "PASO-01". Upper case letters, digits and
/// hyphens, 2 to 24 characters.
using PostCode = Named<struct PostCodeTag, std::string>;
/// One program instance at a post: "PASO-01-01" (post, hyphen, two digits).
using StationId = Named<struct StationIdTag, std::string>;
/// As printed, without fillers, upper case.
using DocumentNumber = Named<struct DocumentNumberTag, std::string>;
/// A person at the centre: a pseudonym, "P-" and 12 characters. Survives merges as an alias.
using PersonId = Named<struct PersonIdTag, std::string>;
/// An officer's log-in name.
using OfficerId = Named<struct OfficerIdTag, std::string>;

/// ICAO Doc 9303-3 section 5: one to three letters as the machine readable zone carries them
/// without fillers ("GTM", "D", "XXA"). Two codes of one State are equal (one_code_of).
class CountryCode {
 public:
  CountryCode() = default;
  explicit CountryCode(std::string as_written) : as_written_(std::move(as_written)) {}
  /// For people, and for records.
  [[nodiscard]] const std::string& value() const { return as_written_; }
  friend bool operator==(const CountryCode& a, const CountryCode& b);
  friend std::strong_ordering operator<=>(const CountryCode& a, const CountryCode& b);

 private:
  std::string as_written_;
};

/// Remedy: reject.
[[nodiscard]] Result<PostCode> parse_post_code(std::string_view text);
[[nodiscard]] Result<StationId> parse_station_id(std::string_view text);
/// The post that a station stands at: its id without the last hyphen and digits.
[[nodiscard]] PostCode post_of(const StationId& station);

/// The journals of one station, by urgency: images never delay an alert (design/semantics: Lanes).
/// The numbers stand in headers and on the wire.
enum class Lane : std::uint8_t { kUrgent = 1, kMovement = 2, kEvidence = 3, kAudit = 4 };

[[nodiscard]] std::string_view lane_name(Lane lane);
[[nodiscard]] Result<Lane> parse_lane(std::string_view name);

/// Where a record stands for ever: STATION:INCARNATION:LANE:SEQUENCE, "PASO-01-01:1:movement:42".
/// Incarnations and sequences count from 1.
struct RecordId {
  StationId station;
  std::uint32_t incarnation = 1;
  Lane lane = Lane::kMovement;
  std::uint64_t sequence = 1;

  [[nodiscard]] static Result<RecordId> parse(std::string_view text);
  [[nodiscard]] std::string text() const;
  friend auto operator<=>(const RecordId&, const RecordId&) = default;
};

}  // namespace garita

template <typename Tag, typename T>
struct std::hash<garita::Named<Tag, T>> {
  std::size_t operator()(const garita::Named<Tag, T>& named) const noexcept {
    return std::hash<T>{}(named.value());
  }
};
