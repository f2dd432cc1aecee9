#pragma once

#include <filesystem>
#include <optional>

#include "schema/crypto/certificate.h"
#include "schema/crypto/keys.h"
#include "schema/crypto/secret.h"
#include "schema/record/enrolment.h"
#include "schema/vocabulary/result.h"

namespace garita::station {

/// Where everything of a station lies: DATA/station.db, and DATA/keys (0700) with each key in a
/// file of its own (0600). Several processes may use one directory at once.
class DataDirectory {
 public:
  explicit DataDirectory(std::filesystem::path data) : data_(std::move(data)) {}

  [[nodiscard]] const std::filesystem::path& path() const { return data_; }
  [[nodiscard]] std::filesystem::path database() const { return data_ / "station.db"; }
  /// The names of the alert list, made ready for looking up; sealed.
  [[nodiscard]] std::filesystem::path alert_names() const { return data_ / "alerts.names"; }
  [[nodiscard]] std::filesystem::path keys() const { return data_ / "keys"; }
  [[nodiscard]] std::filesystem::path enrolment() const { return data_ / "enrolment.json"; }
  /// What the centre is asked, kept before it is asked; to be carried where no link reaches it.
  [[nodiscard]] std::filesystem::path request() const { return data_ / "request.json"; }

  /// Makes DATA and DATA/keys, 0700. Remedy: retry.
  [[nodiscard]] Result<void> create() const;

 private:
  std::filesystem::path data_;
};

/// Held by the one process that serves a data directory; the kernel lets go of it when that
/// process ends, however it ends.
class ServingLock {
 public:
  /// Remedy: reject, when another process serves it, with that process's number; retry.
  [[nodiscard]] static Result<ServingLock> take(const DataDirectory& directory);
  /// The process that serves it; absent when none does. Not for that process itself.
  [[nodiscard]] static std::optional<int> holder(const DataDirectory& directory);

  ServingLock(ServingLock&& other) noexcept;
  ServingLock& operator=(ServingLock&& other) noexcept;
  ~ServingLock();

 private:
  explicit ServingLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

/// The secret from which every key for this station's own disk is derived. This is the one place
/// that says where it lives: keys/local.key; a TPM or a systemd credential takes its place here.
/// Made when it is not there, unless there is a database already, which nothing but the lost one
/// opens. Remedy: repair, retry.
[[nodiscard]] Result<Secret> load_local_secret(const DataDirectory& directory);

/// Begins an enrolment: keeps the file, makes the station's own keys, and gives the request for
/// their certificates. All of it is durable when it returns, since the centre gives certificates
/// to the first keys that ask with a token, and its answer may be lost: repeated with the same file
/// it gives the same request, byte for byte. Another station's file is refused. `now` is the
/// machine's own clock also in an exercise. Remedy: reject, retry.
[[nodiscard]] Result<EnrolmentRequest> begin_enrolment(const DataDirectory& directory,
                                                       const Enrolment& enrolment, Instant now);

/// Takes the centre's answer: from now on the station may serve. Checks that the certificates are
/// for its keys, of its authority and of the right kind at `now`, which is the machine's own clock
/// also in an exercise. Remedy: reject, retry.
[[nodiscard]] Result<void> finish_enrolment(const DataDirectory& directory,
                                            const EnrolmentAnswer& answer, Instant now);

/// The centre's answer was taken whole, for the keys that are here.
[[nodiscard]] bool is_enrolled(const DataDirectory& directory);

/// The enrolment that was begun here. Remedy: repair, when there is none.
[[nodiscard]] Result<Enrolment> load_enrolment(const DataDirectory& directory);

/// Who this station is and whom it trusts, once it is enrolled.
struct Identity {
  Enrolment enrolment;  ///< its token is spent
  PrivateKey station_key;
  Certificate station_certificate;
  PrivateKey console_key;
  Certificate console_certificate;
  Certificate authority;
  Certificate centre;
  Certificate seal;
  Certificate bulletins;
};

/// Remedy: repair, with what to do ("not enrolled yet").
[[nodiscard]] Result<Identity> load_identity(const DataDirectory& directory);

}  // namespace garita::station
