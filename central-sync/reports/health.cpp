#include "central-sync/reports/health.h"

#include <algorithm>
#include <map>

#include "central-sync/flags/evaluate.h"

namespace garita::central {
namespace {

constexpr std::size_t kGoneMost = 10;

using Waiting = std::map<PostCode, std::int64_t>;

/// Counts held and raised flags, and for each post the held ones that wait for it.
Result<Waiting> count_flags(CentralStore& store, const std::vector<PostWatermark>& watermarks,
                            Instant now, CentreStatus& status) {
  Waiting waiting;
  GARITA_TRY(cases, store.cases({CaseSelection::kCurrent, now, std::nullopt}));
  const auto lowest = lowest_watermark(watermarks);
  for (const auto& [version, person] : cases) {
    const Flag& flag = version.flag;
    const auto state = state_of(ripeness_of(flag), now, lowest);
    if (is_raised(state)) ++status.flags_raised;
    if (!is_held(state)) continue;
    ++status.flags_held;
    for (const auto& post : posts_behind(watermarks, flag.raise_at)) ++waiting[post];
  }
  return waiting;
}

void hold_back(PostHealth& health, const char* what) {
  auto& held_back_by = health.held_back_by;
  if (std::find(held_back_by.begin(), held_back_by.end(), what) == held_back_by.end())
    held_back_by.emplace_back(what);
}

/// Lives of the station's disk that reach less far than another of it: it writes in that one, and
/// somebody has to say that these report no more.
void add_lives(const StationRow& station, const std::vector<LifeRow>& lives, PostHealth& health) {
  std::optional<Instant> furthest;
  for (const auto& life : lives)
    if (life.station == station.station) furthest = std::max(furthest, life.complete_until);
  for (const auto& life : lives) {
    if (life.station != station.station || life.ended || life.complete_until == furthest) continue;
    hold_back(health, "open incarnation");
    health.open_incarnations.push_back(life.name());
  }
}

void add_station(const StationRow& station, const std::vector<JournalRow>& journals,
                 PostHealth& health) {
  StationHealth made{station, {}};
  for (const auto& journal : journals) {
    if (journal.station != station.station) continue;
    made.journals.push_back(journal);
    health.quarantined += static_cast<std::int64_t>(journal.quarantined);
    if (!journal.holds_back) continue;
    if (journal.forked) hold_back(health, "fork");
    hold_back(health, "quarantine");
  }
  health.last_contact = std::max(health.last_contact, station.last_contact);
  health.stations.push_back(std::move(made));
}

/// That flags wait for a post again which was closed, or a station of which was.
void add_reopenings(std::span<const Reopening> all, PostHealth& health) {
  if (health.decisions_held_up == 0) return;
  for (const auto& each : all) {
    if (post_of(each.station) != health.post.post) continue;
    std::erase_if(health.reopened, [&](const auto& one) { return one.station == each.station; });
    health.reopened.push_back(each);
  }
  if (!health.reopened.empty()) hold_back(health, "reports again");
}

/// What is read once for all posts.
struct Everything {
  std::vector<StationRow> stations;
  std::vector<JournalRow> journals;
  std::vector<LifeRow> lives;
  std::vector<PostOnPaper> on_paper;

  static Result<Everything> of(CentralStore& store) {
    Everything everything;
    GARITA_TRY(stations, store.stations());
    everything.stations = std::move(stations);
    GARITA_TRY(journals, store.journals());
    everything.journals = std::move(journals);
    GARITA_TRY(lives, store.lives());
    everything.lives = std::move(lives);
    GARITA_TRY(on_paper, store.posts_on_paper());
    everything.on_paper = std::move(on_paper);
    return everything;
  }
};

PostHealth health_of(const PostRow& post, const Everything& everything) {
  PostHealth health;
  health.post = post;
  for (const auto& station : everything.stations) {
    if (station.post != post.post) continue;
    add_station(station, everything.journals, health);
    add_lives(station, everything.lives, health);
  }
  const auto& on_paper = everything.on_paper;
  if (std::ranges::find(on_paper, post.post, &PostOnPaper::post) != on_paper.end())
    hold_back(health, "paper period");
  return health;
}

}  // namespace

Result<CentreStatus> centre_status(CentralStore& store, Instant now) {
  CentreStatus status;
  status.now = now;
  GARITA_TRY(bulletins, store.bulletins());
  status.bulletins = std::move(bulletins);
  GARITA_TRY(settings, store.settings());
  status.settings = settings;
  GARITA_TRY(counts, store.counts());
  status.records = counts.records;
  status.records_not_projected = counts.records_not_projected;
  status.not_projected_since = counts.not_projected_since;
  status.quarantined = counts.quarantined;
  for (const auto& [post, late] : counts.behind_watermark) status.behind_watermark += late;
  status.decisions_dated_back = counts.decisions_dated_back;
  status.decisions_waiting = counts.decisions_waiting;
  status.persons = counts.persons;
  status.persons_to_judge_anew = counts.persons_to_judge_anew;
  status.stays_open = counts.stays_open;
  GARITA_TRY(gone, store.records_gone(kGoneMost));
  status.records_gone = std::move(gone);
  GARITA_TRY(view, CountryView::at(store, now));
  status.policy_version = view.pack() ? view.pack()->version() : "";
  GARITA_TRY(waiting, count_flags(store, view.watermarks(), now, status));
  GARITA_TRY(posts, store.posts());
  GARITA_TRY(everything, Everything::of(store));
  GARITA_TRY(reopenings, store.reopenings(now));
  for (const auto& post : posts) {
    auto health = health_of(post, everything);
    health.decisions_held_up = waiting[post.post];
    add_reopenings(reopenings, health);
    health.behind_watermark = counts.behind_watermark[post.post];
    for (const auto& watermark : view.watermarks())
      if (watermark.post == post.post) health.watermark = watermark.complete_until;
    status.posts.push_back(std::move(health));
  }
  return status;
}

}  // namespace garita::central
