#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "schema/vocabulary/date.h"
#include "schema/vocabulary/ids.h"

namespace garita::central {

/// What a document says about its holder.
struct Holder {
  std::string issuer;
  std::string document_number;
  std::string surname;
  std::string given_names;
  PartialDate birth;
  CountryCode nationality;
};

/// The exact keys by which two crossings are known to be one person's (design/semantics:
/// Identities). Either may be absent; with neither, nobody can say whose crossing it was.
struct HolderKeys {
  /// Absent without an issuer and a number.
  std::optional<std::string> document;
  /// Absent without a name, a nationality or a whole birth date: "somebody called Garcia, born in
  /// 1980" joins nobody.
  std::optional<std::string> name;
};
[[nodiscard]] HolderKeys keys_of(const Holder& holder);
/// Whether document_key() of an issuer and a number says both.
[[nodiscard]] bool names_a_document(std::string_view document_key);

/// Each key stands for a pseudonym of its own. Pseudonyms that one record brings together are one
/// person, who goes by the lowest of them, so that the name does not depend on the order in which
/// records arrived; the others live on as aliases.
struct Joined {
  PersonId person;
  std::vector<PersonId> aliases;  ///< in order, without `person`
};
/// `pseudonyms` is not empty; repetitions count once.
[[nodiscard]] Joined join(std::span<const PersonId> pseudonyms);

/// The persons that a set of links makes: each pseudonym with the one it goes by. Taking a link
/// away and asking again undoes a merge.
using PersonLink = std::pair<PersonId, PersonId>;
[[nodiscard]] std::vector<std::pair<PersonId, PersonId>> persons_of(
    std::span<const PersonLink> links);

}  // namespace garita::central
