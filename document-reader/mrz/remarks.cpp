#include "document-reader/mrz/remarks.h"

#include "document-reader/mrz/check_digit.h"
#include "document-reader/mrz/conventions.h"
#include "document-reader/mrz/layout.h"
#include "schema/vocabulary/state_codes.h"

namespace garita::reader {
namespace {

/// Something is printed there, and it is no date.
bool is_no_date(const Mrz& mrz, const Span& span, const std::optional<PartialDate>& read) {
  const auto printed = view_at(mrz.lines, span);
  return !read && printed.find_first_not_of('<') != std::string_view::npos && printed != "000000";
}

bool is_full(const Mrz& mrz, const Span& span) {
  return span.length > 0 && view_at(mrz.lines, span).back() != '<';
}

/// French driving licences count the code and the State in.
bool holds_by_issuers_rule(const Mrz& mrz, const Layout& layout) {
  if (layout.format != MrzFormat::kFrenchLicence || mrz.checks.front().ok) return false;
  const auto& digit = layout.checks.front().digit;
  const auto before = std::string_view(mrz.lines.front()).substr(0, digit.begin);
  return check_holds(before, view_at(mrz.lines, digit).front());
}

}  // namespace

std::vector<MrzRemark> remarks_on(const Mrz& mrz) {
  std::vector<MrzRemark> remarks;
  const auto remark = [&](bool holds, std::string_view code, std::string_view field) {
    if (holds) remarks.push_back({code, field});
  };
  const auto& layout = layout_of(mrz.format);
  const auto& fields = mrz.fields;
  remark(!is_state_code(fields.issuing_state), "unknown_code", "issuing_state");
  remark(!fields.nationality.empty() && !is_state_code(fields.nationality), "unknown_code",
         "nationality");
  remark(is_no_date(mrz, layout.birth, fields.birth_date), "no_date", "birth_date");
  remark(is_no_date(mrz, layout.expiry, fields.expiry_date), "no_date", "expiry_date");
  remark(layout.sex.length > 0 && fields.sex.empty(), "unknown_sex", "sex");
  remark(says_sex_in_spanish(mrz.format, fields.document_code, fields.issuing_state),
         "sex_in_spanish", "sex");
  remark(layout.checks.empty(), "no_check_digits", "document_number");
  remark(holds_by_issuers_rule(mrz, layout), "holds_by_issuers_rule", "document_number");
  const bool apart = layout.given_names.length > 0;
  // A full field that holds the surname alone lost the end of it, and any given name.
  const bool surname_is_last = apart || fields.given_names.empty();
  remark(is_full(mrz, layout.names), "may_be_truncated",
         surname_is_last ? "surname" : "given_names");
  remark(is_full(mrz, layout.given_names), "may_be_truncated", "given_names");
  return remarks;
}

}  // namespace garita::reader
