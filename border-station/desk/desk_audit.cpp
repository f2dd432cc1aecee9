#include "border-station/desk/desk_audit.h"

#include <utility>

#include "schema/matching/normalise.h"
#include "schema/vocabulary/bytes.h"

namespace garita::station {

namespace {

constexpr std::size_t kReferenceBytes = 16;

}  // namespace

bool DeskAudit::note(Ledger& ledger, const OfficerId& officer, std::string action,
                     std::string subject, std::string reason) {
  AuditNote note;
  note.at = ledger.now();
  note.officer = officer;
  note.action = std::move(action);
  note.subject = std::move(subject);
  note.reason = std::move(reason);
  waiting_.push_back(std::move(note));
  if (waiting_.size() > kWaitingMax) {
    waiting_.pop_front();
    ++lost_;
  }
  return write_waiting(ledger);
}

bool DeskAudit::write_waiting(Ledger& ledger) {
  bool all = true;
  while (!waiting_.empty()) {
    const auto written = ledger.append(Lane::kAudit, waiting_.front());
    // What is no record will be none the next time either.
    const bool never = !written && written.error().remedy == Remedy::kReject;
    if (!written && !never) return false;
    if (never) ++lost_;
    all = all && !never;
    waiting_.pop_front();
  }
  if (lost_ == 0) return all;
  AuditNote note;
  note.at = ledger.now();
  note.officer = OfficerId("garita-station");
  note.action = "notes_lost";
  note.subject = std::to_string(lost_);
  if (ledger.append(Lane::kAudit, note)) lost_ = 0;
  return all;
}

std::string search_reference(const Ledger& ledger, std::string_view key) {
  const Digest hash = ledger.look_up_hash("audit", key);
  return to_hex(ByteView(hash).first(kReferenceBytes));
}

std::string document_reference(const Ledger& ledger, const Examined& examined) {
  const auto& document = examined.situation.document;
  if (!document) return "no document";
  return "document " + search_reference(ledger, document_key(document->issuing_state.value(),
                                                             document->document_number));
}

}  // namespace garita::station
