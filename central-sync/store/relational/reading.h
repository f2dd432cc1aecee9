#pragma once

#include "central-sync/store/central_store.h"
#include "central-sync/store/relational/projection_tables.h"
#include "central-sync/store/relational/recorded_words.h"
#include "central-sync/store/relational/standing_closings.h"
#include "schema/storage/database.h"

namespace garita::central {

/// What reports read, in SQL that both engines understand. `database` outlives it.
class RelationalReading : public CentralStore {
 public:
  explicit RelationalReading(Database& database) : db_(database), tables_(database) {}

  Result<std::unique_ptr<OneMoment>> one_moment() override;
  Result<CentreSettings> settings() override;
  Result<Counts> counts() override;
  Result<Unfinished> unfinished() override;
  Result<std::vector<PostRow>> posts() override;
  Result<std::vector<StationRow>> stations() override;
  Result<std::vector<JournalRow>> journals() override;
  Result<std::vector<BulletinRow>> bulletins() override;
  Result<std::vector<QuarantineRow>> quarantine(std::size_t limit) override;
  Result<AtStake> put_aside_of(const std::string& target, std::size_t limit) override;
  Result<std::vector<StandingClosing>> closings(Instant known_at) override {
    return read_standing_closings(db_, known_at);
  }
  Result<std::vector<Reopening>> reopenings(Instant known_at) override;
  Result<Incidents> incidents(std::size_t limit_of_a_kind) override;
  Result<std::optional<IncidentRow>> incident(const RecordId& record) override;
  Result<std::vector<IncidentRow>> other_holders_of(const PersonId& person) override;
  Result<bool> in_quarantine(const RecordId& record) override;
  Result<std::vector<AuditRow>> audit(std::size_t limit) override;
  Result<std::vector<std::string>> records_gone(std::size_t of_each) override;
  Result<std::vector<LifeRow>> lives() override;
  Result<std::vector<PostWatermark>> watermarks(Instant known_at) override;
  Result<std::vector<WatermarkStep>> watermark_steps(Sees sees, std::vector<Instant> needed,
                                                     Instant known_at) override;
  Result<std::vector<PostOnPaper>> posts_on_paper() override;
  Result<std::optional<std::string>> policies(Instant known_at) override;
  Result<std::optional<PersonSummary>> person(const PersonId& who) override;
  Result<std::optional<PersonId>> person_behind(const PersonId& pseudonym) override {
    return tables_.person_behind(pseudonym);
  }
  Result<std::optional<PersonId>> traveller_of(const RecordId& record) override;
  Result<std::vector<PersonId>> aliases_of(const PersonId& person) override;
  Result<PersonHistory> history_of(const PersonId& person) override;
  Result<std::vector<PersonThen>> persons_then(const PersonId& person, Instant known_at) override;
  Result<std::vector<CrossingRow>> crossings_of(const PersonId& person) override;
  Result<std::map<std::string, HowKnown>> how_known(
      const std::vector<std::string>& records) override;
  Result<std::map<std::string, TakenOver>> taken_over(
      const std::vector<std::string>& references) override;
  Result<std::vector<CompanionRow>> companions_of(const PersonId& person, Instant until,
                                                  std::size_t limit) override;
  Result<std::vector<DecisionRow>> decisions_of(const PersonId& person) override;
  Result<std::vector<LinkRow>> links_of(const PersonId& person) override;
  Result<std::vector<IdentityDecisionRow>> identity_decisions_of(const PersonId& person) override;
  Result<std::vector<IdentityDecisionRow>> identity_decisions(std::size_t limit) override;
  Result<std::optional<IdentityDecisionRow>> identity_decision(const RecordId& record) override;
  Result<std::vector<ReviewRow>> reviews(std::size_t limit) override;
  Result<std::optional<PersonLink>> separation_of(const PersonLink& persons) override;
  Result<std::vector<PersonSummary>> find_persons(const std::string& text,
                                                  std::size_t limit) override;
  Result<void> for_each_person(const std::function<Result<void>(const PersonId&)>& visit) override;
  Result<std::vector<PersonId>> persons_inside() override;
  Result<std::vector<WaitingDecision>> waiting_decisions(Instant since, std::size_t limit) override;
  Result<void> for_each_decided_person(
      const std::function<Result<void>(const PersonId&)>& visit) override;
  Result<void> for_each_judged_pair(
      const std::function<Result<void>(const JudgedPair&)>& visit) override;
  Result<void> for_each_limited_stay(
      const std::function<Result<void>(const OpenStay&)>& visit) override;
  Result<std::vector<std::string>> documents_of(const PersonId& person) override;
  Result<std::vector<CaseRow>> cases(const CaseQuery& query) override;
  Result<std::optional<std::vector<RaisedCount>>> count_raised(const RaisedUntil& until) override;
  Result<std::vector<CaseRow>> raised_open_stays(const OpenStaysQuery& query) override;
  Result<std::vector<CaseRow>> other_raised_cases(const OtherCasesQuery& query) override;
  Result<std::vector<CaseVersion>> case_versions(const PersonId& person) override;

 private:
  struct Corrections {
    std::map<std::string, std::vector<CorrectionRow>> of;  ///< by the record that is corrected
    std::set<std::string> gone;  ///< what is taken back by those that hold
  };
  /// How many incidents of records that came late there are of each post.
  [[nodiscard]] Result<std::map<PostCode, std::int64_t>> late_records();
  [[nodiscard]] Result<Corrections> corrections_of(const PersonId& person);
  /// What everybody's records say whom the pseudonyms stand for.
  Result<RecordedWords> words_of(const PersonLink& pair);
  /// What somebody decided last of the two, if anybody did.
  Result<std::optional<IdentityDecisionRow>> last_decision_of(const PersonLink& pair);
  /// Of each of "other_holder" among them.
  Result<void> add_decisions(std::vector<IncidentRow>& incidents);
  /// The rest of reviews().
  Result<std::vector<ReviewRow>> reviews_of_likeness(const char* those, std::size_t limit);
  Result<std::vector<ReviewRow>> reviews_of_contradictions(Statement held, std::size_t limit);
  Result<std::optional<ReviewRow>> contradiction_row(const PersonId& person,
                                                     const PersonLink& pair);

  Database& db_;
  RelationalProjectionTables tables_;
};

}  // namespace garita::central
