#include "central-sync/projection/held_links.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace garita::central {
namespace {

constexpr std::int64_t kCertain = 1'000'000;
/// What stands between kHeldApart and the reasons of a likeness of each grade.
constexpr std::array kWas{std::pair(LinkGrade::kAutomatic, std::string_view("; ")),
                          std::pair(LinkGrade::kReview, std::string_view(" in_review; ")),
                          std::pair(LinkGrade::kIfFitting, std::string_view(" if_fitting; "))};

}  // namespace

bool is_held(const LinkFact& link) { return link.reasons.starts_with(kHeldApart); }

LinkFact held(const PersonLink& pair, const std::optional<LinkFact>& likeness) {
  if (!likeness) return {pair, LinkGrade::kReview, kCertain, std::string(kHeldApart)};
  const auto* const was =
      std::ranges::find(kWas, likeness->grade, [](const auto& each) { return each.first; });
  return {pair, LinkGrade::kReview, likeness->score,
          std::string(kHeldApart) + std::string(was->second) + likeness->reasons};
}

std::optional<LinkFact> likeness_in(const LinkFact& link) {
  if (!is_held(link)) return link;
  const auto said = std::string_view(link.reasons).substr(kHeldApart.size());
  for (const auto& [grade, was] : kWas)
    if (said.starts_with(was))
      return LinkFact{link.pair, grade, link.score, std::string(said.substr(was.size()))};
  return std::nullopt;
}

}  // namespace garita::central
