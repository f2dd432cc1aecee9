#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "central-sync/persons/likeness.h"
#include "central-sync/store/relational/number_map.h"
#include "schema/vocabulary/ids.h"

namespace garita::central {

/// Whom a description is of.
struct Described {
  PersonId pseudonym;
  Description description;
};

/// Descriptions by their numbers, packed: some 50 bytes each.
class HeldDescriptions {
 public:
  [[nodiscard]] bool contains(std::int64_t number) const { return places_.find(number) != kNone; }
  /// One that is there.
  [[nodiscard]] Described at(std::int64_t number) const;
  [[nodiscard]] PartialDate birth_at(std::int64_t number) const;
  /// One that is not.
  void put(std::int64_t number, const PersonId& pseudonym, const Description& description);
  /// The last that was put.
  void take_back(std::int64_t number);
  [[nodiscard]] std::size_t bytes() const;
  void clear();

 private:
  static constexpr std::uint32_t kNone = NumberMap::kNone;
  [[nodiscard]] const char* found_at(std::int64_t number) const;
  [[nodiscard]] char* room_for(std::size_t bytes);

  NumberMap places_;  ///< in kAligned
  std::vector<std::unique_ptr<char[]>> blocks_;
  std::size_t end_ = 0;  ///< of what is taken of all blocks
};

/// Which descriptions bear a key, in the order in which they were put, and when whoever is
/// described was born: most others were born otherwise, and no more is looked for of them.
class KeyBearers {
 public:
  struct Bearer {
    std::int64_t description = 0;
    PartialDate birth;
    friend bool operator==(const Bearer&, const Bearer&) = default;
  };
  /// Of a key that was put or said to have none.
  [[nodiscard]] bool knows(std::int64_t key) const { return last_.contains(key); }
  /// It is known from now on.
  void note(std::int64_t key);
  void put(std::int64_t key, const Bearer& bearer);
  /// The last that was put, of this key.
  void take_back(std::int64_t key);
  [[nodiscard]] std::vector<Bearer> of(std::int64_t key) const;
  [[nodiscard]] std::size_t size() const { return last_.size(); }
  [[nodiscard]] std::size_t bytes() const;
  void clear();

 private:
  struct Link {
    std::uint32_t description = 0;
    std::uint32_t before = NumberMap::kNone;  ///< of the same key
    std::uint32_t birth = 0;
  };
  NumberMap last_;  ///< a link of each key
  std::vector<Link> links_;
};

}  // namespace garita::central
