#include "schema/stay/policy.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <string_view>

#include "schema/stay/policy_rules.h"

namespace garita {
namespace {

bool covers(const std::string& pattern, const std::string& document_type) {
  return pattern == document_type || (pattern.size() == 1 && document_type.starts_with(pattern));
}

bool any_covers(const std::set<std::string>& patterns, const std::string& document_type) {
  return patterns.empty() ||
         std::any_of(patterns.begin(), patterns.end(),
                     [&](const auto& pattern) { return covers(pattern, document_type); });
}

template <typename T>
bool may_meet(const std::set<T>& a, const std::set<T>& b) {
  if (a.empty() || b.empty()) return true;
  auto in_a = a.begin();
  auto in_b = b.begin();
  while (in_a != a.end() && in_b != b.end()) {
    if (*in_a == *in_b) return true;
    if (*in_a < *in_b) {
      ++in_a;
    } else {
      ++in_b;
    }
  }
  return false;
}

bool document_types_meet(const std::set<std::string>& a, const std::set<std::string>& b) {
  if (a.empty() || b.empty()) return true;
  return std::any_of(a.begin(), a.end(), [&](const auto& each) {
    return any_covers(b, each) ||
           std::any_of(b.begin(), b.end(), [&](const auto& other) { return covers(each, other); });
  });
}

bool periods_meet(const StayRule& a, const StayRule& b) {
  return (!a.effective_to || b.effective_from <= *a.effective_to) &&
         (!b.effective_to || a.effective_from <= *b.effective_to);
}

bool both_may_apply(const StayRule& a, const StayRule& b) {
  return periods_meet(a, b) && may_meet(a.nationalities, b.nationalities) &&
         document_types_meet(a.document_types, b.document_types) &&
         may_meet(a.admission_classes, b.admission_classes);
}

using Places = std::vector<std::size_t>;

/// For each rule the places of those that it is instead of.
Result<std::vector<Places>> places_of(const std::vector<StayRule>& rules) {
  std::map<std::string_view, std::size_t> known;
  for (std::size_t i = 0; i < rules.size(); ++i)
    if (!known.emplace(rules[i].id, i).second)
      return fail(Remedy::kReject, "rule " + rules[i].id + " stands twice in the pack");
  std::vector<Places> places(rules.size());
  for (std::size_t i = 0; i < rules.size(); ++i) {
    for (const auto& id : rules[i].instead_of) {
      const auto found = known.find(id);
      if (found == known.end())
        return fail(Remedy::kReject,
                    "rule " + rules[i].id + " is instead of " + id + ", which is not there");
      places[i].push_back(found->second);
    }
  }
  return places;
}

/// Each place behind all that are instead of it; those in a ring, and behind one, are left out.
Places sorted(const std::vector<Places>& instead_of) {
  std::vector<std::size_t> waits_for(instead_of.size());
  for (const auto& places : instead_of)
    for (const auto place : places) ++waits_for[place];
  Places order;
  for (std::size_t i = 0; i < waits_for.size(); ++i)
    if (waits_for[i] == 0) order.push_back(i);
  for (std::size_t next = 0; next < order.size(); ++next)
    for (const auto place : instead_of[order[next]])
      if (--waits_for[place] == 0) order.push_back(place);
  return order;
}

/// A place from which `instead_of` leads back to itself, where there is one outside of `order`.
std::size_t in_a_ring(const std::vector<Places>& instead_of, const Places& order) {
  std::vector<std::size_t> before(instead_of.size(), instead_of.size());
  std::vector<bool> outside(instead_of.size(), true);
  for (const auto place : order) outside[place] = false;
  std::size_t at = 0;
  for (std::size_t i = 0; i < instead_of.size(); ++i) {
    if (!outside[i]) continue;
    at = i;
    for (const auto place : instead_of[i]) before[place] = i;
  }
  // Whoever is outside has somebody outside before it: so many steps back end in a ring.
  for (std::size_t steps = 0; steps < instead_of.size(); ++steps) at = before[at];
  return at;
}

/// Who comes before whom, directly or through rules between: a bit for each pair.
class Precedence {
 public:
  Precedence(const std::vector<Places>& instead_of, const Places& order)
      : reached_(instead_of.size(), std::vector<std::uint64_t>((instead_of.size() + 63) / 64)) {
    for (auto place = order.rbegin(); place != order.rend(); ++place) {
      auto& row = reached_[*place];
      for (const auto behind : instead_of[*place]) {
        row[behind / 64] |= std::uint64_t{1} << behind % 64;
        for (std::size_t word = 0; word < row.size(); ++word) row[word] |= reached_[behind][word];
      }
    }
  }

  [[nodiscard]] bool before(std::size_t a, std::size_t b) const {
    return (reached_[a][b / 64] >> b % 64 & 1U) != 0;
  }

 private:
  std::vector<std::vector<std::uint64_t>> reached_;
};

constexpr int kMonthDaysMax = 31;
/// What no stay exceeds, with all extensions.
constexpr int kStayDaysMax = 36'600;

constexpr int kYearDays = 366;

/// What the rule gives at entry; absent: it sets no end.
struct StayAtEntry {
  using Days = std::optional<int>;
  Days operator()(const FixedDays& kind) const { return kind.days; }
  Days operator()(const GrantedDays& kind) const { return kind.cap; }
  Days operator()(const UntilDate&) const { return std::nullopt; }
  Days operator()(const Unlimited&) const { return std::nullopt; }
  Days operator()(const UntilEvent&) const { return std::nullopt; }
  Days operator()(const CalendarMonths& kind) const { return kind.months * kMonthDaysMax; }
  Days operator()(const SharedPool& kind) const { return kind.cap; }
  Days operator()(const RollingLimit& kind) const { return kind.days_max; }
  // The end of one year and the beginning of the next.
  Days operator()(const YearLimit& kind) const { return kind.days_max * 2; }
};

/// Extensions of which the rule says nothing may give anything, and are left out.
int with_extensions(int days, const ExtensionLimits& limits) {
  const auto& total = limits.total_days_max;
  if (!limits.days_max || !limits.count_max) return std::max(days, total.value_or(days));
  const auto all = days + std::int64_t{*limits.days_max} * *limits.count_max;
  return static_cast<int>(
      std::min<std::int64_t>(all, std::max(days, total.value_or(kStayDaysMax))));
}

}  // namespace

Result<std::vector<std::size_t>> order_of(const std::vector<StayRule>& rules) {
  GARITA_TRY(instead_of, places_of(rules));
  auto order = sorted(instead_of);
  if (order.size() != rules.size())
    return fail(Remedy::kReject, "rule " + rules[in_a_ring(instead_of, order)].id +
                                     " comes before itself through instead_of");
  const Precedence precedence(instead_of, order);
  for (std::size_t a = 0; a < rules.size(); ++a) {
    for (std::size_t b = 0; b < a; ++b) {
      if (precedence.before(a, b) || precedence.before(b, a)) continue;
      if (!both_may_apply(rules[a], rules[b])) continue;
      return fail(Remedy::kReject, "rules " + rules[b].id + " and " + rules[a].id +
                                       " may both apply to one entry, and neither is instead of "
                                       "the other");
    }
  }
  return order;
}

Result<PolicyPack> PolicyPack::of(std::string version, CountryCode country,
                                  std::vector<StayRule> rules) {
  PolicyPack pack;
  pack.version_ = std::move(version);
  pack.country_ = std::move(country);
  GARITA_TRY(order, order_of(rules));
  pack.order_ = std::move(order);
  pack.rules_ = std::move(rules);
  return pack;
}

bool StayRule::applies_to(const Audience& audience, Date entered) const {
  return effective_from <= entered && (!effective_to || entered <= *effective_to) &&
         (nationalities.empty() || nationalities.contains(audience.nationality)) &&
         any_covers(document_types, audience.document_type) &&
         (admission_classes.empty() || admission_classes.contains(audience.admission_class));
}

const StayRule* PolicyPack::rule_for(const Audience& audience, Date entered) const {
  for (const auto place : order_)
    if (rules_[place].applies_to(audience, entered)) return &rules_[place];
  return nullptr;
}

std::set<CountryCode> PolicyPack::states_looked_at() const {
  std::set<CountryCode> states;
  for (const auto& rule : rules_) {
    states.insert(rule.returns_from.begin(), rule.returns_from.end());
    if (const auto* pool = std::get_if<SharedPool>(&rule.kind))
      states.insert(pool->states.begin(), pool->states.end());
  }
  states.erase(country_);
  return states;
}

int PolicyPack::longest_stay_days() const {
  int longest = go_live_days_.value_or(1);
  for (const auto& rule : rules_) {
    const auto given = std::visit(StayAtEntry{}, rule.kind);
    if (given || !go_live_days_)
      longest = std::max(longest, with_extensions(given.value_or(kYearDays), rule.extensions));
  }
  return longest;
}

}  // namespace garita
