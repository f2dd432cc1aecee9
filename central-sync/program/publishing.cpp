// bulletin publish, officer add: what goes down to the posts.
#include <termios.h>
#include <unistd.h>

#include <iostream>
#include <nlohmann/json.hpp>

#include "central-sync/program/centre.h"
#include "central-sync/program/own_journal.h"
#include "schema/api/account.h"
#include "schema/crypto/password.h"
#include "schema/journal/sections.h"
#include "schema/stay/policy.h"

namespace garita::central {
namespace {

constexpr std::size_t kPasswordBytesMin = 8;
constexpr std::size_t kLogInNameCharactersMax = 64;

/// A pack with a mistake is refused here: at the posts it would be refused too, but later.
Result<void> check_content(const std::string& channel, const std::string& content) {
  if (!is_channel(channel)) return fail(Remedy::kReject, "there is no channel " + channel);
  if (channel == "policies") {
    auto pack = PolicyPack::from_toml(content);
    if (!pack) return Failure(std::move(pack.error()));
  }
  return {};
}

Bulletin signed_bulletin(const std::string& channel, std::uint64_t version, Instant at,
                         Bytes content, const PrivateKey& key) {
  Bulletin bulletin;
  bulletin.channel = channel;
  bulletin.version = version;
  bulletin.issued_at = at;
  bulletin.content = std::move(content);
  bulletin.sign(key);
  return bulletin;
}

/// Keeps a section, where it is not what is held of it already; which version it has.
Result<std::uint64_t> keep_section(Centre& centre, const std::string& name,
                                   const ListSection& section, const PrivateKey& key) {
  auto& store = centre.database->intake();
  GARITA_TRY(newest, centre.database->book().newest_version(name));
  if (newest > 0) {
    GARITA_TRY(held, store.bulletin(name, newest));
    if (held && text_of(held->content) == section.csv) return newest;
  }
  const auto bulletin =
      signed_bulletin(name, newest + 1, centre.clock->now(), copy_of(bytes_of(section.csv)), key);
  GARITA_CHECK(
      store.in_transaction([&] { return centre.database->book().put_bulletin(bulletin); }));
  return bulletin.version;
}

/// Keeps a long list's sections, and gives the head that names them. Until that is published,
/// nobody is offered what was kept.
Result<Bytes> keep_sections(Centre& centre, const std::string& channel, const std::string& content,
                            const PrivateKey& key) {
  GARITA_TRY(sections, cut_into_sections(content));
  SectionHead head;
  for (std::size_t i = 0; i < kSections; ++i) {
    GARITA_TRY(version, keep_section(centre, section_channel(channel, i), sections[i], key));
    head.sections.at(i) = {version, sections[i].rows};
  }
  return encode(head);
}

Result<Bulletin> publish(Centre& centre, const std::string& channel, const std::string& content) {
  GARITA_TRY(credential, load_credential(centre.layout, kBulletinsKey));
  GARITA_TRY(journal, OwnJournal::open(*centre.database, centre.layout));
  Bytes bytes;
  if (content.size() > kSectionedAbove && is_list_channel(channel)) {
    GARITA_TRY(head, keep_sections(centre, channel, content, credential.key));
    bytes = std::move(head);
  } else {
    bytes = copy_of(bytes_of(content));
  }
  GARITA_TRY(newest, centre.database->book().newest_version(channel));
  const Instant now = centre.clock->now();
  const auto bulletin = signed_bulletin(channel, newest + 1, now, std::move(bytes), credential.key);
  AuditNote note;
  note.at = now;
  note.action = kBulletinPublished;
  note.subject = channel + "/" + std::to_string(bulletin.version);
  GARITA_CHECK(journal.write(note, Lane::kAudit, now,
                             [&] { return centre.database->book().put_bulletin(bulletin); }));
  GARITA_CHECK(bring_up_to_date(centre));
  return bulletin;
}

Result<void> publish_file(const PublishOptions& options, const Terminal& terminal) {
  GARITA_TRY(centre, open_centre(options.data));
  const auto bytes_max = is_list_channel(options.channel) ? kListBytesMax : kBulletinBytesMax;
  GARITA_TRY(content, read_file(options.file, bytes_max));
  auto checked = check_content(options.channel, content);
  if (!checked) return fail(std::move(checked.error()), options.file.string());
  auto published = publish(centre, options.channel, content);
  if (!published && published.error().remedy == Remedy::kReject) {
    return fail(std::move(published.error()), options.file.string());
  }
  if (!published) return Failure(std::move(published.error()));
  terminal.out << published->channel << " " << published->version << '\n';
  return {};
}

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

/// The bulletin "officers": who may log in where, and the verifiers of their passwords.
std::string officers_json(const std::vector<OfficerRow>& officers) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const auto& officer : officers)
    list.push_back({{"id", officer.officer.value()},
                    {"name", officer.name},
                    {"roles", officer.roles},
                    {"verifier", officer.verifier},
                    {"active", officer.active}});
  return nlohmann::ordered_json{{"officers", list}}.dump(
      -1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
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
  GARITA_TRY(officers, centre.database->book().officers());
  GARITA_TRY(bulletin, publish(centre, "officers", officers_json(officers)));
  terminal.out << bulletin.channel << " " << bulletin.version << '\n';
  return {};
}

}  // namespace

ExitStatus run_publish(const PublishOptions& options, const Terminal& terminal) {
  return report(publish_file(options, terminal), terminal);
}

ExitStatus run_officer_add(const OfficerOptions& options, const Terminal& terminal) {
  return report(add_officer(options, terminal), terminal);
}

}  // namespace garita::central
