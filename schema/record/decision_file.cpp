#include "schema/record/decision_file.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <set>

#include "schema/vocabulary/codes.h"
#include "schema/vocabulary/json_keys.h"

namespace garita {
namespace {

using nlohmann::json;

constexpr std::int64_t kDaysMax = 3660;
const std::set<std::string>& known_keys() {
  static const std::set<std::string> keys = {"kind",    "person", "entry",           "at",
                                             "days",    "until",  "admission_class", "authority",
                                             "officer", "reason"};
  return keys;
}

Failure refuse(const std::string& what) { return fail(Remedy::kReject, what); }

/// "" when the key is absent.
Result<std::string> text_at(const json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end()) return std::string();
  if (!found->is_string()) return refuse(std::string(key) + " is no text");
  return found->get<std::string>();
}

Result<void> fill_whom(const json& object, StatusDecision& decision) {
  GARITA_TRY(person, text_at(object, "person"));
  decision.person = PersonId(person);
  GARITA_TRY(entry, text_at(object, "entry"));
  if (!entry.empty()) {
    GARITA_TRY(record, RecordId::parse(entry));
    decision.entry = record;
  }
  if (person.empty() && entry.empty()) return refuse("it names neither a person nor an entry");
  return {};
}

Result<void> fill_term(const json& object, StatusDecision& decision) {
  if (object.contains("days")) {
    const auto& days = object["days"];
    if (!days.is_number_integer() || days < 1 || days > kDaysMax)
      return refuse("days is no number from 1 to 3660");
    decision.days = days.get<int>();
  }
  GARITA_TRY(until, text_at(object, "until"));
  if (!until.empty()) {
    GARITA_TRY(date, Date::from_iso(until));
    decision.until = date;
  }
  GARITA_TRY(admission_class, text_at(object, "admission_class"));
  if (!admission_class.empty())
    GARITA_CHECK(check_code(CodeList::kAdmissionClass, admission_class));
  decision.admission_class = admission_class;
  return {};
}

/// What of a term a kind of decision takes; the keys not named here mean nothing for it.
struct Term {
  StatusKind kind;
  std::string_view needed;  ///< "" where nothing is
  std::array<std::string_view, 3> allowed;
};
constexpr std::array<Term, 9> kTerms{{
    {StatusKind::kExtendDays, "days", {"days"}},
    {StatusKind::kExtendUntil, "until", {"until"}},
    {StatusKind::kChangeClass, "admission_class", {"admission_class", "days", "until"}},
    {StatusKind::kRevoke, "", {"until"}},
    {StatusKind::kAnnul, "", {"until"}},
    {StatusKind::kEvent, "", {"until"}},
    {StatusKind::kGrantApplication, "", {"admission_class", "days", "until"}},
    {StatusKind::kRegularise, "", {"admission_class", "days", "until"}},
    {StatusKind::kResidence, "", {"admission_class", "until"}},
}};

Result<void> check_kind_has_its_term(const json& object, StatusKind kind) {
  const auto found = std::find_if(kTerms.begin(), kTerms.end(),
                                  [&](const Term& term) { return term.kind == kind; });
  const Term term = found == kTerms.end() ? Term{kind, "", {}} : *found;
  const std::string name(status_kind_name(kind));
  if (!term.needed.empty() && !object.contains(term.needed))
    return refuse(name + " needs " + std::string(term.needed));
  for (const std::string_view key : {"days", "until", "admission_class"}) {
    const bool takes =
        std::find(term.allowed.begin(), term.allowed.end(), key) != term.allowed.end();
    if (object.contains(key) && !takes)
      return refuse(std::string(key) + " means nothing for " + name);
  }
  return {};
}

Result<void> fill_who_and_why(const json& object, Instant now, StatusDecision& decision) {
  GARITA_TRY(at, text_at(object, "at"));
  decision.at = now;
  if (!at.empty()) {
    GARITA_TRY(moment, Instant::from_rfc3339(at));
    decision.at = moment;
  }
  if (decision.at > now) return refuse("at lies in the future");
  GARITA_TRY(authority, text_at(object, "authority"));
  if (authority.empty()) return refuse("authority is missing");
  decision.authority = authority;
  GARITA_TRY(officer, text_at(object, "officer"));
  decision.officer = OfficerId(officer);
  GARITA_TRY(reason, text_at(object, "reason"));
  if (object.contains("reason") && reason.find_first_not_of(" \t\r\n") == std::string::npos)
    return refuse("reason is empty");
  decision.reason = reason;
  return {};
}

}  // namespace

Result<StatusDecision> parse_decision_file(std::string_view text, Instant now) {
  const auto object = json::parse(text, nullptr, false);
  if (!object.is_object()) return refuse("this is no JSON object");
  GARITA_CHECK(check_keys_once(text));
  for (const auto& [key, value] : object.items())
    if (!known_keys().contains(key)) return refuse("there is no key " + key);
  StatusDecision decision;
  GARITA_TRY(kind_name, text_at(object, "kind"));
  GARITA_TRY(kind, parse_status_kind(kind_name));
  decision.kind = kind;
  GARITA_CHECK(fill_whom(object, decision));
  GARITA_CHECK(check_kind_has_its_term(object, kind));
  GARITA_CHECK(fill_term(object, decision));
  GARITA_CHECK(fill_who_and_why(object, now, decision));
  return decision;
}

}  // namespace garita
