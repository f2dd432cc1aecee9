// protection: the unit that is told in confidence who may need protection. Its key is made where it
// is used, and never is at the centre.
#include <chrono>
#include <nlohmann/json.hpp>
#include <ostream>
#include <sstream>

#include "central-sync/program/centre.h"
#include "central-sync/program/own_journal.h"
#include "central-sync/program/publishing.h"
#include "central-sync/reports/sealed_referrals.h"
#include "schema/crypto/envelope.h"
#include "schema/crypto/private_file.h"
#include "schema/record/protection.h"

namespace garita::central {
namespace {

using Json = nlohmann::ordered_json;

constexpr auto kChannel = "protection";
constexpr auto kUnitName = "protection unit";
constexpr std::chrono::days kCertificateLifetime{1825};
constexpr std::size_t kRequestBytesMax = 16 * 1024;
constexpr std::size_t kExportBytesMax = std::size_t{256} * 1024 * 1024;

Result<void> make_unit_key(const ProtectionOptions& options, const Terminal& terminal) {
  const auto file = options.to / "protection.key";
  std::error_code error;
  if (std::filesystem::exists(file, error))
    return fail(Remedy::kAskOfficer, file.string() + " is there already and stays as it is");
  std::filesystem::create_directories(options.to, error);
  if (error) return fail(Remedy::kReject, options.to.string() + ": " + error.message());
  const PrivateKey key = PrivateKey::generate();
  GARITA_CHECK(key.save(file));
  const auto request = options.to / "protection.csr";
  const auto pem = CertificateRequest::make(key, kUnitName).pem();
  GARITA_CHECK(save_private_file(request, bytes_of(pem)));
  terminal.out << request.string() << '\n';
  terminal.err << file.string()
               << " alone opens what posts seal for the unit: keep a copy apart. Take "
               << request.string() << " to the centre\n";
  return {};
}

Result<void> appoint(const ProtectionOptions& options, const Terminal& terminal) {
  GARITA_TRY(centre, open_centre(options.data));
  GARITA_TRY(pem, read_file(options.file, kRequestBytesMax));
  const auto request = CertificateRequest::from_pem(pem);
  if (!request) return fail(request.error(), options.file.string());
  GARITA_TRY(authority, load_credential(centre.layout, kAuthorityKey));
  CertificateOrder order;
  order.role = CertificateRole::kProtectionUnit;
  order.common_name = kUnitName;
  order.validity = Validity::of_days(SystemClock().now(), kCertificateLifetime);
  GARITA_TRY(certificate, issue_certificate({authority.key, authority.certificate},
                                            request->public_key(), order));
  GARITA_CHECK(save_private_file(options.out, bytes_of(certificate.pem())));
  GARITA_TRY(published, publish(centre, kChannel, [&](const PrivateKey&) {
               return Result<Bytes>(copy_of(bytes_of(certificate.pem())));
             }));
  terminal.out << published.channel << " " << published.version << '\n';
  return {};
}

Result<void> export_sealed(const ProtectionOptions& options, const Terminal& terminal) {
  GARITA_TRY(centre, open_centre(options.data));
  GARITA_TRY(keyring, ProjectorKeyring::load(centre.layout, *centre.database));
  GARITA_TRY(referrals, sealed_referrals(*centre.database, keyring.keys()));
  GARITA_TRY(journal, OwnJournal::open(*centre.database, centre.layout));
  AuditNote note;
  note.at = centre.clock->now();
  note.action = "sealed_referrals_exported";
  note.subject = std::to_string(referrals.size());
  note.reason = options.why;
  GARITA_CHECK(journal.write(note, Lane::kAudit, note.at));
  std::string lines;
  for (const auto& each : referrals)
    lines += Json{{"record", each.record.text()}, {"sealed", to_base64(each.sealed)}}.dump() + "\n";
  GARITA_CHECK(save_private_file(options.out, bytes_of(lines)));
  terminal.out << referrals.size() << '\n';
  return {};
}

Json traveller_json(const TravelDocument& document) {
  Json json{{"surname", document.surname},
            {"given_names", document.given_names},
            {"nationality", document.nationality},
            {"sex", document.sex},
            {"issuing_state", document.issuing_state},
            {"document_number", document.document_number}};
  if (document.birth_date) json["birth_date"] = document.birth_date->text();
  return json;
}

std::string told_json(const std::string& record, const ProtectionReferral& referral) {
  const Crossing& told = referral.told;
  Json json{{"record", record},
            {"crossing", referral.crossing.text()},
            {"at", told.at.rfc3339()},
            {"post", told.post.value()},
            {"direction", direction_name(told.direction)},
            {"officer", told.officer.value()},
            {"traveller", traveller_json(told.document)},
            {"concerns", referral.concerns},
            {"note", referral.note}};
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

/// One line of an export. Remedy: reject.
Result<ProtectionReferral> open_line(const Json& line, const Credential& unit) {
  if (!line.is_object() || !line.contains("sealed") || !line["sealed"].is_string())
    return fail(Remedy::kReject, "it is no sealed referral");
  GARITA_TRY(sealed, from_base64(line["sealed"].get<std::string>()));
  GARITA_TRY(plain, open_envelope(sealed, unit.key, unit.certificate));
  return decode_protection(plain.view());
}

Result<Credential> load_unit(const ProtectionOptions& options) {
  GARITA_TRY(key, PrivateKey::load(options.key));
  GARITA_TRY(certificate, Certificate::load(options.certificate));
  GARITA_TRY(certified, certificate.public_key());
  if (certified != key.public_key())
    return fail(Remedy::kReject,
                options.certificate.string() + " is not of the key in " + options.key.string());
  return Credential{std::move(key), std::move(certificate)};
}

/// Those with nothing told are passed over: they hide the others.
Result<ExitStatus> open_sealed(const ProtectionOptions& options, const Terminal& terminal) {
  GARITA_TRY(unit, load_unit(options));
  GARITA_TRY(text, read_file(options.file, kExportBytesMax));
  std::istringstream lines(text);
  std::size_t number = 0;
  ExitStatus status = ExitStatus::kDone;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    const auto json = Json::parse(line, nullptr, false);
    const auto referral = open_line(json, unit);
    if (!referral) {
      terminal.err << "garita-central: line " << number << ": " << referral.error().message << '\n';
      status = ExitStatus::kSomeFailed;
      continue;
    }
    if (referral->concerns.empty()) continue;
    terminal.out << told_json(json.value("record", std::string()), *referral) << '\n';
  }
  return status;
}

}  // namespace

ExitStatus run_protection_key(const ProtectionOptions& options, const Terminal& terminal) {
  return report(make_unit_key(options, terminal), terminal);
}
ExitStatus run_protection_appoint(const ProtectionOptions& options, const Terminal& terminal) {
  return report(appoint(options, terminal), terminal);
}
ExitStatus run_protection_export(const ProtectionOptions& options, const Terminal& terminal) {
  return report(export_sealed(options, terminal), terminal);
}
ExitStatus run_protection_open(const ProtectionOptions& options, const Terminal& terminal) {
  const auto status = open_sealed(options, terminal);
  return status ? *status : report(status.error(), terminal);
}

}  // namespace garita::central
