#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "tests/simulation/machines.h"

namespace garita::tests {

/// What must hold at every moment and at rest, whatever happens to machines and links. Each check
/// adds to broken(), in words.
class Promises {
 public:
  Promises(CentreMachine& centre, const std::vector<std::unique_ptr<StationMachine>>& stations)
      : centre_(centre), stations_(stations) {}

  /// After a start: what was acknowledged at this station's desk is on its disk.
  void check_station_kept_what_it_said(StationMachine& station);
  /// After a start of the centre: what it gave receipts for is on its disk, the same.
  void check_centre_kept_what_it_said();
  /// Each time that the projection has run: watermarks and flags say nothing that an acknowledged
  /// record contradicts.
  void check_centre_says_nothing_untrue();
  /// When everything that can travel has: every acknowledged record is there exactly once.
  void check_everything_arrived_once();
  void check_nothing_in_clear();
  /// At rest: what stands in the journals of a disk is what the centre holds of them, in every
  /// lane.
  void check_journals_are_the_same();
  /// What the centre was about to publish, whether or not it lived to.
  void note_published(const Bulletin& bulletin) {
    published_[bulletin.version].push_back(bulletin.content);
  }
  /// At rest: every station holds the newest version, as it was published.
  void check_bulletins_arrived(const std::string& channel);

  /// Whether a watermark may be short of the end: somebody has to decide something first.
  void check_watermarks_caught_up(Instant wall, const std::set<PostCode>& excused);

  [[nodiscard]] const std::vector<std::string>& broken() const { return broken_; }

 private:
  void check(bool holds, const std::string& what) {
    if (!holds) broken_.push_back(what);
  }
  void check_watermark(const central::PostWatermark& watermark);
  void check_flag(const central::CaseRow& row, const std::vector<central::PostWatermark>& posts);
  bool is_known(const Acknowledged& record);
  std::size_t times_there(const Acknowledged& record);

  CentreMachine& centre_;
  const std::vector<std::unique_ptr<StationMachine>>& stations_;
  std::set<RecordId> known_;  ///< to the projection
  std::map<std::uint64_t, std::vector<Bytes>> published_;
  std::vector<std::string> broken_;
};

}  // namespace garita::tests
