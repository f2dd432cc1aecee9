// Whatever is decided of whoever may be one, and however late: what was said at a moment is said
// again for ever, and what holds a flag is asked about. Histories are drawn; each seed is one.
#include <gmock/gmock.h>

#include <algorithm>
#include <random>
#include <set>

#include "central-sync/reports/explain.h"
#include "central-sync/reports/overstays.h"
#include "central-sync/store/test_country.h"

namespace garita::central::testing {
namespace {

constexpr unsigned kSeeds = 24;
constexpr int kSteps = 20;

/// Few documents, which few names come with, so that names stand on several documents and documents
/// under several names.
class History {
 public:
  explicit History(unsigned seed) : random_(seed) {
    if (seed % 2 == 0) begin_with_two_who_share_documents();
  }

  void step() {
    go_on();
    switch (drawn(9)) {
      case 0:
      case 1:
        decide_anything();
        break;
      case 2:
        take_back();
        break;
      default:
        cross(drawn(3), drawn(3) == 0);
    }
    if (drawn(2) == 0)
      for (const auto* post : {"NORTE", "SUR"})
        centre.receive_claim(centre.station(post), at_, at_);
    centre.project();
  }
  [[nodiscard]] Instant now() const { return at_; }

  TestCentre centre;

 private:
  unsigned drawn(unsigned below) { return static_cast<unsigned>(random_()) % below; }
  void go_on() { at_ = at_.plus(std::chrono::hours(20 + drawn(60))); }

  /// Both documents stand under both names, and somebody says that the names are two people's: then
  /// the documents are neither's, and nobody goes by them alone.
  void begin_with_two_who_share_documents() {
    for (const unsigned number : {0U, 1U})
      for (const bool other : {false, true}) {
        go_on();
        cross(number, other);
      }
    centre.project();
    const auto names = pseudonyms("DISTINCT pseudonym FROM descriptions");
    if (names.size() == 2) decide(IdentityDecisionKind::kSeparate, names[0], names[1]);
    centre.project();
  }

  void cross(unsigned number, bool other) {
    const bool leaves = drawn(2) == 0;
    const std::string post = leaves ? "SUR" : "NORTE";
    auto made = crossing(leaves ? Direction::kExit : Direction::kEntry, post,
                         at_.minus(std::chrono::hours(drawn(3) == 0 ? drawn(200) : 0)), "X");
    auto& document = made.document;
    document.document_number = "D" + std::to_string(number);
    document.surname = other ? "MORALES" : "GARCIA LOPEZ";
    document.given_names = other ? "QUETZALLI" : "ANA MARIA";
    if (drawn(6) == 0) document.birth_date = *PartialDate::from_text("1980-XX-XX");
    if (drawn(12) == 0) document.surname.clear();
    auto& station = centre.station(post);
    written_.push_back(station.write(made, at_));
    centre.receive(station, at_);
  }

  void take_back() {
    if (written_.empty()) return;
    const auto of = written_[drawn(static_cast<unsigned>(written_.size()))];
    centre.own().write(Correction{of, at_, "a mistake", OfficerId("ramos"), {}}, at_);
    centre.receive(centre.own(), at_);
  }

  void decide_anything() {
    const auto all = pseudonyms("pseudonym FROM pseudonyms");
    if (all.empty()) return;
    const auto kind = drawn(2) == 0 ? IdentityDecisionKind::kLink : IdentityDecisionKind::kSeparate;
    const auto& one = all[drawn(static_cast<unsigned>(all.size()))];
    const auto& other = all[drawn(static_cast<unsigned>(all.size()))];
    if (one != other) decide(kind, one, other);
  }

  void decide(IdentityDecisionKind kind, const PersonId& one, const PersonId& other) {
    centre.own().write(IdentityDecision{kind, one, other, at_, OfficerId("ramos"), "seen"}, at_);
    centre.receive(centre.own(), at_);
  }

  std::vector<PersonId> pseudonyms(const std::string& which) {
    auto connection = centre.connection();
    std::vector<PersonId> all;
    auto row = *connection.prepare("SELECT " + which + " ORDER BY pseudonym");
    while (*row.step()) all.emplace_back(row.text(0));
    return all;
  }

  std::mt19937 random_;
  Instant at_ = utc("2026-01-05T12:00:00Z");
  std::vector<RecordId> written_;
};

const std::set<FlagState> kAll = {FlagState::kOpen,        FlagState::kDue,
                                  FlagState::kPendingData, FlagState::kProbable,
                                  FlagState::kConfirmed,   FlagState::kCleared};

std::string listed(TestCentre& centre, std::optional<Instant> known_at, Instant now) {
  return overstays_json(*list_overstays(centre.reading(), {{}, known_at, kAll}, now));
}

/// The pairs that flags wait for.
std::set<std::string> holding(TestCentre& centre) {
  auto connection = centre.connection();
  std::set<std::string> pairs;
  auto row = *connection.prepare(
      "SELECT DISTINCT review FROM cases WHERE known_to IS NULL AND review <> ''");
  while (*row.step()) pairs.insert(row.text(0));
  return pairs;
}

std::set<std::string> asked(TestCentre& centre) {
  std::set<std::string> pairs;
  const auto reviews = *centre.reading().reviews(1000);
  for (const auto& review : reviews) {
    const auto& [one, other] = review.row.link.pair;
    pairs.insert(one.value() + "~" + other.value());
  }
  return pairs;
}

TEST(Histories, OfWhoeverMayBeOneAreToldAgainAsTheyWereToldAndWhatHoldsAFlagIsAskedAbout) {
  std::size_t held = 0;
  for (unsigned seed = 1; seed <= kSeeds; ++seed) {
    History history(seed);
    std::map<Instant, std::string> said;
    for (int step = 0; step < kSteps; ++step) {
      history.step();
      said[history.now()] = listed(history.centre, {}, history.now());
      const auto waited_for = holding(history.centre);
      held += waited_for.size();
      ASSERT_THAT(asked(history.centre), ::testing::IsSupersetOf(waited_for))
          << "at " << history.now().rfc3339() << ", seed " << seed;
    }
    for (const auto& [moment, text] : said)
      ASSERT_EQ(listed(history.centre, moment, history.now()), text)
          << "as known at " << moment.rfc3339() << ", seed " << seed;
  }
  EXPECT_GT(held, kSeeds);
}

}  // namespace
}  // namespace garita::central::testing
