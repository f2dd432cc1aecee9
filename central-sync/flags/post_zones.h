#pragma once

#include <map>
#include <optional>
#include <span>
#include <vector>

#include "schema/vocabulary/date.h"
#include "schema/vocabulary/ids.h"
#include "schema/vocabulary/instant.h"

namespace garita::central {

/// A post of a country, as far as something has come of it.
struct PostInZone {
  PostCode post;
  Zone zone;
  /// Since its first station was enrolled, for which watermarks wait; absent: nobody crosses there,
  /// as at an office.
  std::optional<Instant> crossed_since;
  bool heard = false;  ///< anything of its movements has come
};

/// In which zones a country's posts lie. A legal day is over where the last one is: whoever leaves
/// on it at a post further west leaves in time, though the day has ended where they entered.
/// A zone comes to count with the first that is heard of a post there, of all days that had not
/// ended without it when that post was enrolled: until then watermarks waited for it, so nothing
/// was raised that it would take back.
class PostZones {
 public:
  [[nodiscard]] static PostZones among(std::span<const PostInZone> posts);
  /// `crossed_since`: from when on somebody may leave there; absent: nobody does, as at an office.
  void add(const PostCode& post, const Zone& zone, const std::optional<Instant>& crossed_since);

  /// Null: the post is not known.
  [[nodiscard]] const Zone* of(const PostCode& post) const;
  /// Whether somebody may leave in that zone.
  [[nodiscard]] bool is_crossed(const Zone& zone) const;
  /// When the day has ended at that post, and at all at which somebody may leave by then. Of a post
  /// that is not known: in UTC.
  [[nodiscard]] Instant end_of(const PostCode& post, Date day) const;
  /// The earliest day that has not ended at that moment, as end_of() says it; absent: the post is
  /// not known.
  [[nodiscard]] std::optional<Date> earliest_day(const PostCode& post, Instant moment) const;

 private:
  struct Crossed {
    Zone zone;
    Instant since;
  };
  std::map<PostCode, Zone> zones_;
  std::vector<Crossed> crossed_;  ///< each zone once, since its first post, in that order
};

}  // namespace garita::central
