#include "border-station/ledger/clock_standing.h"

#include <array>

namespace garita::station {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kShownAsEqual{1'000};

std::string offset_words(milliseconds offset) {
  if (std::chrono::abs(offset) < kShownAsEqual) return "agrees with the centre's clock";
  return span_words(offset) + (offset.count() > 0 ? " ahead of" : " behind") +
         " the centre's clock";
}

/// What was near once is no promise for ever: a clock that nobody compared is doubted for that.
std::string not_compared_words(milliseconds offset, milliseconds age) {
  const std::string then =
      std::chrono::abs(offset) < kShownAsEqual
          ? "it agreed"
          : "it was " + span_words(offset) + (offset.count() > 0 ? " ahead" : " behind");
  return "not compared with the centre's clock for " + span_words(age) + "; then " + then;
}

bool is_near(milliseconds offset) { return std::chrono::abs(offset) <= kClockOffsetMax; }

}  // namespace

ClockStanding clock_standing(const ClockReading& reading, Instant now) {
  ClockStanding standing;
  standing.trusted_at = reading.trusted_at;
  const milliseconds shown = now - reading.trusted_at;
  if (reading.elapsed) {
    standing.age = *reading.elapsed;
    standing.offset = shown - *reading.elapsed;
    return standing;
  }
  standing.age = shown - reading.offset.value_or(milliseconds{0});
  standing.offset = reading.offset;
  // Time does not go back: by so much at least the clock was put back since.
  if (standing.age.count() < 0) {
    standing.offset = reading.offset.value_or(milliseconds{0}) + standing.age;
  }
  return standing;
}

std::string_view clock_verdict_name(ClockVerdict verdict) {
  constexpr std::array<std::string_view, 3> kNames{"unknown", "good", "doubtful"};
  return kNames.at(static_cast<std::size_t>(verdict));
}

ClockVerdict judge(const ClockStanding& standing) {
  if (!standing.trusted_at) return ClockVerdict::kUnknown;
  const bool near = is_near(standing.offset.value_or(milliseconds{0}));
  const bool lately = standing.age.count() >= 0 && standing.age <= kClockAgeMax;
  return near && lately ? ClockVerdict::kGood : ClockVerdict::kDoubtful;
}

std::string clock_words(const ClockStanding& standing) {
  if (!standing.trusted_at) return "never compared with the centre's";
  const std::string compared = standing.age.count() < 0 ? "put back since it was compared"
                                                        : "compared " + age_words(standing.age);
  if (!standing.offset) return compared;
  if (standing.age > kClockAgeMax && is_near(*standing.offset))
    return not_compared_words(*standing.offset, standing.age);
  return offset_words(*standing.offset) + ", " + compared;
}

std::string span_words(milliseconds span) {
  const auto seconds = std::chrono::abs(std::chrono::round<std::chrono::seconds>(span));
  const auto said = [](std::chrono::seconds::rep count, const char* unit) {
    return std::to_string(count) + unit;
  };
  if (seconds < std::chrono::minutes(2)) return said(seconds.count(), " s");
  if (seconds < std::chrono::hours(2)) return said(seconds.count() / 60, " min");
  if (seconds < std::chrono::hours(48)) return said(seconds.count() / 3600, " h");
  return said(seconds.count() / 86'400, " days");
}

std::string age_words(milliseconds age) {
  return span_words(age) + (age.count() < 0 ? " ahead of this clock" : " ago");
}

}  // namespace garita::station
