#include "central-sync/reports/sealed_referrals.h"

#include <variant>

namespace garita::central {
namespace {

constexpr std::size_t kEntriesAtOnce = 500;

/// What one entry holds for the unit; empty where it is something else. What cannot be read is in
/// quarantine, and a person decides about it there.
Bytes sealed_in(Projector& projector, const Entry& entry) {
  if (entry.salt.empty()) return {};
  auto record = projector.open(entry);
  auto* referral = record ? std::get_if<Referral>(&*record) : nullptr;
  return referral == nullptr ? Bytes() : std::move(referral->sealed);
}

Result<void> look_through(CentralDatabase& database, Projector& projector, const JournalId& journal,
                          std::vector<SealedReferral>& found) {
  std::uint64_t next = 1;
  while (true) {
    GARITA_TRY(entries, database.journals().entries_of(journal, next, kEntriesAtOnce));
    if (entries.empty()) return {};
    for (const auto& entry : entries) {
      auto sealed = sealed_in(projector, entry);
      if (!sealed.empty()) found.push_back({entry.id(), std::move(sealed)});
    }
    next = entries.back().header.sequence + 1;
  }
}

}  // namespace

Result<std::vector<SealedReferral>> sealed_referrals(CentralDatabase& database,
                                                     const ProjectorKeys& keys) {
  Projector projector(database.intake(), database.projection(), keys);
  GARITA_TRY(journals, database.journals().journals());
  std::vector<SealedReferral> found;
  for (const auto& position : journals) {
    if (position.journal.lane != Lane::kUrgent) continue;
    GARITA_CHECK(look_through(database, projector, position.journal, found));
  }
  return found;
}

}  // namespace garita::central
