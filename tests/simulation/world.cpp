#include "tests/simulation/world.h"

#include <algorithm>

#include "border-station/uplink/bundles.h"
#include "central-sync/intake/bundles.h"

namespace garita::tests {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr hours kDays{96};
constexpr int kTravellers = 14;
constexpr int kWindowsEach = 7;
constexpr Span kTickEvery{2'000};
/// Short, so that days end within a run.
constexpr hours kReadableFor{3};
constexpr auto kChannel = "messages";
constexpr int kListsMost = 6;
/// So long after the last trouble there are links, if need be: an officer may ask again half an
/// hour after an answer that never came.
constexpr minutes kRestAtLeast{10};
constexpr minutes kRestWithin{45};

void complain(const Error&) {}

}  // namespace

/// What goes wrong in this run, and how often: a run without any of it is a run too.
struct World::Troubles {
  explicit Troubles(Dice& dice)
      : death_while_writing(dice.chance(0.7) ? dice.between(0, 0.4) : 0),
        death_on_the_link(dice.chance(0.7) ? dice.between(0, 0.4) : 0),
        centre_death(dice.chance(0.6) ? dice.between(0, 0.3) : 0),
        power_rather_than_kill(dice.between(0, 1)),
        cut(dice.chance(0.8) ? dice.between(0, 0.8) : 0),
        stall(dice.chance(0.5) ? dice.between(0, 0.5) : 0),
        stick(dice.chance(0.5) ? dice.between(0, 1) : 0),
        damaged_stick(dice.between(0, 0.5)) {}
  double death_while_writing, death_on_the_link, centre_death, power_rather_than_kill;
  double cut, stall, stick, damaged_stick;
};

struct World::Wish {
  std::size_t station = 0;
  Direction direction = Direction::kEntry;
  std::string number;
  std::string reference;
};

World::World(SimulatedCountry& country, std::uint64_t seed)
    : dice_(seed), centre_(country, agenda_, dice_.bits()), promises_(centre_, stations_) {
  for (const auto& enrolled : country.stations()) {
    stations_.push_back(std::make_unique<StationMachine>(enrolled, agenda_, dice_.bits()));
  }
  links_.resize(stations_.size());
  troubles_ = std::make_unique<Troubles>(dice_);
}

World::~World() {
  links_.clear();
  old_links_.clear();
}

Span World::between(Span low, Span high) {
  return Span(static_cast<std::int64_t>(
      dice_.between(static_cast<double>(low.count()), static_cast<double>(high.count()))));
}

void World::plan_travellers() {
  for (int i = 0; i < kTravellers; ++i) {
    const std::string number = "QX" + std::to_string(4'711'000 + i);
    const auto somewhere = [&] { return std::size_t(dice_.below(int(stations_.size()))); };
    const Span enters = between(hours(0), hours(60));
    const Wish entry{somewhere(), Direction::kEntry, number, number + "-in"};
    agenda_.after(enters, [this, entry] { want(entry); });
    ++wishes_left_;
    if (dice_.chance(0.2)) continue;
    const Span leaves = enters + between(minutes(5), hours(60));
    const Wish exit{somewhere(), Direction::kExit, number, number + "-out"};
    agenda_.after(std::min<Span>(leaves, kDays), [this, exit] { want(exit); });
    ++wishes_left_;
  }
}

void World::plan_windows(std::size_t station) {
  for (int i = 0; i < kWindowsEach; ++i) {
    agenda_.after(between(hours(0), kDays), [this, station] {
      if (!calm_) keep_connected(station, agenda_.now().plus(between(seconds(5), seconds(90))));
    });
  }
}

void World::plan_stick(std::size_t station) {
  for (int i = 0; i < 3; ++i) {
    if (!dice_.chance(troubles_->stick)) continue;
    agenda_.after(between(hours(0), kDays), [this, station] { carry_stick(station, false); });
  }
}

void World::plan_troubles() {
  const auto one = [this] { return std::size_t(dice_.below(int(stations_.size()))); };
  const auto some_time = [this] { return between(hours(2), kDays); };
  if (dice_.chance(0.2)) {
    const auto station = one();
    stations_[station]->clock.set_wrong_by(between(-hours(50), hours(50)));
    excused_.insert(stations_[station]->enrolled.post);
  }
  if (dice_.chance(0.2)) {
    const auto station = one();
    const Span wrong_by = between(-hours(30), hours(30));
    excused_.insert(stations_[station]->enrolled.post);
    agenda_.after(some_time(),
                  [this, station, wrong_by] { stations_[station]->clock.set_wrong_by(wrong_by); });
  }
  if (dice_.chance(0.2)) {
    const auto station = one();
    const Span begins = some_time();
    agenda_.after(begins, [this, station] { stations_[station]->disk.set_full(!calm_); });
    agenda_.after(begins + between(minutes(1), hours(20)),
                  [this, station] { stations_[station]->disk.set_full(false); });
  }
  if (dice_.chance(0.15)) {
    const Span begins = some_time();
    agenda_.after(begins, [this] { centre_.disk.set_full(!calm_); });
    agenda_.after(begins + between(minutes(1), hours(20)),
                  [this] { centre_.disk.set_full(false); });
  }
  for (int syncs = dice_.chance(0.3) ? 1 + dice_.below(6) : 0; syncs > 0; --syncs) {
    const std::size_t machine = std::size_t(dice_.below(int(stations_.size()) + 1));
    agenda_.after(some_time(), [this, machine] {
      if (calm_) return;
      auto& disk = machine < stations_.size() ? stations_[machine]->disk : centre_.disk;
      disk.fail_sync_after(dice_.below(15));
    });
  }
  if (dice_.chance(0.15)) {
    const auto station = one();
    const Span backed_up = some_time();
    agenda_.after(backed_up, [this, station] {
      auto backup = stations_[station]->disk.copy();
      agenda_.after(between(minutes(1), hours(40)), [this, station, backup = std::move(backup)] {
        if (!calm_) restore_station(station, backup);
      });
    });
  }
  if (dice_.chance(0.1)) {
    const auto station = one();
    agenda_.after(some_time(), [this, station] {
      if (!centre_.is_up()) return;
      const auto& id = stations_[station]->enrolled.id;
      if (!centre_.database->book().revoke(id, "stolen", centre_.clock.now())) return;
      stations_[station]->revoked = true;
      excused_.insert(stations_[station]->enrolled.post);
    });
  }
}

/// A list of which a little has changed, or another one.
std::string World::next_list() {
  if (list_.empty() || dice_.chance(0.2)) {
    list_.clear();
    const int rows = 50 + dice_.below(2'000);
    for (int row = 0; row < rows; ++row)
      list_ += std::to_string(dice_.bits() % 1'000'000'007) + "\n";
  }
  for (int i = 0; i < 5; ++i) list_[std::size_t(dice_.below(int(list_.size())))] = 'x';
  return list_;
}

void World::publish() {
  if (calm_ || !centre_.is_up()) return;
  auto& book = centre_.database->book();
  const auto newest = book.newest_version(kChannel);
  if (!newest) return;
  Bulletin bulletin{kChannel, *newest + 1, centre_.clock.now(), copy_of(bytes_of(next_list())), {}};
  bulletin.sign(centre_.country.centre().centre_key());
  promises_.note_published(bulletin);
  static_cast<void>(book.put_bulletin(bulletin));
  after_each_step();
}

void World::forget(std::size_t index) {
  auto& station = *stations_[index];
  if (!station.is_up()) return;
  static_cast<void>(station.uplink->forget(kReadableFor));
  after_each_step();
}

void World::want(const Wish& wish) {
  auto& station = *stations_[wish.station];
  if (station.is_up()) {
    if (!calm_ && dice_.chance(troubles_->death_while_writing)) {
      station.disk.fail_after(dice_.below(40));
    }
    write(station, wish);
    after_each_step();
    const bool done = std::ranges::any_of(station.acknowledged, [&](const Acknowledged& said) {
      return said.reference == wish.reference;
    });
    if (done) return;
  }
  // The officer asks again, with the same reference.
  agenda_.after(calm_ ? Span(seconds(2)) : between(seconds(5), minutes(30)),
                [this, wish] { want(wish); });
}

void World::write(StationMachine& station, const Wish& wish) {
  station::NewDecision decision;
  decision.crossing = central::testing::crossing(wish.direction, station.enrolled.post.value(),
                                                 Instant{}, wish.number);
  decision.crossing.reference = wish.reference;
  if (dice_.chance(0.3)) {
    Hit hit;
    hit.seen = {"A-" + wish.number, "document"};
    decision.hits.push_back(std::move(hit));
  }
  for (int pictures = dice_.chance(0.4) ? 1 + dice_.below(2) : 0; pictures > 0; --pictures) {
    // As a picture may: with a name in it that can be read.
    Bytes picture = copy_of(bytes_of("GARCIA"));
    picture.resize(std::size_t(6 + dice_.below(30'000)), std::uint8_t(pictures));
    decision.pictures.push_back({PictureKind::kDocument, std::move(picture)});
  }
  const auto written = station.desk->append_decision(std::move(decision));
  if (!written) return;
  const Instant latest =
      std::exchange(station.latest_shown, std::max(station.latest_shown, station.clock.now()));
  station.acknowledged.push_back(
      {.record = written->crossing,
       .reference = wish.reference,
       .number = wish.number,
       .direction = wish.direction,
       .at = written->at,
       .behind_own_clock = written->at<latest, .in_the_future = written->at> centre_.clock.now()});
  --wishes_left_;
}

void World::keep_connected(std::size_t station, Instant until) {
  if (agenda_.now() >= until) {
    // The link goes; who talks on it hears nothing any more.
    if (links_[station] && !calm_) links_[station]->cut();
    return;
  }
  auto& link = links_[station];
  if (!link || !link->has_station()) {
    if (link) old_links_.push_back(link);
    link = std::make_shared<Link>(Link::Parties{agenda_, *stations_[station], centre_, dice_},
                                  LinkNature());
    const bool opened = link->open();
    after_each_step();
    if (opened) {
      ++outcome_.links;
      tick(link);
    }
  }
  if (!calm_) {
    if (dice_.chance(troubles_->cut * 0.2)) link->cut();
    if (dice_.chance(troubles_->stall * 0.2)) link->stall(between(seconds(1), seconds(30)));
    if (dice_.chance(troubles_->death_on_the_link * 0.3)) {
      stations_[station]->disk.fail_after(dice_.below(60));
    }
    if (dice_.chance(troubles_->centre_death * 0.3)) centre_.disk.fail_after(dice_.below(200));
  }
  agenda_.after(between(seconds(1), seconds(6)),
                [this, station, until] { keep_connected(station, until); });
}

void World::tick(const std::shared_ptr<Link>& link) {
  if (!link->has_station() && !link->has_centre()) return;
  link->tick();
  after_each_step();
  agenda_.after(kTickEvery, [this, link] { tick(link); });
}

void World::carry_stick(std::size_t station, bool honest) {
  auto& machine = *stations_[station];
  if (!machine.is_up()) return;
  std::vector<Bytes> files;
  const auto keep = [&](ByteView file) -> Result<void> {
    files.push_back(copy_of(file));
    return {};
  };
  const auto exported = station::export_bundle(*machine.desk, keep);
  after_each_step();
  if (!exported) return;
  ++outcome_.sticks;
  const int times = honest ? 1 : 1 + dice_.below(3);
  for (int i = 0; i < times; ++i) {
    agenda_.after(honest ? Span(seconds(1)) : between(minutes(10), hours(40)),
                  [this, station, files, honest] { deliver_stick(station, files, honest); });
  }
}

void World::deliver_stick(std::size_t station, const std::vector<Bytes>& files, bool honest) {
  if (!centre_.is_up()) return;
  const auto& key = centre_.country.centre().centre_key();
  auto& intake = *centre_.intake;
  if (!honest && !calm_ && dice_.chance(troubles_->centre_death)) {
    centre_.disk.fail_after(dice_.below(200));
  }
  for (Bytes file : files) {
    if (!honest && dice_.chance(troubles_->damaged_stick)) {
      const auto at =
          static_cast<std::size_t>(dice_.between(0, 1) * static_cast<double>(file.size()));
      if (dice_.chance(0.5)) {
        file.resize(at);
      } else {
        file[at] = static_cast<std::uint8_t>(file[at] ^ (1U << unsigned(dice_.below(8))));
      }
    }
    static_cast<void>(central::import_bundle(intake, key, file, centre_.clock.now(), complain));
  }
  std::vector<Bytes> answer;
  const auto keep = [&](ByteView file) -> Result<void> {
    answer.push_back(copy_of(file));
    return {};
  };
  const auto& id = stations_[station]->enrolled.id;
  const auto written = central::write_answer(intake, key, id, centre_.clock.now(), keep);
  after_each_step();
  if (!written) return;
  agenda_.after(honest ? Span(seconds(1)) : between(minutes(10), hours(20)),
                [this, station, answer] {
                  auto& machine = *stations_[station];
                  if (!machine.is_up()) return;
                  for (const auto& file : answer) {
                    static_cast<void>(station::import_answer(*machine.desk, file, complain));
                  }
                  after_each_step();
                });
}

void World::project() {
  if (centre_.is_up() && centre_.project() && !centre_.disk.is_dead()) {
    promises_.check_centre_says_nothing_untrue();
  }
  after_each_step();
  const bool talks =
      std::ranges::any_of(links_, [](const auto& link) { return link && link->has_station(); });
  agenda_.after(calm_ || talks ? Span(seconds(5)) : Span(minutes(40)), [this] { project(); });
}

void World::after_each_step() {
  for (std::size_t i = 0; i < stations_.size(); ++i) {
    auto& station = *stations_[i];
    station.latest_shown = std::max(station.latest_shown, station.clock.now());
    if (station.disk.is_dead()) station_dies(i);
  }
  if (centre_.disk.is_dead()) centre_dies();
}

void World::station_dies(std::size_t index) {
  auto& station = *stations_[index];
  ++outcome_.deaths;
  if (links_[index]) links_[index]->station_died();
  station.stop();
  if (dice_.chance(troubles_->power_rather_than_kill)) {
    station.disk.cut_power();
  } else {
    station.disk.kill();
  }
  agenda_.after(between(seconds(1), minutes(20)), [this, index] { start_station(index); });
}

void World::start_station(std::size_t index) {
  auto& station = *stations_[index];
  if (station.is_up()) return;
  if (!calm_ && dice_.chance(troubles_->death_while_writing * 0.5)) {
    station.disk.fail_after(dice_.below(30));
  }
  const bool started = station.start();
  if (started && !station.disk.is_dead()) {
    promises_.check_station_kept_what_it_said(station);
    return;
  }
  if (station.disk.is_dead()) return station_dies(index);
  station.stop();
  agenda_.after(minutes(1), [this, index] { start_station(index); });
}

void World::centre_dies() {
  ++outcome_.deaths;
  for (const auto& link : links_) {
    if (link) link->centre_died();
  }
  for (const auto& link : old_links_) link->centre_died();
  centre_.stop();
  if (dice_.chance(troubles_->power_rather_than_kill)) {
    centre_.disk.cut_power();
  } else {
    centre_.disk.kill();
  }
  agenda_.after(between(seconds(1), minutes(5)), [this] { start_centre(); });
}

void World::start_centre() {
  if (centre_.is_up()) return;
  if (!calm_ && dice_.chance(troubles_->centre_death * 0.5)) {
    centre_.disk.fail_after(dice_.below(30));
  }
  const bool started = centre_.start();
  if (started && !centre_.disk.is_dead()) return promises_.check_centre_kept_what_it_said();
  if (centre_.disk.is_dead()) return centre_dies();
  centre_.stop();
  agenda_.after(minutes(1), [this] { start_centre(); });
}

void World::restore_station(std::size_t index, const FaultyDisk::Files& backup) {
  auto& station = *stations_[index];
  if (!centre_.is_up()) return;
  ++outcome_.deaths;
  if (links_[index]) links_[index]->station_died();
  station.stop();
  station.disk.restore(backup);
  station.receipts.clear();
  station.restored = true;
  if (!station.start()) return station_dies(index);
  for (auto& said : station.acknowledged) {
    const auto found = station.desk->decision_under(said.reference);
    const bool kept = found && *found && (*found)->record == said.record;
    if (kept || said.lost) continue;
    said.lost = true;
    ++outcome_.lost_with_a_disk;
    const auto head =
        centre_.intake->head_of({said.record.station, said.record.incarnation, said.record.lane});
    said.traceless = !head || head->sequence < said.record.sequence;
  }
  // What a centre that never saw a record cannot know, and what a person has to close.
  excused_.insert(station.enrolled.post);
}

void World::come_to_rest() {
  calm_ = true;
  for (std::size_t i = 0; i < stations_.size(); ++i) {
    stations_[i]->disk.mend();
    if (!stations_[i]->is_up()) start_station(i);
  }
  centre_.disk.mend();
  if (!centre_.is_up()) start_centre();
  const Instant earliest = agenda_.now().plus(kRestAtLeast);
  const Instant until = agenda_.now().plus(kRestWithin);
  for (std::size_t i = 0; i < stations_.size(); ++i) keep_connected(i, until);
  const Instant wall = centre_.clock.now();
  const auto settled = [&] {
    if (wishes_left_ > 0 || !centre_.is_up() || agenda_.now() < earliest) {
      return false;
    }
    return std::ranges::all_of(stations_, [](const auto& station) {
      if (station->revoked) return true;
      if (!station->is_up()) return false;
      const auto unsent = station->desk->unsent();
      return unsent && unsent->records == 0;
    });
  };
  agenda_.run_until(until, settled);
  ensure(centre_.is_up() && centre_.project(), "what is calm lets a centre work");
  promises_.check_centre_says_nothing_untrue();
  promises_.check_centre_kept_what_it_said();
  promises_.check_everything_arrived_once();
  promises_.check_watermarks_caught_up(wall, excused_);
  promises_.check_journals_are_the_same();
  promises_.check_bulletins_arrived(kChannel);
  promises_.check_nothing_in_clear();
}

RunOutcome World::run() {
  const bool begun = centre_.start() && std::ranges::all_of(stations_, [](const auto& station) {
                       return station->start();
                     });
  ensure(begun, "new machines start");
  plan_travellers();
  for (std::size_t i = 0; i < stations_.size(); ++i) {
    plan_windows(i);
    plan_stick(i);
    for (int times = dice_.below(6); times > 0; --times) {
      agenda_.after(between(hours(0), kDays), [this, i] { forget(i); });
    }
  }
  plan_troubles();
  for (int lists = dice_.below(kListsMost); lists > 0; --lists) {
    agenda_.after(between(hours(0), kDays), [this] { publish(); });
  }
  project();
  agenda_.run_until(Instant{}.plus(kDays), [] { return false; });
  come_to_rest();
  outcome_.broken = promises_.broken();
  for (const auto& station : stations_) outcome_.acknowledged += station->acknowledged.size();
  return outcome_;
}

}  // namespace garita::tests
