// Why a flag is not there any more.
#include <algorithm>

#include "central-sync/flags/evaluate.h"

namespace garita::central {
namespace {

/// Behind the last stay that began by then.
std::vector<JudgedStay>::const_iterator begun_by(const Evaluation& evaluation, Instant moment) {
  return std::partition_point(
      evaluation.stays.begin(), evaluation.stays.end(),
      [&](const JudgedStay& judged) { return judged.stay.entry.at <= moment; });
}

const JudgedStay* stay_of(const Evaluation& evaluation, const Flag& flag) {
  for (auto stay = begun_by(evaluation, flag.at); stay != evaluation.stays.begin();) {
    const auto& entry = (--stay)->stay.entry;
    if (entry.reference == flag.subject) return &*stay;
    if (entry.at < flag.at) break;
  }
  return nullptr;
}

bool is_paired(const Evaluation& evaluation, const Flag& exit) {
  for (auto stay = begun_by(evaluation, exit.at); stay != evaluation.stays.begin();) {
    --stay;
    if (stay->stay.exit && stay->stay.exit->reference == exit.subject) return true;
    if (stay->stay.entry.at < exit.at) break;
  }
  return false;
}

bool is_unpaired(const Evaluation& evaluation, const Flag& exit) {
  return std::ranges::any_of(evaluation.exits_without_entry,
                             [&](const Movement& each) { return each.reference == exit.subject; });
}

/// Whether a decision of this kind still stands, also where a later one took its effect away.
bool was_told(const AuthorisedStay& authorised, std::initializer_list<std::string_view> codes) {
  const auto& lines = authorised.derivation;
  return std::any_of(lines.begin(), lines.end(), [&](const DerivationLine& line) {
    return std::find(codes.begin(), codes.end(), line.code) != codes.end();
  });
}

/// What ends every flag about a stay; "" where none of it does.
std::string_view cleared_at_all(const Flag& gone, const JudgedStay& now) {
  if (now.authorised.suspended) return "suspended";
  if (now.authorised.cleared) return "decided";
  if (now.authorised.exempt)
    return gone.policy_version == now.authorised.policy_version ? "status_changed"
                                                                : "policy_changed";
  const auto& next = now.stay.next_entry;
  const auto& told = now.stay.probable_exit;
  // An entry behind the moment of a flag takes it back only where somebody tells of an exit before.
  const bool ends = gone.kind == FlagKind::kStatusExpires || (next && next->at <= gone.raise_at) ||
                    (told && told->at < gone.raise_at);
  return next && ends ? "entry_arrived" : "";
}

/// The term has no end any more; "" where it has one.
std::string_view term_without_end(const Flag& gone, const AuthorisedStay& now) {
  if (now.last_legal_day) return "";
  if (now.pending) return "application_pending";
  return gone.policy_version == now.policy_version ? "status_changed" : "policy_changed";
}

/// The term has another end than before, or the same and other people concerned.
std::string_view term_changed(const Flag& gone, const AuthorisedStay& now) {
  if (gone.authorised_until < now.last_legal_day) return "extended";
  return gone.policy_version == now.policy_version ? "corrected" : "policy_changed";
}

std::string_view overstay_cleared(const Flag& gone, const JudgedStay& now) {
  if (const auto reason = cleared_at_all(gone, now); !reason.empty()) return reason;
  if (const auto reason = term_without_end(gone, now.authorised); !reason.empty()) return reason;
  const auto reason = term_changed(gone, now.authorised);
  return now.stay.exit && reason != "extended" ? "exit_in_time" : reason;
}

std::string_view notice_cleared(const Flag& gone, const JudgedStay& now) {
  if (const auto reason = cleared_at_all(gone, now); !reason.empty()) return reason;
  if (now.stay.exit) return "left";
  if (now.authorised.revoked_at) return "status_changed";
  if (const auto reason = term_without_end(gone, now.authorised); !reason.empty()) return reason;
  return term_changed(gone, now.authorised);
}

/// Of a flag about something that was decided at a moment. `codes`: how the derivation tells it,
/// and `lifted`: what a later decision did to it.
std::string_view moment_cleared(const Flag& gone, const JudgedStay& now,
                                std::initializer_list<std::string_view> codes,
                                std::string_view lifted) {
  if (const auto reason = cleared_at_all(gone, now); !reason.empty()) return reason;
  if (now.stay.exit && now.stay.exit->at <= gone.due_at) return "left_before";
  return was_told(now.authorised, codes) ? lifted : "withdrawn";
}

std::string_view mismatch_cleared(const Flag& gone, const JudgedStay& now) {
  if (const auto reason = cleared_at_all(gone, now); !reason.empty()) return reason;
  if (!now.stay.exit) return "voided";
  return now.stay.exit->left_as == now.authorised.admission_class ? "class_changed" : "voided";
}

std::string_view missed_exit_cleared(const Flag& gone, const JudgedStay& now) {
  if (now.stay.exit) return "exit_arrived";
  const auto reason = cleared_at_all(gone, now);
  return reason.empty() || reason == "entry_arrived" ? "voided" : reason;
}

std::string_view cleared_of_stay(const Flag& gone, const JudgedStay& now) {
  switch (gone.kind) {
    case FlagKind::kStatusExpires:
      return notice_cleared(gone, now);
    case FlagKind::kRevoked:
      return moment_cleared(gone, now, {"revoked", "annulled"}, "regularised");
    case FlagKind::kDocumentInvalid:
      return moment_cleared(gone, now, {"document_reported"}, "document_replaced");
    case FlagKind::kClassMismatch:
      return mismatch_cleared(gone, now);
    case FlagKind::kEntryWithoutExit:
      return missed_exit_cleared(gone, now);
    case FlagKind::kOverstayOpen:
    case FlagKind::kOverstay:
    case FlagKind::kExitWithoutEntry:
      break;
  }
  return overstay_cleared(gone, now);
}

}  // namespace

std::string_view clearing_reason(const Flag& gone, const Evaluation& now) {
  if (gone.kind != FlagKind::kExitWithoutEntry) {
    const auto* judged = stay_of(now, gone);
    if (judged == nullptr) return "voided";
    return now.national ? "national" : cleared_of_stay(gone, *judged);
  }
  if (is_paired(now, gone)) return "entry_arrived";
  return now.national && is_unpaired(now, gone) ? "national" : "voided";
}

}  // namespace garita::central
