#include "schema/matching/name_index.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace garita {
namespace {

class NameIndexTest : public ::testing::Test {
 protected:
  NameIndexTest() {
    NameIndexBuilder builder;
    std::size_t number = 0;
    for (const auto* surname : {"PINEDA", "LARA", "OCHOA", "ZELAYA", "KUZNETSOV", "VELASQUEZ"}) {
      for (const auto* given : {"CARLOS ALBERTO", "ANA LUCIA", "SERGEY", "YESENIA", "WALTER"}) {
        const std::string birth = std::to_string(1950 + number) + "-05-02";
        const auto listed = described(std::string(given) + " " + surname + " AMAYA", birth);
        EXPECT_TRUE(builder.add("L-" + std::to_string(++number), listed));
      }
    }
    image_ = builder.build();
  }
  Described described(std::string_view name, std::string_view birth = "") const {
    return {reader_.read(name), *Birth::from_text(birth), CountryCode("GTM")};
  }
  /// The best one's id; "" where nobody is a match.
  std::string best(const NameIndex& index, std::string_view name,
                   std::string_view birth = "") const {
    const auto found = index.search(described(name, birth), reader_, {});
    if (found.empty() || !is_match(found.front().score)) return "";
    return std::string(index.id_of(found.front().entry));
  }

  NameReader reader_;
  Bytes image_;
};

TEST_F(NameIndexTest, FindsWhoIsWrittenAnotherWay) {
  const auto index = NameIndex::open(image_);
  ASSERT_TRUE(index) << index.error().message;
  EXPECT_EQ(index->size(), 30U);
  EXPECT_EQ(best(*index, "CARLOS ALBERTO PINEDA AMAYA", "1950-05-02"), "L-1");
  EXPECT_EQ(best(*index, "AMAYA PINEDA ALBERTO CARLOS", "1950-05-02"), "L-1") << "another order";
  EXPECT_EQ(best(*index, "CARLOS PINEDA", "1950-05-02"), "L-1") << "less said";
  EXPECT_EQ(best(*index, "YESENIA VELASQEZ AMAYA", "1978-05-02"), "L-29") << "a letter too few";
  EXPECT_EQ(best(*index, "Сергей Кузнецов Амая", "1972-05-02"), "L-23") << "another script";
  EXPECT_EQ(best(*index, "PINEDA<AMAYA<<CARLOS<ALBERTO", "1950-02-05"), "L-1") << "day for month";
  EXPECT_EQ(best(*index, "INES QUIROZ", "1950-05-02"), "");
  EXPECT_EQ(best(*index, ""), "");
}

TEST_F(NameIndexTest, KeepsWhatTheListSays) {
  const auto index = NameIndex::open(image_);
  ASSERT_TRUE(index);
  const auto found =
      index->search(described("CARLOS ALBERTO PINEDA AMAYA", "1950-05-02"), reader_, {});
  ASSERT_FALSE(found.empty());
  const auto listed = index->described(found.front().entry, reader_);
  EXPECT_EQ(listed.birth.text(), "1950-05-02");
  EXPECT_EQ(listed.nationality.value(), "GTM");
  EXPECT_DOUBLE_EQ(found.front().score, 1);
}

TEST_F(NameIndexTest, IsTheSameImageForTheSameList) {
  NameIndexBuilder one;
  NameIndexBuilder other;
  for (auto* builder : {&one, &other}) {
    EXPECT_TRUE(builder->add("A", described("ANA LUCIA BARRIOS")));
    EXPECT_TRUE(builder->add("B", described("WALTER ZELAYA")));
  }
  EXPECT_EQ(one.build(), other.build());
}

TEST_F(NameIndexTest, OfNobodyFindsNobody) {
  const Bytes empty = NameIndexBuilder().build();
  const auto index = NameIndex::open(empty);
  ASSERT_TRUE(index) << index.error().message;
  EXPECT_EQ(index->size(), 0U);
  EXPECT_EQ(best(*index, "ANA"), "");
}

TEST_F(NameIndexTest, IsRefusedWhereAByteIsAnotherOrMissing) {
  for (std::size_t at = 0; at < image_.size(); at += 1 + image_.size() / 997) {
    Bytes changed = image_;
    changed.at(at) ^= 0x41;
    const auto index = NameIndex::open(changed);
    ASSERT_FALSE(index) << "byte " << at;
    EXPECT_EQ(index.error().remedy, Remedy::kRepair);
    EXPECT_FALSE(NameIndex::open(ByteView(image_).first(at))) << "cut at " << at;
  }
  Bytes longer = image_;
  longer.push_back(0);
  EXPECT_FALSE(NameIndex::open(longer));
}

TEST_F(NameIndexTest, TakesNoIdWithoutEnd) {
  NameIndexBuilder builder;
  EXPECT_FALSE(builder.add(std::string(257, 'x'), described("ANA")));
  EXPECT_TRUE(builder.add(std::string(256, 'x'), described("ANA")));
}

}  // namespace
}  // namespace garita
