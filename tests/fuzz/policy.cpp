// Policy packs: a pack that is taken answers every question put to it.
#include "schema/stay/assess.h"
#include "schema/stay/authorise.h"
#include "schema/vocabulary/bytes.h"

namespace garita {
namespace {

void ask(const PolicyPack& pack, const Audience& audience, Date entered) {
  Admission admission;
  admission.entered = entered;
  admission.audience = audience;
  admission.document_expiry = entered.plus(std::chrono::days(40));
  const auto stay = authorise(pack, admission, {});
  const auto* rule = pack.rule_for(audience, entered);
  const bool own = audience.nationality == pack.country();
  ensure(own || stay.rule == (rule != nullptr ? rule->id : ""), "the stay is by the one rule");
  const auto position = position_on(stay, entered.plus(std::chrono::days(5)));
  ensure(position.days_over >= 0 && position.days_used >= 0, "days are counted from nought");
}

/// Three visits, the second by an inner border and the third after a short absence, with decisions
/// of each kind on them.
void ask_of_several(const PolicyPack& pack, const Audience& audience, Date entered) {
  StayQuestion question;
  question.audience = audience;
  for (int i = 0; i < 3; ++i) {
    Visit visit;
    visit.admission.entered = entered.plus(std::chrono::days(i * 30));
    visit.admission.audience = audience;
    if (i < 2) visit.left = entered.plus(std::chrono::days(i * 30 + 29));
    visit.came_from = CountryCode(i == 1 ? "SLV" : "MEX");
    visit.went_to = CountryCode(i == 0 ? "SLV" : "MEX");
    for (int kind = 0; kind <= static_cast<int>(StatusChangeKind::kEvent); ++kind) {
      StatusChange change;
      change.reference = std::to_string(kind);
      change.kind = static_cast<StatusChangeKind>((kind + i) % 11);
      change.day = visit.admission.entered.plus(std::chrono::days(kind));
      change.days = 10;
      change.admission_class = "visitor";
      visit.changes.push_back(change);
    }
    question.visits.push_back(visit);
  }
  question.on = entered.plus(std::chrono::days(400));
  const auto found = assess(pack, question);
  ensure(found.used >= 0 && found.days_over >= 0, "days are counted from nought");
  ensure((found.status == StayStatus::kOverstay) == (found.days_over > 0), "over is an overstay");
}

}  // namespace
}  // namespace garita

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace garita;
  const auto pack = PolicyPack::from_toml(text_of({data, size}));
  if (!pack) return 0;
  ensure(pack->longest_stay_days() >= 1, "the longest stay is a day at least");
  for (const auto* day : {"0001-01-01", "2024-07-01", "2026-03-02", "9999-12-31"}) {
    ask(*pack, {CountryCode("GTM"), "P", "visitor"}, *Date::from_iso(day));
    ask(*pack, {pack->country(), "ID", ""}, *Date::from_iso(day));
    for (const auto* admission_class : {"visitor", "worker", "student", "resident", "crew"})
      ask_of_several(*pack, {CountryCode("FRA"), "P", admission_class}, *Date::from_iso(day));
  }
  return 0;
}
