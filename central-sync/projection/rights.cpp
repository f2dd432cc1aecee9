#include "central-sync/projection/rights.h"

#include <type_traits>
#include <variant>

namespace garita::central {
namespace {

template <typename T>
constexpr Lane kLaneOf = Lane::kMovement;
template <>
constexpr Lane kLaneOf<Hit> = Lane::kUrgent;
template <>
constexpr Lane kLaneOf<HitLeft> = Lane::kUrgent;
template <>
constexpr Lane kLaneOf<Refusal> = Lane::kUrgent;
template <>
constexpr Lane kLaneOf<Referral> = Lane::kUrgent;
template <>
constexpr Lane kLaneOf<AuditNote> = Lane::kAudit;
template <>
constexpr Lane kLaneOf<PictureChunk> = Lane::kEvidence;

/// What a station may not state; the centre may state anything.
class StationsRight {
 public:
  StationsRight(const RecordId& id, Writer writer)
      : id_(id), is_office_(writer == Writer::kOffice) {}

  Result<void> operator()(const StatusDecision& decision) const {
    if (is_office_) {
      const bool judges =
          decision.kind == StatusKind::kConfirm || decision.kind == StatusKind::kClear;
      if (judges) return fail(Remedy::kReject, "only the centre judges a flag");
      const auto& entry = decision.entry;
      if (!entry || (entry->lane == Lane::kMovement && entry->station != id_.station)) return {};
      return fail(Remedy::kReject, entry->text() + " is the record of no entry");
    }
    const bool of_its_own = decision.entry && decision.entry->station == id_.station;
    if (decision.kind == StatusKind::kSuspend && of_its_own) return {};
    return fail(Remedy::kReject, "only the centre and offices decide about a person's status");
  }
  Result<void> operator()(const Crossing& crossing) const {
    if (crossing.evidence == EvidenceClass::kTakenOver)
      return fail(Remedy::kReject, "only the centre takes stays over from an older system");
    return sees_crossings();
  }
  Result<void> operator()(const HitLeft&) const { return sees_crossings(); }
  Result<void> operator()(const IdentityDecision&) const {
    return fail(Remedy::kReject, "only the centre decides who is one person");
  }
  Result<void> operator()(const Closure& closure) const {
    const auto incarnation = id_.station.value() + ":" + std::to_string(id_.incarnation);
    if (closure.target == incarnation) return {};
    return fail(Remedy::kReject, "only the centre closes " + closure.target);
  }
  Result<void> operator()(const PaperPeriod& period) const {
    GARITA_CHECK(sees_crossings());
    if (period.post == post_of(id_.station)) return {};
    return fail(Remedy::kReject, "only the centre and its own stations say that " +
                                     period.post.value() + " works on paper");
  }
  Result<void> operator()(const Correction& correction) const {
    if (correction.replacement) GARITA_CHECK((*this)(*correction.replacement));
    if (correction.of.station == id_.station) return {};
    return fail(Remedy::kReject, "it corrects a record of another station");
  }
  template <typename T>
  Result<void> operator()(const T&) const {
    return {};
  }

 private:
  [[nodiscard]] Result<void> sees_crossings() const {
    if (!is_office_) return {};
    return fail(Remedy::kReject, "an office sees nobody cross");
  }

  const RecordId& id_;
  bool is_office_;
};

Result<void> check_lane(const RecordId& id, const Record& record) {
  const Lane wanted = std::visit(
      [](const auto& each) { return kLaneOf<std::remove_cvref_t<decltype(each)>>; }, record);
  if (id.lane == wanted) return {};
  return fail(Remedy::kReject, "a record of its kind stands in lane " +
                                   std::string(lane_name(wanted)) + ", not in " +
                                   std::string(lane_name(id.lane)));
}

}  // namespace

Result<void> check_right(const RecordId& id, const Record& record, Writer writer) {
  GARITA_CHECK(check_lane(id, record));
  if (writer == Writer::kCentre) return {};
  return std::visit(StationsRight(id, writer), record);
}

}  // namespace garita::central
