#include "border-station/alerts/alert_row.h"

#include <string>

#include "schema/journal/codec.h"

namespace garita::station {
namespace {

constexpr std::string_view kAlertColumn = "alert";

std::string partial_text(const std::optional<PartialDate>& date) {
  return date ? date->text() : "";
}

Bytes encode_entry(const AlertEntry& entry) {
  ByteWriter out;
  const std::string valid_until = entry.valid_until ? entry.valid_until->iso() : "";
  for (const auto& text :
       {entry.reference, entry.instruction, entry.issuer, entry.number, entry.surname,
        entry.given_names, partial_text(entry.birth_date), entry.nationality, valid_until,
        std::string(alert_action_name(entry.action))}) {
    out.blob(bytes_of(text));
  }
  if (!entry.picture.empty()) out.blob(bytes_of(entry.picture));
  return out.take();
}

Result<AlertEntry> decode_entry(ByteView bytes) {
  constexpr std::size_t kTextMax = 64 * 1024;
  ByteReader in(bytes);
  AlertEntry entry;
  std::string birth;
  std::string valid_until;
  for (auto* text :
       {&entry.reference, &entry.instruction, &entry.issuer, &entry.number, &entry.surname,
        &entry.given_names, &birth, &entry.nationality, &valid_until}) {
    *text = std::string(text_of(in.blob(kTextMax)));
  }
  // Rows of before actions were known end here, and those without a picture after the action.
  const std::string action(in.remaining() > 0 ? text_of(in.blob(kTextMax)) : "");
  if (in.remaining() > 0) entry.picture = std::string(text_of(in.blob(kTextMax)));
  GARITA_CHECK(in.end("an alert"));
  GARITA_TRY(what_to_do, parse_alert_action(action));
  entry.action = what_to_do;
  if (!birth.empty()) {
    GARITA_TRY(date, PartialDate::from_text(birth));
    entry.birth_date = date;
  }
  if (!valid_until.empty()) {
    GARITA_TRY(date, Date::from_iso(valid_until));
    entry.valid_until = date;
  }
  return entry;
}

}  // namespace

Bytes seal_alert(const Ledger& ledger, const AlertEntry& entry) {
  return ledger.seal_column(kAlertColumn, encode_entry(entry));
}

Result<AlertEntry> open_alert(const Ledger& ledger, ByteView sealed) {
  GARITA_TRY(bytes, ledger.open_column(kAlertColumn, sealed));
  return decode_entry(bytes.view());
}

}  // namespace garita::station
