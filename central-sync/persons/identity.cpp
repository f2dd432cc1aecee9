#include "central-sync/persons/identity.h"

#include <algorithm>
#include <map>

#include "schema/matching/normalise.h"
#include "schema/vocabulary/result.h"

namespace garita::central {
namespace {

/// The lowest pseudonym of each group, found by following `lower` to its end.
class Groups {
 public:
  PersonId lowest(const PersonId& pseudonym) {
    const auto found = lower_.try_emplace(pseudonym, pseudonym).first;
    if (found->second == pseudonym) return pseudonym;
    const PersonId end = lowest(found->second);
    lower_[pseudonym] = end;
    return end;
  }

  void join(const PersonId& a, const PersonId& b) {
    const PersonId first = lowest(a);
    const PersonId second = lowest(b);
    lower_[std::max(first, second)] = std::min(first, second);
  }

  std::vector<std::pair<PersonId, PersonId>> all() {
    std::vector<PersonId> pseudonyms;
    for (const auto& [pseudonym, next] : lower_) pseudonyms.push_back(pseudonym);
    std::vector<std::pair<PersonId, PersonId>> persons;
    for (const auto& pseudonym : pseudonyms) persons.emplace_back(pseudonym, lowest(pseudonym));
    return persons;
  }

 private:
  std::map<PersonId, PersonId> lower_;
};

}  // namespace

bool names_a_document(std::string_view document_key) {
  return document_key.size() > 1 && document_key.front() != '|' && document_key.back() != '|';
}

HolderKeys keys_of(const Holder& holder) {
  HolderKeys keys;
  const std::string document = document_key(holder.issuer, holder.document_number);
  if (names_a_document(document)) keys.document = document;
  const bool named = !normalised_name(holder.surname, holder.given_names).empty();
  if (named && holder.birth.complete() && !holder.nationality.value().empty())
    keys.name = person_key(holder.surname, holder.given_names, holder.birth, holder.nationality);
  return keys;
}

Joined join(std::span<const PersonId> pseudonyms) {
  ensure(!pseudonyms.empty(), "a person has a pseudonym");
  std::vector<PersonId> ordered(pseudonyms.begin(), pseudonyms.end());
  std::sort(ordered.begin(), ordered.end());
  ordered.erase(std::unique(ordered.begin(), ordered.end()), ordered.end());
  return {ordered.front(), {ordered.begin() + 1, ordered.end()}};
}

std::vector<std::pair<PersonId, PersonId>> persons_of(std::span<const PersonLink> links) {
  Groups groups;
  for (const auto& [a, b] : links) groups.join(a, b);
  return groups.all();
}

}  // namespace garita::central
