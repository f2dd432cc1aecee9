#include "schema/vocabulary/codes.h"

#include <algorithm>
#include <array>
#include <string>

namespace garita {
namespace {

using Word = std::string_view;

constexpr std::array kPurposes{
    Word("holiday"),     Word("visit_family"),  Word("education"),
    Word("health"),      Word("religion"),      Word("shopping"),
    Word("transit"),     Word("business"),      Word("conference"),
    Word("press"),       Word("arts"),          Word("sport"),
    Word("freight"),     Word("employment"),    Word("seasonal_work"),
    Word("border_work"), Word("residence"),     Word("family_reunification"),
    Word("return_home"), Word("crew"),          Word("official"),
    Word("military"),    Word("other_purpose"),
};
constexpr std::array kTransports{
    Word("own_vehicle"),    Word("bus"),           Word("on_foot"),         Word("hired_vehicle"),
    Word("rented_vehicle"), Word("rail"),          Word("goods_vehicle"),   Word("bicycle"),
    Word("other_land"),     Word("air_scheduled"), Word("air_unscheduled"), Word("air_private"),
    Word("ferry"),          Word("cruise"),        Word("yacht"),           Word("other_water"),
};
constexpr std::array kAdmissionClasses{
    kVisitorClass,         Word("transit"), Word("national"), Word("resident"), Word("worker"),
    Word("border_worker"), Word("student"), Word("crew"),     Word("official"), Word("diplomat"),
};
constexpr std::array kRefusalGrounds{
    Word("no_valid_document"),        // A
    Word("false_document"),           // B
    Word("no_valid_visa"),            // C
    Word("false_visa"),               // D
    Word("purpose_not_justified"),    // E
    Word("stay_used_up"),             // F
    Word("insufficient_means"),       // G
    Word("alert_for_refusal"),        // H
    Word("threat"),                   // I
    Word("no_travel_authorisation"),  // J
    Word("undesirable"),              // CARICOM
    Word("charge_on_public_funds"),   // CARICOM
};
constexpr std::array kExitStopGrounds{
    Word("exit_forbidden"),      Word("wanted"),
    Word("child_not_permitted"), Word("false_document"),
    Word("document_of_another"), Word("document_reported"),
    Word("no_document"),
};
constexpr std::array kReferralReasons{
    Word("document_doubt"), Word("identity_doubt"), Word("alert_hit"),   Word("stay_doubt"),
    Word("purpose_doubt"),  Word("child"),          Word("no_document"), kSecondInterview,
};
constexpr std::array kAlertAnswers{
    kNotTheSamePerson,
    Word("known_and_cleared"),
    Word("supervisor_decided"),
};
constexpr std::array kCheckOverrides{
    Word("read_by_eye"),
    Word("other_source_agrees"),
    Word("issued_with_wrong_digit"),
};
constexpr std::array kExpiryOverrides{
    Word("national_returning"),
    Word("agreement_between_states"),
    Word("supervisor_decided"),
};
constexpr std::array kChildAnswers{
    Word("with_parent"),   Word("with_guardian"),
    Word("with_relative"), Word("with_written_permission"),
    Word("alone"),         Word("adult"),
};
constexpr std::array kChildEvidence{
    Word("birth_certificate"), Word("passport_entry"),  Word("court_order"),
    Word("consent_letter"),    Word("identity_record"), Word("statement_only"),
};
constexpr std::array kAsylumAnswers{
    Word("no_claim"),
    Word("claim_made"),
};
constexpr std::array kProtectionConcerns{
    Word("asks_for_protection"), Word("child_without_adult"), Word("child_ill_at_ease"),
    Word("others_speak_for"),    Word("papers_kept"),         Word("journey_owed"),
    Word("afraid_or_hurt"),      Word("needs_care"),
};
constexpr std::array kPhotoReasons{
    Word("no_camera"),
    Word("small_child"),
    Word("not_possible"),
};
constexpr std::array kNamesAnswers{
    Word("compared_by_hand"),
    Word("cannot_wait"),
};
constexpr std::array kContradictionAnswers{
    Word("read_by_eye"),
    Word("other_source_agrees"),
    Word("supervisor_decided"),
};
constexpr std::array kStopAnswers{
    Word("interview_ended"),
    kReasonSettled,
    Word("supervisor_decided"),
};
constexpr std::array kPartedAnswers{
    kAdultStays,
    kOtherAdultStays,
    Word("adult_goes_on"),
    kNoAdultHere,
};
constexpr std::array kChildAheadAnswers{
    kChildStays,
    Word("child_goes_on"),
    Word("not_with_traveller"),
};

constexpr std::array kLists{
    CodeList::kPurpose,           CodeList::kTransport,
    CodeList::kAdmissionClass,    CodeList::kRefusalGround,
    CodeList::kExitStopGround,    CodeList::kReferralReason,
    CodeList::kAlertAnswer,       CodeList::kCheckOverride,
    CodeList::kExpiryOverride,    CodeList::kChildAnswer,
    CodeList::kChildEvidence,     CodeList::kAsylumAnswer,
    CodeList::kProtectionConcern, CodeList::kPhotoReason,
    CodeList::kNamesAnswer,       CodeList::kContradictionAnswer,
    CodeList::kStopAnswer,        CodeList::kPartedAnswer,
    CodeList::kChildAheadAnswer,
};

}  // namespace

std::span<const CodeList> code_lists() { return kLists; }

std::string_view code_list_name(CodeList list) {
  switch (list) {
    case CodeList::kPurpose:
      return "purposes";
    case CodeList::kTransport:
      return "transports";
    case CodeList::kAdmissionClass:
      return "admission_classes";
    case CodeList::kRefusalGround:
      return "refusal_grounds";
    case CodeList::kExitStopGround:
      return "exit_stop_grounds";
    case CodeList::kReferralReason:
      return "referral_reasons";
    case CodeList::kAlertAnswer:
      return "alert_answers";
    case CodeList::kCheckOverride:
      return "check_overrides";
    case CodeList::kExpiryOverride:
      return "expiry_overrides";
    case CodeList::kChildAnswer:
      return "child_answers";
    case CodeList::kChildEvidence:
      return "child_evidence";
    case CodeList::kAsylumAnswer:
      return "asylum_answers";
    case CodeList::kProtectionConcern:
      return "protection_concerns";
    case CodeList::kPhotoReason:
      return "photo_reasons";
    case CodeList::kNamesAnswer:
      return "names_answers";
    case CodeList::kContradictionAnswer:
      return "contradiction_answers";
    case CodeList::kStopAnswer:
      return "stop_answers";
    case CodeList::kPartedAnswer:
      return "parted_answers";
    case CodeList::kChildAheadAnswer:
      return "child_ahead_answers";
  }
  ensure(false, "every list has a name");
  return "";
}

std::span<const std::string_view> codes_of(CodeList list) {
  switch (list) {
    case CodeList::kPurpose:
      return kPurposes;
    case CodeList::kTransport:
      return kTransports;
    case CodeList::kAdmissionClass:
      return kAdmissionClasses;
    case CodeList::kRefusalGround:
      return kRefusalGrounds;
    case CodeList::kExitStopGround:
      return kExitStopGrounds;
    case CodeList::kReferralReason:
      return kReferralReasons;
    case CodeList::kAlertAnswer:
      return kAlertAnswers;
    case CodeList::kCheckOverride:
      return kCheckOverrides;
    case CodeList::kExpiryOverride:
      return kExpiryOverrides;
    case CodeList::kChildAnswer:
      return kChildAnswers;
    case CodeList::kChildEvidence:
      return kChildEvidence;
    case CodeList::kAsylumAnswer:
      return kAsylumAnswers;
    case CodeList::kProtectionConcern:
      return kProtectionConcerns;
    case CodeList::kPhotoReason:
      return kPhotoReasons;
    case CodeList::kNamesAnswer:
      return kNamesAnswers;
    case CodeList::kContradictionAnswer:
      return kContradictionAnswers;
    case CodeList::kStopAnswer:
      return kStopAnswers;
    case CodeList::kPartedAnswer:
      return kPartedAnswers;
    case CodeList::kChildAheadAnswer:
      return kChildAheadAnswers;
  }
  ensure(false, "every list has words");
  return {};
}

bool is_code(CodeList list, std::string_view word) {
  return std::ranges::find(codes_of(list), word) != codes_of(list).end();
}

Result<void> check_code(CodeList list, std::string_view word) {
  if (is_code(list, word)) return {};
  return fail(Remedy::kReject, "a word that is not among the " + std::string(code_list_name(list)) +
                                   " (see garita-station vocabulary)");
}

}  // namespace garita
