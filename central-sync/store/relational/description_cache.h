#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <unordered_map>
#include <utility>
#include <vector>

#include "central-sync/projection/link_tables.h"
#include "central-sync/store/relational/seen_in_rebuild.h"
#include "schema/storage/database.h"

namespace garita::central {

/// Descriptions in memory by their candidate keys, with what was put and is not in the tables yet.
/// Bounded: beyond kKeysKept keys all are let go. All that was put since begin_trial() can be
/// undone.
class DescriptionCache {
 public:
  explicit DescriptionCache(Database& database) : db_(database) {}

  static constexpr std::size_t kKeysKept = 50'000;

  /// From now on, what was not seen is not looked for; null: all is. Outlives that.
  void set_seen(SeenInRebuild* seen) { seen_ = seen; }

  /// Reads who bears these, as far as they are not here, in few statements.
  [[nodiscard]] Result<void> read(std::span<const std::int64_t> keys);
  /// As LinkTables says it.
  [[nodiscard]] Result<std::vector<KeyBearer>> bearers_of(std::span<const std::int64_t> keys);
  /// As LinkTables says it; `is_new`: the pseudonym has no description in the tables.
  [[nodiscard]] Result<std::optional<std::int64_t>> put(const PersonId& pseudonym,
                                                        const Description& description,
                                                        bool is_new);
  void put_keys(std::int64_t description, std::span<const std::int64_t> keys);

  void begin_trial();
  void keep_trial() { trial_.reset(); }
  void undo_trial();

  /// Writes what is in memory alone.
  [[nodiscard]] Result<void> write_out();
  /// Keeps no more than may be kept; not while anything is unsaved.
  void end_batch();
  /// Others have put some since. Not while anything is unsaved.
  void forget();
  void forget_all();

 private:
  struct Described {
    PersonId pseudonym;
    Description description;
  };
  struct Trial {
    std::size_t described = 0;
    std::size_t keys = 0;
  };
  [[nodiscard]] Result<void> read_numbers(std::span<const std::int64_t> numbers);
  /// Whether the tables or the memory have it.
  [[nodiscard]] Result<bool> is_there(const PersonId& pseudonym, const Description& description);

  Database& db_;
  SeenInRebuild* seen_ = nullptr;
  std::unordered_map<std::int64_t, std::vector<std::int64_t>> by_key_;  ///< numbers, ascending
  std::unordered_map<std::int64_t, Described> described_;               ///< by number
  std::optional<std::int64_t> last_;
  std::optional<Trial> trial_;
  std::vector<std::int64_t> unsaved_;                                ///< numbers
  std::map<PersonId, std::vector<std::int64_t>> unsaved_of_;         ///< the same
  std::vector<std::pair<std::int64_t, std::int64_t>> unsaved_keys_;  ///< of a number, each
};

}  // namespace garita::central
