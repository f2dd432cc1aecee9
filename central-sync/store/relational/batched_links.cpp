// The second part of BatchedTables: who is one person.
#include "central-sync/projection/facts.h"
#include "central-sync/store/relational/batched_tables.h"
#include "central-sync/store/relational/put_off_indexes.h"

namespace garita::central {
namespace {

/// Crossings that are sent together to a server, which writes them while the next are applied: with
/// most of what is read ahead together, since whoever asks it something waits for what was sent.
constexpr std::size_t kSentTogether = 128;

}  // namespace

Result<std::set<PersonId>> BatchedTables::persons_behind(std::span<const PersonId> pseudonyms) {
  if (on_tables()) {
    GARITA_TRY(persons, tables_.persons_behind(pseudonyms));
    touched_.insert(pseudonyms.begin(), pseudonyms.end());
    touched_.insert(persons.begin(), persons.end());
    return persons;
  }
  std::set<PersonId> persons;
  for (const auto& each : pseudonyms) {
    GARITA_TRY(person, persons_.behind(each));
    if (person) persons.insert(*person);
  }
  return persons;
}

Result<void> BatchedTables::touch_all(std::span<const PersonLink> pairs) {
  const auto pseudonyms = pseudonyms_in(pairs);
  if (seen_)
    for (const auto& each : pseudonyms)
      for (auto* seen : {&seen_->tied, &seen_->linked}) seen->add(SeenInRebuild::hash_of(each));
  touched_.insert(pseudonyms.begin(), pseudonyms.end());
  GARITA_TRY(persons, tables_.persons_behind(pseudonyms));
  touched_.merge(persons);
  return {};
}

Result<void> BatchedTables::read_ahead_bearers(std::span<const std::int64_t> keys) {
  if (!descriptions_.is_whole() && !keys_indexed_) {
    GARITA_CHECK(make_index_of_candidates(db_));
    keys_indexed_ = true;
  }
  GARITA_CHECK(descriptions_.read(keys));
  // Nothing more is asked before these are applied.
  const bool is_server = db_.dialect() == Dialect::kPostgres;
  return is_server && persons_.unsaved() >= kSentTogether ? write_out() : Result<void>();
}

Result<std::optional<std::int64_t>> BatchedTables::put_description(const PersonId& pseudonym,
                                                                   const Description& description) {
  whole_at_.reset();
  if (!on_tables()) {
    GARITA_TRY(behind, persons_.behind(pseudonym));
    return descriptions_.put(pseudonym, description, !behind);
  }
  GARITA_TRY(number, tables_.put_description(pseudonym, description));
  if (number && descriptions_.is_whole()) descriptions_.note(*number, pseudonym, description);
  put_on_tables_ = !descriptions_.is_whole();
  return number;
}

Result<std::vector<BearersOfKey>> BatchedTables::bearers_of(std::span<const std::int64_t> keys,
                                                            const PartialDate& birth) {
  const bool known = !on_tables() || descriptions_.is_whole();
  return known ? descriptions_.bearers_of(keys, birth) : tables_.bearers_of(keys, birth);
}

Result<std::size_t> BatchedTables::count_bearers(std::int64_t key) {
  if (descriptions_.is_whole()) return descriptions_.count_bearers(key);
  GARITA_CHECK(go_to_tables());
  return tables_.count_bearers(key);
}

Result<std::map<PersonId, std::vector<Description>>> BatchedTables::descriptions_of(
    std::span<const PersonId> pseudonyms) {
  GARITA_CHECK(go_to_tables());
  return tables_.descriptions_of(pseudonyms);
}

/// Asked of whoever bears a name that has become too frequent: few are like each other.
Result<std::vector<LinkFact>> BatchedTables::links_among(std::span<const PersonId> pseudonyms) {
  std::vector<PersonId> linked(pseudonyms.begin(), pseudonyms.end());
  if (seen_)
    std::erase_if(linked, [&](const PersonId& each) {
      return !seen_->linked.may_have(SeenInRebuild::hash_of(each));
    });
  if (linked.size() < 2) return std::vector<LinkFact>();
  GARITA_CHECK(go_to_tables());
  return tables_.links_among(linked);
}

Result<void> BatchedTables::put_keys(std::int64_t description, std::span<const std::int64_t> keys) {
  if (on_tables()) {
    // Where not all are here, the cache is forgotten after this, and the filter must not be.
    descriptions_.note_keys(description, keys);
    return tables_.put_keys(description, keys);
  }
  descriptions_.put_keys(description, keys);
  return {};
}

Result<std::optional<LinkFact>> BatchedTables::link_between(const PersonLink& pair) {
  auto unsaved = persons_.unsaved_link(pair);
  if (unsaved) return unsaved;
  return tables_.link_between(pair);
}

Result<void> BatchedTables::begin_link(const LinkFact& link, Instant known_from,
                                       const RecordId& cause) {
  if (!on_tables()) return persons_.begin_link(link, known_from, cause);
  GARITA_CHECK(touch_all({&link.pair, 1}));
  return tables_.begin_link(link, known_from, cause);
}

Result<void> BatchedTables::end_links(std::span<const PersonLink> pairs, Instant known_to) {
  GARITA_CHECK(go_to_tables());
  GARITA_CHECK(touch_all(pairs));
  GARITA_CHECK(tables_.end_links(pairs, known_to));
  end_step();
  return {};
}

Result<void> BatchedTables::put_identity_decision(const RecordId& record,
                                                  const IdentityDecision& decision,
                                                  Instant known_at) {
  GARITA_CHECK(go_to_tables());
  const PersonLink both(decision.one, decision.other);
  GARITA_CHECK(touch_all({&both, 1}));
  GARITA_CHECK(tables_.put_identity_decision(record, decision, known_at));
  end_step();
  return {};
}

Result<bool> BatchedTables::is_person_decided_about(const PersonId& person) {
  if (on_tables()) return tables_.is_person_decided_about(person);
  GARITA_TRY(known, persons_.person(person));
  return known->decided;
}

Result<Ties> BatchedTables::ties_of(const PersonId& person) {
  GARITA_CHECK(go_to_tables());
  return tables_.ties_of(person);
}

Result<std::vector<PersonId>> BatchedTables::pseudonyms_of(const PersonId& person) {
  GARITA_CHECK(go_to_tables());
  return tables_.pseudonyms_of(person);
}

Result<std::vector<LinkTables::KeyedCrossing>> BatchedTables::keys_of_crossings(
    const PersonId& person) {
  GARITA_CHECK(go_to_tables());
  return tables_.keys_of_crossings(person);
}

Result<ProjectionTables::NamesShown> BatchedTables::names_shown(const PersonId& person,
                                                                const PersonId& document,
                                                                std::size_t limit) {
  if (on_tables()) return tables_.names_shown(person, document, limit);
  GARITA_TRY(known, persons_.person(person));
  if (!known->decided) return names_shown_in(known->history, document, limit);
  GARITA_CHECK(go_to_tables());
  return tables_.names_shown(person, document, limit);
}

/// Seldom asked: where a document is shown by a name that is like none which it was shown by.
Result<std::vector<Showing>> BatchedTables::showings_of(const PersonId& person,
                                                        const std::string& document) {
  GARITA_CHECK(go_to_tables());
  return tables_.showings_of(person, document);
}

Result<void> BatchedTables::give_crossing(const std::string& record, const PersonId& person) {
  GARITA_CHECK(go_to_tables());
  touch(person);
  GARITA_CHECK(tables_.give_crossing(record, person));
  end_step();
  return {};
}

Result<void> BatchedTables::part_from(const PersonId& person) {
  GARITA_CHECK(go_to_tables());
  touch(person);
  GARITA_CHECK(tables_.part_from(person));
  end_step();
  return {};
}

Result<void> BatchedTables::sum_up(const PersonId& person) {
  GARITA_CHECK(go_to_tables());
  touch(person);
  GARITA_CHECK(tables_.sum_up(person));
  end_step();
  return {};
}

}  // namespace garita::central
