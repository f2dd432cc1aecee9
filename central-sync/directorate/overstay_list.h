#pragma once

#include <map>
#include <string>
#include <vector>

#include "central-sync/reports/overstays.h"
#include "schema/http/message.h"

namespace garita::central {

/// What a request asks of the overstay list: schema/api/openapi.yaml, /api/overstays.
struct ListRequest {
  std::optional<Instant> as_of;
  std::optional<Instant> known_at;
  std::set<FlagState> states;
  std::set<FlagKind> kinds;  ///< empty: all
  std::string post;
  CountryCode nationality;  ///< empty: all
  std::string document;     ///< letters and digits alone, upper case
  int days_over_min = 0;
  std::string sort = "-days_over";
  std::size_t limit = 50;
  std::size_t offset = 0;
};

/// Remedy: reject; the message begins with the parameter's name.
[[nodiscard]] Result<ListRequest> list_request(const Parameters& query, Instant now);

/// The filtered set, in order, and how many there are of each state under the other filters.
struct FilteredList {
  std::vector<OverstayRow> rows;
  std::map<FlagState, std::size_t> counts;
};
[[nodiscard]] FilteredList filtered(std::vector<OverstayRow> rows, const ListRequest& wanted);

/// Where the next page begins, with the viewpoint of this one, so that pages fit together.
[[nodiscard]] std::string cursor_after(const ListRequest& page, Instant as_of, Instant known_at);

}  // namespace garita::central
