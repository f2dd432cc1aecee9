#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "border-station/ledger/ledger.h"
#include "schema/crypto/locked_memory.h"
#include "schema/matching/name_index.h"
#include "schema/vocabulary/date.h"
#include "schema/vocabulary/result.h"

namespace garita::station {

/// Where a row of the alert list stands in the ledger.
struct AlertPlace {
  std::int64_t part = 0;
  std::int64_t id = 0;
  friend auto operator<=>(const AlertPlace&, const AlertPlace&) = default;
};

/// How alike a listed person and a traveller are.
struct Likeness {
  double score = 0;  ///< 0 to 1 (schema/matching/README.md)
  BirthAgreement birth = BirthAgreement::kUnknown;
  std::vector<Reason> reasons;
};

/// What an officer is stopped for, in a list of so many names. By chance alone somebody alike is
/// in a list the oftener the longer it is, so that one of more than 20,000 asks for the day of
/// birth or the very name. Of travellers who are not listed 1.5 in 100 are stopped by 3 million
/// invented names, 0.5 by 300,000, and of those who are, under another spelling, 85; by 20,000
/// names 1.2, and 99.6 (tests/bench/README.md, `names`).
[[nodiscard]] bool is_worth_a_look(double score, BirthAgreement birth, std::size_t listed);

/// The names of the alert list in force, made for finding what is written like one of them
/// (schema/matching/name_index.h), in memory that stays off the disk. Safe to share between
/// threads.
class AlertNames {
 public:
  /// Reads every row that is in force: some seconds for millions. Remedy: as the ledger.
  [[nodiscard]] static Result<AlertNames> build(Ledger& ledger);
  /// What keep() left, whatever list it is of; absent: nothing, or nothing that is whole, which is
  /// made anew. Remedy: retry.
  [[nodiscard]] static Result<std::optional<AlertNames>> load(const Ledger& ledger,
                                                              const std::filesystem::path& file);
  /// For a process that asks once: what was kept of the list in force, or made now where the list
  /// is short. Absent: whatever is exact has to do. Remedy: as the ledger.
  [[nodiscard]] static Result<std::optional<AlertNames>> at_hand(Ledger& ledger,
                                                                 const std::filesystem::path& file);
  /// In a file that the station's key seals, in place of the one before. Remedy: retry.
  [[nodiscard]] Result<void> keep(const Ledger& ledger, const std::filesystem::path& file) const;

  /// Of the list that it was made of; 0: there was none.
  [[nodiscard]] std::uint64_t version() const { return version_; }
  [[nodiscard]] std::size_t size() const { return index_.size(); }
  /// False: the system did not keep the names out of the swap.
  [[nodiscard]] bool locked() const { return image_.locked(); }

  /// Rows that may be of the person, the likeliest first. A row may be gone since, or be another:
  /// whoever asks looks at it, and compares (likeness).
  [[nodiscard]] std::vector<AlertPlace> candidates(const Described& person) const;
  [[nodiscard]] Likeness likeness(const Described& person, const Described& listed) const;
  [[nodiscard]] Described described(std::string_view surname, std::string_view given_names,
                                    const std::optional<PartialDate>& birth_date,
                                    std::string_view nationality) const;

 private:
  AlertNames(std::uint64_t version, LockedMemory image, NameIndex index,
             std::shared_ptr<const NameReader> reader)
      : version_(version),
        image_(std::move(image)),
        index_(std::move(index)),
        reader_(std::move(reader)) {}
  [[nodiscard]] static Result<AlertNames> of_image(std::uint64_t version, LockedMemory image);

  std::uint64_t version_;
  LockedMemory image_;
  NameIndex index_;
  std::shared_ptr<const NameReader> reader_;
};

}  // namespace garita::station
