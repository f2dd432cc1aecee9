#include "central-sync/reports/reopening_words.h"

#include <array>

namespace garita::central {
namespace {

// In Spanish, English and French.
using Word = std::array<std::string_view, 3>;
constexpr Word kSince{" vuelve a informar desde ", " reports again since ",
                      " transmet de nouveau depuis "};
constexpr Word kWasClosed{" se cerró el ", " was closed ", " a été fermé le "};
constexpr Word kBy{" por ", " by ", " par "};
constexpr Word kColon{": ", ": ", " : "};

}  // namespace

const Reopening* reopened_at(std::span<const Reopening> all, Instant moment) {
  const Reopening* found = nullptr;
  for (const auto& each : all)
    if (each.since == moment) found = &each;
  return found;
}

std::string cause_of(const Reopening& reopening) {
  return reopening.record + " " + std::string(kReportsAgain);
}

std::string reopening_words(const Reopening& reopening, Language language) {
  const auto in = [&](const Word& word) {
    return std::string(word.at(static_cast<std::size_t>(language)));
  };
  std::string text = reopening.station.value() + in(kSince) + reopening.since.rfc3339() + "; " +
                     reopening.closed + in(kWasClosed) + reopening.closed_at.rfc3339();
  if (!reopening.officer.empty()) text += in(kBy) + reopening.officer;
  return text + in(kColon) + reopening.why;
}

std::vector<std::pair<std::string, std::string>> reopening_fields(const Reopening& reopening) {
  std::vector<std::pair<std::string, std::string>> fields = {
      {"closing", reopening.record},
      {"closed", reopening.closed},
      {"closed_at", reopening.closed_at.rfc3339()}};
  if (!reopening.officer.empty()) fields.emplace_back("officer", reopening.officer);
  fields.emplace_back("why", reopening.why);
  fields.emplace_back("station", reopening.station.value());
  fields.emplace_back("since", reopening.since.rfc3339());
  return fields;
}

}  // namespace garita::central
