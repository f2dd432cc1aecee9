// What deploy/bench stays asks of the centre beside its program: a country full of journals, and
// how long questions and one late record take.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <map>

#include "central-sync/program/centre.h"
#include "central-sync/program/own_journal.h"
#include "central-sync/projection/apply.h"
#include "central-sync/reports/overstay_page.h"
#include "schema/journal/batch.h"
#include "schema/journal/statements.h"
#include "schema/record/record.h"
#include "tests/bench/stays_parts/asked_pairs.h"
#include "tests/bench/stays_parts/traffic.h"

namespace garita::tests {
namespace {

using namespace garita::central;

constexpr std::int64_t kDay = 86'400'000;
constexpr std::size_t kTogether = 5000;
constexpr std::uint32_t kSeed = 5;
constexpr const char* kNinetyDays =
    "name = \"bench\"\nversion = \"1\"\ncountry = \"ZEN\"\n[[rule]]\nid = \"visitor\"\n"
    "citation = \"-\"\neffective_from = 1990-01-01\nkind = \"fixed_days\"\ndays = 90\n";

/// A station's journal as it grows.
class Writer {
 public:
  Writer(StationId station, const Certificate& seal, const PrivateKey& key)
      : station_(std::move(station)), key_(key), epoch_(*make_epoch_key(20'000, seal)) {}

  [[nodiscard]] WrappedEpochKey wrapped_key() const {
    return {station_, 1, epoch_.epoch, epoch_.wrapped};
  }
  void write(const Record& record, Instant at) {
    EntryHeader header;
    header.journal = {station_, 1, Lane::kMovement};
    header.sequence = head_.sequence + 1;
    header.recorded_at = at;
    header.previous = head_.hash;
    auto entry = seal_entry(*encode_record(record), header, epoch_, random_bytes(kSaltBytes));
    head_ = {header.sequence, entry_hash(entry)};
    hashes_.push_back(head_.hash);
    entries_.push_back(std::move(entry));
  }
  Result<void> hand_over(IntakeStore& store, Instant at) {
    for (std::size_t from = 0; from < entries_.size(); from += kBatchEntriesMax) {
      const auto count = std::min(kBatchEntriesMax, entries_.size() - from);
      const auto first = entries_.begin() + static_cast<std::ptrdiff_t>(from);
      const auto batch = make_batch({first, first + static_cast<std::ptrdiff_t>(count)}, key_);
      GARITA_CHECK(store.append(batch.entries, std::span(hashes_).subspan(from, count),
                                batch.head.signature, at));
    }
    entries_.clear();
    hashes_.clear();
    return {};
  }
  Result<void> claim(IntakeStore& store, Instant at) {
    Claim claim;
    claim.station = station_;
    claim.complete_until = claim.made_at = at;
    claim.last_sequence = head_.sequence;
    claim.last_hash = head_.hash;
    claim.sign(key_);
    return store.keep_claim({claim, at});
  }

 private:
  StationId station_;
  const PrivateKey& key_;
  EpochKey epoch_;
  JournalHead head_;
  std::vector<Entry> entries_;
  std::vector<Digest> hashes_;
};

/// The country of the bench: one station a post, one key for all, a limit of 90 days.
class Founder {
 public:
  explicit Founder(Centre& centre) : centre_(centre) {}

  Result<void> found(Instant at) {
    GARITA_TRY(authority, load_credential(centre_.layout, kAuthorityKey));
    GARITA_TRY(seal, load_certificate(centre_.layout, kSealKey));
    for (int post = 0; post < kTrafficPosts; ++post) {
      GARITA_TRY(station, enrol(traffic_post(post), authority, at));
      writers_.emplace_back(station, seal, key_);
      GARITA_CHECK(centre_.database->intake().keep_epoch_key(writers_.back().wrapped_key()));
    }
    return publish(at);
  }
  std::vector<Writer> take() { return std::move(writers_); }
  [[nodiscard]] const PrivateKey& key() const { return key_; }

 private:
  Result<StationId> enrol(const PostCode& post, const Credential& authority, Instant at) {
    const auto token = sha256(bytes_of(post.value()));
    EnrolledStation announced;
    announced.post = {post, "America/Guatemala", "land", true, true, at, {}, ""};
    auto& book = centre_.database->book();
    GARITA_TRY(station, book.add_station(announced, token, at));
    GARITA_TRY(enrolled, book.station_of_token(token));
    const CertificateOrder order{CertificateRole::kStation,
                                 station.value(),
                                 {},
                                 {},
                                 Validity::of_days(at, std::chrono::days(3650))};
    GARITA_TRY(certificate, issue_certificate(Authority{authority.key, authority.certificate},
                                              key_.public_key(), order));
    enrolled->request_hash = token;
    enrolled->certificate = enrolled->console_certificate = certificate;
    GARITA_CHECK(book.note_enrolled(*enrolled, at));
    return station;
  }

  Result<void> publish(Instant at) {
    GARITA_TRY(signer, load_credential(centre_.layout, kBulletinsKey));
    Bulletin bulletin;
    bulletin.channel = "policies";
    bulletin.version = 1;
    bulletin.issued_at = at;
    bulletin.content = copy_of(bytes_of(kNinetyDays));
    bulletin.sign(signer.key);
    GARITA_CHECK(centre_.database->book().put_bulletin(bulletin));
    AuditNote note;
    note.at = at;
    note.action = kBulletinPublished;
    note.subject = "policies/1";
    GARITA_TRY(journal, OwnJournal::open(*centre_.database, centre_.layout));
    GARITA_CHECK(journal.write(note, Lane::kAudit, at));
    return {};
  }

  Centre& centre_;
  PrivateKey key_ = PrivateKey::generate();
  std::vector<Writer> writers_;
};

/// What arrived together, in one transaction; every station with a link claims once a day.
Result<void> deliver(IntakeStore& store, std::vector<Writer>& writers, Travellers& travellers,
                     std::span<const Passage> passages, bool day_ends) {
  const Instant arrives{passages.back().arrives};
  for (const auto& passage : passages)
    writers.at(passage.post).write(travellers.crossing_of(passage), Instant{passage.arrives});
  return store.in_transaction([&]() -> Result<void> {
    for (int post = 0; post < kTrafficPosts; ++post) {
      auto& writer = writers.at(static_cast<std::size_t>(post));
      GARITA_CHECK(writer.hand_over(store, arrives));
      const bool claims = day_ends && !without_link(post, arrives.milliseconds / kDay);
      if (claims) GARITA_CHECK(writer.claim(store, arrives));
    }
    return {};
  });
}

Result<void> fill(const std::filesystem::path& data, std::size_t crossings) {
  GARITA_TRY(centre, open_centre(data));
  const Instant until{centre.clock->now().milliseconds / kDay * kDay};
  const auto passages = invented_traffic(crossings, until, kSeed);
  Founder founder(centre);
  GARITA_CHECK(founder.found(until.minus(std::chrono::hours(24 * (kTrafficDays + 100)))));
  auto writers = founder.take();
  auto& store = centre.database->intake();
  Travellers travellers(kSeed);
  for (std::size_t from = 0; from < passages.size();) {
    const std::int64_t day = passages[from].arrives / kDay;
    std::size_t to = from;
    while (to < passages.size() && to - from < kTogether && passages[to].arrives / kDay == day)
      ++to;
    const bool day_ends = to == passages.size() || passages[to].arrives / kDay != day;
    GARITA_CHECK(deliver(store, writers, travellers, std::span(passages).subspan(from, to - from),
                         day_ends));
    from = to;
  }
  std::printf("%zu\n", passages.size());
  return {};
}

double cpu_ms() {
  timespec time{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return double(time.tv_sec) * 1e3 + double(time.tv_nsec) / 1e6;
}

double wall_ms() {
  return std::chrono::duration<double, std::milli>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

double median(std::vector<double> times) {
  std::sort(times.begin(), times.end());
  return times.at(times.size() / 2);
}

/// Wall milliseconds of `work`, the median of some.
template <typename Work>
Result<double> timed(Work work) {
  constexpr int kRounds = 21;
  std::vector<double> times;
  for (int round = 0; round < kRounds; ++round) {
    const double begun = wall_ms();
    GARITA_CHECK(work());
    times.push_back(wall_ms() - begun);
  }
  return median(times);
}

/// Who is listed left in time, as it turns out: the centre states it in their station's place.
Result<void> let_leave(Centre& centre, const std::vector<OverstayRow>& listed) {
  GARITA_TRY(keyring, ProjectorKeyring::load(centre.layout, *centre.database));
  GARITA_TRY(journal, OwnJournal::open(*centre.database, centre.layout));
  Projector projector(centre.database->intake(), centre.database->projection(), keyring.keys());
  std::vector<double> walls;
  double cpu = 0;
  for (const auto& row : listed) {
    if (row.flag.kind != FlagKind::kOverstayOpen) continue;
    Crossing exit;
    exit.direction = Direction::kExit;
    exit.at = row.flag.at.plus(std::chrono::hours(24));
    exit.post = row.flag.post;
    exit.document.document_code = "P";
    exit.document.issuing_state = row.document.substr(0, 3);
    exit.document.document_number = row.document.substr(4);
    GARITA_CHECK(journal.write(exit, Lane::kMovement, centre.clock->now()));
    const double begun = wall_ms();
    const double cpu_before = cpu_ms();
    GARITA_CHECK(projector.project_all());
    cpu += cpu_ms() - cpu_before;
    walls.push_back(wall_ms() - begun);
  }
  std::printf("late exits\t%zu\nlate exit cpu ms\t%.3f\nlate exit ms\t%.3f\n", walls.size(),
              cpu / double(walls.size()), median(walls));
  return {};
}

Result<void> ask(const std::filesystem::path& data) {
  constexpr std::size_t kPage = 100;
  GARITA_TRY(centre, open_centre(data));
  auto& store = centre.database->reading();
  const Instant now = centre.clock->now();
  std::vector<OverstayRow> first;
  GARITA_TRY(page, timed([&]() -> Result<void> {
               GARITA_TRY(rows, page_of_overstays(store, now, std::nullopt, kPage));
               first = std::move(rows);
               return {};
             }));
  RaisedCounts counts;
  GARITA_TRY(count, timed([&]() -> Result<void> {
               GARITA_TRY(counted, count_overstays(store, now));
               counts = std::move(counted);
               return {};
             }));
  std::int64_t all = 0;
  std::int64_t open = 0;
  for (const auto& [about, cases] : counts) {
    all += cases;
    if (about.first == FlagKind::kOverstayOpen) open += cases;
  }
  std::printf("rows\t%zu\npage ms\t%.3f\ncount ms\t%.3f\nflags\t%lld\noverstays\t%lld\n",
              first.size(), page, count, static_cast<long long>(all), static_cast<long long>(open));
  GARITA_CHECK(let_leave(centre, first));
  GARITA_TRY(after, count_overstays(store, now));
  std::int64_t still = 0;
  for (const auto& [about, cases] : after)
    if (about.first == FlagKind::kOverstayOpen) still += cases;
  std::printf("overstays after\t%lld\n", static_cast<long long>(still));
  return {};
}

Result<void> count_pairs(std::size_t crossings, GivenNames given) {
  // A day that stays: the same pairs each time.
  const auto asked = asked_pairs(crossings, Instant{20'800 * kDay}, kSeed, given);
  std::printf("crossings\t%zu\npeople\t%zu\nkeys\t%zu\nflooded\t%zu\ncompared\t%zu\n",
              asked.crossings, asked.people, asked.keys, asked.flooded, asked.compared);
  std::printf("us a comparison\t%.1f\nlinked\t%zu\nin review\t%zu\nif fitting\t%zu\n",
              asked.compare_us, asked.linked, asked.reviewed, asked.if_fitting);
  std::printf("fitting\t%zu\nfitting, of either sex\t%zu\n", asked.fitting, asked.of_either_sex);
  return {};
}

}  // namespace
}  // namespace garita::tests

int main(int count, char** words) {
  CLI::App app("a country full of journals");
  std::filesystem::path data;
  std::size_t crossings = 100'000;
  auto* fill = app.add_subcommand("fill", "writes crossings into the journals of a new centre");
  fill->add_option("--data", data)->required();
  fill->add_option("--crossings", crossings);
  auto* ask = app.add_subcommand("ask", "times a page, the count and late exits");
  ask->add_option("--data", data)->required();
  auto* pairs =
      app.add_subcommand("pairs", "counts who would be asked about, all of them strangers");
  pairs->add_option("--crossings", crossings);
  bool crowded = false;
  pairs->add_flag("--crowded", crowded, "few given names, as in one country");
  app.require_subcommand(1);
  CLI11_PARSE(app, count, words);
  const auto done = *fill    ? garita::tests::fill(data, crossings)
                    : *pairs ? garita::tests::count_pairs(
                                   crossings, crowded ? garita::tests::GivenNames::kCrowded
                                                      : garita::tests::GivenNames::kInvented)
                             : garita::tests::ask(data);
  if (!done) std::fprintf(stderr, "stays_bench: %s\n", done.error().message.c_str());
  return done ? 0 : 1;
}
