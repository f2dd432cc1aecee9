#pragma once

#include <memory>
#include <string>
#include <vector>

#include "tests/simulation/link.h"
#include "tests/simulation/promises.h"

namespace garita::tests {

/// What became of one run.
struct RunOutcome {
  std::vector<std::string> broken;  ///< promises, in words; empty when all held
  std::size_t acknowledged = 0;
  std::size_t lost_with_a_disk = 0;
  std::size_t deaths = 0;  ///< of processes, by a kill, a power cut or a restored disk
  std::size_t links = 0;
  std::size_t sticks = 0;
};

/// Four days of three stations and a centre, in virtual time: travellers come and go, links come
/// for a minute and break, sticks travel, processes are killed and machines lose power in the
/// middle of a write, disks fill up, clocks are wrong, a disk is restored from a backup, a station
/// is revoked. Everything follows from the seed.
class World {
 public:
  World(SimulatedCountry& country, std::uint64_t seed);
  ~World();

  [[nodiscard]] RunOutcome run();

 private:
  struct Troubles;
  struct Wish;

  void plan_travellers();
  void plan_windows(std::size_t station);
  void plan_troubles();
  void plan_stick(std::size_t station);

  void want(const Wish& wish);
  void write(StationMachine& station, const Wish& wish);
  void publish();
  void forget(std::size_t station);
  [[nodiscard]] std::string next_list();
  void keep_connected(std::size_t station, Instant until);
  void tick(const std::shared_ptr<Link>& link);
  void carry_stick(std::size_t station, bool honest);
  void deliver_stick(std::size_t station, const std::vector<Bytes>& files, bool honest);
  void project();

  void after_each_step();
  void station_dies(std::size_t station);
  void start_station(std::size_t station);
  void centre_dies();
  void start_centre();
  void restore_station(std::size_t station, const FaultyDisk::Files& backup);
  void come_to_rest();

  [[nodiscard]] Span between(Span low, Span high);

  Agenda agenda_;
  Dice dice_;
  CentreMachine centre_;
  std::vector<std::unique_ptr<StationMachine>> stations_;
  std::vector<std::shared_ptr<Link>> links_;  ///< the newest of each station
  std::vector<std::shared_ptr<Link>> old_links_;
  Promises promises_;
  std::unique_ptr<Troubles> troubles_;
  std::set<PostCode> excused_;
  std::string list_;  ///< what the last bulletin says
  std::size_t wishes_left_ = 0;
  bool calm_ = false;  ///< nothing goes wrong any more
  RunOutcome outcome_;
};

}  // namespace garita::tests
