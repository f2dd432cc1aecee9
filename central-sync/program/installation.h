#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "schema/crypto/certificate.h"
#include "schema/crypto/keys.h"
#include "schema/crypto/secret.h"
#include "schema/vocabulary/clock.h"
#include "schema/vocabulary/ids.h"
#include "schema/vocabulary/result.h"

namespace garita::central {

/// A private key and what the country's authority says about it.
struct Credential {
  PrivateKey key;
  Certificate certificate;
};

/// Where everything of a centre lies: DATA/centre.sqlite or DATA/database.address (0600), DATA/keys
/// (0700, each key 0600).
class Layout {
 public:
  explicit Layout(std::filesystem::path data) : data_(std::move(data)) {}
  [[nodiscard]] const std::filesystem::path& data() const { return data_; }
  [[nodiscard]] std::filesystem::path database_file() const { return data_ / "centre.sqlite"; }
  /// Holds the address of a server, password and all, where the database is not a file.
  [[nodiscard]] std::filesystem::path address_file() const { return data_ / "database.address"; }
  [[nodiscard]] std::filesystem::path keys() const { return data_ / "keys"; }

 private:
  std::filesystem::path data_;
};

/// The names of the key pairs that `init` makes: NAME.key and NAME.pem in DATA/keys.
inline constexpr const char* kAuthorityKey = "authority";  ///< signs certificates
inline constexpr const char* kCentreKey = "centre";        ///< sync port; signs receipts
inline constexpr const char* kConsoleKey = "console";      ///< directorate's console
inline constexpr const char* kSealKey = "seal";            ///< stations seal records to it
inline constexpr const char* kBulletinsKey = "bulletins";  ///< signs bulletins
inline constexpr const char* kJournalKey = "journal";      ///< signs the centre's own journal

/// Where the database is, as open_store takes it. Remedy: repair, where `init` was never run.
[[nodiscard]] Result<std::string> database_of(const Layout& layout);
/// Where `init` is to make it: at `address`, or in the file when that is empty. Remedy: ask the
/// officer, when it was made elsewhere already.
[[nodiscard]] Result<std::string> place_to_found(const Layout& layout, const std::string& address);

/// Makes the country's authority and the centre's key pairs, and the secret behind pseudonyms.
/// Certificates carry the time of the machine, never that of an exercise. Remedy: reject, when
/// there are keys already; retry, when the disk does not take them.
[[nodiscard]] Result<void> make_keys(const Layout& layout, const CountryCode& country,
                                     const StationId& journal_station,
                                     const std::vector<std::string>& console_names);

/// Remedy: repair.
[[nodiscard]] Result<Credential> load_credential(const Layout& layout, const std::string& name);
[[nodiscard]] Result<Certificate> load_certificate(const Layout& layout, const std::string& name);
/// The secret behind pseudonyms and key hashes: 32 bytes.
[[nodiscard]] Result<Secret> load_pseudonym_secret(const Layout& layout);

}  // namespace garita::central
