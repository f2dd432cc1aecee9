#include "central-sync/reports/reopening_words.h"

#include <array>

#include "central-sync/reports/closing_words.h"

namespace garita::central {
namespace {

// In Spanish, English and French.
using Word = std::array<std::string_view, 3>;
constexpr Word kSince{" vuelve a informar desde ", " reports again since ",
                      " transmet de nouveau depuis "};

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
  return reopening.station.value() + std::string(kSince.at(static_cast<std::size_t>(language))) +
         reopening.since.rfc3339() + "; " + closed_words(reopening, language);
}

std::vector<std::pair<std::string, std::string>> reopening_fields(const Reopening& reopening) {
  auto fields = closing_fields(static_cast<const Closing&>(reopening));
  fields.emplace_back("station", reopening.station.value());
  fields.emplace_back("since", reopening.since.rfc3339());
  return fields;
}

}  // namespace garita::central
