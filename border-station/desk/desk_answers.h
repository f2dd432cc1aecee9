#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "border-station/inspection/inspection.h"
#include "schema/api/problem.h"
#include "schema/crypto/secret.h"
#include "schema/http/session_routes.h"

// For the .cpp files of Desk alone.
namespace garita::station {

/// As many of the latest decisions a desk is told of at most, whoever took them.
inline constexpr std::size_t kRecentMax = 100;

[[nodiscard]] inline Response problem(int status, std::string name, std::string title) {
  return problem_response({.status = status,
                           .name = std::move(name),
                           .title = std::move(title),
                           .detail = "",
                           .errors = {}});
}

[[nodiscard]] inline Response not_available(const Error& error) {
  return problem_response(problem_of(error, "not-available"));
}

[[nodiscard]] inline Response no_such_inspection() {
  return problem(404, "no-such-inspection", "There is no such inspection, or no longer");
}
[[nodiscard]] inline Response no_such_decision() {
  return problem(404, "no-such-decision", "There is no such decision of this station's");
}
[[nodiscard]] inline Response no_longer_readable() {
  return problem(409, "no-longer-readable", "The station can no longer read this record");
}
[[nodiscard]] inline Response already_decided() {
  return problem(409, "already-decided", "A decision was taken already");
}
[[nodiscard]] inline Response approval_refused() {
  return problem(403, "approval-refused", "No supervisor who is another person has approved it");
}
[[nodiscard]] inline Response not_a_picture() {
  return problem(422, "not-a-picture", "This is no picture that can be read");
}
[[nodiscard]] inline Response no_picture() {
  return problem(404, "no-picture", "There is no picture, or no longer");
}

/// What browsers show; "" for anything else.
[[nodiscard]] inline std::string viewable_type(std::string_view picture) {
  using namespace std::string_view_literals;
  if (picture.starts_with("\x89PNG"sv)) return "image/png";
  if (picture.starts_with("\xFF\xD8\xFF"sv)) return "image/jpeg";
  if (picture.starts_with("BM"sv)) return "image/bmp";
  if (picture.starts_with("RIFF"sv) && picture.substr(0, 12).ends_with("WEBP"sv)) {
    return "image/webp";
  }
  return "";
}

/// A listed person's picture, as the list has it.
[[nodiscard]] Response picture_response(const Result<std::optional<Secret>>& picture);

[[nodiscard]] inline std::vector<ProblemField> fields_of(const std::vector<Fault>& faults) {
  std::vector<ProblemField> fields;
  for (const auto& fault : faults) fields.push_back({fault.pointer, fault.code, fault.detail});
  return fields;
}

[[nodiscard]] inline std::optional<Direction> direction_asked(const Request& request) {
  const auto direction = parse_direction(request.asked("direction").value_or(""));
  return direction ? std::optional(*direction) : std::nullopt;
}
[[nodiscard]] inline Response which_direction() {
  return bad_request("direction is entry or exit");
}

}  // namespace garita::station
