#include <array>

#include "schema/record/record.h"

namespace garita {
namespace {

template <typename Kind, std::size_t size>
using Names = std::array<std::pair<Kind, std::string_view>, size>;

constexpr Names<EvidenceClass, 7> kEvidenceNames{{
    {EvidenceClass::kOfficerScan, "officer_scan"},
    {EvidenceClass::kOfficerTyped, "officer_typed"},
    {EvidenceClass::kEgate, "egate"},
    {EvidenceClass::kCarrier, "carrier"},
    {EvidenceClass::kStatement, "statement"},
    {EvidenceClass::kStamp, "stamp"},
    {EvidenceClass::kTakenOver, "taken_over"},
}};

constexpr Names<StatusKind, 22> kStatusNames{{
    {StatusKind::kExtendDays, "extend_days"},
    {StatusKind::kExtendUntil, "extend_until"},
    {StatusKind::kChangeClass, "change_class"},
    {StatusKind::kSuspend, "suspend"},
    {StatusKind::kResume, "resume"},
    {StatusKind::kRevoke, "revoke"},
    {StatusKind::kConfirm, "confirm"},
    {StatusKind::kClear, "clear"},
    {StatusKind::kApply, "apply"},
    {StatusKind::kGrantApplication, "grant_application"},
    {StatusKind::kRefuseApplication, "refuse_application"},
    {StatusKind::kEvent, "event"},
    {StatusKind::kResidence, "residence"},
    {StatusKind::kProtection, "protection"},
    {StatusKind::kAsylum, "asylum"},
    {StatusKind::kEndProtection, "end_protection"},
    {StatusKind::kAnnul, "annul"},
    {StatusKind::kRegularise, "regularise"},
    {StatusKind::kDocumentLost, "document_lost"},
    {StatusKind::kDocumentStolen, "document_stolen"},
    {StatusKind::kDocumentInvalidated, "document_invalidated"},
    {StatusKind::kDocumentReplaced, "document_replaced"},
}};

template <typename Kind, std::size_t size>
std::string_view name_in(const Names<Kind, size>& names, Kind kind) {
  for (const auto& [known, name] : names) {
    if (known == kind) return name;
  }
  return "unknown";
}

template <typename Kind, std::size_t size>
std::string all_in(const Names<Kind, size>& names) {
  std::string all;
  for (const auto& [kind, name] : names) all += (all.empty() ? "" : ", ") + std::string(name);
  return all;
}

template <typename Kind, std::size_t size>
Result<Kind> parse_in(const Names<Kind, size>& names, std::string_view text, const char* what) {
  for (const auto& [kind, name] : names) {
    if (name == text) return kind;
  }
  return fail(Remedy::kReject, std::string("that is no ") + what + ": they are " + all_in(names));
}

}  // namespace

std::string_view evidence_name(EvidenceClass evidence) { return name_in(kEvidenceNames, evidence); }
Result<EvidenceClass> parse_evidence(std::string_view name) {
  return parse_in(kEvidenceNames, name, "class of evidence");
}
bool is_strong(EvidenceClass evidence) {
  return evidence == EvidenceClass::kOfficerScan || evidence == EvidenceClass::kOfficerTyped ||
         evidence == EvidenceClass::kEgate;
}
std::string_view status_kind_name(StatusKind kind) { return name_in(kStatusNames, kind); }
std::string status_kind_names() { return all_in(kStatusNames); }
Result<StatusKind> parse_status_kind(std::string_view name) {
  return parse_in(kStatusNames, name, "kind of decision about a status");
}

}  // namespace garita
