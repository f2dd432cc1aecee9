#include "border-station/crossing/decided_here.h"

#include "schema/matching/normalise.h"

namespace garita::station {

std::string document_key_of(const PresentedDocument& document) {
  if (document.document_number.empty()) return "";
  return document_key(document.issuing_state.value(), document.document_number);
}

bool is_of_document(const Crossing& crossing, std::string_view key) {
  const auto& document = crossing.document;
  return !key.empty() && document_key(document.issuing_state, document.document_number) == key;
}

Result<std::vector<OwnDecision>> decisions_of(Ledger& ledger, const PresentedDocument& document,
                                              const std::optional<RecordId>& without) {
  const std::string key = document_key_of(document);
  GARITA_TRY(decisions, ledger.decisions_about(key, ""));
  std::erase_if(decisions, [&](const OwnDecision& own) {
    if (without && (own.record == without || own.corrects == without)) return true;
    return !own.crossing || !is_of_document(*own.crossing, key);
  });
  return decisions;
}

std::vector<DecidedHere> decided_here(const std::vector<OwnDecision>& decisions) {
  std::vector<DecidedHere> decided;
  for (const auto& own : decisions)
    decided.push_back({own.record, own.decision, own.direction, own.at, own.crossing->officer});
  return decided;
}

}  // namespace garita::station
