#include "schema/storage/postgres_error.h"

#include <array>
#include <string>
#include <string_view>

namespace garita::postgres {
namespace {

/// The class of a SQLSTATE, or a whole one, and what it asks for (PostgreSQL 15, appendix A). The
/// first that fits counts.
struct Meaning {
  std::string_view begins;
  Remedy remedy;
  std::string_view words;  ///< in place of the server's own, which may quote values
};
constexpr std::array kMeanings{
    Meaning{"08", Remedy::kRetry, ""},
    Meaning{"22", Remedy::kReject, "a value cannot be stored"},
    Meaning{"23", Remedy::kReject, "a constraint is violated"},
    Meaning{"25006", Remedy::kRetry, ""},
    Meaning{"40", Remedy::kRetry, ""},
    Meaning{"53100", Remedy::kRetry, "the disk is full"},
    Meaning{"53", Remedy::kRetry, ""},
    Meaning{"54", Remedy::kReject, "a value is too large"},
    Meaning{"55P03", Remedy::kRetry, "another process is writing"},
    Meaning{"57", Remedy::kRetry, ""},
    Meaning{"58030", Remedy::kRetry, ""},
};

std::string_view state_of(const PGresult* result) {
  const char* state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  return state == nullptr ? std::string_view() : std::string_view(state);
}

std::string one_line(std::string text) {
  while (!text.empty() && text.back() == '\n') text.pop_back();
  for (auto& c : text)
    if (c == '\n' || c == '\t') c = ' ';
  return text;
}

}  // namespace

Failure failure_of(PGconn* connection, const PGresult* result) {
  const std::string_view state = state_of(result);
  if (PQstatus(connection) == CONNECTION_BAD && !state.starts_with("57"))
    return fail(Remedy::kRetry, "the connection to the database's server was lost");
  const char* said = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
  const std::string own = said == nullptr ? one_line(PQerrorMessage(connection)) : said;
  const std::string code = " (" + std::string(state) + ")";
  for (const auto& meaning : kMeanings) {
    if (!state.starts_with(meaning.begins)) continue;
    const std::string words = meaning.words.empty() ? own : std::string(meaning.words);
    return fail(meaning.remedy, "the database's server: " + words + code);
  }
  return fail(Remedy::kRepair, "the database's server: " + own + code);
}

Failure failure_of_connecting(PGconn* connection, const char* const* keywords,
                              const char* const* values) {
  const std::string said = one_line(PQerrorMessage(connection));
  // A server that takes connections and refused this one will refuse it again, but for want of
  // room; libpq gives no SQLSTATE here.
  const bool no_room = said.find("too many clients") != std::string::npos ||
                       said.find("connection slots") != std::string::npos;
  const bool answers = PQpingParams(keywords, values, 1) == PQPING_OK;
  return fail(answers && !no_room ? Remedy::kRepair : Remedy::kRetry,
              "the database's server: " + said);
}

bool is_wrong_sql(const PGresult* result) {
  const std::string_view state = state_of(result);
  // Not a right that is missing, nor a table: the database may be another's.
  return state.starts_with("42") && state != "42501" && state != "42P01";
}

}  // namespace garita::postgres
