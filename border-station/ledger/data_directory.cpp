#include "border-station/ledger/data_directory.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "schema/crypto/private_file.h"

namespace garita::station {
namespace {

constexpr std::size_t kLocalSecretBytes = 32;
constexpr auto kOwnerOnly = std::filesystem::perms::owner_all;

std::filesystem::path key_file(const DataDirectory& directory, const char* name) {
  return directory.keys() / (std::string(name) + ".key");
}

std::filesystem::path certificate_file(const DataDirectory& directory, const char* name) {
  return directory.keys() / (std::string(name) + ".pem");
}

constexpr auto kStation = "station";
constexpr auto kConsole = "console";

Result<void> make_private_folder(const std::filesystem::path& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (!error) std::filesystem::permissions(folder, kOwnerOnly, error);
  if (error) return fail(Remedy::kRetry, "cannot make " + folder.string() + ": " + error.message());
  return {};
}

/// Keeps other processes of this station out while keys are made; ends with the process.
class FolderLock {
 public:
  explicit FolderLock(const std::filesystem::path& folder)
      : descriptor_(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
    if (descriptor_ >= 0) ::flock(descriptor_, LOCK_EX);
  }
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;
  ~FolderLock() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }

 private:
  int descriptor_;
};

std::filesystem::path serving_file(const DataDirectory& directory) {
  return directory.path() / "serving";
}

/// A POSIX lock and not flock(): asked who holds it, the kernel names the process. It goes when
/// any descriptor of the file is closed in that process, so only ServingLock opens it.
struct flock whole_file() {
  struct flock lock {};
  lock.l_type = F_WRLCK;
  lock.l_whence = SEEK_SET;
  return lock;
}

Result<PrivateKey> load_or_make_key(const std::filesystem::path& file) {
  if (std::filesystem::exists(file)) return PrivateKey::load(file);
  auto key = PrivateKey::generate();
  GARITA_CHECK(key.save(file));
  return key;
}

Result<Certificate> issued_certificate(const std::string& pem, const PrivateKey& key,
                                       const Certificate& authority, CertificateRole role,
                                       Instant now) {
  GARITA_TRY(certificate, Certificate::from_pem(pem));
  GARITA_CHECK(check_certificate(certificate, authority, role, now));
  GARITA_TRY(certified, certificate.public_key());
  if (certified != key.public_key()) {
    return fail(Remedy::kReject, "the certificate is for another station's key");
  }
  return certificate;
}

/// The request that was kept, where it asks for these two keys' certificates with this token.
std::optional<EnrolmentRequest> kept_request(const DataDirectory& directory,
                                             const Enrolment& enrolment, const PrivateKey& station,
                                             const PrivateKey& console) {
  const auto content = load_private_file(directory.request(), kEnrolmentBytesMax);
  if (!content) return std::nullopt;
  auto kept = parse_enrolment_request(text_of(content->view()));
  if (!kept || kept->token != enrolment.token || kept->station != enrolment.station) {
    return std::nullopt;
  }
  const auto asks_for = [](const std::string& pem, const PrivateKey& key) {
    const auto request = CertificateRequest::from_pem(pem);
    return request && request->public_key() == key.public_key();
  };
  const bool same =
      asks_for(kept->station_request, station) && asks_for(kept->console_request, console);
  return same ? std::optional(*std::move(kept)) : std::nullopt;
}

/// The enrolment's certificates must hang together before anything is trusted through them.
Result<void> check_trust(const Enrolment& enrolment, Instant now) {
  GARITA_TRY(authority, Certificate::from_pem(enrolment.authority_certificate));
  const std::pair<const std::string*, CertificateRole> expected[] = {
      {&enrolment.centre_certificate, CertificateRole::kCentre},
      {&enrolment.seal_certificate, CertificateRole::kSeal},
      {&enrolment.bulletins_certificate, CertificateRole::kBulletins},
  };
  for (const auto& [pem, role] : expected) {
    GARITA_TRY(certificate, Certificate::from_pem(*pem));
    auto checked = check_certificate(certificate, authority, role, now);
    if (!checked) return fail(checked.error(), "enrolment file, " + std::string(role_name(role)));
  }
  return {};
}

}  // namespace

Result<void> DataDirectory::create() const {
  GARITA_CHECK(make_private_folder(data_));
  return make_private_folder(keys());
}

Result<ServingLock> ServingLock::take(const DataDirectory& directory) {
  const auto file = serving_file(directory);
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (descriptor < 0) {
    return fail(Remedy::kRetry, "cannot open " + file.string() + ": " + std::strerror(errno));
  }
  ServingLock lock(descriptor);
  struct flock whole = whole_file();
  if (::fcntl(descriptor, F_SETLK, &whole) == 0) return lock;
  if (errno != EAGAIN && errno != EACCES) {
    return fail(Remedy::kRetry, "cannot lock " + file.string() + ": " + std::strerror(errno));
  }
  const auto other = holder(directory);
  return fail(Remedy::kReject, directory.path().string() + " is served already" +
                                   (other ? ", by process " + std::to_string(*other) : ""));
}

std::optional<int> ServingLock::holder(const DataDirectory& directory) {
  const int descriptor = ::open(serving_file(directory).c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return std::nullopt;
  struct flock whole = whole_file();
  const bool asked = ::fcntl(descriptor, F_GETLK, &whole) == 0;
  ::close(descriptor);
  if (!asked || whole.l_type == F_UNLCK) return std::nullopt;
  return whole.l_pid;
}

ServingLock::ServingLock(ServingLock&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)) {}
ServingLock& ServingLock::operator=(ServingLock&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  return *this;
}
ServingLock::~ServingLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

Result<Secret> load_local_secret(const DataDirectory& directory) {
  const auto file = directory.keys() / "local.key";
  const FolderLock lock(directory.keys());
  if (!std::filesystem::exists(file)) {
    // A new one would look like a start, and what was sealed under the old one like damage.
    if (std::filesystem::exists(directory.database())) {
      return fail(Remedy::kRepair, file.string() + " is missing: put it back, without it " +
                                       directory.database().string() + " cannot be read");
    }
    const Secret fresh = random_secret(kLocalSecretBytes);
    GARITA_CHECK(save_private_file(file, fresh.view()));
  }
  GARITA_TRY(secret, load_private_file(file, kLocalSecretBytes));
  if (secret.size() != kLocalSecretBytes) {
    return fail(Remedy::kRepair, file.string() + " is damaged");
  }
  return secret;
}

Result<EnrolmentRequest> begin_enrolment(const DataDirectory& directory, const Enrolment& enrolment,
                                         Instant now) {
  GARITA_CHECK(check_trust(enrolment, now));
  GARITA_CHECK(directory.create());
  const FolderLock lock(directory.keys());
  if (std::filesystem::exists(directory.enrolment())) {
    GARITA_TRY(before, load_enrolment(directory));
    if (before.station != enrolment.station || before.token != enrolment.token) {
      return fail(Remedy::kReject, "this data directory belongs to station " +
                                       before.station.value() + ", enrolled by another file");
    }
  }
  GARITA_TRY(station_key, load_or_make_key(key_file(directory, kStation)));
  GARITA_TRY(console_key, load_or_make_key(key_file(directory, kConsole)));
  GARITA_CHECK(save_private_file(directory.enrolment(), bytes_of(to_json(enrolment))));
  if (auto kept = kept_request(directory, enrolment, station_key, console_key)) return *kept;
  const std::string name = enrolment.station.value();
  EnrolmentRequest request{enrolment.token, enrolment.station,
                           CertificateRequest::make(station_key, name).pem(),
                           CertificateRequest::make(console_key, name).pem()};
  GARITA_CHECK(save_private_file(directory.request(), bytes_of(to_json(request))));
  return request;
}

Result<void> finish_enrolment(const DataDirectory& directory, const EnrolmentAnswer& answer,
                              Instant now) {
  GARITA_TRY(enrolment, load_enrolment(directory));
  if (answer.station != enrolment.station) {
    return fail(Remedy::kReject, "the answer is for station " + answer.station.value());
  }
  GARITA_TRY(authority, Certificate::from_pem(enrolment.authority_certificate));
  GARITA_TRY(station_key, PrivateKey::load(key_file(directory, kStation)));
  GARITA_TRY(console_key, PrivateKey::load(key_file(directory, kConsole)));
  GARITA_TRY(station, issued_certificate(answer.station_certificate, station_key, authority,
                                         CertificateRole::kStation, now));
  if (station.common_name() != enrolment.station.value()) {
    return fail(Remedy::kReject, "the certificate is for another station");
  }
  GARITA_TRY(console, issued_certificate(answer.console_certificate, console_key, authority,
                                         CertificateRole::kConsole, now));
  // The station's own comes last: where it is, the enrolment is complete.
  GARITA_CHECK(save_private_file(certificate_file(directory, kConsole), bytes_of(console.pem())));
  return save_private_file(certificate_file(directory, kStation), bytes_of(station.pem()));
}

bool is_enrolled(const DataDirectory& directory) {
  const auto belongs = [](const Certificate& certificate, const PrivateKey& key) {
    const auto certified = certificate.public_key();
    return certified && *certified == key.public_key();
  };
  const auto identity = load_identity(directory);
  return identity && belongs(identity->station_certificate, identity->station_key) &&
         belongs(identity->console_certificate, identity->console_key);
}

Result<Enrolment> load_enrolment(const DataDirectory& directory) {
  if (!std::filesystem::exists(directory.enrolment())) {
    return fail(Remedy::kRepair, directory.path().string() +
                                     " is not enrolled: run garita-station enrol FILE --data " +
                                     directory.path().string());
  }
  GARITA_TRY(content, load_private_file(directory.enrolment(), kEnrolmentBytesMax));
  auto enrolment = parse_enrolment(text_of(content.view()));
  if (!enrolment) return fail(Remedy::kRepair, "enrolment.json: " + enrolment.error().message);
  return enrolment;
}

Result<Identity> load_identity(const DataDirectory& directory) {
  GARITA_TRY(enrolment, load_enrolment(directory));
  if (!std::filesystem::exists(certificate_file(directory, kStation))) {
    return fail(Remedy::kRepair,
                "the centre has not answered the enrolment yet: run enrol again "
                "when a link is there, or carry " +
                    directory.request().string() + " to the centre");
  }
  GARITA_TRY(station_key, PrivateKey::load(key_file(directory, kStation)));
  GARITA_TRY(station, Certificate::load(certificate_file(directory, kStation)));
  GARITA_TRY(console_key, PrivateKey::load(key_file(directory, kConsole)));
  GARITA_TRY(console, Certificate::load(certificate_file(directory, kConsole)));
  GARITA_TRY(authority, Certificate::from_pem(enrolment.authority_certificate));
  GARITA_TRY(centre, Certificate::from_pem(enrolment.centre_certificate));
  GARITA_TRY(seal, Certificate::from_pem(enrolment.seal_certificate));
  GARITA_TRY(bulletins, Certificate::from_pem(enrolment.bulletins_certificate));
  return Identity{std::move(enrolment),   std::move(station_key), std::move(station),
                  std::move(console_key), std::move(console),     std::move(authority),
                  std::move(centre),      std::move(seal),        std::move(bulletins)};
}

}  // namespace garita::station
