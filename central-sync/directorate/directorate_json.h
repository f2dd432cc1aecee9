#pragma once

#include <map>
#include <string>

#include "central-sync/directorate/overstay_list.h"
#include "central-sync/reports/explain.h"
#include "central-sync/reports/health.h"

namespace garita::central {

/// What a page of the list is shown with. `blocking` counts the held flags that wait for a post.
struct ListContext {
  Instant as_of;
  Instant known_at;
  Instant computed_at;
  std::string policy_version;
  std::vector<PostWatermark> watermarks;
  std::map<PostCode, std::int64_t> blocking;
  std::vector<PostHealth> posts;
};

/// schema/api/openapi.yaml: OverstayPage, Person, and the lists of what waits, posts and bulletins.
[[nodiscard]] std::string overstay_page_json(const FilteredList& list, const ListRequest& wanted,
                                             const ListContext& context);
[[nodiscard]] std::string person_json(const PersonReport& report, const Viewpoint& viewpoint,
                                      const CountryView& view);
/// Decisions whose entry has not come; `more` than these wait.
[[nodiscard]] std::string waiting_decisions_json(const std::vector<WaitingDecision>& rows,
                                                 bool more, Instant now);
/// What somebody looks into; `more` than these are there.
[[nodiscard]] std::string incident_list_json(const Incidents& incidents, Instant now);
[[nodiscard]] std::string posts_json(const std::vector<PostHealth>& posts, Instant now);
/// The newest of each channel, and which version each post holds by its stations' own last word.
[[nodiscard]] std::string bulletins_json(const std::vector<BulletinRow>& published,
                                         const std::vector<PostHealth>& posts);

}  // namespace garita::central
