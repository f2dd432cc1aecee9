#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "schema/vocabulary/date.h"
#include "schema/vocabulary/ids.h"
#include "schema/vocabulary/instant.h"

namespace garita::central {

/// A time in which somebody may leave at a place.
struct OpenTime {
  Instant since;
  std::optional<Instant> until = {};  ///< absent: it goes on
  friend bool operator==(const OpenTime&, const OpenTime&) = default;
};

/// When somebody may leave past a station, as far as it is known.
struct StationTimes {
  /// A person's word, of that moment, that it reports no more, and since when that is known.
  struct Closing {
    Instant known_at;
    Instant at;
    std::optional<Instant> spoke_again = {};  ///< since when it is known to have lived on after all
  };
  StationId station;
  Instant enrolled_at;                      ///< from then on watermarks wait for it
  std::optional<Instant> heard_since = {};  ///< when the first of its movements was known
  std::vector<Closing> closings = {};
};

/// As known at a moment, in order. It counts once something of its movements has come, from its
/// enrolment on, and no longer than until it was closed. Closed before anything came it never
/// counts: nobody has waited for it since, and what was raised meanwhile stays. What lives again
/// counts from when that is known, since then it is waited for.
[[nodiscard]] std::vector<OpenTime> open_times(const StationTimes& station, Instant known_at);

/// A post of a country, and when somebody may leave there: never, at an office.
struct PostInZone {
  PostCode post;
  Zone zone;
  std::vector<OpenTime> open;  ///< of its stations, in any order
};

/// In which zones a country's posts lie. A legal day is over where the last one is: whoever leaves
/// on it at a post further west leaves in time, though the day has ended where they entered. A post
/// counts for days that had not ended without it when it opened, since from then on watermarks
/// waited for it: nothing was raised that it would take back. It counts until it closes: nobody can
/// leave there any more, and the day is over where the last of the others is.
class PostZones {
 public:
  [[nodiscard]] static PostZones among(std::span<const PostInZone> posts);
  void add(const PostCode& post, const Zone& zone, const std::vector<OpenTime>& open);

  /// Null: the post is not known.
  [[nodiscard]] const Zone* of(const PostCode& post) const;
  /// When the day has ended at that post, and at all at which somebody may leave by then. Of a post
  /// that is not known: in UTC.
  [[nodiscard]] Instant end_of(const PostCode& post, Date day) const;
  /// The earliest day that has not ended at that moment, as end_of() says it; absent: the post is
  /// not known.
  [[nodiscard]] std::optional<Date> earliest_day(const PostCode& post, Instant moment) const;

  /// Of each zone when somebody may leave there: the same text, the same ends of days, as long as
  /// the posts are the same.
  [[nodiscard]] std::string times_text() const;

 private:
  struct Crossed {
    Zone zone;
    OpenTime open;
  };
  std::map<PostCode, Zone> zones_;
  /// Times of one zone neither overlap nor touch; in order of when they begin.
  std::vector<Crossed> crossed_;
};

}  // namespace garita::central
