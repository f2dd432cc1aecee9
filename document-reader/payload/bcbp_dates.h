#pragma once

#include "document-reader/payload/payload.h"

namespace garita::reader {

/// Adds issue_date to the fields of a boarding pass and flight_date with flight_year_basis to its
/// legs, as bcbp.h says, from issue_day (last digit of the year, day of the year) and flight_day.
/// A day that the year does not have gets no date and a warning.
void date_flights(Payload& pass, Date today);

}  // namespace garita::reader
