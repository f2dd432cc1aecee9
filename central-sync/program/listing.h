#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

#include "central-sync/program/centre.h"
#include "schema/journal/statements.h"
#include "schema/vocabulary/result.h"

namespace garita::central {

inline constexpr auto kOpenStaysChannel = "open-stays";
inline constexpr auto kClearedPairsChannel = "cleared-pairs";

/// Lists who is in the country by what is known now, and publishes that for the posts
/// (schema/openstays). Documents stand in it under a key that is sealed to each station which is
/// enrolled and not revoked, and that changes after a week and after a revocation: until then only
/// what changed has to travel, and whoever holds the key can try numbers for as long. Remedy: as
/// publish; retry, while a rebuild or new policies are under way, or what came over a minute ago is
/// not worked through: the list would say of its hour what is not known yet.
[[nodiscard]] Result<Bulletin> publish_open_stays(Centre& centre);

/// The same of the pairs that officers cleared (schema/openstays/cleared_list.h), under the same
/// key. Where nothing changed, and before there is any, nothing is published: absent.
[[nodiscard]] Result<std::optional<Bulletin>> publish_cleared_pairs(Centre& centre);

/// The thread that does so again and again, with a connection of its own, and renews the list of
/// officers when that is due. Of several processes that do, each publishes where nobody has for
/// that long. While the list cannot be made, the one before it stays.
class ListingThread {
 public:
  /// `layout` outlives it. `every` zero: open stays are not listed. `said` is told of failures,
  /// from the thread.
  ListingThread(const Layout& layout, std::chrono::milliseconds every,
                std::function<void(const Error&)> said);
  ListingThread(const ListingThread&) = delete;
  ListingThread& operator=(const ListingThread&) = delete;
  /// Stops after the list under way.
  ~ListingThread();

  /// Remedy: repair.
  [[nodiscard]] Result<void> start();

 private:
  void run(Centre& centre);
  [[nodiscard]] Result<void> publish_when_due(Centre& centre) const;

  const Layout& layout_;
  std::chrono::milliseconds every_;
  std::function<void(const Error&)> said_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace garita::central
