#include "border-station/desk/requests.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "document-reader/mrz/check_digit.h"
#include "schema/vocabulary/text.h"

namespace garita::station {

namespace {

using nlohmann::json;

constexpr std::size_t kFieldCharactersMax = 200;
constexpr std::size_t kCountryCharactersMax = 3;
constexpr std::size_t kNoteBytesMax = 500;
/// Of kReasonCharactersMax characters in UTF-8.
constexpr std::size_t kReasonBytesMax = kReasonCharactersMax * 4;

Problem not_understood(std::string detail) {
  return {.status = 400,
          .name = "bad-request",
          .title = "The request is not what the interface says",
          .detail = std::move(detail),
          .errors = {}};
}

std::string upper(std::string text) {
  std::ranges::transform(text, text.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  return text;
}

/// Reads the members of one object and keeps a list of what is wrong.
class FormReader {
 public:
  FormReader(const json& object, std::string path) : object_(object), path_(std::move(path)) {}

  std::string text(const char* key, std::size_t characters_max = kFieldCharactersMax) {
    const auto found = object_.find(key);
    if (found == object_.end()) return "";
    if (!found->is_string() || found->get_ref<const std::string&>().size() > characters_max) {
      wrong(key, found->is_string() ? "too_long" : "not_a_text");
      return "";
    }
    return found->get<std::string>();
  }
  std::string required(const char* key) {
    std::string value = text(key);
    if (value.empty()) wrong(key, "missing");
    return value;
  }
  /// Why somebody does it, in words.
  std::string reason() {
    std::string value = text("reason", kReasonBytesMax);
    if (!has_words(value)) wrong("reason", "missing");
    return value;
  }
  std::optional<int> number(const char* key) {
    const auto found = object_.find(key);
    if (found == object_.end()) return std::nullopt;
    if (found->is_number_integer()) {
      const auto value = found->get<std::int64_t>();
      if (value >= 0 && value <= 1'000'000) return static_cast<int>(value);
    }
    wrong(key, "not_a_number");
    return std::nullopt;
  }
  CountryCode country(const char* key) {
    const std::string code = upper(required(key));
    const bool letters = std::ranges::all_of(code, [](char c) { return c >= 'A' && c <= 'Z'; });
    if (!letters || code.size() > kCountryCharactersMax) wrong(key, "unknown_code");
    return CountryCode(code);
  }
  std::optional<PartialDate> partial_date(const char* key) {
    const std::string value = text(key);
    if (value.empty()) return std::nullopt;
    const auto date = PartialDate::from_text(value);
    if (date) return *date;
    wrong(key, "not_a_date");
    return std::nullopt;
  }
  std::optional<Instant> moment(const char* key) {
    const std::string value = text(key);
    if (value.empty()) return std::nullopt;
    const auto at = Instant::from_rfc3339(value);
    if (at) return *at;
    wrong(key, "not_a_date");
    return std::nullopt;
  }
  void wrong(const char* key, const char* code) {
    errors_.push_back({.pointer = path_ + "/" + key, .code = code, .detail = ""});
  }
  [[nodiscard]] std::vector<ProblemField>& errors() { return errors_; }

 private:
  const json& object_;
  std::string path_;
  std::vector<ProblemField> errors_;
};

std::string two_digits(std::optional<unsigned> value) {
  if (!value) return "<<";
  return {static_cast<char>('0' + *value / 10 % 10), static_cast<char>('0' + *value % 10)};
}

/// YYMMDD, with fillers for what is unknown (ICAO Doc 9303-3, 4.8).
std::string six_digits(const PartialDate& date) {
  std::optional<unsigned> year;
  if (date.year) year = static_cast<unsigned>(*date.year % 100);
  return two_digits(year) + two_digits(date.month) + two_digits(date.day);
}

std::string zone_text_of(const PresentedDocument& document, std::string_view check) {
  if (check == "document_number") return document.document_number;
  const auto& date = check == "birth_date" ? document.birth_date : document.expiry_date;
  return date ? six_digits(*date) : "";
}

void read_check_digits(const json& form, TypedDocument& typed, std::vector<ProblemField>& errors) {
  const json none = json::object();
  const auto found = form.find("check_digits");
  FormReader reader(found != form.end() && found->is_object() ? *found : none, "/check_digits");
  for (const char* name : {"document_number", "birth_date", "expiry_date"}) {
    const std::string digit = reader.text(name, 1);
    std::optional<bool> holds;
    const bool is_digit = digit.size() == 1 && digit[0] >= '0' && digit[0] <= '9';
    if (!digit.empty() && !is_digit) reader.wrong(name, "not_a_digit");
    const std::string over = zone_text_of(typed.document, name);
    if (is_digit && !over.empty()) holds = reader::check_holds(over, digit[0]);
    typed.document.check_digits.emplace_back(name, holds);
  }
  errors.insert(errors.end(), reader.errors().begin(), reader.errors().end());
}

TypedDocument read_document(FormReader& reader) {
  TypedDocument typed;
  PresentedDocument& document = typed.document;
  document.document_code = upper(reader.text("document_code"));
  document.issuing_state = reader.country("issuing_state");
  document.document_number = upper(reader.required("document_number"));
  document.surname = upper(reader.required("surname"));
  document.given_names = upper(reader.text("given_names"));
  document.nationality = reader.country("nationality");
  document.birth_date = reader.partial_date("birth_date");
  document.sex = upper(reader.text("sex"));
  document.expiry_date = reader.partial_date("expiry_date");
  typed.optional_data = reader.text("optional_data");
  std::erase(document.document_number, ' ');
  const bool number_is_plain = std::ranges::all_of(
      document.document_number, [](char c) { return reader::check_value(c).has_value(); });
  if (!number_is_plain) reader.wrong("document_number", "not_of_the_zone");
  if (!document.sex.empty() && document.sex != "M" && document.sex != "F" && document.sex != "X") {
    reader.wrong("sex", "unknown_code");
  }
  return typed;
}

std::vector<Answer> read_answers(const json& form) {
  std::vector<Answer> answers;
  for (const auto& one : form.value("answers", json::array())) {
    answers.push_back({one.at("question").get<std::string>(), one.at("answer").get<std::string>(),
                       one.value("note", std::string())});
  }
  return answers;
}

/// What is granted, as a decision and what restates one say it.
template <typename Grant>
void read_grant(FormReader& reader, Grant& grant) {
  grant.purpose = reader.text("purpose");
  grant.transport = reader.text("transport");
  grant.admission_class = reader.text("admission_class");
  grant.granted_days = reader.number("granted_days");
  const std::string until = reader.text("granted_until");
  const auto day = Date::from_iso(until);
  if (day) grant.granted_until = *day;
  if (!day && !until.empty()) reader.wrong("granted_until", "not_a_date");
}

Draft read_draft(const json& form, FormReader& reader) {
  Draft draft;
  const auto kind = parse_decision(reader.required("decision"));
  if (kind) draft.decision = *kind;
  if (!kind) reader.wrong("decision", "unknown_code");
  read_grant(reader, draft);
  draft.other_state = upper(reader.text("other_state"));
  draft.grounds = form.value("grounds", std::vector<std::string>());
  draft.answers = read_answers(form);
  const std::string with = reader.text("with");
  const auto record = RecordId::parse(with);
  if (record) draft.with = *record;
  if (!record && !with.empty()) reader.wrong("with", "unknown_record");
  draft.child_evidence = reader.text("child_evidence");
  draft.concerns = form.value("concerns", std::vector<std::string>());
  draft.protection_note = reader.text("protection_note", kNoteBytesMax);
  return draft;
}

Restatement read_restatement(FormReader& reader) {
  Restatement restatement;
  const auto direction = parse_direction(reader.required("direction"));
  if (direction) restatement.direction = *direction;
  if (!direction) reader.wrong("direction", "unknown_code");
  read_grant(reader, restatement);
  restatement.other_state = upper(reader.text("other_state"));
  return restatement;
}

/// openapi.yaml, Credentials; absent: nobody approves.
Form<std::optional<Credentials>> read_approval(const json& form) {
  const auto found = form.find("approval");
  if (found == form.end()) return std::optional<Credentials>();
  auto credentials = parse_credentials(found->dump());
  if (!credentials) return tl::unexpected(not_understood(credentials.error().message));
  return std::optional(*std::move(credentials));
}

}  // namespace

Problem incomplete(std::vector<ProblemField> errors) {
  return {.status = 422,
          .name = "incomplete",
          .title = "Something is missing or wrong",
          .detail = "",
          .errors = std::move(errors)};
}

Form<TypedDocument> parse_typed_document(std::string_view text) {
  const auto form = json::parse(text, nullptr, false);
  if (!form.is_object() || !form.contains("document") || !form["document"].is_object()) {
    return tl::unexpected(not_understood("an object with a document is asked for"));
  }
  FormReader reader(form["document"], "/document");
  TypedDocument typed = read_document(reader);
  read_check_digits(form, typed, reader.errors());
  if (!reader.errors().empty()) return tl::unexpected(incomplete(std::move(reader.errors())));
  return typed;
}

Form<DecisionForm> parse_decision_form(std::string_view text) {
  const auto form = json::parse(text, nullptr, false);
  if (!form.is_object()) return tl::unexpected(not_understood("a decision is an object"));
  try {
    FormReader reader(form, "");
    auto approval = read_approval(form);
    if (!approval) return tl::unexpected(approval.error());
    DecisionForm decision{read_draft(form, reader), reader.number("revision"),
                          *std::move(approval)};
    if (!reader.errors().empty()) return tl::unexpected(incomplete(std::move(reader.errors())));
    return decision;
  } catch (const json::exception&) {
    return tl::unexpected(
        not_understood("grounds and concerns are texts; an answer has question and answer"));
  }
}

Form<CorrectionForm> parse_correction_form(std::string_view text) {
  const auto form = json::parse(text, nullptr, false);
  if (!form.is_object()) return tl::unexpected(not_understood("a correction is an object"));
  FormReader reader(form, "");
  auto approval = read_approval(form);
  if (!approval) return tl::unexpected(approval.error());
  CorrectionForm correction;
  correction.approval = *std::move(approval);
  correction.reason = reader.reason();
  auto errors = std::move(reader.errors());
  const auto instead = form.find("instead");
  if (instead != form.end()) {
    if (!instead->is_object()) return tl::unexpected(not_understood("instead is an object"));
    FormReader inside(*instead, "/instead");
    correction.instead = read_restatement(inside);
    errors.insert(errors.end(), inside.errors().begin(), inside.errors().end());
  }
  if (!errors.empty()) return tl::unexpected(incomplete(std::move(errors)));
  return correction;
}

Form<std::string> parse_putting_aside(std::string_view text) {
  if (text.empty()) return std::string();
  const auto form = json::parse(text, nullptr, false);
  if (!form.is_object()) return tl::unexpected(not_understood("putting aside is an object"));
  FormReader reader(form, "");
  std::string reason = form.contains("reason") ? reader.reason() : "";
  if (!reader.errors().empty()) return tl::unexpected(incomplete(std::move(reader.errors())));
  return reason;
}

Form<PaperForm> parse_paper_form(std::string_view text) {
  const auto form = json::parse(text, nullptr, false);
  if (!form.is_object()) return tl::unexpected(not_understood("an announcement is an object"));
  FormReader reader(form, "");
  PaperForm paper;
  paper.from = reader.moment("from");
  paper.to = reader.moment("to");
  paper.reason = reader.reason();
  if (!reader.errors().empty()) return tl::unexpected(incomplete(std::move(reader.errors())));
  return paper;
}

Form<std::uint64_t> parse_paper_closing(std::string_view text) {
  const auto form = json::parse(text, nullptr, false);
  if (!form.is_object()) return tl::unexpected(not_understood("a closing is an object"));
  FormReader reader(form, "");
  const auto entered = reader.number("entered");
  if (!form.contains("entered")) reader.wrong("entered", "missing");
  if (!reader.errors().empty()) return tl::unexpected(incomplete(std::move(reader.errors())));
  return static_cast<std::uint64_t>(*entered);
}

Form<SearchForm> parse_search_form(std::string_view text) {
  const auto form = json::parse(text, nullptr, false);
  if (!form.is_object()) return tl::unexpected(not_understood("a search is an object"));
  FormReader reader(form, "");
  SearchForm search;
  search.reason = reader.reason();
  AlertQuestion& about = search.about;
  about.issuer = upper(reader.text("issuing_state", kCountryCharactersMax));
  about.number = upper(reader.text("document_number"));
  about.surname = reader.text("surname");
  about.given_names = reader.text("given_names");
  about.birth_date = reader.partial_date("birth_date");
  about.nationality = upper(reader.text("nationality", kCountryCharactersMax));
  if (about.number.empty() && about.surname.empty()) reader.wrong("document_number", "missing");
  if (!about.number.empty() && about.issuer.empty()) reader.wrong("issuing_state", "missing");
  if (!about.surname.empty() && !about.birth_date) reader.wrong("birth_date", "missing");
  if (!reader.errors().empty()) return tl::unexpected(incomplete(std::move(reader.errors())));
  return search;
}

std::vector<std::string> lines_of_zone(std::string_view text) {
  std::vector<std::string> lines(1);
  for (const char c : text) {
    if (c == '\r' || c == '\n') {
      if (!lines.back().empty()) lines.emplace_back();
    } else if (c != ' ' && c != '\t') {
      lines.back().push_back(c);
    }
  }
  if (lines.back().empty()) lines.pop_back();
  for (auto& line : lines) line = upper(line);
  return lines;
}

}  // namespace garita::station
