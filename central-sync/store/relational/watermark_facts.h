#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "central-sync/flags/watermark.h"
#include "central-sync/store/central_store.h"
#include "schema/storage/database.h"
#include "schema/vocabulary/ids.h"
#include "schema/vocabulary/instant.h"
#include "schema/vocabulary/result.h"

namespace garita::central {

/// What the watermark of a post is worked out from, as it was read for one moment of knowledge. It
/// holds for later ones too, until something is projected that changes it or a station is enrolled:
/// what lies ahead of a moment is left out when it is asked about.
struct PostFacts {
  /// That a post, a station or an incarnation reports no more. It holds until what it was said of
  /// speaks of a later time: whoever closed it was mistaken, or it lives again.
  struct Closing {
    Instant known_at;
    Instant at;
  };
  struct Incarnation {
    std::uint32_t number = 1;
    Instant known_at;
    std::optional<Instant> claimed;  ///< the furthest
    Instant claimed_known_at;        ///< since when
    std::vector<Closing> closings;
    /// Of the movements that it signed, are put aside and nobody had resolved: since when the first
    /// is known. Looked up where it was closed.
    std::optional<Instant> aside_since;
  };
  struct Station {
    StationId station;
    Instant enrolled_at;
    std::vector<Closing> closings;
    std::vector<Incarnation> incarnations;
  };
  /// A paper period, or the declaration that all of it is entered.
  struct Paper {
    bool opens = true;
    Instant from;
    Instant known_at;
    /// The life of a station of the post that said so; absent: the centre did.
    std::optional<std::pair<StationId, std::uint32_t>> by;
  };

  bool sees_entries = true;
  bool sees_exits = true;
  bool is_office = false;
  std::vector<Closing> closings;
  std::vector<Station> stations;  ///< that were ever enrolled
  std::vector<Paper> papers;
};

/// By post; with `only`, of that post alone.
[[nodiscard]] Result<std::map<PostCode, PostFacts>> read_facts(Database& database, Instant known_at,
                                                               const std::optional<PostCode>& only);

/// As ProjectionTables says of them.
[[nodiscard]] std::optional<PostWatermark> watermark_by(const PostCode& post,
                                                        const PostFacts& facts, Instant known_at);
/// Whether somebody has to wait for it.
[[nodiscard]] bool is_open(const PostFacts& facts, const PostFacts::Station& station,
                           Instant known_at);
[[nodiscard]] bool is_open(const PostFacts::Incarnation& one, Instant known_at);
/// What a closing of a post, a station or an incarnation keeps out of the post's watermark.
struct LeftOut {
  std::optional<Instant> complete_until;  ///< absent: it never reported
};
/// Absent: nothing. It was not known by then, its target is none of the post's, or lives again.
[[nodiscard]] std::optional<LeftOut> left_out_by(const PostFacts::Closing& closing,
                                                 const std::string& target, const PostCode& post,
                                                 const PostFacts& facts, Instant known_at);
[[nodiscard]] std::optional<Instant> on_paper_by(const PostFacts& facts, const StationId& station,
                                                 Instant known_at);
/// As CentralStore says of them.
[[nodiscard]] Result<std::vector<PostOnPaper>> read_posts_on_paper(Database& database);

}  // namespace garita::central
