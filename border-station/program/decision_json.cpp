#include "border-station/program/decision_json.h"

#include <algorithm>
#include <array>
#include <limits>
#include <nlohmann/json.hpp>

#include "schema/vocabulary/json_keys.h"

namespace garita::station {
namespace {

using nlohmann::json;

constexpr std::array<std::string_view, 23> kKeys{
    "direction",       "decision",        "at",           "document",       "picture",  "purpose",
    "transport",       "admission_class", "granted_days", "granted_until",  "grounds",  "note",
    "answers",         "officer",         "reference",    "evidence",       "fallback", "concerns",
    "protection_note", "other_state",     "with",         "child_evidence", "photo",
};
constexpr std::size_t kReferenceCharactersMax = 200;
constexpr std::size_t kListMax = 64;

Failure wrong(std::string_view key, std::string_view what) {
  return fail(Remedy::kReject, std::string(key) + " " + std::string(what));
}

/// "" where the key is absent or null.
Result<std::string> text_at(const json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end() || found->is_null()) return std::string();
  if (!found->is_string()) return wrong(key, "is no text");
  return found->get<std::string>();
}

Result<std::optional<Date>> date_at(const json& object, const char* key) {
  GARITA_TRY(text, text_at(object, key));
  if (text.empty()) return std::optional<Date>();
  const auto date = Date::from_iso(text);
  if (!date) return wrong(key, "is no day (YYYY-MM-DD)");
  return std::optional<Date>(*date);
}

Result<std::optional<PartialDate>> partial_date_at(const json& object, const char* key) {
  GARITA_TRY(text, text_at(object, key));
  if (text.empty()) return std::optional<PartialDate>();
  const auto date = PartialDate::from_text(text);
  if (!date) return wrong(key, "is no date (YYYY-MM-DD, XX for what is unknown)");
  return std::optional<PartialDate>(*date);
}

Result<std::optional<int>> number_at(const json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end() || found->is_null()) return std::optional<int>();
  if (!found->is_number_integer()) return wrong(key, "is no whole number");
  const auto number = found->get<std::int64_t>();
  if (number < 0 || number > std::numeric_limits<int>::max()) return wrong(key, "is out of range");
  return std::optional<int>(static_cast<int>(number));
}

Result<std::vector<std::string>> texts_at(const json& object, const char* key) {
  const auto found = object.find(key);
  std::vector<std::string> texts;
  if (found == object.end() || found->is_null()) return texts;
  if (!found->is_array() || found->size() > kListMax) return wrong(key, "is no list");
  for (const auto& item : *found) {
    if (!item.is_string()) return wrong(key, "holds something that is no text");
    texts.push_back(item.get<std::string>());
  }
  return texts;
}

Result<std::vector<Answer>> answers_at(const json& object) {
  const auto found = object.find("answers");
  std::vector<Answer> answers;
  if (found == object.end() || found->is_null()) return answers;
  if (!found->is_array() || found->size() > kListMax) return wrong("answers", "is no list");
  for (const auto& item : *found) {
    if (!item.is_object()) return wrong("answers", "holds something that is no object");
    GARITA_TRY(question, text_at(item, "question"));
    GARITA_TRY(answer, text_at(item, "answer"));
    GARITA_TRY(note, text_at(item, "note"));
    answers.push_back({std::move(question), std::move(answer), std::move(note)});
  }
  return answers;
}

/// Upper case letters, as the machine readable zone has them.
Result<CountryCode> country_at(const json& object, const char* key) {
  GARITA_TRY(text, text_at(object, key));
  const auto is_letter = [](char c) { return c >= 'A' && c <= 'Z'; };
  if (text.size() > 3 || !std::ranges::all_of(text, is_letter)) {
    return wrong(key, "is no country code of one to three letters");
  }
  return CountryCode(text);
}

Result<void> read_names(const json& from, PresentedDocument& document) {
  const std::pair<const char*, std::string PresentedDocument::*> texts[] = {
      {"document_code", &PresentedDocument::document_code},
      {"document_number", &PresentedDocument::document_number},
      {"surname", &PresentedDocument::surname},
      {"given_names", &PresentedDocument::given_names},
      {"sex", &PresentedDocument::sex},
  };
  for (const auto& [key, member] : texts) {
    GARITA_TRY(text, text_at(from, key));
    document.*member = std::move(text);
  }
  if (document.document_number.empty()) return wrong("document_number", "is missing");
  if (document.sex == "<") document.sex = "X";
  return {};
}

Result<PresentedDocument> document_of(const json& from) {
  if (!from.is_object()) return wrong("document", "is no object");
  PresentedDocument document;
  GARITA_CHECK(read_names(from, document));
  GARITA_TRY(issuer, country_at(from, "issuing_state"));
  document.issuing_state = std::move(issuer);
  GARITA_TRY(nationality, country_at(from, "nationality"));
  document.nationality = std::move(nationality);
  GARITA_TRY(birth, partial_date_at(from, "birth_date"));
  document.birth_date = birth;
  GARITA_TRY(expiry, partial_date_at(from, "expiry_date"));
  document.expiry_date = expiry;
  return document;
}

Result<void> read_document(const json& object, DecisionInput& input) {
  GARITA_TRY(picture, text_at(object, "picture"));
  const auto found = object.find("document");
  const bool given = found != object.end() && !found->is_null();
  if (given && !picture.empty()) return wrong("document", "and picture exclude each other");
  if (!picture.empty()) input.picture = picture;
  GARITA_TRY(photo, text_at(object, "photo"));
  if (!photo.empty()) input.photo = photo;
  if (!given) return {};
  auto document = document_of(*found);
  if (!document) return fail(document.error(), "document");
  input.document = *std::move(document);
  GARITA_TRY(optional_data, text_at(*found, "optional_data"));
  input.optional_data = std::move(optional_data);
  return {};
}

Result<void> read_draft(const json& object, Draft& draft) {
  GARITA_TRY(decision, text_at(object, "decision"));
  GARITA_TRY(kind, parse_decision(decision));
  draft.decision = kind;
  GARITA_TRY(at, text_at(object, "at"));
  if (!at.empty()) {
    const auto moment = Instant::from_rfc3339(at);
    if (!moment) return wrong("at", "is no moment (RFC 3339)");
    draft.at = *moment;
  }
  const std::pair<const char*, std::string Draft::*> texts[] = {
      {"purpose", &Draft::purpose},
      {"transport", &Draft::transport},
      {"admission_class", &Draft::admission_class},
      {"other_state", &Draft::other_state},
      {"note", &Draft::note},
      {"protection_note", &Draft::protection_note},
  };
  for (const auto& [key, member] : texts) {
    GARITA_TRY(text, text_at(object, key));
    draft.*member = std::move(text);
  }
  GARITA_TRY(days, number_at(object, "granted_days"));
  draft.granted_days = days;
  GARITA_TRY(until, date_at(object, "granted_until"));
  draft.granted_until = until;
  GARITA_TRY(grounds, texts_at(object, "grounds"));
  draft.grounds = std::move(grounds);
  GARITA_TRY(concerns, texts_at(object, "concerns"));
  draft.concerns = std::move(concerns);
  GARITA_TRY(answers, answers_at(object));
  draft.answers = std::move(answers);
  GARITA_TRY(child_evidence, text_at(object, "child_evidence"));
  draft.child_evidence = std::move(child_evidence);
  GARITA_TRY(with, text_at(object, "with"));
  if (with.empty()) return {};
  const auto record = RecordId::parse(with);
  if (!record) return wrong("with", "is no record");
  draft.with = *record;
  return {};
}

Result<void> read_provenance(const json& object, DecisionInput& input) {
  auto& provenance = input.provenance;
  GARITA_TRY(officer, text_at(object, "officer"));
  provenance.officer = OfficerId(std::move(officer));
  GARITA_TRY(reference, text_at(object, "reference"));
  if (reference.size() > kReferenceCharactersMax) return wrong("reference", "is too long");
  provenance.reference = std::move(reference);
  const auto fallback = object.find("fallback");
  if (fallback != object.end()) {
    if (!fallback->is_boolean()) return wrong("fallback", "is neither true nor false");
    provenance.fallback = fallback->get<bool>();
  }
  provenance.evidence = input.picture ? EvidenceClass::kOfficerScan : EvidenceClass::kOfficerTyped;
  GARITA_TRY(evidence, text_at(object, "evidence"));
  if (evidence.empty()) return {};
  const auto parsed = parse_evidence(evidence);
  if (!parsed || *parsed == EvidenceClass::kTakenOver)
    return wrong("evidence", "is no class of evidence of a post");
  provenance.evidence = *parsed;
  return {};
}

/// Names a key that looks like one; anything else may be what was meant for a value.
std::string unknown_key(const std::string& key) {
  constexpr std::size_t kKeyCharactersMax = 40;
  const bool plain =
      key.size() <= kKeyCharactersMax && !key.empty() &&
      std::ranges::all_of(key, [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
  return plain ? "a decision has no key " + key : "a key that a decision does not have";
}

}  // namespace

Result<DecisionInput> parse_decision_json(std::string_view text) {
  const auto object = json::parse(text, nullptr, false);
  if (!object.is_object()) return fail(Remedy::kReject, "this is no JSON object");
  GARITA_CHECK(check_keys_once(text));
  for (const auto& item : object.items()) {
    if (std::ranges::find(kKeys, item.key()) == kKeys.end()) {
      return fail(Remedy::kReject, unknown_key(item.key()));
    }
  }
  DecisionInput input;
  GARITA_TRY(direction_text, text_at(object, "direction"));
  GARITA_TRY(direction, parse_direction(direction_text));
  input.direction = direction;
  GARITA_CHECK(read_document(object, input));
  GARITA_CHECK(read_draft(object, input.draft));
  GARITA_CHECK(read_provenance(object, input));
  return input;
}

}  // namespace garita::station
