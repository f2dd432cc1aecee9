#pragma once

#include <optional>
#include <string>

#include "schema/http/message.h"
#include "schema/vocabulary/result.h"

// What the console's handlers answer where they do not answer what was asked.
namespace garita::central {

[[nodiscard]] inline Response refused(int status, std::string name, std::string title,
                                      std::string detail = "") {
  return problem_response({status, std::move(name), std::move(title), std::move(detail), {}});
}

[[nodiscard]] inline Response failed(const Error& error) {
  return problem_response(problem_of(error, "not-available"));
}

/// Why nothing is shown of what is not on record. `field` of the request would not have been noted.
[[nodiscard]] inline std::optional<Response> not_noted(const Result<void>& noted,
                                                       const char* field = "Garita-Reason-Note") {
  if (noted) return std::nullopt;
  if (noted.error().remedy != Remedy::kReject) return failed(noted.error());
  return refused(400, "bad-parameter", "A parameter is wrong.", field);
}

}  // namespace garita::central
