#pragma once

#include <string>
#include <vector>

#include "document-reader/mrz/mrz.h"
#include "document-reader/payload/payload.h"
#include "document-reader/reading/reading.h"

namespace garita::reader {

/// Where a barcode contradicts the zone that was read beside it: one finding `barcode_differs` a
/// field, with both values. A field that only one of them has is no contradiction, nor is a name
/// cut short, another spelling of one letter (Doc 9303-3, section 6), a date known in part, or the
/// number of a licence, which is not that of the zone on its back.
/// A seal and a zone in a barcode speak of the document itself, so they fail it; a licence or a
/// boarding pass may be another document in the picture, or another person's, so they warn.
[[nodiscard]] std::vector<ReadingFinding> cross_check(const MrzFields& zone,
                                                      const Payload& payload);
/// The fields of which the barcode says what the zone says, named as in MrzFields: of a seal or a
/// zone in a barcode alone, which speak of the document itself.
[[nodiscard]] std::vector<std::string> confirmed_fields(const MrzFields& zone,
                                                        const Payload& payload);

/// A field of two documents, and what each says.
struct FieldDifference {
  std::string field;  ///< named as in MrzFields
  std::string one;
  std::string other;
};
/// Where two documents are not the same, or not of one holder: document_number, surname and
/// birth_date that both say and do not mean the same by.
[[nodiscard]] std::vector<FieldDifference> differing_holders(const MrzFields& one,
                                                             const MrzFields& other);

}  // namespace garita::reader
