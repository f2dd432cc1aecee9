#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "border-station/crossing/correcting.h"
#include "border-station/inspection/inspection.h"
#include "schema/api/log_in.h"
#include "schema/api/problem.h"

namespace garita::station {

/// What a form held, or what is wrong with it: never both.
template <typename T>
using Form = tl::expected<T, Problem>;

/// openapi.yaml, TypedDocument.
struct TypedDocument {
  PresentedDocument document;
  std::string optional_data;
};

/// Problem `bad-request` for what is no such JSON, `incomplete` with each field that is missing or
/// wrong. Check digits that were typed are compared with ICAO Doc 9303-3, 4.9.
[[nodiscard]] Form<TypedDocument> parse_typed_document(std::string_view json);

/// openapi.yaml, Decision.
struct DecisionForm {
  Draft draft;
  std::optional<int> revision;                         ///< of the inspection as the officer saw it
  std::optional<Credentials> approval = std::nullopt;  ///< of whoever approves it
};
/// Whether it may be recorded is for inspection/ to say.
[[nodiscard]] Form<DecisionForm> parse_decision_form(std::string_view json);

/// openapi.yaml, Correction.
struct CorrectionForm {
  std::string reason;
  std::optional<Restatement> instead;                  ///< absent: the record is taken back
  std::optional<Credentials> approval = std::nullopt;  ///< of whoever approves it
};
/// Whether it may be recorded is for inspection/ to say.
[[nodiscard]] Form<CorrectionForm> parse_correction_form(std::string_view json);

/// openapi.yaml, PuttingAside: the reason; "" where none is given.
[[nodiscard]] Form<std::string> parse_putting_aside(std::string_view json);

/// openapi.yaml, PaperAnnouncement.
struct PaperForm {
  std::optional<Instant> from;  ///< absent: from now on
  std::optional<Instant> to;
  std::string reason;
};
[[nodiscard]] Form<PaperForm> parse_paper_form(std::string_view json);
/// openapi.yaml, PaperClosing: how many are typed in.
[[nodiscard]] Form<std::uint64_t> parse_paper_closing(std::string_view json);

/// openapi.yaml, SecondLineSearch.
struct SearchForm {
  AlertQuestion about;  ///< but for the day
  std::string reason;
};
/// A document (issuing state and number), or a person (surname and birth date).
[[nodiscard]] Form<SearchForm> parse_search_form(std::string_view json);

[[nodiscard]] Problem incomplete(std::vector<ProblemField> errors);

/// The lines of a zone as they were typed, or as a swipe reader sends them: line ends of any kind,
/// spaces and lower case mended.
[[nodiscard]] std::vector<std::string> lines_of_zone(std::string_view text);

}  // namespace garita::station
