#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <utility>
#include <vector>

#include "central-sync/store/relational/projection_tables.h"
#include "central-sync/store/relational/watermark_facts.h"
#include "schema/storage/database.h"

namespace garita::central {

/// What claims are answered from, for as long as a transaction of the projection lasts: nobody else
/// writes meanwhile, and what the projection changes it is told. Answers are those of `tables` at
/// the moment asked about; steps that it was given are written when something else is read or by
/// write_out().
class WatermarkMemory {
 public:
  /// `tables` are those of `database`. Both outlive it.
  WatermarkMemory(Database& database, RelationalProjectionTables& tables)
      : db_(database), tables_(tables) {}

  Result<std::vector<PostWatermark>> watermarks(Instant known_at);
  Result<std::optional<PostWatermark>> watermark_of(const PostCode& post, Instant known_at);
  Result<std::optional<Instant>> on_paper_since(const StationId& station, Instant known_at);
  Result<bool> any_enrolled(Instant after, Instant until);
  Result<bool> has_movement_in_quarantine(const StationId& station, std::uint32_t incarnation,
                                          Instant known_at);
  Result<std::optional<Instant>> complete_until(const StationId& station,
                                                std::uint32_t incarnation);

  /// As ProjectionTables::put_incarnation_step, where nothing will undo it alone.
  Result<void> put_step(const IncarnationStep& step);
  /// It was put into the tables themselves.
  void note_step(const IncarnationStep& step);
  Result<std::optional<WatermarkStep>> last_watermark_step(Sees sees);
  /// As ProjectionTables::put_watermark_step, where nothing will undo it alone.
  Result<void> put_watermark_step(Sees sees, const WatermarkStep& step);
  /// One was put into the tables themselves.
  void forget_trail(Sees sees) { trails_.erase(sees); }
  Result<void> write_out();

  /// Closures, paper periods, incarnations or what is put aside have changed.
  void forget_facts();
  /// The same of one post alone.
  void forget_facts_of(const PostCode& post);
  /// Something of it was put aside.
  void forget_nothing_aside(const StationId& station, std::uint32_t incarnation) {
    nothing_aside_.erase({station, incarnation});
  }
  /// A transaction begins: others may have enrolled stations and put something aside.
  void forget_what_others_write();
  /// All of it, and what is not written.
  void forget();

 private:
  using Incarnation = std::pair<StationId, std::uint32_t>;
  /// The end of a watermark's history.
  struct Trail {
    std::optional<RunStep> written;
    std::vector<RunStep> unwritten;
    [[nodiscard]] std::optional<RunStep> last() const {
      return unwritten.empty() ? written : unwritten.back();
    }
  };

  /// Null: of an earlier moment than what is here.
  [[nodiscard]] Result<const PostFacts*> facts_of(const PostCode& post, Instant known_at);
  [[nodiscard]] Result<Trail*> trail_of(Sees sees);
  [[nodiscard]] PostFacts::Incarnation* known_of(const StationId& station,
                                                 std::uint32_t incarnation);

  Database& db_;
  RelationalProjectionTables& tables_;
  std::map<PostCode, PostFacts> facts_;
  bool all_here_ = false;
  Instant here_since_;  ///< the latest moment that facts were read for or changed at
  /// That none was enrolled from one moment on until another; absent: nobody yet.
  std::optional<std::pair<Instant, std::optional<Instant>>> none_enrolled_;
  std::set<Incarnation> nothing_aside_;
  std::map<Incarnation, std::optional<Instant>> complete_;
  std::map<std::tuple<StationId, std::uint32_t, Instant>, Instant> unwritten_;
  std::map<Sees, Trail> trails_;
};

}  // namespace garita::central
