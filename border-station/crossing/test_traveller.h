#pragma once

#include <string_view>

#include "border-station/inspection/inspection.h"

// For the tests of this folder: whom an officer meets, and under which policies.
namespace garita::station {

/// Visitors are given 30 days at most.
inline constexpr std::string_view kTestPack = R"(
name = "Test"
version = "2026-1"
country = "XXK"

[[rule]]
id = "visitor"
kind = "granted_days"
cap = 30
classes = ["visitor"]
effective_from = 2020-01-01
citation = "invented for the test"
)";

inline PresentedDocument passport(std::string_view number = "L898902C3",
                                  std::string_view surname = "ERIKSSON",
                                  std::string_view given_names = "ANNA",
                                  std::string_view birth = "1974-08-12") {
  PresentedDocument document;
  document.document_code = "P";
  document.issuing_state = CountryCode("UTO");
  document.document_number = number;
  document.surname = surname;
  document.given_names = given_names;
  document.nationality = CountryCode("UTO");
  document.birth_date = *PartialDate::from_text(birth);
  document.sex = "F";
  document.expiry_date = *PartialDate::from_text("2031-04-15");
  return document;
}

}  // namespace garita::station
