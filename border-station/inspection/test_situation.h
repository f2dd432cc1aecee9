#pragma once

#include <string>

#include "border-station/inspection/inspection.h"

namespace garita::station {

/// Visitors are given 30 days at most; `first` stands before the rest.
inline PolicyPack thirty_days_at_most(const std::string& first = "",
                                      const std::string& country = "XXK") {
  return PolicyPack::from_toml(first + "\ncountry = \"" + country + "\"" + R"(
name = "Test"
version = "1"

[[rule]]
id = "visitor"
kind = "granted_days"
cap = 30
effective_from = 2020-01-01
citation = "invented for the test"
)")
      .value();
}

/// An adult with a document that holds, who leaves; an alert list is held and has nobody.
inline Situation clean_exit() {
  Situation situation;
  situation.direction = Direction::kExit;
  situation.now = *Instant::from_rfc3339("2026-03-02T14:00:00Z");
  situation.today = *Date::from_iso("2026-03-02");
  situation.alert_list_held = true;
  PresentedDocument document;
  document.document_number = "L898902C3";
  document.birth_date = *PartialDate::from_text("1974-08-12");
  document.expiry_date = *PartialDate::from_text("2031-04-15");
  situation.document = document;
  return situation;
}

}  // namespace garita::station
