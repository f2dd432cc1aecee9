#include "schema/stay/policy.h"

#include <algorithm>

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
  return a.empty() || b.empty() ||
         std::any_of(a.begin(), a.end(), [&](const T& each) { return b.contains(each); });
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

const StayRule* by_id(const std::vector<StayRule>& rules, const std::string& id) {
  const auto found =
      std::find_if(rules.begin(), rules.end(), [&](const StayRule& rule) { return rule.id == id; });
  return found == rules.end() ? nullptr : &*found;
}

/// Whether `rule` comes before `other`, directly or through rules between.
bool comes_before(const std::vector<StayRule>& rules, const StayRule& rule, const StayRule& other) {
  std::set<std::string> reached;
  std::vector<const StayRule*> to_visit{&rule};
  while (!to_visit.empty()) {
    const auto* next = to_visit.back();
    to_visit.pop_back();
    for (const auto& id : next->instead_of)
      if (reached.insert(id).second)
        if (const auto* found = by_id(rules, id)) to_visit.push_back(found);
  }
  return reached.contains(other.id);
}

Result<void> check_names(const std::vector<StayRule>& rules) {
  std::set<std::string> ids;
  for (const auto& rule : rules)
    if (!ids.insert(rule.id).second)
      return fail(Remedy::kReject, "rule " + rule.id + " stands twice in the pack");
  for (const auto& rule : rules)
    for (const auto& id : rule.instead_of)
      if (!ids.contains(id))
        return fail(Remedy::kReject,
                    "rule " + rule.id + " is instead of " + id + ", which is not there");
  return {};
}

int longest_of(const RuleKind& kind) {
  if (const auto* fixed = std::get_if<FixedDays>(&kind)) return fixed->days;
  if (const auto* granted = std::get_if<GrantedDays>(&kind)) return granted->cap;
  return 1;
}

}  // namespace

Result<void> check_rules(const std::vector<StayRule>& rules) {
  GARITA_CHECK(check_names(rules));
  for (auto a = rules.begin(); a != rules.end(); ++a) {
    if (comes_before(rules, *a, *a))
      return fail(Remedy::kReject, "rule " + a->id + " comes before itself through instead_of");
    for (auto b = rules.begin(); b != a; ++b) {
      if (!both_may_apply(*a, *b)) continue;
      if (comes_before(rules, *a, *b) || comes_before(rules, *b, *a)) continue;
      return fail(Remedy::kReject, "rules " + b->id + " and " + a->id +
                                       " may both apply to one entry, and neither is instead of "
                                       "the other");
    }
  }
  return {};
}

bool StayRule::applies_to(const Audience& audience, Date entered) const {
  return effective_from <= entered && (!effective_to || entered <= *effective_to) &&
         (nationalities.empty() || nationalities.contains(audience.nationality)) &&
         any_covers(document_types, audience.document_type) &&
         (admission_classes.empty() || admission_classes.contains(audience.admission_class));
}

const StayRule* PolicyPack::rule_for(const Audience& audience, Date entered) const {
  const StayRule* chosen = nullptr;
  for (const auto& rule : rules_) {
    if (!rule.applies_to(audience, entered)) continue;
    if (!chosen || comes_before(rules_, rule, *chosen)) chosen = &rule;
  }
  return chosen;
}

int PolicyPack::longest_stay_days() const {
  int longest = 1;
  for (const auto& rule : rules_) longest = std::max(longest, longest_of(rule.kind));
  return longest;
}

}  // namespace garita
