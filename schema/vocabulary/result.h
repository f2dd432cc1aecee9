#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <type_traits>
#include <utility>

namespace garita {

/// What the one who meets an error has to do. Code branches on this, never on the text. Closed on
/// purpose: a new remedy must be answered everywhere.
enum class Remedy {
  kRetry,       ///< the same again may go through later: busy, no link, disk full
  kReject,      ///< the input is wrong and stays wrong: name it, put it aside, go on
  kAskOfficer,  ///< a person has to decide or to supply something
  kRepair,      ///< this installation is broken: a missing key, a corrupt file
};

/// Why something was not done. `message` is a sentence for the log and for people: it names what is
/// wrong and where; it never carries a traveller's data.
struct Error {
  Remedy remedy = Remedy::kReject;
  std::string message;

  friend bool operator==(const Error&, const Error&) = default;
};

using Failure = tl::unexpected<Error>;

/// A value or the Error that stands in its place. A dropped failure does not compile.
template <typename T>
class [[nodiscard]] Result : public tl::expected<T, Error> {
 public:
  using tl::expected<T, Error>::expected;
};

[[nodiscard]] inline Failure fail(Remedy remedy, std::string message) {
  return Failure(Error{remedy, std::move(message)});
}

/// The same failure, with where it happened in front: "records.json line 3: no such date".
[[nodiscard]] inline Failure fail(Error error, std::string_view where) {
  error.message = std::string(where) + ": " + error.message;
  return Failure(std::move(error));
}

/// Ends the process when a promise of our own is broken: a wrong record is worse than a stopped
/// one. Never for input. On in every build.
void ensure(bool condition, std::string_view why_it_must_hold);

}  // namespace garita

#define GARITA_CONCAT_(a, b) a##b
#define GARITA_CONCAT(a, b) GARITA_CONCAT_(a, b)

/// GARITA_TRY(name, expression): `name` becomes the value of a Result, or the function returns its
/// failure.
#define GARITA_TRY(name, ...)                                                          \
  auto GARITA_CONCAT(garita_try_, __LINE__) = (__VA_ARGS__);                           \
  if (!GARITA_CONCAT(garita_try_, __LINE__))                                           \
    return ::garita::Failure(std::move(GARITA_CONCAT(garita_try_, __LINE__).error())); \
  auto name = *std::move(GARITA_CONCAT(garita_try_, __LINE__))

/// GARITA_CHECK(expression): goes on when the Result<void> holds, else returns its failure.
#define GARITA_CHECK(...)                                                             \
  do {                                                                                \
    auto garita_checked = (__VA_ARGS__);                                              \
    if (!garita_checked) return ::garita::Failure(std::move(garita_checked.error())); \
  } while (false)
