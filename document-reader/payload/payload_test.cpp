#include "document-reader/payload/payload.h"

#include <gtest/gtest.h>

namespace garita::reader {
namespace {

TEST(Payload, IsKnownByTheirBeginning) {
  const auto kind = [](std::string_view text) {
    return payload_kind_name(kind_of_payload(bytes_of(text)));
  };
  EXPECT_EQ(kind("@\n\x1e\rANSI 636000090002DL00410278"), "aamva");
  EXPECT_EQ(kind("\xdc\x03\xd9\xc5"), "vds");
  EXPECT_EQ(kind("I<UTOD231458907<<<<<<<<<<<<<<<"), "mrz");
  EXPECT_EQ(kind("https://example.org"), "unknown");
  EXPECT_EQ(kind(""), "unknown");
}

}  // namespace
}  // namespace garita::reader
