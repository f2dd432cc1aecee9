#include "central-sync/reports/reviews.h"

#include <array>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "central-sync/reports/columns.h"
#include "central-sync/reports/likeness_words.h"

namespace garita::central {
namespace {

using Json = nlohmann::ordered_json;

std::string told(const PersonSummary& person) {
  return person.surname + ", " + person.given_names + "; " + person.birth.text() + "; " +
         person.nationality.value() + "; " + person.document_issuer + " " + person.document_number;
}

Json json_of(const PersonId& pseudonym, const PersonSummary& person) {
  return {{"pseudonym", pseudonym.value()},
          {"person", person.person.value()},
          {"surname", person.surname},
          {"given_names", person.given_names},
          {"birth_date", person.birth.text()},
          {"nationality", person.nationality.value()},
          {"document", person.document_issuer + " " + person.document_number}};
}

double score_of(const ReviewRow& row) { return static_cast<double>(row.row.link.score) / 1e6; }

}  // namespace

std::string reviews_table(std::span<const ReviewRow> rows, Language language) {
  if (rows.empty()) return "";
  std::vector<std::vector<std::string>> lines = {
      {"one", "other", "holds", "since", "who", "or", "score", "reasons"}};
  for (const auto& row : rows) {
    std::array<char, 16> score{};
    std::snprintf(score.data(), score.size(), "%.4f", score_of(row));
    lines.push_back({row.row.link.pair.first.value(), row.row.link.pair.second.value(),
                     std::to_string(row.holds), row.row.known_from.rfc3339(), told(row.one),
                     told(row.other), score.data(),
                     likeness_words(row.row.link.reasons, language)});
  }
  return in_columns(lines);
}

std::string reviews_json(std::span<const ReviewRow> rows) {
  std::string text;
  for (const auto& row : rows) {
    const Json object{{"one", json_of(row.row.link.pair.first, row.one)},
                      {"other", json_of(row.row.link.pair.second, row.other)},
                      {"score", score_of(row)},
                      {"reasons", reasons_told(row.row.link.reasons)},
                      {"since", row.row.known_from.rfc3339()},
                      {"cause", row.row.cause},
                      {"holds", row.holds}};
    text += object.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
  }
  return text;
}

}  // namespace garita::central
