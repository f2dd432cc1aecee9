#include "central-sync/program/taken_over_stay.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

#include "central-sync/projection/facts.h"
#include "schema/vocabulary/codes.h"
#include "schema/vocabulary/state_codes.h"
#include "schema/vocabulary/text.h"

namespace garita::central {
namespace {

constexpr std::size_t kSourceBytesMax = 60;
constexpr std::size_t kReferenceBytesMax = 100;
constexpr int kGrantedDaysMax = 3660;
constexpr char kBetween = '|';

Failure wrong(std::string_view column, std::string_view what) {
  return fail(Remedy::kReject, std::string(column) + " " + std::string(what));
}

/// It stands in tables and on lines of reports.
bool is_name(std::string_view text, std::size_t bytes_max) {
  const auto control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
  return !text.empty() && text.size() <= bytes_max && is_utf8(text) &&
         text.find(kBetween) == std::string_view::npos && !std::ranges::any_of(text, control);
}

Result<std::string> needed(const RowReader& row, std::string_view column) {
  const auto text = row.at(column);
  if (text.empty()) return wrong(column, "is missing");
  return std::string(text);
}

Result<std::string> state(const RowReader& row, std::string_view column) {
  GARITA_TRY(code, needed(row, column));
  if (!is_state_code(code)) return wrong(column, "is no code of a State as passports have it");
  return code;
}

Result<std::optional<PartialDate>> date(const RowReader& row, std::string_view column) {
  const auto text = row.at(column);
  if (text.empty()) return std::optional<PartialDate>();
  const auto read = PartialDate::from_text(text);
  if (!read) return wrong(column, "is no date (YYYY-MM-DD, XX for what is not known)");
  return std::optional(*read);
}

/// A code of a list, or what stands for an empty column.
Result<std::string> code(const RowReader& row, std::pair<std::string_view, CodeList> column,
                         std::string_view absent) {
  const auto text = row.at(column.first);
  if (text.empty()) return std::string(absent);
  if (!is_code(column.second, text)) return wrong(column.first, "is no word of its list");
  return std::string(text);
}

Result<TravelDocument> document_of(const RowReader& row) {
  TravelDocument document;
  GARITA_TRY(number, needed(row, "document_number"));
  GARITA_TRY(issuer, state(row, "issuing_state"));
  GARITA_TRY(surname, needed(row, "surname"));
  GARITA_TRY(nationality, state(row, "nationality"));
  GARITA_TRY(born, date(row, "birth_date"));
  GARITA_TRY(expires, date(row, "expiry_date"));
  const std::string sex(row.at("sex"));
  if (sex.size() > 1 || std::string_view("MFX").find(sex) == std::string_view::npos)
    return wrong("sex", "is none of M, F and X");
  const std::string kind(row.at("document_code"));
  document.document_code = kind.empty() ? "P" : kind;
  document.document_number = std::move(number);
  document.issuing_state = std::move(issuer);
  document.surname = std::move(surname);
  document.given_names = row.at("given_names");
  document.nationality = std::move(nationality);
  document.birth_date = born;
  document.expiry_date = expires;
  document.sex = sex;
  return document;
}

/// Where somebody came in, and when: of a day alone its first moment, so that an exit of that day
/// comes after it.
Result<void> fill_entry(const RowReader& row, const TakenOverFrom& from, Crossing& entry) {
  GARITA_TRY(post, needed(row, "post"));
  const auto known = from.posts.find(PostCode(post));
  if (known == from.posts.end())
    return wrong("post", "is no post of this centre that sees entries");
  entry.post = known->first;
  GARITA_TRY(entered, needed(row, "entered"));
  const auto day = Date::from_iso(entered);
  const auto moment = Instant::from_rfc3339(entered);
  if (!day && !moment)
    return wrong("entered",
                 "is neither a day (2026-03-02) nor a moment (2026-03-02T06:00:00-06:00)");
  entry.at = moment ? *moment : known->second.start_of(*day);
  if (const auto possible = check_times(entry, from.now); !possible)
    return wrong("entered", possible.error().message);
  return {};
}

Result<void> fill_term(const RowReader& row, const TakenOverFrom& from, Crossing& entry) {
  const auto days = row.at("granted_days");
  const auto until = row.at("granted_until");
  if (!days.empty() && !until.empty())
    return wrong("granted_until", "stands beside granted_days: one of them is meant");
  if (!days.empty()) {
    int number = 0;
    const auto [end, error] = std::from_chars(days.data(), days.data() + days.size(), number);
    if (error != std::errc() || end != days.data() + days.size() || number < 1 ||
        number > kGrantedDaysMax)
      return wrong("granted_days", "is no number from 1 to " + std::to_string(kGrantedDaysMax));
    entry.granted_days = number;
  }
  if (until.empty()) return {};
  const auto last = Date::from_iso(until);
  if (!last) return wrong("granted_until", "is no day (YYYY-MM-DD)");
  if (*last < legal_day(entry, from.posts.at(entry.post)))
    return wrong("granted_until", "lies before the entry");
  entry.granted_until = *last;
  return {};
}

}  // namespace

Result<TakenOverFrom> taken_over_from(CentralStore& store, std::string source, Instant now) {
  if (!is_name(source, kSourceBytesMax))
    return fail(Remedy::kReject, "the older system's name has 1 to 60 characters, none of them |");
  TakenOverFrom from{std::move(source), {}, now};
  GARITA_TRY(posts, store.posts());
  for (const auto& post : posts) {
    if (!post.sees_entries) continue;
    GARITA_TRY(zone, Zone::named(post.zone));
    from.posts.emplace(post.post, zone);
  }
  return from;
}

std::vector<std::string> taken_over_columns() {
  return {"reference",   "document_number", "issuing_state", "surname",
          "nationality", "entered",         "post"};
}

Result<Crossing> stay_taken_over(const RowReader& row, const TakenOverFrom& from) {
  Crossing entry;
  entry.direction = Direction::kEntry;
  entry.decision = DecisionKind::kAdmit;
  entry.evidence = EvidenceClass::kTakenOver;
  GARITA_TRY(reference, needed(row, "reference"));
  if (!is_name(reference, kReferenceBytesMax))
    return wrong("reference", "is longer than 100 bytes, or has a | or a control character");
  entry.reference = from.source + kBetween + reference;
  GARITA_TRY(document, document_of(row));
  entry.document = std::move(document);
  GARITA_CHECK(fill_entry(row, from, entry));
  GARITA_CHECK(fill_term(row, from, entry));
  GARITA_TRY(purpose, code(row, {"purpose", CodeList::kPurpose}, ""));
  entry.purpose = std::move(purpose);
  GARITA_TRY(capacity, code(row, {"admission_class", CodeList::kAdmissionClass}, kVisitorClass));
  entry.admission_class = std::move(capacity);
  // Whatever else a record does not take, such as texts that are too long.
  GARITA_CHECK(encode_record(entry));
  return entry;
}

}  // namespace garita::central
