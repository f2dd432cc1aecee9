#include "central-sync/reports/shortened_stays.h"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

namespace garita::central {
namespace {

/// A pack's rules as far as they are about entries until a day, by name.
std::map<std::string, StayRule> rules_until(const PolicyPack& pack, Date day) {
  std::map<std::string, StayRule> rules;
  for (auto rule : pack.rules()) {
    if (rule.effective_from > day) continue;
    if (rule.effective_to && *rule.effective_to >= day) rule.effective_to.reset();
    // Where it was read changes no stay.
    rule.citation.clear();
    rule.source.clear();
    rule.confidence.clear();
    rules.emplace(rule.id, std::move(rule));
  }
  for (auto& [id, rule] : rules)
    std::erase_if(rule.instead_of, [&](const std::string& of) { return !rules.contains(of); });
  return rules;
}

/// The last legal day of each stay that is open and has one, by its entry.
std::map<std::string, Date> last_legal_days(const PersonHistory& history, const Country& country,
                                            Instant now) {
  std::map<std::string, Date> days;
  for (const auto& flag : evaluate(history, country, {now, now}).flags)
    if (flag.kind == FlagKind::kOverstayOpen && flag.authorised_until)
      days.emplace(flag.subject, *flag.authorised_until);
  return days;
}

}  // namespace

bool differ_for_stays_until(const PolicyPack& before, const PolicyPack& after, Date today) {
  return before.country() != after.country() ||
         rules_until(before, today) != rules_until(after, today);
}

Result<ShortenedStays> stays_shortened_by(
    CentralStore& store, const PolicyPack& after, Instant now,
    const std::function<void(std::int64_t done, std::int64_t all)>& told) {
  ShortenedStays shortened;
  GARITA_TRY(moment, store.one_moment());
  GARITA_TRY(view, CountryView::at(store, now));
  const Date today = view.zone().local_day(now);
  if (view.pack() == nullptr || !differ_for_stays_until(*view.pack(), after, today))
    return shortened;
  const Country as_it_is = view.country();
  Country as_it_would_be = as_it_is;
  as_it_would_be.pack = &after;
  GARITA_TRY(persons, store.persons_inside());
  for (const auto& person : persons) {
    GARITA_TRY(history, store.history_of(person));
    const auto was = last_legal_days(history, as_it_is, now);
    for (const auto& [entry, day] : last_legal_days(history, as_it_would_be, now)) {
      const auto told_at_entry = was.find(entry);
      if (told_at_entry != was.end() && told_at_entry->second <= day) continue;
      ++shortened.earlier;
      const bool over_already = told_at_entry != was.end() && told_at_entry->second < today;
      if (day < today && !over_already) ++shortened.over_at_once;
    }
    told(++shortened.persons, std::ssize(persons));
  }
  return shortened;
}

}  // namespace garita::central
