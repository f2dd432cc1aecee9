#pragma once

#include <string>
#include <vector>

#include "schema/vocabulary/result.h"

namespace garita {

/// One thing to put right in a request.
struct ProblemField {
  std::string pointer;  ///< JSON pointer into the request ("/granted_days"), or "#question/ID"
  std::string code;     ///< for the page to translate: "missing", "unknown_code", "out_of_range"
  std::string detail;   ///< a sentence in English; may be empty
};

/// Why a request was not done (RFC 9457, application/problem+json). Never carries a traveller's
/// data.
struct Problem {
  int status = 500;
  std::string name;    ///< for code and translations, as openapi.yaml lists them: "no-session"
  std::string title;   ///< a sentence in English
  std::string detail;  ///< may be empty
  std::vector<ProblemField> errors;
};

/// {"type":"urn:garita:problem:NAME","title":…,"status":…,"detail":…,"errors":[…]}
[[nodiscard]] std::string to_json(const Problem& problem);

/// What a failure further down means to a client: retry 503, reject 422, ask the officer 409,
/// repair 500. The error's message becomes the detail only where it speaks of the request.
[[nodiscard]] Problem problem_of(const Error& error, std::string name);

}  // namespace garita
