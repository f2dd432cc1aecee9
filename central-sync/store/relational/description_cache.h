#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "central-sync/projection/link_tables.h"
#include "central-sync/store/relational/held_descriptions.h"
#include "central-sync/store/relational/seen_in_rebuild.h"
#include "schema/storage/database.h"

namespace garita::central {

/// Descriptions in memory by their candidate keys, with what was put and is not in the tables yet.
/// Bounded: beyond kKeysKept keys all are let go; while all are here, beyond an eighth of the
/// machine's memory (ten million crossings take 1.2 GB). All that was put since begin_trial() can
/// be undone.
class DescriptionCache {
 public:
  explicit DescriptionCache(Database& database) : db_(database) {}

  static constexpr std::size_t kKeysKept = 50'000;
  /// The least and the most of a rebuild.
  static constexpr std::int64_t kBytesWholeMin = std::int64_t{1} << 30;
  static constexpr std::int64_t kBytesWholeMax = std::int64_t{8} << 30;

  /// From now on, what was not seen is not looked for; null: all is. Outlives that.
  void set_seen(SeenInRebuild* seen) { seen_ = seen; }

  /// The tables have none. Whatever is put from now on is here, so nothing is read.
  void begin_whole();
  /// Reads who bears these, as far as they are not here, in few statements.
  [[nodiscard]] Result<void> read(std::span<const std::int64_t> keys);
  /// As LinkTables says it.
  [[nodiscard]] Result<std::vector<BearersOfKey>> bearers_of(std::span<const std::int64_t> keys,
                                                             const PartialDate& birth);
  /// The same number as in the tables, where all are here.
  [[nodiscard]] std::size_t count_bearers(std::int64_t key) const { return by_key_.of(key).size(); }
  /// As LinkTables says it; `is_new`: the pseudonym has no description in the tables.
  [[nodiscard]] Result<std::optional<std::int64_t>> put(const PersonId& pseudonym,
                                                        const Description& description,
                                                        bool is_new);
  void put_keys(std::int64_t description, std::span<const std::int64_t> keys);
  /// The same for what the tables have already; of a description that is not here, of its keys no
  /// more than that there are such.
  void note(std::int64_t number, const PersonId& pseudonym, const Description& description);
  void note_keys(std::int64_t description, std::span<const std::int64_t> keys);

  void begin_trial();
  void end_trial(bool kept);

  /// Writes what is in memory alone.
  [[nodiscard]] Result<void> write_out();
  /// Keeps no more than may be kept; not while anything is unsaved.
  void end_batch();
  /// The tables have some that were not noted. Not while anything is unsaved.
  void forget();
  [[nodiscard]] bool is_whole() const { return whole_; }
  void forget_all();

 private:
  struct Trial {
    std::size_t unsaved = 0;
    std::size_t unsaved_keys = 0;
    std::vector<std::int64_t> described;  ///< numbers, of which those noted are not unsaved
    std::vector<std::int64_t> keys;
  };
  [[nodiscard]] Result<void> read_numbers(std::span<const std::int64_t> numbers);
  /// Whether the tables or the memory have it.
  [[nodiscard]] Result<bool> is_there(const PersonId& pseudonym, const Description& description);

  Database& db_;
  SeenInRebuild* seen_ = nullptr;
  KeyBearers by_key_;  ///< numbers, ascending
  HeldDescriptions described_;
  bool whole_ = false;  ///< all that the tables have is here
  std::size_t bytes_whole_ = 0;
  std::optional<std::int64_t> last_;
  std::optional<Trial> trial_;
  std::vector<std::int64_t> unsaved_;                                ///< numbers
  std::map<PersonId, std::vector<std::int64_t>> unsaved_of_;         ///< the same
  std::vector<std::pair<std::int64_t, std::int64_t>> unsaved_keys_;  ///< of a number, each
};

}  // namespace garita::central
