// bulletin publish: what goes down to the posts.
#include "central-sync/program/publishing.h"

#include <chrono>
#include <thread>

#include "central-sync/program/bulletin_content.h"
#include "central-sync/program/commands.h"
#include "central-sync/program/list_change.h"
#include "central-sync/program/listing.h"
#include "central-sync/program/own_journal.h"
#include "central-sync/program/rebuild_progress.h"
#include "central-sync/reports/shortened_stays.h"
#include "schema/journal/sections.h"
#include "schema/stay/policy.h"

namespace garita::central {
namespace {

/// Of those who publish in one channel at the same time somebody is always first, so this many
/// would have to do it at once before one of them is told to try again.
constexpr int kAttemptsMax = 8;

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
  std::uint64_t version = 0;
  GARITA_CHECK(store.in_transaction([&]() -> Result<void> {
    GARITA_TRY(newest, centre.database->book().newest_version(name));
    version = newest;
    if (newest > 0) {
      GARITA_TRY(held, store.bulletin(name, newest));
      if (held && text_of(held->content) == section.csv) return {};
    }
    version = newest + 1;
    const auto content = copy_of(bytes_of(section.csv));
    return centre.database->book().put_bulletin(
        signed_bulletin(name, version, centre.clock->now(), content, key));
  }));
  return version;
}

/// Keeps a long list's sections, and gives the head that names them. Until that is published,
/// nobody is offered what was kept.
Result<Bytes> keep_sections(Centre& centre, const std::string& channel, const std::string& content,
                            const PrivateKey& key) {
  GARITA_TRY(sections, cut_into_sections(content));
  SectionHead head;
  for (std::size_t i = 0; i < kSections; ++i) {
    GARITA_TRY(version, keep_section(centre, section_channel(channel, i), sections[i], key));
    head.sections.at(i) = {version, sections[i].rows, sha256(bytes_of(sections[i].csv))};
  }
  return encode(head);
}

/// Whole or, where it is long, in sections.
BulletinContent list_content(Centre& centre, const std::string& channel, const std::string& csv) {
  return [&](const PrivateKey& key) -> Result<Bytes> {
    if (csv.size() > kSectionedAbove) return keep_sections(centre, channel, csv, key);
    return copy_of(bytes_of(csv));
  };
}

/// Whether nobody else published since `bulletin` was put together: in its channel, and of a long
/// list in its sections. Else heads would not name sections in the order in which these were kept,
/// and a post that holds a newer section than a head names could never put that head into force.
Result<bool> is_next(Centre& centre, const Bulletin& bulletin) {
  auto& book = centre.database->book();
  GARITA_TRY(newest, book.newest_version(bulletin.channel));
  if (newest + 1 != bulletin.version) return false;
  if (!is_section_head(bulletin.content)) return true;
  GARITA_TRY(head, read_section_head(bulletin.content));
  for (std::size_t i = 0; i < kSections; ++i) {
    GARITA_TRY(held, book.newest_version(section_channel(bulletin.channel, i)));
    if (held != head.sections.at(i).version) return false;
  }
  return true;
}

struct Attempt {
  const std::string& channel;
  const BulletinContent& content;
  const PrivateKey& key;
  std::function<Result<bool>()> still_holds = [] { return Result<bool>(true); };
  std::string why = {};
};

/// Absent: somebody else was first, or `still_holds` does not, and nothing was published.
Result<std::optional<Bulletin>> try_to_publish(Centre& centre, const Attempt& attempt) {
  const auto& [channel, content, key, still_holds, why] = attempt;
  GARITA_TRY(journal, OwnJournal::open(*centre.database, centre.layout));
  GARITA_TRY(newest, centre.database->book().newest_version(channel));
  GARITA_TRY(bytes, content(key));
  const Instant now = centre.clock->now();
  const auto bulletin = signed_bulletin(channel, newest + 1, now, std::move(bytes), key);
  AuditNote note;
  note.at = now;
  note.action = kBulletinPublished;
  note.subject = channel + "/" + std::to_string(bulletin.version);
  note.reason = why;
  bool overtaken = false;
  const auto written = journal.write(note, Lane::kAudit, now, [&]() -> Result<void> {
    GARITA_TRY(holds, still_holds());
    GARITA_TRY(next, is_next(centre, bulletin));
    overtaken = !holds || !next;
    if (overtaken) return fail(Remedy::kRetry, "another was published meanwhile");
    return centre.database->book().put_bulletin(bulletin);
  });
  if (overtaken) return std::optional<Bulletin>();
  if (!written) return Failure(written.error());
  return std::optional<Bulletin>(bulletin);
}

}  // namespace

void let_others_finish(int attempt) {
  constexpr unsigned kFirstMs = 50;
  const auto chance = random_bytes(1).front();
  std::this_thread::sleep_for(std::chrono::milliseconds((kFirstMs << attempt) * chance / 255));
}

Result<std::optional<Bulletin>> publish_list_once(
    Centre& centre, const std::string& channel, const std::string& csv,
    const std::function<Result<bool>()>& still_holds) {
  GARITA_TRY(credential, load_credential(centre.layout, kBulletinsKey));
  const auto content = list_content(centre, channel, csv);
  GARITA_TRY(published,
             try_to_publish(centre, {channel, content, credential.key, still_holds, {}}));
  if (published) GARITA_CHECK(bring_up_to_date(centre));
  return published;
}

Result<Bulletin> publish(Centre& centre, const std::string& channel, const BulletinContent& content,
                         const std::optional<std::string>& why) {
  GARITA_TRY(credential, load_credential(centre.layout, kBulletinsKey));
  const Attempt mine{
      .channel = channel, .content = content, .key = credential.key, .why = why.value_or("")};
  for (int attempt = 0; attempt < kAttemptsMax; ++attempt) {
    GARITA_TRY(published, try_to_publish(centre, mine));
    if (!published) {
      let_others_finish(attempt);
      continue;
    }
    GARITA_CHECK(bring_up_to_date(centre));
    return *std::move(published);
  }
  return fail(Remedy::kRetry,
              channel + ": others publish at the same time; nothing was published, try again");
}

Result<Bulletin> publish_list(Centre& centre, const std::string& channel, const std::string& csv) {
  return publish(centre, channel, list_content(centre, channel, csv));
}

namespace {

/// Says what a list changes. A part that somebody took for the whole would take everybody else off
/// the list at every post.
Result<void> check_change(Centre& centre, const PublishOptions& options, const std::string& content,
                          const Terminal& terminal) {
  GARITA_TRY(change, change_of_list(centre.database->intake(), options.channel, content));
  if (change.shrinks() && !options.shrinks)
    return fail(Remedy::kAskOfficer, options.file.string() + " has " + std::to_string(change.rows) +
                                         " rows, and the list in force has " +
                                         std::to_string(change.rows_in_force) +
                                         ": if it is meant to be less than half, say --shrinks");
  terminal.err << options.channel << ": " << change.rows << " rows, " << change.changed
               << " of them new or changed, " << change.gone << " gone\n";
  return {};
}

/// A flag names its rule's pack by version as evidence: one version is one text.
Result<void> check_version_of_its_own(Centre& centre, const std::string& content) {
  GARITA_TRY(pack, PolicyPack::from_toml(content));
  GARITA_TRY(newest, centre.database->book().newest_version("policies"));
  for (std::uint64_t version = newest; version > 0; --version) {
    GARITA_TRY(held, centre.database->intake().bulletin("policies", version));
    if (!held || text_of(held->content) == content) continue;
    const auto before = PolicyPack::from_toml(text_of(held->content));
    if (before && before->version() == pack.version())
      return fail(Remedy::kReject, "version " + pack.version() +
                                       " was published with another text: give this one a version "
                                       "of its own");
  }
  return {};
}

/// What people were told at entry holds, unless it is said to be meant: what is then to stand in
/// the note. A rule that was in force on the day of entry stays in force for the stay, so only a
/// pack that writes the past anew can shorten any.
Result<std::optional<std::string>> check_stays(Centre& centre, const PublishOptions& options,
                                               const std::string& content,
                                               const Terminal& terminal) {
  GARITA_CHECK(bring_up_to_date(centre));
  GARITA_TRY(pack, PolicyPack::from_toml(content));
  RebuildProgress progress(terminal.err);
  GARITA_TRY(shortened, stays_shortened_by(centre.database->reading(), pack, centre.clock->now(),
                                           [&](std::int64_t done, std::int64_t all) {
                                             progress.tell({done, all});
                                           }));
  if (shortened.earlier == 0) return std::optional<std::string>();
  const std::string what = std::to_string(shortened.earlier) +
                           " stays of people who are in the country end earlier, " +
                           std::to_string(shortened.over_at_once) + " of them are over at once";
  if (!options.shortens)
    return fail(Remedy::kAskOfficer, options.file.string() + ": with this pack " + what +
                                         ": give the rules a first day and leave those before as "
                                         "they are, or, if it is meant, say --shortens");
  terminal.err << options.channel << ": " << what << '\n';
  return std::optional(what);
}

/// Without a file: what the centre knows itself.
Result<void> publish_what_is_known(Centre& centre, const std::string& channel,
                                   const Terminal& terminal) {
  GARITA_CHECK(bring_up_to_date(centre));
  if (channel == kClearedPairsChannel) {
    GARITA_TRY(pairs, publish_cleared_pairs(centre));
    terminal.out << (pairs ? channel + " " + std::to_string(pairs->version) : "nothing new")
                 << '\n';
    return {};
  }
  GARITA_TRY(published, publish_open_stays(centre));
  terminal.out << published.channel << " " << published.version << '\n';
  return {};
}

Result<void> publish_file(const PublishOptions& options, const Terminal& terminal) {
  GARITA_TRY(centre, open_centre(options.data));
  if (options.file.empty()) return publish_what_is_known(centre, options.channel, terminal);
  const auto bytes_max = is_list_channel(options.channel) ? kListBytesMax : kBulletinBytesMax;
  GARITA_TRY(content, read_file(options.file, bytes_max));
  auto checked = check_content(options.channel, content, centre.settings);
  if (!checked) return fail(std::move(checked.error()), options.file.string());
  std::optional<std::string> why;
  if (options.channel == "policies") {
    auto own = check_version_of_its_own(centre, content);
    if (!own) return fail(std::move(own.error()), options.file.string());
    GARITA_TRY(meant, check_stays(centre, options, content, terminal));
    why = std::move(meant);
  }
  const bool is_list = is_list_channel(options.channel);
  if (is_list) GARITA_CHECK(check_change(centre, options, content, terminal));
  auto published = is_list ? publish_list(centre, options.channel, content)
                           : publish(
                                 centre, options.channel,
                                 [&content = content](const PrivateKey&) {
                                   return Result<Bytes>(copy_of(bytes_of(content)));
                                 },
                                 why);
  if (!published && published.error().remedy == Remedy::kReject) {
    return fail(std::move(published.error()), options.file.string());
  }
  if (!published) return Failure(std::move(published.error()));
  terminal.out << published->channel << " " << published->version << '\n';
  return {};
}

}  // namespace

ExitStatus run_publish(const PublishOptions& options, const Terminal& terminal) {
  return report(publish_file(options, terminal), terminal);
}

}  // namespace garita::central
