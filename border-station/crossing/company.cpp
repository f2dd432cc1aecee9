#include "border-station/crossing/company.h"

#include <algorithm>
#include <functional>
#include <sstream>
#include <utility>

#include "border-station/crossing/decided_here.h"
#include "border-station/inspection/family.h"
#include "schema/matching/normalise.h"

namespace garita::station {
namespace {

/// Shorter words of a name are particles: nobody is alike by them.
constexpr std::size_t kNameLettersMin = 3;

std::string name_of(const TravelDocument& document) {
  const bool both = !document.given_names.empty() && !document.surname.empty();
  return document.given_names + (both ? " " : "") + document.surname;
}

bool share_a_surname(const std::string& one, const std::string& other) {
  const std::string all = " " + normalised_words(other) + " ";
  std::istringstream words(normalised_words(one));
  for (std::string word; words >> word;)
    if (word.size() >= kNameLettersMin && all.find(" " + word + " ") != std::string::npos)
      return true;
  return false;
}

/// Whether that crossing was of the document of this key, and nothing holds of it any more.
Result<bool> was_taken_back(Ledger& ledger, RecordId leader, std::string_view key) {
  while (true) {
    GARITA_TRY(own, ledger.decision(leader));
    if (!own || !own->crossing || !own->corrected_by) return false;
    if (!own->replaced) return is_of_document(*own->crossing, key);
    leader = *own->corrected_by;
  }
}

/// What holds in the place of that crossing; absent: nothing, or it cannot be read.
Result<std::optional<OwnDecision>> holding(Ledger& ledger, RecordId record) {
  while (true) {
    GARITA_TRY(own, ledger.decision(record));
    if (!own || !own->crossing) return std::optional<OwnDecision>();
    if (!own->corrected_by) return std::optional(*std::move(own));
    if (!own->replaced) return std::optional<OwnDecision>();
    record = *own->corrected_by;
  }
}

/// Whose admissions are looked at: around a moment, as far as they were recorded by then.
struct Window {
  OfficerId officer;
  Direction direction = Direction::kEntry;
  Instant moment;
  Instant until;
};

/// The latest first, what was taken back too. All of them can be read.
Result<std::vector<OwnDecision>> admissions(Ledger& ledger, const Window& window) {
  GARITA_TRY(decisions, ledger.decisions_since(window.until.minus(kTogetherFor)));
  std::erase_if(decisions, [&](const OwnDecision& own) {
    if (!own.crossing || own.decision != DecisionKind::kAdmit) return true;
    if (own.direction != window.direction || own.crossing->officer != window.officer) return true;
    const bool apart =
        own.at.plus(kTogetherFor) < window.moment || window.moment.plus(kTogetherFor) < own.at;
    return apart || own.recorded_at > window.until;
  });
  // What a correction says was decided when its record was.
  std::ranges::stable_sort(decisions, std::greater(), &OwnDecision::at);
  return decisions;
}

Result<std::vector<std::string>> children_among(Ledger& ledger,
                                                const std::vector<OwnDecision>& admitted,
                                                std::string_view key) {
  std::vector<std::string> names;
  for (const auto& own : admitted) {
    const Crossing& child = *own.crossing;
    if (own.corrected_by || child.relationship.empty() || is_of_document(child, key)) continue;
    if (child.group) {
      GARITA_TRY(of_traveller, was_taken_back(ledger, *child.group, key));
      if (!of_traveller) continue;
    }
    names.push_back(name_of(child.document));
  }
  std::ranges::reverse(names);
  return names;
}

/// Whether that adult's admission stands, so that somebody may be with them.
bool stands_as_adult(const Ledger& ledger, const OwnDecision& own, const Situation& situation) {
  if (own.decision != DecisionKind::kAdmit || own.direction != situation.direction) return false;
  const auto years = age_on(ledger.zone().local_day(own.at), own.crossing->document.birth_date);
  return years && *years >= kAdultYears;
}

Result<std::vector<std::string>> adults_among(Ledger& ledger,
                                              const std::vector<OwnDecision>& admitted,
                                              const Situation& situation) {
  const auto& shown = *situation.document;
  const std::string key = document_key_of(shown);
  std::vector<RecordId> told;
  std::vector<std::string> names;
  bool last = true;
  for (const auto& own : admitted) {
    const bool of_traveller = is_of_document(*own.crossing, key);
    if (of_traveller ? !own.crossing->group : own.corrected_by.has_value()) continue;
    const bool is_last = !of_traveller && std::exchange(last, false);
    const auto& surname = own.crossing->document.surname;
    if (!of_traveller && !is_last && !share_a_surname(shown.surname, surname)) continue;
    GARITA_TRY(adult, holding(ledger, own.crossing->group.value_or(own.record)));
    if (!adult || !stands_as_adult(ledger, *adult, situation)) continue;
    if (std::ranges::find(told, adult->record) != told.end()) continue;
    told.push_back(adult->record);
    names.push_back(name_of(adult->crossing->document));
  }
  std::ranges::reverse(names);
  return names;
}

/// Whether the bearer of that document was let pass again.
Result<bool> crossed_since(Ledger& ledger, const OwnDecision& own) {
  const auto& document = own.crossing->document;
  const std::string key = document_key(document.issuing_state, document.document_number);
  GARITA_TRY(about, ledger.decisions_about(key, ""));
  return std::ranges::any_of(about, [&](const OwnDecision& one) {
    return one.decision == DecisionKind::kAdmit && one.at > own.at;
  });
}

/// And those whom somebody had admitted who then referred the traveller: whoever decides in the
/// end, and whenever, parts the same people.
Result<void> add_those_before_referrals(Ledger& ledger, const Situation& situation, Instant until,
                                        std::vector<OwnDecision>& admitted) {
  for (const auto& before : situation.decided_here) {
    if (before.decision != DecisionKind::kRefer || before.direction != situation.direction)
      continue;
    GARITA_TRY(referral, ledger.decision(before.record));
    if (!referral || referral->recorded_at > until) continue;
    GARITA_TRY(then, admissions(ledger, {before.officer, situation.direction, referral->at,
                                         referral->recorded_at}));
    for (auto& own : then)
      if (std::ranges::find(admitted, own.record, &OwnDecision::record) == admitted.end())
        admitted.push_back(std::move(own));
  }
  return {};
}

}  // namespace

Result<Company> company_admitted(Ledger& ledger, const Situation& situation,
                                 const OfficerId& officer, Instant until) {
  Company company;
  const auto& shown = situation.document;
  bool is_child = false;
  bool is_adult = false;
  if (shown) {
    const auto years = age_on(situation.today, shown->birth_date);
    is_child = years && *years < kAdultYears;
    is_adult = years && !is_child;
  }
  // What was on paper is typed in together, whenever it was.
  GARITA_TRY(admitted, admissions(ledger, {officer, situation.direction,
                                           situation.typed_in_of.value_or(until), until}));
  if (!is_child) {
    auto of_traveller = admitted;
    GARITA_CHECK(add_those_before_referrals(ledger, situation, until, of_traveller));
    GARITA_TRY(children,
               children_among(ledger, of_traveller, shown ? document_key_of(*shown) : ""));
    company.children = std::move(children);
  }
  if (shown && !is_adult) {
    GARITA_TRY(adults, adults_among(ledger, admitted, situation));
    company.adults = std::move(adults);
  }
  return company;
}

Result<std::vector<std::string>> children_let_pass_with(Ledger& ledger, const OwnDecision& adult) {
  std::vector<RecordId> led{adult.record};
  Instant since = adult.recorded_at;
  // They joined it under the record that held then.
  for (auto before = adult.corrects; before;) {
    GARITA_TRY(own, ledger.decision(*before));
    if (!own) break;
    led.push_back(own->record);
    since = own->recorded_at;
    before = own->corrects;
  }
  std::vector<std::string> names;
  GARITA_TRY(decisions, ledger.decisions_since(since));
  for (const auto& own : decisions) {
    if (!own.crossing || own.corrected_by || own.decision != DecisionKind::kAdmit) continue;
    const Crossing& child = *own.crossing;
    if (child.relationship.empty() || !child.group) continue;
    if (std::ranges::find(led, *child.group) == led.end()) continue;
    GARITA_TRY(has_gone, crossed_since(ledger, own));
    if (!has_gone) names.push_back(name_of(child.document));
  }
  std::ranges::reverse(names);
  return names;
}

}  // namespace garita::station
