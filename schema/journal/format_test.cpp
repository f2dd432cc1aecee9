#include <gtest/gtest.h>

#include <fstream>
#include <iostream>
#include <sstream>

#include "schema/journal/batch.h"

namespace garita {
namespace {

/// The hexadecimal lines of the first ```hex block of a page.
Bytes hex_block(const std::string& page) {
  std::ifstream file(std::string(GARITA_SOURCE_DIR) + "/" + page);
  std::string text;
  bool inside = false;
  for (std::string line; std::getline(file, line);) {
    if (inside && line == "```") break;
    if (inside) text += line;
    if (line == "```hex") inside = true;
  }
  std::erase(text, ' ');
  const auto bytes = from_hex(text);
  return bytes ? *bytes : Bytes();
}

/// What FORMAT.md's example is made of.
EpochKey example_key() {
  EpochKey epoch;
  epoch.epoch = 20515;
  epoch.key = Secret(Bytes(32, 0x2a));
  epoch.wrapped = copy_of(bytes_of("a CMS envelope would stand here"));
  return epoch;
}

Batch example_batch() {
  EntryHeader header;
  header.journal = {StationId("PASO-NORTE-01"), 1, Lane::kMovement};
  header.sequence = 1;
  header.recorded_at = *Instant::from_rfc3339("2026-03-02T14:00:00Z");
  Batch batch;
  batch.entries = {
      seal_entry(bytes_of("an example"), header, example_key(), Bytes(kSaltBytes, 0x5a))};
  const auto& entry = batch.entries.front();
  batch.head = {header.journal, {1, entry_hash(entry)}, Bytes(kSignatureBytes, 0)};
  return batch;
}

TEST(Format, TheWorkedExampleOfThePageIsABatch) {
  const auto bytes = hex_block("schema/journal/FORMAT.md");
  EXPECT_EQ(to_hex(bytes), to_hex(encode(example_batch())));
  const auto batch = read_batch(bytes);
  ASSERT_TRUE(batch) << batch.error().message;
  ASSERT_EQ(batch->entries.size(), 1U);
  EXPECT_EQ(batch->entries[0].id().text(), "PASO-NORTE-01:1:movement:1");
  EXPECT_EQ(text_of(*open_entry(batch->entries[0], example_key().key)), "an example");
}

}  // namespace
}  // namespace garita
