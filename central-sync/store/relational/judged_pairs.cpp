// What officers said of travellers and listed persons who were found alike.
#include "central-sync/store/relational/columns.h"
#include "central-sync/store/relational/person_rows.h"
#include "central-sync/store/relational/projection_tables.h"
#include "central-sync/store/relational/reading.h"

namespace garita::central {
namespace {

constexpr const char* kPut =
    "INSERT INTO judged_pairs (record, pair, answer, crossing, at) VALUES (?1, ?2, ?3, ?4, ?5) "
    "ON CONFLICT (record) DO NOTHING";
// Nobody is cleared but by a crossing that is there and was let pass (?1), at its moment, which was
// looked at when it came.
constexpr const char* kAll =
    "SELECT j.record, j.pair, j.answer, j.crossing, x.at, x.person, EXISTS (SELECT 1 FROM voids v "
    "WHERE v.of = j.crossing) FROM judged_pairs j JOIN crossings x ON x.record = j.crossing WHERE "
    "j.answer <> 1 OR x.decision = ?1 ORDER BY j.pair, x.at, j.record";
constexpr const char* kRestated = "SELECT record FROM crossings WHERE person = ?1 AND origin = ?2";

/// Whether a crossing stands that somebody said was wrong: one that was restated stands by its
/// replacement.
Result<bool> stands(Database& database, const PersonId& person, const std::string& crossing) {
  GARITA_TRY(voids, voids_of(database, person));
  const auto gone = voided(voids);
  if (!gone.contains(crossing)) return true;
  GARITA_TRY(row, database.prepare(kRestated, {person.value(), crossing}));
  for (;;) {
    GARITA_TRY(found, row.step());
    if (!found || !gone.contains(row.text(0))) return found;
  }
}

}  // namespace

Result<void> RelationalProjectionTables::put_judged_pair(const JudgedPair& judged) {
  GARITA_CHECK(
      db_.execute(kPut, {judged.record.text(), judged.pair, static_cast<int>(judged.answer),
                         judged.crossing.text(), judged.at.milliseconds}));
  return {};
}

Result<void> RelationalReading::for_each_judged_pair(
    const std::function<Result<void>(const JudgedPair&)>& visit) {
  GARITA_TRY(row, db_.prepare(kAll, {static_cast<int>(DecisionKind::kAdmit)}));
  for (;;) {
    GARITA_TRY(found, row.step());
    if (!found) return {};
    if (row.integer(6) != 0) {
      GARITA_TRY(it_stands, stands(db_, PersonId(row.text(5)), row.text(3)));
      if (!it_stands) continue;
    }
    JudgedPair judged;
    GARITA_TRY(record, RecordId::parse(row.text(0)));
    GARITA_TRY(crossing, RecordId::parse(row.text(3)));
    judged.record = std::move(record);
    judged.pair = row.blob(1);
    judged.answer = static_cast<PairAnswer>(row.integer(2));
    judged.crossing = std::move(crossing);
    judged.at = instant_at(row, 4);
    GARITA_CHECK(visit(judged));
  }
}

}  // namespace garita::central
