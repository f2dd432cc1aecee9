#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "schema/vocabulary/instant.h"
#include "schema/vocabulary/result.h"

namespace garita::station {

/// How the link to the centre stands.
enum class LinkPhase {
  kNever,    ///< there was no contact yet
  kUp,       ///< the conversation is open
  kDown,     ///< there was one, and it ended
  kRefused,  ///< the centre does not take this station
};
/// "never", "up", "down", "refused".
[[nodiscard]] std::string_view link_phase_name(LinkPhase phase);
/// Remedy: reject.
[[nodiscard]] Result<LinkPhase> parse_link_phase(std::string_view name);

/// Why there is no link, as a code that pages and operators have words for.
enum class LinkReason {
  kNone,
  kNoAddress,           ///< none is known, or it is no HOST:PORT
  kNameNotFound,        ///< DNS does not know the centre's name
  kUnreachable,         ///< no route: no network, most likely
  kConnectionRefused,   ///< the machine answers, the centre's program does not
  kTimedOut,            ///< nothing answers
  kConnectionLost,      ///< the connection was cut
  kSilent,              ///< connected, but nothing is heard any more
  kNoTls,               ///< something else answers at the centre's address
  kTlsVersion,          ///< the centre does not speak TLS 1.3
  kCentreNotTrusted,    ///< its certificate is not of this country's authority
  kCentreNotValidNow,   ///< its certificate has run out, or this station's clock is wrong
  kStationNotTrusted,   ///< the centre does not take this station's certificate
  kStationNotValidNow,  ///< this station's certificate has run out
  kRevoked,             ///< this station was revoked
  kUnknownStation,      ///< this station is not enrolled there
  kProgramVersion,      ///< the two programs have no version of the conversation in common
  kCentreUnavailable,   ///< the centre cannot store at the moment, or is being stopped
  kConversationBroken,  ///< one end said what the other does not understand
  kStationCannotStore,  ///< this station's own disk or database
  kNotServing,          ///< no garita-station serve runs here
};
/// In lower case with underscores: "connection_refused".
[[nodiscard]] std::string_view link_reason_name(LinkReason reason);
/// Remedy: reject.
[[nodiscard]] Result<LinkReason> parse_link_reason(std::string_view name);

struct LinkStatus {
  LinkPhase phase = LinkPhase::kNever;
  std::optional<Instant> since;         ///< when this phase began
  std::optional<Instant> last_contact;  ///< last word from the centre
  LinkReason reason = LinkReason::kNone;
  std::string detail;  ///< an English sentence about `reason`, with the address
  /// Which bulletins were not taken, by channel or section, and why; under "" why there is no room.
  std::map<std::string, std::string> refused;
  /// In one line; "" when all were taken.
  [[nodiscard]] std::string refused_bulletin() const;

  friend bool operator==(const LinkStatus&, const LinkStatus&) = default;
};

}  // namespace garita::station
