#include "schema/journal/sections.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "schema/journal/codec.h"
#include "schema/journal/delivery.h"
#include "schema/journal/statements.h"
#include "schema/vocabulary/csv.h"

namespace garita {
namespace {

constexpr const char* kHeader = "reference,instruction,issuer,number\n";

std::vector<std::string> rows(int count) {
  std::vector<std::string> rows;
  for (int row = 0; row < count; ++row) {
    rows.push_back("A-" + std::to_string(row) + ",\"refer, quietly\",UTO,X" + std::to_string(row));
  }
  return rows;
}

std::string list(const std::vector<std::string>& rows) {
  std::string text = kHeader;
  for (const auto& row : rows) text += row + "\r\n";
  return text;
}

std::vector<std::string> contents(const std::string& list) {
  const auto cut = cut_into_sections(list);
  EXPECT_TRUE(cut) << cut.error().message;
  std::vector<std::string> contents;
  for (const auto& section : *cut) contents.push_back(section.csv);
  return contents;
}

TEST(Sections, HoldEachRowOnceUnderTheListsHeader) {
  const auto all = rows(5'000);
  const auto cut = cut_into_sections(list(all));
  ASSERT_TRUE(cut);
  ASSERT_EQ(cut->size(), kSections);
  std::vector<std::string> found;
  for (const auto& section : *cut) {
    const auto parts = csv_rows(section.csv);
    ASSERT_TRUE(parts);
    EXPECT_EQ(std::string(parts->front()) + "\n", kHeader);
    EXPECT_EQ(parts->size(), section.rows + 1);
    found.insert(found.end(), parts->begin() + 1, parts->end());
  }
  auto wanted = all;
  std::ranges::sort(wanted);
  std::ranges::sort(found);
  EXPECT_EQ(found, wanted);
}

TEST(Sections, AreTheSameInWhateverOrderTheListStands) {
  auto shuffled = rows(3'000);
  std::ranges::shuffle(shuffled, std::mt19937(3));
  EXPECT_EQ(contents(list(shuffled)), contents(list(rows(3'000))));
}

TEST(Sections, OfAChangedRowAreTwoAtMost) {
  auto changed = rows(3'000);
  changed[1'700] += "-B";
  const auto before = contents(list(rows(3'000)));
  const auto after = contents(list(changed));
  std::size_t differ = 0;
  for (std::size_t i = 0; i < kSections; ++i) differ += before[i] != after[i] ? 1 : 0;
  EXPECT_GE(differ, 1U);
  EXPECT_LE(differ, 2U);
}

TEST(Sections, AreNotCutInsideAQuotedField) {
  const std::string text =
      std::string(kHeader) + "A-1,\"two\nlines\",UTO,X1\nA-2,5\" pipe,UTO,X2\n";
  const auto cut = cut_into_sections(text);
  ASSERT_TRUE(cut) << cut.error().message;
  std::string all;
  for (const auto& section : *cut) all += section.csv.substr(section.csv.find('\n') + 1);
  EXPECT_NE(all.find("A-1,\"two\nlines\",UTO,X1\n"), std::string::npos);
  EXPECT_NE(all.find("A-2,5\" pipe,UTO,X2\n"), std::string::npos);
}

TEST(Sections, OfWhatIsNoTableAreRefusedWithTheLine) {
  for (const auto& [text, why] : std::vector<std::pair<std::string, std::string>>{
           {"", "header"},
           {std::string(kHeader) + "A-1,refer\n", "line 2: 2 fields"},
           {std::string(kHeader) + "A-1,\"refer,UTO,X\n", "line 2: a quote"}}) {
    const auto cut = cut_into_sections(text);
    ASSERT_FALSE(cut) << text;
    EXPECT_EQ(cut.error().remedy, Remedy::kReject);
    EXPECT_NE(cut.error().message.find(why), std::string::npos) << cut.error().message;
  }
}

TEST(SectionName, IsAListsChannelAndThreeDigits) {
  EXPECT_EQ(section_channel("alerts", 17), "alerts/017");
  EXPECT_EQ(parse_section("alerts/017"), (SectionName{"alerts", 17}));
  EXPECT_EQ(parse_section("open-stays/255"), (SectionName{"open-stays", 255}));
  for (const auto* name :
       {"alerts", "alerts/", "alerts/17", "alerts/0017", "alerts/256", "alerts/-01", "alerts/+17",
        "alerts/01a", "policies/001", "/001", "alerts/001/001"}) {
    EXPECT_FALSE(parse_section(name)) << name;
    EXPECT_EQ(is_bulletin_name(name), is_channel(name)) << name;
  }
  EXPECT_TRUE(is_bulletin_name("alerts/000"));
  EXPECT_TRUE(is_bulletin_name("alert-pictures/255"));
}

TEST(SectionHead, IsReadAsItWasWrittenAndIsNoText) {
  SectionHead head;
  for (std::size_t i = 0; i < kSections; ++i) {
    head.sections.at(i) = {i + 1, static_cast<std::uint32_t>(i),
                           sha256(bytes_of(std::to_string(i)))};
  }
  const auto bytes = encode(head);
  EXPECT_TRUE(is_section_head(bytes));
  EXPECT_FALSE(is_section_head(bytes_of(kHeader)));
  const auto read = read_section_head(bytes);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(*read, head);
  EXPECT_EQ(read->rows(), 255U * 128U);
}

TEST(SectionHead, ThatIsCutOrLacksAVersionIsRefused) {
  SectionHead head;
  EXPECT_FALSE(read_section_head(encode(head))) << "version 0";
  for (auto& section : head.sections) section.version = 1;
  Bytes bytes = encode(head);
  ASSERT_TRUE(read_section_head(bytes));
  bytes.pop_back();
  EXPECT_FALSE(read_section_head(bytes));
  bytes.push_back(0);
  bytes.push_back(0);
  EXPECT_FALSE(read_section_head(bytes));
}

TEST(SectionHead, CostsWhatChangedOnItsWay) {
  SectionHead head;
  for (auto& section : head.sections) section = {3, 12'000, sha256(random_bytes(8))};
  Bulletin held{"alerts", 3, Instant{0}, encode(head), Bytes(kSignatureBytes, 7)};
  head.sections[7] = {4, 12'001, sha256(bytes_of("changed"))};
  const Bulletin newest{"alerts", 4, Instant{0}, encode(head), Bytes(kSignatureBytes, 7)};
  EXPECT_LT(make_delivery(newest, &held).stream.size(), 170U);
}

}  // namespace
}  // namespace garita
