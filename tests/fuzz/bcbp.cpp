// Boarding passes out of any bytes: what is taken has one to four legs, dates that exist, fields
// that are text, never empty and never twice in their list, and all of its security data.
#include "document-reader/payload/bcbp.h"

#include <algorithm>

#include "document-reader/payload/payload_text.h"

namespace garita::reader {
namespace {

const Date kToday = *Date::from_iso("2026-03-02");

void check_fields(const std::vector<PayloadField>& fields) {
  for (const auto& field : fields) {
    ensure(!field.name.empty() && !field.value.empty(), "a field says something");
    ensure(is_utf8(field.value), "a field is text");
    ensure(std::ranges::count(fields, field.name, &PayloadField::name) == 1,
           "no field stands twice");
  }
  for (const char* name : {"flight_date", "issue_date"}) {
    const auto date = find_field(fields, name);
    ensure(!date || Date::from_iso(*date), "a date is a day that exists");
  }
}

/// The bytes after the last "^" may be fewer than its size says, never more.
void check_security(const Payload& pass, ByteView bytes) {
  const auto text = find_field(pass.fields, "security_data");
  const auto hex = find_field(pass.fields, "security_data_hex");
  if (!text && !hex) return;
  const auto data = hex ? *from_hex(*hex) : copy_of(bytes_of(*text));
  const auto kept = std::search(bytes.begin(), bytes.end(), data.begin(), data.end());
  ensure(kept != bytes.end(), "security data are kept as they stand");
  ensure(pass.seal->verdict == SealVerdict::kUnknownSigner, "nobody's key is known");
}

void take_pass(ByteView bytes) {
  const auto pass = read_bcbp(bytes, kToday);
  if (!pass) {
    ensure(!pass.error().message.empty(), "a refusal has its reason");
    return;
  }
  ensure(pass->kind == PayloadKind::kBcbp && pass->seal, "a pass says whether it is sealed");
  ensure(!pass->groups.empty() && pass->groups.size() <= 4, "a pass has one to four legs");
  check_fields(pass->fields);
  for (const auto& leg : pass->groups) {
    ensure(leg.name == "legs", "a group is a leg");
    check_fields(leg.fields);
  }
  check_security(*pass, bytes);
}

}  // namespace
}  // namespace garita::reader

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  garita::reader::take_pass({data, size});
  return 0;
}
