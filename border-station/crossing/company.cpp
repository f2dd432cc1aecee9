#include "border-station/crossing/company.h"

#include <algorithm>
#include <functional>
#include <sstream>
#include <utility>

#include "border-station/crossing/decided_here.h"
#include "border-station/inspection/decided_here.h"
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
  const std::string mine = normalised_words(one);
  const std::string all = " " + normalised_words(other) + " ";
  // LI is no particle where it is the whole.
  if (!mine.empty() && " " + mine + " " == all) return true;
  std::istringstream words(mine);
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

/// Whether the bearer of that document was let pass again.
Result<bool> crossed_since(Ledger& ledger, const OwnDecision& own) {
  const auto& document = own.crossing->document;
  const std::string key = document_key(document.issuing_state, document.document_number);
  GARITA_TRY(about, ledger.decisions_about(key, ""));
  return std::ranges::any_of(about, [&](const OwnDecision& one) {
    return one.decision == DecisionKind::kAdmit && one.at > own.at;
  });
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
    GARITA_TRY(has_gone, crossed_since(ledger, own));
    if (!has_gone) names.push_back(name_of(child.document));
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
    const bool is_last = !of_traveller && last;
    const auto& surname = own.crossing->document.surname;
    if (!of_traveller && !is_last && !share_a_surname(shown.surname, surname)) continue;
    GARITA_TRY(adult, holding(ledger, own.crossing->group.value_or(own.record)));
    if (!adult || !stands_as_adult(ledger, *adult, situation)) continue;
    if (!of_traveller) last = false;
    if (std::ranges::find(told, adult->record) != told.end()) continue;
    told.push_back(adult->record);
    names.push_back(name_of(adult->crossing->document));
  }
  std::ranges::reverse(names);
  return names;
}

/// Now, and when somebody referred the traveller whom nobody has let pass since: whoever decides in
/// the end, and whenever, parts the same people. Oldest first.
Result<std::vector<Window>> windows_of(Ledger& ledger, const Situation& situation,
                                       const OfficerId& officer, Instant until) {
  // What was on paper is typed in together, whenever it was.
  const Instant moment = situation.typed_in_of.value_or(until);
  std::vector<Window> windows{{officer, situation.direction, moment, until}};
  for (const auto& before : situation.decided_here) {
    const bool is_later = situation.typed_in_of && before.at > *situation.typed_in_of;
    if (is_later || before.direction != situation.direction) continue;
    if (before.decision == DecisionKind::kAdmit || moment - before.at > kStopAskedFor) break;
    if (before.decision != DecisionKind::kRefer) continue;
    GARITA_TRY(referral, ledger.decision(before.record));
    if (!referral || referral->recorded_at > until) continue;
    windows.push_back({before.officer, situation.direction, referral->at, referral->recorded_at});
  }
  std::ranges::reverse(windows);
  return windows;
}

void join(std::vector<std::string>& names, std::vector<std::string> more) {
  for (auto& name : more)
    if (std::ranges::find(names, name) == names.end()) names.push_back(std::move(name));
}

}  // namespace

Result<Company> company_admitted(Ledger& ledger, const Situation& situation,
                                 const OfficerId& officer, Instant until) {
  Company company;
  const auto& shown = situation.document;
  const std::string key = shown ? document_key_of(*shown) : "";
  bool is_child = false;
  bool is_adult = false;
  if (shown) {
    const auto years = age_on(situation.today, shown->birth_date);
    is_child = years && *years < kAdultYears;
    is_adult = years && !is_child;
  }
  GARITA_TRY(windows, windows_of(ledger, situation, officer, until));
  for (const auto& window : windows) {
    GARITA_TRY(admitted, admissions(ledger, window));
    if (!is_child) {
      GARITA_TRY(children, children_among(ledger, admitted, key));
      join(company.children, std::move(children));
    }
    if (shown && !is_adult) {
      GARITA_TRY(adults, adults_among(ledger, admitted, situation));
      join(company.adults, std::move(adults));
    }
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
