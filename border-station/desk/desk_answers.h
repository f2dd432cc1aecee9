#pragma once

#include <optional>
#include <string>
#include <vector>

#include "border-station/inspection/inspection.h"
#include "schema/api/problem.h"
#include "schema/http/session_routes.h"

// For the .cpp files of Desk alone.
namespace garita::station {

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
