#pragma once

#include <map>
#include <optional>
#include <vector>

#include "schema/vocabulary/date.h"
#include "schema/vocabulary/ids.h"
#include "schema/vocabulary/instant.h"

namespace garita::central {

/// In which zones a country's posts lie. A legal day is over where the last one is: whoever leaves
/// on it at a post further west leaves in time, though the day has ended where they entered.
class PostZones {
 public:
  /// `crossed_since`: from when on somebody may leave there; absent: nobody does, as at an office.
  void add(const PostCode& post, const Zone& zone, const std::optional<Instant>& crossed_since);

  /// Null: the post is not known.
  [[nodiscard]] const Zone* of(const PostCode& post) const;
  /// When the day has ended at that post, and at all at which somebody may leave by then. Of a post
  /// that is not known: in UTC.
  [[nodiscard]] Instant end_of(const PostCode& post, Date day) const;
  /// The earliest local day at that moment, of that post and of all at which somebody may leave;
  /// absent: the post is not known.
  [[nodiscard]] std::optional<Date> earliest_day(const PostCode& post, Instant moment) const;

 private:
  struct Crossed {
    Zone zone;
    Instant since;
  };
  std::map<PostCode, Zone> zones_;
  std::vector<Crossed> crossed_;  ///< each zone once, since its first post
};

}  // namespace garita::central
