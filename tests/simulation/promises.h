#pragma once

#include <algorithm>
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
  void check_centre_kept_what_it_said(central::IntakeStore& intake);
  /// Each time that the projection has run: watermarks and flags say nothing that an acknowledged
  /// record, or one on paper, contradicts; hours on paper and second branches hold a post back.
  void check_centre_says_nothing_untrue(central::CentralDatabase& database);
  /// When everything that can travel has: every acknowledged record is there exactly once.
  void check_everything_arrived_once();
  void check_nothing_in_clear();
  /// At rest: what stands in the journals of a disk is what the centre holds of them, in every
  /// lane.
  void check_journals_are_the_same();
  /// What of the station's journals the centre neither has at its place nor put aside, in words.
  [[nodiscard]] std::vector<std::string> branches_missing(StationMachine& station);
  /// Of every disk that has a twin nothing is missing, and none holds a receipt for what the
  /// centre has otherwise.
  void check_branches_are_kept();
  /// What a person is about to decide about is not put aside any more.
  void note_decided(const std::vector<Entry>& contents);
  [[nodiscard]] bool is_of_a_second_branch(const central::QuarantineRow& row) const;

  /// A crossing that stands on paper only, until it is acknowledged under the same reference.
  struct OnPaper {
    std::string reference;
    std::string number;
    Direction direction = Direction::kEntry;
    Instant at;
  };
  void note_on_paper(const OnPaper& crossing) { on_paper_.push_back(crossing); }
  /// Announced hours on paper from a moment on; absent: closed.
  void note_paper_hours(const PostCode& post, std::optional<Instant> from);

  /// What the centre was about to publish, whether or not it lived to.
  void note_published(const Bulletin& bulletin) {
    published_[{bulletin.channel, bulletin.version}].push_back(bulletin.content);
  }
  /// At rest: every station holds the newest version, as it was published, and of a long list each
  /// section that it is made of.
  void check_bulletins_arrived(const std::string& channel);
  /// Nothing urgent waited for anything else.
  void check_order(const std::vector<std::string>& overtaken) {
    for (const auto& what : overtaken) check(false, what);
  }
  /// At any moment: of each section that the list in force is made of the station holds that
  /// version, or a newer one, which waits for its own head.
  void check_list_is_whole(StationMachine& station, const std::string& channel);

  /// Whether a watermark may be short of the end: somebody has to decide something first.
  void check_watermarks_caught_up(Instant wall, const std::set<PostCode>& excused);

  [[nodiscard]] const std::vector<std::string>& broken() const { return broken_; }

 private:
  void check(bool holds, const std::string& what) {
    if (!holds && std::ranges::find(broken_, what) == broken_.end()) broken_.push_back(what);
  }
  void check_watermark(central::CentralDatabase& database, const central::PostWatermark& watermark);
  void check_second_branches(const std::vector<central::QuarantineRow>& rows,
                             const std::vector<central::PostWatermark>& posts);
  /// What of a traveller was acknowledged and is not excused, or stands on paper yet.
  std::vector<OnPaper> true_crossings_of(central::CentralDatabase& database,
                                         const std::string& number);
  /// That were acknowledged.
  [[nodiscard]] std::vector<Instant> entries_of(const std::string& number) const;
  void check_flag(central::CentralDatabase& database, const central::CaseRow& row,
                  const std::vector<central::PostWatermark>& posts);
  /// What a station holds of a channel or a section is what was published. Gives the version.
  std::uint64_t check_published(StationMachine& station, const std::string& channel);
  bool is_known(central::CentralDatabase& database, const Acknowledged& record);
  static std::size_t times_there(central::CentralDatabase& database, const Acknowledged& record);

  CentreMachine& centre_;
  const std::vector<std::unique_ptr<StationMachine>>& stations_;
  std::set<std::string> known_;  ///< references of what the projection knows
  std::vector<OnPaper> on_paper_;
  std::map<PostCode, Instant> paper_since_;
  std::set<Digest> decided_;
  std::map<std::pair<std::string, std::uint64_t>, std::vector<Bytes>> published_;
  std::vector<std::string> broken_;
};

}  // namespace garita::tests
