#include "tests/simulation/world.h"

#include <algorithm>
#include <array>
#include <string>

#include "border-station/uplink/bundles.h"
#include "central-sync/intake/bundles.h"

namespace garita::tests {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr hours kDays{96};
constexpr int kTravellers = 14;
constexpr Span kTickEvery{2'000};
constexpr auto kChannel = "messages";
constexpr int kListsMost = 6;
/// So long after the last trouble there are links, if need be: an officer may ask again half an
/// hour after an answer that never came.
constexpr minutes kRestAtLeast{10};
constexpr minutes kRestWithin{45};

void complain(const Error&) {}

/// So that nobody is taken for another: the promises are about persons, and likeness is not theirs.
void name_traveller(TravelDocument& document) {
  constexpr std::array kSurnames{"MOREIRA", "TZUL",     "IXQUIAC",  "BARILLAS", "CHINCHILLA",
                                 "ESTRADA", "FUENTES",  "HERRERA",  "JOCOL",    "MENDEZ",
                                 "NORIEGA", "ORELLANA", "PALENCIA", "ZAPETA",   "UTUY"};
  const auto number =
      std::stoul(document.document_number.substr(document.document_number.size() - 3));
  document.surname = std::string("GARCIA ") + kSurnames.at(number % kSurnames.size());
  const auto born = Date::from_days_since_epoch(static_cast<int>(number * 397 % 11'000));
  document.birth_date = PartialDate::from_date(born);
}

std::vector<std::unique_ptr<StationMachine>> machines_of(SimulatedCountry& country,
                                                         const Agenda& agenda, Dice& dice) {
  std::vector<std::unique_ptr<StationMachine>> machines;
  for (const auto& enrolled : country.stations()) {
    machines.push_back(std::make_unique<StationMachine>(enrolled, agenda, dice.bits()));
  }
  return machines;
}

}  // namespace

World::World(SimulatedCountry& country, std::uint64_t seed)
    : dice_(seed),
      faults_(~seed),
      way_down_(Dice(seed).branch(0xA45)),
      centre_(country, agenda_, dice_.bits()),
      stations_(machines_of(country, agenda_, dice_)),
      links_(stations_.size()),
      promises_(centre_, stations_),
      troubles_(dice_, faults_),
      long_list_(seed) {
  if (!troubles_.two_centres) return;
  centre_.processes.push_back(std::make_unique<CentreProcess>());
  centre_.processes.back()->number = 1;
}

World::~World() {
  links_.clear();
  old_links_.clear();
}

void World::damage(Bytes& file, Dice& dice) {
  const auto at = static_cast<std::size_t>(dice.between(0, 1) * static_cast<double>(file.size()));
  if (dice.chance(0.5)) {
    file.resize(at);
  } else {
    file[at] = static_cast<std::uint8_t>(file[at] ^ (1U << unsigned(dice.below(8))));
  }
}

Span World::between(Dice& dice, Span low, Span high) {
  return Span(static_cast<std::int64_t>(
      dice.between(static_cast<double>(low.count()), static_cast<double>(high.count()))));
}

void World::plan_travellers() {
  for (int i = 0; i < kTravellers; ++i) {
    const std::string number = "QX" + std::to_string(4'711'000 + i);
    const auto somewhere = [&] { return std::size_t(dice_.below(int(stations_.size()))); };
    const Span enters = between(hours(0), hours(60));
    const Wish entry{somewhere(), Direction::kEntry, number, number + "-in", false, {}};
    agenda_.after(enters, [this, entry] { want(entry); });
    ++wishes_left_;
    if (dice_.chance(0.2)) continue;
    const Span leaves = enters + between(minutes(5), hours(60));
    const Wish exit{somewhere(), Direction::kExit, number, number + "-out", false, {}};
    agenda_.after(std::min<Span>(leaves, kDays), [this, exit] { want(exit); });
    ++wishes_left_;
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
  auto& book = one_process().database->book();
  const auto newest = book.newest_version(kChannel);
  if (!newest) return;
  Bulletin bulletin{kChannel, *newest + 1, centre_.clock.now(), copy_of(bytes_of(next_list())), {}};
  bulletin.sign(centre_.country.centre().centre_key());
  promises_.note_published(bulletin);
  static_cast<void>(book.put_bulletin(bulletin));
  after_each_step();
}

void World::publish_long_list() {
  if (calm_ || !centre_.is_up()) return;
  long_list_.publish(centre_, *one_process().database, promises_);
  after_each_step();
}

void World::forget(std::size_t index) {
  auto& station = *stations_[index];
  if (!station.is_up()) return;
  static_cast<void>(station.uplink->forget(kReadableFor));
  after_each_step();
}

void World::want(Wish wish) {
  if (!std::exchange(wish.asked, true)) {
    if (is_on_paper(stations_[wish.station]->enrolled.post)) return note_on_paper(std::move(wish));
    const auto twin = twins_.find(wish.station);
    if (twin != twins_.end() && faults_.chance(0.5)) wish.station = twin->second;
  }
  auto& station = *stations_[wish.station];
  if (station.is_up()) {
    if (!calm_ && dice_.chance(troubles_.death_while_writing)) {
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
  name_traveller(decision.crossing.document);
  decision.crossing.reference = wish.reference;
  decision.crossing.fallback = wish.on_paper.has_value();
  decision.at = wish.on_paper;
  if (dice_.chance(0.3)) {
    Hit hit;
    hit.seen = {"A-" + wish.number, "document"};
    decision.hits.push_back(std::move(hit));
  }
  for (int pictures = dice_.chance(0.4) ? 1 + dice_.below(2) : 0; pictures > 0; --pictures) {
    // As a picture may: with a name in it that can be read, and not to be made smaller.
    Bytes picture = copy_of(bytes_of("GARCIA"));
    picture.resize(std::size_t(6 + dice_.below(20'000)));
    Dice noise(faults_.bits());
    std::generate(picture.begin() + 6, picture.end(),
                  [&noise] { return std::uint8_t(noise.bits()); });
    decision.pictures.push_back({PictureKind::kDocument, std::move(picture)});
  }
  const auto written = station.desk->append_decision(std::move(decision));
  if (!written) return;
  const Instant latest =
      std::exchange(station.latest_shown, std::max(station.latest_shown, station.clock.now()));
  const Instant right = centre_.clock.now();
  Acknowledged said;
  said.record = written->crossing;
  said.reference = wish.reference;
  said.number = wish.number;
  said.direction = wish.direction;
  said.at = written->at;
  said.behind_own_clock = wish.on_paper ? latest > right : written->at < latest;
  said.in_the_future = written->at > right;
  said.on_paper = wish.on_paper.has_value();
  said.of_a_clone = station.cloned;
  station.acknowledged.push_back(std::move(said));
  --wishes_left_;
  if (!wish.on_paper) return;
  --paper_->to_type_in;
  ++outcome_.typed_in;
}

void World::keep_connected(std::size_t station, Instant until) {
  if (agenda_.now() >= until) {
    // The link goes; who talks on it hears nothing any more.
    if (links_[station] && !calm_) links_[station]->cut();
    return;
  }
  const auto alone_until = no_link_before_.find(station);
  if (!calm_ && alone_until != no_link_before_.end() && agenda_.now() < alone_until->second) return;
  const auto& link = links_[station];
  if (!link || !link->has_station()) connect(station);
  if (!calm_) {
    if (dice_.chance(troubles_.cut * 0.2)) links_[station]->cut();
    if (dice_.chance(troubles_.stall * 0.2))
      links_[station]->stall(between(seconds(1), seconds(30)));
    if (dice_.chance(troubles_.death_on_the_link * 0.3)) {
      stations_[station]->disk.fail_after(dice_.below(60));
    }
    if (dice_.chance(troubles_.centre_death * 0.3)) {
      centre_.disk.fail_after(dice_.below(200), links_[station]->process().number);
    }
  }
  agenda_.after(between(seconds(1), seconds(6)),
                [this, station, until] { keep_connected(station, until); });
}

void World::connect(std::size_t station) {
  auto& link = links_[station];
  if (link) old_links_.push_back(link);
  link = std::make_shared<Link>(
      Link::Parties{agenda_, *stations_[station], centre_, one_process(), dice_}, LinkNature());
  const bool opened = link->open();
  after_each_step();
  if (!opened) return;
  ++outcome_.links;
  tick(link);
}

void World::tick(const std::shared_ptr<Link>& link) {
  if (!link->has_station() && !link->has_centre()) return;
  link->tick();
  promises_.check_order(link->overtaken());
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
  auto& process = one_process();
  auto& intake = *process.intake;
  if (!honest && !calm_ && dice_.chance(troubles_.centre_death)) {
    centre_.disk.fail_after(dice_.below(200), process.number);
  }
  central::Addressee to{stations_[station]->enrolled.id, {}, {}};
  for (Bytes file : files) {
    if (!honest && dice_.chance(troubles_.damaged_stick)) damage(file, dice_);
    const auto taken = central::import_bundle(intake, key, file, centre_.clock.now(), complain);
    if (!taken || !taken->stations.contains(to.station)) continue;
    to.merge(taken->stations.at(to.station));
  }
  std::vector<Bytes> answer;
  const auto keep = [&](ByteView file) -> Result<void> {
    answer.push_back(copy_of(file));
    return {};
  };
  const auto written = central::write_answer(intake, key, to, centre_.clock.now(), keep);
  after_each_step();
  if (!written) return;
  agenda_.after(honest ? Span(seconds(1)) : between(minutes(10), hours(20)),
                [this, station, answer, honest] { take_answer(station, answer, honest); });
}

void World::take_answer(std::size_t station, const std::vector<Bytes>& answer, bool honest) {
  auto& machine = *stations_[station];
  if (!machine.is_up()) return;
  for (Bytes file : answer) {
    if (!honest && way_down_.chance(troubles_.damaged_stick)) damage(file, way_down_);
    static_cast<void>(station::import_answer(*machine.desk, file, complain));
  }
  promises_.check_list_is_whole(machine, LongList::kChannel);
  after_each_step();
}

void World::project() {
  if (centre_.is_up()) {
    auto& process = one_process();
    const bool projected = centre_.project(process);
    if (projected && !centre_.is_dead(process)) {
      promises_.check_centre_says_nothing_untrue(*process.database);
    }
  }
  after_each_step();
  const bool talks =
      std::ranges::any_of(links_, [](const auto& link) { return link && link->has_station(); });
  agenda_.after(calm_ || talks ? Span(seconds(5)) : Span(minutes(40)), [this] { project(); });
}

/// Nothing is on its way any more, but what cannot arrive.
bool World::is_settled() {
  if (wishes_left_ > 0 || !centre_.is_up() || agenda_.now() < looks_again_) return false;
  looks_again_ = agenda_.now().plus(seconds(30));
  return std::ranges::all_of(stations_, [this](const auto& station) {
    if (station->revoked) return true;
    if (!station->is_up()) return false;
    if (station->cloned) return promises_.branches_missing(*station).empty();
    const auto unsent = station->desk->unsent();
    return unsent && unsent->records == 0;
  });
}

void World::start_everything() {
  for (std::size_t i = 0; i < stations_.size(); ++i) {
    stations_[i]->disk.mend();
    if (!stations_[i]->is_up()) start_station(i);
  }
  centre_.disk.mend();
  for (const auto& process : centre_.processes) {
    if (!process->is_up()) start_centre(*process);
  }
}

void World::come_to_rest() {
  calm_ = true;
  start_everything();
  const Instant until = agenda_.now().plus(kRestWithin);
  for (std::size_t i = 0; i < stations_.size(); ++i) keep_connected(i, until.plus(kRestWithin));
  const Instant wall = centre_.clock.now();
  looks_again_ = agenda_.now().plus(kRestAtLeast);
  agenda_.run_until(until, [this] { return is_settled(); });
  persons_decide_the_rest(until.plus(kRestWithin));
  auto& process = centre_.any();
  ensure(centre_.project(process), "what is calm lets a centre work");
  promises_.check_centre_says_nothing_untrue(*process.database);
  promises_.check_centre_kept_what_it_said(*process.intake);
  promises_.check_everything_arrived_once();
  promises_.check_watermarks_caught_up(wall, excused_);
  promises_.check_journals_are_the_same();
  promises_.check_bulletins_arrived(kChannel);
  promises_.check_bulletins_arrived(LongList::kChannel);
  promises_.check_nothing_in_clear();
}

RunOutcome World::run() {
  for (const auto& process : centre_.processes) {
    ensure(centre_.start(*process), "a new centre starts");
  }
  for (const auto& station : stations_) ensure(station->start(), "a new station starts");
  plan_travellers();
  for (std::size_t i = 0; i < stations_.size(); ++i) {
    plan_windows(i);
    plan_stick(i);
    plan_forgetting(i);
  }
  plan_troubles();
  for (int lists = dice_.below(kListsMost); lists > 0; --lists) {
    agenda_.after(between(hours(0), kDays), [this] { publish(); });
  }
  for (int lists = long_list_.times(); lists > 0; --lists) {
    agenda_.after(long_list_.moment(kDays), [this] { publish_long_list(); });
  }
  project();
  agenda_.run_until(Instant{}.plus(kDays), [] { return false; });
  come_to_rest();
  outcome_.broken = promises_.broken();
  for (const auto& station : stations_) outcome_.acknowledged += station->acknowledged.size();
  return outcome_;
}

}  // namespace garita::tests
