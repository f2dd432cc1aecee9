#include "central-sync/reports/verify.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "schema/journal/statements.h"

namespace garita::central {
namespace {

constexpr std::size_t kEntriesAtOnce = 500;

std::string name_of(const JournalId& journal) {
  return journal.station.value() + ":" + std::to_string(journal.incarnation) + ":" +
         std::string(lane_name(journal.lane));
}

/// Goes through one journal and stops at the first record that does not hold.
class Check {
 public:
  Check(JournalReader& reader, const JournalPosition& stored) : reader_(reader), stored_(stored) {
    verdict_.journal = stored.journal;
  }

  Result<JournalVerdict> run(const std::optional<PublicKey>& key) {
    GARITA_TRY(heads, reader_.signed_heads(stored_.journal));
    heads_ = std::move(heads);
    while (!verdict_.first_bad) {
      GARITA_TRY(entries, reader_.entries_after(stored_.journal, head_.sequence, kEntriesAtOnce));
      for (const auto& entry : entries)
        if (!take(entry, key)) return verdict_;
      if (entries.empty()) break;
    }
    if (head_ != stored_.head) bad(head_.sequence + 1, "the journal ends before its stored head");
    if (heads_.empty() || heads_.back().head.sequence != stored_.head.sequence)
      bad(head_.sequence, "the last head is not signed");
    return verdict_;
  }

 private:
  bool bad(std::uint64_t sequence, std::string why) {
    if (verdict_.first_bad) return false;
    const JournalId& journal = verdict_.journal;
    verdict_.first_bad = RecordId{journal.station, journal.incarnation, journal.lane, sequence};
    verdict_.why = std::move(why);
    return false;
  }

  bool take(const JournalReader::StoredEntry& stored, const std::optional<PublicKey>& key) {
    const auto sequence = head_.sequence + 1;
    const auto next = check_chain(verdict_.journal, head_, std::span(&stored.entry, 1));
    if (!next) return bad(sequence, next.error().message);
    if (next->hash != stored.hash) return bad(sequence, "it is not what was received");
    head_ = *next;
    if (!signature_holds(key)) return bad(sequence, "the station did not sign this head");
    ++verdict_.records;
    if (stored.entry.salt.empty()) ++verdict_.erased;
    return true;
  }

  bool signature_holds(const std::optional<PublicKey>& key) {
    const auto found = std::lower_bound(
        heads_.begin(), heads_.end(), head_.sequence,
        [](const SignedHead& each, std::uint64_t sought) { return each.head.sequence < sought; });
    if (found == heads_.end() || found->head.sequence != head_.sequence) return true;
    return key && found->head == head_ && found->verify(*key);
  }

  JournalReader& reader_;
  const JournalPosition& stored_;
  JournalVerdict verdict_;
  JournalHead head_;
  std::vector<SignedHead> heads_;
};

/// The key of a station whose certificate the country's authority signed, whether or not it was
/// withdrawn or has run out since.
std::optional<PublicKey> key_of(const std::optional<KnownStation>& station,
                                const Certificate& authority) {
  if (!station) return std::nullopt;
  const Instant then = station->certificate.validity().not_before;
  if (!check_certificate(station->certificate, authority, CertificateRole::kStation, then))
    return std::nullopt;
  auto key = station->certificate.public_key();
  return key ? std::optional(*std::move(key)) : std::nullopt;
}

}  // namespace

Result<std::vector<JournalVerdict>> verify_journals(CentralDatabase& database,
                                                    const Certificate& authority) {
  GARITA_TRY(journals, database.journals().journals());
  std::vector<JournalVerdict> verdicts;
  for (const auto& stored : journals) {
    GARITA_TRY(station, database.intake().known_station(stored.journal.station));
    Check check(database.journals(), stored);
    GARITA_TRY(verdict, check.run(key_of(station, authority)));
    verdicts.push_back(verdict);
  }
  return verdicts;
}

std::string verdicts_text(const std::vector<JournalVerdict>& verdicts) {
  std::string text;
  for (const auto& verdict : verdicts) {
    text += (verdict.first_bad ? "BAD " : "ok  ") + name_of(verdict.journal) + "  " +
            std::to_string(verdict.records) + " records";
    if (verdict.erased > 0) text += ", " + std::to_string(verdict.erased) + " erased";
    if (verdict.first_bad) text += "; first bad: " + verdict.first_bad->text() + ": " + verdict.why;
    text += "\n";
  }
  return text;
}

std::string verdicts_json(const std::vector<JournalVerdict>& verdicts) {
  std::string text;
  for (const auto& verdict : verdicts) {
    nlohmann::ordered_json object{{"journal", name_of(verdict.journal)},
                                  {"ok", !verdict.first_bad.has_value()},
                                  {"records", verdict.records}};
    if (verdict.erased > 0) object["erased"] = verdict.erased;
    if (verdict.first_bad) object["first_bad"] = verdict.first_bad->text();
    if (verdict.first_bad) object["why"] = verdict.why;
    text += object.dump() + "\n";
  }
  return text;
}

}  // namespace garita::central
