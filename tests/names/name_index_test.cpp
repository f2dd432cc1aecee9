#include "schema/matching/name_index.h"

#include <gtest/gtest.h>

#include <random>

#include "schema/matching/name_index_image.h"
#include "tests/names/people.h"

namespace garita {
namespace {

const NameReader& reader() {
  static const NameReader kReader;
  return kReader;
}

Described person(std::string_view name, std::string_view birth = "", std::string_view nation = "") {
  return {reader().read(name), *Birth::from_text(birth), CountryCode(std::string(nation))};
}

struct Listed {
  std::string_view id, name, birth, nation;
};

Bytes image_of(const std::vector<Listed>& list) {
  NameIndexBuilder builder;
  for (const auto& each : list)
    EXPECT_TRUE(builder.add(each.id, person(each.name, each.birth, each.nation)).has_value());
  return builder.build();
}

const std::vector<Listed>& a_list() {
  static const std::vector<Listed> kList = {
      {"A-1", "MORALES XICAY, Delfina Rosario", "1974-03-09", "GTM"},
      {"A-2", "MORALES TUN, Delfina", "1990", "GTM"},
      {"A-3", "KHAYYAT, Zaynab", "1980..1985", "SYR"},
      {"A-4", "SHCHERBAKOV, Gennady", "", "RUS"},
      {"A-5", "VILLATORO, Ignacio", "1961-12-30", "HND"},
      {"A-6", "مصطفى بن يوسف", "1971-05-05", "DZA"},
      {"A-7", "ABUSALEH, Karim", "1988-01-20", "JOR"},
      {"A-8", "", "", ""},
      {"A-9", "BUSTAMANTE ARRIAZA DE LEON, Maria Fernanda", "2001-10-11", "GTM"},
  };
  return kList;
}

std::string first_for(const NameIndex& index, const Described& query) {
  const auto found = index.search(query, reader(), {});
  return found.empty() ? "" : std::string(index.id_of(found.front().entry));
}

TEST(AnIndexOfNames, FindsWhoIsMeantFirst) {
  const auto image = image_of(a_list());
  const auto index = NameIndex::open(image);
  ASSERT_TRUE(index.has_value()) << index.error().message;
  EXPECT_EQ(index->size(), a_list().size());
  const struct {
    std::string_view name, birth, id;
  } cases[] = {
      {"Delfina Rosario Morales Xicay", "", "A-1"},
      {"MORALES<XICAY<<DELFINA", "1974-03-09", "A-1"},
      {"Delfina Morales", "1974-09-03", "A-1"},
      {"Delfina Morales", "1990-04-04", "A-2"},
      {"Defina Morakes Xicay", "", "A-1"},
      {"زينب الخياط", "", "A-3"},
      {"Геннадий Щербаков", "", "A-4"},
      {"Guennadi Chtcherbakov", "", "A-4"},
      {"Nacho Villatoro", "", "A-5"},
      {"Ignacio Vilatoro", "", "A-5"},
      {"Moustapha Ben Youssef", "", "A-6"},
      {"Karim Abu Saleh", "", "A-7"},
      {"DelfinaRosario Morales", "1974", "A-1"},
      {"BUSTAMANTE<ARRIAZA<DE<LEON<<MARIA<FERN", "", "A-9"},
  };
  for (const auto& each : cases)
    EXPECT_EQ(first_for(*index, person(each.name, each.birth)), each.id) << each.name;
  EXPECT_EQ(first_for(*index, person("Ravenscroft")), "");
  EXPECT_EQ(first_for(*index, person("")), "");
}

TEST(AnIndexOfNames, KeepsWhatAScoreNeeds) {
  const auto image = image_of(a_list());
  const auto index = *NameIndex::open(image);
  for (std::uint32_t i = 0; i < a_list().size(); ++i) {
    const auto& each = a_list()[i];
    const auto kept = index.described(i, reader());
    EXPECT_EQ(index.id_of(i), each.id);
    EXPECT_EQ(kept.birth.text(), Birth::from_text(each.birth)->text());
    EXPECT_EQ(kept.nationality.value(), each.nation);
    const auto read = reader().read(each.name);
    ASSERT_EQ(kept.name.words.size(), read.words.size()) << each.name;
    for (std::size_t k = 0; k < read.words.size(); ++k) {
      EXPECT_EQ(kept.name.words[k].spelling.letters, read.words[k].spelling.letters);
      EXPECT_EQ(kept.name.words[k].part, read.words[k].part);
      EXPECT_EQ(kept.name.words[k].without_vowels, read.words[k].without_vowels);
      EXPECT_EQ(kept.name.words[k].may_be_cut, read.words[k].may_be_cut);
    }
  }
}

TEST(AnIndexOfNobody, OpensAndFindsNobody) {
  const auto image = image_of({});
  const auto index = NameIndex::open(image);
  ASSERT_TRUE(index.has_value()) << index.error().message;
  EXPECT_EQ(first_for(*index, person("Delfina")), "");
}

TEST(AnIndexOfNames, LiesAnywhereInMemory) {
  const auto image = image_of(a_list());
  for (std::size_t shift = 1; shift < 8; ++shift) {
    Bytes moved(shift);
    moved.insert(moved.end(), image.begin(), image.end());
    const auto index = NameIndex::open(ByteView(moved).subspan(shift));
    ASSERT_TRUE(index.has_value());
    EXPECT_EQ(first_for(*index, person("Nacho Villatoro")), "A-5");
  }
}

TEST(AnIndexOfNames, RefusesAnIdThatIsTooLong) {
  NameIndexBuilder builder;
  EXPECT_TRUE(builder.add(std::string(256, 'x'), person("Delfina")).has_value());
  EXPECT_FALSE(builder.add(std::string(257, 'x'), person("Delfina")).has_value());
}

// ---- damage

TEST(ADamagedIndex, IsRefusedWhereverItIsCut) {
  const auto image = image_of(a_list());
  for (std::size_t size = 0; size < image.size(); size += 1 + size / 64) {
    const auto index = NameIndex::open(ByteView(image).first(size));
    ASSERT_FALSE(index.has_value()) << size;
    EXPECT_EQ(index.error().remedy, Remedy::kRepair);
  }
}

TEST(ADamagedIndex, IsRefusedWhicheverBitIsFlipped) {
  const auto image = image_of(a_list());
  for (std::size_t i = 0; i < image.size(); i += 1 + i / 1024) {
    Bytes flipped = image;
    flipped[i] = static_cast<std::uint8_t>(flipped[i] ^ (1U << (i % 8)));
    EXPECT_FALSE(NameIndex::open(flipped).has_value()) << i;
  }
}

/// As who makes an index to do harm would.
void put_right(Bytes& image) {
  const auto sum = name_index::checksum_of(ByteView(image).subspan(name_index::kCountsAt));
  std::memcpy(image.data() + name_index::kChecksumAt, &sum, sizeof sum);
}

/// Puts a byte or a small number anywhere into one of the sections, or into what says where they
/// are.
void spoil(Bytes& image, std::mt19937& random) {
  const std::size_t section = random() % (name_index::kSections + 1);
  const auto* begins = image.data() + name_index::kSectionsAt;
  std::uint64_t begin = name_index::kCountsAt;
  std::uint64_t end = name_index::kHeaderBytes;
  if (section < name_index::kSections) {
    begin = name_index::number64(begins + 8 * section);
    end = name_index::number64(begins + 8 * (section + 1));
  }
  if (begin + 4 > end || end > image.size()) return;
  const std::size_t at = begin + random() % (end - begin - 3);
  const auto number = static_cast<std::uint32_t>(random() % 24);
  if (random() % 2 == 0)
    image[at] = static_cast<std::uint8_t>(random());
  else
    std::memcpy(image.data() + at / 4 * 4, &number, sizeof number);
}

TEST(AForgedIndex, WithTheRightChecksumDoesNoHarm) {
  const auto image = image_of(a_list());
  std::mt19937 random(20261126);
  int opened = 0;
  for (int i = 0; i < 6000; ++i) {
    Bytes forged = image;
    for (auto count = 1 + random() % 2; count > 0; --count) spoil(forged, random);
    put_right(forged);
    const auto index = NameIndex::open(forged);
    if (!index) continue;
    ++opened;
    for (const auto* name : {"Delfina Morales Xicay", "Zaynab", "Karim Abu Saleh"})
      for (const auto& found : index->search(person(name, "1974-03-09"), reader(), {})) {
        EXPECT_LT(found.entry, index->size());
        EXPECT_LE(index->id_of(found.entry).size(), forged.size());
      }
  }
  EXPECT_GT(opened, 100);  // or nothing was tried
}

// ---- many

TEST(AnIndexOfManyNames, FindsWhoWasAskedForInAnotherWay) {
  constexpr std::size_t kNames = 20000;
  constexpr int kQuestions = 1000;
  tests::Inventor inventor(1);
  std::vector<tests::InventedPerson> people;
  NameIndexBuilder builder;
  for (std::size_t i = 0; i < kNames; ++i) {
    people.push_back(inventor.person());
    const auto& one = people.back();
    ASSERT_TRUE(builder.add(std::to_string(i), person(listed_name(one), one.birth, one.nationality))
                    .has_value());
  }
  const auto image = builder.build();
  const auto index = *NameIndex::open(image);
  tests::Clerk clerk(2);
  std::mt19937 random(3);
  int among_candidates = 0;
  for (int i = 0; i < kQuestions; ++i) {
    const auto who = static_cast<std::uint32_t>(random() % kNames);
    const auto question =
        clerk.ask(people[who], static_cast<tests::Mishap>(i % int(tests::kMishaps)));
    const auto found = index.candidates(person(question.name, question.birth, question.nationality),
                                        reader(), SearchLimits{}.candidates);
    among_candidates += std::find(found.begin(), found.end(), who) != found.end() ? 1 : 0;
  }
  EXPECT_GE(among_candidates, kQuestions * 98 / 100);
}

}  // namespace
}  // namespace garita
