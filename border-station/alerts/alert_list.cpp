#include "border-station/alerts/alert_list.h"

#include <algorithm>
#include <compare>
#include <memory>
#include <optional>
#include <set>

#include "schema/journal/codec.h"
#include "schema/journal/sections.h"
#include "schema/matching/normalise.h"

namespace garita::station {
namespace {

constexpr std::string_view kBeginPart =
    "INSERT INTO alert_part (section, version, state) VALUES (?1, ?2, ?3) RETURNING part";
constexpr std::string_view kInsert =
    "INSERT INTO alert_row (part, id, alert_sealed) VALUES (?1, ?2, ?3)";
constexpr std::string_view kInsertKey =
    "INSERT INTO alert_row_key (part, key_hash, kind, id) VALUES (?1, ?2, ?3, ?4)";
// A short list leaves the newest of each section waiting: the list may be long again.
constexpr std::string_view kFormerByShort =
    "UPDATE alert_part SET state = 2 WHERE section = -1 OR (state = 1 AND EXISTS (SELECT 1 FROM"
    " alert_part newer WHERE newer.section = alert_part.section AND newer.state = 0))";
constexpr std::string_view kWaitingByShort = "UPDATE alert_part SET state = 0 WHERE state = 1";
constexpr std::string_view kFormerWaiting =
    "UPDATE alert_part SET state = 2 WHERE state = 0 AND section = ?1";
constexpr std::string_view kNamed =
    "UPDATE alert_part SET state = 3 WHERE section = ?1 AND version = ?2 AND state < 2";
constexpr std::string_view kFormerInForce = "UPDATE alert_part SET state = 2 WHERE state = 1";
constexpr std::string_view kNamedInForce = "UPDATE alert_part SET state = 1 WHERE state = 3";
constexpr std::string_view kOneFormer = "SELECT part FROM alert_part WHERE state = 2 LIMIT 1";
constexpr std::string_view kDropPart = "DELETE FROM alert_part WHERE part = ?1";
constexpr std::string_view kDropRows = "DELETE FROM alert_row WHERE part = ?1";
constexpr std::string_view kDropKeys = "DELETE FROM alert_row_key WHERE part = ?1";
// The parts first, and each asked for the key: no index goes across them.
constexpr std::string_view kFind =
    "SELECT k.kind, k.part, k.id, a.alert_sealed FROM alert_part p"
    " CROSS JOIN alert_row_key k ON k.part = p.part AND k.key_hash = ?1"
    " CROSS JOIN alert_row a ON a.part = k.part AND a.id = k.id"
    " WHERE p.state = 1 ORDER BY p.section, k.id";

constexpr int kWaits = 0;
constexpr int kInForce = 1;
constexpr int kWholeList = -1;

constexpr auto kAlertColumn = "alert";
enum class KeyKind : std::uint8_t { kDocument = 1, kPerson = 2 };

constexpr std::string_view kAnyYear = "*";
constexpr std::string_view kUnknownYear = "XXXX";

/// The year alone goes into a key: what else is known of a birth date is compared afterwards, so
/// that an entry that knows the year alone is found by a document that knows the day.
std::string person_text(std::string_view surname, std::string_view given_names,
                        std::string_view year) {
  return folded_name(normalised_name(surname, given_names)) + "|" + std::string(year);
}

std::string year_of(const PartialDate& birth) { return birth.text().substr(0, 4); }

/// Two dates, as far as both are known, are the same.
bool may_be_the_same(const PartialDate& a, const PartialDate& b) {
  const auto agree = [](const auto& one, const auto& other) {
    return !one || !other || *one == *other;
  };
  return agree(a.year, b.year) && agree(a.month, b.month) && agree(a.day, b.day);
}

std::string document_text(std::string_view issuer, std::string_view number) {
  std::string key = document_key(issuer, number);
  constexpr std::string_view kGermanyOfLists = "DEU|";
  if (key.starts_with(kGermanyOfLists)) key.replace(0, kGermanyOfLists.size(), "D|");
  return key;
}

std::string_view hash_kind(KeyKind kind) {
  return kind == KeyKind::kDocument ? "alert document" : "alert person";
}

std::string partial_text(const std::optional<PartialDate>& date) {
  return date ? date->text() : "";
}

Bytes encode_entry(const AlertEntry& entry) {
  ByteWriter out;
  const std::string valid_until = entry.valid_until ? entry.valid_until->iso() : "";
  for (const auto& text :
       {entry.reference, entry.instruction, entry.issuer, entry.number, entry.surname,
        entry.given_names, partial_text(entry.birth_date), entry.nationality, valid_until}) {
    out.blob(bytes_of(text));
  }
  return out.take();
}

Result<AlertEntry> decode_entry(ByteView bytes) {
  constexpr std::size_t kTextMax = 64 * 1024;
  ByteReader in(bytes);
  AlertEntry entry;
  std::string birth;
  std::string valid_until;
  for (auto* text :
       {&entry.reference, &entry.instruction, &entry.issuer, &entry.number, &entry.surname,
        &entry.given_names, &birth, &entry.nationality, &valid_until}) {
    *text = std::string(text_of(in.blob(kTextMax)));
  }
  GARITA_CHECK(in.end("an alert"));
  if (!birth.empty()) {
    GARITA_TRY(date, PartialDate::from_text(birth));
    entry.birth_date = date;
  }
  if (!valid_until.empty()) {
    GARITA_TRY(date, Date::from_iso(valid_until));
    entry.valid_until = date;
  }
  return entry;
}

/// One key under which an entry is found. In order of hash they go into the table one behind the
/// other; in the order of the list each would touch another page.
struct Key {
  Digest hash;
  KeyKind kind;
  std::size_t id;
  friend auto operator<=>(const Key&, const Key&) = default;
};

/// A list as it goes into the ledger's file: rows sealed, keys hashed.
struct SealedList {
  std::vector<Bytes> rows;  ///< by id, from 1
  std::vector<Key> keys;    ///< sorted, each once
};

SealedList sealed_list(const Ledger& ledger, const std::vector<AlertEntry>& entries) {
  SealedList list;
  for (const auto& entry : entries) {
    list.rows.push_back(ledger.seal_column(kAlertColumn, encode_entry(entry)));
    const std::size_t id = list.rows.size();
    const auto add = [&](KeyKind kind, const std::string& text) {
      list.keys.push_back({ledger.look_up_hash(hash_kind(kind), text), kind, id});
    };
    if (!entry.issuer.empty() && !entry.number.empty()) {
      add(KeyKind::kDocument, document_text(entry.issuer, entry.number));
    }
    if (entry.surname.empty() || !entry.birth_date) continue;
    for (const std::string& year : {year_of(*entry.birth_date), std::string(kAnyYear)}) {
      add(KeyKind::kPerson, person_text(entry.surname, entry.given_names, year));
    }
  }
  std::ranges::sort(list.keys);
  return list;
}

Result<void> put_part(Database& database, const SealedList& list, int section,
                      std::uint64_t version) {
  const int state = section == kWholeList ? kInForce : kWaits;
  GARITA_TRY(begun, database.prepare(kBeginPart, {section, version, state}));
  GARITA_TRY(has_part, begun.step());
  ensure(has_part, "a part that is begun has a number");
  const auto part = begun.integer(0);
  GARITA_CHECK(begun.step());
  for (std::size_t i = 0; i < list.rows.size(); ++i) {
    GARITA_TRY(row, database.execute(kInsert, {part, i + 1, list.rows[i]}));
    ensure(row == 1, "an entry is one row");
  }
  for (const auto& key : list.keys) {
    GARITA_TRY(row,
               database.execute(kInsertKey, {part, key.hash, static_cast<int>(key.kind), key.id}));
    ensure(row == 1, "a key is one row");
  }
  return {};
}

Result<void> put_whole(Database& database, const SealedList& list, std::uint64_t version) {
  GARITA_CHECK(database.execute(kFormerByShort));
  GARITA_CHECK(database.execute(kWaitingByShort));
  return put_part(database, list, kWholeList, version);
}

Result<void> put_section(Database& database, const SealedList& list, const Bulletin& bulletin) {
  const int section = parse_section(bulletin.channel)->section;
  GARITA_CHECK(database.execute(kFormerWaiting, {section}));
  return put_part(database, list, section, bulletin.version);
}

Result<void> put_into_force(Database& database, const SectionHead& head) {
  for (std::size_t i = 0; i < kSections; ++i) {
    GARITA_TRY(named, database.execute(kNamed, {i, head.sections.at(i).version}));
    if (named != 1) {
      return fail(Remedy::kRepair, "station.db: a section of the alert list is not there");
    }
  }
  GARITA_CHECK(database.execute(kFormerInForce));
  GARITA_CHECK(database.execute(kNamedInForce));
  return {};
}

Result<std::optional<std::int64_t>> a_former_part(Database& database) {
  GARITA_TRY(row, database.prepare(kOneFormer));
  GARITA_TRY(found, row.step());
  if (!found) return std::optional<std::int64_t>();
  return std::optional(row.integer(0));
}

/// Looks keys up, and gathers each entry that agrees once.
class Search {
 public:
  Search(Ledger& ledger, const AlertQuestion& question) : ledger_(ledger), question_(question) {}

  Result<void> look_up(KeyKind kind, const std::string& key) {
    const Digest hash = ledger_.look_up_hash(hash_kind(kind), key);
    GARITA_TRY(row, ledger_.database().prepare(kFind, {hash}));
    while (hits_.size() < kHitsMax) {
      GARITA_TRY(found, row.step());
      if (!found) break;
      const std::pair place{row.integer(1), row.integer(2)};
      if (seen_.contains(place)) continue;
      GARITA_TRY(bytes, ledger_.open_column(kAlertColumn, row.blob(3)));
      GARITA_TRY(entry, decode_entry(bytes.view()));
      if (!agrees(kind, entry)) continue;
      seen_.insert(place);
      hits_.push_back(
          {std::move(entry), kind == KeyKind::kDocument ? "document" : "name_birth_date"});
    }
    return {};
  }

  std::vector<AlertHit> hits() && { return std::move(hits_); }

 private:
  [[nodiscard]] bool agrees(KeyKind kind, const AlertEntry& entry) const {
    if (entry.valid_until && *entry.valid_until < question_.today) return false;
    if (kind == KeyKind::kDocument) return true;
    return entry.birth_date && may_be_the_same(*entry.birth_date, *question_.birth_date);
  }

  Ledger& ledger_;
  const AlertQuestion& question_;
  std::set<std::pair<std::int64_t, std::int64_t>> seen_;  ///< part and number of an entry
  std::vector<AlertHit> hits_;
};

}  // namespace

Result<ReadBulletin> read_alerts(Ledger& ledger, const Bulletin& bulletin) {
  if (is_section_head(bulletin.content)) {
    GARITA_TRY(head, read_section_head(bulletin.content));
    return ReadBulletin{head.rows(),
                        [&ledger, head = head] { return put_into_force(ledger.database(), head); }};
  }
  GARITA_TRY(entries, parse_alerts(text_of(bulletin.content)));
  // Owned by the function that stores it, which std::function wants to be able to copy.
  const auto list = std::make_shared<const SealedList>(sealed_list(ledger, entries));
  return ReadBulletin{entries.size(), [&ledger, list, &bulletin] {
                        auto& database = ledger.database();
                        if (parse_section(bulletin.channel)) {
                          return put_section(database, *list, bulletin);
                        }
                        return put_whole(database, *list, bulletin.version);
                      }};
}

Result<bool> drop_former_alerts(Ledger& ledger) {
  auto& database = ledger.database();
  // Mostly there is none, and nobody has to wait for that.
  GARITA_TRY(some, a_former_part(database));
  if (!some) return false;
  GARITA_TRY(transaction, WriteTransaction::begin(database));
  // Another process may have dropped that one, and its number may be another part's by now.
  GARITA_TRY(part, a_former_part(database));
  if (!part) return false;
  for (const auto drop : {kDropKeys, kDropRows, kDropPart}) {
    GARITA_CHECK(database.execute(drop, {*part}));
  }
  GARITA_CHECK(transaction.commit());
  return true;
}

Result<std::vector<AlertHit>> find_alerts(Ledger& ledger, const AlertQuestion& question) {
  // One view: a list that comes meanwhile must not hide what stands in both.
  GARITA_TRY(view, ReadTransaction::begin(ledger.database()));
  Search search(ledger, question);
  if (!question.number.empty()) {
    GARITA_CHECK(
        search.look_up(KeyKind::kDocument, document_text(question.issuer, question.number)));
  }
  if (question.surname.empty() || !question.birth_date) return std::move(search).hits();
  const auto& birth = *question.birth_date;
  const std::vector<std::string> years =
      birth.year ? std::vector<std::string>{year_of(birth), std::string(kUnknownYear)}
                 : std::vector<std::string>{std::string(kAnyYear)};
  // With the given names, and as the list has it where it knows none.
  for (const auto& given_names : std::set<std::string>{question.given_names, ""}) {
    for (const auto& year : years) {
      GARITA_CHECK(
          search.look_up(KeyKind::kPerson, person_text(question.surname, given_names, year)));
    }
  }
  return std::move(search).hits();
}

}  // namespace garita::station
