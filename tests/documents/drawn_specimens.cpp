#include "tests/documents/drawn_specimens.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <opencv2/imgproc.hpp>
#include <string>
#include <vector>

#include "document-reader/reading/read_picture.h"
#include "tests/support/specimens/mrz_lines.h"
#include "tests/support/specimens/specimen.h"

namespace garita::reader {
namespace {

using tests::SpecimenFields;
using tests::SpecimenFormat;

const Date kToday = *Date::from_iso("2026-11-24");

std::vector<SpecimenFields> travellers() {
  const auto passport = [](std::string number, std::string surname, std::string given) {
    SpecimenFields fields;
    fields.document_number = std::move(number);
    fields.surname = std::move(surname);
    fields.given_names = std::move(given);
    fields.birth_date = "1974-08-12";
    fields.sex = "F";
    fields.expiry_date = "2032-04-15";
    return fields;
  };
  std::vector<SpecimenFields> all = {
      passport("L898902C3", "Eriksson", "Anna Maria"), passport("X0O01B8I1", "Ochoa", "Inés"),
      passport("ZK7790Q2", "Wójcik-Mañón", "Zoe Beatriz"), passport("500128836", "Li", "Jun"),
      passport("AB1234567", "Vanderbilt", "Maximiliano")};
  all[1].format = SpecimenFormat::kTd1;
  all[1].document_code = "ID";
  all[2].format = SpecimenFormat::kTd2;
  all[2].document_code = "ID";
  all[3].format = SpecimenFormat::kMrvA;
  all[3].document_code = "V";
  all[4].format = SpecimenFormat::kMrvB;
  all[4].document_code = "V";
  return all;
}

/// A document and its page: drawn once, photographed often.
struct Drawn {
  SpecimenFields fields;
  cv::Mat3b page;
};

GreyPicture taken(const Drawn& drawn, const tests::PhotographSettings& settings) {
  const cv::Mat3b colour =
      tests::photograph(drawn.page, tests::size_mm(drawn.fields.format).width, settings);
  cv::Mat1b grey;
  cv::cvtColor(colour, grey, cv::COLOR_BGR2GRAY);
  return {.width_px = grey.cols,
          .height_px = grey.rows,
          .pixels = std::vector<std::uint8_t>(grey.begin(), grey.end())};
}

struct Outcome {
  int exact = 0;
  int valid_but_wrong = 0;

  void note(const Drawn& drawn, const tests::PhotographSettings& settings) {
    const Reading reading = read_picture(taken(drawn, settings), kToday);
    const auto& mrz = reading.documents.front().mrz;
    if (!mrz) return;
    if (mrz->mrz.lines == tests::mrz_lines(drawn.fields)) {
      ++exact;
    } else if (mrz->valid()) {
      ++valid_but_wrong;
    }
  }
};

}  // namespace

void expect_read(const DrawnSet& set) {
  std::vector<Drawn> documents;
  for (const SpecimenFields& fields : travellers()) {
    documents.push_back({fields, tests::draw_specimen(fields)});
  }
  Outcome all;
  for (int turns = 0; turns < 4; ++turns) {
    Outcome outcome;
    for (const Drawn& drawn : documents) {
      for (int picture = 0; picture < set.pictures_each; ++picture) {
        tests::PhotographSettings settings;
        settings.strength = set.strength;
        settings.long_side_px = set.long_side_px;
        settings.seed = static_cast<std::uint64_t>(100 * turns + picture + 1);
        settings.quarter_turns = turns;
        outcome.note(drawn, settings);
      }
    }
    std::printf("%s, %d quarter turns: %d of %zu exact, %d valid but wrong\n",
                std::string(tests::strength_name(set.strength)).c_str(), turns, outcome.exact,
                documents.size() * static_cast<std::size_t>(set.pictures_each),
                outcome.valid_but_wrong);
    EXPECT_GE(outcome.exact, set.exact_min[static_cast<std::size_t>(turns)])
        << turns << " quarter turns";
    all.valid_but_wrong += outcome.valid_but_wrong;
  }
  EXPECT_LE(all.valid_but_wrong, set.valid_but_wrong_max);
}

}  // namespace garita::reader
