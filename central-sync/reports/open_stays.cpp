#include "central-sync/reports/open_stays.h"

#include <algorithm>

namespace garita::central {
namespace {

/// Of somebody about whom something was decided: the stay that is open, where nothing limits it.
std::optional<OpenStay> unlimited_stay(const PersonHistory& history, const Country& country,
                                       Instant now) {
  const auto evaluation = evaluate(history, country, {now, now});
  if (evaluation.stays.empty()) return std::nullopt;
  const auto& last = evaluation.stays.back();
  const bool limited = std::ranges::any_of(evaluation.flags, [&](const Flag& flag) {
    return flag.kind == FlagKind::kOverstayOpen && flag.subject == last.stay.entry.reference;
  });
  if (!last.stay.open() || limited) return std::nullopt;
  return OpenStay{last.stay.entry.day, std::nullopt, {}};
}

}  // namespace

Result<void> for_each_open_stay(CentralStore& store, Instant now,
                                const std::function<Result<void>(const OpenStay&)>& visit) {
  GARITA_CHECK(store.for_each_limited_stay(visit));
  GARITA_TRY(view, CountryView::at(store, now));
  return store.for_each_decided_person([&, &view = view](const PersonId& person) -> Result<void> {
    GARITA_TRY(history, store.history_of(person));
    auto stay = unlimited_stay(history, view.country(), now);
    if (!stay) return {};
    GARITA_TRY(documents, store.documents_of(person));
    stay->documents = std::move(documents);
    return visit(*stay);
  });
}

}  // namespace garita::central
