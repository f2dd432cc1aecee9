#include "border-station/inspection/paper.h"

#include <gtest/gtest.h>

namespace garita::station {
namespace {

Instant moment(const char* text) {
  return Instant::from_rfc3339(std::string("2026-03-") + text).value();
}
std::optional<Instant> end(const char* text) {
  return *text == '\0' ? std::nullopt : std::optional(moment(text));
}
std::string codes(const std::vector<Fault>& faults) {
  std::string text;
  for (const auto& fault : faults) text += fault.pointer + " " + fault.code + "; ";
  return text;
}

TEST(Paper, IsAnnouncedOfHoursThatWere) {
  const Instant now = moment("10T14:00:00Z");
  struct Case {
    const char* from;
    const char* to;
    const char* faults;
  };
  for (const auto& [from, to, faults] : {
           Case{"10T14:00:00Z", "", ""},
           Case{"10T08:10:00Z", "10T12:00:00Z", ""},
           Case{"03T14:00:00Z", "11T14:00:00Z", ""},
           Case{"03T13:59:59Z", "", "/from too_far_back; "},
           Case{"10T14:00:01Z", "", "/from in_the_future; "},
           Case{"10T08:00:00Z", "10T08:00:00Z", "/to before_the_beginning; "},
           Case{"10T08:00:00Z", "11T14:00:01Z", "/to in_the_future; "},
       }) {
    EXPECT_EQ(codes(announcement_faults({moment(from), end(to)}, now)), faults) << from << to;
  }
}

TEST(Paper, IsAskedAboutAtTheCentreAfterThreeDays) {
  const Instant announced = moment("10T14:00:00Z");
  EXPECT_FALSE(is_long_open(announced, moment("13T14:00:00Z")));
  EXPECT_TRUE(is_long_open(announced, moment("13T14:00:01Z")));
}

TEST(Paper, IsTypedInOfItsHoursAlone) {
  const Instant now = moment("10T14:00:00Z");
  struct Case {
    const char* to;
    const char* at;
    const char* faults;
  };
  for (const auto& [to, at, faults] : {
           Case{"", "10T08:00:00Z", ""},
           Case{"", "10T14:00:00Z", ""},
           Case{"10T12:00:00Z", "10T12:00:00Z", ""},
           Case{"10T12:00:00Z", "10T12:00:01Z", "/paper_at outside_the_period; "},
           Case{"", "10T07:59:59Z", "/paper_at outside_the_period; "},
           Case{"", "10T14:00:01Z", "/paper_at in_the_future; "},
       }) {
    const PaperSpan span{moment("10T08:00:00Z"), end(to)};
    EXPECT_EQ(codes(typed_in_faults(span, moment(at), now)), faults) << to << " " << at;
  }
}

}  // namespace
}  // namespace garita::station
