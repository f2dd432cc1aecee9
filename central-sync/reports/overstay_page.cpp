#include "central-sync/reports/overstay_page.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <tuple>

#include "central-sync/reports/current_list.h"

namespace garita::central {
namespace {

template <typename T>
bool take_number(std::string_view& text, T& number) {
  const auto dot = text.find('.');
  if (dot == std::string_view::npos) return false;
  const auto [end, error] = std::from_chars(text.data(), text.data() + dot, number);
  if (error != std::errc() || end != text.data() + dot) return false;
  text.remove_prefix(dot + 1);
  return true;
}

RaisedUntil raised_until(const CountryView& view, Instant now) {
  const auto lowest = lowest_watermark(view.watermarks());
  return {now, lowest ? std::optional(std::min(*lowest, now)) : std::nullopt};
}

/// Collects the rows of one page out of what the store gives in nearly the same order.
class Page {
 public:
  Page(CentralStore& store, const CurrentList& list, const std::optional<OverstayPlace>& after,
       std::size_t limit)
      : store_(store), list_(list), after_(after), limit_(limit) {}

  /// Days over are counted by the local day of the post of entry, so that between zones the order
  /// of ranks may be off by a day, and by another one where somebody probably leaves just now.
  Result<void> add_open_stays(OpenStaysQuery query) {
    query.limit = limit_ + 1;
    std::size_t kept = 0;
    std::optional<std::int64_t> enough_at;
    for (;;) {
      GARITA_TRY(cases, store_.raised_open_stays(query));
      for (const auto& each : cases) {
        const Flag& flag = each.version.flag;
        if (enough_at && rank_of(flag) > *enough_at) return {};
        if (!add(each) || ++kept != limit_) continue;
        enough_at = rank_of(flag) + kRankErrorMax;
        // Of all who left before the term was over, as somebody tells, the days over are none.
        if (query.probably_left && *enough_at >= 0) enough_at.reset();
      }
      if (cases.size() < query.limit) return {};
      const Flag& last = cases.back().version.flag;
      query.from = rank_of(last);
      query.after = last.at;
      query.after_subject = last.subject;
    }
  }

  Result<void> add_others(OtherCasesQuery query) {
    // Of one subject there may be a case of each kind, and some of them before the place.
    constexpr std::size_t kKindsMax = 16;
    query.limit = limit_ + kKindsMax;
    GARITA_TRY(cases, store_.other_raised_cases(query));
    std::size_t kept = 0;
    for (const auto& each : cases) kept += add(each) ? 1 : 0;
    if (!query.from || kept >= limit_) return {};
    query.from.reset();
    return add_others(query);
  }

  Result<std::vector<OverstayRow>> take(Instant now) {
    std::sort(rows_.begin(), rows_.end(), [](const RowOfCase& a, const RowOfCase& b) {
      return OverstayPlace::of(a.row) < OverstayPlace::of(b.row);
    });
    if (rows_.size() > limit_) rows_.resize(limit_);
    GARITA_TRY(rows, with_last_changes(store_, std::move(rows_), {now, now}));
    GARITA_CHECK(add_how_known(store_, rows));
    GARITA_CHECK(add_rests_on(store_, now, rows));
    return rows;
  }

 private:
  bool add(const CaseRow& stored) {
    RowOfCase told = list_.standing(stored);
    if (!is_raised(told.row.flag.state)) return false;
    if (after_ && !(*after_ < OverstayPlace::of(told.row))) return false;
    rows_.push_back(std::move(told));
    return true;
  }

  static constexpr std::int64_t kRankErrorMax = 2;
  CentralStore& store_;
  const CurrentList& list_;
  const std::optional<OverstayPlace>& after_;
  std::size_t limit_;
  std::vector<RowOfCase> rows_;
};

}  // namespace

OverstayPlace OverstayPlace::of(const OverstayRow& row) {
  return {row.flag.days_over, row.flag.at, row.flag.subject, row.flag.kind};
}

bool OverstayPlace::operator<(const OverstayPlace& other) const {
  return std::tie(other.days_over, at, subject, kind) <
         std::tie(days_over, other.at, other.subject, other.kind);
}

std::string OverstayPlace::text() const {
  return std::to_string(days_over) + "." + std::to_string(at.milliseconds) + "." +
         std::to_string(static_cast<int>(kind)) + "." + subject;
}

Result<OverstayPlace> OverstayPlace::from_text(std::string_view text) {
  OverstayPlace place;
  int kind = 0;
  if (!take_number(text, place.days_over) || !take_number(text, place.at.milliseconds) ||
      !take_number(text, kind) || text.empty())
    return fail(Remedy::kReject, "it is no place in the list");
  place.kind = static_cast<FlagKind>(kind);
  place.subject = text;
  return place;
}

Result<std::vector<OverstayRow>> page_of_overstays(CentralStore& store, Instant now,
                                                   const std::optional<OverstayPlace>& after,
                                                   std::size_t limit) {
  GARITA_TRY(view, CountryView::at(store, now));
  const auto until = raised_until(view, now);
  GARITA_TRY(applied, store.count_raised({}));
  if (!applied) {
    GARITA_TRY(all, list_overstays(store, {}, now));
    const auto from = std::find_if(all.begin(), all.end(), [&](const OverstayRow& row) {
      return !after || *after < OverstayPlace::of(row);
    });
    const auto rest = static_cast<std::size_t>(all.end() - from);
    return std::vector<OverstayRow>(from,
                                    from + static_cast<std::ptrdiff_t>(std::min(limit, rest)));
  }
  const CurrentList list(view, now);
  Page page(store, list, after, limit);
  constexpr auto kFirst = std::numeric_limits<std::int64_t>::min();
  OpenStaysQuery there{until, false, kFirst, {}, "", 0};
  OpenStaysQuery left{until, true, kFirst, {}, "", 0};
  OtherCasesQuery others{until, std::numeric_limits<int>::max(), std::nullopt, "", 0};
  if (after) {
    // By the earliest local day that it may be anywhere.
    there.from = now.milliseconds / std::int64_t{86'400'000} - 1 - after->days_over;
    left.from = -after->days_over - 2;
    others.days_over = after->days_over;
    others.from = after->at;
    others.from_subject = after->subject;
  }
  GARITA_CHECK(page.add_open_stays(there));
  GARITA_CHECK(page.add_open_stays(left));
  GARITA_CHECK(page.add_others(others));
  return page.take(now);
}

Result<RaisedCounts> count_overstays(CentralStore& store, Instant now) {
  GARITA_TRY(view, CountryView::at(store, now));
  GARITA_TRY(counted, store.count_raised(raised_until(view, now)));
  RaisedCounts counts;
  if (counted) {
    for (const auto& [kind, met, cases] : *counted)
      counts[{kind, met ? FlagState::kConfirmed : FlagState::kProbable}] += cases;
    return counts;
  }
  GARITA_TRY(all, list_overstays(store, {}, now));
  for (const auto& row : all) ++counts[{row.flag.kind, row.flag.state}];
  return counts;
}

std::string counts_text(const RaisedCounts& counts) {
  std::string text;
  for (const auto& [about, cases] : counts)
    text += std::string(flag_name(about.first)) + "\t" + std::string(state_name(about.second)) +
            "\t" + std::to_string(cases) + "\n";
  return text;
}

}  // namespace garita::central
