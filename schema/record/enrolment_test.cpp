#include "schema/record/enrolment.h"

#include <gtest/gtest.h>

namespace garita {
namespace {

Enrolment some_enrolment() {
  Enrolment enrolment;
  enrolment.token = std::string(43, 'a');
  enrolment.token_valid_until = *Instant::from_rfc3339("2026-04-01T14:00:00Z");
  enrolment.country = CountryCode("UTO");
  enrolment.station = *parse_station_id("PASO-01-01");
  enrolment.post = *parse_post_code("PASO-01");
  enrolment.directions = {Direction::kEntry, Direction::kExit};
  enrolment.border = "land";
  enrolment.zone = "America/Guatemala";
  enrolment.exercise = true;
  enrolment.centres = {"127.0.0.1:7410"};
  enrolment.desk_names = {"localhost"};
  enrolment.authority_certificate = "A";
  enrolment.centre_certificate = "B";
  enrolment.seal_certificate = "C";
  enrolment.bulletins_certificate = "D";
  enrolment.bulletins = {{0, 1, 255}, {}};
  return enrolment;
}

TEST(Enrolment, IsReadAsItWasWritten) {
  const auto enrolment = some_enrolment();
  EXPECT_EQ(*parse_enrolment(to_json(enrolment)), enrolment);
  const EnrolmentRequest request{enrolment.token, enrolment.station, "X", "Y"};
  EXPECT_EQ(*parse_enrolment_request(to_json(request)), request);
  const EnrolmentAnswer answer{enrolment.station, "X", "Y"};
  EXPECT_EQ(*parse_enrolment_answer(to_json(answer)), answer);
}

std::string changed(std::string_view from, std::string_view to) {
  auto text = to_json(some_enrolment());
  text.replace(text.find(from), from.size(), to);
  const auto parsed = parse_enrolment(text);
  return parsed ? "taken" : parsed.error().message;
}

TEST(Enrolment, IsRefusedWhenSomethingIsWrong) {
  EXPECT_EQ(changed("garita-enrolment", "garita-enrolment-answer"), "this is no garita-enrolment");
  EXPECT_EQ(changed("\"version\": 1", "\"version\": 2"),
            "this garita-enrolment is of another version");
  EXPECT_EQ(changed("\"border\": \"land\"", "\"border\": \"moon\""),
            "a border is land, air or sea, or the post is an office");
  EXPECT_EQ(changed("\"border\": \"land\"", "\"border\": \"office\""),
            "a post sees at least one direction, and an office none");
  EXPECT_EQ(changed("\"exit\"", "\"out\""), "a direction is entry or exit");
  EXPECT_EQ(changed("\"zone\"", "\"zona\""), "zone is missing");
  EXPECT_EQ(changed("{", "["), "this is no garita-enrolment");
}

TEST(Enrolment, IsRefusedUnreadWhenItIsATreeThatCostsMuchToRead) {
  std::string pairs = R"({"kind":"garita-enrolment-request")";
  for (int i = 0; i < 2'000; ++i) pairs += R"(,"a":1)";
  for (const auto& text : {std::string(48'000, '['), std::string(48'000, '{'), pairs + "}"}) {
    const auto parsed = parse_enrolment_request(text);
    ASSERT_FALSE(parsed);
    EXPECT_EQ(parsed.error().message, "it holds more than a garita-enrolment-request does");
  }
}

}  // namespace
}  // namespace garita
