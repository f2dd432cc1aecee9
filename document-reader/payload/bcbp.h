#pragma once

#include "document-reader/payload/payload.h"

namespace garita::reader {

/// Whether the content begins like a boarding pass, a damaged one too: format code, a name with a
/// slash, ticket indicator, and two airports where they belong.
[[nodiscard]] bool begins_like_bcbp(std::string_view text);

/// A boarding pass: IATA Resolution 792, attachment A, format M, versions 1 to 8 of the bar coded
/// boarding pass, one to four legs. Fields beside surname and given_names: the conditional items of
/// the whole pass (bcbp_version, issue_date, document_type, issuer_airline, baggage_tag …), then
/// security_type, security_length and security_data (security_data_hex where it is not printable);
/// a group "legs" for each leg, an empty one where the pass leaves a leg blank: pnr, from_airport,
/// to_airport, operating_carrier, flight_number, flight_day (of the year), compartment, seat,
/// check_in_sequence, passenger_status, ticket and frequent flyer items, and airline_data, which
/// only the airline understands.
///
/// A pass says the day of its flight but not the year: flight_date is the first such day from the
/// day of issue on, where the pass has that, else the one nearest to `today` (a later leg: to the
/// first leg); flight_year_basis says which: "issue_date", "today", "first_leg". The day of issue
/// has the last digit of its year: the latest such year that is not after tomorrow.
///
/// Scanners cut blanks off the end, and some passes end early: what is there is reported with a
/// warning where no later leg could be misplaced by it.
/// Remedy: reject, with the byte at which the pass is not one.
[[nodiscard]] Result<Payload> read_bcbp(ByteView bytes, Date today);

}  // namespace garita::reader
