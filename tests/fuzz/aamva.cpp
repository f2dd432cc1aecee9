// Driving licences out of any bytes: what is taken names its number or its holder, in fields that
// are text, never empty and never twice; text without separators loses nothing but blanks.
#include "document-reader/payload/aamva.h"

#include <algorithm>

#include "document-reader/payload/aamva_elements.h"
#include "document-reader/payload/aamva_layout.h"
#include "document-reader/payload/payload_text.h"

namespace garita::reader {
namespace {

void take_card(ByteView bytes) {
  const auto card = read_aamva(bytes);
  if (!card) {
    ensure(!card.error().message.empty(), "a refusal has its reason");
    return;
  }
  ensure(card->kind == PayloadKind::kAamva && card->groups.empty() && !card->seal,
         "a licence has no legs and no seal");
  ensure(
      kind_of_payload(bytes) == PayloadKind::kAamva || kind_of_payload(bytes) == PayloadKind::kVds,
      "a licence is known by its beginning");
  ensure(find_field(card->fields, "document_number") || find_field(card->fields, "surname"),
         "a licence names its number or its holder");
  for (const auto& field : card->fields) {
    ensure(!field.name.empty() && !field.value.empty(), "a field says something");
    ensure(is_utf8(field.name) && is_utf8(field.value), "a field is text");
    ensure(std::ranges::count(card->fields, field.name, &PayloadField::name) == 1,
           "no field stands twice");
  }
  for (const char* name : {"birth_date", "expiry_date", "issue_date"}) {
    const auto date = find_field(card->fields, name);
    ensure(!date || Date::from_iso(*date), "a date is a day that exists");
  }
}

void split(ByteView bytes) {
  const auto text = text_of_payload(bytes.first(std::min<std::size_t>(bytes.size(), 512)));
  std::size_t length = 0;
  const auto elements = split_by_ids(text, kAamvaVersionMax);
  for (const auto& element : elements) {
    ensure(find_aamva_spec(element.id, kAamvaVersionMax) != nullptr, "an element is known");
    length += element.id.size() + element.value.size();
  }
  ensure(length <= text.size(), "nothing is said twice");
}

}  // namespace
}  // namespace garita::reader

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  garita::reader::take_card({data, size});
  garita::reader::split({data, size});
  return 0;
}
