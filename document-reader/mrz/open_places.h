#pragma once

#include "document-reader/mrz/decode.h"
#include "document-reader/mrz/layout.h"

namespace garita::reader {

/// O and 0: so alike in OCR-B that pixels alone seldom tell them apart for sure.
[[nodiscard]] bool are_twins(char a, char b);

/// `zone` with what `layout` has to say about each place weighed in, the likeliest first again:
///
/// * A place of letters or of digits keeps only those. But where a short field (a State's code, a
///   date) as a whole shows otherwise beyond doubt, it stays as it is printed: pixels beat grammar.
/// * Codes that no list has (of States, and the first letter of the document's) and characters
///   among the fillers behind a name must be seen the more clearly for being rare.
/// * Between O and 0, where both may stand, the letter must be seen more clearly: issuers avoid it
///   in numbers.
///
/// `zone` has the layout's shape.
[[nodiscard]] RecognisedZone weighed_by_place(RecognisedZone zone, const Layout& layout);

}  // namespace garita::reader
