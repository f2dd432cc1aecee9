#include "central-sync/program/installation.h"

#include <array>
#include <chrono>
#include <system_error>

#include "schema/crypto/private_file.h"

namespace garita::central {
namespace {

constexpr std::size_t kPseudonymSecretBytes = 32;
constexpr std::size_t kAddressBytesMax = 4'096;
constexpr const char* kPseudonymSecretFile = "pseudonyms.secret";
constexpr std::chrono::days kAuthorityLifetime{3650};
constexpr std::chrono::days kCertificateLifetime{1825};

std::filesystem::path key_file(const Layout& layout, const std::string& name) {
  return layout.keys() / (name + ".key");
}
std::filesystem::path certificate_file(const Layout& layout, const std::string& name) {
  return layout.keys() / (name + ".pem");
}

Result<void> make_folder(const std::filesystem::path& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) return fail(Remedy::kRetry, folder.string() + ": " + error.message());
  std::filesystem::permissions(folder, std::filesystem::perms::owner_all, error);
  if (error) return fail(Remedy::kRetry, folder.string() + ": " + error.message());
  return {};
}

Result<void> save_certificate(const Layout& layout, const std::string& name,
                              const Certificate& certificate) {
  return save_private_file(certificate_file(layout, name), bytes_of(certificate.pem()));
}

bool is_address(const std::string& name) {
  return name.find(':') != std::string::npos ||
         name.find_first_not_of("0123456789.") == std::string::npos;
}

struct Wanted {
  const char* name;
  CertificateRole role;
  std::string common_name;
};

Result<void> make_pair(const Layout& layout, const Authority& authority, const Wanted& wanted,
                       const std::vector<std::string>& console_names) {
  const PrivateKey key = PrivateKey::generate();
  CertificateOrder order;
  order.role = wanted.role;
  order.common_name = wanted.common_name;
  order.validity = Validity::of_days(SystemClock().now(), kCertificateLifetime);
  if (wanted.role == CertificateRole::kConsole)
    for (const auto& name : console_names)
      (is_address(name) ? order.ip_addresses : order.dns_names).push_back(name);
  GARITA_TRY(certificate, issue_certificate(authority, key.public_key(), order));
  GARITA_CHECK(key.save(key_file(layout, wanted.name)));
  return save_certificate(layout, wanted.name, certificate);
}

}  // namespace

Result<void> make_keys(const Layout& layout, const CountryCode& country,
                       const StationId& journal_station,
                       const std::vector<std::string>& console_names) {
  if (std::filesystem::exists(key_file(layout, kAuthorityKey)))
    return fail(Remedy::kReject, layout.keys().string() + " holds keys already");
  GARITA_CHECK(make_folder(layout.data()));
  GARITA_CHECK(make_folder(layout.keys()));
  const PrivateKey key = PrivateKey::generate();
  const Authority authority{
      key, make_authority_certificate(key, "Garita " + country.value() + " authority",
                                      Validity::of_days(SystemClock().now(), kAuthorityLifetime))};
  const std::array<Wanted, 5> all = {{
      {kCentreKey, CertificateRole::kCentre, "centre"},
      {kConsoleKey, CertificateRole::kConsole, "directorate"},
      {kSealKey, CertificateRole::kSeal, "centre seal"},
      {kBulletinsKey, CertificateRole::kBulletins, "bulletins"},
      {kJournalKey, CertificateRole::kStation, journal_station.value()},
  }};
  for (const auto& wanted : all) GARITA_CHECK(make_pair(layout, authority, wanted, console_names));
  const Secret secret = random_secret(kPseudonymSecretBytes);
  GARITA_CHECK(save_private_file(layout.keys() / kPseudonymSecretFile, secret.view()));
  GARITA_CHECK(save_certificate(layout, kAuthorityKey, authority.certificate));
  // Last, since its presence says that the others are there.
  return key.save(key_file(layout, kAuthorityKey));
}

Result<std::string> database_of(const Layout& layout) {
  std::error_code ignored;
  if (std::filesystem::exists(layout.address_file(), ignored)) {
    GARITA_TRY(address, load_private_file(layout.address_file(), kAddressBytesMax));
    return std::string(text_of(address.view()));
  }
  if (std::filesystem::exists(layout.database_file(), ignored))
    return layout.database_file().string();
  return fail(Remedy::kRepair, layout.data().string() + " is no centre's folder: run init first");
}

Result<std::string> place_to_found(const Layout& layout, const std::string& address) {
  const std::string wanted = address.empty() ? layout.database_file().string() : address;
  const auto there = database_of(layout);
  if (!there || *there == wanted) return wanted;
  return fail(Remedy::kAskOfficer, layout.data().string() + " has its database elsewhere already");
}

Result<Certificate> load_certificate(const Layout& layout, const std::string& name) {
  return Certificate::load(certificate_file(layout, name));
}

Result<Credential> load_credential(const Layout& layout, const std::string& name) {
  GARITA_TRY(key, PrivateKey::load(key_file(layout, name)));
  GARITA_TRY(certificate, load_certificate(layout, name));
  return Credential{std::move(key), std::move(certificate)};
}

Result<Secret> load_pseudonym_secret(const Layout& layout) {
  GARITA_TRY(secret,
             load_private_file(layout.keys() / kPseudonymSecretFile, kPseudonymSecretBytes));
  if (secret.size() != kPseudonymSecretBytes)
    return fail(Remedy::kRepair, "the secret behind pseudonyms has the wrong size");
  return secret;
}

}  // namespace garita::central
