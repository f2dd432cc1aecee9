#include "central-sync/program/adoption.h"

#include <algorithm>

#include "schema/vocabulary/text.h"

namespace garita::central {
namespace {

/// A reason may hold what a station sent.
constexpr std::size_t kReasonBytesShown = 200;

Result<Crossing> crossing_of(const RecordId& record, Projector& projector, const Entry& entry) {
  GARITA_TRY(opened, projector.open(entry));
  auto* crossing = std::get_if<Crossing>(&opened);
  if (crossing == nullptr) return fail(Remedy::kReject, record.text() + " is no crossing");
  if (crossing->post != post_of(record.station)) {
    return fail(Remedy::kReject, "it names another post than its station's");
  }
  // Its pictures stand in the branch that is put aside.
  crossing->first_picture = 0;
  crossing->picture_chunks = 0;
  crossing->reference = "adopted " + record.text();
  return std::move(*crossing);
}

}  // namespace

Result<std::vector<Entry>> contents_meant(std::vector<Entry> entries,
                                          const std::vector<std::string>& hashes) {
  if (entries.size() == 1 && hashes.empty()) return entries;
  std::vector<Entry> meant;
  for (const auto& hash : hashes) {
    const auto found = std::ranges::find_if(
        entries, [&](const Entry& entry) { return to_hex(entry_hash(entry)).starts_with(hash); });
    if (found == entries.end()) return fail(Remedy::kReject, "no content begins with " + hash);
    meant.push_back(*found);
    entries.erase(found);
  }
  if (!meant.empty()) return meant;
  std::string all;
  for (const auto& entry : entries) all += " " + to_hex(entry_hash(entry)).substr(0, 16);
  return fail(Remedy::kAskOfficer,
              "several contents are put aside: say which of them happened by --hash" + all);
}

Error why_not_adopted(const RecordId& record, std::span<const QuarantineRow> rows) {
  const QuarantineRow* decided = nullptr;
  for (const auto& row : rows) {
    if (row.record != record) continue;
    if (row.resolved_at) decided = &row;
    if (row.resolved_at) continue;
    return {Remedy::kReject, record.text() + " cannot be adopted as it is (" +
                                 as_one_line(row.reason, kReasonBytesShown) +
                                 "): record the crossing again at the post, then close " +
                                 record.text()};
  }
  if (decided != nullptr)
    return {Remedy::kReject, record.text() + " was decided on at " +
                                 decided->resolved_at->rfc3339() + ": " +
                                 as_one_line(decided->resolution, kReasonBytesShown)};
  return {Remedy::kReject, "nothing is in quarantine for record " + record.text()};
}

Result<std::vector<Record>> adoption_of(std::span<const Entry> meant, Projector& projector,
                                        Instant now, const std::string& why) {
  ensure(!meant.empty(), "somebody said what is adopted");
  const RecordId record = meant.front().id();
  std::vector<Record> records;
  for (const auto& entry : meant) {
    GARITA_TRY(crossing, crossing_of(record, projector, entry));
    records.emplace_back(std::move(crossing));
  }
  Closure closure;
  closure.target = record.text();
  closure.at = now;
  closure.why = why;
  records.emplace_back(std::move(closure));
  return records;
}

}  // namespace garita::central
