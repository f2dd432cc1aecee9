#pragma once

#include <optional>
#include <string>
#include <vector>

#include "central-sync/projection/tables.h"
#include "central-sync/store/central_store.h"
#include "schema/storage/database.h"

namespace garita::central {

// Rows of a person's crossings and decisions, each with its columns to be selected in this order.

inline constexpr const char* kMovementColumns =
    "record, direction, at, day, post, origin, document_code, nationality, admission_class, "
    "granted_days, granted_until, document_expiry, known_at, evidence, other_state, keys, "
    "document_key, sex";
inline constexpr int kMovementColumnCount = 18;
/// Whether a crossing is one: what takes_part() says, of a row.
inline constexpr const char* kIsMovement = "(movement = 1 OR (decision = 1 AND direction = 2))";
/// The fact that the row came from, as far as movements need it.
[[nodiscard]] CrossingFact movement_at(const Statement& row);

inline constexpr const char* kChangeColumns =
    "record, entry, kind, at, day, days, until, admission_class, known_at";
inline constexpr int kChangeColumnCount = 9;
[[nodiscard]] Known<StatusChange> change_at(const Statement& row);

/// The columns of `persons`, and of `crossings` with the record's traveller in the first place.
inline constexpr const char* kSummaryColumns =
    "person, surname, given_names, birth, sex, nationality, document_issuer, document_number";
[[nodiscard]] PersonSummary summary_at(const Statement& row, int first_column);

/// Columns with a table's name before each.
[[nodiscard]] std::string with_table(const std::string& columns, const std::string& table);

/// Of what most rows have not: NULL takes no room. The value holds `text`.
[[nodiscard]] Value or_null(const std::string& text);
[[nodiscard]] std::optional<int> nullable_int(const Statement& row, int column);

/// Behind a pseudonym that had nobody.
inline constexpr const char* kPutPersonBehind =
    "INSERT INTO pseudonyms (pseudonym, person) VALUES (?1, ?2)";
inline constexpr const char* kSetPersonBehind =
    "INSERT INTO pseudonyms (pseudonym, person) VALUES (?1, ?2) "
    "ON CONFLICT (pseudonym) DO UPDATE SET person = excluded.person WHERE pseudonyms.person <> "
    "excluded.person";

/// Of a record that is not there.
inline constexpr const char* kPutNewCrossing =
    "INSERT INTO crossings (record, person, movement, direction, decision, at, day, post, officer, "
    "document_code, document_issuer, document_number, document_key, document_expiry, surname, "
    "surname_key, given_names, birth, sex, nationality, purpose, transport, admission_class, "
    "granted_days, granted_until, evidence, fallback, origin, known_at, keys, other_state, "
    "approved_by, group_record, relationship, taken_over, taken_over_as, "
    "typed_by, relationship_evidence) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, "
    "?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, "
    "?24, ?25, ?26, ?27, ?28, ?29, ?30, ?31, ?32, ?33, ?34, ?35, ?36, ?37, ?38)";
inline const std::string kPutCrossing =
    std::string(kPutNewCrossing) + " ON CONFLICT (record) DO NOTHING";
/// A crossing as kPutCrossing takes it.
class CrossingValues {
 public:
  explicit CrossingValues(CrossingFact fact);
  CrossingValues(const CrossingValues&) = delete;
  CrossingValues& operator=(const CrossingValues&) = delete;
  ~CrossingValues() = default;
  [[nodiscard]] const CrossingFact& fact() const { return fact_; }
  [[nodiscard]] const std::string& record() const { return record_; }
  /// Those of `fact` and this hold them.
  [[nodiscard]] std::vector<Value> values() const;
  /// What the crossing says of its traveller, as kPutPerson takes it.
  [[nodiscard]] std::vector<Value> summary() const;
  /// The same as one text.
  [[nodiscard]] std::string said() const;

 private:
  CrossingFact fact_;
  std::string record_;
  std::string document_key_;
  std::optional<std::string> expiry_;
  std::string surname_key_;
  std::string birth_;
  std::string keys_;
  std::optional<std::string> group_;
  std::optional<std::string> taken_over_;
  std::optional<std::string> taken_over_as_;
};
inline constexpr const char* kPutPerson =
    "INSERT INTO persons (person, surname, given_names, surname_key, birth, sex, nationality, "
    "document_issuer, document_number, document_key) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, "
    "?10) ON CONFLICT (person) DO UPDATE SET surname = excluded.surname, given_names = "
    "excluded.given_names, surname_key = excluded.surname_key, birth = excluded.birth, sex = "
    "excluded.sex, nationality = excluded.nationality, document_issuer = excluded.document_issuer, "
    "document_number = excluded.document_number, document_key = excluded.document_key";

/// Pseudonyms as one text, and back.
[[nodiscard]] std::string joined(const std::vector<PersonId>& pseudonyms);
[[nodiscard]] std::vector<PersonId> parted(const std::string& pseudonyms);

/// What was the first one's is the second one's.
inline constexpr const char* kAbsorb[] = {
    "UPDATE pseudonyms SET person = ?2 WHERE person = ?1",
    "UPDATE crossings SET person = ?2 WHERE person = ?1",
    "UPDATE voids SET person = ?2 WHERE person = ?1",
    "UPDATE decisions SET person = ?2 WHERE person = ?1",
    "UPDATE cases SET person = ?2 WHERE person = ?1",
};

/// What was stated of the person's records to be wrong, each void with the record that it names; of
/// nobody (""), what waits for that record.
[[nodiscard]] Result<std::vector<Void>> voids_of(Database& database, const PersonId& person);

inline constexpr const char* kDropPerson = "DELETE FROM persons WHERE person = ?1";
/// What a crossing of the person says, ?2; where nobody took anything back, NULL: the latest, and
/// of two of one moment always the same.
inline constexpr const char* kSummarise =
    "INSERT INTO persons (person, surname, given_names, surname_key, birth, sex, "
    "nationality, document_issuer, document_number, document_key) "
    "SELECT person, surname, given_names, surname_key, birth, sex, nationality, document_issuer, "
    "document_number, document_key FROM crossings WHERE person = ?1 AND record = coalesce(?2, "
    "(SELECT record FROM crossings WHERE person = ?1 ORDER BY at DESC, record DESC LIMIT 1)) "
    "ON CONFLICT (person) DO UPDATE SET surname = excluded.surname, given_names = "
    "excluded.given_names, surname_key = excluded.surname_key, birth = excluded.birth, sex = "
    "excluded.sex, nationality = excluded.nationality, document_issuer = excluded.document_issuer, "
    "document_number = excluded.document_number, document_key = excluded.document_key";

}  // namespace garita::central
