#include "schema/api/problem.h"

#include <nlohmann/json.hpp>

namespace garita {

namespace {

nlohmann::ordered_json json_of(const ProblemField& field) {
  nlohmann::ordered_json json{{"pointer", field.pointer}, {"code", field.code}};
  if (!field.detail.empty()) json["detail"] = field.detail;
  return json;
}

int status_of(Remedy remedy) {
  switch (remedy) {
    case Remedy::kRetry:
      return 503;
    case Remedy::kReject:
      return 422;
    case Remedy::kAskOfficer:
      return 409;
    case Remedy::kRepair:
      return 500;
  }
  ensure(false, "every remedy has an answer");
  return 500;
}

}  // namespace

std::string to_json(const Problem& problem) {
  nlohmann::ordered_json json{{"type", "urn:garita:problem:" + problem.name},
                              {"title", problem.title},
                              {"status", problem.status}};
  if (!problem.detail.empty()) json["detail"] = problem.detail;
  for (const ProblemField& field : problem.errors) json["errors"].push_back(json_of(field));
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

Problem problem_of(const Error& error, std::string name) {
  Problem problem{.status = status_of(error.remedy),
                  .name = std::move(name),
                  .title = "The request was not carried out",
                  .detail = "",
                  .errors = {}};
  const bool speaks_of_the_request =
      error.remedy == Remedy::kReject || error.remedy == Remedy::kAskOfficer;
  if (speaks_of_the_request) problem.detail = error.message;
  return problem;
}

}  // namespace garita
