#include "central-sync/program/adoption.h"

#include <algorithm>
#include <map>
#include <optional>

#include "schema/vocabulary/text.h"

namespace garita::central {
namespace {

/// A reason may hold what a station sent.
constexpr std::size_t kReasonBytesShown = 200;

Result<Crossing> as_adopted(const RecordId& record, Crossing crossing) {
  if (crossing.post != post_of(record.station)) {
    return fail(Remedy::kReject, "it names another post than its station's");
  }
  // Its pictures stand in the branch that is put aside.
  crossing.first_picture = 0;
  crossing.picture_chunks = 0;
  crossing.reference = "adopted " + record.text();
  return crossing;
}

Result<Crossing> crossing_of(const RecordId& record, Projector& projector, const Entry& entry) {
  GARITA_TRY(opened, projector.open(entry));
  auto* crossing = std::get_if<Crossing>(&opened);
  if (crossing == nullptr) return fail(Remedy::kReject, record.text() + " is no crossing");
  return as_adopted(record, std::move(*crossing));
}

/// The places of a journal on their way to what is stated about them.
class Places {
 public:
  explicit Places(Projector& projector) : projector_(projector) {}

  void take(const std::vector<Entry>& contents) {
    if (contents.empty()) return;
    const RecordId record = contents.front().id();
    const auto taken = contents.size() > 1 ? fail(Remedy::kReject,
                                                  "several contents are put aside: --hash says "
                                                  "which of them happened")
                                           : take(record, contents.front());
    if (taken) contents_[record].push_back(copy_of(entry_hash(contents.front())));
    if (!taken) left_.push_back(record.text() + ": " + taken.error().message);
  }

  Adoption end(Instant now, const std::string& why) {
    Adoption all;
    all.left = std::move(left_);
    for (auto& [record, crossing] : places_) {
      Adopted one{record, {}};
      if (crossing) one.statements.emplace_back(*std::move(crossing));
      Closure closure;
      closure.target = record.text();
      closure.at = now;
      closure.why = why;
      closure.adopted = contents_.at(record);
      one.statements.emplace_back(std::move(closure));
      all.adopted.push_back(std::move(one));
    }
    return all;
  }

 private:
  Result<void> take(const RecordId& record, const Entry& entry) {
    GARITA_TRY(opened, projector_.open(entry));
    if (auto* crossing = std::get_if<Crossing>(&opened)) {
      GARITA_TRY(adopted, as_adopted(record, std::move(*crossing)));
      stands_in_[record] = record;
      places_[record] = std::move(adopted);
      return {};
    }
    if (const auto* correction = std::get_if<Correction>(&opened)) {
      return correct(record, *correction);
    }
    if (!std::holds_alternative<Heartbeat>(opened)) {
      return fail(Remedy::kReject, "it is no crossing");
    }
    places_[record] = std::nullopt;
    return {};
  }

  /// What is corrected is adopted as the correction has it, and the correction is no record of its
  /// own any more.
  Result<void> correct(const RecordId& record, const Correction& correction) {
    const auto first = stands_in_.find(correction.of);
    if (first == stands_in_.end()) {
      return fail(Remedy::kReject,
                  "it corrects " + correction.of.text() + ", which is not among what is adopted");
    }
    auto& corrected = places_.at(first->second);
    std::optional<Crossing> replacement;
    if (correction.replacement) {
      GARITA_TRY(adopted, as_adopted(first->second, *correction.replacement));
      replacement = std::move(adopted);
    }
    corrected = std::move(replacement);
    stands_in_[record] = RecordId(first->second);
    places_[record] = std::nullopt;
    return {};
  }

  Projector& projector_;
  std::map<RecordId, std::optional<Crossing>> places_;
  std::map<RecordId, std::vector<Bytes>> contents_;  ///< of each place
  std::map<RecordId, RecordId> stands_in_;  ///< of a correction, the crossing that it replaces
  std::vector<std::string> left_;
};

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
  for (const auto& entry : meant) closure.adopted.push_back(copy_of(entry_hash(entry)));
  records.emplace_back(std::move(closure));
  return records;
}

Adoption adoption_of_all(std::span<const std::vector<Entry>> places, Projector& projector,
                         Instant now, const std::string& why) {
  Places all(projector);
  for (const auto& contents : places) all.take(contents);
  return all.end(now, why);
}

Result<AdoptedRange> parse_adopted_range(const std::string& text) {
  AdoptedRange range;
  const auto sequences = text.rfind(':') + 1;
  const auto dash = text.find('-', sequences);
  if (dash == std::string::npos) {
    if (!RecordId::parse(text + ":movement:1")) {
      return fail(Remedy::kReject, text + " is neither a record nor the life of a disk");
    }
    range.life = text;
    return range;
  }
  const auto journal = text.substr(0, sequences);
  GARITA_TRY(first, RecordId::parse(text.substr(0, dash)));
  GARITA_TRY(last, RecordId::parse(journal + text.substr(dash + 1)));
  if (first.lane != Lane::kMovement || last.sequence < first.sequence) {
    return fail(Remedy::kReject, text + " names no movements");
  }
  range.life = first.station.value() + ":" + std::to_string(first.incarnation);
  range.first = first.sequence;
  range.last = last.sequence;
  return range;
}

}  // namespace garita::central
