#include "border-station/desk/closed_paper.h"

#include "schema/api/officers.h"

namespace garita::station {

std::optional<Instant> closed_at_centre(Ledger& ledger, const OpenPaper& paper) {
  if (!paper.record) return std::nullopt;
  const auto officers = ledger.bulletin("officers");
  if (!officers || !*officers) return std::nullopt;
  const auto closed = papers_closed((*officers)->content);
  const auto here = closed.find(*paper.record);
  return here == closed.end() ? std::nullopt : std::optional(here->second);
}

}  // namespace garita::station
