#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "border-station/crossing/counter.h"
#include "border-station/inspection/inspection.h"
#include "schema/vocabulary/result.h"

namespace garita::station {

/// One decision as `garita-station record` takes it: a line of JSON.
struct DecisionInput {
  Direction direction = Direction::kEntry;
  std::optional<PresentedDocument> document;
  std::string optional_data;
  std::optional<std::filesystem::path> picture;  ///< of the document, in place of its fields
  std::optional<std::filesystem::path> photo;    ///< of the traveller, live
  Draft draft;
  Provenance provenance;
};

/// Keys: direction, decision; at, document or picture, photo, purpose, transport, admission_class,
/// granted_days, granted_until, grounds, note, answers (question, answer, note), officer,
/// reference, evidence, fallback. `document` has the keys of the reader's `fields`; keys that it
/// may have beside those are passed over, while an unknown key of the decision is a mistake.
/// Remedy: reject, naming the key and never its value.
[[nodiscard]] Result<DecisionInput> parse_decision_json(std::string_view text);

}  // namespace garita::station
