#pragma once

#include <string_view>
#include <vector>

#include "document-reader/mrz/mrz.h"

namespace garita::reader {

/// What an officer should know of a zone beyond its check digits: a fact about what is printed,
/// never a verdict.
struct MrzRemark {
  std::string_view code;
  std::string_view field;  ///< the key of garita-reader's `fields`
  friend bool operator==(const MrzRemark&, const MrzRemark&) = default;
};

/// unknown_code: Doc 9303-3, section 5 has no such State (issuing_state, nationality);
/// no_date: neither a date nor fillers (birth_date, expiry_date);
/// unknown_sex: none of M, F, X and `<`;
/// sex_in_spanish: M was read as mujer, H as hombre (conventions.h);
/// no_check_digits: the format has none, so nothing bears the zone out (document_number);
/// holds_by_issuers_rule: the number's digit fails as Doc 9303 has it, but holds over all that
/// stands before it, as French driving licences have it (document_number);
/// may_be_truncated: the last place of the names is a letter, so there may be more of them (Doc
/// 9303-4, 4.2.3), in surname or given_names.
[[nodiscard]] std::vector<MrzRemark> remarks_on(const Mrz& mrz);

}  // namespace garita::reader
