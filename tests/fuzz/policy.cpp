// Policy packs: a pack that is taken answers every question put to it.
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
  }
  return 0;
}
