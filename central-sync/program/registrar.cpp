#include "central-sync/program/registrar.h"

#include <chrono>

#include "schema/vocabulary/clock.h"

namespace garita::central {
namespace {

constexpr std::chrono::days kCertificateLifetime{1095};

bool is_address(const std::string& name) {
  return name.find(':') != std::string::npos ||
         name.find_first_not_of("0123456789.") == std::string::npos;
}

/// Whether the request asks for what `station` was given. Its keys are compared and not its bytes:
/// each signature over the same request is another one.
Result<bool> asks_for_what_was_given(const EnrolmentRequest& request,
                                     const EnrolledStation& station) {
  if (!station.certificate || !station.console_certificate) return false;
  const std::pair<const std::string*, const Certificate*> pairs[] = {
      {&request.station_request, &*station.certificate},
      {&request.console_request, &*station.console_certificate},
  };
  for (const auto& [pem, given] : pairs) {
    GARITA_TRY(asked, CertificateRequest::from_pem(*pem));
    GARITA_TRY(key, given->public_key());
    if (asked.public_key() != key) return false;
  }
  return true;
}

/// Whether an announced station that has no certificates yet may have them.
Result<void> check_may_begin(const EnrolledStation& station, Instant now) {
  const std::string name = station.station.value();
  if (station.revoked_at)
    return fail(Remedy::kReject, name +
                                     " was revoked before it was enrolled: make a new enrolment "
                                     "file (garita-central enrol), it is for another number");
  const Instant end = station.made_at.plus(kEnrolmentTokenLifetime);
  if (now < end) return {};
  return fail(Remedy::kReject,
              "the enrolment file of " + name + " was good until " + end.rfc3339() +
                  ": make a new one (garita-central enrol), it is for another number");
}

}  // namespace

Result<std::unique_ptr<Registrar>> CentreRegistrar::open(const Layout& layout) {
  GARITA_TRY(place, database_of(layout));
  GARITA_TRY(database, open_store(place, StoreMode::kOpen));
  GARITA_TRY(authority, load_credential(layout, kAuthorityKey));
  GARITA_TRY(journal, OwnJournal::open(*database, layout));
  std::unique_ptr<Registrar> registrar(
      new CentreRegistrar(std::move(database), std::move(authority), std::move(journal)));
  return registrar;
}

Result<EnrolledStation> CentreRegistrar::station_of(const EnrolmentRequest& request) {
  GARITA_TRY(station, database_->book().station_of_token(sha256(bytes_of(request.token))));
  if (!station || station->station != request.station)
    return fail(Remedy::kReject, "the token is not one of this centre's for this station");
  return *station;
}

Result<Certificate> CentreRegistrar::issue(const std::string& request_pem, CertificateRole role,
                                           const EnrolledStation& station) const {
  GARITA_TRY(request, CertificateRequest::from_pem(request_pem));
  CertificateOrder order;
  order.role = role;
  order.common_name = station.station.value();
  order.validity = Validity::of_days(SystemClock().now(), kCertificateLifetime);
  if (role == CertificateRole::kConsole)
    for (const auto& name : station.desk_names)
      (is_address(name) ? order.ip_addresses : order.dns_names).push_back(name);
  return issue_certificate({authority_.key, authority_.certificate}, request.public_key(), order);
}

Result<void> CentreRegistrar::give_certificates(const EnrolmentRequest& request,
                                                EnrolledStation station, Instant now) {
  GARITA_TRY(certificate, issue(request.station_request, CertificateRole::kStation, station));
  GARITA_TRY(console, issue(request.console_request, CertificateRole::kConsole, station));
  station.certificate = certificate;
  station.console_certificate = console;
  AuditNote note;
  note.at = now;
  note.action = "station_enrolled";
  note.subject = station.station.value();
  GARITA_CHECK(journal_.write(note, Lane::kAudit, now,
                              [&] { return database_->book().note_enrolled(station, now); }));
  return {};
}

Result<std::string> CentreRegistrar::enrol(const std::string& request_json, Instant now) {
  GARITA_TRY(request, parse_enrolment_request(request_json));
  GARITA_TRY(station, station_of(request));
  if (!station.certificate) {
    GARITA_CHECK(check_may_begin(station, now));
    station.request_hash = sha256(bytes_of(request.station_request + request.console_request));
    GARITA_CHECK(give_certificates(request, station, now));
    // Another process may have been first: what stands in the book is the answer.
    GARITA_TRY(stored, station_of(request));
    station = stored;
  }
  GARITA_TRY(same, asks_for_what_was_given(request, station));
  if (!same) {
    return fail(Remedy::kReject,
                "the token was used already, with other keys than this station's: where those are "
                "lost, revoke " +
                    station.station.value() + " and make a new enrolment file");
  }
  return to_json(EnrolmentAnswer{station.station, station.certificate->pem(),
                                 station.console_certificate->pem()});
}

}  // namespace garita::central
