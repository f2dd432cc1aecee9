// Raised flags as lists need them: some at a time, in the order of the list, and counted.
#include <algorithm>
#include <limits>

#include "central-sync/store/relational/columns.h"
#include "central-sync/store/relational/person_rows.h"
#include "central-sync/store/relational/reading.h"

namespace garita::central {
namespace {

// The numbers of kinds stand in the SQL as they stand in the conditions of the indexes: 1 is an
// open overstay. The rest is state_of(), in the same words as the indexes' conditions. "+ 0":
// whoever reads in the order of the list is not to take the index by raise_at, and sort.
constexpr const char* kRaised =
    " c.known_to IS NULL AND c.review = '' AND c.before_records = 0 AND (c.met = 1 OR "
    "c.probably_left IS NULL OR "
    "c.probably_left >= c.raise_at) AND c.raise_at + 0 <= ?1 AND (c.ends_at IS NULL OR c.ends_at > "
    "?2)";
static_assert(static_cast<int>(FlagKind::kOverstayOpen) == 1);

constexpr const char* kCount =
    "SELECT kind, met, count(*) FROM cases c WHERE raise_at <= ?1 AND {} GROUP BY kind, met "
    "ORDER BY kind, met";
// {}: what the rank is made of.
constexpr const char* kOpenStays =
    " AND c.kind = 1 AND c.probably_left {} AND {} >= ?3 AND ({} > ?3 OR (c.at, "
    "c.subject) > (?4, ?5)) ORDER BY {}, c.at, c.subject LIMIT ?6";
// Without a bound, which PostgreSQL takes for a third of all that stand: it would read all of them
// and sort.
constexpr const char* kFirstOpenStays =
    " AND c.kind = 1 AND c.probably_left {} ORDER BY {}, c.at, c.subject LIMIT ?3";
constexpr const char* kRankOfLeft = "c.authorised_until - c.probably_left / 86400000";
constexpr const char* kOthersOfDays =
    " AND c.kind <> 1 AND c.days_over = ?3 AND (c.at, c.subject) >= (?4, ?5) ORDER BY c.at, "
    "c.subject LIMIT ?6";
constexpr const char* kOthersOfFewerDays =
    " AND c.kind <> 1 AND c.days_over < ?3 ORDER BY c.days_over DESC, c.at, c.subject LIMIT ?4";

/// Its "{}" filled in order, the last text as often as needed.
std::string filled(std::string text, std::initializer_list<std::string_view> with) {
  const auto* next = with.begin();
  for (std::size_t at = 0; (at = text.find("{}", at)) != std::string::npos;) {
    text.replace(at, 2, *next);
    at += next->size();
    if (next + 1 != with.end()) ++next;
  }
  return text;
}

std::int64_t known(const RaisedUntil& until) {
  return until.known ? until.known->milliseconds : std::numeric_limits<std::int64_t>::min();
}

/// The cases are chosen before their persons are looked up.
std::string with_persons(const std::string& chosen) {
  return "SELECT " + with_table(kCaseColumns, "c") + ", " + with_table(kSummaryColumns, "p") +
         " FROM cases c JOIN persons p USING (person) WHERE" + kRaised + chosen;
}

Result<std::vector<CaseRow>> rows_of(Database& database, const std::string& sql, Values values) {
  GARITA_TRY(row, database.prepare(sql, values));
  std::vector<CaseRow> cases;
  for (;;) {
    GARITA_TRY(found, row.step());
    if (!found) return cases;
    cases.push_back({case_at(row, 0), summary_at(row, kCaseColumnCount)});
  }
}

}  // namespace

Result<std::optional<std::vector<RaisedCount>>> RelationalReading::count_raised(
    const RaisedUntil& until) {
  GARITA_TRY(applying, tables_.publication());
  if (applying) return std::nullopt;
  static const std::string sql = filled(kCount, {kRaised});
  GARITA_TRY(row, db_.prepare(sql, {known(until), until.now.milliseconds}));
  std::vector<RaisedCount> counts;
  for (;;) {
    GARITA_TRY(found, row.step());
    if (!found) return counts;
    counts.push_back({static_cast<FlagKind>(row.integer(0)), row.integer(1) != 0, row.integer(2)});
  }
}

Result<std::vector<CaseRow>> RelationalReading::raised_open_stays(const OpenStaysQuery& query) {
  static const std::string first_there =
      with_persons(filled(kFirstOpenStays, {"IS NULL", "c.authorised_until"}));
  static const std::string first_left =
      with_persons(filled(kFirstOpenStays, {"IS NOT NULL", kRankOfLeft}));
  static const std::string there =
      with_persons(filled(kOpenStays, {"IS NULL", "c.authorised_until"}));
  static const std::string left = with_persons(filled(kOpenStays, {"IS NOT NULL", kRankOfLeft}));
  const bool is_first =
      query.after_subject.empty() && query.from == std::numeric_limits<std::int64_t>::min();
  if (is_first)
    return rows_of(db_, query.probably_left ? first_left : first_there,
                   {known(query.until), query.until.now.milliseconds, query.limit});
  const std::int64_t after = query.after_subject.empty() ? std::numeric_limits<std::int64_t>::min()
                                                         : query.after.milliseconds;
  return rows_of(db_, query.probably_left ? left : there,
                 {known(query.until), query.until.now.milliseconds, query.from, after,
                  query.after_subject, query.limit});
}

Result<std::vector<CaseRow>> RelationalReading::other_raised_cases(const OtherCasesQuery& query) {
  static const std::string of_days = with_persons(kOthersOfDays);
  static const std::string of_fewer = with_persons(kOthersOfFewerDays);
  const std::int64_t until = known(query.until);
  const std::int64_t now = query.until.now.milliseconds;
  if (query.from)
    return rows_of(
        db_, of_days,
        {until, now, query.days_over, query.from->milliseconds, query.from_subject, query.limit});
  return rows_of(db_, of_fewer, {until, now, query.days_over, query.limit});
}

}  // namespace garita::central
