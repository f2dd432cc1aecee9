#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tests/simulation/link.h"
#include "tests/simulation/long_list.h"
#include "tests/simulation/promises.h"
#include "tests/simulation/troubles.h"

namespace garita::tests {

/// What became of one run.
struct RunOutcome {
  std::vector<std::string> broken;  ///< promises, in words; empty when all held
  std::size_t acknowledged = 0;
  std::size_t lost_with_a_disk = 0;
  std::size_t deaths = 0;  ///< of processes, by a kill, a power cut or a restored disk
  std::size_t links = 0;
  std::size_t sticks = 0;
  std::size_t second_contents = 0;  ///< of places in journals, decided by a person
  std::size_t typed_in = 0;         ///< from paper
};

/// Four days of three stations and a centre, in virtual time: travellers come and go, links come
/// for a minute and break, sticks travel, processes are killed and machines lose power in the
/// middle of a write, disks fill up, clocks are wrong, a disk is restored from a backup or copied,
/// a post works on paper, a station is revoked. Everything follows from the seed.
class World {
 public:
  World(SimulatedCountry& country, std::uint64_t seed);
  ~World();

  [[nodiscard]] RunOutcome run();

 private:
  /// A traveller at a desk.
  struct Wish {
    std::size_t station = 0;
    Direction direction = Direction::kEntry;
    std::string number;
    std::string reference;
    bool asked = false;               ///< an officer has begun
    std::optional<Instant> on_paper;  ///< when it happened, where it is typed in later
  };
  /// Hours in which a post stamps by hand.
  struct PaperHours {
    PostCode post{""};
    Instant from;
    bool dark = false;  ///< the power is down, and the centre is told while it is
    bool began = false;
    bool ended = false;
    bool announced = false;
    bool closed = false;
    std::size_t to_type_in = 0;
  };

  void plan_travellers();
  void plan_windows(std::size_t station);
  void plan_stick(std::size_t station);
  void plan_forgetting(std::size_t station);
  void plan_wrong_clocks();
  void plan_full_disks();
  void plan_disks_and_thieves();
  void plan_clone();
  void plan_paper();
  void plan_clock_steps();
  void plan_dying_disk();
  void plan_troubles();

  void want(Wish wish);
  void write(StationMachine& station, const Wish& wish);
  void publish();
  void publish_long_list();
  void forget(std::size_t station);
  [[nodiscard]] std::string next_list();
  void keep_connected(std::size_t station, Instant until);
  void connect(std::size_t station);
  void tick(const std::shared_ptr<Link>& link);
  void carry_stick(std::size_t station, bool honest);
  void take_answer(std::size_t station, const std::vector<Bytes>& answer, bool honest);
  void deliver_stick(std::size_t station, const std::vector<Bytes>& files, bool honest);
  void project();

  void after_each_step();
  void station_dies(std::size_t station);
  void start_station(std::size_t station);
  [[nodiscard]] CentreProcess& one_process();
  void centre_dies(CentreProcess& process);
  void end_process(CentreProcess& process);
  void start_centre(CentreProcess& process);
  void restore_station(std::size_t station, const FaultyDisk::Files& backup);
  void clone_station(std::size_t station);
  [[nodiscard]] bool has_been_read_today(StationMachine& station);
  void watch_for_midnight(std::size_t station, int times);
  void over_midnight(std::size_t station);

  [[nodiscard]] bool is_on_paper(const PostCode& post) const;
  void note_on_paper(Wish wish);
  void type_in_later(const Wish& wish);
  void paper_begins();
  void paper_ends();
  void announce_paper();
  void close_paper();
  [[nodiscard]] bool state(const std::vector<Record>& records);
  /// False: the centre's machine failed, and the rest is for another time.
  bool decide_about_branches();
  bool decide_about(const RecordId& record);
  void decide_now_and_then();
  [[nodiscard]] std::set<std::uint32_t> lives_led(const StationId& station);
  void end_former_lives();

  [[nodiscard]] bool is_settled();
  void start_everything();
  void persons_decide_the_rest(Instant until);
  void come_to_rest();

  [[nodiscard]] Span between(Span low, Span high) { return between(dice_, low, high); }
  /// Cut off, or with a flipped bit.
  static void damage(Bytes& file, Dice& dice);
  [[nodiscard]] static Span between(Dice& dice, Span low, Span high);

  /// Short, so that days end within a run.
  static constexpr std::chrono::hours kReadableFor{3};

  Agenda agenda_;
  Dice dice_;
  Dice faults_;    ///< for Troubles' `more`
  Dice way_down_;  ///< for sticks with answers
  CentreMachine centre_;
  std::vector<std::unique_ptr<StationMachine>> stations_;
  std::map<std::size_t, std::size_t> twins_;  ///< of a station that was cloned
  std::vector<std::shared_ptr<Link>> links_;  ///< the newest of each station
  std::vector<std::shared_ptr<Link>> old_links_;
  std::map<std::size_t, Instant> no_link_before_;
  Promises promises_;
  Troubles troubles_;
  LongList long_list_;
  std::optional<PaperHours> paper_;
  std::set<std::string> ended_lives_;
  std::set<PostCode> excused_;
  std::string list_;  ///< what the last bulletin says
  std::size_t wishes_left_ = 0;
  int wishes_extra_ = 0;
  Instant looks_again_;
  bool calm_ = false;  ///< nothing goes wrong any more
  RunOutcome outcome_;
};

}  // namespace garita::tests
