#include "central-sync/reports/verify.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "schema/journal/sections.h"
#include "schema/journal/statements.h"

namespace garita::central {
namespace {

constexpr std::size_t kEntriesAtOnce = 500;

std::string name_of(const JournalId& journal) {
  return journal.station.value() + ":" + std::to_string(journal.incarnation) + ":" +
         std::string(lane_name(journal.lane));
}

/// What a station's signatures are checked with.
struct StationKey {
  std::optional<PublicKey> key;
  std::string trouble;  ///< why there is none, where its certificate cannot be read
};

/// Goes through one journal, up to the first record that does not hold.
class Check {
 public:
  Check(CentralDatabase& database, const JournalPosition& stored, const StationKey& key)
      : database_(database), stored_(stored), key_(key) {
    verdict_.journal = stored.journal;
  }

  Result<void> take(const JournalReader::StoredEntry& stored) {
    if (verdict_.first_bad || !holds(stored)) return {};
    GARITA_TRY(whole, key_is_whole(stored.entry));
    if (!whole) bad(head_.sequence, "the key of its day is not what was received");
    return {};
  }

  JournalVerdict finish() {
    if (head_ != stored_.head) bad(head_.sequence + 1, "the journal ends before its stored head");
    if (!last_is_signed_) bad(head_.sequence, "the last head is not signed");
    return std::move(verdict_);
  }

 private:
  bool bad(std::uint64_t sequence, std::string why) {
    if (verdict_.first_bad) return false;
    const JournalId& journal = verdict_.journal;
    verdict_.first_bad = RecordId{journal.station, journal.incarnation, journal.lane, sequence};
    verdict_.why = std::move(why);
    return false;
  }

  bool holds(const JournalReader::StoredEntry& stored) {
    const auto sequence = head_.sequence + 1;
    const auto next = check_chain(verdict_.journal, head_, std::span(&stored.entry, 1));
    if (!next) return bad(sequence, next.error().message);
    if (next->hash != stored.hash) return bad(sequence, "it is not what was received");
    head_ = *next;
    last_is_signed_ = stored.signature.has_value();
    if (last_is_signed_) {
      const SignedHead signed_head{verdict_.journal, head_, *stored.signature};
      if (!key_.trouble.empty()) return bad(sequence, key_.trouble);
      if (!key_.key || !signed_head.verify(*key_.key))
        return bad(sequence, "the station did not sign this head");
    }
    ++verdict_.records;
    if (stored.entry.salt.empty()) ++verdict_.erased;
    return true;
  }

  /// Its day's sealed key is the one that the header commits to; or it never came, and the record
  /// is in quarantine for that.
  Result<bool> key_is_whole(const Entry& entry) {
    const Digest& wanted = entry.header.epoch_key_hash;
    if (entry.header.journal.lane == Lane::kEvidence || last_whole_key_ == wanted) return true;
    GARITA_TRY(wrapped, database_.projection().wrapped_key_of(entry.header));
    if (wrapped && sha256(*wrapped) == wanted) {
      last_whole_key_ = wanted;
      return true;
    }
    return database_.reading().in_quarantine(entry.id());
  }

  CentralDatabase& database_;
  JournalPosition stored_;
  StationKey key_;
  JournalVerdict verdict_;
  JournalHead head_;
  bool last_is_signed_ = false;
  std::optional<Digest> last_whole_key_;
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

/// The keys of the stations, each looked up once.
class Keys {
 public:
  Keys(IntakeStore& intake, const Certificate& authority)
      : intake_(intake), authority_(authority) {}

  Result<const StationKey*> of(const StationId& station) {
    const auto known = keys_.find(station);
    if (known != keys_.end()) return &known->second;
    const auto found = intake_.known_station(station);
    if (!found && found.error().remedy == Remedy::kRetry) return Failure(found.error());
    StationKey key;
    if (found) key.key = key_of(*found, authority_);
    if (!found)
      key.trouble = "the certificate of station " + station.value() +
                    " cannot be read: " + found.error().message;
    return &keys_.emplace(station, std::move(key)).first->second;
  }

 private:
  IntakeStore& intake_;
  const Certificate& authority_;
  std::map<StationId, StationKey> keys_;
};

/// The verdict on the movements that a claim speaks of; a station may claim before its first.
JournalVerdict& verdict_on(const Claim& claim, std::vector<JournalVerdict>& verdicts) {
  const JournalId journal{claim.station, claim.incarnation, Lane::kMovement};
  const auto found = std::find_if(verdicts.begin(), verdicts.end(),
                                  [&](const auto& each) { return each.journal == journal; });
  if (found != verdicts.end()) return *found;
  verdicts.emplace_back().journal = journal;
  return verdicts.back();
}

Result<void> check_claim(const Claim& claim, Keys& keys, std::vector<JournalVerdict>& verdicts) {
  GARITA_TRY(key, keys.of(claim.station));
  auto& verdict = verdict_on(claim, verdicts);
  if (verdict.first_bad || (key->key && claim.verify(*key->key))) return {};
  verdict.first_bad =
      RecordId{claim.station, claim.incarnation, Lane::kMovement, claim.last_sequence};
  verdict.why = !key->trouble.empty() ? key->trouble
                                      : "the station did not sign this claim about it, until " +
                                            claim.complete_until.rfc3339();
  return {};
}

/// Also of a station that has written nothing yet.
Result<void> check_certificates(CentralDatabase& database, Keys& keys,
                                std::vector<JournalVerdict>& verdicts) {
  GARITA_TRY(stations, database.reading().stations());
  for (const auto& row : stations) {
    GARITA_TRY(key, keys.of(row.station));
    const bool is_named = std::ranges::any_of(verdicts, [&](const JournalVerdict& verdict) {
      return verdict.journal.station == row.station && verdict.first_bad;
    });
    if (key->trouble.empty() || is_named) continue;
    auto& verdict = verdicts.emplace_back();
    verdict.journal = {row.station, 1, Lane::kMovement};
    verdict.first_bad = RecordId{row.station, 1, Lane::kMovement, 1};
    verdict.why = key->trouble;
  }
  return {};
}

/// Every version that is kept in one channel or section.
Result<void> check_channel(CentralDatabase& database, const PublicKey& key,
                           const std::string& channel, BulletinVerdict& verdict) {
  GARITA_TRY(newest, database.book().newest_version(channel));
  for (std::uint64_t version = 1; version <= newest; ++version) {
    const auto found = database.intake().bulletin(channel, version);
    if (!found && found.error().remedy == Remedy::kRetry) return Failure(found.error());
    if (!found) {
      verdict.bad.push_back({channel, version, "it cannot be read: " + found.error().message});
      continue;
    }
    if (!*found) {
      verdict.bad.push_back({channel, version, "it is not there"});
      continue;
    }
    const Bulletin& bulletin = **found;
    const bool in_place = bulletin.channel == channel && bulletin.version == version;
    if (in_place && bulletin.verify(key)) {
      ++verdict.held;
      continue;
    }
    verdict.bad.push_back(
        {channel, version, in_place ? "the country did not sign it" : "it is another one"});
  }
  return {};
}

}  // namespace

Result<std::vector<JournalVerdict>> verify_journals(CentralDatabase& database,
                                                    const Certificate& authority) {
  JournalReader& reader = database.journals();
  GARITA_TRY(journals, reader.journals());
  Keys keys(database.intake(), authority);
  std::map<JournalId, Check> checks;
  for (const auto& stored : journals) {
    GARITA_TRY(key, keys.of(stored.journal.station));
    checks.emplace(stored.journal, Check(database, stored, *key));
  }
  for (std::int64_t arrival = 0;;) {
    GARITA_TRY(entries, reader.entries_after(arrival, kEntriesAtOnce));
    if (entries.empty()) break;
    for (const auto& each : entries) {
      const auto check = checks.find(each.entry.header.journal);
      if (check != checks.end()) GARITA_CHECK(check->second.take(each));
    }
    arrival = entries.back().arrival;
  }
  std::vector<JournalVerdict> verdicts;
  for (auto& [journal, check] : checks) verdicts.push_back(check.finish());
  GARITA_CHECK(reader.for_each_claim(
      [&](const Claim& claim) { return check_claim(claim, keys, verdicts); }));
  GARITA_CHECK(check_certificates(database, keys, verdicts));
  return verdicts;
}

Result<BulletinVerdict> verify_bulletins(CentralDatabase& database, const PublicKey& bulletins) {
  BulletinVerdict verdict;
  GARITA_TRY(channels, database.intake().newest_versions());
  for (const auto& [channel, newest] : channels) {
    GARITA_CHECK(check_channel(database, bulletins, channel, verdict));
    if (!is_list_channel(channel)) continue;
    for (std::size_t i = 0; i < kSections; ++i)
      GARITA_CHECK(check_channel(database, bulletins, section_channel(channel, i), verdict));
  }
  return verdict;
}

std::string_view not_verified() {
  return "not covered: when records were received (received_at), what is in quarantine, accounts "
         "of "
         "officers and posts, and the tables that `rebuild` makes anew";
}

std::string bulletins_text(const BulletinVerdict& verdict) {
  std::string text;
  for (const auto& bad : verdict.bad)
    text +=
        "BAD bulletin " + bad.channel + " " + std::to_string(bad.version) + ": " + bad.why + "\n";
  if (verdict.held > 0) text += "ok  bulletins  " + std::to_string(verdict.held) + " signed\n";
  return text;
}

std::string bulletins_json(const BulletinVerdict& verdict) {
  if (verdict.held == 0 && verdict.bad.empty()) return "";
  nlohmann::ordered_json object{{"bulletins", verdict.held}, {"ok", verdict.bad.empty()}};
  for (const auto& bad : verdict.bad)
    object["bad"].push_back({{"channel", bad.channel}, {"version", bad.version}, {"why", bad.why}});
  return object.dump() + "\n";
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
