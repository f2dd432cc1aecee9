#include "border-station/ledger/ledger_state.h"

namespace garita::station {
namespace {

constexpr auto kOfficerColumn = "shift.officer";
constexpr std::string_view kOpen =
    "INSERT INTO shift (officer_hash, officer_sealed, opened_at) VALUES (?1, ?2, ?3)"
    " ON CONFLICT (officer_hash) DO NOTHING";
constexpr std::string_view kAll = "SELECT officer_sealed, opened_at FROM shift ORDER BY opened_at";
constexpr std::string_view kEnd = "DELETE FROM shift WHERE officer_hash = ?1";

}  // namespace

Result<bool> Ledger::open_shift(const OfficerId& officer) {
  const auto& name = officer.value();
  GARITA_TRY(opened, state_->database.execute(
                         kOpen, {look_up_hash("officer", name),
                                 seal_column(kOfficerColumn, bytes_of(name)), now().milliseconds}));
  return opened > 0;
}

Result<std::vector<OpenShift>> Ledger::open_shifts() {
  GARITA_TRY(row, state_->database.prepare(kAll));
  std::vector<OpenShift> shifts;
  while (true) {
    GARITA_TRY(found, row.step());
    if (!found) return shifts;
    GARITA_TRY(officer, open_column(kOfficerColumn, row.blob(0)));
    shifts.push_back({OfficerId(std::string(text_of(officer.view()))), Instant{row.integer(1)}});
  }
}

Result<void> Ledger::end_shift(const OfficerId& officer) {
  auto ended = state_->database.execute(kEnd, {look_up_hash("officer", officer.value())});
  return ended ? Result<void>() : Failure(ended.error());
}

}  // namespace garita::station
