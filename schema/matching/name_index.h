#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "schema/matching/score.h"
#include "schema/vocabulary/bytes.h"

namespace garita {

/// How much a look-up does and gives.
struct SearchLimits {
  std::size_t results = 10;
  std::size_t candidates = 100;  ///< so many are scored
  double score_min = 0;          ///< what scores less is left out
};

struct FoundName {
  std::uint32_t entry = 0;
  double score = 0;
  BirthAgreement birth = BirthAgreement::kUnknown;
};

struct NameIndexImage;

/// A list of names made for looking up what is written like one of them, in one stretch of bytes:
/// position-independent, so it may be a mapped file or what was just decrypted. README.md says how
/// it finds. Safe to share between threads.
class NameIndex {
 public:
  /// `image`, as NameIndexBuilder made it, has to outlive the index. Every byte is checked, which
  /// takes about a second for 3 million names. Remedy: repair, with what is wrong where.
  [[nodiscard]] static Result<NameIndex> open(ByteView image);
  ~NameIndex();
  NameIndex(NameIndex&&) noexcept;
  NameIndex& operator=(NameIndex&&) noexcept;

  [[nodiscard]] std::size_t size() const;
  [[nodiscard]] std::string_view id_of(std::uint32_t entry) const;
  /// What the list says, as far as the index keeps it.
  [[nodiscard]] Described described(std::uint32_t entry, const NameReader& reader) const;

  /// The entries that may be meant, the most promising first, not yet scored.
  [[nodiscard]] std::vector<std::uint32_t> candidates(const Described& query,
                                                      const NameReader& reader,
                                                      std::size_t most) const;
  /// Scored, best first; of equal scores the nearer birth, then the list's order.
  [[nodiscard]] std::vector<FoundName> search(const Described& query, const NameReader& reader,
                                              const SearchLimits& limits) const;

 private:
  explicit NameIndex(std::unique_ptr<NameIndexImage> image);
  std::unique_ptr<NameIndexImage> image_;
};

/// Makes the image of an index. Not for several threads at once.
class NameIndexBuilder {
 public:
  NameIndexBuilder();
  ~NameIndexBuilder();

  /// Remedy: reject, when the id is longer than 256 bytes, or there are more names or different
  /// words than an index takes (100 million, 16 million).
  [[nodiscard]] Result<void> add(std::string_view id, const Described& listed);
  /// Uses up what was added.
  [[nodiscard]] Bytes build();

 private:
  struct Lists;
  std::unique_ptr<Lists> lists_;
};

}  // namespace garita
