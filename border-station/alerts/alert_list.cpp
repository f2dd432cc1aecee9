#include "border-station/alerts/alert_list.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <set>

#include "border-station/lists/list_tables.h"
#include "schema/journal/codec.h"
#include "schema/journal/sections.h"
#include "schema/matching/normalise.h"

namespace garita::station {
namespace {

constexpr std::string_view kChannel = "alerts";
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

SealedRows sealed_rows(const Ledger& ledger, const std::vector<AlertEntry>& entries) {
  SealedRows list;
  for (const auto& entry : entries) {
    list.rows.push_back(ledger.seal_column(kAlertColumn, encode_entry(entry)));
    const std::size_t id = list.rows.size();
    const auto add = [&](KeyKind kind, const std::string& text) {
      list.keys.push_back(
          {ledger.look_up_hash(hash_kind(kind), text), static_cast<std::uint8_t>(kind), id});
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

/// Looks keys up, and gathers each entry that agrees once.
class Search {
 public:
  Search(Ledger& ledger, const AlertQuestion& question) : ledger_(ledger), question_(question) {}

  Result<void> look_up(KeyKind kind, const std::string& key) {
    const Digest hash = ledger_.look_up_hash(hash_kind(kind), key);
    return ListTables(ledger_, kChannel).find(hash, [&](const ListTables::Found& found) {
      return take(kind, found);
    });
  }

  std::vector<AlertHit> hits() && { return std::move(hits_); }

 private:
  /// False: there are hits enough.
  Result<bool> take(KeyKind kind, const ListTables::Found& found) {
    if (hits_.size() >= kHitsMax) return false;
    const std::pair place{found.part, found.id};
    if (seen_.contains(place)) return true;
    GARITA_TRY(bytes, ledger_.open_column(kAlertColumn, found.sealed));
    GARITA_TRY(entry, decode_entry(bytes.view()));
    if (!agrees(kind, entry)) return true;
    seen_.insert(place);
    hits_.push_back(
        {std::move(entry), kind == KeyKind::kDocument ? "document" : "name_birth_date"});
    return true;
  }

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
  ListTables tables(ledger, kChannel);
  if (is_section_head(bulletin.content)) return tables.reading(bulletin, nullptr);
  GARITA_TRY(entries, parse_alerts(text_of(bulletin.content)));
  return tables.reading(bulletin, std::make_shared<SealedRows>(sealed_rows(ledger, entries)));
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
