// The promise itself: whatever posts have still to tell within what they claimed, nothing that was
// raised is taken back. Histories, claims and the order of arrival are drawn; each seed is one.
#include <gmock/gmock.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>

#include "central-sync/flags/evaluate.h"
#include "central-sync/flags/test_pack.h"
#include "central-sync/flags/test_stations.h"
#include "central-sync/flags/test_visitor.h"

namespace garita::central {
namespace {

using std::chrono::hours;

constexpr unsigned kSeeds = 600;
constexpr int kLastHour = 24 * 80;

Instant hour(int hours_since) {
  return Instant::from_rfc3339("2026-01-01T00:00:00Z")->plus(hours(hours_since));
}

int hours_since_start(Instant moment) {
  return static_cast<int>((moment.milliseconds - hour(0).milliseconds) / 3'600'000);
}

/// A post that tells what it saw whenever it has a link, all of it, and says so.
struct Teller {
  std::string post;
  bool sees_entries;
  bool sees_exits;
  bool is_office = false;
  std::vector<int> links = {};  ///< hours, in order; the last one lies behind everything

  [[nodiscard]] int told_at(int occurred) const {
    return *std::ranges::lower_bound(links, occurred);
  }
  [[nodiscard]] PostWatermark known_at(int moment) const {
    PostWatermark watermark{PostCode(post), sees_entries, sees_exits, std::nullopt};
    watermark.is_office = is_office;
    for (const int link : links)
      if (link <= moment) watermark.complete_until = hour(link);
    return watermark;
  }
};

/// One traveller, in a country with a post for entries, one for exits, one for both and an office.
class Traveller {
 public:
  explicit Traveller(unsigned seed) : random_(seed), zone_(*Zone::named("America/Guatemala")) {
    history_.nationality = CountryCode("GTM");
    for (auto& teller : tellers_) {
      zones_.add(PostCode(teller.post), zone_, {{hour(0)}});
      // A good line or a bad one.
      for (int links = drawn(0, 2) == 0 ? drawn(0, 3) : drawn(5, 20); links > 0; --links)
        teller.links.push_back(drawn(0, kLastHour - 480));
      teller.links.push_back(kLastHour);
      std::ranges::sort(teller.links);
    }
    for (int crossings = drawn(1, 6); crossings > 0; --crossings) cross();
  }

  void decide_something() {
    constexpr std::array kKinds = {StatusChangeKind::kExtendDays,
                                   StatusChangeKind::kChangeClass,
                                   StatusChangeKind::kRevoke,
                                   StatusChangeKind::kApply,
                                   StatusChangeKind::kDecideApplication,
                                   StatusChangeKind::kSuspend,
                                   StatusChangeKind::kRegularise,
                                   StatusChangeKind::kDocumentReported,
                                   StatusChangeKind::kResidence,
                                   StatusChangeKind::kProtect,
                                   StatusChangeKind::kAnnul};
    const int occurred = drawn(0, kLastHour - 720);
    auto change = change_at(occurred);
    change.kind = kKinds[static_cast<std::size_t>(drawn(0, int{kKinds.size()} - 1))];
    // Also a crossing of which nothing has come yet, but none that is still to be.
    const auto& named = any_crossing().fact;
    if (named.at <= change.at) change.of = named.reference;
    if (drawn(0, 1) == 1) change.days = drawn(1, 20);
    if (drawn(0, 4) == 0) change.until = zone_.local_day(hour(drawn(0, kLastHour - 480)));
    if (change.kind == StatusChangeKind::kChangeClass) change.admission_class = "worker";
    history_.changes.push_back({change, hour(tellers_.back().told_at(occurred))});
  }

  /// Somebody was heard where they crossed, and that post says that flags wait.
  void be_heard() {
    const auto& crossing = any_crossing();
    const auto teller = std::ranges::find(tellers_, crossing.fact.post.value(), &Teller::post);
    const int occurred = hours_since_start(crossing.fact.at);
    auto change = change_at(occurred);
    change.kind = StatusChangeKind::kSuspend;
    change.of = crossing.fact.reference;
    history_.changes.push_back({change, hour(teller->told_at(occurred))});
  }

  /// Crosses once with a document of the country's own.
  void cross_as_national() { any_crossing().fact.nationality = CountryCode("UTO"); }

  /// Somebody else, of whom the same posts tell.
  Traveller another_at_the_same_posts() {
    Traveller other = *this;
    other.history_.movements.clear();
    for (int crossings = other.drawn(1, 6); crossings > 0; --crossings) other.cross();
    for (auto& each : other.history_.movements) each.fact.reference += "-other";
    return other;
  }
  /// Who may be the same person, by their names or only if crossings fit.
  void meet(const Traveller& other) {
    Review review{"X~Z", PersonId("other"), other.history_.movements, {}, {}};
    for (auto& each : review.movements) each.fact.document = each.fact.document == "X" ? "Z" : "V";
    if (drawn(0, 2) > 0) review.if_fitting = {"X~Z"};
    history_.reviews.push_back(std::move(review));
  }

  /// Posts in another zone, where the day ends two hours later, open and close, and some of the
  /// crossings are there.
  void open_posts_further_west() {
    const auto moment = [this] {
      const int any = drawn(0, kLastHour - 240);
      return hour(drawn(0, 1) == 0 ? any : any / 24 * 24 + drawn(5, 9));
    };
    for (const auto* name : {"WEST-01", "FAR-01", "WEST-02"})
      stations_.emplace_back(random_, name, 25, moment);
    for (int crossings = drawn(1, 6); crossings > 0; --crossings) {
      const auto& station = stations_[static_cast<std::size_t>(drawn(0, 2))];
      const auto occurred = hour(drawn(0, kLastHour - 720));
      const auto told_at = station.told_at(occurred);
      if (!told_at) continue;
      auto movement = crossing_at(occurred, drawn(0, 1) == 1, west_);
      movement.post = post_of(station.times.station);
      history_.movements.push_back({movement, *told_at});
    }
  }

  [[nodiscard]] Evaluation at(const PolicyPack& pack, int as_of, int known_at) const {
    return evaluated(pack, hour(as_of), known_at);
  }
  /// Whether a flag that was raised at one moment may wait again, or be withdrawn by what a station
  /// has to tell, at a later one: one that was closed when it was raised lives again.
  [[nodiscard]] bool any_lives_again(const Flag& flag, int raised_at, int moment) const {
    return std::ranges::any_of(stations_, [&](const auto& station) {
      return station.lives_again(flag.raise_at, hour(raised_at), hour(moment));
    });
  }
  /// As of a legal moment, by everything that was ever told.
  [[nodiscard]] Evaluation in_the_end(const PolicyPack& pack, Instant as_of) const {
    return evaluated(pack, as_of, kLastHour);
  }
  int drawn(int least, int most) {
    return least + static_cast<int>(random_() % static_cast<unsigned>(most - least + 1));
  }

 private:
  void cross() {
    const auto& teller = tellers_[static_cast<std::size_t>(drawn(0, 2))];
    const int occurred = drawn(0, kLastHour - 720);
    const bool entry = teller.sees_entries && (!teller.sees_exits || drawn(0, 1) == 1);
    auto movement = crossing_at(hour(occurred), entry, zone_);
    movement.post = PostCode(teller.post);
    history_.movements.push_back({movement, hour(teller.told_at(occurred))});
  }

  Movement crossing_at(Instant occurred, bool entry, const Zone& zone) {
    Movement movement;
    movement.reference = "m" + std::to_string(history_.movements.size());
    movement.direction = entry ? Direction::kEntry : Direction::kExit;
    movement.at = occurred;
    movement.day = zone.local_day(occurred);
    movement.document = drawn(0, 3) == 0 ? "Y" : "X";
    movement.sex = 'F';
    if (entry) {
      movement.admission.emplace();
      movement.admission->entered = movement.day;
      movement.admission->audience = {CountryCode("GTM"), "P", "visitor"};
    } else {
      movement.seen = drawn(0, 5) != 0;
      if (drawn(0, 3) == 0) movement.left_as = "worker";
    }
    return movement;
  }

  [[nodiscard]] Evaluation evaluated(const PolicyPack& pack, Instant as_of, int known_at) const {
    std::vector<PostWatermark> posts;
    for (const auto& teller : tellers_) posts.push_back(teller.known_at(known_at));
    auto zones = zones_;
    for (const auto& station : stations_) {
      const PostCode post = post_of(station.times.station);
      zones.add(post, west_, open_times(station.times, hour(known_at)));
      if (const auto until = station.complete_until(hour(known_at)))
        posts.push_back({post, true, true, until});
    }
    return evaluate(history_, {&pack, posts, zones, {}}, {as_of, hour(known_at)});
  }

  Known<Movement>& any_crossing() {
    auto& movements = history_.movements;
    return movements[static_cast<std::size_t>(drawn(0, static_cast<int>(movements.size()) - 1))];
  }

  [[nodiscard]] StatusChange change_at(int occurred) const {
    StatusChange change;
    change.reference = "d" + std::to_string(history_.changes.size());
    change.at = hour(occurred);
    change.day = zone_.local_day(change.at);
    return change;
  }

  std::mt19937 random_;
  Zone zone_;
  Zone west_ = *Zone::named("America/Tijuana");
  PostZones zones_;
  std::vector<testing::DrawnStation> stations_;  ///< further west
  std::vector<Teller> tellers_ = {{"ENTRIES", true, false},
                                  {"EXITS", false, true},
                                  {"BOTH", true, true},
                                  {"OFFICE", false, false, true}};
  PersonHistory history_;
};

const Flag* raised_case(const Evaluation& evaluation, const FlagCase& about) {
  for (const auto& flag : evaluation.flags)
    if (flag.flag_case() == about && is_raised(flag.state)) return &flag;
  return nullptr;
}

const char* const kKinds[] = {
    "kind = \"fixed_days\"\ndays = 10\nnotice_days = 3\n",
    "kind = \"fixed_days\"\ndays = 10\ngrace_days = 2\n",
    "kind = \"fixed_days\"\ndays = 10\nabsence_days_min = 5\npending_application = \"freezes\"\n",
    "kind = \"rolling_days\"\ndays = 12\nwindow_days = 30\n",
    "kind = \"calendar_year_days\"\ndays = 12\n",
};

TEST(LateData, TakesBackNoFlagThatWasRaisedHoweverItArrives) {
  std::set<FlagKind> raised;
  for (const auto* kind : kKinds) {
    const auto pack = pack_of(kind);
    for (unsigned seed = 1; seed <= kSeeds; ++seed) {
      Traveller traveller(seed);
      std::set<FlagCase> standing;
      for (int moment = 24; moment <= kLastHour; moment += 24 * traveller.drawn(1, 4)) {
        const auto now = traveller.at(pack, moment, moment);
        for (const auto& about : standing)
          ASSERT_TRUE(raised_case(now, about))
              << flag_name(about.kind) << "(" << about.subject << ") of seed " << seed
              << " is withdrawn at " << hour(moment).rfc3339() << " under " << kind;
        for (const auto& flag : now.flags) {
          // A notice ends with the term, or when the person leaves.
          if (!is_raised(flag.state) || flag.kind == FlagKind::kStatusExpires) continue;
          standing.insert(flag.flag_case());
          raised.insert(flag.kind);
        }
      }
    }
  }
  EXPECT_THAT(raised, ::testing::UnorderedElementsAre(
                          FlagKind::kOverstayOpen, FlagKind::kOverstay, FlagKind::kExitWithoutEntry,
                          FlagKind::kEntryWithoutExit, FlagKind::kClassMismatch));
}

/// At each moment around the ends of a day, which end later where the country lies further west.
/// What is raised may wait again for one reason alone: somebody had closed a station, and it lives.
TEST(LateData, TakesBackNoFlagThatWasRaisedUnlessWhatWasClosedLivesWhateverOpensInAnotherZone) {
  std::size_t raised = 0;
  std::size_t waits_again = 0;
  for (const auto* kind : kKinds) {
    const auto pack = pack_of(kind);
    for (unsigned seed = 1; seed <= kSeeds / 5; ++seed) {
      Traveller traveller(seed);
      traveller.open_posts_further_west();
      std::map<FlagCase, Flag> standing;
      int before = 0;
      for (int day = 1; day < kLastHour / 24; ++day)
        for (int moment = 24 * day + 6; moment <= 24 * day + 9; ++moment) {
          const auto now = traveller.at(pack, moment, moment);
          waits_again += std::erase_if(standing, [&](const auto& each) {
            const auto& [about, flag] = each;
            if (raised_case(now, about)) return false;
            EXPECT_TRUE(traveller.any_lives_again(flag, before, moment))
                << flag_name(about.kind) << "(" << about.subject << ") of seed " << seed
                << " is withdrawn at " << hour(moment).rfc3339() << " under " << kind;
            return true;
          });
          for (const auto& flag : now.flags)
            if (is_raised(flag.state) && flag.kind != FlagKind::kStatusExpires &&
                standing.insert_or_assign(flag.flag_case(), flag).second)
              ++raised;
          before = moment;
        }
    }
  }
  EXPECT_GT(raised, 500U);
  EXPECT_GT(waits_again, 10U);
}

/// Whoever they may be crosses at the same posts.
TEST(LateData, TakesBackNoFlagThatWasRaisedHoweverOtherLikelyPersonsCome) {
  std::size_t held = 0;
  for (const auto* kind : kKinds) {
    const auto pack = pack_of(kind);
    for (unsigned seed = 1; seed <= kSeeds; ++seed) {
      Traveller traveller(seed);
      const auto other = traveller.another_at_the_same_posts();
      traveller.meet(other);
      std::set<FlagCase> standing;
      for (int moment = 24; moment <= kLastHour; moment += 24 * traveller.drawn(1, 4)) {
        const auto now = traveller.at(pack, moment, moment);
        for (const auto& about : standing)
          ASSERT_TRUE(raised_case(now, about))
              << flag_name(about.kind) << "(" << about.subject << ") of seed " << seed
              << " is withdrawn at " << hour(moment).rfc3339() << " under " << kind;
        for (const auto& flag : now.flags) {
          if (!flag.review.empty()) ++held;
          if (is_raised(flag.state) && flag.kind != FlagKind::kStatusExpires)
            standing.insert(flag.flag_case());
        }
      }
    }
  }
  EXPECT_GT(held, 1000U);
}

TEST(LateData, MakesNoFlagUntrueOfItsMomentWhateverWasDecidedOrShownByThen) {
  std::set<FlagKind> raised;
  for (const auto* kind : kKinds) {
    const auto pack = pack_of(kind);
    for (unsigned seed = 1; seed <= 4 * kSeeds; ++seed) {
      Traveller traveller(seed);
      for (int decisions = traveller.drawn(0, 3); decisions > 0; --decisions)
        traveller.decide_something();
      if (traveller.drawn(0, 1) == 0) traveller.be_heard();
      if (traveller.drawn(0, 1) == 0) traveller.cross_as_national();
      for (int asked = 0; asked < 10; ++asked) {
        const int moment = traveller.drawn(24, kLastHour);
        const auto then = traveller.at(pack, moment, moment);
        for (const auto& flag : then.flags) {
          if (!is_raised(flag.state)) continue;
          raised.insert(flag.kind);
          const auto true_then = traveller.in_the_end(pack, flag.raise_at);
          ASSERT_TRUE(raised_case(true_then, flag.flag_case()))
              << flag_name(flag.kind) << "(" << flag.subject << ") of seed " << seed
              << ", raised at " << hour(moment).rfc3339() << " under " << kind;
        }
      }
    }
  }
  EXPECT_EQ(raised.size(), kFlagKinds.size());
}

// Whatever else was decided before may still come from an office, and nobody was told of the end.
TEST(LateData, OfWhatWasDecidedBeforeATermWasCutShortBackInTimeIsWaitedFor) {
  struct Case {
    const char *what, *kind;
    StatusChangeKind decided;
    bool went_out;
  };
  const Case cases[] = {
      {"annulled", "kind = \"fixed_days\"\ndays = 30\n", StatusChangeKind::kAnnul, false},
      {"its event", "kind = \"until_event\"\nevent = \"contract\"\n", StatusChangeKind::kEvent,
       false},
      {"annulled, and the term goes on in the next stay",
       "kind = \"fixed_days\"\ndays = 30\nabsence_days_min = 20\n", StatusChangeKind::kAnnul, true},
  };
  for (const auto& each : cases) {
    testing::Visitor who;
    who.under(each.kind).in("a", "2026-01-05T16:00:00Z");
    if (each.went_out) {
      who.out("b", "2026-01-06T16:00:00Z", "2026-01-06T16:00:00Z");
      who.in("c", "2026-01-08T16:00:00Z");
    }
    who.decide_until(each.decided, "2026-01-25T16:00:00Z", "2026-01-10");
    who.complete("2026-01-20T00:00:00Z", "2026-01-20T00:00:00Z");
    const auto is_raised = [&] {
      return std::ranges::any_of(who.at("2026-01-26T00:00:00Z").flags, [](const Flag& flag) {
        return flag.kind == FlagKind::kOverstayOpen &&
               (flag.state == FlagState::kConfirmed || flag.state == FlagState::kProbable);
      });
    };
    EXPECT_FALSE(is_raised()) << each.what;
    who.complete("2026-01-26T00:00:00Z", "2026-01-26T00:00:00Z");
    EXPECT_TRUE(is_raised()) << each.what;
  }
}

}  // namespace
}  // namespace garita::central
