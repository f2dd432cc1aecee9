#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "central-sync/directorate/overstay_list.h"
#include "central-sync/store/central_store.h"
#include "schema/http/access.h"
#include "schema/http/router.h"
#include "schema/record/record.h"
#include "schema/vocabulary/clock.h"

namespace garita::central {

/// What the console needs of the rest of the centre; program/ fulfils it.
struct DirectorateParts {
  std::unique_ptr<CentralStore> store;
  FindAccount find_account;
  /// Writes who looked at what, and why, into the centre's own audit journal.
  std::function<Result<void>(const AuditNote&)> audit;
  /// Writes what somebody decided of two persons, with the note of it, both or neither. Remedy:
  /// reject, where a text is none that a record takes; as the store.
  std::function<Result<RecordId>(const IdentityDecision&, const AuditNote&)> decide;
  const Clock& clock;         ///< the country's, which an exercise may move
  std::string metrics_token;  ///< bearer of /metrics; "": sessions alone
  /// Opens an account's second factor; empty: whose account has one is not let in.
  std::function<Result<Secret>(const Account&)> open_second_factor = {};
};

/// The directorate's console: overstay list, a person's page, who may be one person, the posts'
/// health, bulletins, all as
/// schema/api/openapi.yaml has them (tag directorate). Handlers may run on several threads; the
/// store is used by one at a time.
class Directorate {
 public:
  explicit Directorate(DirectorateParts parts);
  /// Adds every route. This object outlives the router's server.
  void add_routes(Router& router);
  /// Figures of whoever serves the console, for /metrics. From any thread.
  void add_metrics(std::function<std::string()> more);

 private:
  Response site(const Request& request);
  Response vocabulary();
  std::optional<Response> note_look_up(const Request& request, const Session& session,
                                       const ListRequest& wanted);
  Response overstays(const Request& request, const Session& session);
  Response overstays_as_csv(const Request& request, const Session& session);
  Response person(const Request& request, const Session& session);
  Response reviews(const Session& session);
  Result<std::vector<std::string>> documents_of(const ReviewRow& row, const PersonSummary& side);
  Response identity_decisions();
  Response decide_identity(const Request& request, const Session& session);
  Response identity_outcome(const Request& request);
  Response waiting_decisions();
  Response incidents();
  Response posts();
  Response bulletins();
  std::string metrics();
  Result<void> note_access(const AccessEvent& event);
  bool count_code(const OfficerId& officer, std::uint64_t step);

  DirectorateParts parts_;
  SystemClock wall_;  ///< sessions last by the machine's clock, also in an exercise
  Access access_;
  std::mutex store_mutex_;  ///< guards parts_.store and more_metrics_
  std::function<std::string()> more_metrics_;
  std::mutex codes_mutex_;                            ///< guards codes_counted_
  std::map<OfficerId, std::uint64_t> codes_counted_;  ///< while it runs: of the last one its step
};

}  // namespace garita::central
