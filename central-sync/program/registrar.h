#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "central-sync/intake/store.h"
#include "central-sync/program/installation.h"
#include "central-sync/program/own_journal.h"
#include "central-sync/store/central_database.h"
#include "schema/record/enrolment.h"

namespace garita::central {

/// So long an enrolment file is good for a first enrolment: what was lost on its way, or what a
/// restored backup makes good again, is not for ever.
inline constexpr std::chrono::days kEnrolmentTokenLifetime{30};

/// Gives a station that holds a token its certificates, once. Asked again with the same token for
/// the same station and the same two public keys, whatever the signatures, it gives the same
/// answer, since the first may have been lost; anything else is refused, and so is a token that
/// nobody used in time, or whose station was revoked before.
class CentreRegistrar : public Registrar {
 public:
  /// With a connection and the authority's key of its own. Remedy: repair.
  [[nodiscard]] static Result<std::unique_ptr<Registrar>> open(const Layout& layout);

  Result<std::string> enrol(const std::string& request_json, Instant now) override;

 private:
  CentreRegistrar(std::unique_ptr<CentralDatabase> database, Credential authority,
                  OwnJournal journal)
      : database_(std::move(database)),
        authority_(std::move(authority)),
        journal_(std::move(journal)) {}

  Result<EnrolledStation> station_of(const EnrolmentRequest& request);
  Result<Certificate> issue(const std::string& request_pem, CertificateRole role,
                            const EnrolledStation& station) const;
  Result<void> give_certificates(const EnrolmentRequest& request, EnrolledStation station,
                                 Instant now);

  std::unique_ptr<CentralDatabase> database_;
  Credential authority_;
  OwnJournal journal_;
};

}  // namespace garita::central
