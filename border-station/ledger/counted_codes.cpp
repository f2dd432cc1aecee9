#include "border-station/ledger/ledger_state.h"

namespace garita::station {
namespace {

constexpr std::string_view kCount =
    "INSERT INTO counted_code (officer_hash, step) VALUES (?1, ?2)"
    " ON CONFLICT (officer_hash) DO UPDATE SET step = excluded.step WHERE excluded.step > step";

}  // namespace

Result<bool> Ledger::count_code(const OfficerId& officer, std::uint64_t step) {
  GARITA_TRY(counted,
             state_->database.execute(kCount, {look_up_hash("officer", officer.value()), step}));
  return counted > 0;
}

}  // namespace garita::station
