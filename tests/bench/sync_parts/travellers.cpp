#include "tests/bench/sync_parts/travellers.h"

#include <array>
#include <cstdio>

namespace garita::tests {
namespace {

constexpr std::array kGivenNames{"ANA", "JOSE LUIS",      "MARIA ELENA", "PEDRO",
                                 "LUZ", "CARLOS ALBERTO", "ROSA",        "JUAN PABLO"};

/// Digits are no part of a name, so they would make everyone one person.
std::string surname(std::uint64_t number) {
  constexpr std::string_view kConsonants = "BCDFGHJKLMNPQRSTVWXZ";
  constexpr int kSyllables = 5;
  std::string text;
  for (int i = 0; i < kSyllables; ++i) {
    text += kConsonants[number % kConsonants.size()];
    text += "AEIOU"[number % 5];
    number /= kConsonants.size();
  }
  return text;
}

std::string birth_date(std::uint64_t number) {
  constexpr int kFirstYear = 1945;
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02d-%02d", kFirstYear + int(number % 60),
                1 + int(number / 7 % 12), 1 + int(number / 3 % 28));
  return text.data();
}

}  // namespace

TravelDocument traveller(const TravelDocument& model, std::uint64_t number) {
  TravelDocument document = model;
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "B%08llu",
                static_cast<unsigned long long>(number % 100'000'000));
  document.document_number = text.data();
  document.surname = surname(number);
  document.given_names = kGivenNames.at(number % kGivenNames.size());
  document.birth_date = *PartialDate::from_text(birth_date(number));
  return document;
}

}  // namespace garita::tests
