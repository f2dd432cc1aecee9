// stays import: open stays that an older system had become entries of the centre's own journal.
#include <array>
#include <ostream>
#include <set>

#include "central-sync/program/centre.h"
#include "central-sync/program/own_journal.h"
#include "central-sync/program/taken_over_stay.h"
#include "central-sync/projection/facts.h"
#include "schema/crypto/hash.h"

namespace garita::central {
namespace {

/// So many stays one file may have: what of them is in memory is a short hash of each reference.
constexpr std::size_t kStaysMax = 2'000'000;
/// So many are stated in one transaction.
constexpr std::size_t kStatedAtOnce = 512;
/// Others may write into the centre's journal between two looks at it.
constexpr int kAttemptsMax = 8;

struct Line {
  std::string where;  ///< "stays.csv line 7"
  Crossing entry;
};

/// What was found of some lines.
struct Compared {
  std::vector<Record> fresh;
  std::size_t known = 0;
  std::vector<std::string> wrong;
};

Result<Compared> compared(CentralStore& store, std::span<const Line> lines) {
  std::vector<std::string> references;
  for (const auto& line : lines) references.push_back(line.entry.reference);
  GARITA_TRY(taken, store.taken_over(references));
  Compared found;
  for (const auto& line : lines) {
    const auto before = taken.find(line.entry.reference);
    if (before == taken.end()) {
      found.fresh.emplace_back(line.entry);
    } else if (before->second.content == content_of_taken_over(line.entry)) {
      ++found.known;
    } else {
      found.wrong.push_back(line.where + ": reference was taken over as " +
                            before->second.record.text() +
                            " and said something else then: what changed since is decided "
                            "(`decide`) or corrected, never imported anew");
    }
  }
  return found;
}

/// Goes through a file, some lines at a time.
class StaysFile {
 public:
  using Take = std::function<Result<void>(std::span<const Line>)>;

  StaysFile(const std::filesystem::path& file, const TakenOverFrom& from, std::ostream& err)
      : file_(file), from_(from), err_(err) {}

  /// How many lines could not be read; each is named.
  Result<std::size_t> for_each(const Take& take) {
    seen_.clear();
    GARITA_TRY(in, open_table(file_));
    GARITA_TRY(rows, RowReader::open(in, file_.string(), RowLayout::kCsv, taken_over_columns()));
    Result<void> taken;
    std::vector<Line> lines;
    const auto add = [&](const RowReader& row) -> Result<void> {
      GARITA_TRY(entry, stay_taken_over(row, from_));
      GARITA_CHECK(note_reference(entry.reference));
      lines.push_back({row.where(), std::move(entry)});
      if (!taken || lines.size() < kStatedAtOnce) return {};
      taken = take(lines);
      lines.clear();
      return {};
    };
    const std::size_t bad = for_each_row(rows, err_, add);
    GARITA_CHECK(taken);
    if (seen_.size() > kStaysMax)
      return fail(Remedy::kReject, file_.string() + " has more than " + std::to_string(kStaysMax) +
                                       " stays: divide it");
    if (!lines.empty()) GARITA_CHECK(take(lines));
    return bad;
  }

 private:
  Result<void> note_reference(const std::string& reference) {
    // Beyond, all is refused: nothing more is remembered.
    if (seen_.size() > kStaysMax) return {};
    const auto hash = sha256(bytes_of(reference));
    std::array<std::uint8_t, 16> beginning{};
    std::copy_n(hash.begin(), beginning.size(), beginning.begin());
    if (seen_.insert(beginning).second) return {};
    return fail(Remedy::kReject, "reference stands on an earlier line already");
  }

  const std::filesystem::path& file_;
  const TakenOverFrom& from_;
  std::ostream& err_;
  std::set<std::array<std::uint8_t, 16>> seen_;
};

/// What a whole file would do.
struct Plan {
  std::size_t fresh = 0;
  std::size_t known = 0;
};

/// Nothing is stated of a file of which a line is wrong.
Result<Plan> planned(StaysFile& file, CentralStore& store, const Terminal& terminal) {
  Plan plan;
  std::size_t differing = 0;
  GARITA_TRY(bad, file.for_each([&](std::span<const Line> lines) -> Result<void> {
    GARITA_TRY(found, compared(store, lines));
    plan.fresh += found.fresh.size();
    plan.known += found.known;
    differing += found.wrong.size();
    for (const auto& each : found.wrong) terminal.err << "garita-central: " << each << '\n';
    return {};
  }));
  if (bad + differing == 0) return plan;
  return fail(Remedy::kReject, std::to_string(bad + differing) +
                                   " lines are wrong: nothing of the file was taken over");
}

/// States what is fresh of some lines, once each, whoever else imports at the same time.
class Statements {
 public:
  Statements(Centre& centre, OwnJournal& journal) : centre_(centre), journal_(journal) {}

  Result<void> state(std::span<const Line> lines) {
    for (int attempt = 0;; ++attempt) {
      bool others_wrote = false;
      GARITA_TRY(found, compared(centre_.database->reading(), lines));
      if (!found.wrong.empty()) return fail(Remedy::kRetry, found.wrong.front());
      if (found.fresh.empty()) return {};
      const auto before = [&]() -> Result<void> {
        GARITA_TRY(holds, still_holds(lines, found.fresh.size()));
        others_wrote = !holds;
        if (holds) return {};
        return fail(Remedy::kRetry, "others write into the centre's journal: run it again");
      };
      const Instant now = centre_.clock->now();
      const auto written = journal_.write_all(found.fresh, Lane::kMovement, now, before);
      if (written) {
        own_last_ = written->back().sequence;
        stated_ += written->size();
        return {};
      }
      if (!others_wrote || attempt == kAttemptsMax) return Failure(written.error());
      GARITA_CHECK(bring_up_to_date(centre_));
    }
  }

  [[nodiscard]] std::size_t stated() const { return stated_; }

 private:
  /// Inside a transaction: what another command wrote is in no table before it is projected.
  Result<bool> still_holds(std::span<const Line> lines, std::size_t fresh) {
    const JournalId own{journal_.station(), 1, Lane::kMovement};
    GARITA_TRY(written, centre_.database->intake().head_of(own));
    GARITA_TRY(read, centre_.database->intake().opened_of(own));
    if (written.sequence > std::max(read, own_last_)) return false;
    GARITA_TRY(found, compared(centre_.database->reading(), lines));
    return found.wrong.empty() && found.fresh.size() == fresh;
  }

  Centre& centre_;
  OwnJournal& journal_;
  std::uint64_t own_last_ = 0;
  std::size_t stated_ = 0;
};

std::string counts(std::size_t fresh, std::size_t known, std::string_view said) {
  return std::to_string(fresh) + " stays " + std::string(said) + ", " + std::to_string(known) +
         " were before\n";
}

Result<void> import_stays(const StaysImportOptions& options, const Terminal& terminal) {
  GARITA_TRY(centre, open_centre(options.data));
  GARITA_CHECK(bring_up_to_date(centre));
  auto& store = centre.database->reading();
  GARITA_TRY(from, taken_over_from(store, options.source, centre.clock->now()));
  StaysFile file(options.file, from, terminal.err);
  GARITA_TRY(plan, planned(file, store, terminal));
  if (options.dry_run || plan.fresh == 0) {
    terminal.out << counts(plan.fresh, plan.known,
                           options.dry_run ? "would be taken over" : "were taken over");
    return {};
  }
  GARITA_TRY(journal, OwnJournal::open(*centre.database, centre.layout));
  const Instant now = centre.clock->now();
  const AuditNote note{now, OfficerId(""), "stays_taken_over",
                       options.source + ": " + std::to_string(plan.fresh), options.why};
  GARITA_CHECK(journal.write(note, Lane::kAudit, now));
  Statements statements(centre, journal);
  GARITA_TRY(bad, file.for_each([&](std::span<const Line> lines) -> Result<void> {
    return statements.state(lines);
  }));
  if (bad > 0)
    return fail(Remedy::kRetry, options.file.string() + " changed meanwhile: " +
                                    counts(statements.stated(), plan.known, "were taken over"));
  GARITA_CHECK(bring_up_to_date(centre));
  terminal.out << counts(statements.stated(), plan.known, "were taken over");
  return {};
}

}  // namespace

ExitStatus run_stays_import(const StaysImportOptions& options, const Terminal& terminal) {
  return report(import_stays(options, terminal), terminal);
}

}  // namespace garita::central
