// What officers said of travellers and listed persons who were found alike.
#include "central-sync/store/relational/columns.h"
#include "central-sync/store/relational/projection_tables.h"
#include "central-sync/store/relational/reading.h"

namespace garita::central {
namespace {

constexpr const char* kPut =
    "INSERT INTO judged_pairs (record, pair, answer, crossing, at) VALUES (?1, ?2, ?3, ?4, ?5) "
    "ON CONFLICT (record) DO NOTHING";
// A crossing stands that nobody took back; one that was restated stands by its replacement. Nobody
// is cleared but by a crossing that is there and was let pass (?1), at its moment, which was looked
// at when it came.
constexpr const char* kAll =
    "SELECT j.record, j.pair, j.answer, j.crossing, x.at FROM judged_pairs j JOIN crossings x ON "
    "x.record = j.crossing WHERE (j.answer <> 1 OR x.decision = ?1) AND (NOT EXISTS (SELECT 1 FROM "
    "voids v WHERE v.of = j.crossing) OR EXISTS "
    "(SELECT 1 FROM crossings c JOIN crossings r ON r.person = c.person "
    "WHERE c.record = j.crossing AND r.origin = j.crossing "
    "AND NOT EXISTS (SELECT 1 FROM voids w WHERE w.of = r.record))) "
    "ORDER BY j.pair, x.at, j.record";

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
