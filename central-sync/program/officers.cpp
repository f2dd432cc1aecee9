// officer add, officer totp, officer renew: who may log in at the posts, who learn of it by a
// bulletin.
#include <termios.h>
#include <unistd.h>

#include <iostream>

#include "central-sync/program/commands.h"
#include "central-sync/program/officers_list.h"
#include "schema/api/account.h"
#include "schema/crypto/envelope.h"
#include "schema/crypto/password.h"
#include "schema/crypto/totp.h"

namespace garita::central {
namespace {

constexpr std::size_t kPasswordBytesMin = 8;
constexpr std::size_t kLogInNameCharactersMax = 64;

/// No echo while a person types; a pipe is read as it is.
class SilentTerminal {
 public:
  SilentTerminal() {
    active_ = ::isatty(STDIN_FILENO) == 1 && ::tcgetattr(STDIN_FILENO, &before_) == 0;
    if (!active_) return;
    termios silent = before_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
  }
  SilentTerminal(const SilentTerminal&) = delete;
  SilentTerminal& operator=(const SilentTerminal&) = delete;
  ~SilentTerminal() {
    if (active_) ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
  }
  [[nodiscard]] bool active() const { return active_; }

 private:
  termios before_{};
  bool active_ = false;
};

/// What an officer types, and what stands in every record of theirs.
Result<void> check_log_in_name(const std::string& name) {
  const bool plain = name.find_first_not_of(
                         "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                         "0123456789._-") == std::string::npos;
  if (plain && !name.empty() && name.size() <= kLogInNameCharactersMax) return {};
  return fail(Remedy::kReject, "a log-in name has 1 to 64 letters, digits, '.', '_' and '-'");
}

Result<std::string> ask_password(const Terminal& terminal) {
  const SilentTerminal silent;
  if (silent.active()) terminal.err << "Password: " << std::flush;
  std::string password;
  std::getline(terminal.in, password);
  if (silent.active()) terminal.err << '\n';
  if (password.size() < kPasswordBytesMin)
    return fail(Remedy::kReject, "a password has at least 8 characters");
  return password;
}

Result<void> add_officer(const OfficerOptions& options, const Terminal& terminal) {
  GARITA_TRY(centre, open_centre(options.data));
  OfficerRow officer;
  GARITA_CHECK(check_log_in_name(options.id));
  officer.officer = OfficerId(options.id);
  officer.name = options.name.empty() ? options.id : options.name;
  for (const auto& role : split_list(options.roles)) {
    GARITA_CHECK(parse_role_text(role));
    officer.roles.push_back(role);
  }
  if (officer.roles.empty()) return fail(Remedy::kReject, "an officer has a role");
  GARITA_TRY(password, ask_password(terminal));
  officer.verifier = make_password_verifier(password);
  GARITA_CHECK(centre.database->book().put_officer(officer));
  GARITA_TRY(bulletin, publish_officers(centre));
  terminal.out << bulletin.channel << " " << bulletin.version << '\n';
  return {};
}

/// The key is shown once, and kept sealed.
Result<void> give_second_factor(const SecondFactorOptions& options, const Terminal& terminal) {
  GARITA_TRY(centre, open_centre(options.data));
  const OfficerId officer(options.id);
  const Secret key = random_secret(kTotpKeyBytes);
  std::optional<Bytes> sealed;
  if (!options.remove) {
    GARITA_TRY(seal, load_certificate(centre.layout, kSealKey));
    GARITA_TRY(envelope, seal_to_certificate(key.view(), seal));
    sealed = std::move(envelope);
  }
  GARITA_TRY(known, centre.database->book().put_second_factor(officer, sealed));
  if (!known) return fail(Remedy::kReject, "there is no officer " + options.id);
  GARITA_TRY(bulletin, publish_officers(centre));
  if (!options.remove)
    terminal.out << totp_uri("Garita " + centre.settings.country.value(), options.id, key) << '\n';
  terminal.err << bulletin.channel << " " << bulletin.version << '\n';
  return {};
}

Result<void> renew_officers(const StatusOptions& options, const Terminal& terminal) {
  GARITA_TRY(centre, open_centre(options.data));
  GARITA_TRY(bulletin, publish_officers(centre));
  terminal.out << bulletin.channel << " " << bulletin.version << '\n';
  return {};
}

}  // namespace

ExitStatus run_officer_renew(const StatusOptions& options, const Terminal& terminal) {
  return report(renew_officers(options, terminal), terminal);
}

ExitStatus run_officer_totp(const SecondFactorOptions& options, const Terminal& terminal) {
  return report(give_second_factor(options, terminal), terminal);
}

ExitStatus run_officer_add(const OfficerOptions& options, const Terminal& terminal) {
  return report(add_officer(options, terminal), terminal);
}

}  // namespace garita::central
