// The calculator against an oracle that goes through the days one by one, over random histories.
// The oracle shares nothing with it but the text of the rows: days are numbers it makes itself
// from year, month and day, and every figure is the sentence of the definition, done literally.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <map>
#include <random>
#include <sstream>
#include <vector>

#include "schema/stay/calculation.h"

namespace garita {
namespace {

constexpr int kDays = 1500;  // 2023-01-01 is day 0
constexpr int kNone = -1000000;

bool is_leap(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }
int month_days(int year, int month) {
  constexpr std::array<int, 12> kLengths = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && is_leap(year) ? 29 : kLengths.at(static_cast<std::size_t>(month - 1));
}

/// Every day's name, counted on from 2023-01-01.
struct Calendar {
  struct Day {
    int year, month, day;
  };
  std::vector<Day> days;
  std::vector<std::string> names;
  std::map<std::string, int> numbers;

  Calendar() {
    Day at{2023, 1, 1};
    for (int i = 0; i < kDays * 3; ++i) {
      std::ostringstream name;
      name << at.year << (at.month < 10 ? "-0" : "-") << at.month << (at.day < 10 ? "-0" : "-")
           << at.day;
      days.push_back(at);
      names.push_back(name.str());
      numbers[name.str()] = i;
      if (++at.day <= month_days(at.year, at.month)) continue;
      at.day = 1;
      if (++at.month <= 12) continue;
      at.month = 1;
      ++at.year;
    }
  }
  [[nodiscard]] std::string name(int day) const {
    return day == kNone ? "-" : names.at(static_cast<std::size_t>(day));
  }
  [[nodiscard]] int months_later(int from, int months) const {
    Day at = days.at(static_cast<std::size_t>(from));
    for (int i = 0; i < months; ++i) {
      if (++at.month <= 12) continue;
      at.month = 1;
      ++at.year;
    }
    at.day = std::min(at.day, month_days(at.year, at.month));
    for (std::size_t i = 0; i < days.size(); ++i)
      if (days[i].year == at.year && days[i].month == at.month && days[i].day == at.day)
        return static_cast<int>(i);
    return kNone;
  }
};

const Calendar& calendar() {
  static const Calendar made;
  return made;
}

struct Interval {
  int in = 0;
  int out = kNone;  ///< kNone: still there
  std::string at, from, to;
  int admit = kNone;
};
struct Extension {
  int on = 0;
  int days = 0;
  int until = kNone;
};

struct Case {
  std::string policy;
  int max = 0, window = 0, months = 0, minus = 0, entry_day = 1, min_absence = 0;
  int expiry = kNone;
  bool contiguous = false;
  std::vector<Interval> intervals;
  std::vector<Interval> permits;
  std::vector<Extension> extensions;
  int query = 0;

  [[nodiscard]] std::string params() const {
    std::ostringstream text;
    if (policy == "ROLL") text << "max=" << max << ";window=" << window;
    if (policy == "YEAR") text << "max=" << max;
    if (policy == "PER_ENTRY") text << "max=" << max << ";entry_day=" << entry_day;
    if (policy == "ZONE")
      text << "max=" << max << ";entry_day=" << entry_day << ";zone=GT,SV,HN,NI";
    if (policy == "CALMONTH") text << "months=" << months << ";minus=" << minus;
    if (policy == "ADMIT_UNTIL") text << "entry_day=" << entry_day;
    if (min_absence > 0) text << ";min_absence=" << min_absence;
    if (contiguous) text << ";contiguous=MX,CA";
    if (expiry != kNone) text << ";doc_expiry=" << calendar().name(expiry);
    return text.str();
  }
  [[nodiscard]] std::string history() const {
    std::ostringstream text;
    const auto day = [](int number) { return calendar().name(number); };
    for (const auto& each : intervals) {
      text << ";IN@" << day(each.in);
      if (!each.at.empty()) text << '@' << each.at << (each.from.empty() ? "" : "<") << each.from;
      if (each.admit != kNone) text << ";ADMIT@" << day(each.admit);
      if (each.out == kNone) continue;
      text << ";OUT@" << day(each.out);
      if (!each.at.empty()) text << '@' << each.at << (each.to.empty() ? "" : ">") << each.to;
    }
    for (const auto& each : extensions) {
      text << ";EXT@" << day(each.on) << '+';
      if (each.until != kNone)
        text << "until" << day(each.until);
      else
        text << each.days << 'd';
    }
    for (const auto& each : permits) text << ";PERMIT@" << day(each.in) << ".." << day(each.out);
    return text.str().empty() ? "-" : text.str().substr(1);
  }
};

struct Figures {
  int used = 0, remaining = 0, over = 0, violations = 0, first = kNone, last = kNone;
  int max_stay = kNone;
  bool has_remaining = true;

  [[nodiscard]] std::string text() const {
    std::ostringstream out;
    out << used << ' ' << (has_remaining ? std::to_string(remaining) : "-") << ' ' << over << ' '
        << violations << ' ' << calendar().name(first) << ' ' << calendar().name(last) << ' '
        << (max_stay == kNone ? "-" : std::to_string(max_stay)) << ' '
        << (over > 0         ? "OVERSTAY"
            : violations > 0 ? "OK_AFTER_EARLIER_OVERSTAY"
                             : "OK");
    return out.str();
  }
};

// --- limits with a window: the definition, day by day
// ---------------------------------------------

using Days = std::vector<char>;

bool in_permit(const Case& asked, int day) {
  return std::any_of(asked.permits.begin(), asked.permits.end(),
                     [&](const Interval& each) { return each.in <= day && day <= each.out; });
}

Days presence(const Case& asked) {
  Days there(kDays * 3, 0);
  for (const auto& each : asked.intervals)
    for (int day = each.in; day <= (each.out == kNone ? asked.query : each.out); ++day)
      if (day <= asked.query && !in_permit(asked, day)) there.at(static_cast<std::size_t>(day)) = 1;
  return there;
}

int window_start(const Case& asked, int day) {
  if (asked.policy == "ROLL") return day - asked.window + 1;
  while (day > 0 && calendar().days.at(static_cast<std::size_t>(day - 1)).year ==
                        calendar().days.at(static_cast<std::size_t>(day)).year)
    --day;
  return day;
}

int days_in_window(const Case& asked, const Days& there, int day) {
  int count = 0;
  for (int each = std::max(0, window_start(asked, day)); each <= day; ++each)
    count += there.at(static_cast<std::size_t>(each));
  return count;
}

Figures by_window(const Case& asked) {
  auto there = presence(asked);
  Figures figures;
  figures.used = days_in_window(asked, there, asked.query);
  figures.remaining = std::max(0, asked.max - figures.used);
  figures.over = std::max(0, figures.used - asked.max);
  for (int day = 0; day <= asked.query; ++day) {
    if (there.at(static_cast<std::size_t>(day)) == 0) continue;
    if (days_in_window(asked, there, day) <= asked.max) continue;
    ++figures.violations;
    if (figures.first == kNone) figures.first = day;
  }
  figures.max_stay = 0;
  for (int day = asked.query;; ++day) {
    if (!in_permit(asked, day)) there.at(static_cast<std::size_t>(day)) = 1;
    if (days_in_window(asked, there, day) > asked.max) break;
    figures.last = day;
    ++figures.max_stay;
  }
  return figures;
}

// --- terms: the state of each stay, event by event
// --------------------------------------------------

struct Running {
  int start = kNone, last = kNone, shown = kNone;
  bool limited = false;
};

bool inner(const Case& asked, const std::string& state) {
  constexpr std::array<const char*, 4> kZone = {"GT", "SV", "HN", "NI"};
  return asked.policy == "ZONE" &&
         std::any_of(kZone.begin(), kZone.end(), [&](const char* each) { return state == each; });
}
bool next_door(const std::string& state) { return state == "MX" || state == "CA"; }

bool goes_on(const Case& asked, const Running& term, const Interval& before, const Interval& now) {
  if (before.out == kNone) return false;
  if (asked.policy == "ADMIT_UNTIL" && now.admit != kNone) return false;
  if (inner(asked, before.to) && inner(asked, now.from)) return true;
  if (now.in - before.out < asked.min_absence) return true;
  return asked.contiguous && next_door(before.to) && next_door(now.from) && term.shown != kNone &&
         now.in <= term.shown;
}

/// The day on which `count` days from `first` on have passed that no permit covers.
int nth_counted(const Case& asked, int first, int count) {
  int day = first - 1;
  while (count > 0) count -= in_permit(asked, ++day) ? 0 : 1;
  return day;
}
int counted(const Case& asked, int first, int last) {
  int count = 0;
  for (int day = first; day <= last; ++day) count += in_permit(asked, day) ? 0 : 1;
  return count;
}

Running begun(const Case& asked, const Interval& stay) {
  Running term;
  term.start = stay.in;
  term.limited = true;
  if (asked.policy == "ADMIT_UNTIL") {
    term.last = stay.admit;
    term.limited = stay.admit != kNone;
  } else if (asked.policy == "CALMONTH") {
    term.last = calendar().months_later(stay.in, asked.months) - asked.minus;
    if (stay.admit != kNone) term.last = std::min(term.last, stay.admit);
  } else {
    const int first = asked.entry_day == 1 ? stay.in : stay.in + 1;
    term.last = nth_counted(asked, first, asked.max);
    if (stay.admit != kNone) term.last = std::min(term.last, std::max(stay.admit, first - 1));
  }
  return term;
}

void extend(const Case& asked, const Interval& stay, int before, Running& term) {
  for (const auto& each : asked.extensions) {
    if (each.on < stay.in || each.on >= before || each.on > asked.query || !term.limited) continue;
    if (stay.out != kNone && stay.out < each.on && !inner(asked, stay.to)) continue;
    if (each.until != kNone)
      term.last = std::max(term.last, each.until);
    else
      term.last = nth_counted(asked, term.last + 1, each.days);
  }
}

Figures by_term(const Case& asked) {
  Figures figures;
  std::vector<Interval> stays;
  for (auto stay : asked.intervals) {
    if (stay.in > asked.query) continue;
    if (stay.out > asked.query) stay.out = kNone;
    stays.push_back(stay);
  }
  if (stays.empty()) {
    figures.has_remaining = asked.policy == "PER_ENTRY" || asked.policy == "ZONE";
    figures.remaining = asked.max;
    return figures;
  }
  std::vector<Running> terms;
  for (std::size_t i = 0; i < stays.size(); ++i) {
    const bool on = i > 0 && goes_on(asked, terms.back(), stays[i - 1], stays[i]);
    Running term = on ? terms.back() : begun(asked, stays[i]);
    extend(asked, stays[i], i + 1 < stays.size() ? stays[i + 1].in : kDays, term);
    term.shown = term.limited ? term.last : kNone;
    if (asked.expiry != kNone && term.limited && asked.expiry < term.last)
      term.shown = std::min(term.last, std::max(asked.expiry, term.start));
    terms.push_back(term);
  }
  // A day is over that lies after the end of its own term, as that term stands in the end.
  Days over(kDays * 3, 0);
  for (std::size_t i = 0; i < stays.size(); ++i) {
    std::size_t end = i;
    while (end + 1 < stays.size() && terms[end + 1].start == terms[i].start &&
           goes_on(asked, terms[end], stays[end], stays[end + 1]))
      ++end;
    int out = stays[i].out == kNone ? asked.query : stays[i].out;
    if (stays[i].out != kNone && inner(asked, stays[i].to)) {
      if (i + 1 == stays.size()) out = asked.query;
      if (i + 1 < stays.size() && i != end) out = std::max(out, stays[i + 1].in - 1);
    }
    for (int day = stays[i].in; day <= out; ++day)
      if (terms[end].shown != kNone && day > terms[end].shown && !in_permit(asked, day))
        over.at(static_cast<std::size_t>(day)) = 1;
  }
  for (int day = 0; day <= asked.query; ++day) {
    if (over.at(static_cast<std::size_t>(day)) == 0) continue;
    ++figures.violations;
    if (figures.first == kNone) figures.first = day;
  }
  const auto& term = terms.back();
  const auto& stay = stays.back();
  const bool there = stay.out == kNone || inner(asked, stay.to);
  const int until = there ? asked.query : stay.out;
  figures.used = counted(asked, asked.entry_day == 1 ? term.start : term.start + 1, until);
  figures.last = term.shown;
  figures.has_remaining = term.limited;
  if (!term.limited) return figures;
  figures.remaining = counted(asked, until + 1, term.shown);
  figures.over = counted(asked, term.shown + 1, until);
  return figures;
}

// --- random histories
// -------------------------------------------------------------------------------

class Maker {
 public:
  explicit Maker(unsigned seed) : random_(seed) {}

  Case make() {
    Case made;
    constexpr std::array<const char*, 9> kPolicies = {
        "ROLL", "ROLL", "ROLL", "ROLL", "YEAR", "PER_ENTRY", "ZONE", "CALMONTH", "ADMIT_UNTIL"};
    made.policy = kPolicies.at(static_cast<std::size_t>(up_to(8)));
    made.query = between(0, 700);
    if (made.policy == "ROLL" || made.policy == "YEAR")
      window(made);
    else
      term(made);
    return made;
  }

 private:
  int between(int least, int most) {
    return std::uniform_int_distribution<int>(least, most)(random_);
  }
  int up_to(int most) { return between(0, most); }
  bool one_in(int n) { return up_to(n - 1) == 0; }
  template <std::size_t N>
  std::string one_of(const std::array<const char*, N>& words) {
    return words.at(static_cast<std::size_t>(up_to(static_cast<int>(N) - 1)));
  }

  void window(Case& made) {
    constexpr std::array<std::array<int, 2>, 6> kLimits = {
        {{90, 180}, {30, 90}, {4, 5}, {0, 7}, {20, 40}, {1, 2}}};
    const auto& limit = kLimits.at(static_cast<std::size_t>(up_to(5)));
    made.max = made.policy == "YEAR" ? between(0, 200) : limit[0];
    made.window = limit[1];
    int day = between(0, 60);
    const int count = up_to(7);
    for (int i = 0; i < count; ++i) {
      Interval stay;
      // One in six begins before the one before it ended.
      stay.in = std::max(0, one_in(6) ? day - up_to(15) : day + up_to(one_in(3) ? 1 : 60));
      stay.out = stay.in + up_to(one_in(3) ? 0 : one_in(2) ? 110 : 12);
      day = std::max(day, stay.out);
      if (i + 1 == count && one_in(3)) stay.out = kNone;
      made.intervals.push_back(stay);
    }
    permits(made);
  }

  void permits(Case& made) {
    for (int i = 0; one_in(3) && i < 2; ++i) {
      const int from = up_to(700);
      made.permits.push_back({from, from + up_to(120), "", "", "", kNone});
    }
  }

  void term(Case& made) {
    constexpr std::array<int, 5> kMax = {0, 3, 30, 90, 180};
    constexpr std::array<const char*, 6> kStates = {"GT", "SV", "HN", "MX", "CA", "FR"};
    made.max = kMax.at(static_cast<std::size_t>(up_to(4)));
    made.months = between(0, 13);
    made.minus = up_to(1);
    if (made.policy != "CALMONTH") made.entry_day = one_in(4) ? 0 : 1;
    made.min_absence = one_in(2) ? 0 : between(1, 30);
    made.contiguous = made.policy != "ZONE" && one_in(3);
    if (one_in(3)) made.expiry = up_to(one_in(2) ? 600 : 120);
    int day = between(5, 40);
    const int count = up_to(5);
    for (int i = 0; i < count; ++i) {
      Interval stay;
      stay.in = day + up_to(one_in(2) ? 3 : 90);
      stay.out = stay.in + up_to(one_in(3) ? 1 : 120);
      day = stay.out;
      if (i + 1 == count && one_in(2)) stay.out = kNone;
      stay.at = made.policy == "ZONE" ? "GT" : "US";
      stay.from = one_of(kStates);
      stay.to = one_of(kStates);
      if (one_in(made.policy == "ADMIT_UNTIL" ? 2 : 8)) stay.admit = stay.in + between(-5, 200);
      stay.admit = stay.admit < 0 ? kNone : stay.admit;
      made.intervals.push_back(stay);
    }
    permits(made);
    if (made.intervals.empty()) return;
    for (int i = up_to(2); i > 0; --i) {
      Extension each;
      each.on = made.intervals.front().in + up_to(300);
      each.days = between(1, 90);
      if (one_in(3)) each.until = each.on + up_to(200);
      made.extensions.push_back(each);
    }
    std::stable_sort(made.extensions.begin(), made.extensions.end(),
                     [](const Extension& a, const Extension& b) { return a.on < b.on; });
  }

  std::mt19937 random_;
};

std::string computed(const Case& asked) {
  const std::string params = asked.params();
  const std::string history = asked.history();
  const auto answer = calculate({asked.policy, params, history, calendar().name(asked.query)});
  if (!answer) return answer.error().message;
  return answer->used + ' ' + answer->remaining + ' ' + answer->overstay_days + ' ' +
         answer->violation_days + ' ' + answer->first_violation + ' ' + answer->last_legal_day +
         ' ' + answer->max_stay + ' ' + answer->status;
}

std::string worked_out(const Case& asked) {
  const bool window = asked.policy == "ROLL" || asked.policy == "YEAR";
  return (window ? by_window(asked) : by_term(asked)).text();
}

/// Every line of a derivation has its sentence in each language, and every gap of it is filled.
void expect_readable(const Case& asked) {
  const std::string params = asked.params();
  const std::string history = asked.history();
  const auto answer = calculate({asked.policy, params, history, calendar().name(asked.query)});
  ASSERT_TRUE(answer) << answer.error().message;
  for (const auto& line : answer->derivation)
    for (const auto language : {Language::kSpanish, Language::kEnglish, Language::kFrench}) {
      const auto sentence = sentence_of(line, language);
      EXPECT_TRUE(sentence.ends_with('.')) << sentence;
      EXPECT_FALSE(sentence.starts_with(line.code + " ")) << sentence;
    }
}

TEST(Calculation, AgreesWithCountingDayByDayOver100000Histories) {
  constexpr unsigned kHistories = 100'000;
  Maker maker(20260101);
  int wrong = 0;
  std::map<std::string, int> by_policy;
  for (unsigned i = 0; i < kHistories && wrong < 5; ++i) {
    const auto asked = maker.make();
    ++by_policy[asked.policy];
    const auto expected = worked_out(asked);
    const auto found = computed(asked);
    wrong += found == expected ? 0 : 1;
    EXPECT_EQ(found, expected) << asked.policy << '\t' << asked.params() << '\t' << asked.history()
                               << '\t' << calendar().name(asked.query);
    if (i % 100 == 0) expect_readable(asked);
  }
  for (const auto& [policy, count] : by_policy)
    EXPECT_GT(count, static_cast<int>(kHistories / 20)) << policy;
}

}  // namespace
}  // namespace garita
