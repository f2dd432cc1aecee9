#include "document-reader/program/print_zone.h"

#include <gtest/gtest.h>

namespace garita::reader {
namespace {

/// The lines that say how far a zone is to be believed.
std::string said_of(std::vector<std::string> uncertain_fields, char last_digit = '0') {
  const std::vector<std::string> lines{
      "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
      std::string("L898902C36UTO7408122F1204159ZE184226B<<<<<1") + last_digit};
  ReadMrz read;
  read.mrz = *parse_mrz(lines, *Date::from_iso("2026-11-24"));
  read.confidence = 0.5;
  read.uncertain_fields = std::move(uncertain_fields);
  testing::internal::CaptureStdout();
  print_zone(read);
  const auto printed = testing::internal::GetCapturedStdout();
  const auto from = printed.find("  TD3");
  return printed.substr(from, printed.find("  document: ") - from);
}

TEST(PrintedZone, SaysWhetherItHoldsAndWhatMustBeCompared) {
  EXPECT_EQ(said_of({}), "  TD3, all check digits hold, confidence 50 %\n");
  EXPECT_EQ(said_of({"surname", "document_number"}),
            "  TD3, all check digits hold, but it is not certain, confidence 50 %\n"
            "  compare with the document: surname, document number\n");
  EXPECT_EQ(said_of({"zone"}),
            "  TD3, all check digits hold, but it is not certain, confidence 50 %\n"
            "  compare with the document: all of it\n");
  EXPECT_EQ(said_of({"given_names"}, '1'),
            "  TD3, not valid, confidence 50 %\n"
            "  check digit fails: composite\n"
            "  compare with the document: given names\n");
}

}  // namespace
}  // namespace garita::reader
