#include "border-station/ledger/protection.h"

#include <algorithm>

#include "schema/crypto/envelope.h"
#include "schema/record/protection.h"
#include "schema/vocabulary/clock.h"
#include "schema/vocabulary/codes.h"

namespace garita::station {
namespace {

constexpr std::string_view kChannel = "protection";

bool is_second_interview(const NewDecision& decision) {
  const auto& reasons = decision.grounds;
  return decision.crossing.decision == DecisionKind::kRefer &&
         std::ranges::find(reasons, kSecondInterview) != reasons.end();
}

}  // namespace

Result<ReadBulletin> read_protection_unit(Ledger& ledger, const Bulletin& bulletin) {
  GARITA_TRY(unit, Certificate::from_pem(text_of(bulletin.content)));
  GARITA_CHECK(check_certificate(unit, ledger.identity().authority,
                                 CertificateRole::kProtectionUnit, SystemClock().now()));
  return ReadBulletin{1, nullptr};
}

Result<std::optional<Certificate>> protection_unit(Ledger& ledger) {
  GARITA_TRY(bulletin, ledger.bulletin(kChannel));
  if (!bulletin) return std::optional<Certificate>();
  GARITA_TRY(unit, Certificate::from_pem(text_of(bulletin->content)));
  return std::optional<Certificate>(std::move(unit));
}

Result<Bytes> sealed_for_protection(Ledger& ledger, const NewDecision& decision,
                                    const RecordId& crossing) {
  const auto& told = decision.told;
  if (!is_second_interview(decision)) {
    ensure(told.concerns.empty(), "concerns are told with a second interview alone");
    return Bytes();
  }
  GARITA_TRY(unit, protection_unit(ledger));
  if (!unit && told.concerns.empty()) return Bytes();
  if (!unit) return fail(Remedy::kReject, "no protection unit is known here: nothing is recorded");
  GARITA_TRY(plain, encode_protection({crossing, decision.crossing, told.concerns, told.note}));
  return seal_to_certificate(Secret(std::move(plain)).view(), *unit);
}

}  // namespace garita::station
