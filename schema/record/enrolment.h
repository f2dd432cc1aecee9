#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "schema/vocabulary/bytes.h"
#include "schema/vocabulary/direction.h"
#include "schema/vocabulary/ids.h"
#include "schema/vocabulary/instant.h"
#include "schema/vocabulary/result.h"

namespace garita {

/// In the place of a border: of a regional office, which sees nobody cross and decides about
/// persons' status.
inline constexpr std::string_view kOffice = "office";

/// The file that the centre makes for one station and that travels to it by hand: whom it may
/// become, and whom it may trust. The token lets one station enrol once; nothing else in it is
/// secret. Certificates are PEM; they are checked by whoever uses them.
struct Enrolment {
  std::string token;  ///< base64url of 32 random bytes
  /// By the centre's clock, which alone holds to it; absent in files of older centres.
  std::optional<Instant> token_valid_until;
  CountryCode country;
  StationId station;
  PostCode post;
  std::set<Direction> directions;  ///< none of an office
  std::string border;              ///< "land", "air", "sea" or kOffice
  std::string zone;                ///< IANA
  bool exercise = false;
  /// Where the centre's sync port is, HOST:PORT, best first; may be empty (the stick alone).
  std::vector<std::string> centres;
  /// The names under which officers open the desk; they go into the console's certificate.
  std::vector<std::string> desk_names;
  std::string authority_certificate;
  std::string centre_certificate;     ///< TLS of the sync port, receipts
  std::string seal_certificate;       ///< epoch keys are sealed to it
  std::string bulletins_certificate;  ///< bulletins are signed under it
  /// The first bulletins, each in the bytes of the wire.
  std::vector<Bytes> bulletins;

  friend bool operator==(const Enrolment&, const Enrolment&) = default;
};

/// What a station asks for, over TLS on the sync port (the message carries these bytes) or as a
/// file on a stick. The requests are PKCS#10 in PEM.
struct EnrolmentRequest {
  std::string token;
  StationId station;
  std::string station_request;  ///< for CertificateRole::kStation
  std::string console_request;  ///< for CertificateRole::kConsole, with the names of the Enrolment

  friend bool operator==(const EnrolmentRequest&, const EnrolmentRequest&) = default;
};

/// What the centre answers. Asked again with the same token, station and public keys, it gives the
/// same answer: a link may break between the two.
struct EnrolmentAnswer {
  StationId station;
  std::string station_certificate;
  std::string console_certificate;

  friend bool operator==(const EnrolmentAnswer&, const EnrolmentAnswer&) = default;
};

inline constexpr std::size_t kEnrolmentBytesMax = std::size_t{16} * 1024 * 1024;

/// JSON, one object with "kind": "garita-enrolment", "garita-enrolment-request",
/// "garita-enrolment-answer" and "version": 1; keys as the members above; bulletins in base64.
[[nodiscard]] std::string to_json(const Enrolment& enrolment);
[[nodiscard]] std::string to_json(const EnrolmentRequest& request);
[[nodiscard]] std::string to_json(const EnrolmentAnswer& answer);

/// Remedy: reject.
[[nodiscard]] Result<Enrolment> parse_enrolment(std::string_view json);
[[nodiscard]] Result<EnrolmentRequest> parse_enrolment_request(std::string_view json);
[[nodiscard]] Result<EnrolmentAnswer> parse_enrolment_answer(std::string_view json);

}  // namespace garita
