#include "central-sync/program/listing.h"

#include <algorithm>
#include <set>

#include "central-sync/program/officers_list.h"
#include "central-sync/program/publishing.h"
#include "central-sync/reports/cleared_pairs.h"
#include "central-sync/reports/open_stays.h"
#include "schema/crypto/envelope.h"
#include "schema/openstays/cleared_list.h"
#include "schema/openstays/open_stay_list.h"

namespace garita::central {
namespace {

constexpr std::chrono::hours kKeyIsKept{7 * 24};
/// Of each section: a post that missed more of them is sent sections whole.
constexpr std::uint64_t kVersionsKept = 32;
/// What came that long ago is in the list, unless something is wrong or very much came at once.
constexpr std::chrono::minutes kKnownAfter{1};
/// How often the thread looks at the clock.
constexpr std::chrono::seconds kLookEvery{20};

bool has_had_its_time(const ListingKey& key, const std::optional<Instant>& revoked, Instant now) {
  return now - key.made_at >= kKeyIsKept || (revoked && *revoked >= key.made_at);
}

/// The key that holds now, sealed to all who may have it. Sealing twice gives other bytes, so what
/// was sealed is kept.
Result<ListingKey> current_key(CountryBook& book, Instant now) {
  GARITA_TRY(kept, book.listing_key());
  GARITA_TRY(revoked, book.last_revocation());
  GARITA_TRY(stations, book.certified_stations());
  // Whoever had a key and may have none now knows it still, whatever the clocks of the two say who
  // noted the one and the other.
  const bool known_outside = kept && std::ranges::any_of(kept->sealed, [&](const auto& one) {
                               return !stations.contains(one.first);
                             });
  ListingKey key;
  if (kept && !known_outside && !has_had_its_time(*kept, revoked, now)) key = *std::move(kept);
  const bool is_new = key.key.empty();
  if (is_new) {
    key.key = random_secret(kOpenStaysKeyBytes);
    key.made_at = now;
  }
  bool changed = false;
  for (const auto& [station, certificate] : stations) {
    if (key.sealed.contains(station)) continue;
    GARITA_TRY(sealed, seal_to_certificate(key.key.view(), certificate));
    key.sealed.emplace(station, std::move(sealed));
    changed = true;
  }
  if (is_new || changed) GARITA_CHECK(book.put_listing_key(key));
  return key;
}

/// "": it is known who is in the country now, but for what came just now.
Result<std::string> why_not_now(CentralStore& store, Instant now) {
  GARITA_TRY(unfinished, store.unfinished());
  if (unfinished.applying_policies) return std::string("everybody is being judged anew");
  const auto& since = unfinished.not_projected_since;
  if (!since || now - *since <= kKnownAfter) return std::string();
  return "what came since " + since->rfc3339() + " is not worked through yet";
}

/// Of two stays under one document the one that is allowed longer: doubt favours the traveller.
bool is_before(const OpenStayEntry& one, const OpenStayEntry& other) {
  if (one.reference != other.reference) return one.reference < other.reference;
  if (!one.until || !other.until) return !one.until && other.until;
  return *one.until > *other.until;
}

/// What a list says under its key, row after row.
using RowsUnder =
    std::function<Result<std::string>(CentralStore& store, const Secret& key, Instant now)>;

Result<std::string> open_stays(CentralStore& store, const Secret& key, Instant now) {
  std::vector<OpenStayEntry> entries;
  GARITA_CHECK(for_each_open_stay(store, now, [&](const OpenStay& stay) -> Result<void> {
    for (const auto& document : stay.documents)
      entries.push_back({open_stay_reference(key, document), stay.entered, stay.until});
    return {};
  }));
  std::ranges::sort(entries, is_before);
  const auto doubled = std::ranges::unique(entries, {}, &OpenStayEntry::reference);
  entries.erase(doubled.begin(), doubled.end());
  std::string rows;
  for (const auto& entry : entries) rows += csv_row(entry);
  return rows;
}

Result<std::string> pairs_cleared(CentralStore& store, const Secret& key, Instant now) {
  GARITA_TRY(pairs, cleared_pairs(store, now));
  std::string rows;
  for (const auto& one : pairs)
    rows += csv_row(ClearedPairEntry{cleared_pair_reference(key, one.pair), one.crossing, one.at});
  return rows;
}

/// A list that names nobody, and for whom it was sealed.
struct KeyedList {
  std::string csv;
  std::set<StationId> readers;
  bool empty = true;  ///< but for the keys
};

/// Whether all who can read it still may, whatever the clocks of those who revoke say.
Result<bool> may_still_read(CountryBook& book, const std::set<StationId>& readers) {
  GARITA_TRY(stations, book.certified_stations());
  return std::ranges::all_of(readers, [&](const auto& one) { return stations.contains(one); });
}

Result<KeyedList> keyed_list(Centre& centre, const std::string& header,
                             const RowsUnder& rows_under) {
  auto& book = centre.database->book();
  auto& store = centre.database->reading();
  const Instant now = centre.clock->now();
  ListingKey key;
  KeyedList list;
  GARITA_CHECK(centre.database->intake().in_transaction([&]() -> Result<void> {
    GARITA_TRY(current, current_key(book, now));
    key = std::move(current);
    return {};
  }));
  GARITA_TRY(moment, store.one_moment());
  GARITA_TRY(why_not, why_not_now(store, now));
  if (!why_not.empty()) return fail(Remedy::kRetry, "what is known now: " + why_not);
  GARITA_TRY(rows, rows_under(store, key.key, now));
  list.csv = header;
  for (const auto& [station, sealed] : key.sealed) {
    list.csv += key_row({station, sealed});
    list.readers.insert(station);
  }
  list.csv += rows;
  list.empty = rows.empty();
  return list;
}

/// As often as stations may be revoked, or others keep sections, while the list is made.
constexpr int kAttemptsMax = 8;

using Made = std::function<Result<KeyedList>()>;

/// `made` is asked anew where others published, or a station was revoked, meanwhile.
Result<Bulletin> publish_keyed(Centre& centre, const std::string& channel, const Made& made) {
  auto& book = centre.database->book();
  for (int attempt = 0; attempt < kAttemptsMax; ++attempt) {
    GARITA_TRY(before, book.newest_version(channel));
    GARITA_TRY(list, made());
    // Another process may publish while this one reads: its list is as new, and nobody needs both.
    const auto still_holds = [&]() -> Result<bool> {
      GARITA_TRY(newest, book.newest_version(channel));
      GARITA_TRY(allowed, may_still_read(book, list.readers));
      return newest == before && allowed;
    };
    GARITA_TRY(published, publish_list_once(centre, channel, list.csv, still_holds));
    if (published) {
      GARITA_CHECK(centre.database->intake().in_transaction(
          [&] { return book.forget_bulletins(channel, kVersionsKept); }));
      return *std::move(published);
    }
    GARITA_TRY(newest, book.newest_version(channel));
    if (newest == before) {
      let_others_finish(attempt);
      continue;
    }
    GARITA_TRY(theirs, centre.database->intake().bulletin(channel, newest));
    if (theirs) return *std::move(theirs);
  }
  return fail(Remedy::kRetry, channel + ": others publish or revoke at the same time; try again");
}

}  // namespace

Result<Bulletin> publish_open_stays(Centre& centre) {
  return publish_keyed(centre, kOpenStaysChannel,
                       [&] { return keyed_list(centre, open_stays_header(), open_stays); });
}

Result<std::optional<Bulletin>> publish_cleared_pairs(Centre& centre) {
  const auto made = [&] { return keyed_list(centre, cleared_pairs_header(), pairs_cleared); };
  GARITA_TRY(list, made());
  GARITA_TRY(newest, centre.database->book().newest_version(kClearedPairsChannel));
  if (newest == 0 && list.empty) return std::optional<Bulletin>();
  GARITA_TRY(held, centre.database->intake().bulletin(kClearedPairsChannel, newest));
  if (held && text_of(held->content) == list.csv) return std::optional<Bulletin>();
  GARITA_TRY(published, publish_keyed(centre, kClearedPairsChannel, made));
  return std::optional(std::move(published));
}

ListingThread::ListingThread(const Layout& layout, std::chrono::milliseconds every,
                             std::function<void(const Error&)> said)
    : layout_(layout), every_(every), said_(std::move(said)) {}

ListingThread::~ListingThread() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

Result<void> ListingThread::start() {
  GARITA_TRY(centre, open_centre(layout_.data()));
  thread_ = std::thread([this, centre = std::move(centre)]() mutable { run(centre); });
  return {};
}

Result<void> ListingThread::publish_when_due(Centre& centre) const {
  GARITA_CHECK(renew_officers_when_due(centre));
  if (every_.count() == 0) return {};
  GARITA_TRY(bulletins, centre.database->reading().bulletins());
  const auto listed = std::ranges::find(bulletins, kOpenStaysChannel, &BulletinRow::channel);
  const Instant now = centre.clock->now();
  // A clock that was set back waits for no year.
  if (listed != bulletins.end() && listed->issued_at <= now && now - listed->issued_at < every_)
    return {};
  // It is looked at again soon, and is no failure.
  GARITA_TRY(why_not, why_not_now(centre.database->reading(), now));
  if (!why_not.empty()) return {};
  GARITA_CHECK(publish_open_stays(centre));
  GARITA_CHECK(publish_cleared_pairs(centre));
  return {};
}

void ListingThread::run(Centre& centre) {
  while (true) {
    const auto done = publish_when_due(centre);
    if (!done) said_(done.error());
    std::unique_lock lock(mutex_);
    if (wake_.wait_for(lock, kLookEvery, [this] { return stopping_; })) return;
  }
}

}  // namespace garita::central
