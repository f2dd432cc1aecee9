#include "border-station/alerts/alert_list.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <set>

#include "border-station/alerts/alert_row.h"
#include "schema/journal/sections.h"
#include "schema/matching/normalise.h"

namespace garita::station {
namespace {

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

std::string_view hash_kind(KeyKind kind) {
  return kind == KeyKind::kDocument ? "alert document" : "alert person";
}

SealedRows sealed_rows(const Ledger& ledger, const std::vector<AlertEntry>& entries) {
  SealedRows list;
  for (const auto& entry : entries) {
    list.rows.push_back(seal_alert(ledger, entry));
    const std::size_t id = list.rows.size();
    const auto add = [&](KeyKind kind, const std::string& text) {
      list.keys.push_back(
          {ledger.look_up_hash(hash_kind(kind), text), static_cast<std::uint8_t>(kind), id});
    };
    if (!entry.issuer.empty() && !entry.number.empty()) {
      add(KeyKind::kDocument, document_key(entry.issuer, entry.number));
    }
    if (entry.surname.empty() || !entry.birth_date) continue;
    for (const std::string& year : {year_of(*entry.birth_date), std::string(kAnyYear)}) {
      add(KeyKind::kPerson, person_text(entry.surname, entry.given_names, year));
    }
  }
  std::ranges::sort(list.keys);
  return list;
}

/// The same number as somebody may have read it who took O for 0 or I for 1, or the other way
/// round: one place of it, or all.
std::set<std::string> misread_as(const std::string& number) {
  constexpr std::string_view kLetters = "OI";
  constexpr std::string_view kDigits = "01";
  std::string letters = number;
  std::string digits = number;
  std::set<std::string> all;
  for (std::size_t i = 0; i < number.size(); ++i) {
    const auto letter = kLetters.find(number[i]);
    const auto digit = kDigits.find(number[i]);
    if (letter == std::string_view::npos && digit == std::string_view::npos) continue;
    std::string one = number;
    one[i] = digit == std::string_view::npos ? kDigits[letter] : kLetters[digit];
    letters[i] = kLetters[std::min(letter, digit)];
    digits[i] = kDigits[std::min(letter, digit)];
    all.insert(std::move(one));
  }
  all.insert(std::move(letters));
  all.insert(std::move(digits));
  all.erase(number);
  return all;
}

/// Names, dates of birth and documents of one whom a list has under one reference.
bool is_of_one(const AlertEntry& one, const AlertEntry& other) {
  return one.reference == other.reference && one.action == other.action &&
         one.instruction == other.instruction;
}

bool is_surer(const AlertHit& one, const AlertHit& other) {
  if (one.matched_by != other.matched_by) return one.matched_by < other.matched_by;
  return one.likeness && other.likeness && one.likeness->score > other.likeness->score;
}

/// Looks keys up, and gathers whoever agrees once.
class Search {
 public:
  Search(const Ledger& ledger, ListTables::View& list, const AlertQuestion& question)
      : ledger_(ledger), list_(list), question_(question) {}

  Result<void> look_up(KeyKind kind, const std::string& key, MatchedBy matched_by) {
    const Digest hash = ledger_.look_up_hash(hash_kind(kind), key);
    return list_.find(hash, [&](const ListTables::Found& found) {
      return take({found.part, found.id}, found.sealed, matched_by);
    });
  }

  /// Names that are written like the traveller's; of what is exact nothing is said again.
  Result<void> look_alike(const AlertNames& names) {
    const auto person = names.described(question_.surname, question_.given_names,
                                        question_.birth_date, question_.nationality);
    for (const auto& place : names.candidates(person)) {
      if (seen_.contains(place)) continue;
      GARITA_TRY(sealed, list_.row(place.part, place.id));
      if (!sealed) continue;
      GARITA_TRY(entry, open_alert(ledger_, *sealed));
      // The list may have changed since the names were gathered, and the place be another's.
      auto likeness = names.likeness(person, names.described(entry.surname, entry.given_names,
                                                             entry.birth_date, entry.nationality));
      if (!is_worth_a_look(likeness.score, likeness.birth, names.size())) continue;
      add(place, std::move(entry), MatchedBy::kNameAlike, std::move(likeness));
    }
    return {};
  }

  std::vector<AlertHit> hits() && { return std::move(hits_); }

 private:
  /// False: there are hits enough.
  Result<bool> take(const AlertPlace& place, const Bytes& sealed, MatchedBy matched_by) {
    if (hits_.size() >= kHitsMax) return false;
    if (seen_.contains(place)) return true;
    GARITA_TRY(entry, open_alert(ledger_, sealed));
    if (matched_by == MatchedBy::kNameBirthDate &&
        !(entry.birth_date && may_be_the_same(*entry.birth_date, *question_.birth_date))) {
      return true;
    }
    add(place, std::move(entry), matched_by, std::nullopt);
    return true;
  }

  void add(const AlertPlace& place, AlertEntry entry, MatchedBy matched_by,
           std::optional<Likeness> likeness) {
    const bool ran_out = entry.valid_until && *entry.valid_until < question_.today;
    if (ran_out) return;
    AlertHit hit{std::move(entry), matched_by, std::move(likeness)};
    const auto there = std::ranges::find_if(
        hits_, [&](const AlertHit& other) { return is_of_one(other.entry, hit.entry); });
    if (there == hits_.end() && hits_.size() >= kHitsMax) return;
    seen_.insert(place);
    if (there == hits_.end())
      hits_.push_back(std::move(hit));
    else if (is_surer(hit, *there))
      *there = std::move(hit);
  }

  const Ledger& ledger_;
  ListTables::View& list_;
  const AlertQuestion& question_;
  std::set<AlertPlace> seen_;
  std::vector<AlertHit> hits_;
};

Result<void> look_for_document(Search& search, const AlertQuestion& question) {
  const auto look = [&](const std::string& number, MatchedBy matched_by) {
    return search.look_up(KeyKind::kDocument, document_key(question.issuer, number), matched_by);
  };
  GARITA_CHECK(look(question.number, MatchedBy::kDocument));
  for (const auto& number : misread_as(question.number)) {
    GARITA_CHECK(look(number, MatchedBy::kDocumentAlike));
  }
  return {};
}

Result<void> look_for_person(Search& search, const AlertQuestion& question) {
  const auto& birth = *question.birth_date;
  const std::vector<std::string> years =
      birth.year ? std::vector<std::string>{year_of(birth), std::string(kUnknownYear)}
                 : std::vector<std::string>{std::string(kAnyYear)};
  // With the given names, and as the list has it where it knows none.
  for (const auto& given_names : std::set<std::string>{question.given_names, ""}) {
    for (const auto& year : years) {
      GARITA_CHECK(search.look_up(KeyKind::kPerson,
                                  person_text(question.surname, given_names, year),
                                  MatchedBy::kNameBirthDate));
    }
  }
  return {};
}

}  // namespace

Result<ReadBulletin> read_alerts(Ledger& ledger, const Bulletin& bulletin) {
  ListTables tables(ledger, kAlertsChannel);
  if (is_section_head(bulletin.content)) return tables.reading(bulletin, nullptr);
  GARITA_TRY(entries, parse_alerts(text_of(bulletin.content)));
  return tables.reading(bulletin, std::make_shared<SealedRows>(sealed_rows(ledger, entries)));
}

std::string_view matched_by_name(MatchedBy matched_by) {
  switch (matched_by) {
    case MatchedBy::kDocument:
      return "document";
    case MatchedBy::kDocumentAlike:
      return "document_alike";
    case MatchedBy::kNameBirthDate:
      return "name_birth_date";
    case MatchedBy::kNameAlike:
      return "name_alike";
  }
  return "";
}

Result<std::vector<AlertHit>> find_alerts(ListTables& alerts, const AlertQuestion& question,
                                          const AlertNames* names) {
  GARITA_TRY(list, alerts.view());
  Search search(alerts.ledger(), list, question);
  if (!question.number.empty()) GARITA_CHECK(look_for_document(search, question));
  if (question.surname.empty()) return std::move(search).hits();
  if (question.birth_date) GARITA_CHECK(look_for_person(search, question));
  if (names != nullptr) GARITA_CHECK(search.look_alike(*names));
  return std::move(search).hits();
}

}  // namespace garita::station
