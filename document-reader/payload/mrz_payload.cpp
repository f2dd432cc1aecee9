#include "document-reader/payload/mrz_payload.h"

#include <algorithm>
#include <array>

#include "document-reader/payload/payload_text.h"

namespace garita::reader {
namespace {

constexpr std::string_view kLineEnds = "\r\n";

struct Shape {
  std::size_t lines = 0;
  std::size_t length = 0;
};
constexpr std::array kShapes = std::to_array<Shape>({{2, 44}, {2, 36}, {3, 30}});

}  // namespace

std::vector<std::string> mrz_lines_of_text(std::string_view text) {
  std::vector<std::string> lines;
  text = trimmed(text, "\r\n\t ");
  for (const auto& shape : kShapes) {
    if (text.size() != shape.lines * shape.length) continue;
    if (text.find_first_of(kLineEnds) != text.npos) continue;
    for (std::size_t i = 0; i < shape.lines; ++i) {
      lines.emplace_back(text.substr(i * shape.length, shape.length));
    }
    return lines;
  }
  while (!text.empty()) {
    const auto end = std::min(text.find_first_of(kLineEnds), text.size());
    const auto line = trimmed(text.substr(0, end));
    if (!line.empty()) lines.emplace_back(line);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

std::vector<PayloadField> fields_of_mrz(const Mrz& mrz) {
  std::vector<PayloadField> made;
  const auto& fields = mrz.fields;
  add_field(made, "mrz_format", format_name(mrz.format));
  add_field(made, "document_code", fields.document_code);
  add_field(made, "issuing_state", fields.issuing_state);
  add_field(made, "document_number", fields.document_number);
  add_field(made, "surname", fields.surname);
  add_field(made, "given_names", fields.given_names);
  add_field(made, "nationality", fields.nationality);
  add_field(made, "birth_date", fields.birth_date ? fields.birth_date->text() : "");
  add_field(made, "sex", fields.sex);
  add_field(made, "expiry_date", fields.expiry_date ? fields.expiry_date->text() : "");
  add_field(made, "optional_data", fields.optional_data);
  add_field(made, "optional_data_2", fields.optional_data_2);
  return made;
}

Result<Payload> read_mrz_payload(ByteView bytes, Date today) {
  const auto text = text_of_payload(bytes);
  GARITA_TRY(mrz, parse_mrz(mrz_lines_of_text(text), today));
  Payload payload;
  payload.kind = PayloadKind::kMrz;
  payload.fields = fields_of_mrz(mrz);
  for (const auto& check : mrz.checks) {
    if (!check.ok) payload.warnings.push_back("the check digit fails: " + check.name);
  }
  return payload;
}

}  // namespace garita::reader
