#include "central-sync/projection/held_links.h"

#include <string>

namespace garita::central {
namespace {

constexpr std::int64_t kCertain = 1'000'000;
constexpr std::string_view kWasLinked = "; ";
constexpr std::string_view kWasInReview = " in_review; ";

}  // namespace

bool is_held(const LinkFact& link) { return link.reasons.starts_with(kHeldApart); }

LinkFact held(const PersonLink& pair, const std::optional<LinkFact>& likeness) {
  if (!likeness) return {pair, LinkGrade::kReview, kCertain, std::string(kHeldApart)};
  const auto was = likeness->grade == LinkGrade::kAutomatic ? kWasLinked : kWasInReview;
  return {pair, LinkGrade::kReview, likeness->score,
          std::string(kHeldApart) + std::string(was) + likeness->reasons};
}

std::optional<LinkFact> likeness_in(const LinkFact& link) {
  if (!is_held(link)) return link;
  const auto said = std::string_view(link.reasons).substr(kHeldApart.size());
  for (const auto& [was, grade] :
       {std::pair(kWasLinked, LinkGrade::kAutomatic), std::pair(kWasInReview, LinkGrade::kReview)})
    if (said.starts_with(was))
      return LinkFact{link.pair, grade, link.score, std::string(said.substr(was.size()))};
  return std::nullopt;
}

}  // namespace garita::central
