#pragma once

#include <span>
#include <string_view>

#include "schema/vocabulary/result.h"

namespace garita {

/// The closed lists whose words stand in records and on the wire. The words never change their
/// meaning and are never taken away; labels in any language belong to the consoles.
enum class CodeList {
  /// Main purpose of a trip: International Recommendations for Tourism Statistics 2008 (IRTS),
  /// 3.14 to 3.21, and those of travellers who are no visitors. There is no word for asylum: a
  /// claim is a protection referral, never a column of a list.
  kPurpose,
  /// IRTS 2008, figure 3.4 (mode of transport).
  kTransport,
  /// In what capacity somebody is admitted; policies choose by it.
  kAdmissionClass,
  /// Why somebody is not let in: Regulation (EU) 2016/399, Annex V, Part B, A to J; and the two of
  /// CARICOM for its nationals.
  kRefusalGround,
  /// Why somebody is not let out. Neither a stay that is over nor a document that has run out is
  /// among them: nobody is kept in a country for either (design/semantics, Flags).
  kExitStopGround,
  /// Why a traveller goes to the second line. "second_interview" says nothing on purpose: it is
  /// what a protection concern looks like to everybody else.
  kReferralReason,
  /// What an officer may answer to a hit on the alert list.
  kAlertAnswer,
  /// Why a reading is taken although a check digit is wrong.
  kCheckOverride,
  /// Why somebody is let in on a document that has run out.
  kExpiryOverride,
  /// Who a traveller under 18 is with.
  kChildAnswer,
  /// What shows who a child is to the adult it travels with.
  kChildEvidence,
  /// What was asked and answered before a refusal: Regulation (EU) 2016/399, Art. 14(1).
  kAsylumAnswer,
  /// Why somebody may need protection: told to the protection unit, under its seal, and to nobody
  /// else. Children first (CRC, General Comment 6), then what points to trafficking.
  kProtectionConcern,
  /// Why no live photo was taken where policies want one.
  kPhotoReason,
  /// Why somebody is let go on before names of the alert list could be compared.
  kNamesAnswer,
  /// Why somebody is let go on though a reading contradicts itself or a seal does not hold.
  kContradictionAnswer,
  /// Why somebody is let pass whom this post has refused or referred before.
  kStopAnswer,
  /// What the adult does whose child is refused.
  kPartedAnswer,
  /// What becomes of a child that was admitted, whose adult is not.
  kChildAheadAnswer,
};

/// Every list, in the order above.
[[nodiscard]] std::span<const CodeList> code_lists();
/// "purposes", "transports", "admission_classes", "refusal_grounds", "exit_stop_grounds",
/// "referral_reasons", "alert_answers", "check_overrides", "expiry_overrides", "child_answers",
/// "child_evidence", "asylum_answers", "protection_concerns", "photo_reasons", "names_answers",
/// "contradiction_answers", "stop_answers", "parted_answers", "child_ahead_answers".
[[nodiscard]] std::string_view code_list_name(CodeList list);
/// The words in the order in which they are offered.
[[nodiscard]] std::span<const std::string_view> codes_of(CodeList list);
[[nodiscard]] bool is_code(CodeList list, std::string_view word);
/// Remedy: reject, with the list's name (never the word, which may be anything).
[[nodiscard]] Result<void> check_code(CodeList list, std::string_view word);

/// What somebody is admitted as where nobody says otherwise.
inline constexpr std::string_view kVisitorClass = "visitor";
/// Of kAlertAnswer: the traveller is not whom the list means.
inline constexpr std::string_view kNotTheSamePerson = "not_the_same_person";
/// Of kStopAnswer: what made somebody be refused is no more.
inline constexpr std::string_view kReasonSettled = "reason_settled";
/// Of kPartedAnswer: the adult does not go on either.
inline constexpr std::string_view kAdultStays = "adult_stays";
/// Of the same, where somebody was admitted who may be the child's adult: that is another one.
inline constexpr std::string_view kOtherAdultStays = "other_adult_stays";
/// Of the same: whoever answers for the child is elsewhere, or the paper does not say.
inline constexpr std::string_view kNoAdultHere = "no_adult_here";
/// Of kChildAheadAnswer: the child waits for the adult, or turns round with them.
inline constexpr std::string_view kChildStays = "child_stays";
/// Of kReferralReason: all that anybody but the protection unit learns of a concern.
inline constexpr std::string_view kSecondInterview = "second_interview";

}  // namespace garita
