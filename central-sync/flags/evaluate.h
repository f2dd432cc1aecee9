#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "central-sync/flags/flag.h"
#include "central-sync/flags/post_zones.h"
#include "central-sync/flags/watermark.h"
#include "schema/stay/authorise.h"
#include "schema/stay/pairing.h"
#include "schema/stay/policy.h"
#include "schema/vocabulary/ids.h"
#include "schema/vocabulary/instant.h"

namespace garita::central {

/// A fact and since when the centre has it: what is known later does not exist for a question
/// about earlier knowledge.
template <typename T>
struct Known {
  T fact;
  Instant known_at;
};
/// The facts alone, in the same order.
template <typename T>
[[nodiscard]] std::vector<T> facts_of(const std::vector<Known<T>>& known) {
  std::vector<T> facts;
  facts.reserve(known.size());
  for (const auto& each : known) facts.push_back(each.fact);
  return facts;
}

/// Somebody who may be the same person, on which nobody has decided yet.
struct Review {
  std::string pair;  ///< the two pseudonyms in question, in order: "P-A~P-B"; the first of several
  PersonId other;
  std::vector<Known<Movement>> movements;  ///< of the other person
  std::vector<Known<Void>> voids;
  /// Where their names do not suffice: all such pairs. Only of crossings by two documents that
  /// such a pair names, an entry and an exit, flags wait.
  std::vector<std::string> if_fitting = {};
};

/// Everything that the centre holds about one person's presence.
struct PersonHistory {
  CountryCode nationality;
  std::vector<Known<Movement>> movements;
  std::vector<Known<Void>> voids;
  std::vector<Known<StatusChange>> changes;
  std::vector<Review> reviews;
  /// Pairs of pseudonyms on these movements, "P-A~P-B", of which somebody decided that they are one
  /// person's, whatever speaks against it.
  std::vector<Known<std::string>> linked;
};

/// The two moments of every question: the legal one asked about, and the one whose knowledge is
/// used (design/architecture, decision 7).
struct Viewpoint {
  Instant as_of;
  Instant known_at;
};

/// What holds for all persons at a viewpoint. References outlive it.
struct Country {
  /// The pack known at `known_at`; null: none, and nobody can overstay.
  const PolicyPack* pack = nullptr;
  /// As known at `known_at`: the posts that were open for traffic.
  std::vector<PostWatermark> posts;
  const PostZones& zones;
  /// When each post that sees entries went live, earliest first. Whoever came in before that is on
  /// no record, so for the longest stay after it an exit needs no entry on record; and what was due
  /// before the first of them, or is about a stamp of then, is held (Flag::before_records).
  std::vector<Instant> went_live;
};

/// A stay with what it was allowed.
struct JudgedStay {
  Stay stay;
  AuthorisedStay authorised;
};

/// Two crossings by two documents that cannot both be of a person who was seen each time: they may
/// be two people of one name.
struct Contradiction {
  std::string pair;  ///< the documents in order, "P-A~P-B"
  Movement earlier;
  Movement later;  ///< of the same direction, and nothing of the other between
};

/// A person's position at a viewpoint.
struct Evaluation {
  std::vector<JudgedStay> stays;
  std::vector<Movement> exits_without_entry;
  std::vector<Hypothesis> hypotheses;
  /// In order of kind, then time of the subject. Open stays within their term stand here as kOpen.
  std::vector<Flag> flags;
  /// Somebody of the pack's country, of whom there are no flags.
  bool national = false;
  /// Those that nobody has settled: see hold_for_contradictions().
  std::vector<Contradiction> contradictions;
};

/// Evaluates one person. The same for every order and repetition of the history. Never flagged:
/// nationals of the pack's country, the exempt (of a rule without a limit), suspended stays and
/// those of which a person decided that there is no overstay. An exit that nobody saw clears
/// nothing: what it speaks against is held, and says so.
[[nodiscard]] Evaluation evaluate(const PersonHistory& history, const Country& country,
                                  const Viewpoint& viewpoint);

/// The state of a flag whose dates are known, as time passes and watermarks move.
struct Ripeness {
  Instant due_at;
  Instant raise_at;
  bool met = false;      ///< the person was met after the term
  bool doubted = false;  ///< an exit that nobody saw speaks against it
  std::optional<Instant> ends_at;
  bool held = false;  ///< for a review, or since nobody recorded who left
};
[[nodiscard]] Ripeness ripeness_of(const Flag& flag);
/// kCleared from `ends_at` on.
[[nodiscard]] FlagState state_of(const Ripeness& ripeness, Instant as_of,
                                 const std::optional<Instant>& watermark);

/// Days over of an open stay at a moment, by the earliest local day of its post and of all at which
/// the person may leave, and no further than the day on which they probably left; 0 where its zone
/// or its last legal day is not known.
[[nodiscard]] int days_over_at(const Flag& flag, const PostZones& zones, Instant as_of);

/// Why a flag that was there is not any more: "exit_in_time", "extended", "decided", "suspended",
/// "voided", "entry_arrived", "exit_arrived", "policy_changed", "status_changed",
/// "application_pending", "left", "left_before", "regularised", "document_replaced", "withdrawn",
/// "class_changed", "national" (a document of the country's own was shown), "corrected" (none of
/// these, such as another pairing). A notice that ended by itself is "expired".
[[nodiscard]] std::string_view clearing_reason(const Flag& gone, const Evaluation& now);

}  // namespace garita::central
