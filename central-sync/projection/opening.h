#pragma once

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <thread>
#include <unordered_set>
#include <vector>

#include "central-sync/intake/store.h"
#include "central-sync/projection/tables.h"
#include "central-sync/projection/traveller.h"
#include "schema/crypto/secret.h"
#include "schema/record/record.h"

namespace garita::central {

/// What an arrival turned out to be.
struct Opened {
  std::optional<Record> record;  ///< absent: it says nothing, or could not be read
  QuarantineCause cause = QuarantineCause::kUnopened;
  std::string fault;                   ///< why it could not; "" where it need not
  std::optional<Traveller> traveller;  ///< in the record
  Digest hash{};                       ///< entry_hash() of an entry
};

/// What an arrival is to be opened with.
struct OpeningKey {
  const Secret* key = nullptr;  ///< null: there is nothing to be opened, or no key
  std::string fault;            ///< why there is no key
};

/// Whether the projection reads what is in the entry. Pictures travel in a lane of their own and
/// are kept sealed: no table is made of them. An erased record says nothing, and that it was erased
/// is no fault.
[[nodiscard]] bool is_opened(const Entry& entry);

/// By what travellers are told.
struct TellingTravellers {
  const Secret& pseudonym_secret;
  const Matcher& matcher;
};

/// Opens what arrived, in order, ahead of whoever takes it, and says who its travellers are: where
/// there is much, on a thread of its own, which ends with this. All that it takes outlives it.
class Opening {
 public:
  Opening(std::span<const Arrived> arrivals, std::span<const OpeningKey> keys,
          const TellingTravellers& telling);
  Opening(const Opening&) = delete;
  Opening& operator=(const Opening&) = delete;
  ~Opening();

  /// Waits until the first `count` are opened; these.
  [[nodiscard]] std::span<const Opened> first(std::size_t count);

 private:
  void open_some(std::size_t to);
  void tell_traveller(const RecordId& id, Opened& opened);
  void run();

  std::span<const Arrived> arrivals_;
  std::span<const OpeningKey> keys_;
  TellingTravellers telling_;
  std::vector<Opened> opened_;
  std::unordered_set<std::string> described_;  ///< pseudonyms
  std::size_t next_ = 0;                       ///< of whoever opens

  std::mutex mutex_;
  std::condition_variable moved_;
  std::size_t ready_ = 0;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace garita::central
